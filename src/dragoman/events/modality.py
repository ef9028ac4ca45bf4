"""Whether an act happened: negation, modals, conditions, purposes, and the words above it in the tree."""

from dragoman.events.sides import Sides, has_to
from dragoman.events.words import load_words
from dragoman.grammar import Tree, base_relation
from dragoman.model import Word

NEGATIVES = frozenset(("not", "n't", "n’t", "never", "no", "neither", "nor", "without", "none", "nobody"))
THROUGH = ("xcomp", "ccomp", "csubj", "conj", "acl", "advcl", "obj", "nsubj", "obl", "nmod")
LEVELS = 5


def modality_of(sides: Sides, index: int) -> tuple[str, str]:
    """The modality of the act that a word names, and the word that gave it."""
    tree = sides.tree
    word, start = tree.words[index], tree.words[index]
    for _ in range(LEVELS):
        own = own_modality(tree, word, start)
        if own:
            return own
        if word.head < 0 or base_relation(word) not in THROUGH or word.relation == "acl:relcl":
            break
        head = tree.words[word.head]
        given = given_by(sides, word, head)
        if given:
            return turned(tree, head, given)
        if not carries_on(sides, word, head):
            break
        word = head
    return progressive(tree, start)


def own_modality(tree: Tree, word: Word, start: Word) -> tuple[str, str] | None:
    """What the helpers around a word say: negation, modals, conditions, adjectives."""
    lists = load_words()
    for kid in tree.kids(word.index):
        lemma = kid.lemma.lower()
        if base_relation(kid) in ("advmod", "det", "cc") and (lemma in NEGATIVES or kid.text.lower() in NEGATIVES):
            return "denied", lemma
        if kid.relation == "mark" and lemma in lists.marks:
            return lists.marks[lemma], lemma
        if kid.relation == "case" and lemma == "without":
            return "denied", lemma
        if kid.relation == "amod" and word.index == start.index and lemma in lists.modifiers:
            return lists.modifiers[lemma], lemma
    return modal(tree, word)


def modal(tree: Tree, word: Word) -> tuple[str, str] | None:
    """What a modal verb says; "would" in reported speech is a plan unless a condition goes with it."""
    lists = load_words()
    for kid in tree.auxiliaries(word.index):
        lemma = kid.lemma.lower()
        lemma = {"'ll": "will", "wo": "will", "ca": "can", "’ll": "will", "'d": "would"}.get(lemma, lemma)
        if kid.text.lower() in ("would", "could", "might", "should"):
            lemma = kid.text.lower()
        if lemma == "would" and base_relation(word) in ("ccomp", "parataxis") and not has_condition(tree, word.index):
            return "planned", lemma
        if lemma == "would" and any(k.lemma == "have" for k in tree.auxiliaries(word.index)):
            return "hypothetical", "would have"
        if lemma == "will" and has_condition(tree, word.index):
            return "hypothetical", "will if"
        if lemma in lists.auxiliaries:
            return lists.auxiliaries[lemma], lemma
    if word.upos == "VERB" and has_to(tree, word.index) and word.head >= 0 and is_to_be(tree, word):
        return "planned", "is to"
    return None


def is_to_be(tree: Tree, word: Word) -> bool:
    """Whether an infinitive hangs on a bare form of be: "is to visit"; or heads a headline: "Chad to host talks"."""
    head = tree.words[word.head]
    return head.lemma.lower() == "be" and base_relation(word) in ("xcomp", "ccomp", "advcl")


def has_condition(tree: Tree, index: int) -> bool:
    """Whether a clause hangs on an if or unless."""
    return any(
        load_words().marks.get(mark.lemma.lower()) == "hypothetical" and mark.lemma.lower() in ("if", "unless")
        for kid in tree.kids(index, "advcl")
        for mark in tree.kids(kid.index, "mark")
    )


def given_by(sides: Sides, word: Word, head: Word) -> tuple[str, str] | None:
    """What the governing word makes of what it governs: "plans to", "threatened", "denied that", "calls for"."""
    lists = load_words()
    lemma, relation = head.lemma.lower(), base_relation(word)
    if relation == "conj":
        return None
    if relation in ("obl", "nmod") and sides.case(word) not in ("for", "of", "to", "on", "against", "with", "from", "about", "by"):
        return None
    if relation in ("obl", "nmod") and sides.case(word) in ("on", "with", "by", "about") and lemma not in ("call", "insist"):
        return None
    if relation == "nsubj" and not sides.tree.is_passive(head.index) and lemma not in lists.modifiers:
        return None
    if relation == "advcl" and (head.upos == "ADJ" or has_to(sides.tree, word.index)) and lemma not in lists.governors:
        return ("planned", "to") if has_to(sides.tree, word.index) and head.upos == "VERB" else None
    given = lists.governors.get(lemma) or (lists.modifiers.get(lemma) if head.upos == "ADJ" else None)
    if given == "denied" and lemma == "deny" and word.upos == "NOUN" and relation == "obj":
        return given, lemma
    return (given, lemma) if given else None


def turned(tree: Tree, head: Word, given: tuple[str, str]) -> tuple[str, str]:
    """A plan that is denied is no plan; a denial that is denied leaves it open."""
    negated = any(kid.lemma.lower() in NEGATIVES for kid in tree.kids(head.index, "advmod", "det"))
    if not negated:
        return given
    return ("hypothetical" if given[0] == "denied" else "denied"), "not " + given[1]


def carries_on(sides: Sides, word: Word, head: Word) -> bool:
    """Whether what is said of the governing word holds for the governed one too."""
    relation = base_relation(word)
    if relation == "conj":
        finite = "VerbForm=Fin" in word.feats and bool(sides.tree.auxiliaries(head.index))
        return sides.tree.kid(word.index, "nsubj") is None and not sides.tree.auxiliaries(word.index) and not finite
    if relation == "advcl" and word.xpos == "VBG":
        return any(kid.lemma.lower() == "by" for kid in sides.tree.kids(word.index, "mark"))
    if word.upos in ("NOUN", "PROPN"):
        carrier = sides.carrier(word.index)
        return carrier is not None and carrier.index == head.index
    if relation == "xcomp":
        return True
    return relation == "ccomp" and head.lemma.lower() not in load_words().speech


def progressive(tree: Tree, word: Word) -> tuple[str, str]:
    """Ongoing for "is attacking" and "continues to attack", else done."""
    texts = [kid.text.lower() for kid in tree.auxiliaries(word.index)]
    if word.upos == "VERB" and word.text.lower().endswith("ing") and any(t in ("is", "are", "'s", "’s", "'re", "’re", "am") for t in texts):
        return "ongoing", "progressive"
    if word.upos == "VERB" and any(t in ("is", "are") for t in texts) and "Voice=Pass" in word.feats and "being" in texts:
        return "ongoing", "being"
    for ancestor in tree.ancestors(word.index):
        if ancestor.lemma.lower() in ("continue", "keep") and tree.words[word.index].relation in ("xcomp", "obj", "ccomp"):
            return "ongoing", ancestor.lemma.lower()
        break
    return "done", "asserted"
