"""A record in its JSON form, as docs/record.md describes it: plain dictionaries, lists, strings and numbers."""

import json
from typing import Any

from dragoman.model import Actor, Article, Block, Event, Issue, Mention, Outlet, Record, RelationClaim, Span, Statement, Turn, When

Form = dict[str, Any]


def record_form(record: Record) -> Form:
    """The record as plain values, its keys in the order of docs/record.md."""
    return {
        "page": page_form(record.article),
        "actors": [actor_form(actor) for actor in record.actors],
        "times": [time_form(when) for when in record.times],
        "statements": [statement_form(statement) for statement in record.statements],
        "events": [event_form(event) for event in record.events],
        "relation_claims": [claim_form(claim) for claim in record.relation_claims],
        "issues": [issue_form(issue) for issue in all_issues(record)],
        "made_by": dict(record.made_by),
    }


def record_json(record: Record) -> str:
    """The record as one line of JSON."""
    return json.dumps(record_form(record), ensure_ascii=False)


def all_issues(record: Record) -> tuple[Issue, ...]:
    """What went wrong with the page's bytes, with cleaning it, and with reading it, each once."""
    return tuple(dict.fromkeys((*record.article.page.issues, *record.article.issues, *record.issues)))


def page_form(article: Article) -> Form:
    """What is told of the page itself, its text and its blocks."""
    page = article.page
    return {
        "id": page.id,
        "source": page.source,
        "url": page.url,
        "outlet": None if article.outlet is None else outlet_form(article.outlet),
        "published": article.published,
        "published_from": article.published_from,
        "published_why": article.published_why,
        "published_confidence": article.published_confidence,
        "captured": page.captured,
        "language": article.language,
        "title": article.title,
        "byline": article.byline,
        "topics": list(article.topics),
        "mirrors": list(article.mirrors),
        "form": page.form,
        "encoding": page.encoding,
        "text": article.text,
        "blocks": [block_form(block) for block in article.blocks],
        "turns": [turn_form(turn) for turn in article.turns],
        "whole": article.whole,
        "part": article.part,
        "parts": article.parts,
    }


def outlet_form(outlet: Outlet) -> Form:
    """Who publishes the page."""
    return {"id": outlet.id, "name": outlet.name, "domain": outlet.domain, "country": outlet.country, "why": outlet.why}


def block_form(block: Block) -> Form:
    """A stretch of the text with its kind."""
    return {"kind": block.kind, "start": block.start, "end": block.end, "why": block.why}


def turn_form(turn: Turn) -> Form:
    """A stretch of the text with a time or an author of its own."""
    return {"start": turn.start, "end": turn.end, "at": turn.at, "by": turn.by, "why": turn.why}


def actor_form(actor: Actor) -> Form:
    """An actor with the spans of its mentions."""
    return {
        "id": actor.id,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "kind": actor.kind,
        "country": actor.country,
        "role": actor.role,
        "gender": actor.gender,
        "anonymous": actor.anonymous,
        "mentions": spans_form(actor.mentions),
        "place_mentions": spans_form(actor.place_mentions),
        "why": actor.why,
    }


def time_form(when: When) -> Form:
    """A time expression with its value."""
    return {"start": when.start, "end": when.end, "value": when.value, "type": when.type, "why": when.why}


def statement_form(statement: Statement) -> Form:
    """Who said what."""
    return {
        "id": statement.id,
        "speaker": statement.speaker,
        "speaker_span": span_form(statement.speaker_span),
        "cue": span_form(statement.cue),
        "content": [list(span) for span in statement.content],
        "kind": statement.kind,
        "addressee": statement.addressee,
        "addressee_span": span_form(statement.addressee_span),
        "said": statement.said,
        "via": statement.via,
        "within": statement.within,
        "act": statement.act,
        "why": statement.why,
    }


def event_form(event: Event) -> Form:
    """Who did what to whom."""
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "cameo": event.cameo,
        "intensity": event.intensity,
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "date": event.date,
        "place": event.place,
        "modality": event.modality,
        "according_to": list(event.according_to),
        "statement": event.statement,
        "evidence": list(event.evidence),
        "trigger": list(event.trigger),
        "confidence": event.confidence,
        "why": event.why,
    }


def claim_form(claim: RelationClaim) -> Form:
    """What is said of the relations between two actors."""
    return {
        "id": claim.id,
        "between": list(claim.between),
        "claim": list(claim.claim),
        "direction": claim.direction,
        "by": claim.by,
        "as_of": claim.as_of,
        "why": claim.why,
    }


def issue_form(issue: Issue) -> Form:
    """Something that could not be read as it should."""
    return {"kind": issue.kind, "message": issue.message, "start": issue.start, "end": issue.end}


def span_form(span: Span | None) -> list[int] | None:
    """A span as a list of two numbers."""
    return None if span is None else list(span)


def spans_form(mentions: tuple[Mention, ...]) -> list[list[int]]:
    """The spans of mentions."""
    return [[mention.start, mention.end] for mention in mentions]
