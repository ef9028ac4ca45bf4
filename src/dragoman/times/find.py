"""Finds time expressions in the story and places them on the calendar, with the anchors moving along the text."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dragoman.grammar import Tree, day_at
from dragoman.model import STORY_KINDS, Article, Block, Span, When
from dragoman.times.anchors import NEAR, Anchors, Told, is_aside, tells_history, told_of
from dragoman.times.calendar import is_edtf, plain_value, start_of
from dragoman.times.join import Placed, join
from dragoman.times.resolve import FUTURE, PAST, PRESENT, Value, resolve
from dragoman.times.rows import lend_years, split_days
from dragoman.times.rules import RULES
from dragoman.times.sense import Found, Sense
from dragoman.times.tense import is_awaited, is_deadline, tense_beside, tense_in_tree
from dragoman.times.tokens import Tokens, cut

_MODIFIERS = re.compile(r"(?:v?EF|ve-?|ei?|e-|b|l)$")
_ABOUT = re.compile(r"m{1,2}$")
_PREPOSITION = re.compile(r"(?:as of|up to|at|for|until|till|since) ")
_DATE_LINE = re.compile(r"[x,.WQ:]{0,8}")
_BEHIND_DATE_LINE = re.compile(r"[,.]?(?:Qx{1,4}Q)?(?:[-B:]|$)|\.")
_DATE_LINE_DAYS = 10

TenseOf = Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression in TIMEX3 terms: span, type (DATE, TIME, DURATION, SET), value, and the rule and anchor that gave it."""

    start: int
    end: int
    type: str
    value: str
    why: str


_AROUND = ("boilerplate", "byline", "topics", "credit")


def find_masthead(article: Article, day: date | None) -> Iterator[When]:
    """The day of publication where a line around the story writes it out: of such lines nothing else is the story's."""
    for block in article.blocks:
        if day is not None and block.kind in _AROUND:
            found = find_whens(article.text, [(block.start, block.end)], day)
            yield from (when for when in found if when.value == day.isoformat() and when.why.endswith("; from itself"))


def is_read(article: Article, block: Block) -> bool:
    """Whether a block's times are the story's: its own blocks, and its date line (not the bracketed ones of lists of other stories)."""
    return block.kind in STORY_KINDS or (block.kind == "dateline" and not article.text.startswith("(", block.start))


def find_times(article: Article, tree: Tree) -> tuple[When, ...]:
    """The time expressions of an article's story in order, each with its value and the rule and anchor that gave it.

    The parse, where there is one, tells the tense around weekdays and months; everything else is read from the text. The present of
    headlines and captions tells nothing.
    """
    day = _day_of(article.published)
    starts = {word.start: word.index for word in tree.words}

    shown = [(block.start, block.end) for block in article.blocks if block.kind in ("caption", "title", "heading")]

    def tense_of(place: int) -> int | None:
        index = starts.get(place)
        tense = None if index is None else tense_in_tree(tree, index)
        return None if tense == PRESENT and any(start <= place < end for start, end in shown) else tense

    spans = [(block.start, block.end) for block in article.blocks if is_read(article, block)]
    days = {span: _day_of(day_at(article, span[0])) for span in spans} if article.turns else {}
    placed = _place(article.text, spans, day, tense_of if starts else None, days)
    found = (*_on_calendar(placed), *find_masthead(article, day))
    return tuple(sorted(found, key=lambda when: (when.start, when.end)))


def find_whens(text: str, spans: Iterable[Span], day: date | None, tense_of: TenseOf | None = None) -> tuple[When, ...]:
    """The time expressions within spans of a text that lie on the calendar; needs no parse.

    ``tense_of`` says for the place of an expression whether its clause tells of the past (-1), the present (0) or what is to come (1).
    """
    return _on_calendar(_place(text, spans, day, tense_of))


def _on_calendar(placed: Iterable[list[Placed]]) -> tuple[When, ...]:
    return tuple(when for block in placed for when in join(block) if is_edtf(when.value))


def find_timex(text: str, day: date | None) -> list[Timex]:
    """All time expressions of a text in TIMEX3 terms, those too that the record leaves out (durations, sets, vague references)."""
    out = []
    for block in _place(text, [(0, len(text))], day, None):
        for item in block:
            value = None if item.sense.rule in ("clock", "since then") else item.value.value if item.value else _unplaced(item)
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
    if tokens.codes[item.first] == "r":
        return [replace(timex, start=timex.start + _preposition(tokens.words[item.first]))]
    if item.sense.to is None or until is None:
        return [timex]
    middle = next(i for i in range(item.first, item.last) if tokens.codes[i] in "->c")
    second = replace(timex, start=tokens.starts[middle + 1], value=until)
    return [replace(timex, end=tokens.ends[middle - 1]), second]


def _preposition(phrase: str) -> int:
    """How many characters of a phrase are a preposition, which TIMEX3 leaves outside."""
    match = _PREPOSITION.match(phrase)
    return match.end() if match else 0


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
    return lend_years(tokens, [one for item in found for one in split_days(tokens, item)])


def _place(
    text: str, spans: Iterable[Span], day: date | None, tense_of: TenseOf | None, days: Mapping[Span, date | None] | None = None
) -> Iterator[list[Placed]]:
    """The expressions of each span, resolved in reading order; ``days`` are those on which spans were written, where not on ``day``."""
    blocks = []
    spans = list(spans)
    for start, end in spans:
        tokens = cut(text[start:end])
        tokens.text = text
        tokens.starts = [start + s for s in tokens.starts]
        tokens.ends = [start + e for e in tokens.ends]
        blocks.append((tokens, match_rules(tokens)))
    dated = list(_dated(blocks))
    places = [told.place for told in dated]
    anchors = Anchors(day, day, history=tells_history([found.sense for _, block in blocks for found in block], day))
    for span, (tokens, block) in zip(spans, blocks, strict=True):
        out: list[Placed] = []
        _turn(anchors, days.get(span, day) if days else day)
        for found in block:
            _move(anchors, tokens, found)
            ahead = bisect_right(places, anchors.place)
            anchors.ahead = dated[ahead] if ahead < len(dated) and dated[ahead].place < anchors.place + NEAR else None
            tense = FUTURE if _is_awaited(tokens, found, anchors) else _tense(tokens, found, tense_of)
            value = resolve(found.sense, anchors, tense)
            _remember(anchors, tokens, found, value)
            first = max(_widen(tokens, found), out[-1].last if out else 0)
            out.append(Placed(tokens, first, found.last, found.sense, value, tense))
        yield out


def _turn(anchors: Anchors, day: date | None) -> None:
    """Set the anchors to the day on which the next stretch was written, where that is another one."""
    if day != anchors.published:
        anchors.published = anchors.day = day
        anchors.name = "day of the turn"


def _tense(tokens: Tokens, found: Found, tense_of: TenseOf | None) -> int | None:
    """What was or is to come: by a deadline, by the parse, or by the words beside."""
    if tokens.words[found.first - 1 : found.first] == ["since"]:
        return PAST
    if is_deadline(tokens, found.first, found.last):
        return FUTURE
    tense = tense_of(tokens.starts[found.first]) if tense_of else None
    return tense_beside(tokens, found.first, found.last) if tense is None else tense


def _is_awaited(tokens: Tokens, found: Found, anchors: Anchors) -> bool:
    """Whether a weekday before which news tell something lies ahead."""
    day, weekday = anchors.day, found.sense.weekday
    if day is None or weekday is None or anchors.history:
        return False
    return is_awaited(tokens, found.first, found.last, (weekday - day.weekday()) % 7)


def _dated(blocks: Iterable[tuple[Tokens, list[Found]]]) -> Iterator[Told]:
    """The times that a text tells with their year."""
    for tokens, block in blocks:
        for found in block:
            sense = found.sense
            if sense.form == "date" and sense.year is not None and not sense.piece and not sense.value:
                told = _told_or_none(plain_value(sense.year, sense.month, sense.day), tokens.starts[found.first])
                if told is not None:
                    yield told


def _told_or_none(value: str, place: int) -> Told | None:
    """What a value tells of; a day that the calendar lacks tells of nothing."""
    try:
        return told_of(value, place)
    except ValueError:
        return None


def _move(anchors: Anchors, tokens: Tokens, found: Found) -> None:
    """Move the anchors on to an expression; a date line changes the day from which others count."""
    anchors.place = tokens.starts[found.first]
    written = _date_line_day(tokens, found, anchors.published)
    if written is not None:
        anchors.day, anchors.name = written, "day of the date line"


def _date_line_day(tokens: Tokens, found: Found, day: date | None) -> date | None:
    """The day on which a story was written where the expression stands in its date line: "ROME, March 16 -", "Oslo, Tuesday:"."""
    if day is None or found.sense.form not in ("date", "weekday") or found.sense.part or found.sense.way is not None:
        return None
    start = tokens.codes.rfind("B", 0, found.first) + 1
    if not start < found.first or not _DATE_LINE.fullmatch(tokens.codes, start, found.first):
        return None
    small = any(tokens.text[tokens.starts[i]].islower() for i in range(start, found.first))
    if small or not _BEHIND_DATE_LINE.match(tokens.codes, found.last):
        return None
    value = resolve(found.sense, Anchors(day, day), None)
    written = _told_or_none(value.value, 0) if value else None
    near = written and written.is_day and 0 <= (day - written.day).days <= _DATE_LINE_DAYS
    return written.day if written and near else None


def _remember(anchors: Anchors, tokens: Tokens, found: Found, value: Value | None) -> None:
    """Move the time told of on to what an expression tells, unless it only stands aside."""
    sense = found.sense
    if value is None or sense.form not in ("date", "weekday", "shift", "holiday", "monthday"):
        return
    told = told_of(value.value, anchors.place)
    before = tokens.words[found.first - 1] if found.first else ""
    if told is None or (anchors.history and (value.anchor == anchors.name or is_aside(sense, anchors.told, before))):
        return
    if value.value[5:6] == "Q" and not _compares(sense, anchors.quarter, told):
        anchors.quarter = told
    anchors.told = told


def _compares(sense: Sense, quarter: Told | None, told: Told) -> bool:
    """Whether a quarter is only one with which the one told of is compared: the year-ago quarter, the third quarter of the year before."""
    return sense.rule in ("year-ago quarter", "ago", "earlier") or (
        quarter is not None and sense.year is not None and told.day < quarter.day
    )


def _widen(tokens: Tokens, found: Found) -> int:
    """The first token of an expression with the words that modify it: early, the end of, more than."""
    first, codes = found.first, tokens.codes
    match = _MODIFIERS.search(codes, max(0, first - 4), first)
    if match and (found.sense.form not in ("duration", "set")):
        first = match.start()
        if first and codes[first - 1] == "v":
            first -= 1
    about = _ABOUT.search(codes, max(0, first - 3), first)
    if about and codes[first] == "v":
        about = None
    if about and (found.sense.form == "duration" or found.sense.rule == "ago"):
        first = about.start()
    return first
