"""A record as one self-contained page: no script, nothing loaded from elsewhere, everything that came from outside escaped."""

import base64
import hashlib
from bisect import bisect_right

from dragoman.model import Block, Event, Record, RelationClaim, Statement
from dragoman.show.form import all_issues
from dragoman.show.marks import Mark, clean, marked_text, marks_of
from dragoman.show.style import STYLE
from dragoman.show.words import DIRECTION, MODALITY, Words, day_words

ASIDE = ("topics", "byline", "dateline", "credit", "related", "boilerplate")
"""Kinds of blocks that are shown small, since they tell nothing of the story."""

LEGEND = {"s": "said", "e": "happened or not", "r": "relations", "a": "actor", "t": "time"}
"""The looks of marks, and what they stand for."""

TAGS = {"title": "h2", "heading": "h3", "quote": "blockquote"}


def page_html(record: Record) -> str:
    """The record as a whole HTML page."""
    return whole_page(record.article.title or record.article.page.source, body_html(record), STYLE)


def whole_page(title: str, body: str, style: str) -> str:
    """A body as a whole page that loads nothing and runs nothing, whatever stands in it; ``title`` is not escaped yet, ``body`` is."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{clean(title)} · dragoman</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def record_section(record: Record) -> str:
    """The record as a piece of HTML with its style, for a notebook."""
    return f"<div><style>{STYLE}</style>{body_html(record)}</div>"


def body_html(record: Record) -> str:
    """Head, text and tables."""
    words = Words(record)
    return (
        f'<div class="dragoman">{head_html(record)}\n<div class="two"><article>{text_html(record)}</article>\n'
        f'<section class="tables">{statements_html(record, words)}{events_html(record, words)}{claims_html(record, words)}'
        f"{issues_html(record)}</section></div>\n{foot_html(record)}</div>"
    )


def head_html(record: Record) -> str:
    """Headline, outlet, day with how it was found, topics, mirrors."""
    article = record.article
    day, found = day_words(article)
    outlet = article.outlet
    parts = [f"<b>{clean(outlet.name)}</b>" + (f" ({clean(outlet.country)})" if outlet.country else "")] if outlet else []
    parts.append(f'<span class="day">{clean(day)}</span> <span class="how">{clean(found)}</span>')
    if article.byline:
        parts.append(clean(article.byline))
    more = [
        ("topics", ", ".join(article.topics)),
        ("mirrors", ", ".join(article.mirrors)),
        ("from", article.page.url or article.page.source),
    ]
    lines = "".join(f"<span><i>{label}</i> {clean(value)}</span>" for label, value in more if value)
    legend = "".join(f'<span><span class="{look}">{name}</span></span>' for look, name in LEGEND.items())
    return (
        f"<header><h1>{clean(article.title or 'Without a headline')}</h1><p>{' · '.join(parts)}</p>"
        f'<p class="more">{lines}</p><p class="legend">{legend}</p></header>'
    )


def text_html(record: Record) -> str:
    """The page's text, block by block, with its marks."""
    article = record.article
    blocks = sorted(article.blocks, key=lambda b: (b.start, b.end))
    parts = []
    for block, inside in zip(blocks, marks_by_block(marks_of(record), blocks), strict=True):
        tag = TAGS.get(block.kind, "p")
        look = "aside" if block.kind in ASIDE else block.kind
        parts.append(f'<{tag} class="{look}">{marked_text(article.text, block.start, block.end, inside)}</{tag}>')
    return "\n".join(parts) or f'<p class="aside">{clean(article.text[:5000])}</p>'


def marks_by_block(marks: list[Mark], blocks: list[Block]) -> list[list[Mark]]:
    """The marks that lie in each block; the blocks are in order and do not overlap."""
    ends = [block.end for block in blocks]
    inside: list[list[Mark]] = [[] for _ in blocks]
    for mark in marks:
        for number in range(bisect_right(ends, mark.start), len(blocks)):
            if blocks[number].start >= mark.end:
                break
            inside[number].append(mark)
    return inside


def statements_html(record: Record, words: Words) -> str:
    """Who said what."""
    rows = [statement_html(number, statement, words) for number, statement in enumerate(record.statements, 1)]
    return table_html("Who said what", ("", "Who", "Said", "Day"), rows)


def statement_html(number: int, statement: Statement, words: Words) -> str:
    """One row of who said what."""
    addressee = words.addressee(statement)
    who = f"<b>{clean(words.speaker(statement))}</b>" + (f" → {clean(addressee)}" if addressee else "")
    if statement.via:
        who += f"<small>through {clean(words.name(statement.via))}</small>"
    said = f'{clean(words.content(statement))}<small><span class="chip">{clean(statement.act)}</span> {clean(statement.kind)}</small>'
    return row_html(f"S{number}", "sn", (who, said, clean(statement.said or "")))


def events_html(record: Record, words: Words) -> str:
    """What happened, or did not."""
    rows = [event_html(number, event, words) for number, event in enumerate(record.events, 1)]
    return table_html("What happened, or did not", ("", "Who → whom", "What", "Day"), rows)


def event_html(number: int, event: Event, words: Words) -> str:
    """One row of what happened."""
    place = f" in {clean(words.name(event.place))}" if event.place else ""
    status = f'<span class="chip m-{clean(event.modality)}">{clean(MODALITY.get(event.modality, event.modality))}</span>'
    what = f"<b>{clean(words.event_type(event))}</b>{place} {status}<small>according to {clean(words.chain(event))}</small>"
    return row_html(f"E{number}", "en", (clean(words.sides(event)), what, clean(event.date or "")))


def claims_html(record: Record, words: Words) -> str:
    """How relations are described."""
    rows = [claim_html(number, claim, words) for number, claim in enumerate(record.relation_claims, 1)]
    return table_html("How relations stand, it is said", ("", "Between", "Described", "As of"), rows) if rows else ""


def claim_html(number: int, claim: RelationClaim, words: Words) -> str:
    """One row of how relations are described."""
    direction = f'<span class="chip">{clean(DIRECTION.get(claim.direction, claim.direction))}</span> ' if claim.direction else ""
    told = f"{clean(words.claim(claim))}<small>{direction}according to {clean(words.claim_by(claim))}</small>"
    between = " – ".join(clean(words.name(actor)) for actor in claim.between)
    return row_html(f"R{number}", "rn", (between, told, clean(claim.as_of or "")))


def row_html(row: str, look: str, cells: tuple[str, ...]) -> str:
    """A row with its number, which leads to its place in the text."""
    rest = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr id="{row}"><td><a class="n {look}" href="#t{row}">{row}</a></td>{rest}</tr>'


def table_html(title: str, heads: tuple[str, ...], rows: list[str]) -> str:
    """A table under its title, or a word that there is nothing."""
    if not rows:
        return f'<h2>{title}</h2><p class="none">Nothing was found on this page.</p>'
    head = "".join(f"<th>{name}</th>" for name in heads)
    return f"<h2>{title} <small>{len(rows)}</small></h2><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def issues_html(record: Record) -> str:
    """What could not be read as it should."""
    issues = all_issues(record)
    items = "".join(f"<li>{clean(issue.message)}</li>" for issue in issues)
    return f'<h2>What could not be read</h2><ul class="issues">{items}</ul>' if issues else ""


def foot_html(record: Record) -> str:
    """What made the record."""
    made = " · ".join(clean(f"{name.replace('_', ' ')} {version}") for name, version in record.made_by)
    return f"<footer>Read by {made} · page {clean(record.article.page.id)}</footer>"
