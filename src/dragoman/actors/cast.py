"""The cast of a page while it is being found: who there is, and which word stands for whom."""

import json
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from dragoman.actors.knowledge import Knowledge, Known
from dragoman.actors.names import sound
from dragoman.grammar import Tree
from dragoman.model import Actor, Article, Block, Mention, Parse, Word

if TYPE_CHECKING:
    from dragoman.actors.allegiance import Allegiance, Ground

MANY = 20_000
"""Most mentions that a page may have; a page with more is no article."""

PART = 0.2
"""Chance of a cue, of an act, and of a word to be a side of it, from which the word may stand for somebody with a part in it."""

DEED = 0.3
"""Chance of an act from which the word that names it stands for nobody."""


@dataclass(slots=True, eq=False)
class Figure:
    """An actor while it is being found.

    ``told`` is the country that the page tells beside a mention, ``sure`` whether the gender is more than a guess from the first name.
    ``weak`` are mentions inside another's phrase ("Russian troops"), ``places`` say only where.
    """

    id: str
    name: str
    kind: str
    country: str | None = None
    role: str | None = None
    gender: str | None = None
    sure: bool = True
    told: str | None = None
    anonymous: bool = False
    plural: bool = False
    known: Known | None = None
    aliases: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    mentions: dict[int, Mention] = field(default_factory=dict)
    weak: dict[int, Mention] = field(default_factory=dict)
    places: dict[int, Mention] = field(default_factory=dict)
    why: str = ""
    has_part: bool = False

    def finished(self) -> Actor:
        """The actor as the record has it. Weak mentions count where the actor is also mentioned by itself."""
        mentions = {**self.weak, **self.mentions} if self.mentions else {}
        places = {**self.places} if self.mentions else {**self.weak, **self.places}
        places = {h: m for h, m in places.items() if h not in mentions}
        return Actor(
            self.id, self.name, self.kind, self.country, self.role, tuple(dict.fromkeys(a for a in self.aliases if a != self.name)),
            self.anonymous, in_order(mentions), in_order(places), self.gender, self.why, self.has_part,
        )  # fmt: skip


def in_order(mentions: dict[int, Mention]) -> tuple[Mention, ...]:
    """Mentions in text order."""
    return tuple(sorted(mentions.values(), key=lambda m: (m.start, m.end, m.head)))


def local_id(*parts: str) -> str:
    """A stable id for an actor without a QID: a hash of the raw parts."""
    return "local:" + sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:12]


class Cast:
    """Everybody found so far on one page."""

    def __init__(self, article: Article, tree: Tree, knowledge: Knowledge) -> None:
        """Begin with an empty stage."""
        self.article, self.tree, self.knowledge = article, tree, knowledge
        self.day = article.published
        self.figures: dict[str, Figure] = {}
        self.owner: dict[int, Figure] = {}
        self.covered = [False] * len(tree.words)
        self.titled = [False] * len(tree.words)
        self.acting: list[tuple[int, str]] = []
        self.countries: dict[int, str] = {}
        self.towns: dict[int, str] = {}
        self.unions: dict[int, str] = {}
        self.parts: set[int] = set()
        self.guesses: dict[str, str | None] = {}
        self.origins: dict[str, dict[str, float]] = {}
        self.ground: Ground | None = None
        self.allegiance: Allegiance | None = None
        self.context: Counter[str] = Counter()
        self.clear: Counter[str] = Counter()
        self.stated: Counter[str] = Counter()
        self.embassies: dict[int, str] = {}
        self.datelines: set[str] = set()
        self.surnames: dict[str, Figure] = {}
        self.forenames: dict[str, Figure] = {}
        self.bodies: list[tuple[str, Figure]] = []
        self.things: set[str] = set()
        self.lemmas = [lemma_of(w, knowledge) for w in tree.words]
        self.links = {link.word: link for link in tree.parse.links}
        self.matters = who_matters(tree.parse)

    def figure(self, id_: str, name: str, kind: str, country: str | None) -> Figure:
        """The figure with an id, made if there is none."""
        id_ = self.knowledge.same.get(id_, id_)
        found = self.figures.get(id_)
        if found is None:
            found = self.figures[id_] = Figure(id_, name, kind, country)
        return found

    def of_known(self, known: Known) -> Figure:
        """The figure of an actor in the knowledge base."""
        country = known.country_on(self.day) if known.kind == "person" else self.owner_then(known)
        found = self.figure(known.id, known.name, known.kind, country)
        if found.known is None:
            found.known, found.gender = known, known.gender
            found.why = "knowledge: " + ",".join(known.sources)
            office = known.office_on(self.day)
            found.roles.update(office.title.lower().split() if office else ())
        return found

    def block_of(self, word: Word) -> Block:
        """The block that holds a word."""
        return self.article.blocks[self.tree.sentence_of(word.index).block]

    def owner_then(self, known: Known) -> str | None:
        """Of which state a body was on the page's day: the news agency of Moscow was the Soviet Union's."""
        before = self.knowledge.words.heirs.get(known.country or "") if known.kind in ("government", "outlet", "organisation") else None
        number = self.knowledge.states.get(before or "")
        if number is None or not self.day:
            return known.country
        days = self.knowledge.details.get(number, {})
        return before if days.get("from", "") <= self.day <= days.get("to", "") else known.country

    def state_of_code(self, country: str) -> Figure | None:
        """The state with a country code: as the page has it, else out of the knowledge base."""
        here = next((f for f in self.figures.values() if f.kind == "state" and f.country == country and f.known is not None), None)
        if here is not None:
            return here
        number = self.knowledge.states.get(country)
        return None if number is None else self.of_known(self.knowledge.known(number))

    def mention(self, figure: Figure, head: int, span: tuple[int, int], form: str, why: str) -> None:
        """Note that a word stands for a figure, over the words ``[first, last)``; the first who claims a word keeps it."""
        if head in self.owner or len(self.owner) > MANY:
            return
        words = self.tree.words
        made = Mention(words[span[0]].start, words[span[1] - 1].end, head, form, why)
        shelf = figure.places if why.startswith("place") else figure.weak if why.startswith("modifier") else figure.mentions
        shelf[head] = made
        self.owner[head] = figure

    def register_surname(self, figure: Figure, name: str) -> None:
        """Let later mentions by one part of a name find the person."""
        parts = name.split()
        self.surnames.setdefault(sound(parts[-1]), figure)
        if len(parts) > 1:
            self.forenames.setdefault(sound(parts[0]), figure)
            if "-" in parts[-1]:
                self.forenames.setdefault(sound(parts[-1].split("-")[-1]), figure)
            for part in parts[1:-1]:
                self.forenames.setdefault(sound(part), figure)

    def text_of(self, first: int, last: int) -> str:
        """The page's own writing of some words, white space made single."""
        words = self.tree.words
        return " ".join(self.article.text[words[first].start : words[last - 1].end].split())

    def is_of_part(self, index: int) -> bool:
        """Whether a noun's phrase tells of a part of the world, and so of no one state: "South American nations"."""
        return any(i in self.parts for i in (index, *self.tree.children[index]) if i <= index)

    def word(self, index: int) -> Word:
        """A word."""
        return self.tree.words[index]

    def acting_before(self, index: int) -> str | None:
        """The state that acted or owned last before a word, in its sentence or the two before."""
        at = bisect_left(self.acting, (index, ""))
        if at == 0:
            return None
        last, country = self.acting[at - 1]
        return country if self.tree.words[index].sentence - self.tree.words[last].sentence <= 2 else None

    def dominant(self) -> str | None:
        """The state of which the page speaks most, if one stands out."""
        best = self.context.most_common(2)
        if not best or (len(best) > 1 and best[0][1] < 1.5 * best[1][1]):
            return None
        return best[0][0]


def lemma_of(word: Word, knowledge: Knowledge) -> str:
    """A word's lemma in lower case; of a noun for an office or a body as it is written, where the model takes it for a name."""
    written = word.text.lower()
    if written[:1] in "-‑" and word.upos == "PROPN":
        return written.lstrip("-‑")
    known = word.upos == "PROPN" and (written in knowledge.words.titles or written in knowledge.words.owned)
    return written if known else singular(written, word.lemma.lower().rstrip("."), knowledge)


def singular(written: str, lemma: str, knowledge: Knowledge) -> str:
    """The lemma of a noun for people, where the model left it in the plural or cut it wrongly: "militiamen", "demonstrators"."""
    if written.endswith("men") and lemma == written[:-1]:
        return f"{written[:-3]}man"
    if lemma == written and lemma.endswith("s") and not lemma.endswith("ss") and lemma not in knowledge.words.collectives:
        return lemma[:-1] if lemma[:-1] in knowledge.words.collectives or lemma[:-1] in knowledge.words.titles else lemma
    return lemma


def who_matters(parse: Parse) -> frozenset[int]:
    """The words that the model takes for a speaker or for a side of an act, if only faintly: most of them have other signs too.

    A word that itself names an act ("inquiry") is nobody.
    """
    found = {mark.source for mark in parse.reports if mark.score >= PART and mark.source is not None}
    for act in parse.acts:
        if act.score >= PART:
            found.update(word for word, chance in (*act.actors, *act.recipients) if chance >= PART)
    return frozenset(word for word in found if word >= 0) - {act.word for act in parse.acts if act.score >= DEED}
