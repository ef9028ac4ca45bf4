"""The tables of a library: what each row is called, and its columns with their types.

Every row carries where it comes from: the page, its place on the page, the run that read it and what made it. Three times are kept
apart: when a thing happened or is to happen (``date``, ``said``, ``value``, ``as_of``), when it was ``published``, and when we
``recorded`` it.
"""

SPAN = 'STRUCT("start" INTEGER, "end" INTEGER)'
MENTION = 'STRUCT("start" INTEGER, "end" INTEGER, head INTEGER, form VARCHAR, why VARCHAR)'
BLOCK = 'STRUCT(kind VARCHAR, "start" INTEGER, "end" INTEGER, why VARCHAR)'
TURN = 'STRUCT("start" INTEGER, "end" INTEGER, "at" VARCHAR, "by" VARCHAR, why VARCHAR)'
ISSUE = 'STRUCT("by" VARCHAR, kind VARCHAR, message VARCHAR, "start" INTEGER, "end" INTEGER)'

FROM = {
    "page": "VARCHAR",
    "run": "VARCHAR",
    "position": "INTEGER",
    "start": "INTEGER",
    "end": "INTEGER",
    "published": "VARCHAR",
    "recorded": "VARCHAR",
    "made_by": "VARCHAR",
}
"""The columns with which every row begins."""

OWN = {
    "page": {
        "source": "VARCHAR", "url": "VARCHAR", "title": "VARCHAR", "language": "VARCHAR",
        "outlet_id": "VARCHAR", "outlet_name": "VARCHAR", "outlet_domain": "VARCHAR", "outlet_country": "VARCHAR", "outlet_why": "VARCHAR",
        "published_from": "VARCHAR", "published_why": "VARCHAR", "published_confidence": "DOUBLE", "byline": "VARCHAR",
        "topics": "VARCHAR[]", "mirrors": "VARCHAR[]",
        "text": "VARCHAR", "blocks": f"{BLOCK}[]", "issues": f"{ISSUE}[]",
        "form": "VARCHAR", "encoding": "VARCHAR", "raw": "VARCHAR", "content": "VARCHAR",
        "given_published": "VARCHAR", "given_outlet": "VARCHAR", "captured": "VARCHAR",
        "turns": f"{TURN}[]", "whole": "VARCHAR", "part": "INTEGER", "parts": "INTEGER",
    },
    "actor": {
        "id": "VARCHAR", "name": "VARCHAR", "kind": "VARCHAR", "country": "VARCHAR", "role": "VARCHAR", "aliases": "VARCHAR[]",
        "anonymous": "BOOLEAN", "gender": "VARCHAR", "mentions": f"{MENTION}[]", "place_mentions": f"{MENTION}[]", "why": "VARCHAR",
    },
    "time": {"value": "VARCHAR", "type": "VARCHAR", "why": "VARCHAR"},
    "statement": {
        "id": "VARCHAR", "kind": "VARCHAR", "act": "VARCHAR", "speaker": "VARCHAR", "speaker_span": SPAN, "cue": SPAN,
        "content": f"{SPAN}[]", "addressee": "VARCHAR", "addressee_span": SPAN, "said": "VARCHAR", "via": "VARCHAR", "within": "VARCHAR",
        "why": "VARCHAR",
    },
    "event": {
        "id": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "cameo": "VARCHAR", "intensity": "DOUBLE", "actors": "VARCHAR[]",
        "recipients": "VARCHAR[]", "date": "VARCHAR", "place": "VARCHAR", "modality": "VARCHAR", "according_to": "VARCHAR[]",
        "statement": "VARCHAR", "evidence": SPAN, "trigger": SPAN, "confidence": "DOUBLE", "why": "VARCHAR",
    },
    "claim": {
        "id": "VARCHAR", "between": "VARCHAR[]", "claim": SPAN, "direction": "VARCHAR", "by": "VARCHAR", "as_of": "VARCHAR",
        "why": "VARCHAR",
    },
}  # fmt: skip
"""The columns of each table after those."""

COLUMNS = {name: {**FROM, **own} for name, own in OWN.items()}
"""All columns of each table, in order."""

STAGES = tuple(COLUMNS)
"""The tables, in the order in which a page meets them."""


def quoted(column: str) -> str:
    """A column's name as SQL wants it."""
    return f'"{column}"'
