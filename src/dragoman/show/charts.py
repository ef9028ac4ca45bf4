"""Charts as SVG, drawn here: no script, nothing loaded, the same on paper, on a phone and in a mail. Looks are classes of
``report_style``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.show.marks import clean

WIDTH, LEFT = 960, 40
"""The width of a chart in its own units, and the room for figures at its left."""

STRIP = 86
"""The height of each half of a strip, above and below its line."""

CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


@dataclass(frozen=True, slots=True)
class Column:
    """One period of a strip: its name, the counts of the four classes, the pages that cover it, and words for who points at it."""

    name: str
    counts: tuple[int, int, int, int]
    pages: int
    words: str
    turns: bool = False


def strip_svg(title: str, columns: Sequence[Column], most: int) -> str:
    """Periods side by side: cooperation upwards, conflict downwards, what was not covered hatched; ``most`` is the height of the scale."""
    if not columns:
        return ""
    step, height = (WIDTH - LEFT) / len(columns), 2 * STRIP + 16
    parts = [
        f'<text class="cx" x="{LEFT - 6}" y="12">{most}</text><text class="cx" x="{LEFT - 6}" y="{STRIP + 4}">0</text>'
        f'<text class="cx" x="{LEFT - 6}" y="{2 * STRIP}">{most}</text>'
    ]
    for number, column in enumerate(columns):
        parts.append(column_svg(column, LEFT + number * step, step, max(most, 1)))
    parts.append(f'<line class="axis" x1="{LEFT}" x2="{WIDTH}" y1="{STRIP}" y2="{STRIP}"/>{names_svg(columns, step, 2 * STRIP + 13)}')
    return frame(title, height, "".join(parts))


def column_svg(column: Column, x: float, step: float, most: int) -> str:
    """One period."""
    width, scale = max(step * 0.8, 0.8), (STRIP - 4) / most
    parts = []
    if not column.pages:
        parts.append(f'<rect class="gap" x="{x:.1f}" y="0" width="{step:.2f}" height="{2 * STRIP}"/>')
    if column.turns:
        parts.append(f'<line class="turn" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{2 * STRIP}"/>')
    for signs, grows in (((1, 0), -1), ((3, 2), 1)):
        at = float(STRIP)
        for sign in signs:
            tall = column.counts[sign] * scale
            if tall:
                top = at - tall if grows < 0 else at
                parts.append(f'<rect class="q{sign}" x="{x + step * 0.1:.1f}" y="{top:.1f}" width="{width:.2f}" height="{tall:.1f}"/>')
                at += grows * tall
    parts.append(
        f'<rect class="touch" x="{x:.1f}" y="0" width="{step:.2f}" height="{2 * STRIP}"><title>{clean(column.words)}</title></rect>'
    )
    return "".join(parts)


def coverage_svg(title: str, columns: Sequence[Column]) -> str:
    """The pages that cover each period, in grey."""
    if not columns:
        return ""
    step, tall, most = (WIDTH - LEFT) / len(columns), 44, max(max(column.pages for column in columns), 1)
    parts = [f'<text class="cx" x="{LEFT - 6}" y="12">{most}</text>']
    for number, column in enumerate(columns):
        high, x = tall * column.pages / most, LEFT + number * step
        mark = "" if column.pages else f'<rect class="gap" x="{x:.1f}" y="0" width="{step:.2f}" height="{tall}"/>'
        bar = f'<rect class="cover" x="{x + step * 0.1:.1f}" y="{tall - high:.1f}" width="{max(step * 0.8, 0.8):.2f}" height="{high:.1f}"/>'
        touch = f'<rect class="touch" x="{x:.1f}" y="0" width="{step:.2f}" height="{tall}"><title>'
        parts.append(f"{mark}{bar}{touch}{clean(column.name)}: {column.pages} pages</title></rect>")
    return frame(title, tall + 16, "".join(parts) + names_svg(columns, step, tall + 13))


def names_svg(columns: Sequence[Column], step: float, y: float) -> str:
    """The names of some periods, as many as there is room for."""
    every = max(1, -(-len(columns) * 62 // (WIDTH - LEFT)))
    return "".join(
        f'<text class="ct" x="{LEFT + number * step:.1f}" y="{y:.0f}">{clean(column.name)}</text>'
        for number, column in enumerate(columns)
        if number % every == 0 and LEFT + number * step < WIDTH - 40
    )


def bars_svg(title: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """Lying bars: a name, its cooperation to the right, its conflict to the left."""
    if not rows:
        return ""
    most = max(max(row[1], row[2]) for row in rows) or 1
    middle, scale = 590, 320 / most
    parts = []
    for number, (name, cooperation, conflict) in enumerate(rows):
        y, worse, better = number * 26, conflict * scale, cooperation * scale
        parts.append(
            f'<text class="cn" x="0" y="{y + 17}">{clean(name)}</text>'
            f'<rect class="q3" x="{middle - worse:.1f}" y="{y + 5}" width="{worse:.1f}" height="16"/>'
            f'<rect class="q1" x="{middle}" y="{y + 5}" width="{better:.1f}" height="16"/>'
            f'<text class="cx" x="{middle - worse - 5:.1f}" y="{y + 17}">{conflict or ""}</text>'
            f'<text class="ct" x="{middle + better + 5:.1f}" y="{y + 17}">{cooperation or ""}</text>'
        )
    return frame(title, 26 * len(rows) + 4, "".join(parts))


def frame(title: str, height: float, inside: str) -> str:
    """A drawing with its name for who cannot see it."""
    name = clean(title)
    return f'<svg class="chart" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{name}"><title>{name}</title>{inside}</svg>'
