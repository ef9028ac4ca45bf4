"""The text of a page with everything that was found in it marked; marks may overlap and cross as they like.

The text is cut at every end of a mark, and each piece says which marks cover it: so no mark is ever inside another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from dragoman.model import Actor, Record
from dragoman.show.words import actor_words


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to be marked: its class, what is said when the mouse rests on it, and the row of a table it belongs to."""

    start: int
    end: int
    look: str
    title: str = ""
    row: str = ""


def marks_of(record: Record) -> list[Mark]:
    """All marks of a record: statements, events, actors and times."""
    marks = [
        Mark(start, end, "s", row=f"S{number}" if first else "")
        for number, statement in enumerate(record.statements, 1)
        for first, (start, end) in zip([True] + [False] * len(statement.content), statement.content, strict=False)
    ]
    marks += [Mark(*event.evidence, "e", row=f"E{number}") for number, event in enumerate(record.events, 1)]
    marks += [Mark(*claim.claim, "r", row=f"R{number}") for number, claim in enumerate(record.relation_claims, 1)]
    marks += [Mark(*statement.cue, "q", "how it was said") for statement in record.statements if statement.cue]
    marks += [mark for actor in record.actors for mark in actor_marks(actor)]
    marks += [Mark(when.start, when.end, "t", f"{when.type}: {when.value}") for when in record.times]
    return marks


def actor_marks(actor: Actor) -> list[Mark]:
    """The mentions of an actor."""
    title = actor_words(actor)
    return [Mark(mention.start, mention.end, "a", title) for mention in actor.mentions]


def marked_text(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """The HTML of ``text[start:end]`` with the marks that lie in it; everything is escaped."""
    touching = (m for m in marks if m.start < end and m.end > start and m.start < m.end)
    inside = sorted(touching, key=lambda m: (m.start, -m.end, m.look, m.row))
    cuts = sorted({start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)})
    parts: list[str] = []
    open_marks: list[Mark] = []
    coming = list(reversed(inside))
    for a, b in pairwise(cuts):
        open_marks = [m for m in open_marks if m.end > a]
        while coming and coming[-1].start <= a:
            begun = coming.pop()
            open_marks.append(begun)
            if begun.row and begun.start >= start:
                parts.append(f'<a class="n {begun.look}n" id="t{begun.row}" href="#{begun.row}">{begun.row}</a>')
        parts.append(marked_piece(text[a:b], open_marks))
    return "".join(parts)


def marked_piece(piece: str, marks: list[Mark]) -> str:
    """A piece of text that is covered by the same marks all over."""
    if not marks:
        return clean(piece)
    looks = sorted({mark.look for mark in marks})
    if sum(mark.look == "s" for mark in marks) > 1:
        looks.append("ss")
    titles = [mark.title for mark in marks if mark.title]
    title = f' title="{clean(" — ".join(dict.fromkeys(titles)))}"' if titles else ""
    return f'<span class="{" ".join(looks)}"{title}>{clean(piece)}</span>'


def clean(text: str) -> str:
    """Text made safe for a page: escaped, without control characters."""
    return escape("".join(c if c >= " " or c in "\n\t" else "\ufffd" for c in text))
