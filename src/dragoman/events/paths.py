"""Who in a sentence does what a word says, and to whom: what our corpus' training part tells of the ways through the tree between the two.

A multinomial logistic regression, like ``senses.py``, over features of a pair of words, the one that names an act and one that names a
party: the path between them, its prepositions, the act's lemma and type, voice, order and distance (data/paths.zst, made by
training/paths.py). It generalises over types where the rules of ``sides.py`` and the language model each have their own blind spots.
"""

from collections.abc import Iterator, Sequence

from dragoman.events.forms import lemma_of
from dragoman.events.linear import Linear, load_linear
from dragoman.events.triggers import PARTS
from dragoman.grammar import Tree, base_relation
from dragoman.model import Word

ROLES = ("neither", "agent", "recipient")
BUCKETS = 1 << 18
LONGEST = 5
"""Most steps of a path; what is farther is only far."""

FAR = "far"
Seen = tuple[str, int, str, str]
"""Path, word at its top, preposition, and the party's part of speech with its place before or after the act."""


def load_paths() -> Linear:
    """The weights of each feature for each of ROLES."""
    return load_linear("paths", BUCKETS, len(ROLES))


class Ways:
    """An act's word and the words of parties in its sentence; what does not hang on the act's type is added up once."""

    def __init__(self, tree: Tree, word: Word, parties: Sequence[Word]) -> None:
        """Look up the ways between the act and each party."""
        self.word, self.seen = word, [seen_of(tree, word, party) for party in parties]
        plain = (plain_features(tree, word, party, seen) for party, seen in zip(parties, self.seen, strict=True))
        self.plain = load_paths().score(plain)

    def roles(self, kind: str) -> list[tuple[float, float]]:
        """For each party the chances (shares of 1) that it is the agent, and the recipient, of an act of a type."""
        model = load_paths()
        typed = model.score(typed_features(self.word, kind, seen) for seen in self.seen)
        return [(agent, recipient) for _, agent, recipient in model.shares(self.plain + typed - model.weights[-1]).tolist()]


def path_of(tree: Tree, start: int, end: int) -> tuple[str, int]:
    """The relations from one word up and down to another ("^obj>nsubj"), and the word at the top; ("far", -1) for a long way."""
    above = [start]
    while tree.words[above[-1]].head >= 0 and len(above) <= LONGEST:
        above.append(tree.words[above[-1]].head)
    down: list[int] = [end]
    while down[-1] not in above:
        head = tree.words[down[-1]].head
        if head < 0 or len(down) > LONGEST:
            return FAR, -1
        down.append(head)
    top = down.pop()
    up = above[: above.index(top)]
    if len(up) + len(down) > LONGEST:
        return FAR, -1
    return "".join(f"^{tree.words[i].relation}" for i in up) + "".join(f">{tree.words[i].relation}" for i in reversed(down)), top


def seen_of(tree: Tree, word: Word, party: Word) -> Seen:
    """The path, its top word, the party's preposition, and whether the party stands before or after the act."""
    path, top = path_of(tree, word.index, party.index)
    case = next((lemma_of(tree.words[i]) for i in tree.children[party.index] if tree.words[i].relation == "case"), "-")
    return path, top, case, f"{party.upos}|before" if party.index < word.index else f"{party.upos}|after"


def features_of(tree: Tree, word: Word, kind: str, party: Word) -> Iterator[str]:
    """What is seen of an act's word and a party's word in one sentence."""
    seen = seen_of(tree, word, party)
    yield from plain_features(tree, word, party, seen)
    yield from typed_features(word, kind, seen)


def plain_features(tree: Tree, word: Word, party: Word, seen: Seen) -> Iterator[str]:
    """What holds for acts of every type."""
    path, top, case, place = seen
    lemma, part, order = lemma_of(word), PARTS.get(word.upos, "o"), place.partition("|")[2]
    voice = "p" if any(tree.words[i].relation in ("nsubj:pass", "aux:pass") for i in tree.children[word.index]) else "a"
    way, steps = f"{path}|{case}", abs(party.index - word.index)
    yield from (path, way, f"{part}|{way}", f"{lemma}|{way}", f"{voice}|{way}")
    yield from (f"{order}|{base_relation(party)}|{case}", f"{lemma}|{order}|{base_relation(party)}")
    yield from (f"{order}|{min(steps, 4) if steps < 8 else 8 if steps < 16 else 16}", f"u={place}")
    names = names_between(tree, word.index, party.index)
    yield from (f"{order}|b={names}", f"{part}|{order}|b={names}")
    if top >= 0 and top not in (word.index, party.index):
        yield f"{path}|{lemma_of(tree.words[top])}"
    if party.head >= 0 and party.head != word.index:
        yield f"{order}|{base_relation(party)}|{lemma_of(tree.words[party.head])}"


def names_between(tree: Tree, one: int, other: int) -> int:
    """How many names and pronouns stand between two words, up to two."""
    between = tree.words[min(one, other) + 1 : max(one, other)]
    return min(2, sum(w.upos in ("PROPN", "PRON") and base_relation(w) not in ("flat", "compound", "expl") for w in between))


def typed_features(word: Word, kind: str, seen: Seen) -> Iterator[str]:
    """What an act's type makes of the way."""
    path, _, case, place = seen
    upos, _, order = place.partition("|")
    yield from (f"{kind}|{path}|{case}", f"{kind}|{PARTS.get(word.upos, 'o')}|{path}", f"{kind}|{order}|{case}", f"u={upos}|{kind}")
