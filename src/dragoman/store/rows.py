"""A record as rows of the library's tables, and rows as the record again."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.model import (
    Actor,
    Article,
    Block,
    Event,
    Issue,
    Mention,
    Outlet,
    Page,
    Record,
    RelationClaim,
    Span,
    Statement,
    Turn,
    When,
)
from dragoman.store.table import Row

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is told of every row besides what the page says: the run that read it, when, and the name of its bytes in ``raw/``."""

    run: str = ""
    recorded: str = ""
    raw: str = ""


def rows_of(record: Record, kept: Kept) -> Rows:
    """The rows of each table that a record makes."""
    shared = shared_columns(record, kept)
    return {
        table: [{**shared, "position": position, **row} for position, row in enumerate(rows)]
        for table, rows in own_rows(record, kept).items()
    }


def shared_columns(record: Record, kept: Kept) -> Row:
    """What all rows of a record begin with."""
    return {
        "page": record.article.page.id,
        "run": kept.run,
        "published": record.article.published,
        "recorded": kept.recorded,
        "made_by": json.dumps(record.made_by),
    }


def own_rows(record: Record, kept: Kept) -> Rows:
    """The rows of each table that a record makes, without what they begin with."""
    return {
        "page": [page_row(record, kept)],
        "actor": [actor_row(actor) for actor in record.actors],
        "time": [{"start": w.start, "end": w.end, "value": w.value, "type": w.type, "why": w.why} for w in record.times],
        "statement": [statement_row(statement) for statement in record.statements],
        "event": [event_row(event) for event in record.events],
        "claim": [claim_row(claim) for claim in record.relation_claims],
    }


def page_row(record: Record, kept: Kept) -> Row:
    """The row of the page itself."""
    article, page = record.article, record.article.page
    issues = [("page", i) for i in page.issues] + [("article", i) for i in article.issues] + [("record", i) for i in record.issues]
    return {
        "start": 0, "end": len(article.text), "source": page.source, "url": page.url, "title": article.title, "language": article.language,
        "published_from": article.published_from, "published_why": article.published_why,
        "published_confidence": article.published_confidence,
        "byline": article.byline, "topics": list(article.topics), "mirrors": list(article.mirrors), "text": article.text,
        "blocks": [{"kind": b.kind, "start": b.start, "end": b.end, "why": b.why} for b in article.blocks],
        "turns": [{"start": t.start, "end": t.end, "at": t.at, "by": t.by, "why": t.why} for t in article.turns],
        "whole": article.whole, "part": article.part, "parts": article.parts,
        "issues": [{"by": by, "kind": i.kind, "message": i.message, "start": i.start, "end": i.end} for by, i in issues],
        "form": page.form, "encoding": page.encoding, "raw": kept.raw, "content": page.content if not decodes(page) else None,
        "given_published": page.published, "given_outlet": page.outlet, "captured": page.captured, **outlet_row(article.outlet),
    }  # fmt: skip


def outlet_row(outlet: Outlet | None) -> Row:
    """The columns of a page's row that tell of its outlet; none where it has none."""
    if outlet is None:
        return {}
    return {
        "outlet_id": outlet.id, "outlet_name": outlet.name, "outlet_domain": outlet.domain, "outlet_country": outlet.country,
        "outlet_why": outlet.why,
    }  # fmt: skip


def decodes(page: Page) -> bool:
    """Whether the page's content is just its bytes decoded, so that it need not be kept beside them."""
    return decoded(page.raw, page.encoding) == page.content


def decoded(raw: bytes, encoding: str) -> str | None:
    """Bytes in an encoding as text, or None where they are no such text."""
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def actor_row(actor: Actor) -> Row:
    """The row of an actor; it stands where it is first mentioned."""
    first = min((*actor.mentions, *actor.place_mentions), key=lambda mention: mention.start, default=None)
    return {
        "start": None if first is None else first.start, "end": None if first is None else first.end,
        "id": actor.id, "name": actor.name, "kind": actor.kind, "country": actor.country, "role": actor.role,
        "aliases": list(actor.aliases), "anonymous": actor.anonymous, "gender": actor.gender,
        "mentions": [mention_row(m) for m in actor.mentions], "place_mentions": [mention_row(m) for m in actor.place_mentions],
        "why": actor.why,
    }  # fmt: skip


def mention_row(mention: Mention) -> Row:
    """A mention as a structure."""
    return {"start": mention.start, "end": mention.end, "head": mention.head, "form": mention.form, "why": mention.why}


def statement_row(statement: Statement) -> Row:
    """The row of a statement; it stands from its first to its last word of content."""
    return {
        "start": min((s for s, _ in statement.content), default=None), "end": max((e for _, e in statement.content), default=None),
        "id": statement.id, "kind": statement.kind, "act": statement.act, "speaker": statement.speaker,
        "speaker_span": span_row(statement.speaker_span), "cue": span_row(statement.cue),
        "content": [span_row(span) for span in statement.content], "addressee": statement.addressee,
        "addressee_span": span_row(statement.addressee_span), "said": statement.said, "via": statement.via, "within": statement.within,
        "why": statement.why,
    }  # fmt: skip


def event_row(event: Event) -> Row:
    """The row of an event; it stands where its evidence is."""
    return {
        "start": event.evidence[0], "end": event.evidence[1], "id": event.id, "type": event.type, "mode": event.mode,
        "cameo": event.cameo, "intensity": event.intensity, "actors": list(event.actors), "recipients": list(event.recipients),
        "date": event.date, "place": event.place, "modality": event.modality, "according_to": list(event.according_to),
        "statement": event.statement, "evidence": span_row(event.evidence), "trigger": span_row(event.trigger),
        "confidence": event.confidence, "why": event.why,
    }  # fmt: skip


def claim_row(claim: RelationClaim) -> Row:
    """The row of a relation claim; it stands where its passage is."""
    return {
        "id": claim.id, "start": claim.claim[0], "end": claim.claim[1], "between": list(claim.between), "claim": span_row(claim.claim),
        "direction": claim.direction, "by": claim.by, "as_of": claim.as_of, "why": claim.why,
    }  # fmt: skip


def span_row(span: Span | None) -> Row | None:
    """A span as a structure."""
    return None if span is None else {"start": span[0], "end": span[1]}


def record_of(rows: Mapping[str, Sequence[Row]], raw: bytes) -> Record:
    """The record that made these rows (of one page and one run), given the page's bytes."""
    page = rows["page"][0]

    def read(table: str, make: Callable[[Row], Any]) -> tuple[Any, ...]:
        return tuple(make(row) for row in sorted(rows.get(table, ()), key=lambda row: int(row["position"])))

    return Record(
        read_article(page, raw),
        read("actor", read_actor),
        read("time", lambda row: When(row["start"], row["end"], row["value"], row["type"], row["why"])),
        read("statement", read_statement),
        read("event", read_event),
        read("claim", read_claim),
        read_issues(page, "record"),
        tuple((name, version) for name, version in json.loads(page["made_by"])),
    )


def read_article(row: Row, raw: bytes) -> Article:
    """The article that made a row of the page table."""
    content = row["content"] if row["content"] is not None else decoded(raw, row["encoding"])
    page = Page(
        row["page"], row["source"], raw, content or "", row["form"], row["url"], row["given_published"], row["given_outlet"],
        row["encoding"], read_issues(row, "page"), row["captured"],
    )  # fmt: skip
    outlet = None
    if row["outlet_id"] is not None:
        outlet = Outlet(row["outlet_id"], row["outlet_name"], row["outlet_domain"], row["outlet_country"], row["outlet_why"])
    return Article(
        page, row["text"], tuple(Block(b["kind"], b["start"], b["end"], b["why"]) for b in row["blocks"]), row["title"], row["byline"],
        tuple(row["topics"]), outlet, row["language"], row["published"], row["published_from"], row["published_why"],
        tuple(row["mirrors"]), read_issues(row, "article"), row.get("published_confidence") or 0.0,
        tuple(Turn(t["start"], t["end"], t["at"], t["by"], t["why"]) for t in row.get("turns") or ()),
        row.get("whole"), row.get("part"), row.get("parts"),
    )  # fmt: skip


def read_issues(row: Row, by: str) -> tuple[Issue, ...]:
    """The issues that the page, the article or the record itself has."""
    return tuple(Issue(i["kind"], i["message"], i["start"], i["end"]) for i in row["issues"] if i["by"] == by)


def read_actor(row: Row) -> Actor:
    """The actor that made a row."""
    return Actor(
        row["id"], row["name"], row["kind"], row["country"], row["role"], tuple(row["aliases"]), row["anonymous"],
        read_mentions(row["mentions"]), read_mentions(row["place_mentions"]), row["gender"], row["why"],
    )  # fmt: skip


def read_mentions(mentions: Sequence[Row]) -> tuple[Mention, ...]:
    """Mentions from their structures."""
    return tuple(Mention(m["start"], m["end"], m["head"], m["form"], m["why"]) for m in mentions)


def read_statement(row: Row) -> Statement:
    """The statement that made a row."""
    return Statement(
        row["id"], tuple((s["start"], s["end"]) for s in row["content"]), row["kind"], row["act"], row["speaker"],
        read_span(row["speaker_span"]), read_span(row["cue"]), row["addressee"], read_span(row["addressee_span"]), row["said"],
        row["via"], row["within"], row["why"],
    )  # fmt: skip


def read_event(row: Row) -> Event:
    """The event that made a row."""
    return Event(
        row["id"], row["type"], tuple(row["actors"]), tuple(row["recipients"]), sure_span(row["evidence"]), sure_span(row["trigger"]),
        row["mode"], row["cameo"], row["intensity"], row["date"], row["place"], row["modality"], tuple(row["according_to"]),
        row["statement"], row["confidence"], row["why"],
    )  # fmt: skip


def read_claim(row: Row) -> RelationClaim:
    """The relation claim that made a row."""
    one, other = row["between"]
    return RelationClaim(
        (one, other), sure_span(row["claim"]), row["direction"], row["by"], row["as_of"], row["why"], row.get("id") or "",
    )  # fmt: skip


def read_span(value: Row | None) -> Span | None:
    """A span from its structure."""
    return None if value is None else sure_span(value)


def sure_span(value: Row) -> Span:
    """A span that is always there."""
    return value["start"], value["end"]
