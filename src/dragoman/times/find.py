"""Finds time expressions in the story, places them on the calendar, and joins them into intervals."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dragoman.grammar import Tree
from dragoman.model import STORY_KINDS, Article, Block, Span, When
from dragoman.times.calendar import is_edtf
from dragoman.times.resolve import Anchors, Value, as_edtf, resolve, start_of
from dragoman.times.rules import RULES, Found, Sense
from dragoman.times.tense import tense_beside, tense_in_tree
from dragoman.times.tokens import Tokens, cut

_MODIFIERS = re.compile(r"(?:v?EF|ve-?|e-?|b|l)$")
_ABOUT = re.compile(r"m{1,2}$")
_MIN_DATES = 4
_TO = frozenset(("to", "until", "till", "through", "-", "–"))

TenseOf = Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression in TIMEX3 terms: span, type (DATE, TIME, DURATION, SET), value, and the rule and anchor that gave it."""

    start: int
    end: int
    type: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression with its value: tokens ``first`` to ``last`` (end exclusive) with what modifies it."""

    tokens: Tokens
    first: int
    last: int
    sense: Sense
    value: Value | None
    tense: int | None


def is_read(article: Article, block: Block) -> bool:
    """Whether a block's times are the story's: its own blocks, and its date line (not the bracketed ones of lists of other stories)."""
    return block.kind in STORY_KINDS or (block.kind == "dateline" and not article.text.startswith("(", block.start))


def find_times(article: Article, tree: Tree) -> tuple[When, ...]:
    """The time expressions of an article's story in order, each with its value and the rule and anchor that gave it.

    The parse, where there is one, tells the tense around weekdays and months; everything else is read from the text.
    """
    day = _day_of(article.published)
    starts = {word.start: word.index for word in tree.words}

    def tense_of(place: int) -> int | None:
        index = starts.get(place)
        return None if index is None else tense_in_tree(tree, index)

    spans = [(block.start, block.end) for block in article.blocks if is_read(article, block)]
    return find_whens(article.text, spans, day, tense_of if starts else None)


def find_whens(text: str, spans: Iterable[Span], day: date | None, tense_of: TenseOf | None = None) -> tuple[When, ...]:
    """The time expressions within spans of a text that lie on the calendar; needs no parse.

    ``tense_of`` says for the place of an expression whether its clause tells of the past (-1) or of what is to come (1).
    """
    found = [when for placed in _place(text, spans, day, tense_of) for when in _join(placed)]
    return tuple(when for when in found if is_edtf(when.value))


def find_timex(text: str, day: date | None) -> list[Timex]:
    """All time expressions of a text in TIMEX3 terms, those too that the record leaves out (durations, sets, vague references)."""
    out = []
    for block in _place(text, [(0, len(text))], day, None):
        for item in block:
            value = None if item.sense.form == "clock" else item.value.value if item.value else _unplaced(item)
            if value is not None:
                why = f"{item.sense.rule}; from {item.value.anchor if item.value else 'nothing'}"
                start, end = item.tokens.starts[item.first], item.tokens.ends[item.last - 1]
                out += _split(item, Timex(start, end, _type_of(item.sense, value), value, why))
    return out


def _split(item: Placed, timex: Timex) -> list[Timex]:
    """An expression that holds two ends (1991-2004, April 4-6) as TIMEX3 has it: one for each; ``in`` belongs to none."""
    tokens, until = item.tokens, item.value.until if item.value else None
    if item.sense.rule == "ahead":
        return [replace(timex, start=tokens.starts[item.first + (tokens.codes[item.first] == "i")])]
    if item.sense.to is None or until is None:
        return [timex]
    middle = next(i for i in range(item.first, item.last) if tokens.codes[i] in "->c")
    second = replace(timex, start=tokens.starts[middle + 1], value=until)
    return [replace(timex, end=tokens.ends[middle - 1]), second]


def _unplaced(item: Placed) -> str | None:
    """A value for what nothing on the page places: a span for "in three years", an open year for a month."""
    sense = item.sense
    if sense.rule == "ahead":
        return sense.value
    if sense.form == "date" and sense.month:
        return f"XXXX-{sense.month:02}" + (f"-{sense.day:02}" if sense.day else "")
    return "XXXX-XX-XX" if sense.form in ("weekday", "shift") else None


def _type_of(sense: Sense, value: str) -> str:
    if sense.form == "set":
        return "SET"
    if value.startswith("P") and not value.endswith("_REF"):
        return "DURATION"
    return "TIME" if "T" in value and not value.endswith("_REF") else "DATE"


def _day_of(published: str | None) -> date | None:
    return start_of(published) if published and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", published) else None


def match_rules(tokens: Tokens) -> list[Found]:
    """The expressions in a run of tokens: the earliest first, of two at one place the longest, of equals the first rule."""
    matches = [(m.start(), -m.end(), number) for number, (pattern, _) in enumerate(RULES) for m in pattern.finditer(tokens.codes)]
    found: list[Found] = []
    free = 0
    for first, last, number in sorted(matches):
        if first < free:
            continue
        sense = RULES[number][1](tokens, first, -last)
        if sense is not None:
            found.append(Found(first, -last, sense))
            free = -last
    return found


def _place(text: str, spans: Iterable[Span], day: date | None, tense_of: TenseOf | None) -> Iterator[list[Placed]]:
    """The expressions of each span, resolved in reading order."""
    blocks = []
    for start, end in spans:
        tokens = cut(text[start:end])
        tokens.text = text
        tokens.starts = [start + s for s in tokens.starts]
        tokens.ends = [start + e for e in tokens.ends]
        blocks.append((tokens, match_rules(tokens)))
    anchors = Anchors(day, history=_tells_history([found.sense for _, block in blocks for found in block], day))
    for tokens, block in blocks:
        out = []
        for found in block:
            tense = tense_of(tokens.starts[found.first]) if tense_of else None
            tense = tense_beside(tokens, found.first, found.last) if tense is None else tense
            value = resolve(found.sense, anchors, tense)
            _remember(anchors, found.sense, value)
            out.append(Placed(tokens, _widen(tokens, found), found.last, found.sense, value, tense))
        yield out


def _tells_history(senses: list[Sense], day: date | None) -> bool:
    """Whether most dates with a year lie more than a year before the day of publication, and there are several with a month."""
    years = [s for s in senses if s.form == "date" and s.year and s.month]
    old = [s for s in years if day is None or (s.year or 0) < day.year - 1]
    others = [s for s in senses if s.rule in ("weekday", "day") and s.anchor == "page"]
    return len(old) >= _MIN_DATES and len(old) * 2 > len(years) and len(others) <= len(old)


def _remember(anchors: Anchors, sense: Sense, value: Value | None) -> None:
    if value is None or sense.form not in ("date", "weekday", "shift", "holiday"):
        return
    told = start_of(value.value)
    if told is not None and not (anchors.history and value.anchor == "day of publication"):
        anchors.told, anchors.told_value = told, value.value


def _widen(tokens: Tokens, found: Found) -> int:
    """The first token of an expression with the words that modify it: early, the end of, more than."""
    first, codes = found.first, tokens.codes
    match = _MODIFIERS.search(codes, max(0, first - 4), first)
    if match and (found.sense.form not in ("duration", "set")):
        first = match.start()
        if first and codes[first - 1] == "v":
            first -= 1
    about = _ABOUT.search(codes, max(0, first - 3), first)
    if about and (found.sense.form == "duration" or found.sense.rule == "ago"):
        first = about.start()
    return first


def _join(block: list[Placed]) -> Iterator[When]:
    """The expressions of a block as record entries, with "since X" and "from X to Y" made intervals."""
    index = 0
    while index < len(block):
        item = block[index]
        other = block[index + 1] if index + 1 < len(block) else None
        when = _range(item, other) if other else None
        if when is not None:
            yield when
            index += 2
            continue
        when = _single(item)
        if when is not None:
            yield when
        index += 1


def _range(item: Placed, other: Placed) -> When | None:
    """Two expressions that bound one stretch: from X to Y, between X and Y, X-Y."""
    tokens, between = item.tokens, item.tokens.words[item.last : other.first]
    if between and between[-1] == "the":
        between = between[:-1]
    before = tokens.words[item.first - 1] if item.first else ""
    if len(between) != 1 or not (between[0] in _TO or (between[0] == "and" and before == "between")):
        return None
    start, end = _bounds(item, other)
    if start is None or end is None or start > end or (between[0] in ("-", "–") and "-" not in start + end and len(start) != 4):
        return None
    first = item.first - 1 if before in ("from", "between") else item.first
    why = f"range: {item.sense.rule} to {other.sense.rule}; from {_anchor(other)}"
    return When(tokens.starts[first], tokens.ends[other.last - 1], f"{start}/{end}", "date", why)


def _bounds(item: Placed, other: Placed) -> tuple[str | None, str | None]:
    """The values of both ends; a month at one end takes the year of the other where only that has one."""
    one, two = item.sense, other.sense
    start, end = _plain(item), _plain(other)
    if one.form == two.form == "date" and one.month and two.month:
        if one.year is None and two.year is not None:
            year = two.year - (one.month > two.month)
            start = _plain(_redo(item, year))
        elif one.year is not None and two.year is None:
            end = _plain(_redo(other, one.year + (two.month < one.month)))
        elif start and end and start > end:
            start = _plain(_redo(item, int(end[:4]) - (one.month > two.month)))
    return start, end


def _redo(item: Placed, year: int) -> Placed:
    return replace(item, value=resolve(replace(item.sense, year=year), Anchors(None), None))


def _plain(item: Placed) -> str | None:
    if item.value is None or item.value.until or item.sense.form in ("duration", "set", "clock"):
        return None
    value = as_edtf(item.value.value)
    return None if value is None or "/" in value or value == "PRESENT_REF" else value


def _anchor(item: Placed) -> str:
    return item.value.anchor if item.value else "nothing"


def _single(item: Placed) -> When | None:
    """One expression as a record entry, open to the end after "since"; None for what is not on the calendar."""
    if item.value is None or item.sense.form in ("duration", "set", "clock"):
        return None
    tokens, first, last = item.tokens, item.first, item.last
    value, until = as_edtf(item.value.value), item.value.until
    if value is None:
        return None
    if until:
        value = until if "/" in until else f"{value}/{until}"
    plain = _plain(item) is not None
    if plain and first and tokens.words[first - 1] == "since":
        first, value = first - 1, f"{value}/.."
    elif (
        plain
        and first
        and tokens.words[first - 1] == "from"
        and last < len(tokens.words)
        and tokens.words[last] in ("on", "onwards", "onward")
    ):
        first, last, value = first - 1, last + 1, f"{value}/.."
    kind = "time" if "T" in item.value.value and value != "PRESENT_REF" else "date"
    return When(tokens.starts[first], tokens.ends[last - 1], value, kind, f"{item.sense.rule}; from {_anchor(item)}")
