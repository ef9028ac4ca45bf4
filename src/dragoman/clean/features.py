"""What the labeller of lines looks at: a line's length, marks, words and place, what the rules take it for, and the same of its neighbours.

Every feature is a short string; the weights of data/lines.zst and data/lines_kinds.zst are kept by these strings, so that a change here
asks for training anew (training/lines.py).
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.clean.day import days_in
from dragoman.clean.lines import ENDS, SENTENCE, Line, end_marks, is_prose

Ruled = tuple[str, str]
Features = tuple[str, ...]
STEPS = (0, 1, 2, 3, 4, 6, 9, 14, 21, 39)
PLACES = (0, 1, 2, 3, 4, 6, 9, 15, 30)
AFTER = (1, 2, 4, 8, 20)
BETWEEN = (-1, *PLACES)
DIGITS = frozenset("0123456789")
LONG = 21
SHORTEST_DATED = 30
"""Words from which on a line with a full date is a sentence that tells of that day and no label."""
WINDOWS = (5, 20)
"""How many lines above and below are asked how much prose stands there."""
ALIKE = 6
"""Words with which two lines must begin alike to be the long and the short form of one."""
MOST_HEADS = 12
LONG_ASIDE = 9
SHORT = 80
LONGEST_NAMED = 120
SHORTEST_NAME = 5
OWNING = re.compile(r"©|\(c\)|copyright|www\.|https?:|\w@\w|\.(?:com|org|net|example|invalid|test)\b", re.IGNORECASE)
OWNER_CUT = re.compile(r"\s*[|/>»›·,:(]\s*|\s+[–—-]\s+")
ADDRESSING = frozenset(("we", "this", "share", "more"))
LONGEST_WORDED = 14
"""Most words of a line whose words are features by themselves."""
READ = 400
"""Most characters of a line that are looked at."""
MOST_PROSE = 6_000
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
PLAIN_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|[0-9]+")
"""The same in text of ASCII, found faster."""
SIGNS = (
    ("clock", frozenset("0123456789"), re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{4} ?(?:gmt|hrs|z)\b|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)),
    ("year", frozenset("0123456789"), re.compile(r"\b(?:19|20)\d\d\b")),
    ("figures", frozenset("0123456789"), re.compile(r"\W*\d[\d\W]*$")),
    ("page", frozenset("0123456789"), re.compile(r"\b(?:pages?|p\.|col(?:umn)?|section|vol(?:ume)?|no)\.? ?\d+\b", re.IGNORECASE)),
    ("price", frozenset("0123456789"), re.compile(r"[£$€¥]\s?\d|\b\d+ ?(?:p|d|c|cents|pence|yen|francs)\b")),
    ("dot", frozenset("·•*"), re.compile(r" [·•*] ")),
    ("dash", frozenset("–—-"), re.compile(r" (?:[–—-]|--) ")),
    ("address", frozenset("."), re.compile(r"\bwww\.|https?:|\w\.(?:com|org|net|example|invalid|test|[a-z]{2})\b(?!\.)")),
    ("sentence break", frozenset(".!?"), re.compile(r"[a-z][.!?] [A-Z]")),
    ("initials", frozenset("/"), re.compile(r"\W*[A-Z][\w.]*(?:\s?/\s?[\w.]+)+\W*$")),
    ("quote in it", frozenset("“”„«»\"'‘"), re.compile(r"[“”„«»\"]|(?:^|\s)['‘]\w")),
    ("tags", frozenset(":"), re.compile(r"(?:tags?|topics?|keywords?|filed under|section|categor(?:y|ies)|more on|in)\s*:", re.IGNORECASE)),
    ("open list", frozenset("•*·‣▪-.)"), re.compile(r"(?:[•*·‣▪-]|\d{1,2}[.)]) ?\w")),
    ("picture credit", frozenset("/(:"), re.compile(
        r"/\s?(?:[A-Z]{2,5}|Getty|Reuters)\b|\((?:Photo|Image|Picture|File)|\b(?:Photo|Image|Picture)s?:"
    )),
    ("speaker", frozenset(":"), re.compile(r"[A-Z][\w .'’-]{0,30}: ")),
)  # fmt: skip
"""Signs in the writing of a line: name, characters of which one must stand in it, pattern (from the start where it can)."""
OPEN_LIST = re.compile(r"(?:[•*·‣▪-]|\d{1,2}[.)]) ?\w")
MATCHED = frozenset(("figures", "initials", "tags", "open list", "speaker"))
NAME = r"(?:[A-Z][\w.'’-]+|de|van|al|bin|and|von)"
NAMED = re.compile(rf"\W*(?:(?:[Bb]y|BY)\s+)?{NAME}(?:,? {NAME}){{1,5}}\W*$")
PLACED = re.compile(r"[A-Z][A-Z .'’/-]{2,30}[,(]? ")
CHARACTERS = {
    "bar": " | ", "slash": " / ", "arrow": "»", "angle": ">", "at": "@", "owner": "©", "question": "?", "comma": ", ", "colon": ": ",
    "semicolon": "; ",
}  # fmt: skip
GROUPS = {name: frozenset(words.split()) for name, words in {
    "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
    "month": "january february march april may june july august september october november december "
             "jan feb mar apr jun jul aug sep sept oct nov dec",
    "rights": "rights reserved copyright reproduced reproduction permission",
    "said": "said says told added according asked saying",
    "photo": "photo photos photograph photographs picture pictured file image foto archive left right",
    "by": "by correspondent reporter staff desk edited editor editing writer correspondents",
    "agency": "wire wires agency agencies press service news radio cable dispatch",
    "paper": "times post herald gazette chronicle mail mirror observer ledger telegraph journal review",
    "more": "more related also read see watch listen next recommended inside",
    "share": "share print tweet email comment comments facebook twitter like subscribe follow log sign",
    "we": "we our us you your",
    "this": "this here",
    "pose": "stands stand walks walk speaks speak shakes waves holds hold holding looks look gestures attends attend arrives sits sit "
            "waits wait carries carry seen pictured watches watch poses pose rises inspects inspect passes pass standing walking waving "
            "sitting marching march greets addresses gather during talks leaves queue drives ride rides view aerial",
    "offer": "free account unlimited access sign trial subscriber subscribers inbox newsletter newsletters app enjoy exclusive benefits "
             "join",
}.items()}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of a line at a glance: its words, their number in steps, whether it ends as a sentence or is one of a list."""

    words: tuple[str, ...]
    size: int
    ended: bool
    listed: bool


def features_of(lines: Sequence[Line], ruled: Sequence[Ruled], wanted: Sequence[bool] | None = None) -> list[list[Features]]:
    """The features of each line in groups: its own, its place on the page, and its neighbours'; of lines that are not ``wanted`` none.

    Groups that return from line to line and page to page are the same objects, so that their weights need to be summed once only.
    """
    asked = [True] * len(lines) if wanted is None else wanted
    prose = [kind in ("paragraph", "quote") for kind, _ in ruled]
    looks = [look_at(line.text) for line in lines]
    around = brief_of_all(lines, looks, ruled, asked)
    kinds = ["", *(kind for kind, _ in ruled), ""]
    places = place_features(looks, prose, asked)
    ends = end_features(lines, looks, prose, asked)
    shared = shared_features(lines, looks, prose, asked)
    near = near_features(looks, prose, asked)
    heads = head_features(looks, [kind for kind, _ in ruled], prose, asked)
    owners = owners_in(lines)
    out: list[list[Features]] = []
    for i, line in enumerate(lines):
        if not asked[i]:
            out.append([])
            continue
        out.append([
            said_of(*ruled[i], line.kind, line.level), own_features(line.text), *places[i], shared[i], ends[i], near[i], heads[i],
            owner_feature(line.text, owners), beside(-2, around[i]), beside(-1, around[i + 1]), beside(1, around[i + 3]),
            beside(2, around[i + 4]), run_of(*kinds[i : i + 3]),
        ])  # fmt: skip
    return out


def brief_of_all(lines: Sequence[Line], looks: Sequence[Look], ruled: Sequence[Ruled], asked: Sequence[bool]) -> list[Features]:
    """What its neighbours know of each line that has an asked one near it, with two edges above and below."""
    edge: Features = ("none",)
    total = len(lines)
    around: list[Features] = [edge] * (total + 4)
    for i, line in enumerate(lines):
        if any(asked[max(0, i - 2) : i + 3]):
            around[i + 2] = brief_features(ruled[i][0], looks[i].size, is_prose(line), looks[i].ended, line.text.isupper())
    return around


@lru_cache(maxsize=1024)
def said_of(rule: str, why: str, wording: str | None, level: int) -> Features:
    """What the rules and the wording take a line for."""
    return (f"rule {rule}", f"why {why}", f"wording {wording}", f"level {level}")


@lru_cache(maxsize=4096)
def run_of(above: str, here: str, below: str) -> Features:
    """What the rules take a line and its two neighbours for."""
    return (f"rules {above} {here} {below}",)


def step_of(number: int, steps: Sequence[int] = STEPS) -> int:
    """The last of the steps that a number reaches."""
    return steps[max(0, bisect_right(steps, number) - 1)]


def owners_in(lines: Sequence[Line]) -> str:
    """What a page's copyright lines and addresses say, with letters and figures only: its outlet's name is among it."""
    said = [line.text[:READ] for line in lines if line.kind == "boilerplate" or len(line.text) < SHORT]
    return "|".join(re.sub(r"\W+", "", text).lower() for text in said if OWNING.search(text))


def owner_feature(text: str, owners: str) -> tuple[str, ...]:
    """Whether a short line, or its first part, is a name that the page's copyright lines or addresses have."""
    if not owners or len(text) > SHORT:
        return ()
    head = OWNER_CUT.split(text, maxsplit=1)[0]
    name = re.sub(r"\W+", "", head).lower().removeprefix("the")
    return owned_features(whole=head == text) if len(name) >= SHORTEST_NAME and name in owners and not OWNING.search(text) else ()


@lru_cache(maxsize=2)
def owned_features(*, whole: bool) -> tuple[str, ...]:
    """That a line begins with the owner's name, and whether it has nothing else."""
    return ("owner", f"owner {whole}")


@lru_cache(maxsize=4096)
def look_at(text: str) -> Look:
    """What a line is like at a glance."""
    words = tuple(words_in(text[:READ].lower()))
    return Look(words, step_of(text.count(" ") + 1), ENDS.search(text[-10:]) is not None, OPEN_LIST.match(text) is not None)


def words_in(text: str) -> list[str]:
    """The words and numbers of a text."""
    return (PLAIN_WORD if text.isascii() else WORD).findall(text)


@lru_cache(maxsize=4096)
def own_features(text: str) -> Features:
    """What a line is like by itself."""
    head = text[:READ]
    words = words_in(head)
    lower = [w.lower() for w in words]
    count = len(text.split())
    size, ended = step_of(count), ENDS.search(text[-10:]) is not None
    found = ["always", f"length {size}", *shape_features(head, words, size, ended=ended)]
    signs = signs_in(head, lower)
    if "year" in signs and days_in(head[:200]):
        signs.append("full date" if count < SHORTEST_DATED else "dated")
    for name in signs:
        found += sign_features(name, min(size, 21))
    found += [f"first {lower[0] if lower else ''}", f"first two {' '.join(lower[:2])}", f"last {lower[-1] if lower else ''}"]
    if count <= LONGEST_WORDED:
        found += [f"word {w}" for w in dict.fromkeys(lower)]
        if count <= 3:
            found.append(f"whole {' '.join(lower)}")
    return tuple(found)


def signs_in(text: str, lower: Sequence[str]) -> list[str]:
    """The signs in a line, of its writing and of its words."""
    characters = frozenset(text)
    signs = [name for name, needed, pattern in SIGNS
             if not needed.isdisjoint(characters) and (pattern.match(text) if name in MATCHED else pattern.search(text))]  # fmt: skip
    signs += [name for name, written in CHARACTERS.items() if written in text]
    said = set(lower)
    signs += [name for name, words in GROUPS.items() if not words.isdisjoint(said)]
    if len(text) < LONGEST_NAMED and NAMED.match(text):
        signs.append("names")
    if PLACED.match(text):
        signs.append("place line")
    if text[:1] in "[({" and text[-1:] in "])}":
        signs.append("bracketed")
    if not DIGITS.isdisjoint(characters):
        signs.append("number")
    return signs


@lru_cache(maxsize=4096)
def sign_features(name: str, size: int) -> tuple[str, ...]:
    """A sign by itself and with the length of its line; words that address the reader tell nothing of a long line."""
    return () if size >= LONG and name in ADDRESSING else (f"sign {name}", f"sign {name} length {size}")


def shape_features(text: str, words: Sequence[str], size: int, *, ended: bool) -> tuple[str, ...]:
    """How a line is written: case, first and last sign, ends of sentences."""
    letters = [w for w in words if w[0].isalpha()]
    lower = sum(w.islower() for w in letters)
    capital = sum(w[0].isupper() for w in letters)
    upper = sum(w.isupper() for w in letters if len(w) > 1)
    shares = tuple(round(4 * n / len(letters)) if letters else 9 for n in (lower, capital, upper))
    end, start = text.rstrip()[-1:], text[:1]
    last = "letter" if end.isalpha() else "figure" if end.isdigit() else end
    first = "upper" if start.isupper() else "lower" if start.islower() else "figure" if start.isdigit() else start
    return (*case_features(*shares, size, ended), f"ends {last}", f"starts {first}", f"sentence {SENTENCE.match(text) is not None}")


@lru_cache(maxsize=4096)
def case_features(lower: int, capital: int, upper: int, size: int, ended: bool) -> tuple[str, ...]:  # noqa: FBT001 - cached by place
    """The shares of words in lower case, with a capital and in capitals, by themselves and with the length."""
    return (
        f"lower {lower}", f"capital {capital}", f"upper {upper}", f"ended {ended} length {size}",
        f"capital {capital} length {size} ended {ended}", f"upper {upper} length {size}",
    )  # fmt: skip


@lru_cache(maxsize=4096)
def brief_features(kind: str, size: int, prose: bool, ended: bool, upper: bool) -> tuple[str, ...]:  # noqa: FBT001 - cached by place
    """What a line's neighbours know of it."""
    return (f"rule {kind}", f"length {size}", f"prose {prose}", f"ended {ended} length {size}", f"upper {upper}")


@lru_cache(maxsize=8192)
def beside(step: int, features: tuple[str, ...]) -> tuple[str, ...]:
    """What is known of a neighbour, with how far off it is."""
    return tuple(f"{step:+d} {feature}" for feature in features)


def place_features(looks: Sequence[Look], prose: Sequence[bool], asked: Sequence[bool]) -> list[tuple[Features, ...]]:
    """Where a line stands: from the top, from the foot, and between the paragraphs that the rules see."""
    total, paragraphs = len(looks), sum(prose)
    until, following = [-1] * total, -1
    for i in range(total - 1, -1, -1):
        until[i] = following - i if following >= 0 else -1
        following = i if prose[i] else following
    out: list[tuple[Features, ...]] = []
    above, last = 0, -1
    for i, look in enumerate(looks):
        if not asked[i]:
            out.append(())
            above, last = (above + 1, i) if prose[i] else (above, last)
            continue
        left = paragraphs - above - prose[i]
        inside = prose[i] or (above and left)
        region = "none" if not paragraphs else "within" if inside else "below" if above else "above"
        near = (step_of(i - last if last >= 0 else -1, BETWEEN), step_of(until[i], BETWEEN))
        edges = (step_of(i, PLACES), step_of(total - 1 - i, PLACES), min(above, 3), min(left, 3))
        listed = list_features(region, marked=look.listed)
        out.append((region_features(region, *near, look.size, look.ended), listed, edge_features(*edges)))
        if prose[i]:
            above, last = above + 1, i
    return out


@lru_cache(maxsize=8192)
def region_features(region: str, since: int, until: int, size: int, ended: bool) -> tuple[str, ...]:  # noqa: FBT001 - cached by place
    """Where a line stands to the paragraphs: above, within or below them, how far from the last and the next."""
    return (
        f"region {region}", f"{region} since {since}", f"{region} until {until}", f"{region} length {size}",
        f"{region} ended {ended} length {size}",
    )  # fmt: skip


@lru_cache(maxsize=16)
def list_features(region: str, *, marked: bool) -> tuple[str, ...]:
    """Whether a line is marked as one of a list, by where it stands."""
    return (f"{region} list {marked}",)


@lru_cache(maxsize=4096)
def edge_features(top: int, foot: int, above: int, below: int) -> tuple[str, ...]:
    """How far a line stands from the edges of the page, and how many paragraphs stand above and below it."""
    return (f"top {top}", f"foot {foot}", f"paragraphs above {above}", f"paragraphs below {below}")


def near_features(looks: Sequence[Look], prose: Sequence[bool], asked: Sequence[bool]) -> list[Features]:
    """How much prose stands around a line, near by and further off, beside its length."""
    sums = [0]
    for look, inside in zip(looks, prose, strict=True):
        sums.append(sums[-1] + (look.size if inside else 0))
    out: list[Features] = []
    for i, look in enumerate(looks):
        if not asked[i]:
            out.append(())
            continue
        own = look.size if prose[i] else 0
        shares = [step_of((sums[min(len(looks), i + far + 1)] - sums[max(0, i - far)] - own) // far) for far in WINDOWS]
        out.append(window_features(shares[0], shares[1], look.size, prose[i]))
    return out


@lru_cache(maxsize=8192)
def window_features(near: int, wide: int, size: int, prose: bool) -> Features:  # noqa: FBT001 - cached by place
    """How many words of prose a line has beside it, for each line near by and further off."""
    return (
        f"near {near} prose {prose}", f"wide {wide} prose {prose}", f"near {near} length {size}", f"near {near} wide {wide} prose {prose}",
    )  # fmt: skip


def head_features(
    looks: Sequence[Look], kinds: Sequence[str], prose: Sequence[bool], asked: Sequence[bool]
) -> list[Features]:
    """What a line shares with the headline, whether another line begins as it does, and, of a short line between prose, how many there are.

    Many short lines that stand alone above prose are the headings of a page of many parts; one is more often another story's name.
    """
    head = next((i for i, kind in enumerate(kinds) if kind == "title"), next((i for i, look in enumerate(looks) if look.words), 0))
    named = {word for word in looks[head].words if len(word) > 3} if looks else set()
    begins = Counter(look.words[:ALIKE] for look in looks if len(look.words) >= ALIKE)
    last = len(looks) - 1
    between = [0 < i < last and not prose[i] and not look.ended and prose[i - 1] and prose[i + 1] for i, look in enumerate(looks)]
    many = step_of(min(sum(between), MOST_HEADS))
    out: list[Features] = []
    for i, look in enumerate(looks):
        if not asked[i]:
            out.append(())
            continue
        words = {word for word in look.words if len(word) > 3}
        share = round(4 * len(words & named) / len(words)) if words and named and i != head else -1
        out.append(titled_features(share, look.size, begins[look.words[:ALIKE]] > 1, many if between[i] else -1))
    return out


@lru_cache(maxsize=4096)
def titled_features(share: int, size: int, alike: bool, between: int) -> Features:  # noqa: FBT001 - cached by place
    """What a line shares with the headline (-1 for the headline itself), whether another line begins alike, and headings like it."""
    heads = (f"between {between}", f"between {between} length {size}") if between >= 0 else ()
    return (f"headline {share}", f"headline {share} length {size}", f"alike {alike} length {size}", *heads)


def end_features(lines: Sequence[Line], looks: Sequence[Look], prose: Sequence[bool], asked: Sequence[bool]) -> list[Features]:
    """Whether readers' comments or lists of other stories have begun above a line, and how far above it."""
    comments, others = end_marks()
    out: list[Features] = []
    seen, talked, listed = 0, -1, -1
    for i, (line, look) in enumerate(zip(lines, looks, strict=True)):
        far = [step_of(i - place, AFTER) if place >= 0 else 0 for place in (talked, listed)] if asked[i] else []
        out.append(after_features(far[0], far[1], look.size >= LONG_ASIDE) if far else ())
        seen += prose[i]
        if seen and len(line.text) < SHORT:
            talked = i if talked < 0 and comments.search(line.text) else talked
            listed = i if others.search(line.text) else listed
    return out


@lru_cache(maxsize=1024)
def after_features(talked: int, listed: int, long: bool) -> tuple[str, ...]:  # noqa: FBT001 - cached by place
    """How far above a line comments or other stories began; 0 for not at all."""
    return (f"comments {talked} long {long}", f"others {listed} long {long}")


def shared_features(lines: Sequence[Line], looks: Sequence[Look], prose: Sequence[bool], asked: Sequence[bool]) -> list[Features]:
    """What a line shares with the story: how many of its longer words stand there, and whether it stands on the page twice."""
    story: set[str] = set()
    size = 0
    for line, look, inside in zip(lines, looks, prose, strict=True):
        if inside and size < MOST_PROSE:
            story.update(look.words)
            size += len(line.text)
    times = Counter(look.words for look in looks)
    out: list[Features] = []
    for i, look in enumerate(looks):
        if not asked[i]:
            out.append(())
            continue
        words = [w for w in look.words if len(w) > 3]
        share = round(4 * sum(w in story for w in words) / len(words)) if words else 9
        out.append(said_features(share, look.size, times[look.words] > 1))
    return out


@lru_cache(maxsize=1024)
def said_features(share: int, size: int, twice: bool) -> tuple[str, ...]:  # noqa: FBT001 - cached by place
    """How much of a line the story says, and whether it stands on the page twice."""
    return (f"shared {share}", f"shared {share} length {size}", f"twice {twice}")
