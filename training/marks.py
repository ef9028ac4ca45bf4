"""Pages and sentences of our corpus into training examples for the marks: who said what, and who did what to whom.

Words and trees are those that the package's own model finds; a mark is put on the word that heads the marked words. For each word:

- ``cues``: begin, inside or outside of a reporting cue; ``triggers``: the PLOVER type of the act that the word names, or none;
  ``modalities``: what became of that act; ``claims``: whether it stands in a claim about a relation.
- roles, each a choice among the words of the window, nobody, and somebody outside the window: ``content`` (of each word: the cue on
  which the innermost report of it hangs), ``source``, ``addressee`` and ``via`` (of a cue), ``actor`` and ``recipient`` (of a trigger),
  ``antecedent`` (of a mention: an earlier mention of the same), ``state`` (of a mention: a mention of the state or body it belongs to),
  ``when`` (of a cue or trigger: the time expression that tells its day; nobody: no day is told; outside: the day of the page).

A page is marked whole and cut into windows of neighbouring blocks anew in every pass, as the parser reads it.
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
from training.examples import EDGE_SHAPE, IGNORE, NAMES, Example, Role
from training.restage import recast, rename, restage, surnames

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
sys.path.insert(0, str(CORPUS))

from expand import gold_of, split_of  # noqa: E402 - the corpus' tools are scripts beside it
from notation import NotationError, read_page  # noqa: E402
from sentences import read_sentences  # noqa: E402

Span = tuple[int, int]
Group = tuple[int, ...]
MOST_PIECES = 430
"""Longest example; the parser's windows hold 400 pieces."""
ROOMS = (60, 130, 280, 280)
"""Words of a window, chosen anew for every page in every pass."""
MOST_CHOICES = 8
"""Most mentions of one actor that count as right for one role: those nearest."""
MASK, HIDDEN = 103, 0.1
"""The piece that stands for a hidden one in MiniLM's vocabulary, and how many are hidden in three of ten examples."""
RESTAGED = 0.6
"""How many pages of a pass are played by other parties."""
STYLES = (
    ("“", "”", "‘", "’"),
    ('"', '"', "'", "'"),
    ("«", "»", "‹", "›"),
    ("„", "“", "‚", "‘"),
    ('"', '"', "‘", "’"),
    ("‘", "’", "“", "”"),
)
"""Marks for a quotation and for one inside it; every mark is one character, so that no place moves."""
NAME_TAGS = {"person": "PER", "organisation": "ORG", "government": "ORG", "group": "ORG", "outlet": "ORG", "state": "LOC", "place": "LOC"}
PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ud",
        "bin",
        "ibn",
        "abu",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ten",
        "of",
        "for",
        "the",
        "and",
        "on",
        "in",
        "et",
    ]
)
"""Words of names that may stand without a capital."""
MOST_NAME = 8
"""Most words of a name."""
BODIES = ("state", "organisation")
"""Kinds of actors to which others belong."""


@dataclass(slots=True)
class Marked:
    """A page's story, or a sentence, with its words and what is marked on them; None where the data does not tell.

    ``blocks`` are the spans of the text's blocks as (first word, one past the last). A role has for each party the words that name him,
    any of which is right; ``(NOBODY - 2,)`` says that there is none, ``(ABSENT - 2,)`` that the text does not name him.
    """

    text: str
    words: list[Span]
    sentence: list[int]
    blocks: list[tuple[int, int]]
    tokens: tuple[Word, ...] = ()
    cues: list[int] | None = None
    triggers: list[int] | None = None
    claims: list[int] | None = None
    names: list[int] | None = None
    modalities: dict[int, int] = field(default_factory=dict)
    roles: list[tuple[int, int, list[Group]]] = field(default_factory=list)
    pairs: list[tuple[int, int, int]] = field(default_factory=list)


WHEN = ROLES.index("when")
SIDES = (ROLES.index("actor"), ROLES.index("recipient"))
MOST_PARTIES, STRANGERS = 12, 3
"""Parties of a sentence that are looked at, and pairs without an act for each pair with one."""
NONE: list[Group] = [(NOBODY - 2,)]
ELSEWHERE: list[Group] = [(ABSENT - 2,)]


def read_marked(parts: Iterable[str]) -> list[Marked]:
    """The stories of the corpus' pages of the given parts (train, dev, test); its sentences belong to the training part."""
    wanted, parser = set(parts), load_parser()

    def words_of(text: str, blocks: list[Span]) -> tuple[Word, ...]:
        page = Page("", "", b"", text, "text")
        return parser.parse(Article(page, text, tuple(Block("paragraph", *b) for b in blocks))).words

    out: list[Marked] = []
    for path in sorted((CORPUS / "pages").glob("*.page")):
        try:
            page = read_page(path)
            gold = gold_of(page)
        except NotationError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        if split_of(page.facts["group"], page.facts.get("part")) in wanted:
            story = Story([(b.start, b.text) for b in page.blocks if b.kind in STORY_KINDS and b.text.strip()])
            words = words_of(story.text, story.spans)
            if words:
                out.append(mark_page(words, story, gold))
    if "train" in wanted:
        rows = [row for path in sorted((CORPUS / "sentences").glob("*.sent")) for row in read_sentences(path)]
        out += [mark_sentence(words_of(row["text"], [(0, len(row["text"]))]), row) for row in rows]
    out = [m for m in out if m.words]
    for marked in out:
        marked.pairs = list(pairs_of(marked))
    return out


class Story:
    """The story blocks of a page as one text, a block a line, and where places of the page lie in it."""

    def __init__(self, blocks: list[tuple[int, str]]) -> None:
        """Join blocks, given as (place on the page, text)."""
        self.text, self.spans, self.places = "", [], []
        for place, text in blocks:
            self.text += "\n" if self.text else ""
            self.spans.append((len(self.text), len(self.text) + len(text)))
            self.places.append((place, place + len(text)))
            self.text += text

    def local(self, span: Span) -> Span | None:
        """A span of the page as a span of the story, None where it starts outside of it."""
        for (start, end), (here, _) in zip(self.places, self.spans, strict=True):
            if start <= span[0] < end:
                return span[0] - start + here, min(span[1], end) - start + here
        return None


def inside(words: tuple[Word, ...], span: Span) -> list[int]:
    """The words that a span touches."""
    return [w.index for w in words if w.start < span[1] and span[0] < w.end]


def head_of(words: tuple[Word, ...], span: Span) -> int | None:
    """The word that heads a stretch: the first whose own head lies outside it, marks of punctuation last."""
    found = inside(words, span)
    tops = [i for i in found if words[i].head not in found]
    solid = [i for i in tops if words[i].upos not in ("PUNCT", "AUX", "PART")] or tops
    return solid[0] if solid else None


@dataclass(frozen=True, slots=True)
class Scene:
    """A page while it is being marked: its words, where its places lie, and the words that head the mentions of each actor."""

    marked: Marked
    words: tuple[Word, ...]
    local: Callable[[Span], Span | None]
    mentions: dict[str, list[int]]
    times: dict[str, list[int]]
    published: str


def mark_page(words: tuple[Word, ...], story: Story, gold: dict[str, Any]) -> Marked:
    """The marks of the story of one page."""
    marked = blank(words, story.text, story.spans)
    marked.cues, marked.triggers, marked.claims = [0] * len(words), [0] * len(words), [0] * len(words)
    mentions = {a["name"]: find_mentions(words, story, a) for a in gold["actors"]}
    scene = Scene(marked, words, story.local, mentions, find_times(words, story, gold["times"]), gold["page"]["published"])
    mark_statements(scene, gold["statements"])
    for event in gold["events"]:
        mark_event(scene, event)
    mark_actors(scene, gold["actors"])
    marked.names = find_names(words, story, gold["actors"])
    for claim in gold["relation_claims"]:
        span = story.local(claim["at"])
        for i in inside(words, span) if span else ():
            marked.claims[i] = 1
    return marked


def find_mentions(words: tuple[Word, ...], story: Story, actor: dict[str, Any]) -> list[int]:
    """The words that head the marked mentions of an actor, and those of the same names where they stand unmarked."""
    spans = [s for s in (story.local(at) for at in actor["at"]) if s]
    for text in {story.text[s:e] for s, e in spans}:
        at = story.text.find(text) if len(text) > 3 and text[0].isupper() and text.split()[0] not in ("The", "He", "She", "They") else -1
        while at >= 0:
            span = (at, at + len(text))
            glued = story.text[at - 1 : at].isalnum() or story.text[span[1] : span[1] + 1].isalnum()
            if not glued and not any(s < span[1] and span[0] < e for s, e in spans):
                spans.append(span)
            at = story.text.find(text, at + 1)
    return sorted({h for h in (head_of(words, s) for s in spans) if h is not None})


def find_times(words: tuple[Word, ...], story: Story, times: list[dict[str, Any]]) -> dict[str, list[int]]:
    """The words that head the time expressions of each value."""
    found: dict[str, list[int]] = {}
    for time in times:
        span = story.local(time["at"])
        head = head_of(words, span) if span else None
        if head is not None:
            found.setdefault(time["value"].split("T")[0], []).append(head)
    return found


def mark_when(scene: Scene, anchor: int, day: str | None) -> None:
    """Where the day of an act or a saying is told; nothing is marked if the page tells it in no time expression."""
    group = tuple(sorted(scene.times.get(day or "", ()), key=lambda i: abs(i - anchor))[:MOST_CHOICES])
    group += ELSEWHERE[0] if day == scene.published else ()
    if group or day is None:
        scene.marked.roles.append((WHEN, anchor, [group] if group else NONE))


def blank(words: tuple[Word, ...], text: str, spans: list[Span]) -> Marked:
    """A text with nothing marked."""
    blocks = []
    for start, end in spans:
        found = [w.index for w in words if start <= w.start < end]
        if found:
            blocks.append((found[0], found[-1] + 1))
    return Marked(text, [(w.start, w.end) for w in words], [w.sentence for w in words], blocks, words)


def mark_statements(scene: Scene, statements: list[dict[str, Any]]) -> None:
    """Cues, what hangs on them, and their sides."""
    marked, words, local = scene.marked, scene.words, scene.local
    owner: dict[int, tuple[int, int]] = {}
    sides: dict[tuple[str, int], list[Group]] = {}
    for s in statements:
        cue = local(s["at"]["cue"]) if s["at"]["cue"] else None
        anchor = head_of(words, cue) if cue else None
        spans = [p for p in (local(c) for c in s["at"]["content"]) if p]
        size = sum(e - b for b, e in s["at"]["content"])
        for i in (i for p in spans for i in inside(words, p)):
            if i not in owner or size < owner[i][0]:
                owner[i] = (size, ABSENT - 2 if anchor is None else anchor)
        if cue is None or anchor is None:
            continue
        mark_when(scene, anchor, s["said"])
        for k, i in enumerate(inside(words, cue)):
            marked.cues[i] = marked.cues[i] or (1 if k == 0 else 2)  # type: ignore[index]
        wording = local(s["at"]["speaker"]) if s["at"]["speaker"] else None
        source = head_of(words, wording) if wording else None
        add(sides, ("source", anchor), (source,) if source is not None else ELSEWHERE[0] if s["at"]["speaker"] else None)
        for role in ("addressee", "via"):
            add(sides, (role, anchor), party(scene, anchor, s[role]) if s[role] else None)
    content = ROLES.index("content")
    marked.roles += [(content, i, [(owner[i][1],)] if i in owner else NONE) for i in range(len(words))]
    marked.roles += [(ROLES.index(role), anchor, groups or NONE) for (role, anchor), groups in sides.items()]


def add(sides: dict[tuple[str, int], list[Group]], key: tuple[str, int], group: Group | None) -> None:
    """Note one party of a role."""
    groups = sides.setdefault(key, [])
    if group is not None and group not in groups:
        groups.append(group)


def party(scene: Scene, anchor: int, name: str) -> Group:
    """The words that name somebody, those nearest to a word; outside where the story does not name him."""
    found = scene.mentions.get(name)
    if found is None:
        at = scene.marked.text.find(name)
        head = head_of(scene.words, (at, at + len(name))) if at >= 0 else None
        found = [head] if head is not None else []
    return tuple(sorted(found, key=lambda i: abs(i - anchor))[:MOST_CHOICES]) or ELSEWHERE[0]


def mark_event(scene: Scene, event: dict[str, Any]) -> None:
    """The trigger of an act, its type, its modality and its sides."""
    marked, span = scene.marked, scene.local(event["at"]["trigger"])
    anchor = head_of(scene.words, span) if span else None
    if anchor is None or marked.triggers is None or marked.triggers[anchor] > 0:
        return
    marked.triggers[anchor] = TRIGGERS.index(event["type"])
    marked.modalities[anchor] = MODALITIES.index(event["modality"])
    if not any(role == WHEN and word == anchor for role, word, _ in marked.roles):
        mark_when(scene, anchor, event["date"])
    for role in ("actor", "recipient"):
        names = [name for name in event[role] if role == "actor" or name not in event["actor"]]
        groups = list(dict.fromkeys(party(scene, anchor, name) for name in names))
        marked.roles.append((ROLES.index(role), anchor, groups or NONE))


def mark_actors(scene: Scene, actors: list[dict[str, Any]]) -> None:
    """For each mention of an actor an earlier one of the same, and the state or body that he belongs to."""
    bodies: dict[str, list[int]] = {}
    for actor in actors:
        if actor["kind"] in BODIES and actor["country"]:
            bodies.setdefault(actor["country"], []).extend(scene.mentions[actor["name"]])
    for actor in actors:
        mentions = scene.mentions[actor["name"]]
        for k, i in enumerate(mentions):
            scene.marked.roles.append((ROLES.index("antecedent"), i, [tuple(mentions[max(0, k - MOST_CHOICES) : k])] if k else NONE))
            if actor["kind"] == "state":
                continue
            others = [b for b in bodies.get(actor["country"] or "", ()) if b not in mentions]
            near = tuple(sorted(others, key=lambda b, i=i: abs(b - i))[:MOST_CHOICES])  # type: ignore[misc]
            if near or not actor["country"]:
                scene.marked.roles.append((ROLES.index("state"), i, [near] if near else NONE))


def find_names(words: tuple[Word, ...], story: Story, actors: list[dict[str, Any]]) -> list[int]:
    """The names head's targets: the names in the mentions of actors, nothing on words without a capital, and no word on all others.

    A person's name is the last run of capitals in a mention that is part of the actor's name; a body's, where the mention is its name. A
    state's or place's name is one, the adjective of a state is not.
    """
    out = [0 if w.text[:1].islower() or w.upos == "PUNCT" else IGNORE for w in words]
    for actor in actors:
        tag = NAME_TAGS.get(actor["kind"])
        parts = {part for part in actor["name"].split() if not part.endswith(".")}
        tag = tag if all(part[:1].isupper() or part.lower() in PARTICLES for part in parts) else None
        for span in (s for s in (story.local(at) for at in actor["at"]) if s) if tag else ():
            found = [words[i] for i in inside(words, span)]
            named = [w for w in found if w.text in parts and w.text[:1].isupper()]
            whole = story.text[slice(*span)].removeprefix("the ").removeprefix("The ") == actor["name"]
            if tag == "LOC" and len(found) == 1 and found[0].upos == "ADJ":
                out[found[0].index] = 0
            elif named and (whole or tag == "PER") and named[-1].index - named[0].index < MOST_NAME:
                for i in range(named[0].index, named[-1].index + 1):
                    out[i] = NAMES.index(f"{'I' if i > named[0].index else 'B'}-{tag}")
    return out


def mark_sentence(words: tuple[Word, ...], row: dict[str, Any]) -> Marked:
    """The marks of a single sentence; what is said in it is not marked."""
    marked = blank(words, row["text"], [(0, len(row["text"]))])
    marked.triggers = [0 if row["all_marked"] or row["negative"] else IGNORE] * len(words)
    for event in row["events"]:
        anchor = head_of(words, event["at"]["trigger"])
        if anchor is None or marked.triggers[anchor] > 0:
            continue
        marked.triggers[anchor] = TRIGGERS.index(event["type"])
        marked.modalities[anchor] = MODALITIES.index(event["modality"])
        for role in ("actor", "recipient"):
            head = head_of(words, event["at"][role]) if event["at"][role] else None
            marked.roles.append((ROLES.index(role), anchor, NONE if head is None else [(head,)]))
    return marked


def sides_of(marked: Marked) -> dict[int, dict[int, list[int]]]:
    """The words that name each side of each act, by the act's word and the role."""
    sides: dict[int, dict[int, list[int]]] = {}
    for role, anchor, groups in marked.roles:
        if role in SIDES:
            sides.setdefault(anchor, {})[role] = [i for group in groups for i in group if i >= 0]
    return sides


def acts_of(marked: Marked) -> dict[tuple[int, int], set[int]]:
    """The types of the acts, as places in TRIGGERS, of the party that one word names on that of another of the act's sentence."""
    found: dict[tuple[int, int], set[int]] = {}
    for anchor, named in sides_of(marked).items():
        doers, others = ([i for i in named.get(role, ()) if marked.sentence[i] == marked.sentence[anchor]] for role in SIDES)
        for pair in ((one, other) for one in doers for other in others if one != other):
            found.setdefault(pair, set()).add((marked.triggers or [])[anchor])
    return found


def pairs_of(marked: Marked) -> Iterator[tuple[int, int, int]]:
    """Ordered pairs of words of one sentence that name parties, with the type of each act of the first on the second, or 0 for none.

    Where not all acts are marked, pairs without one tell nothing and are left out.
    """
    acts = acts_of(marked)
    named = {i for pair in acts for i in pair} | {word for role, word, _ in marked.roles if role == ROLES.index("antecedent")}
    parties: dict[int, list[int]] = {}
    for word in marked.tokens:
        if word.index in named or (word.upos == "PROPN" and word.relation not in ("flat", "compound")):
            parties.setdefault(marked.sentence[word.index], []).append(word.index)
    unmarked = {0} if IGNORE not in (marked.triggers or [IGNORE]) else set[int]()
    for names in parties.values():
        near = names[:MOST_PARTIES]
        pairs = [(one, other) for one in near for other in near if one != other]
        yield from ((one, other, kind) for one, other in pairs for kind in sorted(acts.get((one, other), unmarked)))


def some_pairs(marked: Marked, first: int, last: int, dice: random.Random | None) -> list[tuple[int, int, int]]:
    """The pairs of a window: those with an act, and some of the others, all of them without ``dice``."""
    here = [(one - first, other - first, kind) for one, other, kind in marked.pairs if first <= one < last and first <= other < last]
    if dice is None:
        return here
    acting, strangers = [pair for pair in here if pair[2]], [pair for pair in here if not pair[2]]
    return acting + dice.sample(strangers, min(len(strangers), STRANGERS * (1 + len(acting))))


def restyle(text: str, dice: random.Random) -> str:
    """The same text with other quotation marks, or none; no place moves. Apostrophes stay."""
    style = dice.choice(STYLES)
    table = dict(zip("“”‘’", style, strict=True))
    out = [
        table.get(c, c) if not (c in "’'" and k and text[k - 1].isalnum() and text[k + 1 : k + 2].isalnum()) else c
        for k, c in enumerate(text)
    ]
    return "".join(out)


def shout(text: str) -> str:
    """The first line in capitals, as some headlines are, where no place moves by it."""
    first, _, rest = text.partition("\n")
    loud = first.upper()
    return loud + text[len(first) :] if len(loud) == len(first) and rest else text


def windows(marked: Marked, room: int) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring blocks of about ``room`` words, as (first word, one past the last)."""
    start = None
    for first, last in marked.blocks:
        if start is not None and last - start > room:
            yield start, first
            start = None
        start = first if start is None else start
    if start is not None:
        yield start, marked.blocks[-1][1]


def make_marked(
    marked: Marked, first: int, last: int, tokenizer: Tokenizer, dice: random.Random | None, hide: float = HIDDEN
) -> Example | None:
    """An example of the words ``first`` to ``last``; with ``dice``, its marks of quotation and its headline are varied now and then.

    ``hide`` is the share of pieces hidden in three of ten such examples.
    """
    begin, end = marked.words[first][0], marked.words[last - 1][1]
    text = marked.text[begin:end]
    if dice is not None:
        text = restyle(text, dice) if dice.random() < 0.3 else text
        text = shout(text) if first == 0 and dice.random() < 0.08 else text
    pieces = cut_pieces(tokenizer, text)
    if not len(pieces.ids) or len(pieces.ids) > MOST_PIECES:
        return None
    at = {int(s): i for i, s in enumerate(pieces.starts)}
    inner = [0] * (len(text) + 1)
    for i, (s, e) in enumerate(zip(pieces.starts, pieces.ends, strict=True)):
        inner[int(s) : int(e)] = [i] * int(e - s)
    spans = [(s - begin, e - begin) for s, e in marked.words[first:last]]
    firsts = [at.get(s, inner[s]) for s, _ in spans]
    lasts = [max(f, inner[e - 1]) for f, (_, e) in zip(firsts, spans, strict=True)]
    ids = hidden(pieces.ids.tolist(), dice, hide) if dice is not None else pieces.ids.tolist()
    n = last - first
    columns = {key: [IGNORE] * n for key in ("heads", "relations", "xpos", "morphs", "lemmas")}
    for key in ("cues", "triggers", "claims", "names"):
        told: list[int] | None = getattr(marked, key)
        columns[key] = told[first:last] if told is not None else [IGNORE] * n
    columns["modalities"] = [marked.modalities.get(i, IGNORE) for i in range(first, last)]
    told_of = [row for row in marked.roles if first <= row[1] < last and (row[0] != WHEN or is_here(row[2][0], first, last))]
    roles: list[Role] = [(role, i - first, [choices(g, first, last) for g in groups]) for role, i, groups in told_of]
    return Example(
        [CLS, *ids, SEP], [EDGE_SHAPE, *pieces.shapes.tolist(), EDGE_SHAPE], [IGNORE] * (len(pieces.ids) + 2),
        [f + 1 for f in firsts], [x + 1 for x in lasts], marked.sentence[first:last], columns, roles,
        some_pairs(marked, first, last, dice),
    )  # fmt: skip


def hidden(ids: list[int], dice: random.Random, hide: float = HIDDEN) -> list[int]:
    """The pieces of a text, some of them hidden now and then, so that what a word is can be told from what stands around it."""
    share = hide if dice.random() < 0.3 else 0.0
    return [MASK if dice.random() < share else piece for piece in ids]


def choices(group: Group, first: int, last: int) -> list[int]:
    """The columns of a role that are right in a window of words."""
    if group == NONE[0]:
        return [NOBODY]
    return [ABSENT] * (ELSEWHERE[0][0] in group) + [i - first + 2 for i in group if first <= i < last] or [ABSENT]


def is_here(group: Group, first: int, last: int) -> bool:
    """Whether a window holds one of the choices of a group."""
    return any(i < 0 or first <= i < last for i in group)


def whole_examples(marked: Iterable[Marked], tokenizer: Tokenizer, room: int = ROOMS[-1]) -> list[Example]:
    """All windows of pages as they stand, to measure on."""
    found = [make_marked(m, a, b, tokenizer, None) for m in marked for a, b in windows(m, room)]
    return [example for example in found if example is not None]


def marked_examples(pages: list[Marked], tokenizer: Tokenizer, dice: random.Random, hide: float = HIDDEN) -> Iterator[Example]:
    """One pass over the marked pages and sentences, in random order, cut anew, many of them played by other parties."""
    others = sorted({name for page in pages for name in surnames(page)})
    for page in dice.sample(pages, len(pages)):
        if dice.random() < RESTAGED:
            page = restage(page, recast((w.text for w in page.tokens), dice) | rename(page, others, dice))
        for first, last in windows(page, dice.choice(ROOMS)):
            example = make_marked(page, first, last, tokenizer, dice, hide)
            if example is not None:
                yield example
