"""Turns of live blogs: which lines tell the time of one, and on which day and at which hour each turn was written.

An hour without a day takes the day of the turns around it that tell one, or else that of publication, on which the oldest turn was
written; where the hours start over again, a day has gone by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from dragoman.clean.clock import Mark, read_mark, tells_live
from dragoman.model import Article, Block, Turn

ENOUGH, ENOUGH_IF_LIVE = 3, 2
"""How many turns with a time a page must have to be taken for one of turns; fewer where it calls itself live."""
SHORTEST, LONGEST_LOOK = 5, 200
NEAR = 3
"""How many lines above the first paragraph a turn's time may stand."""
OVER = timedelta(hours=6)
"""How far back an hour must lie behind the one before for a day to have gone by."""
MOST_DAYS = 7
"""Days over which hours alone are followed."""
ONLY_TIME = "a time and nothing else"
TURN = "turn of a live blog"
SKIPPED = frozenset(("title", "caption", "topics"))
MISTAKEN = frozenset(("heading", "paragraph", "quote", "deck", "related"))
"""Kinds that a line which only tells a time is taken for."""


@dataclass(slots=True)
class Placed:
    """A mark with the number of its block, and the day that it has in the end."""

    place: int
    mark: Mark
    day: date | None = None
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Stamps:
    """What markup tells of the times of pieces: of ``time`` elements, and of pieces that linked data names as a turn's beginning."""

    elements: Mapping[int, str]
    updates: Mapping[int, str]
    live: bool = False


NO_STAMPS = Stamps({}, {})


def with_turns(article: Article, stamps: Stamps = NO_STAMPS) -> Article:
    """The article with its turns, and with lines that only tell a time named so."""
    prose = [i for i, b in enumerate(article.blocks) if b.kind == "paragraph" and has_words(article, b)]
    if not prose:
        return article
    marks = find_marks(article, stamps, range(max(0, prose[0] - NEAR), min(len(article.blocks), prose[-1] + NEAR + 1)))
    blocks = list(article.blocks)
    for placed in marks:
        block = blocks[placed.place]
        if placed.mark.is_whole and block.kind in MISTAKEN and is_bare(placed.mark):
            blocks[placed.place] = replace(block, kind="dateline", why=ONLY_TIME)
    article = replace(article, blocks=tuple(blocks))
    live = stamps.live or tells_live([article.title or "", *(article.text[b.start : b.end] for b in blocks if b.kind == "title")])
    return replace(article, turns=cut_turns(article, marks, prose, ENOUGH_IF_LIVE if live else ENOUGH))


def has_words(article: Article, block: Block) -> bool:
    """Whether a block is more than a word or two."""
    return article.text.count(" ", block.start, block.end) + 1 >= SHORTEST


def is_bare(mark: Mark) -> bool:
    """Whether a mark tells an hour or how long ago: a day alone may be a heading that the story has."""
    return mark.clock is not None or mark.ago is not None


def find_marks(article: Article, stamps: Stamps, places: Sequence[int]) -> list[Placed]:
    """The times told by the lines in and right above the story."""
    found = []
    for i in places:
        block = article.blocks[i]
        if block.kind in SKIPPED:
            continue
        update = stamps.updates.get(i)
        text = article.text[block.start : min(block.end, block.start + LONGEST_LOOK)]
        mark = read_mark(text, update or stamps.elements.get(i, ""), article.published)
        if mark is not None:
            found.append(Placed(i, replace(mark, is_whole=False) if update else mark))
    return found


def cut_turns(article: Article, marks: list[Placed], prose: Sequence[int], least: int) -> tuple[Turn, ...]:
    """The turns of a page, none where too few lines tell a time with something said below."""
    if at_foot(marks, prose):
        bounds = [prose[0], *(placed.place + 1 for placed in marks)]
        stretches = [(p, start, p.place) for p, start in zip(marks, bounds, strict=False)]
    else:
        others = [p for p in marks if not p.mark.is_update]
        marks = others if len(others) >= least else marks
        bounds = [*(p.place for p in marks[1:]), prose[-1] + 1]
        stretches = [(p, p.place, end) for p, end in zip(marks, bounds, strict=True)] if marks else []
    told = [(p, start, end) for p, start, end in stretches if any(start <= i < end for i in prose)]
    if len(told) < least:
        return ()
    resolve_days(marks, article)
    out = []
    for placed, first, end in told:
        last = max(i for i in prose if first <= i < end)
        at = moment(placed, article.page.captured)
        if at is not None:
            out.append(Turn(article.blocks[first].start, article.blocks[last].end, at, why=TURN))
    return tuple(out)


def at_foot(marks: Sequence[Placed], prose: Sequence[int]) -> bool:
    """Whether the times of turns stand below them: nothing is said below the last, something above the first, and they tell of changes."""
    return bool(marks) and prose[0] < marks[0].place and marks[-1].place > prose[-1] and all(p.mark.is_update for p in marks)


def resolve_days(marks: Sequence[Placed], article: Article) -> None:
    """Give each mark its day where it can be told."""
    published = date.fromisoformat(article.published[:10]) if article.published and len(article.published) >= len("2024-04-04") else None
    heading = None
    for placed in marks:
        placed.day = placed.mark.day or weekday_near(placed.mark.weekday, published)
        if placed.day and not placed.mark.clock:
            heading = placed.day
        elif placed.day:
            heading = None
        elif placed.mark.clock:
            placed.day = heading
    clocked = [placed for placed in marks if placed.mark.clock]
    if goes_back(clocked):
        clocked.reverse()
    count_days(clocked)
    if not clocked or clocked[-1].turned - clocked[0].turned > MOST_DAYS:
        return
    known = [placed for placed in clocked if placed.day]
    for i, placed in enumerate(clocked):
        if placed.day is None:
            nearest = min(known, key=lambda other: abs(clocked.index(other) - i), default=None) if len(known) < len(clocked) else None
            base, turned = (nearest.day, nearest.turned) if nearest else (published, clocked[0].turned)
            placed.day = base + timedelta(days=placed.turned - turned) if base else None


def weekday_near(weekday: int | None, published: date | None) -> date | None:
    """The day with a weekday's name that lies nearest to the day of publication."""
    if weekday is None or published is None:
        return None
    return next(day for shift in range(-3, 4) if (day := published + timedelta(days=shift)).weekday() == weekday)


def minutes(clock: time | None) -> timedelta:
    """How long after midnight an hour lies."""
    return timedelta(hours=clock.hour, minutes=clock.minute) if clock else timedelta()


def goes_back(marks: Sequence[Placed]) -> bool:
    """Whether a page begins with its newest turn."""
    steps = 0
    for before, after in pairwise(marks):
        if before.day and after.day and before.day != after.day:
            steps += 1 if after.day > before.day else -1
            continue
        step = minutes(after.mark.clock) - minutes(before.mark.clock)
        steps += (step > timedelta()) - (step < timedelta()) if abs(step) < 2 * OVER else 0
    return steps < 0


def count_days(marks: Sequence[Placed]) -> None:
    """Count for each mark, in the order of time, how often the hours have started over again."""
    turned = 0
    for before, after in pairwise(marks):
        if before.day and after.day:
            turned += (after.day - before.day).days
        elif minutes(before.mark.clock) - minutes(after.mark.clock) > OVER:
            turned += 1
        after.turned = turned


def moment(placed: Placed, captured: str | None) -> str | None:
    """Day and hour of a mark, the day alone where no hour is told; "2h ago" counts from when an archive took the page."""
    mark = placed.mark
    if mark.ago is not None and placed.day is None:
        taken = datetime.fromisoformat(captured) if captured else None
        then = taken - mark.ago if taken else None
        return None if then is None else then.date().isoformat() if mark.ago.days else f"{then:%Y-%m-%dT%H:%M}:00Z"
    if placed.day is None:
        return None
    return f"{placed.day.isoformat()}T{mark.clock.isoformat()}{mark.zone}" if mark.clock else placed.day.isoformat()
