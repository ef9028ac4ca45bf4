"""Pages that are no news stories (corpus/others): forum threads, shops, recipes, notices and the like, for the labeller alone.

They have kinds of lines and no events. ``read_others`` reads them, ``exchange`` gives one page the head and foot of another, and
``as_html`` writes one as the markup of an invented site, in the manners in which such sites are built.
"""

import html
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.model import STORY_KINDS
from training.surroundings import Labelled

HERE = Path(__file__).resolve().parents[1] / "corpus" / "others"
SIGNS = {"#": "title", "##": "heading", "=": "deck", "^": "caption", ">": "quote", "~": "boilerplate"}
ASIDES = frozenset(("topics", "byline", "dateline", "credit", "related"))
PARTS, FORMS = frozenset(("train", "dev")), frozenset(("html", "flat"))
BULLET = "* "
FEWEST = 3
"""Lines of boilerplate in a row that a site sets as a list."""


@dataclass(frozen=True, slots=True)
class Other:
    """A page that is no news story: its name, what it is, its form (``html`` or ``flat``), its part, and its lines with their kinds."""

    name: str
    genre: str
    form: str
    part: str
    lines: tuple[tuple[str, str], ...]

    @property
    def labelled(self) -> Labelled:
        """The page as lines with their kinds, the marks of a list left out."""
        return Labelled(self.name, tuple((text.removeprefix(BULLET), kind) for text, kind in self.lines))


def read_others(part: str | None = None, folder: Path = HERE) -> list[Other]:
    """The pages of a part, or all; ``ValueError`` names the file and line of what is not in the notation."""
    pages = [page for path in sorted(folder.glob("*.pages")) for page in read_file(path)]
    return [page for page in pages if part in (None, page.part)]


def read_file(path: Path) -> list[Other]:
    """The pages of a file."""
    pages: list[tuple[list[str], list[tuple[str, str]]]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("=== "):
            head = [word.strip() for word in line[4:].split("|")]
            if len(head) != len(Other.__slots__) - 1 or head[2] not in FORMS or head[3] not in PARTS:
                raise ValueError(f"{path.name}:{number}: write === name | genre | html or flat | train or dev")
            pages.append((head, []))
        elif not pages or not line.strip():
            raise ValueError(f"{path.name}:{number}: a line of a page is wanted, and an empty one is none")
        else:
            pages[-1][1].append(read_line(line))
    return [Other(*head, tuple(lines)) for head, lines in pages]


def read_line(line: str) -> tuple[str, str]:
    """The text of a line and its kind, by its sign; what has none is a paragraph."""
    sign, _, text = line.partition(" ")
    if sign[:1] == "~" and sign[1:] in ASIDES and text:
        return text.strip(), sign[1:]
    return (text.strip(), SIGNS[sign]) if sign in SIGNS and text else (line.strip(), "paragraph")


def ends_of(lines: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Where the part that is no foot and no head begins, and after its end: from the first line of the story to the last."""
    told = [i for i, (_, kind) in enumerate(lines) if kind in STORY_KINDS]
    return (told[0], told[-1] + 1) if told else (0, len(lines))


def exchange(page: Labelled, others: Sequence[Labelled], choose: random.Random) -> Labelled:
    """The page with the head of another page, the foot of a third, or both together with its own."""
    first, last = ends_of(page.lines)
    head, foot = list(page.lines[:first]), list(page.lines[last:])
    above, below = choose.choice(others), choose.choice(others)
    theirs = above.lines[: ends_of(above.lines)[0]], below.lines[ends_of(below.lines)[1] :]
    head = [*theirs[0], *head] if choose.random() < 0.4 else list(theirs[0])
    foot = [*foot, *theirs[1]] if choose.random() < 0.6 else list(theirs[1])
    return Labelled(page.name, (*head, *page.lines[first:last], *foot))


TAGS = {
    "title": ("h1", ""), "heading": ("h2", ""), "deck": ("p", "intro"), "caption": ("figcaption", ""), "quote": ("blockquote", ""),
    "topics": ("div", "path"), "byline": ("span", "who"), "dateline": ("span", "when"), "credit": ("small", "by"), "paragraph": ("p", ""),
}  # fmt: skip
"""How a site sets each kind: element and class."""


def as_html(page: Other, seed: int) -> str:
    """The page as markup: elements of meaning, or nothing but ``div``; its head, foot and boxes in elements of their own."""
    choose = random.Random(f"{page.name} {seed}")
    plain = choose.random() < 0.3
    first, last = ends_of(page.lines)
    title = next((text for text, kind in page.lines if kind == "title"), page.name)
    names = ("div", "div", "div") if plain else ("header", choose.choice(("main", "article", "div")), "footer")
    parts = (page.lines[:first], page.lines[first:last], page.lines[last:])
    body = "\n".join(
        f'<{tag} class="{"abc"[i] if plain else ("top", "content", "bottom")[i]}">\n{written(lines, plain=plain)}\n</{tag}>'
        for i, (tag, lines) in enumerate(zip(names, parts, strict=True))
    )
    head = f"<head><meta charset='utf-8'><title>{html.escape(title)}</title></head>"
    return f"<!doctype html>\n<html>{head}\n<body>\n{body}\n</body></html>\n"


def written(lines: Sequence[tuple[str, str]], *, plain: bool) -> str:
    """Lines as markup: boilerplate in a row and links to other pages as lists, words set with bullets too."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and group_of(lines[end]) == group_of(lines[at]):
            end += 1
        out.append(block(lines[at:end], plain=plain))
        at = end
    return "\n".join(out)


def group_of(line: tuple[str, str]) -> str:
    """What lines that stand in one list have in common."""
    return "bullet" if line[0].startswith(BULLET) else line[1]


def block(lines: Sequence[tuple[str, str]], *, plain: bool) -> str:
    """The markup of lines of one kind."""
    group = group_of(lines[0])
    texts = [html.escape(text.removeprefix(BULLET)) for text, _ in lines]
    if group == "bullet":
        return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"
    if group == "related" or (group == "boilerplate" and len(lines) >= FEWEST):
        items = "".join(f"<li><a href='#'>{text}</a></li>" if len(text.split()) < 9 else f"<li>{text}</li>" for text in texts)
        return f"<ul>{items}</ul>" if not plain else items.replace("<li>", "<div>").replace("</li>", "</div>")
    tag, name = TAGS.get(group, ("div", "box"))
    tag, name = ("div", "") if plain and tag not in ("h1", "p") else (tag, name)
    named = f' class="{name}"' if name else ""
    return "\n".join(f"<{tag}{named}>{text}</{tag}>" for text in texts)
