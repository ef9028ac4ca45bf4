"""Who in a sentence does what a word says, and to whom: what our corpus' training part tells of the ways through the tree between the two.

A multinomial logistic regression, like ``senses.py``, over features of a pair of words, the one that names an act and one that names a
party: the path between them, its prepositions, the act's lemma and type, voice, order and distance (data/paths.zst, made by
training/paths.py). It generalises over types where the rules of ``sides.py`` and the language model each have their own blind spots.
"""

from collections.abc import Iterator

from dragoman.events.forms import lemma_of
from dragoman.events.linear import Linear, load_linear
from dragoman.events.triggers import PARTS
from dragoman.grammar import Tree, base_relation
from dragoman.model import Word

ROLES = ("neither", "agent", "recipient")
BUCKETS = 1 << 16
LONGEST = 5
"""Most steps of a path; what is farther is only far."""

FAR = "far"


def load_paths() -> Linear:
    """The weights of each feature for each of ROLES."""
    return load_linear("paths", BUCKETS, len(ROLES))


def roles_of(tree: Tree, word: Word, kind: str, party: Word) -> tuple[float, float]:
    """The chances (shares of 1) that a party is the agent, and the recipient, of an act of a type."""
    chances = load_paths().chances(features_of(tree, word, kind, party))
    return float(chances[1]), float(chances[2])


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


def features_of(tree: Tree, word: Word, kind: str, party: Word) -> Iterator[str]:
    """What is seen of an act's word and a party's word in one sentence."""
    path, top = path_of(tree, word.index, party.index)
    case = next((lemma_of(tree.words[i]) for i in tree.children[party.index] if tree.words[i].relation == "case"), "-")
    lemma, part = lemma_of(word), PARTS.get(word.upos, "o")
    order = "before" if party.index < word.index else "after"
    voice = "p" if any(tree.words[i].relation in ("nsubj:pass", "aux:pass") for i in tree.children[word.index]) else "a"
    way = f"{path}|{case}"
    steps = abs(party.index - word.index)
    yield from (path, way, f"{part}|{way}", f"{lemma}|{way}", f"{kind}|{way}", f"{voice}|{way}", f"{kind}|{part}|{path}")
    yield from (f"{kind}|{order}|{case}", f"{order}|{base_relation(party)}|{case}", f"{lemma}|{order}|{base_relation(party)}")
    yield from (f"{order}|{min(steps, 4) if steps < 8 else 8 if steps < 16 else 16}", f"u={party.upos}|{order}", f"u={party.upos}|{kind}")
    if top >= 0 and top not in (word.index, party.index):
        yield f"{path}|{lemma_of(tree.words[top])}"
    if party.head >= 0 and party.head != word.index:
        yield f"{order}|{base_relation(party)}|{lemma_of(tree.words[party.head])}"
