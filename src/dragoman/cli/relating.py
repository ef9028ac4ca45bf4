"""What ``dragoman relation``, ``actor`` and ``happening`` do: ask what a library tells when its pages are compared, and show it."""

from collections.abc import Callable, Iterator, Sequence

import typer
from rich.console import Console
from rich.text import Text

from dragoman.cli.asking import Where, grid, print_grid, write_form, write_table
from dragoman.cli.batch import count_of
from dragoman.cli.options import ReportFormat
from dragoman.cli.shelf import SHORT_ID
from dragoman.cli.terminal import LOOKS, WIDEST, cell
from dragoman.compare.followed import FOLLOWED, Followed, Pursuit, follow_sayings
from dragoman.compare.profiles import Profile, read_actor_profile
from dragoman.compare.relations import NOT_DONE, Relation, Scope, period_name, read_relation
from dragoman.compare.tellers import Told, read_happening
from dragoman.library import Library
from dragoman.show.report import gaps_words
from dragoman.show.words import PAGES_SHOWN, plain, short, sides_words
from dragoman.store import Table
from dragoman.store.table import Row

__all__ = ["FOLLOWED", "Pursuit", "Scope", "actor", "happening", "relation", "said_done", "sql"]

TOLD = 8
"""Happenings, statements and claims of each kind that are printed; JSON and HTML have more."""


def relation(one: str, other: str, asked: Scope, where: Where) -> None:
    """Print how two parties stood."""
    found = read_relation(where.open(), one, other, asked, tell_compared)
    write_found(found, "relation", where, lambda console: print_relation(console, found))


def actor(who: str, asked: Scope, where: Where) -> None:
    """Print who somebody is to the pages of a library."""
    found = read_actor_profile(where.open(), who, asked, tell_compared)
    write_found(found, "actor", where, lambda console: print_actor(console, found))


def happening(event: str, where: Where) -> None:
    """Print a happening in its versions."""
    found = read_happening(where.open(), event, tell_compared)
    write_found(found, "happening", where, lambda console: print_happening(console, found))


def write_found(found: Relation | Profile | Told | Followed, kind: str, where: Where, printer: Callable[[Console], None]) -> None:
    """Write an answer as a document where the form asks for one, else as a table or as text."""
    if where.form in (ReportFormat.json, ReportFormat.html):
        write_form(found.form(), kind, where)
    else:
        write_table(found.table(), where, lambda console, _: printer(console))


def print_actor(console: Console, found: Profile) -> None:
    """Print an actor as text."""
    say(console, f"\n{plain(found.party.name)}", "bold")
    for row in found.known_as[:TOLD]:
        also = f", also {', '.join(map(plain, row['aliases'][:5]))}" if row["aliases"] else ""
        line = f"{plain(row['name'])} · {plain(row['role'] or row['kind'])} · {plain(row['country'] or 'no country')}{also}"
        say(console, f"{line}, on {count_of(row['pages'], 'page')}  {row['id']}", "dim")
    told = found.coverage
    when = f" published from {told['first']} to {told['last']}" if told["first"] else ""
    say(console, f"On {told['pages']} of {count_of(told['pages_kept'], 'page')}{when}. {gaps_words(told)}")
    shown = grid("deals most with", "happenings", "cooperation", "conflict", "did · was done to it", "latest", share=True)
    for row in found.partners[:TOLD]:
        cells = [row[key] for key in ("name", "happenings", "cooperation", "conflict")]
        shown.add_row(*(cell(value) for value in (*cells, f"{row['did']} · {row['was_done']}", row["latest"] or "")))
    print_grid(console, shown, "happenings told as done or going on, each once" if found.partners else "no happening with anybody else")
    print_latest(console, found.happenings)
    print_rows(console, "What it said last", (statement_text(row) for row in found.said[:TOLD]))
    print_rows(console, "What others said of it last", (statement_text(row) for row in found.said_of[:TOLD]))


def print_happening(console: Console, found: Told) -> None:
    """Print a happening as text."""
    say(console, f"\n{found.type} {found.day or 'day unknown'}, {found.whether}", "bold")
    told = (count_of(len(found.versions), "telling"), f"copies: {len(found.copies)}")
    say(console, f"{count_of(found.pages, 'page')}, whichever sides these name; {', '.join(told)}")
    print_rows(console, "Versions", (happening_text(row) for row in found.versions))
    agreed = "; ".join(f"{row['what']} {plain(row['value'])}" for row in found.agree)
    say(console, f"\nAll pages agree on: {agreed}" if agreed else "\nNothing to agree on: one page alone, or no two alike.", "bold")
    if found.differ:
        say(console, "\nWhere two part (of three one is a slip of reading: compare the passages)", "bold")
    for row in found.differ:
        for side in (row["one"], row["other"]):
            text = Text(f"{row['what']}: {plain(side['value'])}  ", "bold").append(f"“{short(side['text'], 160)}” ", "none")
            text.append(place_words(side), "dim")
            console.print(text, highlight=False, width=min(console.width, WIDEST))
    print_said(console, found)
    if found.alone:
        print_rows(
            console,
            "What one of these pages tells and none of the others, as far as they were read",
            (happening_text(row) for row in found.alone),
        )
    for row in found.copies:
        line = f"{plain(row['outlet'] or row['source'])}, page {row['page'][:SHORT_ID]}: {row['kind']} of {row['original'][:SHORT_ID]}"
        say(console, f"Copy, not counted: {line}", "dim")


def print_said(console: Console, found: Told) -> None:
    """Print what the sides of a meeting are said to have said in it."""
    if found.said:
        say(console, "\nWhat was said in it and on it that day, and who tells that", "bold")
    for row in found.said[:TOLD]:
        for told in row["tells"]:
            text = Text(f"{plain(told['speaker'])}: ", "bold").append(f"“{short(told['text'], 160)}” ", "none")
            console.print(text.append(place_words(told), "dim"), highlight=False, width=min(console.width, WIDEST))
        if row["missing"]:
            say(console, f"  not told by: {', '.join(map(plain, row['missing']))}", "dim")


def said_done(asked: Pursuit, where: Where) -> None:
    """Print what became of threats, plans and demands."""
    found = follow_sayings(where.open(), asked, tell_compared)
    write_found(found, "said_done", where, lambda console: print_said_done(console, found))


def sql(query: str, where: Where) -> None:
    """Print the rows of a question in SQL."""
    library = where.open()
    write_table(Library(library.path, library.recorded_by).sql(query), where, print_sql)


def print_sql(console: Console, table: Table) -> None:
    """Print rows of any kind."""
    shown = grid(*(plain(column) for column in table.columns), share=True)
    for row in table:
        shown.add_row(*(cell(short(str("" if value is None else value), 120)) for value in row.values()))
    print_grid(console, shown, count_of(len(table), "row"))


OUTCOMES = {"done": "green", "kin done": "green", "not found": "yellow", "open": "blue", "no coverage": "dim"}


def print_said_done(console: Console, found: Followed) -> None:
    """Print sayings with what became of them."""
    shown = grid("said", "outcome", "who to whom, in which words, and what came")
    for row in found.rows:
        sides = plain(sides_words(row["said_actors"], row["said_recipients"], row["said_type"], row["what"]))
        text = Text.assemble((sides, "bold"), f"  {row['said_type']} ", (row["what"], LOOKS[row["what"]]))
        text.append(f"\n“{short(row['said_text'], 160)}” ").append(place_of(row, "said"), "dim")
        if row["done_text"] is not None:
            text.append(f"\n{row['done_day']}, {row['after_days']} days later: {row['done_type']} “{short(row['done_text'], 160)}” ")
            text.append(place_of(row, "done"), "dim")
        text.append(f"\n{plain(row['why'])}", "dim")
        outcome = Text(row["outcome"], OUTCOMES[row["outcome"]]).append(f"\n{count_of(row['pages_about_both'], 'page')}", "dim")
        shown.add_row(cell(row["said"]), outcome, text)
    counts = "; ".join(f"{outcome}: {count}" for outcome, count in found.counts.items())
    shown_of = f"The latest {len(found.rows)} of {sum(found.counts.values())}; of all: {counts}."
    last = f"Within {found.asked.within} days, with the pages about both sides in that time. {shown_of}"
    print_grid(console, shown, last if found.rows else "no threat, plan or demand fits")


def place_of(row: Row, side: str) -> str:
    """Where one side of a saying stands."""
    return place_words({key: row[f"{side}_{key}"] for key in ("outlet", "source", "page", "start", "end")})


def tell_compared(done: int, pages: int) -> None:
    """Say how far comparing pages is, where it takes long."""
    if pages > 500:
        typer.echo(f"compared {done} of {pages} pages that are new (once; later questions do not wait for it)", err=True)


def print_relation(console: Console, found: Relation) -> None:
    """Print a relation as text."""
    one, other = plain(found.one.name), plain(found.other.name)
    say(console, f"\n{one} and {other}", "bold")
    say(
        console,
        f"By {found.asked.by}: + cooperation, − conflict, material acts in brackets. Counted are happenings told as done or going on,",
    )
    say(console, "each once however many pages tell it; the day is that of the happening. Pages are counted by their day of publication.")
    shown = grid(
        "period",
        f"{short(one, 18)} → {short(other, 18)}",
        f"{short(other, 18)} → {short(one, 18)}",
        "said of the other",
        "pages about them",
        share=True,
    )
    for period, there, back, said, pages in series_lines(found.series):
        shown.add_row(*(cell(part) for part in (period, there, back, said, pages)))
    print_grid(console, shown, coverage_words(found))
    print_beside(console, found)
    print_turns(console, found)
    print_latest(console, found.latest)
    for way, name in (("there", f"{one} of {other}"), ("back", f"{other} of {one}")):
        print_rows(console, f"Said by {name}", (statement_text(row) for row in [r for r in found.said if r["way"] == way][:TOLD]))
    print_rows(console, "How relations stand, in their words", (claim_text(row) for row in found.claims[:TOLD]))
    say(console, "dragoman happening ID shows who tells a happening, and how; dragoman show PAGE shows a page.", "dim")


def say(console: Console, words: str, look: str = "") -> None:
    """Print a line of words."""
    console.print(Text(words, look), highlight=False, width=min(console.width, WIDEST))


def series_lines(rows: Sequence[Row]) -> Iterator[tuple[str, str, str, str, str]]:
    """The series in lines: each period that has something; runs of those that have nothing in one line, with why."""
    waiting: list[Row] = []
    for there, back in zip(rows[::2], rows[1::2], strict=True):
        if is_silent(there) and is_silent(back):
            if waiting and waiting[-1]["covered"] != there["covered"]:
                yield silent_line(waiting)
                waiting = []
            waiting.append(there)
            continue
        if waiting:
            yield silent_line(waiting)
            waiting = []
        pages = f"{there['pages_about_either']}, {there['pages_about_both']} of both" if there["covered"] else "none: told later"
        yield there["period"], counts_words(there), counts_words(back), f"{there['statements']} · {back['statements']}", pages
    if waiting:
        yield silent_line(waiting)


def print_beside(console: Console, found: Relation) -> None:
    """Print what is imported beside the series, source by source."""
    one, other = short(plain(found.one.name), 18), short(plain(found.other.name), 18)
    for source in found.asked.beside:
        rows = [row for row in found.beside if row["source"] == source]
        say(console, f"\nBeside: {source}, imported, not counted with the above", "bold")
        shown = grid("period", f"{one} → {other}", f"{other} → {one}", share=True)
        for there, back in zip(rows[::2], rows[1::2], strict=True):
            if there["happenings"] or back["happenings"]:
                shown.add_row(*(cell(part) for part in (there["period"], counts_words(there), counts_words(back))))
        between = f" from {rows[0]['period']} to {rows[-1]['period']}" if rows else ""
        print_grid(console, shown, f"{source} has events{between}; periods without any of these two are left out" if rows else "no events")


def is_silent(row: Row) -> bool:
    """Whether nothing is counted in a period."""
    return not (row["happenings"] or row["statements"] or any(row[word] for word in NOT_DONE))


def silent_line(rows: Sequence[Row]) -> tuple[str, str, str, str, str]:
    """Periods with nothing in them as one line: whether there were pages to find something on."""
    pages = sum(row["pages_about_either"] for row in rows)
    period = rows[0]["period"] + (f" to {rows[-1]['period']}" if len(rows) > 1 else "")
    return (period, "nothing found", "nothing found", "–", str(pages)) if pages else (period, "not covered", "not covered", "–", "none")


def counts_words(row: Row) -> str:
    """The counts of a direction in a few signs."""
    cooperation, conflict = (row[f"verbal_{sign}"] + row[f"material_{sign}"] for sign in ("cooperation", "conflict"))
    parts = []
    if cooperation:
        parts.append(f"+{cooperation}" + (f" ({row['material_cooperation']})" if row["material_cooperation"] else ""))
    if conflict:
        parts.append(f"−{conflict}" + (f" ({row['material_conflict']})" if row["material_conflict"] else ""))
    told = [f"{row[word]} {word}" for word in NOT_DONE if row[word]]
    return "; ".join(part for part in (" ".join(parts), ", ".join(told)) if part) or "–"


def coverage_words(found: Relation) -> str:
    """How much was kept, and what that means for the counts."""
    told = found.coverage
    parts = [
        f"{count_of(told['pages_about_either'], 'page')} about either, {told['pages_about_both']} about both, of "
        f"{told['pages_kept']} kept.",
        f"{told['periods_without_pages']} of {count_of(told['periods'], 'period')} without a page about either: that is no peace.",
    ]
    if any(found.undated.values()):
        parts.append(f"{count_of(sum(found.undated.values()), 'happening')} not in the table: the day is not known so closely.")
    if told["pages_undated"]:
        parts.append(f"{count_of(told['pages_undated'], 'page')} without a day of publication not counted.")
    return " ".join(parts)


def print_turns(console: Console, found: Relation) -> None:
    """Print the turning points, each with what is behind it."""
    say(console, "\nTurning points", "bold")
    if not found.turns:
        say(console, f"None: {found.no_turns}.", "dim")
    for turn in found.turns:
        before, after = turn.before, turn.after
        say(console, f"{period_name(turn.start, found.asked.by)}: {turn.what}", "bold")
        for sign in ("cooperation", "conflict"):
            say(
                console,
                f"  {sign}: {getattr(before, sign)} on {before.pages} pages before (from {before.since}), "
                f"{getattr(after, sign)} on {after.pages} pages after (to {after.until}); "
                f"a hundred pages: {getattr(before, f'{sign}_per_100_pages'):g} → {getattr(after, f'{sign}_per_100_pages'):g}",
            )
        for text in [*(happening_text(row) for row in turn.happenings[:4]), *(statement_text(row) for row in turn.statements[:2])]:
            console.print(Text("  ").append(text), highlight=False, width=min(console.width, WIDEST))


def print_latest(console: Console, rows: Sequence[Row]) -> None:
    """Print the latest happenings."""
    print_rows(console, "Latest happenings", (happening_text(row) for row in rows[:TOLD]))
    if rows:
        say(console, PAGES_SHOWN, "dim")


def print_rows(console: Console, title: str, texts: Iterator[Text]) -> None:
    """Print passages under a title."""
    say(console, f"\n{title}", "bold")
    shown = list(texts)
    for text in shown:
        console.print(text, highlight=False, width=min(console.width, WIDEST))
    if not shown:
        say(console, "none", "dim")


def happening_text(row: Row) -> Text:
    """A happening in two lines."""
    sides = plain(sides_words(row["actors"], row["recipients"], row["type"], row["whether"]))
    text = Text.assemble((f"{row['day'] or 'day unknown'}  ", "cyan"), (sides, "bold"), f"  {row['type']} ")
    text.append(row["whether"], LOOKS.get(row["whether"], "")).append(", which somebody denies" if row["disputed"] else "")
    by = f" according to {', '.join(map(plain, row['according_to']))}" if row["according_to"] else ""
    text.append(f"{by}, {count_of(row['pages'], 'page')}  {row['id'][:SHORT_ID]}\n            “{short(row['text'], 150)}” ")
    return text.append(place_words(row), "dim")


def statement_text(row: Row) -> Text:
    """A statement in two lines."""
    to = f" to {plain(row['addressee'])}" if row["addressee"] else ""
    text = Text.assemble(
        (f"{row['day'] or 'day unknown'}  ", "cyan"), (plain(row["speaker"] or "somebody"), "bold"), f" ({row['act']}){to}: "
    )
    return text.append(f"“{short(row['text'], 180)}” ").append(f"{place_words(row)}  {row['id'][:SHORT_ID]}", "dim")


def claim_text(row: Row) -> Text:
    """A claim in two lines."""
    by = plain(row["by"] or row["outlet"] or "the page")
    text = Text.assemble((f"{row['day'] or 'day unknown'}  ", "cyan"), (by, "bold"), f" ({row['direction'] or 'no direction'}), of ")
    text.append(f"{' and '.join(map(plain, row['between']))}: “{short(row['text'], 180)}” ")
    return text.append(f"{place_words(row)}  {row['id'][:SHORT_ID]}", "dim")


def place_words(row: Row) -> str:
    """Where something stands."""
    return f"{plain(row['outlet'] or row['source'])}, page {row['page'][:SHORT_ID]} {row['start']}–{row['end']}"
