"""Who of a page's actors does an act, and on whom it falls: what our corpus tells by where each stands and what he is to the page.

A conditional logit (``data/parties.zst``) over hashed features, made by training/parties.py on the training part of our corpus: the nearest
mention of each, how it is used there, who speaks and is spoken to, how much of the page is about whom, and the act's type and word. Where
``paths.py`` knows the sentence alone, this weighs all parties of a page against each other, those named elsewhere too, and nobody. It asks
the tree and the actors, not the language model's marks, which have learned the training part by heart.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dragoman.events.forms import lemma_of
from dragoman.events.linear import Linear, load_linear
from dragoman.events.paths import path_of
from dragoman.events.sides import Ids, Sides, innermost
from dragoman.events.triggers import PARTS
from dragoman.grammar import base_relation
from dragoman.model import EVENT_TYPES, Statement, Word

BITS = 17
BUCKETS = 2**BITS
AGENT, RECIPIENT = 0, 1
GOLDEN = np.uint32(2654435761)
"""An odd number near 2**32 divided by the golden ratio, which spreads hashes (Knuth, The Art of Computer Programming 3, 6.4)."""
MOST, STATES = 10, 3
"""How many of those named nearest are looked at, and how many of the states of which the page speaks most beside them."""
FAR = 4
"""From how many sentences away somebody is as good as nowhere."""
WIDE = 120
"""How many words away somebody is looked for."""
NOBODY = ""


Hashes = NDArray[np.uint32]
Scores = NDArray[np.float32]


def load_parties() -> Linear:
    """The weights of each feature for the agent and for the recipient."""
    return load_linear("parties", BUCKETS, 2)


class Stage:
    """What is seen of the parties of a page, noted once."""

    def __init__(self, sides: Sides, titles: frozenset[int] = frozenset()) -> None:
        """Note where each is named; ``titles`` are the sentences of headline and deck."""
        self.sides, tree = sides, sides.tree
        self.heads: dict[str, list[int]] = defaultdict(list)
        for index, ident in sorted((*sides.by.items(), *sides.places.items())):
            self.heads[ident].append(index)
        ranked = sorted(sides.shares, key=lambda c: (-sides.shares[c], c))
        self.rank = {country: min(rank, 3) for rank, country in enumerate(ranked)}
        self.in_title = {ident for ident, heads in self.heads.items() if any(tree.words[i].sentence in titles for i in heads)}
        self.named = sorted((i, ident) for ident, heads in self.heads.items() for i in heads)
        self.counts: dict[str, tuple[dict[str, int], list[int]]] = {}
        self.places_of = {ident: {tree.words[i].sentence for i in heads} for ident, heads in self.heads.items()}
        self.by_country: dict[str, set[int]] = defaultdict(set)
        for ident, sentences in self.places_of.items():
            self.by_country[self.stands_for(ident)] |= sentences
        self.subjects: dict[int, set[str]] = defaultdict(set)
        self.objects: dict[int, set[str]] = defaultdict(set)
        for ident, heads in self.heads.items():
            for word in (tree.words[i] for i in heads):
                above = base_relation(word)
                if above == "nsubj":
                    self.subjects[word.sentence].add(self.stands_for(ident))
                elif above in ("obj", "iobj", "obl"):
                    self.objects[word.sentence].add(self.stands_for(ident))
        states = [(sides.shares.get(a.country or "", 0.0), a.id) for a in sides.actors.values() if a.kind == "state" and a.id in self.heads]
        self.states = [ident for _, ident in sorted(states, key=lambda s: (-s[0], s[1]))][:STATES]

    def stands_for(self, ident: str) -> str:
        """The country of somebody, else himself."""
        actor = self.sides.actors.get(ident)
        return (actor.country if actor is not None else None) or ident

    def shared(self, one: str) -> tuple[dict[str, int], list[int]]:
        """For all that somebody on the page stands for, in how many sentences they are named together with one of them; and these counts
        in order."""
        if one not in self.counts:
            mine = self.by_country[one]
            counts = {other: len(mine & theirs) for other, theirs in self.by_country.items() if other != one}
            self.counts[one] = counts, sorted(counts.values())
        return self.counts[one]

    def nearest(self, ident: str, word: Word) -> int:
        """The mention of somebody that stands nearest to a word: in its sentence, else before it, else behind it."""
        words, heads = self.sides.tree.words, self.heads[ident]
        at = bisect_left(heads, word.index)
        if at == 0 or at == len(heads):
            return heads[at - bool(at)]
        before, behind = word.sentence - words[heads[at - 1]].sentence, words[heads[at]].sentence - word.sentence
        one, other = 2 * before, 2 * behind + (behind > 0)
        nearer = one < other if one != other else word.index - heads[at - 1] <= heads[at] - word.index
        return heads[at - 1] if nearer else heads[at]

    def candidates(self, word: Word) -> dict[str, int]:
        """Who may have a part in an act, those named nearest to its word and the states of which the page speaks most, and the mention of
        each that is nearest."""
        sentences, tree = self.sides.tree.parse.sentences, self.sides.tree
        first, last = max(0, word.sentence - FAR + 1), min(len(sentences), word.sentence + FAR) - 1
        begin = max(sentences[first].first, word.index - WIDE)
        end = min(sentences[last].last, word.index + WIDE)
        inside = self.named[bisect_left(self.named, (begin, "")) : bisect_left(self.named, (end, ""))]
        near = {ident: self.nearest(ident, word) for ident in {ident for index, ident in inside if index != word.index}}
        close = [i for i, index in near.items() if index != word.index]
        close.sort(key=lambda i: (abs(tree.words[near[i]].sentence - word.sentence), abs(near[i] - word.index), i))
        return {i: near[i] if i in near else self.nearest(i, word) for i in dict.fromkeys([*close[:MOST], *self.states])}

    def rank_of(self, ident: str) -> str:
        """How much of the page is about somebody's country, as a rank."""
        actor = self.sides.actors.get(ident)
        return "-" if actor is None or not actor.country else str(self.rank.get(actor.country, 3))

    def seen_of(self, ident: str, nearest: int, word: Word, inner: Statement | None) -> list[str]:
        """What is seen of somebody, by his nearest mention, beside an act's word, whatever its type."""
        tree, actor = self.sides.tree, self.sides.actors[ident]
        mention, is_place = tree.words[nearest], nearest not in self.sides.by
        away = max(-FAR, min(FAR, mention.sentence - word.sentence))
        relation, order = base_relation(mention), "<" if mention.index < word.index else ">"
        case = next((lemma_of(tree.words[i]) for i in tree.children[mention.index] if tree.words[i].relation == "case"), "-")
        how = f"{away}|{relation}|{case}" if abs(away) < 2 else str(away)
        kind = f"{actor.kind}{'?' if actor.anonymous else ''}{'@' if is_place else ''}"
        seen = [f"away={away}", f"how={how}", f"kind={kind}", f"{away}|{kind}", f"rank={self.rank_of(ident)}|{kind}"]
        if away == 0:
            path, _ = path_of(tree, word.index, mention.index)
            steps = abs(mention.index - word.index)
            seen += [f"way={path}|{case}", f"{order}{4 if steps < 5 else 8 if steps < 9 else 16}"]
            seen += [f"{order}{relation}|{case}", f"pos={order}{mention.upos}"]
        said = "-" if inner is None else "speaker" if ident == inner.speaker else "addressee" if ident == inner.addressee else "other"
        seen += [f"said={said}|{min(away, 1)}", f"said={said}|{relation if away == 0 else 'x'}"]
        if ident in self.in_title:
            seen.append(f"title|{min(abs(away), 2)}")
        mine = self.stands_for(ident)
        for back in (1, 2):
            role = "s" * (mine in self.subjects[word.sentence - back]) + "o" * (mine in self.objects[word.sentence - back])
            if role:
                seen.append(f"before={back}{role}|{min(abs(away), 1)}")
        if mine in self.subjects[word.sentence]:
            seen.append(f"subject here|{min(abs(away), 1)}")
        at = bisect_left(self.heads[ident], word.index)
        before = self.heads[ident][max(0, at - 3) : at + 1]
        count = sum(0 <= word.sentence - tree.words[i].sentence <= 2 for i in before)
        seen.append(f"lately={min(count, 3)}|{min(abs(away), 2)}")
        return seen

    def seen_of_nobody(self, word: Word, mentions: Iterable[int]) -> list[str]:
        """What speaks for an act's having nobody on one side, where the parties' nearest ``mentions`` stand."""
        tree = self.sides.tree
        near = sum(tree.words[i].sentence == word.sentence for i in mentions)
        kids = sorted({base_relation(tree.words[i]) for i in tree.children[word.index]} & {"obj", "nsubj", "obl", "nmod", "ccomp", "xcomp"})
        return ["nobody", f"nobody|{min(near, 4)}", f"nobody|{'+'.join(kids)}", f"nobody|{base_relation(word)}"]


def facing(stage: Stage, agents: Ids, ident: str) -> list[str]:
    """What a recipient, or nobody, is to the agents of an act."""
    actors = stage.sides.actors
    first = actors.get(agents[0]) if agents else None
    if ident == NOBODY:
        return [f"facing nobody|{first.kind if first else '-'}", f"facing nobody|{stage.rank_of(agents[0]) if agents else '-'}"]
    actor = actors[ident]
    own = {actors[i].country for i in agents if i in actors} - {None}
    alike = "self" if ident in agents else "own" if actor.country in own else "other" if actor.country else "none"
    seen = [f"facing {alike}", f"facing {alike}|{actor.kind}"]
    if first is not None:
        shared, ordered = stage.shared(stage.stands_for(agents[0]))
        often = shared.get(stage.stands_for(ident), 0)
        more = min(len(ordered) - bisect_right(ordered, often), 3)
        ranks = f"{stage.rank_of(agents[0])}>{stage.rank_of(ident)}"
        seen += [f"facing often {more}", f"facing {min(often, 3)} of {more}|{actor.kind}", f"facing {ranks}"]
        seen += [f"facing {alike}|{first.kind}>{actor.kind}", f"facing {alike}|{ranks}|{actor.kind}"]
    return seen


@cache
def salt(text: str) -> np.uint32:
    """The hash of a part of a feature that stands in many."""
    return np.uint32(crc32(text.encode()))


KINDS: Hashes = np.array([crc32(kind.encode()) for kind in EVENT_TYPES], np.uint32)
LEMMA, DEEP = ("away=", "how=", "way=", "nobody"), ("how=", "way=", "nobody", "said=")
"""What is looked at with the act's word, and with its type and part of speech together."""


def hashes_of(seen: Sequence[str]) -> Hashes:
    """The hashes of features."""
    return np.array([crc32(one.encode()) for one in seen], np.uint32)


def bucket(hashes: Hashes) -> NDArray[np.int64]:
    """The rows of features of these hashes."""
    return ((hashes * GOLDEN) >> np.uint32(32 - BITS)).astype(np.int64)


def mixed(hashes: Hashes, other: Hashes | np.uint32) -> Hashes:
    """The hashes of features and something else together."""
    return (hashes * GOLDEN) ^ other


@dataclass(frozen=True, slots=True)
class Features:
    """What is seen of the parties of an act, hashed: F features in all, those of party i from ``begins[i]`` on.

    ``base`` are their hashes, ``plain`` (F, 2) their rows for acts of every type, by themselves and with the part of speech. Some are
    looked at with the act's word too (``worded``, those of the features ``at_word``), some with type and part of speech (``deep`` are the
    hashes of the features ``at_deep`` with the latter).
    """

    begins: NDArray[np.int64]
    base: Hashes
    plain: NDArray[np.int64]
    at_word: NDArray[np.int64]
    worded: NDArray[np.int64]
    at_deep: NDArray[np.int64]
    deep: Hashes

    def typed(self, kind: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the features with a type, and of those with type and part of speech."""
        return bucket(mixed(self.base, KINDS[kind])), bucket(mixed(self.deep, KINDS[kind]))

    def rows(self, party: int, kind: int) -> NDArray[np.int64]:
        """All rows of one party for one type."""
        first, last = self.begins[party], self.begins[party + 1] if party + 1 < len(self.begins) else len(self.plain)
        word, deep = ((at >= first) & (at < last) for at in (self.at_word, self.at_deep))
        typed, deeper = self.typed(kind)
        return np.concatenate((self.plain[first:last].ravel(), typed[first:last], self.worded[word], deeper[deep]))

    def plain_scores(self, weights: Scores) -> Scores:
        """What every type's scores have in common (F, 2)."""
        each: Scores = weights[self.plain].sum(1)
        each[self.at_word] += weights[self.worded]
        return each

    def scores(self, weights: Scores, plain: Scores, kind: int) -> Scores:
        """The scores of each party for a type, as agent and as recipient (parties, 2)."""
        typed, deeper = self.typed(kind)
        each = plain + weights[typed]
        each[self.at_deep] += weights[deeper]
        return np.asarray(np.add.reduceat(each, self.begins, axis=0))


def features_of(word: Word, seen: Sequence[Sequence[str]]) -> Features:
    """The rows of what is seen of each party (at least one thing) beside an act's word."""
    flat = [one for party in seen for one in party]
    part, base = salt(PARTS.get(word.upos, "o")), hashes_of(flat)
    at_word, at_deep = (np.array([i for i, one in enumerate(flat) if one.startswith(some)], np.int64) for some in (LEMMA, DEEP))
    return Features(
        np.cumsum([0, *map(len, seen)])[:-1],
        base,
        np.stack([bucket(base), bucket(mixed(base, part))], 1),
        at_word,
        bucket(mixed(base[at_word], salt(f"lemma={lemma_of(word)}"))),
        at_deep,
        mixed(base[at_deep], part),
    )


def facing_rows(stage: Stage, agents: Ids, ident: str) -> NDArray[np.int64]:
    """The rows of what a recipient is to the agents of an act of each type (features, 17; the first without a type)."""
    return rows_of(tuple(facing(stage, agents, ident)))


def rows_of(seen: tuple[str, ...]) -> NDArray[np.int64]:
    """The rows of features by themselves and with each type (features, 17)."""
    base = hashes_of(seen)
    return np.concatenate([bucket(base)[:, None], bucket(mixed(base[:, None], KINDS))], 1)


@lru_cache(8192)
def added_by(seen: tuple[str, ...]) -> list[float]:
    """What being so faced adds to the score as recipient, for each type."""
    found = load_parties().weights[rows_of(seen), RECIPIENT].sum(0)
    added: list[float] = (found[1:] + found[0]).tolist()
    return added


class Parties:
    """How likely each party of a page is the agent, and the recipient, of acts of a type."""

    def __init__(self, sides: Sides, titles: frozenset[int] = frozenset()) -> None:
        """Note who is named where."""
        self.stage, self.weights = Stage(sides, titles), load_parties().weights
        self.choices: dict[int, tuple[list[str], Features, Scores]] = {}
        self.scored: dict[tuple[int, str], Scores] = {}
        self.faced: dict[tuple[Ids, str], list[float]] = {}
        self.found: dict[tuple[int, str, Ids], dict[str, float]] = {}

    def choice(self, word: Word, kind: str) -> tuple[list[str], Scores]:
        """The parties of an act's word, nobody last, and their scores for a type (parties, 2)."""
        if word.index not in self.choices:
            parties, seen = choices_of(self.stage, word)
            features = features_of(word, seen)
            self.choices[word.index] = parties, features, features.plain_scores(self.weights)
        parties, features, plain = self.choices[word.index]
        if (word.index, kind) not in self.scored:
            self.scored[word.index, kind] = features.scores(self.weights, plain, EVENT_TYPES.index(kind))
        return parties, self.scored[word.index, kind]

    def facing(self, agents: Ids, ident: str) -> list[float]:
        """What somebody's being what he is to the agents adds to his score as recipient, for each type."""
        if (agents, ident) not in self.faced:
            self.faced[agents, ident] = added_by(tuple(facing(self.stage, agents, ident)))
        return self.faced[agents, ident]

    def agents(self, word: Word, kind: str) -> dict[str, float]:
        """The chance of each to be the agent; NOBODY's stands for somebody else (they add up to 1)."""
        parties, scores = self.choice(word, kind)
        return shares(parties, scores[:, AGENT])

    def recipients(self, word: Word, kind: str, agents: Ids) -> dict[str, float]:
        """The chance of each to be the recipient of what these agents do; NOBODY's stands for none (they add up to 1)."""
        key = word.index, kind, agents
        if key not in self.found:
            (parties, scores), place = self.choice(word, kind), EVENT_TYPES.index(kind)
            added = np.array([self.facing(agents, one)[place] for one in parties], np.float32)
            self.found[key] = shares(parties, scores[:, RECIPIENT] + added)
        return self.found[key]


def choices_of(stage: Stage, word: Word) -> tuple[list[str], list[list[str]]]:
    """The parties of an act's word, nobody last, and what is seen of each."""
    parties, inner = stage.candidates(word), innermost(stage.sides.statements, word.start)
    seen = [stage.seen_of(ident, nearest, word, inner) for ident, nearest in parties.items()]
    return [*parties, NOBODY], [*seen, stage.seen_of_nobody(word, parties.values())]


def shares(names: Sequence[str], scores: Scores) -> dict[str, float]:
    """Scores as chances that add up to 1."""
    powers = np.exp(scores - scores.max())
    return dict(zip(names, (powers / powers.sum()).tolist(), strict=True))
