"""Pages and sentences of our corpus into training examples for the marks: who said what, and who did what to whom.

Words and trees are those that the package's own model finds; a mark is put on the word that heads the marked words. For each word:

- ``cues``: begin, inside or outside of a reporting cue; ``triggers``: the PLOVER type of the act that the word names, or none;
  ``modalities``: what became of that act.
- roles, each a choice among the words of the block, nobody, and somebody outside the block: ``content`` (of each word: the cue on which
  the innermost report of it hangs), ``source``, ``addressee`` and ``via`` (of a cue), ``actor`` and ``recipient`` (of a trigger).
"""

import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from dragoman.model import MODALITIES, STORY_KINDS, Article, Block, Page, Word
from dragoman.parse import load_parser
from dragoman.parse.marks import ABSENT, NOBODY, ROLES, TRIGGERS
from dragoman.parse.pieces import CLS, SEP, cut_pieces
from training.examples import EDGE_SHAPE, IGNORE, Example

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
sys.path.insert(0, str(CORPUS))

from expand import gold_of, split_of  # noqa: E402 - the corpus' tools are scripts beside it
from notation import NotationError, read_page  # noqa: E402
from sentences import read_sentences  # noqa: E402

Span = tuple[int, int]
LONGEST = 300
"""Most words of a block; longer ones are left out."""
STYLES = (
    ("“", "”", "‘", "’"),
    ('"', '"', "'", "'"),
    ("«", "»", "‹", "›"),
    ("„", "“", "‚", "‘"),
    ('"', '"', "‘", "’"),
    ("‘", "’", "“", "”"),
)
"""Marks for a quotation and for one inside it; every mark is one character, so that no place moves."""


@dataclass(slots=True)
class Marked:
    """A block with its words and what is marked on them; ``cues`` or ``triggers`` None where the data does not tell."""

    text: str
    words: list[Span]
    sentence: list[int]
    cues: list[int] | None = None
    triggers: list[int] | None = None
    modalities: dict[int, int] = field(default_factory=dict)
    roles: list[tuple[int, int, list[int]]] = field(default_factory=list)


def read_marked(parts: Iterable[str]) -> list[Marked]:
    """The blocks of the corpus' pages of the given parts (train, dev, test); its sentences belong to the training part."""
    wanted, parser = set(parts), load_parser()

    def words_of(text: str) -> tuple[Word, ...]:
        page = Page("", "", b"", text, "text")
        return parser.parse(Article(page, text, (Block("paragraph", 0, len(text)),))).words

    out: list[Marked] = []
    for path in sorted((CORPUS / "pages").glob("*.page")):
        try:
            page = read_page(path)
            gold = gold_of(page)
        except NotationError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        if split_of(page.facts["group"]) in wanted:
            story = [b for b in page.blocks if b.kind in STORY_KINDS]
            out += [mark_block(words_of(b.text), b.text, b.start, gold) for b in story]
    if "train" in wanted:
        rows = [row for path in sorted((CORPUS / "sentences").glob("*.sent")) for row in read_sentences(path)]
        out += [mark_sentence(words_of(row["text"]), row) for row in rows]
    return [m for m in out if 0 < len(m.words) <= LONGEST]


def inside(words: tuple[Word, ...], span: Span) -> list[int]:
    """The words that a span touches."""
    return [w.index for w in words if w.start < span[1] and span[0] < w.end]


def head_of(words: tuple[Word, ...], span: Span) -> int | None:
    """The word that heads a stretch: the first whose own head lies outside it, marks of punctuation last."""
    found = inside(words, span)
    tops = [i for i in found if words[i].head not in found]
    solid = [i for i in tops if words[i].upos not in ("PUNCT", "AUX", "PART")] or tops
    return solid[0] if solid else None


def mark_block(words: tuple[Word, ...], text: str, offset: int, gold: dict[str, Any]) -> Marked:
    """The marks of one block of a page that starts at ``offset``."""

    def local(span: Span) -> Span | None:
        return (span[0] - offset, span[1] - offset) if offset <= span[0] < offset + len(text) else None

    places = {a["name"]: [p for p in (local(s) for s in a["at"]) if p] for a in gold["actors"]}
    marked = blank(words, text)
    marked.cues, marked.triggers = [0] * len(words), [0] * len(words)
    scene = Scene(marked, words, local, places)
    mark_statements(scene, gold["statements"])
    for event in gold["events"]:
        mark_event(scene, event)
    return marked


@dataclass(frozen=True, slots=True)
class Scene:
    """A block while it is being marked: its words, how the page's places turn into its own, and where it names each actor."""

    marked: Marked
    words: tuple[Word, ...]
    local: Callable[[Span], Span | None]
    places: dict[str, list[Span]]


def blank(words: tuple[Word, ...], text: str) -> Marked:
    """A block with nothing marked."""
    return Marked(text, [(w.start, w.end) for w in words], [w.sentence for w in words])


def mark_statements(scene: Scene, statements: list[dict[str, Any]]) -> None:
    """Cues, what hangs on them, and their sides."""
    marked, words, local = scene.marked, scene.words, scene.local
    owner: dict[int, tuple[int, int]] = {}
    sides: dict[tuple[int, int], list[int]] = {}
    for s in statements:
        cue = local(s["at"]["cue"]) if s["at"]["cue"] else None
        anchor = head_of(words, cue) if cue else None
        spans = [p for p in (local(c) for c in s["at"]["content"]) if p]
        size = sum(e - b for b, e in s["at"]["content"])
        for i in (i for p in spans for i in inside(words, p)):
            if i not in owner or size < owner[i][0]:
                owner[i] = (size, ABSENT if anchor is None else anchor + 2)
        if cue is None or anchor is None:
            continue
        for k, i in enumerate(inside(words, cue)):
            marked.cues[i] = marked.cues[i] or (1 if k == 0 else 2)  # type: ignore[index]
        source = local(s["at"]["speaker"]) if s["at"]["speaker"] else None
        add(sides, ("source", anchor), [head_of(words, source)] if source else [ABSENT - 2] if s["at"]["speaker"] else [])
        add(sides, ("addressee", anchor), nearest(scene, anchor, s["addressee"]))
        add(sides, ("via", anchor), nearest(scene, anchor, s["via"]))
    marked.roles += [(ROLES.index("content"), i, [owner[i][1] if i in owner else NOBODY]) for i in range(len(words))]
    marked.roles += [(ROLES.index(role), anchor, columns or [NOBODY]) for (role, anchor), columns in sides.items()]


def add(sides: dict[Any, list[int]], key: Any, found: list[int | None]) -> None:  # noqa: ANN401 - (role, anchor)
    """Note the columns of a side; words count from column 2."""
    columns = sides.setdefault(key, [])
    columns += [i + 2 for i in found if i is not None and i + 2 not in columns]


def nearest(scene: Scene, anchor: int, name: str | None) -> list[int | None]:
    """The head of the mention of somebody that lies nearest to a word; outside where the block does not name him, none for nobody."""
    if name is None:
        return []
    words, text = scene.words, scene.marked.text
    spans = scene.places.get(name)
    if spans is None:
        at = text.find(name)
        spans = [(at, at + len(name))] if at >= 0 else []
    heads = [h for h in (head_of(words, s) for s in spans) if h is not None]
    if not heads:
        return [ABSENT - 2]
    mine = words[anchor].sentence
    return [min(heads, key=lambda h: (words[h].sentence != mine, abs(h - anchor)))]


def mark_event(scene: Scene, event: dict[str, Any]) -> None:
    """The trigger of an act, its type, its modality and its sides."""
    marked, span = scene.marked, scene.local(event["at"]["trigger"])
    anchor = head_of(scene.words, span) if span else None
    if anchor is None or marked.triggers is None or marked.triggers[anchor] > 0:
        return
    marked.triggers[anchor] = TRIGGERS.index(event["type"])
    marked.modalities[anchor] = MODALITIES.index(event["modality"])
    for role in ("actor", "recipient"):
        columns: dict[Any, list[int]] = {}
        for name in event[role]:
            add(columns, role, nearest(scene, anchor, name))
        marked.roles.append((ROLES.index(role), anchor, columns.get(role) or [NOBODY]))


def mark_sentence(words: tuple[Word, ...], row: dict[str, Any]) -> Marked:
    """The marks of a single sentence; what is said in it is not marked."""
    marked = blank(words, row["text"])
    marked.triggers = [0 if row["all_marked"] or row["negative"] else IGNORE] * len(words)
    for event in row["events"]:
        anchor = head_of(words, event["at"]["trigger"])
        if anchor is None or marked.triggers[anchor] > 0:
            continue
        marked.triggers[anchor] = TRIGGERS.index(event["type"])
        marked.modalities[anchor] = MODALITIES.index(event["modality"])
        for role in ("actor", "recipient"):
            head = head_of(words, event["at"][role]) if event["at"][role] else None
            marked.roles.append((ROLES.index(role), anchor, [NOBODY if head is None else head + 2]))
    return marked


def restyle(text: str, dice: random.Random) -> str:
    """The same text with other quotation marks, or none; no place moves. Apostrophes stay."""
    style = dice.choice(STYLES)
    table = dict(zip("“”‘’", style, strict=True))
    out = [
        table.get(c, c) if not (c in "’'" and k and text[k - 1].isalnum() and text[k + 1 : k + 2].isalnum()) else c
        for k, c in enumerate(text)
    ]
    return "".join(out)


def make_marked(marked: Marked, tokenizer: Tokenizer, dice: random.Random | None) -> Example | None:
    """An example of one block; with ``dice``, its marks of quotation are varied now and then."""
    text = restyle(marked.text, dice) if dice is not None and dice.random() < 0.3 else marked.text
    pieces = cut_pieces(tokenizer, text)
    if not len(pieces.ids) or len(pieces.ids) > 400:
        return None
    at = {int(s): i for i, s in enumerate(pieces.starts)}
    inner = [0] * (len(text) + 1)
    for i, (s, e) in enumerate(zip(pieces.starts, pieces.ends, strict=True)):
        inner[int(s) : int(e)] = [i] * int(e - s)
    first = [at.get(s, inner[s]) for s, _ in marked.words]
    last = [max(f, inner[e - 1]) for f, (_, e) in zip(first, marked.words, strict=True)]
    n = len(first)
    columns = {key: [IGNORE] * n for key in ("heads", "relations", "xpos", "morphs", "lemmas", "names")}
    columns["cues"] = marked.cues or [IGNORE] * n
    columns["triggers"] = marked.triggers or [IGNORE] * n
    columns["modalities"] = [marked.modalities.get(i, IGNORE) for i in range(n)]
    return Example(
        [CLS, *pieces.ids.tolist(), SEP], [EDGE_SHAPE, *pieces.shapes.tolist(), EDGE_SHAPE], [IGNORE] * (len(pieces.ids) + 2),
        [f + 1 for f in first], [x + 1 for x in last], marked.sentence, columns, marked.roles,
    )  # fmt: skip


def marked_examples(blocks: list[Marked], tokenizer: Tokenizer, dice: random.Random) -> Iterator[Example]:
    """One pass over the marked blocks, in random order."""
    for block in dice.sample(blocks, len(blocks)):
        example = make_marked(block, tokenizer, dice)
        if example is not None:
            yield example
