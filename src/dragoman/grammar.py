"""Questions put to a parse: who is the subject, what does a clause span, is it negated. Universal Dependencies throughout."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from dragoman.model import Actor, Article, Mention, Parse, Sentence, Span, Turn, When, Word

SUBJECTS = ("nsubj", "csubj")
LENGTH_OF_DAY = len("2024-04-04")
CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis")


def base_relation(word: Word) -> str:
    """The relation without its subtype: ``nsubj`` for ``nsubj:pass``."""
    return without_subtype(word.relation)


@lru_cache(1024)
def without_subtype(relation: str) -> str:
    """A relation without its subtype."""
    return relation.split(":", 1)[0]


def turn_at(article: Article, place: int) -> Turn | None:
    """The turn of a live blog, or somebody's post, in which a place stands, the innermost that tells its day."""
    return next((turn for turn in reversed(article.turns) if turn.at and turn.start <= place < turn.end), None)


def day_at(article: Article, place: int) -> str | None:
    """The day on which what stands at a place was written: that of its turn in a live blog or of the post, else the page's."""
    turn = turn_at(article, place)
    return article.published if turn is None or turn.at is None else turn.at[:LENGTH_OF_DAY]


class Tree:
    """A parse with its children listed, so that questions cost no search; made once a page and handed to the stages."""

    __slots__ = ("children", "parse", "words")

    def __init__(self, parse: Parse) -> None:
        """List the children of every word of ``parse`` in text order."""
        self.parse = parse
        self.words = parse.words
        self.children: list[list[int]] = [[] for _ in parse.words]
        for word in parse.words:
            if word.head >= 0:
                self.children[word.head].append(word.index)

    def kids(self, index: int, *relations: str) -> list[Word]:
        """The children of a word, all or those with one of the relations (a bare name matches its subtypes too)."""
        found = [self.words[i] for i in self.children[index]]
        if not relations:
            return found
        return [w for w in found if w.relation in relations or without_subtype(w.relation) in relations]

    def kid(self, index: int, *relations: str) -> Word | None:
        """The first child with one of the relations, or None."""
        for i in self.children[index]:
            word = self.words[i]
            if not relations or word.relation in relations or without_subtype(word.relation) in relations:
                return word
        return None

    def sentence_of(self, index: int) -> Sentence:
        """The sentence that holds a word."""
        return self.parse.sentences[self.words[index].sentence]

    def subtree(self, index: int, skip: tuple[int, ...] = ()) -> list[int]:
        """The indices of a word and all below it, in text order, leaving out the subtrees that ``skip`` heads."""
        found, todo = [], [index]
        while todo:
            i = todo.pop()
            if i in skip:
                continue
            found.append(i)
            todo.extend(self.children[i])
        return sorted(found)

    def span(self, index: int, skip: tuple[int, ...] = ()) -> Span:
        """The span from the first to the last word of a subtree."""
        below = self.subtree(index, skip)
        if not below:
            return self.words[index].start, self.words[index].end
        return self.words[below[0]].start, self.words[below[-1]].end

    def ancestors(self, index: int) -> Iterator[Word]:
        """The heads of a word, nearest first."""
        i = self.words[index].head
        while i >= 0:
            yield self.words[i]
            i = self.words[i].head

    def subject(self, index: int) -> Word | None:
        """The subject of a verb or predicate; through coordination and open complements where it has none of its own."""
        for _ in range(6):
            own = self.kid(index, *SUBJECTS)
            if own is not None:
                return own
            word = self.words[index]
            if word.head < 0 or base_relation(word) not in ("conj", "xcomp", "advcl"):
                return None
            index = word.head
        return None

    def is_passive(self, index: int) -> bool:
        """Whether a verb is in the passive."""
        return any(w.relation in ("nsubj:pass", "aux:pass", "csubj:pass") for w in self.kids(index))

    def is_negated(self, index: int) -> bool:
        """Whether a word has a negation of its own: not, n't, never, no, neither, nor."""
        return any(w.lemma.lower() in NEGATIONS or "Polarity=Neg" in w.feats for w in self.kids(index, "advmod", "det", "cc"))

    def auxiliaries(self, index: int) -> list[Word]:
        """The auxiliaries of a verb, in order."""
        return self.kids(index, "aux")


NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "neither", "nor"))


NAME_PARTS = ("flat", "compound", "nmod:desc", "appos", "goeswith")


def actors_by_word(parse: Parse, actors: Iterable[Actor]) -> dict[int, Actor]:
    """Which actor a word stands for: the head of each mention, and the other words of its name.

    Mentions inside another's phrase ("Russian" in "Russian attack") count; place mentions ("in Moscow") do not.
    """
    found: dict[int, Actor] = {}
    named: list[tuple[Mention, Actor]] = []
    for actor in actors:
        inner = [m for m in actor.place_mentions if m.why.startswith("modifier")]
        for mention in (*actor.mentions, *inner):
            found.setdefault(mention.head, actor)
            if mention.form == "name":
                named.append((mention, actor))
    for mention, actor in named:
        for word in name_words(parse, mention):
            found.setdefault(word, actor)
    return found


def name_words(parse: Parse, mention: Mention) -> Iterator[int]:
    """The words of a mention that are joined to its head as parts of one name, or that stand above it within the mention."""
    words, todo, seen = parse.words, [mention.head], {mention.head}
    around = range(max(0, mention.head - 14), min(len(words), mention.head + 15))
    inside = [i for i in around if mention.start <= words[i].start and words[i].end <= mention.end]
    while todo:
        at = todo.pop()
        yield at
        for i in inside:
            joined = (words[i].head == at and words[i].relation in NAME_PARTS and words[i].upos == "PROPN") or (
                words[at].head == i and words[at].relation in NAME_PARTS
            )
            if joined and i not in seen:
                seen.add(i)
                todo.append(i)


# two who stand together

TWO = frozenset(("two", "both", "2", "each"))
FAR_BACK, FADING = 40, 0.95
"""How many mentions back the two are looked for."""
TWO_STATES = frozenset([
    "country", "nation", "state", "government", "side", "party", "neighbour", "neighbor", "capital", "ally", "power", "rival", "foe",
    "army", "navy", "republic",
])  # fmt: skip
TWO_PEOPLE = frozenset([
    "president", "minister", "leader", "premier", "king", "man", "woman", "envoy", "diplomat", "ambassador", "counterpart", "chief",
    "general", "secretary",
])  # fmt: skip


class Pairs:
    """Whom "the two presidents", "both countries" and "each side" stand for; made once a page."""

    def __init__(self, tree: Tree, actors: Iterable[Actor]) -> None:
        """List the mentions of states, and of named persons of a state, in text order."""
        self.tree = tree
        known = [a for a in actors if a.country and not a.anonymous and a.kind in ("person", "state")]
        self.actors = {actor.id: actor for actor in known}
        mentions = sorted((m.start, a.id, m.head) for a in known for m in a.mentions)
        self.people, self.states = ([m for m in mentions if (self.actors[m[1]].kind == "person") == people] for people in (True, False))

    def at(self, index: int) -> tuple[Actor, ...]:
        """The two for whom a noun with "two", "both" or "each" stands: those of its kind who were named most before it, what lies farther
        back counting less; else nobody.

        Who acts on them or with them in the same clause is none of them ("Bolivia urged both countries"). Whether the noun has a name of
        its own is for the caller to know.
        """
        word, lemma = self.tree.words[index], self.tree.words[index].lemma.lower()
        named = self.people if lemma in TWO_PEOPLE else self.states if lemma in TWO_STATES else []
        if not named or not any(kid.lemma.lower() in TWO for kid in self.tree.kids(index, "nummod", "det", "amod")):
            return ()
        end = bisect_left(named, (word.start, "", 0))
        beside = {w.index for w in self.tree.kids(word.head)} if word.head >= 0 else set()
        before = named[max(0, end - FAR_BACK) : end][::-1]
        apart = {ident for _, ident, head in before if head in beside}
        weights: dict[str | None, float] = {}
        last: dict[str | None, tuple[int, Actor]] = {}
        for rank, (_, ident, _) in enumerate(mention for mention in before if mention[1] not in apart):
            country = self.actors[ident].country
            weights[country] = weights.get(country, 0.0) + FADING**rank
            last.setdefault(country, (rank, self.actors[ident]))
        two = sorted(weights, key=lambda country: (-weights[country], last[country][0]))[:2]
        return tuple(last[country][1] for country in sorted(two, key=lambda c: -last[c][0])) if len(two) == 2 else ()


# where the model points


def time_at(times: Sequence[When], word: Word) -> When | None:
    """The time expression on the calendar in which a word stands."""
    return next((t for t in times if t.start < word.end and word.start < t.end and t.type in ("date", "time")), None)


def plain_day(value: str) -> str:
    """A calendar value without the time of day."""
    return value.split("T", 1)[0] if "/" not in value else value
