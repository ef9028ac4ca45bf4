"""The commands that compare and count what a library keeps: their options and their help."""

from importlib import import_module

from dragoman.cli.options import (
    DEFAULT_LIBRARY,
    ActedUpon1,
    Acting1,
    ActorId,
    Answered,
    AnswerPath,
    Answers,
    AsOf,
    Beside,
    By,
    Counting,
    ExportForm,
    ExportPath,
    Following,
    From,
    HappeningId,
    ImportForm,
    ImportPath,
    LibraryOption,
    One,
    Other,
    Period,
    RecordedBy,
    Reported,
    ReportFormat,
    Rolled,
    RollUp,
    SaidSince,
    SaidUntil,
    Sql,
    TableFormat,
    To,
    Within,
)


def relation(  # noqa: PLR0913 - the options of a command
    one: One,
    other: Other,
    since: From = None,
    until: To = None,
    by: By = Period.month,
    roll_up: Rolled = RollUp.state,
    as_of: AsOf = None,
    beside: Beside = None,
    recorded_by: RecordedBy = None,
    format: Reported = ReportFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Show how two parties stood over time: what they did to one another and said of one another, and where that turned.

    `dragoman relation RUS NATO --since 2022-01-01 --by month` counts happenings, not reports: what five pages tell counts once, copies add
    nothing, and beside each count stands how many pages about either were kept, so that an empty month is not read as peace.

    `dragoman relation Lavrov FRA --by year --format html --output lavrov.html` makes a report with charts.

    `dragoman relation RUS FRA --roll-up actor --format csv` counts what the states themselves did, without their ministers and armies.

    `dragoman relation RUS NATO --beside gdelt` shows what was imported from GDELT beside it, never in one count.
    """
    relating, asking = import_module("dragoman.cli.relating"), import_module("dragoman.cli.asking")
    asked = relating.Scope(since, until, by.value, roll_up.value, as_of, tuple(beside or ()))
    relating.relation(one, other, asked, asking.Where(library, recorded_by, format, output))


def actor(  # noqa: PLR0913 - the options of a command
    who: ActorId,
    since: From = None,
    until: To = None,
    roll_up: Rolled = RollUp.state,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    format: Reported = ReportFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Show who somebody is to the pages of a library: names and roles, whom they deal with most, and what they did and said last.

    `dragoman actor Lavrov --since 2024-01-01` takes a name, an id (`Q58217`) or a code (`RUS`: everybody who belongs to it).

    `dragoman actor RUS --roll-up actor --format html --output rus.html` makes a report of the state by itself, partner by partner.
    """
    relating, asking = import_module("dragoman.cli.relating"), import_module("dragoman.cli.asking")
    asked = relating.Scope(since, until, "month", roll_up.value, as_of)
    relating.actor(who, asked, asking.Where(library, recorded_by, format, output))


def happening(
    event: HappeningId,
    recorded_by: RecordedBy = None,
    format: Reported = ReportFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Show one happening as each page tells it: versions side by side, what they agree on, where they part, what only one of them tells.

    `dragoman happening 9f27c1` takes the id of any event of it, or the beginning of one; `relation`, `actor` and `ask` tell ids.
    """
    relating, asking = import_module("dragoman.cli.relating"), import_module("dragoman.cli.asking")
    relating.happening(event, asking.Where(library, recorded_by, format, output))


def said_done(  # noqa: PLR0913 - the options of a command
    actor: Acting1 = None,
    recipient: ActedUpon1 = None,
    within: Within = 90,
    modality: Following = None,
    since: SaidSince = None,
    until: SaidUntil = None,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    limit: Answers = 50,
    format: Reported = ReportFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Follow threats, plans and demands to whether an act that matches came: said, then done?

    `dragoman said-done --actor RUS --recipient FRA --within 90` shows each with its words and, where an act of the same side towards the
    same side of the same or a kin type came within ninety days, with the words of that act. Where none came, it says whether pages about
    both were kept in that time (not found), or none (no coverage), or whether the time is not over (open).

    `dragoman said-done --modality threatened --limit 0 --format csv --output threats.csv` writes all threats.
    """
    relating, asking = import_module("dragoman.cli.relating"), import_module("dragoman.cli.asking")
    kinds = tuple(word.lower() for word in modality or ()) or relating.FOLLOWED
    asked = relating.Pursuit(actor, recipient, since, until, within, kinds, as_of, limit or None)
    relating.said_done(asked, asking.Where(library, recorded_by, format, output))


def import_events(source: ImportForm, file: ImportPath, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Import events of GDELT, ICEWS or POLECAT, to lie beside what was read here: shown where asked for, never counted together with it.

    `dragoman import gdelt 20240404103000.export.CSV.zip --library library` takes the events of a file of GDELT 2.

    `dragoman import icews events.2016.tab` and `dragoman import polecat ngecEvents.2023.txt` take those of these.

    Then: `dragoman ask --source gdelt --actor RUS`, `dragoman relation RUS NATO --beside gdelt`. Lines that cannot be read are named and
    left out; a file that was imported before is not imported again.
    """
    import_module("dragoman.cli.exporting").import_from(source, file, library)


def sql(
    query: Sql,
    recorded_by: RecordedBy = None,
    format: Answered = TableFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Ask in SQL, where no other question fits: the tables are told in docs/library.md. Nothing can be changed by it.

    `dragoman sql "SELECT outlet_name, count(*) AS pages FROM page GROUP BY 1 ORDER BY 2 DESC LIMIT 10"` counts the pages of outlets.

    `dragoman sql "SELECT type, count(*) AS events FROM event GROUP BY 1" --format csv --output types.csv` writes a table.
    """
    relating, asking = import_module("dragoman.cli.relating"), import_module("dragoman.cli.asking")
    relating.sql(query, asking.Where(library, recorded_by, format, output))


def export(  # noqa: PLR0913 - the options of a command
    form: ExportForm,
    output: ExportPath,
    since: From = None,
    until: To = None,
    by: By = Period.month,
    count: Counting = "happenings",
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Write what a library knows in the form of others: panel, plover, mentions, quotes, icews, gdelt, acled, ftm, brat and more.

    What each form holds is told in docs/exports.md.

    `dragoman export panel --since 2022-01-01 --output panel.csv` counts happenings for each pair of states and month, with zeros where
    pages could have told something and nothing where no page was kept.

    `dragoman export plover --output events.tsv` writes POLECAT's columns, and beside it `events.evidence.tsv` with the words and places.

    `dragoman export ftm --output entities.jsonl` writes happenings, their sides and pages as entities of FollowTheMoney.
    """
    exporting = import_module("dragoman.cli.exporting")
    exporting.export_to(form, exporting.Order(since, until, as_of, by.value, count), output, (library, recorded_by))
