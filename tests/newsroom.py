"""A made-up newsroom: pages of its own words about Ruritania and Syldavia, for tests of what a library tells when pages are compared."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.model import Actor, Article, Block, Event, Mention, Outlet, Page, Record, RelationClaim, Statement

RECORDED = "2024-07-01T10:00:00+00:00"
WHO = {
    "Q1": ("Ruritania", "state", "RUR"), "Q2": ("Syldavia", "state", "SYL"), "Q3": ("Borduria", "state", "BOR"),
    "local:brandt": ("Ada Brandt", "person", "RUR"),
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """An event to be told: its sentence is made of it."""

    words: str
    type: str = "THREATEN"
    actor: str = "Q1"
    recipient: str = "Q2"
    day: str | None = None
    modality: str = "done"
    by: tuple[str, ...] = ()
    intensity: float = -4.4
    cameo: str = "130"


@dataclass(frozen=True)
class Said:
    """A statement to be told."""

    words: str
    speaker: str = "local:brandt"
    about: str = "Q2"
    act: str = "say"
    said: str | None = "its page's day"


def tell(number, day, *told, outlet="herald", seed=None, claim=None):
    """A page that tells some acts and statements among words that no other page has, unless it is given the ``seed`` of one."""
    chance = random.Random(seed if seed is not None else f"page {number}")
    filler = [
        " ".join("".join(chance.choices("bdfglmnprstv", k=2)) + chance.choice("aeiou") * 2 for _ in range(30)) + "." for _ in range(4)
    ]
    lines, spans = [f"Story {seed or number}", filler[0]], []
    for item in told:
        lines.append(item.words)
    lines += filler[1:] + ([claim] if claim else [])
    text, blocks, at = "\n".join(lines), [], 0
    for i, line in enumerate(lines):
        blocks.append(Block("paragraph" if i else "title", at, at + len(line), "made"))
        at += len(line) + 1
    events, statements = [], []
    for item in told:
        start = text.index(item.words)
        spans.append((start, start + len(item.words)))
        if isinstance(item, Act):
            events.append(Event(
                f"{number:08x}-{len(events)}", item.type, (item.actor,), (item.recipient,), spans[-1], (start, start + 5), None, item.cameo,
                item.intensity, item.day or day, None, item.modality, item.by, None, 0.75, "made",
            ))  # fmt: skip
        else:
            statements.append(Statement(
                f"s{number:08x}-{len(statements)}", (spans[-1],), "indirect", item.act, item.speaker, (0, 5), (6, 9),
                said=day if item.said == Said.said else item.said, why="made",
            ))  # fmt: skip
    claims = ()
    if claim:
        passage = (text.index(claim), text.index(claim) + len(claim))
        claims = (RelationClaim(("Q1", "Q2"), passage, "worse", None, day, "made", f"c{number:08x}"),)
    actors = tuple(
        Actor(id_, name, kind, country, "foreign minister" if kind == "person" else None, (), mentions=mentions(text, name), why="made")
        for id_, (name, kind, country) in WHO.items()
        if name in text or any(id_ in (e.actors + e.recipients) for e in events) or any(id_ == s.speaker for s in statements)
    )
    page = Page(f"{number:020x}", f"pages/{number}.txt", f"{number} {text}".encode(), text, "text", f"https://{outlet}.example/{number}")
    paper = Outlet(f"{outlet}.example", outlet.title(), f"{outlet}.example", "RUR", "made")
    article = Article(page, text, tuple(blocks), lines[0], None, (), paper, "en", day, "metadata", "made")
    return Record(article, actors, (), tuple(statements), tuple(events), claims, (), (("dragoman", "made"),))


def mentions(text, name):
    """Where a name stands."""
    found, at = [], text.find(name)
    while at >= 0:
        found.append(Mention(at, at + len(name), 0, "name", "made"))
        at = text.find(name, at + 1)
    return tuple(found)


def keep(library, records, run="1-a", recorded=RECORDED):
    """Keep records in a library."""
    with library.start_run(run, recorded) as open_run:
        for record in records:
            open_run.keep(record)


def months(first, count):
    """The first days of so many months."""
    day, found = date.fromisoformat(first), []
    for _ in range(count):
        found.append(day.isoformat())
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return found
