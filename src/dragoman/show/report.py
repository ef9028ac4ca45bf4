"""Answers as reports: one self-contained HTML page each, without script, nothing loaded, everything that came from outside escaped.

The forms are those that ``--format json`` prints.
"""

from collections.abc import Callable, Sequence
from typing import Any

from dragoman.show.charts import CLASSES, Column, bars_svg, coverage_svg, strip_svg
from dragoman.show.marks import clean
from dragoman.show.page import whole_page
from dragoman.show.report_style import REPORT_STYLE
from dragoman.show.words import DIRECTION, MODALITY, PAGES_SHOWN, short, sides_words

Form = dict[str, Any]
Row = dict[str, Any]

LEGEND = (
    '<p class="note"><span class="key k1"></span>material cooperation<span class="key k0"></span>verbal cooperation'
    '<span class="key k2"></span>verbal conflict<span class="key k3"></span>material conflict'
    '<span class="key kg"></span>no page about either: nothing can be said</p>'
)


def report_html(kind: str, form: Form) -> str:
    """A report of a kind (``relation``, ``actor``, ``happening``, ``ask`` or ``said_done``) as a whole page."""
    title, body = REPORTS[kind](form)
    return whole_page(title, f'<div class="dragoman report">{body}</div>', REPORT_STYLE)


def relation_report(form: Form) -> tuple[str, str]:
    """Two parties over time."""
    one, other, told = form["one"]["name"], form["other"]["name"], form["coverage"]
    rows = form["series"]
    turns = {turn["period"] for turn in form["turns"]}
    there, back = ([column_of(row, turns) for row in rows[start::2]] for start in (0, 1))
    most = max((max(sum(c.counts[:2]), sum(c.counts[2:])) for c in (*there, *back)), default=0)
    undated = sum(form["undated"].values())
    notes = [
        f"Counted: {form['counted']}. The day is that of the happening.",
        f"{told['pages_about_either']} pages about either, {told['pages_about_both']} about both, of {told['pages_kept']} kept; "
        f"{told['periods_without_pages']} of {told['periods']} periods have no page about either, and an empty one of these is no peace.",
        f"{undated} happenings are not in the chart: their day is not known closely enough." if undated else "",
        f"{told['pages_undated']} pages without a day of publication are not counted as coverage." if told["pages_undated"] else "",
    ]
    sources = {source: [row for row in form["beside"] if row["source"] == source] for source in form["asked"]["beside"]}
    charts = [
        strip_svg(f"{sides[0]} to {sides[1]}", columns, most) + beside_charts(sources, [c.name for c in columns], sides)
        for columns, sides in ((there, (one, other)), (back, (other, one)))
    ]
    body = (
        head_html(f"{one} and {other}", f"by {form['asked']['by']}{days_words(form['asked'])}", notes)
        + f"<h2>What {clean(one)} did to {clean(other)}</h2>{charts[0]}"
        + f"<h2>What {clean(other)} did to {clean(one)}</h2>{charts[1]}{LEGEND}"
        + f"<h2>Pages about either, by day of publication</h2>{coverage_svg('pages about either', there)}{series_html(rows)}"
        + beside_html(sources, form["beside_latest"])
        + turns_html(form)
        + f"<h2>Latest happenings</h2><p class=\"note\">{clean(PAGES_SHOWN)}</p>{happenings_html(form['latest'])}"
        + '<div class="sides">'
        + "".join(
            f"<div><h2>{clean(who)} of {clean(whom)}</h2>{statements_html([r for r in form['said'] if r['way'] == way])}</div>"
            for way, who, whom in (("there", one, other), ("back", other, one))
        )
        + f"</div><h2>How relations stand, in their words</h2>{claims_html(form['claims'])}"
        + f"<h2>Who towards whom</h2>{whom_html(form['whom'])}"
    )
    return f"{one} and {other}", body


def column_of(row: Row, turns: set[str]) -> Column:
    """A row of a series as a column of a chart."""
    counts = tuple(row[sign] for sign in CLASSES)
    words = f"{row['period']}: cooperation {counts[0]} verbal, {counts[1]} material; conflict {counts[2]} verbal, {counts[3]} material; "
    words += f"{row['statements']} statements; {row['pages_about_either']} pages about either"
    return Column(row["period"], (counts[0], counts[1], counts[2], counts[3]), row["pages_about_either"], words, row["period"] in turns)


def days_words(asked: Row) -> str:
    """The days that were asked for."""
    since, until = asked.get("since"), asked.get("until")
    known = f", as known on {asked['as_of']}" if asked.get("as_of") else ""
    return (f", from {since}" if since else "") + (f" to {until}" if until else "") + known


def head_html(title: str, below: str, notes: Sequence[str]) -> str:
    """The head of a report: what it is of, and what to know before reading it."""
    told = "".join(f'<p class="note">{clean(note)}</p>' for note in notes if note)
    return f"<header><h1>{clean(title)}</h1><p>{clean(below)}</p>{told}</header>"


SERIES = (
    ("period", "period"), ("from", "from"), ("to", "to"),
    ("verbal_cooperation", "verbal coop."), ("material_cooperation", "material coop."),
    ("verbal_conflict", "verbal conflict"), ("material_conflict", "material conflict"),
    ("reports", "reports"), ("intensity", "mean intensity"),
    ("statements", "statements"), ("pages_about_either", "pages about either"), ("per_100_pages", "happenings per 100 pages"),
)  # fmt: skip


def series_html(rows: Sequence[Row]) -> str:
    """The figures of the charts as a table, periods without anything left out."""
    shown = [row for row in rows if row["happenings"] or row["statements"]]
    body = [[clean(short(str("" if row[key] is None else row[key]), 60)) for key, _ in SERIES] for row in shown]
    return f"<details><summary>The figures, periods with none left out</summary>{table_html([head for _, head in SERIES], body)}</details>"


BESIDE = (("source", "source"), *SERIES[:9])


def beside_charts(sources: dict[str, list[Row]], periods: Sequence[str], sides: tuple[str, str]) -> str:
    """What one side did to the other by each source of imported events, over the periods of our chart (its own where we have none).

    Each source has a scale of its own, since none can be read against the figures of another.
    """
    parts = []
    for source, rows in sources.items():
        way = {row["period"]: row for row in rows if (row["from"], row["to"]) == sides}
        shown = list(periods) or list(way)
        columns = [beside_column(period, way.get(period)) for period in shown]
        most = max((max(sum(c.counts[:2]), sum(c.counts[2:])) for c in columns), default=0)
        outside = sum(row["happenings"] for period, row in way.items() if period not in shown)
        more = f", {outside} outside the periods of the chart" if outside else ""
        count = sum(row["happenings"] for row in way.values())
        told = f"beside: {source}, imported, not counted with the above, on a scale of its own; {count} events{more}"
        parts.append(f'<p class="note">{clean(told)}</p>{strip_svg(f"{source}: {sides[0]} to {sides[1]}", columns, most)}')
    return "".join(parts)


def beside_column(period: str, row: Row | None) -> Column:
    """A period of imported events; it is a gap where the source has no event at all, whoever's."""
    if row is None or not row["covered"]:
        return Column(period, (0, 0, 0, 0), 0, f"{period}: the source has no event of this period")
    counts = (row["verbal_cooperation"], row["material_cooperation"], row["verbal_conflict"], row["material_conflict"])
    words = f"cooperation {counts[0]} verbal, {counts[1]} material; conflict {counts[2]} verbal, {counts[3]} material"
    return Column(period, counts, 1, f"{period}: {words}")


def beside_html(sources: dict[str, list[Row]], latest: Sequence[Row]) -> str:
    """Imported events beside the series, which are never counted with it: their figures, and the latest of them."""
    parts = []
    for source, rows in sources.items():
        shown = [[clean("" if row[key] is None else str(row[key])) for key, _ in BESIDE] for row in rows if row["happenings"]]
        figures = table_html([head for _, head in BESIDE], shown)
        parts.append(f"<h2>Imported from {clean(source)}, not counted with the above</h2>")
        parts.append(f"<details><summary>The figures, periods with none left out</summary>{figures}</details>")
        parts.append(list_html([imported_html(row) for row in latest if row["data"] == source]))
    return "".join(parts)


def imported_html(row: Row) -> str:
    """An imported event: it has no passage of ours, so the source's own codes and the line of its file stand for it."""
    sides = sides_words(row["actor_names"], row["recipient_names"], row["type"], row["modality"])
    told = [row["text"] or "", f"CAMEO {row['cameo']}" if row["cameo"] else "", row["mode"] or "", row["place"] or ""]
    where = [row["outlet"] or "", row["url"] or "", row["why"], row["id"]]
    return (
        f"<b>{clean(row['date'])}</b> {clean(sides)} <b>{clean(row['type'] or 'of no type of ours')}</b> "
        f"{clean(' · '.join(short(part, 120) for part in told if part))}"
        f'<span class="where">{clean(" · ".join(short(part, 120) for part in where if part))}</span>'
    )


def table_html(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; its cells are escaped already."""
    if not rows:
        return '<p class="none">None.</p>'
    head = "".join(f"<th>{clean(name)}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def turns_html(form: Form) -> str:
    """Turning points, each with what is behind it."""
    if not form["turns"]:
        return f'<h2>Turning points</h2><p class="none">None: {clean(form["no_turns"])}.</p>'
    parts = ["<h2>Turning points</h2>"]
    for turn in form["turns"]:
        before, after = turn["before"], turn["after"]
        told = "; ".join(
            f"{sign}: {before[sign]} on {before['pages']} pages before, {after[sign]} on {after['pages']} after "
            f"({before[f'{sign}_per_100_pages']:g} → {after[f'{sign}_per_100_pages']:g} a hundred pages)"
            for sign in ("cooperation", "conflict")
        )
        parts.append(f'<h3>{clean(turn["period"])}: {clean(turn["what"])}</h3><p class="note">{clean(told)}</p>')
        parts.append(happenings_html(turn["happenings"]) + (statements_html(turn["statements"]) if turn["statements"] else ""))
    return "".join(parts)


def happenings_html(rows: Sequence[Row]) -> str:
    """Happenings as a list."""
    return list_html([happening_html(row) for row in rows])


def happening_html(row: Row) -> str:
    """A happening."""
    sides = sides_words(row["actors"], row["recipients"], row["type"], row["whether"])
    by = f" according to {clean(names(row['according_to']))}" if row["according_to"] else ""
    disputed = ' <span class="chip">somebody denies it</span>' if row.get("disputed") else ""
    return (
        f"<b>{clean(row['day'] or 'day unknown')}</b> {clean(sides)} <b>{clean(row['type'])}</b> "
        f"{whether_html(row['whether'])}{disputed}{by}"
        f"<br>“{clean(short(row['text'], 320))}”{where_html(row, count_words(row['pages']), row['id'])}"
    )


def count_words(pages: int) -> str:
    """How many pages tell something."""
    return "told by one page" if pages == 1 else f"told by {pages} pages"


def whether_html(whether: str) -> str:
    """What became of something."""
    return f'<span class="chip m-{clean(whether)}">{clean(MODALITY.get(whether, whether))}</span>'


def statements_html(rows: Sequence[Row]) -> str:
    """Statements as a list."""
    return list_html([statement_html(row) for row in rows])


def statement_html(row: Row) -> str:
    """A statement."""
    to = f" to {clean(row['addressee'])}" if row["addressee"] else ""
    via = f" through {clean(row['via'])}" if row["via"] else ""
    return (
        f"<b>{clean(row['day'] or 'day unknown')}</b> {clean(row['speaker'] or 'somebody')} "
        f'<span class="chip">{clean(row["act"])}</span>{to}{via}: “{clean(short(row["text"], 420))}”{where_html(row, "", row["id"])}'
    )


def claims_html(rows: Sequence[Row]) -> str:
    """Claims about a relation as a list."""
    return list_html([
        f"<b>{clean(row['day'] or 'day unknown')}</b> {clean(row['by'] or row['outlet'] or 'the page')}, of "
        f"{clean(names(row['between'], ' and '))} "
        f'<span class="chip">{clean(DIRECTION.get(row["direction"] or "", "no direction"))}</span>: '
        f'“{clean(short(row["text"], 420))}”{where_html(row, "", row["id"])}'
        for row in rows
    ])  # fmt: skip


def list_html(items: Sequence[str]) -> str:
    """A list, or a word that there is nothing."""
    inside = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="told">{inside}</ul>' if items else '<p class="none">None.</p>'


def where_html(row: Row, *more: str) -> str:
    """Where something stands: outlet, day of publication, headline, page and characters."""
    parts = [row["outlet"] or row["source"], row["published"] or "day unknown", row.get("title") or ""]
    parts += [f"page {row['page'][:10]}, {row['start']}–{row['end']}", *more]
    return f'<span class="where">{clean(" · ".join(short(part, 120) for part in parts if part))}</span>'


def names(of: Sequence[str], joint: str = ", ") -> str:
    """Several names in one."""
    return joint.join(of)


def whom_html(rows: Sequence[Row]) -> str:
    """Who acted towards whom."""
    body = [[clean(str(row[key])) for key in ("actor_name", "recipient_name", "happenings", "cooperation", "conflict")] for row in rows]
    return table_html(("who", "to whom", "happenings", "cooperation", "conflict"), body)


def actor_report(form: Form) -> tuple[str, str]:
    """An actor."""
    title, told = form["party"]["name"], form["coverage"]
    first, last = told["first"] or "day unknown", told["last"] or "day unknown"
    notes = [f"On {told['pages']} of {told['pages_kept']} pages kept, published from {first} to {last}. {gaps_words(told)}", COUNTED]
    bars = [(short(row["name"], 44), row["cooperation"], row["conflict"]) for row in form["partners"]]
    known = [
        [clean(row["name"]), clean(row["role"] or row["kind"] or ""), clean(row["country"] or ""), clean(", ".join(row["aliases"] or ())),
         str(row["pages"]), clean(row["id"])]
        for row in form["known_as"]
    ]  # fmt: skip
    body = (
        head_html(title, ", ".join(form["party"]["wanted"]) + days_words(form["asked"]), notes)
        + "<h2>Whom it deals with most</h2>"
        + '<p class="note">Happenings done, either way: conflict to the left, cooperation to the right.</p>'
        + bars_svg("partners", bars)
        + f"<h2>Latest happenings</h2><p class=\"note\">{clean(PAGES_SHOWN)}</p>{happenings_html(form['happenings'])}"
        + f'<div class="sides"><div><h2>What it said</h2>{statements_html(form["said"])}</div>'
        + f"<div><h2>What others said of it</h2>{statements_html(form['said_of'])}</div></div>"
        + f"<h2>As pages know it</h2>{table_html(('name', 'role', 'country', 'also', 'pages', 'id'), known)}"
    )
    return title, body


def gaps_words(told: Row) -> str:
    """In how many months no page is about an actor, so that an empty month is not read as peace."""
    return f"{told['months_without_pages']} of {told['months']} months have no page about it, and nothing can be said of these."


COUNTED = "Counted are happenings told as done or going on, each once however many pages tell it; copies add nothing."

AGREED = {"called": "the type", "who": "who did it", "to whom": "to whom", "between": "between whom", "number": "how many",
          "when": "the day", "whether": "whether it happened",
          "said": "what was said"}  # fmt: skip


def happening_report(form: Form) -> tuple[str, str]:
    """A happening in its versions."""
    title = f"{form['type']}, {form['day'] or 'day unknown'}"
    below = f"{count_words(form['pages'])}, whichever sides these name; {len(form['versions'])} tellings, {len(form['copies'])} copies"
    agree = [[clean(AGREED.get(row["what"]) or row["what"]), clean(row["value"])] for row in form["agree"]]
    parts = [head_html(title, below, []), f"<h2>Versions side by side</h2>{happenings_html(form['versions'])}"]
    parts.append(f"<h2>What all pages agree on</h2>{table_html(('what', 'as all have it'), agree)}")
    parts.append('<h2>Where two part</h2><p class="note">Found by rule; of three one is a slip of reading, so read both passages.</p>')
    parts.append(list_html([difference_html(row) for row in form["differ"]]))
    if form["said"]:
        parts.append(
            f"<h2>What was said in it and on it that day, and who tells that</h2>{list_html([said_html(row) for row in form['said']])}"
        )
    parts.append(f"<h2>What one page tells and none of the others, as far as they were read</h2>{happenings_html(form['alone'])}")
    copies = [
        [clean(row["outlet"] or row["source"]), clean(row["published"] or ""), clean(row["kind"]), clean(short(row["title"] or "", 90)),
         clean(f"{row['page'][:10]} of {row['original'][:10]}")]
        for row in form["copies"]
    ]  # fmt: skip
    parts.append(f"<h2>Copies, not counted</h2>{table_html(('outlet', 'published', 'kind', 'headline', 'page'), copies)}")
    return title, "".join(parts)


def said_html(row: Row) -> str:
    """A saying in a meeting: as each page has it, and which pages do not."""
    told = "<br>".join(f"{clean(side['speaker'])}: “{clean(short(side['text'], 320))}”{where_html(side)}" for side in row["tells"])
    missing = f'<br><span class="note">not told by {clean(", ".join(row["missing"]))}</span>' if row["missing"] else ""
    return f"{told}{missing}"


def difference_html(row: Row) -> str:
    """Where two tellings part, with both passages."""
    told = "".join(
        f"<br>{clean(side['value'])}: “{clean(short(side['text'], 220))}”{where_html(side)}" for side in (row["one"], row["other"])
    )
    what: str = row["what"]
    return f"<b>{clean(AGREED.get(what, what))}</b>{told}"


def ask_report(form: Form) -> tuple[str, str]:
    """Events that fit a question."""
    rows = form["events"]
    months: dict[str, list[int]] = {}
    for row in rows:
        if row["modality"] in ("done", "ongoing") and row["class"] and len(row["date"] or "") >= len("2024-04"):
            months.setdefault(row["date"][:7], [0, 0, 0, 0])[CLASSES.index(row["class"].replace(" ", "_"))] += 1
    columns = [Column(month, (c[0], c[1], c[2], c[3]), 1, f"{month}: {sum(c)} events told as done") for month, c in sorted(months.items())]
    most = max((max(sum(c.counts[:2]), sum(c.counts[2:])) for c in columns), default=0)
    notes = [
        "Every telling is shown: what five pages tell is here five times. Only months with events are in the chart: "
        "one that is left out may have no page at all, and is no peace (dragoman relation tells which are covered)."
    ]
    if form["limit"] and len(rows) >= form["limit"]:
        notes.append(f"Only the latest {form['limit']} are here: there may be more (--limit 0 for all).")
    chart = strip_svg("events by month", columns, most) + LEGEND.replace(": nothing can be said", "") if columns else ""
    told = [{**row, "day": row["date"], "whether": row["modality"], "pages": 1, "actors": row["actor_names"],
             "recipients": row["recipient_names"], "according_to": row["according_to_names"]} for row in rows]  # fmt: skip
    return "Events", head_html("Events", form["asked"], notes) + chart + happenings_html(told)


def said_done_report(form: Form) -> tuple[str, str]:
    """Threats, plans and demands, and what became of them."""
    asked, counts = form["asked"], form["counts"]
    who = " to ".join(part for part in (asked["actor"] or "anybody", asked["recipient"] or "anybody"))
    notes = [
        "; ".join(f"{outcome}: {count}" for outcome, count in counts.items()) + f". Shown are the latest {len(form['rows'])}.",
        "Done: an act of the same type by the same side towards the same side, told as done on a later day, or around the day "
        "that the saying tells; kin done: one of a kin type. "
        "Not found: none on the pages about both that were kept. No coverage: no page about both was kept, so nothing can be said. "
        "Open: the time is not over by the latest page.",
    ]
    items = [saying_html(row) for row in form["rows"]]
    title = "Said, then done?"
    return title, head_html(title, f"{who}, within {asked['within']} days{days_words(asked)}", notes) + list_html(items)


def saying_html(row: Row) -> str:
    """A saying with its outcome and both passages."""
    sides = sides_words(row["said_actors"], row["said_recipients"], row["said_type"], row["what"])
    said = {key.removeprefix("said_"): value for key, value in row.items() if key.startswith("said_")}
    text = (
        f"<b>{clean(row['said'])}</b> {clean(sides)} <b>{clean(row['said_type'])}</b> {whether_html(row['what'])}: "
        f"<b>{clean(row['outcome'])}</b> ({row['pages_about_both']} pages about both in the time)"
        f"<br>“{clean(short(row['said_text'], 260))}”{where_html(said)}"
        f'<p class="note">{clean(row["why"])}</p>'
    )
    if row["done_text"] is None:
        return text
    done = {key.removeprefix("done_"): value for key, value in row.items() if key.startswith("done_")}
    when = f"{row['done_day']}, {row['after_days']} days later: {row['done_type']}"
    return f"{text}→ {clean(when)} “{clean(short(row['done_text'], 260))}”{where_html(done)}"


REPORTS: dict[str, Callable[[Form], tuple[str, str]]] = {
    "relation": relation_report,
    "actor": actor_report,
    "happening": happening_report,
    "ask": ask_report,
    "said_done": said_done_report,
}
