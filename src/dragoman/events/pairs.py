"""What one party does to another in a sentence, told from the two: what our corpus' training part tells of the words around a pair.

A multinomial logistic regression, like ``senses.py``, over features of an ordered pair of words that name parties: the words before,
between and behind them, those on which either hangs, their prepositions and the way between them (data/pairs.zst, made by
training/pairs.py). ``senses.py`` looks at a word that may name an act, ``paths.py`` at that word and one party; this looks at both parties
at once and needs no word for the act: it tells which types are likely between the two, and whether there is any act between them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dragoman.events.families import families_of
from dragoman.events.forms import lemma_of
from dragoman.events.linear import Linear, load_linear
from dragoman.events.paths import path_of
from dragoman.events.senses import MOST_KIDS, name_of
from dragoman.events.triggers import PARTS, load_triggers
from dragoman.grammar import Tree, base_relation
from dragoman.model import EVENT_TYPES, Word

BUCKETS = 1 << 18
CLASSES = len(EVENT_TYPES) + 1
"""No act, then each of EVENT_TYPES."""

PLACES = ("ab<", "ab=", "ab>", "ba<", "ba=", "ba>")
"""Before both of a pair, between them, behind both, where the first of the two stands first and where it does not."""

NEAR, ABOVE = 2, 3
"""How many words on either side of a party are near it, and how many of those above it are looked at."""

Scores = NDArray[np.float32]


def load_pairs() -> Linear:
    """The weights of each feature for no act and for each of EVENT_TYPES."""
    return load_linear("pairs", BUCKETS, CLASSES)


class Sentence:
    """The words of one sentence; what hangs on the zones of a pair alone is added up once for all pairs."""

    def __init__(self, tree: Tree, words: Sequence[Word]) -> None:
        """Add up the weights of the words from the first to each, for each order of a pair and each zone."""
        self.tree = tree
        nothing = np.zeros((1 + len(PLACES), CLASSES), np.float32)
        scores = [nothing, *(scores_of(name_of(word), lemma_of(word), word.upos) for word in words)]
        self.word = {word.index: score[0] for word, score in zip(words, scores[1:], strict=True)}
        self.sums = np.cumsum(scores, 0)
        self.first = words[0].index if words else 0

    def chances(self, one: int, other: int) -> Scores:
        """The chances of no act of one word's party on the other's, and of one of each type (17 shares of 1)."""
        model = load_pairs()
        low, high = sorted((one - self.first, other - self.first))
        score = model.weights[-1] + self.sums[-1, 0] - self.word[one] - self.word[other]
        for zone, start, end in (("<", 0, low), ("=", low + 1, high), (">", high + 1, len(self.sums) - 1)):
            place = 1 + PLACES.index(("ab" if one < other else "ba") + zone)
            score = score + self.sums[end, place] - self.sums[start, place]
        return Linear.shares(score + model.sum(pair_features(self.tree, one, other)))


@lru_cache(maxsize=20_000)
def scores_of(name: str, lemma: str, upos: str) -> Scores:
    """What a word counts wherever it stands, and in each of PLACES beside that (places + 1, classes)."""
    model = load_pairs()
    zones = (zone_features(name, lemma, upos, place) for place in PLACES)
    return np.array([model.sum(word_features(name, lemma, upos)), *map(model.sum, zones)])


def features_of(tree: Tree, words: Sequence[Word], one: int, other: int) -> Iterator[str]:
    """All that is seen of an ordered pair of words in a sentence."""
    order, low, high = "ab" if one < other else "ba", min(one, other), max(one, other)
    for word in words:
        if word.index not in (one, other):
            seen = name_of(word), lemma_of(word), word.upos
            yield from word_features(*seen)
            yield from zone_features(*seen, order + ("<" if word.index < low else ">" if word.index > high else "="))
    yield from pair_features(tree, one, other)


def word_features(name: str, lemma: str, upos: str) -> Iterator[str]:
    """What is seen of a word wherever it stands."""
    if upos not in ("PUNCT", "DET"):
        yield f"{name}/{PARTS.get(upos, 'o')}"
        yield from (f"f={family}" for family in families_of(lemma)[:1])


def zone_features(name: str, lemma: str, upos: str, place: str) -> Iterator[str]:
    """What is seen of a word in one of PLACES."""
    if upos in ("PUNCT", "DET"):
        return
    part = PARTS.get(upos, "o")
    for where in (place[2:], place):
        yield f"{where}|{name}/{part}"
        yield from (f"{where}|f={family}/{part}" for family in families_of(lemma)[:1])
        yield from (f"{where}|lex={kind}" for kind in lexicon_types(lemma, upos))


def lexicon_types(lemma: str, upos: str) -> Iterable[str]:
    """The types that the lexicon has for a word without company."""
    found = load_triggers().get((PARTS.get(upos, "o"), lemma), ())
    return dict.fromkeys(trigger.type for trigger in found if not trigger.others and not trigger.objects)


def pair_features(tree: Tree, one: int, other: int) -> Iterator[str]:
    """What is seen of the two words themselves: the way between them, what is above and near each."""
    order = "ab" if one < other else "ba"
    path, top = path_of(tree, one, other)
    yield from (order, f"{order}|{path}")
    if top >= 0:
        name = name_of(tree.words[top])
        yield from (f"top|{name}", f"{order}|top|{name}")
        yield from (f"{order}|top|f={family}" for family in families_of(name)[:1])
    for side, index in (("a", one), ("b", other)):
        yield from side_features(tree, side, index)
        yield from near_features(tree, side, index, (one, other))


def side_features(tree: Tree, side: str, index: int) -> Iterator[str]:
    """What is above a party, and what hangs on it."""
    word = tree.words[index]
    relation = base_relation(word)
    case = next((lemma_of(tree.words[i]) for i in tree.children[index] if tree.words[i].relation == "case"), "-")
    yield f"{side}|case|{case}|{relation}"
    above = word
    for step in range(ABOVE):
        if above.head < 0:
            break
        above = tree.words[above.head]
        name = name_of(above)
        yield from (f"{side}^|{name}", f"{side}^{step}|{name}/{PARTS.get(above.upos, 'o')}")
        yield from (f"{side}^lex={kind}" for kind in lexicon_types(lemma_of(above), above.upos))
        if step == 0:
            yield from (f"{side}^{relation}|{name}", f"{side}^{relation}|{case}|{name}")
        for family in families_of(lemma_of(above))[:1]:
            yield from (f"{side}^f={family}", f"{side}^{step}{relation if step == 0 else ''}|f={family}")
    for kid in tree.children[index][:MOST_KIDS]:
        yield f"{side}v|{tree.words[kid].relation}|{name_of(tree.words[kid])}"


def near_features(tree: Tree, side: str, index: int, pair: tuple[int, int]) -> Iterator[str]:
    """The words near a party."""
    sentence = tree.words[index].sentence
    for i in range(max(0, index - NEAR), min(len(tree.words), index + NEAR + 1)):
        if i not in pair and tree.words[i].sentence == sentence and tree.words[i].upos not in ("PUNCT", "DET"):
            yield f"{side}{'-' if i < index else '+'}|{name_of(tree.words[i])}"
