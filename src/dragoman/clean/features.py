"""What the labeller of lines looks at: a line's length, marks, words and place, what the rules take it for, and the same of its neighbours.

Every feature is a short string; the weights of data/lines.zst are kept by these strings, so that a change here asks for training anew
(training/lines.py).
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from dragoman.clean.day import days_in
from dragoman.clean.lines import ENDS, SENTENCE, Line, end_marks, is_prose

Ruled = tuple[str, str]
STORY = frozenset(("paragraph", "heading", "deck", "title", "quote"))
STEPS = (0, 1, 2, 3, 4, 6, 9, 14, 21, 39)
PLACES = (0, 1, 2, 3, 4, 6, 9, 15, 30)
ENDS_PLACES = (1, 2, 4, 8, 20)
LONGEST_WORDED = 14
"""Most words of a line whose words are features by themselves."""
READ = 400
"""Most characters of a line that are looked at."""
MOST_PROSE = 6_000
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
SIGNS = (
    ("clock", "0123456789", re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{4} ?(?:gmt|hrs|z)\b|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)),
    ("year", "0123456789", re.compile(r"\b(?:19|20)\d\d\b")),
    ("figures", "0123456789", re.compile(r"\W*\d[\d\W]*$")),
    ("page", "0123456789", re.compile(r"\b(?:pages?|p\.|col(?:umn)?|section|vol(?:ume)?|no)\.? ?\d+\b", re.IGNORECASE)),
    ("price", "0123456789", re.compile(r"[£$€¥]\s?\d|\b\d+ ?(?:p|d|c|cents|pence|yen|francs)\b")),
    ("dot", "·•*", re.compile(r" [·•*] ")),
    ("dash", "–—-", re.compile(r" (?:[–—-]|--) ")),
    ("address", ".", re.compile(r"\bwww\.|https?:|\w\.(?:com|org|net|example|invalid|test|[a-z]{2})\b(?!\.)")),
    ("sentence break", ".!?", re.compile(r"[a-z][.!?] [A-Z]")),
    ("initials", "/", re.compile(r"\W*[A-Z][\w.]*(?:\s?/\s?[\w.]+)+\W*$")),
    ("quote in it", "“”„«»\"'‘", re.compile(r"[“”„«»\"]|(?:^|\s)['‘]\w")),
    ("tags", ":", re.compile(r"(?:tags?|topics?|keywords?|filed under|section|categor(?:y|ies)|more on|in)\s*:", re.IGNORECASE)),
    ("open list", "•*·‣▪-.)", re.compile(r"(?:[•*·‣▪-]|\d{1,2}[.)]) ?\w")),
    ("speaker", ":", re.compile(r"[A-Z][\w .'’-]{0,30}: ")),
)  # fmt: skip
"""Signs in the writing of a line: name, characters of which one must stand in it, pattern (from the start where it can)."""
MATCHED = frozenset(("figures", "initials", "tags", "open list", "speaker"))
NAMED = re.compile(r"\W*(?:(?:[Bb]y|BY)\s+)?(?:[A-Z][\w.'’-]+|de|van|al|bin|and|von)(?:,? (?:[A-Z][\w.'’-]+|de|van|al|bin|and|von)){1,5}\W*$")
PLACED = re.compile(r"[A-Z][A-Z .'’/-]{2,30}[,(]? ")
CHARACTERS = {"bar": " | ", "slash": " / ", "arrow": "»", "angle": ">", "at": "@", "owner": "©", "question": "?", "comma": ", ", "colon": ": ", "semicolon": "; "}
GROUPS = {name: frozenset(words.split()) for name, words in {
    "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
    "month": "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
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
}.items()}  # fmt: skip


def features_of(lines: Sequence[Line], ruled: Sequence[Ruled], wanted: Sequence[bool] | None = None) -> list[list[str]]:
    """The features of each line: its own, its place on the page, and its neighbours'; of lines that are not ``wanted`` none."""
    prose = [kind in ("paragraph", "quote") for kind, _ in ruled]
    brief = [brief_features(line, rule[0]) for line, rule in zip(lines, ruled, strict=True)]
    places = place_features(lines, prose)
    shared = shared_features(lines, prose)
    ends = end_features(lines, prose)
    out: list[list[str]] = []
    for i, (line, rule) in enumerate(zip(lines, ruled, strict=True)):
        if wanted is not None and not wanted[i]:
            out.append([])
            continue
        near = [f"{step:+d} {f}" for step in (-2, -1, 1, 2) for f in (brief[i + step] if 0 <= i + step < len(lines) else ("none",))]
        between = f"rules {ruled[i - 1][0] if i else ''} {rule[0]} {ruled[i + 1][0] if i + 1 < len(lines) else ''}"
        out.append([*own_features(line, *rule), *places[i], *shared[i], *ends[i], *near, between])
    return out


def step_of(number: int, steps: Sequence[int] = STEPS) -> int:
    """The last of the steps that a number reaches."""
    return steps[max(0, bisect_right(steps, number) - 1)]


def own_features(line: Line, kind: str, why: str) -> list[str]:
    """What a line is like by itself."""
    text = line.text[:READ]
    words = WORD.findall(text)
    count = len(line.text.split())
    found = ["always", f"rule {kind}", f"why {why}", f"wording {line.kind}", f"length {step_of(count)}", f"level {line.level}"]
    found += shape_features(text, words, count)
    lower = [w.lower() for w in words]
    signs = signs_in(text, lower)
    found += [f"sign {name}" for name in signs]
    size = min(step_of(count), 14)
    found += [f"sign {name} length {size}" for name in signs]
    if ("year" in signs and count < 30) and days_in(text[:200]):
        found += ["full date", f"full date length {step_of(count)}"]
    found += [f"first {w}" for w in lower[:1]] + [f"first two {' '.join(lower[:2])}", f"last {lower[-1] if lower else ''}"]
    if count <= LONGEST_WORDED:
        found += [f"word {w}" for w in dict.fromkeys(lower)]
        if count <= 3:
            found.append(f"whole {' '.join(lower)}")
    return found


def signs_in(text: str, lower: list[str]) -> list[str]:
    """The signs in a line, of its writing and of its words."""
    signs = [name for name, needed, pattern in SIGNS
             if any(c in text for c in needed) and (pattern.match(text) if name in MATCHED else pattern.search(text))]  # fmt: skip
    signs += [name for name, characters in CHARACTERS.items() if characters in text]
    said = set(lower)
    signs += [name for name, words in GROUPS.items() if not words.isdisjoint(said)]
    if len(text) < 120 and NAMED.match(text):
        signs.append("names")
    if PLACED.match(text):
        signs.append("place line")
    if text[:1] in "[({" and text[-1:] in "])}":
        signs.append("bracketed")
    if any(c.isdigit() for c in text):
        signs.append("number")
    return signs


def shape_features(text: str, words: list[str], count: int) -> list[str]:
    """How a line is written: case, first and last sign, ends of sentences."""
    letters = [w for w in words if w[:1].isalpha()]
    lower = sum(w.islower() for w in letters)
    capital = sum(w[:1].isupper() for w in letters)
    upper = sum(w.isupper() for w in letters if len(w) > 1)
    share = lambda n: round(4 * n / len(letters)) if letters else 9  # noqa: E731 - said once, used thrice
    end = text.rstrip()[-1:]
    start = text[:1]
    last = "letter" if end.isalpha() else "figure" if end.isdigit() else end
    first = "upper" if start.isupper() else "lower" if start.islower() else "figure" if start.isdigit() else start
    ended = bool(ENDS.search(text))
    return [
        f"lower {share(lower)}", f"capital {share(capital)}", f"upper {share(upper)}", f"ends {last}", f"starts {first}",
        f"ended {ended} length {step_of(count)}", f"capital {share(capital)} length {step_of(count)} ended {ended}",
        f"upper {share(upper)} length {step_of(count)}", f"sentence {bool(SENTENCE.match(text))}",
    ]  # fmt: skip


def brief_features(line: Line, kind: str) -> tuple[str, ...]:
    """What a line's neighbours know of it."""
    count = step_of(len(line.text.split()))
    ended = bool(ENDS.search(line.text[-10:]))
    return (f"rule {kind}", f"length {count}", f"prose {is_prose(line)}", f"ended {ended} length {count}", f"upper {line.text[:READ].isupper()}")


def place_features(lines: Sequence[Line], prose: Sequence[bool]) -> list[list[str]]:
    """Where a line stands: from the top, from the foot, and between the paragraphs that the rules see."""
    total = len(lines)
    above, seen = [], 0
    last = -1
    since: list[int] = []
    for i in range(total):
        above.append(seen)
        since.append(i - last if last >= 0 else -1)
        if prose[i]:
            seen, last = seen + 1, i
    until, following = [-1] * total, -1
    for i in range(total - 1, -1, -1):
        until[i] = following - i if following >= 0 else -1
        if prose[i]:
            following = i
    out = []
    for i in range(total):
        left = seen - above[i] - prose[i]
        region = "none" if not seen else "above" if not above[i] and not prose[i] else "below" if not left and not prose[i] else "within"
        out.append([
            f"top {step_of(i, PLACES)}", f"foot {step_of(total - 1 - i, PLACES)}", f"paragraphs above {min(above[i], 3)}",
            f"paragraphs below {min(left, 3)}", f"region {region}", f"{region} since {step_of(since[i], (-1, *PLACES))}",
            f"{region} until {step_of(until[i], (-1, *PLACES))}", f"{region} length {step_of(len(lines[i].text.split()))}",
            f"{region} ended {bool(ENDS.search(lines[i].text[-10:]))} length {step_of(len(lines[i].text.split()))}",
        ])  # fmt: skip
    return out


def end_features(lines: Sequence[Line], prose: Sequence[bool]) -> list[list[str]]:
    """Whether readers' comments or lists of other stories have begun above a line, and how far above it."""
    comments, others = end_marks()
    out = []
    seen, talked, listed = 0, -1, -1
    for i, line in enumerate(lines):
        long = step_of(len(line.text.split())) >= 9
        out.append([
            f"comments {step_of(i - talked, ENDS_PLACES) if talked >= 0 else 'none'} long {long}",
            f"others {step_of(i - listed, ENDS_PLACES) if listed >= 0 else 'none'} long {long}",
        ])  # fmt: skip
        seen += prose[i]
        if seen and len(line.text) < 80:
            talked = i if talked < 0 and comments.search(line.text) else talked
            listed = i if others.search(line.text) else listed
    return out


def shared_features(lines: Sequence[Line], prose: Sequence[bool]) -> list[list[str]]:
    """What a line shares with the story: how many of its longer words stand there, and whether it stands on the page twice."""
    story: set[str] = set()
    size = 0
    for line, inside in zip(lines, prose, strict=True):
        if inside and size < MOST_PROSE:
            story |= set(WORD.findall(line.text[:READ].lower()))
            size += len(line.text)
    times = Counter(line.text[:READ].lower() for line in lines)
    out = []
    for line in lines:
        words = [w for w in WORD.findall(line.text[:READ].lower()) if len(w) > 3]
        share = round(4 * sum(w in story for w in words) / len(words)) if words else 9
        count = step_of(len(line.text.split()))
        out.append([f"shared {share}", f"shared {share} length {count}", f"twice {times[line.text[:READ].lower()] > 1}"])
    return out
