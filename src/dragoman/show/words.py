"""How facts of a record are put in words, the same in a terminal and on a page."""

from collections.abc import Sequence
from datetime import date

from dragoman.model import Actor, Article, Event, Record, RelationClaim, Statement

FOUND = {"metadata": "told by the page’s markup", "text": "found in the text", "argument": "as given by you"}
MODALITY = {
    "done": "done",
    "ongoing": "going on",
    "planned": "planned",
    "demanded": "demanded",
    "threatened": "threatened",
    "hypothetical": "only if",
    "denied": "denied",
}
"""What became of an event, in one or two words."""

DIRECTION = {"worse": "getting worse", "better": "getting better", "same": "staying the same"}
BOTH_WAYS = ("CONSULT", "AGREE", "COOPERATE")
"""Types of events in which both sides do the same."""

PAGES_SHOWN = "Pages are those that tell it with these sides, in the days asked for; dragoman happening ID counts all that tell it."
"""What the pages of a happening are that is told of a relation or an actor."""

LONGEST = 420
"""Characters of a quotation that are shown in a table."""


class Words:
    """Puts one record's facts in words."""

    def __init__(self, record: Record) -> None:
        """Look up the record's actors by their ids."""
        self.record = record
        self.actors = {actor.id: actor for actor in record.actors}

    def name(self, actor: str | None) -> str:
        """An actor's name; nothing for nobody."""
        known = self.actors.get(actor or "")
        return known.name if known else actor or ""

    def outlet(self) -> str:
        """The outlet's name, or a word for the page itself."""
        outlet = self.record.article.outlet
        return outlet.name if outlet else "the page"

    def speaker(self, statement: Statement) -> str:
        """Who said it, as far as the page tells."""
        if statement.speaker is not None:
            return self.name(statement.speaker)
        span = statement.speaker_span
        return short(self.record.article.text[span[0] : span[1]], 80) if span else "somebody unnamed"

    def addressee(self, statement: Statement) -> str:
        """To whom it was said; nothing if the page does not tell."""
        if statement.addressee is not None:
            return self.name(statement.addressee)
        span = statement.addressee_span
        return short(self.record.article.text[span[0] : span[1]], 60) if span else ""

    def content(self, statement: Statement) -> str:
        """What was said, as the page has it."""
        text = self.record.article.text
        return short(" … ".join(text[start:end] for start, end in statement.content), LONGEST)

    def chain(self, event: Event) -> str:
        """According to whom an event is told, from the outlet inwards."""
        return " → ".join([self.outlet(), *(self.name(actor) for actor in reversed(event.according_to))])

    def sides(self, event: Event) -> str:
        """Who did it to whom."""
        actors, recipients = (tuple(map(self.name, side)) for side in (event.actors, event.recipients))
        return sides_words(actors, recipients, event.type, event.modality)

    def event_type(self, event: Event) -> str:
        """The event's type and mode."""
        return f"{event.type} · {event.mode}" if event.mode else event.type

    def evidence(self, event: Event) -> str:
        """The passage that tells of an event."""
        return short(self.record.article.text[event.evidence[0] : event.evidence[1]], LONGEST)

    def claim(self, claim: RelationClaim) -> str:
        """The passage that describes a relation."""
        return short(self.record.article.text[claim.claim[0] : claim.claim[1]], LONGEST)

    def claim_by(self, claim: RelationClaim) -> str:
        """Who describes the relation."""
        return self.name(claim.by) if claim.by else self.outlet()


def sides_words(actors: Sequence[str], recipients: Sequence[str], kind: str | None, whether: str) -> str:
    """Who did something of a kind to whom, by their names; both ways for those who talk or agree. A body that meets by itself is on both
    sides: it met, or where that may only come (``whether``), it is to meet.
    """
    doers, others = ", ".join(actors) or "somebody", ", ".join(recipients)
    if kind == "CONSULT" and others and set(actors) == set(recipients):
        return f"{doers} {'met' if whether in ('done', 'ongoing', 'denied') else 'to meet'}"
    arrow = "↔" if kind in BOTH_WAYS else "→"
    return f"{doers} {arrow} {others}" if others else doers


def actor_words(actor: Actor) -> str:
    """An actor in a line: name, what it is, and whose."""
    return " · ".join(part for part in (actor.name, actor.role or ("anonymous" if actor.anonymous else actor.kind), actor.country) if part)


def day_words(article: Article) -> tuple[str, str]:
    """The day of publication in words, and how it was found."""
    if not article.published:
        return "day unknown", article.published_why or "neither the page nor you told when it was published"
    found = FOUND.get(article.published_from or "", article.published_from or "")
    why = article.published_why if article.published_from != "argument" else ""
    return long_day(article.published), f"{found} ({why})" if why else found


def long_day(value: str) -> str:
    """A calendar day as people write it, or the value itself where it is no whole day."""
    try:
        day = date.fromisoformat(value[:10]) if len(value) >= len("2024-04-04") else None
    except ValueError:
        day = None
    return f"{day:%A} {day.day} {day:%B %Y}" if day else value


def short(text: str, longest: int) -> str:
    """A text on one line without control characters, cut where it is too long."""
    line = plain(text)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def plain(text: str) -> str:
    """A text on one line, white space made single, without anything that a terminal could take for a command."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
