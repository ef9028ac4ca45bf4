"""A record as a page of text in a terminal: the article's head, who said what, what happened or did not."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.model import Event, Record, Statement
from dragoman.show import Words, day_words, plain
from dragoman.show.form import all_issues
from dragoman.show.words import DIRECTION, MODALITY

WIDEST = 132
"""Columns beyond which lines grow no longer: nobody reads them."""

DAY = 10
"""Characters of a day."""

LOOKS = {
    "done": "green",
    "ongoing": "green",
    "planned": "blue",
    "demanded": "yellow",
    "threatened": "red",
    "hypothetical": "magenta",
    "denied": "dim strike",
}
"""The colour of each modality."""


def print_record(console: Console, record: Record) -> None:
    """Print what a page says."""
    width = min(console.width, WIDEST)
    words = Words(record)
    console.print()
    for part in (*head_parts(record), statements_table(record, words), events_table(record, words), claims_table(record, words)):
        if part is not None:
            console.print(part, width=width, highlight=False)
    for issue in all_issues(record):
        console.print(Text.assemble((" ! ", "bold yellow"), plain(issue.message)), width=width, highlight=False)
    console.print()


def head_parts(record: Record) -> list[Padding]:
    """Headline, outlet, day with how it was found, topics."""
    article = record.article
    day, found = day_words(article)
    outlet = Words(record).outlet() if article.outlet else None
    country = f" ({plain(article.outlet.country)})" if article.outlet and article.outlet.country else ""
    line = Text()
    if outlet:
        line.append(plain(outlet), "bold").append(f"{country}  ")
    line.append(plain(day), "bold cyan" if article.published else "bold yellow").append(f"  {plain(found)}", "dim")
    source = [plain(article.page.url or article.page.source)]
    source += [f"topics: {plain(', '.join(article.topics))}"] if article.topics else []
    source += [f"page {article.page.id[:12]}"]
    head = Text(plain(article.title or "Without a headline"), "bold underline" if article.title else "bold")
    return [Padding(part, (0, 1)) for part in (head, line, Text("  ·  ".join(source), "dim"))]


def cell(value: object) -> Text:
    """A cell of a table, as it is: what stands in it is never taken for markup."""
    return Text(plain("" if value is None else str(value)))


def day_cell(value: str | None) -> Text:
    """A day or a span of days in a column of ten characters: what is longer stands on several lines, and nothing of it is cut off."""
    if value is None or len(value) <= DAY:
        return cell(value)
    first, _, last = value.partition("/")
    lines = ("until", last) if first == ".." else (first, "and on") if last == ".." else (first, "to", last)
    return Text("\n".join(map(plain, lines)))


def empty_table(title: str, *heads: str) -> Table:
    """A table of four columns: number, two that share the width, and a narrow one."""
    table = Table(title=title, title_style="bold", title_justify="left", box=SIMPLE_HEAD, expand=True, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True, style="bold")
    table.add_column(heads[0], ratio=5, overflow="fold")
    table.add_column(heads[1], ratio=10, overflow="fold")
    table.add_column(heads[2], overflow="fold", style="cyan", width=DAY)
    return table


def nothing(title: str) -> Text:
    """A table's title with a word that there is nothing."""
    return Text.assemble(("\n" + title + "\n", "bold"), ("  Nothing was found on this page.", "dim"))


def statements_table(record: Record, words: Words) -> Table | Text:
    """Who said what."""
    if not record.statements:
        return nothing("Who said what")
    table = empty_table("\nWho said what", "Who", "Said", "Day")
    for number, statement in enumerate(record.statements, 1):
        table.add_row(f"S{number}", speaker_text(statement, words), said_text(statement, words), day_cell(statement.said))
    return table


def speaker_text(statement: Statement, words: Words) -> Text:
    """The speaker, to whom, and through whom."""
    text = Text(plain(words.speaker(statement)), "bold")
    if addressee := words.addressee(statement):
        text.append(f" → {plain(addressee)}", "not bold")
    if statement.via:
        text.append(f"\nthrough {plain(words.name(statement.via))}", "not bold dim")
    return text


def said_text(statement: Statement, words: Words) -> Text:
    """How and what was said."""
    look = "italic" if statement.kind == "direct" else ""
    return Text.assemble((f"{statement.act}: ", "dim"), (words.content(statement), look))


def events_table(record: Record, words: Words) -> Table | Text:
    """What happened, or did not."""
    if not record.events:
        return nothing("What happened, or did not")
    table = empty_table("\nWhat happened, or did not", "Who → whom", "What", "Day")
    for number, event in enumerate(record.events, 1):
        table.add_row(f"E{number}", cell(words.sides(event)), event_text(event, words), day_cell(event.date))
    return table


def event_text(event: Event, words: Words) -> Text:
    """Type, whether it happened, according to whom, and the passage."""
    modality = MODALITY.get(event.modality, event.modality)
    text = Text.assemble((plain(words.event_type(event)), "bold"), "  ", (modality, LOOKS.get(event.modality, "")))
    if event.place:
        text.append(f"  in {plain(words.name(event.place))}")
    text.append(f"\n{words.evidence(event)}").append(f"\naccording to {plain(words.chain(event))}", "dim")
    return text


def claims_table(record: Record, words: Words) -> Table | None:
    """How relations are described, if they are."""
    if not record.relation_claims:
        return None
    table = empty_table("\nHow relations stand, it is said", "Between", "Described", "As of")
    for number, claim in enumerate(record.relation_claims, 1):
        told = Text(words.claim(claim))
        if claim.direction:
            told.append(f"  {DIRECTION.get(claim.direction, claim.direction)}", "bold")
        told.append(f"\naccording to {plain(words.claim_by(claim))}", "dim")
        table.add_row(f"R{number}", cell(" – ".join(words.name(actor) for actor in claim.between)), told, day_cell(claim.as_of))
    return table
