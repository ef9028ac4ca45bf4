"""Counts in a text: so many of something, or so much by a measure, as versions of a happening are compared by them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.compare.occurrences import STEM, sentence_span
from dragoman.compare.quantities import Quantity, Token, limits, money_before, quantities_in, tokens_of, unit_at
from dragoman.lexicon import load_yaml
from dragoman.model import Span

REACH = 5
"""Tokens behind a number among which the things counted are looked for."""

TIMES = 20
"""Two counts of one thing are at most so many times one another; further apart, they are of different things."""

BEFORE = 60
"""Characters before a number that are looked at for a crowd."""

BEHIND = 14
"""Tokens behind a number that are looked at."""

BESIDE = 5
"""Words after what is counted among which a word for what became of them is looked for."""

AHEAD = 5
"""Words before a number that are looked at for what became of those who are counted."""

SAME_MEASURE = 1.1
"""Two lengths or weights are apart where one is at least so many times the other."""

EXTENTS = ("length", "area", "weight", "volume")
"""Measures that are seldom told exactly."""

MILLION = 1e6

AGAINST = re.compile(r",? (?:and |rather )?(?:not|than) (?=[\w])", re.IGNORECASE)
"""What stands between a number and another that it corrects."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something: the number, what is counted (a class of ``data/versions.yml``, a measure of ``data/quantities.yml``, or
    the thing itself; of a time also what it measures), its place, and the word for it.

    ``most`` is the greatest number that may be meant, of a range or a vague word ("hundreds"); ``fate`` what became of those who are
    counted, as far as the words beside the number say; ``bound`` whether the number is the ``least``, the ``most`` or ``about`` what
    is meant; ``whose`` the words written with a capital between the number and what is counted ("two Syldavian ships"); ``size`` how
    many of the measure's first unit its unit is.
    """

    number: float
    what: str
    span: Span
    word: str
    most: float = 0
    fate: str = ""
    bound: str = ""
    whose: frozenset[str] = frozenset()
    size: float = 0

    def told(self) -> str:
        """The number in figures, with its unit where it is a measure."""
        figures = f"{in_figures(self.number)}–{in_figures(self.most)}" if self.most else in_figures(self.number)
        sign = {"least": "at least ", "most": "at most "}.get(self.bound, "")
        return f"{sign}{figures} {self.word}" if self.size else f"{sign}{figures}"

    def limits(self) -> tuple[float, float]:
        """The least and the greatest number that may be meant, of a measure in its first unit."""
        least, most = limits(self.number, self.most, self.bound)
        return least * (self.size or 1), most * (self.size or 1)


def in_figures(number: float) -> str:
    """A number without a point where it is whole."""
    if number >= MILLION and number % (MILLION / 1000) == 0:
        return f"{number / MILLION:g} million"
    return str(int(number)) if number == int(number) else f"{number:g}"


def same_counted(one: tuple[Count, ...], other: tuple[Count, ...]) -> list[tuple[Count, Count]]:
    """Differing counts of the same things with the same fate, where each side has one count of them."""
    found = []
    for key in {(c.what, c.fate) for c in one} & {(c.what, c.fate) for c in other}:
        ours, theirs = ([c for c in side if (c.what, c.fate) == key] for side in (one, other))
        if len(ours) == len(theirs) == 1 and are_alike(ours[0], theirs[0]) and are_apart(ours[0], theirs[0]):
            found.append((ours[0], theirs[0]))
    return sorted(found, key=lambda pair: pair[0].span)


def are_alike(one: Count, other: Count) -> bool:
    """Whether the words of two counts may name the same things; the killed of the one may be any people of the other who were killed."""
    if one.what != other.what or (one.whose and other.whose and not one.whose & other.whose):
        return False
    if one.fate and other.fate and one.fate != other.fate:
        return False
    if one.size or alike().get(one.word, one.word) == alike().get(other.word, other.word):
        return True
    return bool(one.fate and one.fate == other.fate) and not anybody().isdisjoint((one.word, other.word))


def may_be_same(one: Count, other: Count) -> bool:
    """Whether two counts may be of the same things: those of one class that are called alike, or by a word for anybody or anything."""
    if one.what != other.what or (one.whose and other.whose and not one.whose & other.whose):
        return False
    if one.fate and other.fate and one.fate != other.fate:
        return False
    return one.what != "people" or are_alike(one, other) or not anybody().isdisjoint((one.word, other.word))


@cache
def alike() -> dict[str, str]:
    """The first word of those that name the same things, for each of them."""
    return {word: listed.split()[0] for listed in load_yaml("versions")["alike"] for word in listed.split()}


@cache
def anybody() -> frozenset[str]:
    """Words for people that any people can be called by."""
    return frozenset(load_yaml("versions")["anybody"].split())


def are_apart(one: Count, other: Count) -> bool:
    """Whether two numbers cannot both be right, and are near enough to be of one thing."""
    (low, high), (less, _) = sorted((one.limits(), other.limits()))
    if high >= less or low <= 0:
        return False
    if one.what in EXTENTS and less / high < SAME_MEASURE:
        return False
    return one.what == "crowd" or less / high <= TIMES


def counts_in(text: str, span: Span) -> Iterable[Count]:
    """The counts in a stretch of text: figures and number words with what they count, and what became of those."""
    tokens = tokens_of(text, span)
    return (count for found in quantities_in(tokens) for count in [count_of(tokens, found)] if count is not None)


def count_of(tokens: list[Token], found: Quantity) -> Count | None:
    """A number with what it counts or measures; nothing where that is not told, or the number is that of a day."""
    if is_day(tokens, found):
        return None
    place = (tokens[found.first].start, tokens[found.last - 1].end)
    if money_before(tokens, found.first) or unit_at(tokens, found.last):
        return measured(tokens, found, place)
    kinds = (part_of_whole, counted_things, counted_by_fate, counted_group, counted_before)
    return next((count for kind in kinds if (count := kind(tokens, found, place)) is not None), None)


def is_day(tokens: list[Token], found: Quantity) -> bool:
    """Whether a number is that of a day ("11 September", "the 16th", "March 12, three men")."""
    if found.number > LAST_DAY:
        return False
    before, behind = tokens[max(0, found.first - 1) : found.first], tokens[found.last : found.last + 1]
    if behind and (is_month(behind[0]) or (behind[0].text in ORDINAL and behind[0].start == tokens[found.last - 1].end)):
        return True
    return bool(before) and is_month(before[0]) and not (behind and behind[0].text in counted())


def is_month(token: Token) -> bool:
    """Whether a word names a month, or a day of the week."""
    return token.is_name and (token.text == "may" or token.text in load_yaml("quantities")["days"].split())


ORDINAL = ("st", "nd", "rd", "th")
LAST_DAY = 31


def measured(tokens: list[Token], found: Quantity, place: Span) -> Count | None:
    """A number with its unit of measure or money; vague ones ("several months") tell too little."""
    if found.is_vague:
        return None
    money = money_before(tokens, found.first)
    unit = unit_at(tokens, found.last)
    if money:
        factor = {"m": 1e6, "b": 1e9}.get(tokens[found.last].text, 1) if found.last < len(tokens) else 1
        return Count(found.number * factor, money[0], (tokens[found.first - 1].start, place[1]), money[2], found.most * factor, "",
                     found.bound, size=money[1])  # fmt: skip
    if unit is None or is_age(tokens, unit[3]) or (tokens[found.last].text == "-" and unit[0] in (*EXTENTS, "time")):
        return None
    what = f"time {use_of_time(tokens, found.first, unit[3])}" if unit[0] == "time" else unit[0]
    return Count(found.number, what, place, unit[2], found.most, "", found.bound, size=unit[1])


def use_of_time(tokens: list[Token], first: int, last: int) -> str:
    """What a time measures, by the words beside it: how long something takes, by when it is to come, or how far off it is; else nothing."""
    before, behind = times()
    if last < len(tokens) and tokens[last].text in behind:
        return behind[tokens[last].text]
    passed = fates()[1] | set(load_yaml("quantities")["ahead"].split())
    near = reversed([token.text for token in tokens[max(0, first - AHEAD) : first]])
    word = next((word for word in near if word in before or word not in passed), "")
    return before.get(word, "")


@cache
def times() -> tuple[dict[str, str], dict[str, str]]:
    """What words before a time and words behind it tell of what it measures."""
    listed = load_yaml("quantities")["times"]
    before, behind = ({word: use for use, words in listed.items() for word in words[side].split()} for side in ("before", "behind"))
    return before, behind


def part_of_whole(tokens: list[Token], found: Quantity, place: Span) -> Count | None:
    """A share in words ("two thirds of the houses"), in per cent."""
    shares = load_yaml("quantities")["shares"]
    at = found.last + (found.last < len(tokens) and tokens[found.last].text == "-")
    words = [token.text for token in tokens[at : at + 2]]
    if words[1:] != ["of"] or words[0] not in shares:
        return None
    return Count(round(found.number * shares[words[0]]), "share", (place[0], tokens[at].end), "percent", 0, "", "about", size=1)


def is_age(tokens: list[Token], i: int) -> bool:
    """Whether the word behind a unit makes it somebody's age ("44-year-old")."""
    words = [token.text for token in tokens[i : i + 2]]
    return words[-1:] == ["old"] or words[:1] == ["old"]


def counted_things(tokens: list[Token], found: Quantity, place: Span) -> Count | None:
    """A number with the noun behind it: one of the classes of ``data/versions.yml``, or any other noun in the plural."""
    classes, stops = counted(), stopping()
    names: set[str] = set()
    plural = -1
    at = found.last
    for at in range(found.last, min(len(tokens), found.last + REACH)):
        word = tokens[at].text
        if word in classes or (found.number == 1 and f"{word}s" in classes):
            return thing_counted(tokens, found, place, at, names)
        if word in stops or not (word[0].isalpha() or word == "-"):
            break
        if plural < 0 and is_plural(word):
            plural = at
        elif plural >= 0:
            continue
        names |= {word} if tokens[at].is_name else set()
    if plural < 0 or tokens[plural].is_name:
        return None
    return thing_counted(tokens, found, place, plural, names)


def thing_counted(tokens: list[Token], found: Quantity, place: Span, at: int, names: set[str]) -> Count:
    """A count whose noun is known."""
    word = tokens[at].text
    listed = counted().get(word) or counted().get(f"{word}s")
    fate = fate_of(word, *sides(tokens, found.first, at + 1)) if listed in (None, "people") else ""
    what = listed or ("people" if fate else f"thing {word[:-1]}")  # who is killed, hurt or held is somebody
    return Count(found.number, what, place, word, found.most, fate, found.bound, frozenset(names))


def counted_by_fate(tokens: list[Token], found: Quantity, place: Span) -> Count | None:
    """A number without a noun, of people of whom a word beside it tells what became of them ("five were killed", "killing nine")."""
    before, behind = sides(tokens, found.first, found.last)
    fate = fate_of("", before[-1:] if found.number > 1 else [], behind[:2] if behind[:1] and behind[0] in BEING else [])
    if not fate:
        return None
    name = tokens[found.last] if found.last < len(tokens) and tokens[found.last].is_name else None
    whose = frozenset((name.text,)) if name and name.text not in counted() else frozenset[str]()
    return Count(found.number, "people", place, "people", found.most, fate, found.bound, whose)


def counted_group(tokens: list[Token], found: Quantity, place: Span) -> Count | None:
    """A number of people behind a word for a group of them ("a crew of five")."""
    before = [token.text for token in tokens[max(0, found.first - AHEAD) : found.first]]
    of = next((i for i in range(len(before) - 1, 0, -1) if before[i] == "of"), 0)
    if not of or before[of - 1] not in load_yaml("versions")["groups"].split() or not fates()[1].issuperset(before[of + 1 :]):
        return None
    word = "crew" if before[of - 1] == "crew" else "people"
    return Count(found.number, "people", place, word, found.most, "", found.bound)


def counted_before(tokens: list[Token], found: Quantity, place: Span) -> Count | None:
    """A number behind what it counts: "the number of dead was nearer five", "the death toll rose to 40"."""
    before = [token.text for token in tokens[max(0, found.first - FAR_AHEAD) : found.first]]
    begins = max((i + 1 for i, word in enumerate(before) if not word[0].isalnum() and word != ","), default=0)
    words = before[begins:]
    if set(load_yaml("versions")["amounting"].split()).isdisjoint(words[-RIGHT_AHEAD:]):
        return None
    if "toll" in words:
        return Count(found.number, "people", place, "people", found.most, "killed", found.bound)
    of = next((i for i in range(len(words) - 1, 0, -1) if words[i - 1 : i + 1] == ["number", "of"]), None)
    noun = next((i for i in range(of, len(words)) if words[i] in counted()), None) if of is not None else None
    if noun is None:
        return None
    what = counted()[words[noun]]
    fate = fate_of(words[noun], [], words[noun + 1 :]) if what == "people" else ""
    return Count(found.number, what, place, words[noun], found.most, fate, found.bound)


RIGHT_AHEAD = 4
"""Tokens before a number among which a word like "was" joins it to what it counts."""

FAR_AHEAD = 14
"""Tokens before a number among which what it counts is looked for, where that stands before it."""


def sides(tokens: list[Token], first: int, last: int) -> tuple[list[str], list[str]]:
    """The words before and behind some tokens, up to the end of their sentence part."""
    before = [token.text for token in tokens[max(0, first - AHEAD) : first]]
    behind = [token.text for token in tokens[last : last + BESIDE + 1]]
    begins = max((i + 1 for i, word in enumerate(before) if not word[0].isalnum()), default=0)
    ends = next((i for i, word in enumerate(behind) if not word[0].isalnum()), len(behind))
    return before[begins:], behind[:ends]


BEING = frozenset(("was", "were", "are", "been", "is", "others", "more", "have", "had", "has"))
"""Words between a number and what became of those who are counted."""


def is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural."""
    return len(word) > LEAST_NOUN and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))


LEAST_NOUN = 3
"""Letters of a word under which it is taken for no noun."""


@cache
def counted() -> dict[str, str]:
    """The class of each word for what is counted."""
    return {word: name for name, listed in load_yaml("versions")["counted"].items() for word in listed.split()}


@cache
def stopping() -> frozenset[str]:
    """Words behind which what a number counts is no longer looked for."""
    return frozenset(load_yaml("versions")["stopping"].split())


def fate_of(word: str, before: Sequence[str], after: Sequence[str]) -> str:
    """What became of those who are counted: the word for them says so, or the verb right before the number, or one soon behind them."""
    stems, hedges = fates()
    last = next((w for w in reversed(before) if w not in hedges), "")
    for near in (word, last):
        if near[:STEM] in stems:
            return stems[near[:STEM]]
    for near in after:
        if near in CLAUSE_WORDS:
            return ""
        if near[:STEM] in stems:
            return stems[near[:STEM]]
    return ""


@cache
def fates() -> tuple[dict[str, str], frozenset[str]]:
    """What became of people by the rough stem of each word for it, and the words that may stand between that and a number."""
    stems = {stem[:STEM]: fate for fate, listed in load_yaml("versions")["fates"].items() for stem in listed.split()}
    words = load_yaml("quantities")
    hedges = {part for kind in ("floor", "ceiling", "about") for hedge in words[kind] for part in hedge.split()}
    return stems, frozenset(hedges | {"the", "another", "down", "off", "away", "up"})


CLAUSE_WORDS = frozenset(("and", "but", "who", "which", "that", "while", "when", "after", "before", "by", "in", "of", "to"))
"""Words behind which another thing is told."""


def crowds_in(text: str) -> list[Count]:
    """How many a text says were in a crowd: "a crowd of some two thousand", "a 300-strong march", "80 protesters", "thousands rallied"."""
    tokens = tokens_of(text, (0, len(text)))
    found = []
    for quantity in quantities_in(tokens):
        place = (tokens[quantity.first].start, tokens[quantity.last - 1].end)
        following = [token.text for token in tokens[quantity.last : quantity.last + REACH] if token.text[0].isalnum()]
        if is_crowd(text, place, following):
            found.append(Count(quantity.number, "crowd", place, "crowd", quantity.most, "", quantity.bound))
    return found


def is_crowd(text: str, place: Span, following: Sequence[str]) -> bool:
    """Whether a number is that of a crowd, by the words on either side of it."""
    if of_crowd().search(text, max(0, place[0] - BEFORE), place[0]):
        return True
    words = load_yaml("versions")
    if not set(words["gathered"].split()).isdisjoint(following[:2]):
        return True
    if following[:1] == ["strong"] and not set(words["gathering"].split()).isdisjoint(following[1:3]):
        return True
    people, gathers = anybody(), set(words["gathers"].split())
    who = next((i for i, word in enumerate(following[:2]) if word in people), None)
    behind = following[:1] if who is None else following[who + 1 : who + 3]
    return any(word[:STEM] in gathers for word in behind)


@cache
def of_crowd() -> re.Pattern[str]:
    """What stands before the number of a crowd."""
    words = load_yaml("versions")
    hedges = "|".join(re.escape(h) for kind in ("floor", "ceiling", "about") for h in load_yaml("quantities")[kind])
    crowd = "|".join(words["gathering"].split())
    put = r"(?:,?(?: \w+){0,3} (?:put|estimated|counted|numbered|numbering)(?: by \w+)? at)"
    return re.compile(rf"\b(?:(?:{crowd})(?: of|{put})|numbering|(?:attended|joined) by)(?: (?:{hedges}))*\s*$", re.IGNORECASE)


def corrected_counts(text: str) -> Iterator[tuple[Count, float]]:
    """Counts that a text sets against another number, which it calls wrong: "only 310 lorries, not 900"; and that other number."""
    for count in counts_in(text, (0, len(text))):
        rest = text[count.span[1] : sentence_span(text, count.span)[1]]
        against = AGAINST.search(rest)
        tokens = tokens_of(rest, (against.end(), len(rest)))[:BEHIND] if against else []
        wrong = next((found for found in quantities_in(tokens) if found.first == 0), None)
        if wrong is not None and wrong.number != count.number:
            yield count, wrong.number
