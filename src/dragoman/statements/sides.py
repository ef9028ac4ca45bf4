"""The sides of a statement: the words that head its speaker, its addressee and its channel."""

from dragoman.grammar import base_relation
from dragoman.model import Word
from dragoman.statements.cues import Cue
from dragoman.statements.draft import Draft
from dragoman.statements.scene import Scene

RELATIVE = frozenset(("who", "which", "that", "whom"))
TO_WHOM = frozenset(("to",))


def speaker_of(scene: Scene, word: Word) -> int | None:
    """The word that heads the one who speaks: the subject, the agent of a passive, or the noun that a participle describes."""
    tree = scene.tree
    quoted = quoted_by(scene, word)
    if quoted is not None:
        return quoted
    if tree.is_passive(word.index):
        agent = tree.kid(word.index, "obl:agent")
        return agent.index if agent is not None else None
    own = own_subject(scene, word)
    if own is not None:
        return antecedent(scene, own)
    if base_relation(word) == "acl" and word.head >= 0:
        participle = not word.text.lower().endswith("ed") or word.relation == "acl:relcl"
        return word.head if participle else agent_of(scene, word)
    if base_relation(word) in ("advcl", "xcomp", "conj", "ccomp", "parataxis", "dep") and word.head >= 0:
        return inherited(scene, word)
    return stray_subject(scene, word)


def quoted_by(scene: Scene, word: Word) -> int | None:
    """Whom "quoted X as saying" and "X was quoted as saying" quote."""
    head = scene.words[word.head] if word.head >= 0 else None
    if head is None or head.lemma.lower() not in ("quote", "cite"):
        return None
    if not any(w.lemma.lower() == "as" for w in scene.tree.kids(word.index, "mark", "case")):
        return None
    quoted = scene.tree.kid(head.index, "nsubj:pass", "nsubj") if scene.tree.is_passive(head.index) else scene.tree.kid(head.index, "obj")
    return antecedent(scene, quoted) if quoted is not None else None


def own_subject(scene: Scene, word: Word) -> Word | None:
    """The verb's own subject: the nearest one that a parser has given it, preferring one on the verb's side of a comma."""
    found = [w for w in scene.tree.kids(word.index, "nsubj") if w.upos != "PUNCT"]
    return min(found, key=lambda w: abs(w.index - word.index)) if found else None


def antecedent(scene: Scene, subject: Word) -> int:
    """The noun for which a relative pronoun stands, else the subject itself."""
    verb = scene.words[subject.head]
    clause = verb
    while base_relation(clause) == "conj" and clause.head >= 0:
        clause = scene.words[clause.head]
    if subject.text.lower() in RELATIVE and clause.relation.startswith("acl") and clause.head >= 0:
        return clause.head
    return subject.index


def agent_of(scene: Scene, word: Word) -> int | None:
    """The agent of a participle ("a letter written by X")."""
    agent = next((w for w in scene.tree.kids(word.index, "obl") if any(c.lemma == "by" for c in scene.tree.kids(w.index, "case"))), None)
    return agent.index if agent is not None else None


def inherited(scene: Scene, word: Word) -> int | None:
    """The subject of the verb on which an open clause hangs; one that is nobody only where no verb further out has another."""
    nobody = None
    for _ in range(6):
        if word.head < 0:
            return nobody
        if base_relation(word) == "acl":
            return word.head
        if base_relation(word) not in ("advcl", "xcomp", "conj", "ccomp", "parataxis", "dep"):
            return nobody
        word = scene.words[word.head]
        found = own_subject(scene, word)
        if found is not None and (found.upos != "NOUN" or found.index in scene.by):
            return antecedent(scene, found)
        if found is not None and nobody is None:
            nobody = antecedent(scene, found)
    return nobody


def stray_subject(scene: Scene, word: Word) -> int | None:
    """The name right behind an inverted "said", where the tree has lost it."""
    if word.lemma not in ("say", "add", "tell", "write", "ask") or word.index + 1 >= len(scene.words):
        return None
    following = scene.words[word.index + 1]
    same = following.sentence == word.sentence
    return following.index if same and following.index in scene.by and following.upos in ("PROPN", "PRON", "NOUN") else None


def addressee_of(scene: Scene, word: Word, cue: Cue, draft: Draft) -> int | None:
    """The word that heads the one to whom it is said."""
    tree = scene.tree
    if cue.takes & {"whom", "whomto"}:
        if tree.is_passive(word.index):
            subject = tree.subject(word.index)
            return antecedent(scene, subject) if subject is not None and cue.act != "accuse" and subject.upos != "SCONJ" else None
        for kid in tree.kids(word.index, "iobj", "obj"):
            if not in_content(kid, draft) and kid.text.lower() not in RELATIVE:
                return kid.index
    indirect = tree.kid(word.index, "iobj")
    if indirect is not None and not in_content(indirect, draft):
        return indirect.index
    last = cue.words.split()[-1]
    if last in ("on", "upon", "to", "with") and " " in cue.words:
        taken = [w.index for w in tree.kids(word.index, "obl") if not in_content(w, draft) and w.index > word.index]
        if taken:
            return taken[0]
    return by_preposition(scene, word, draft)


def in_content(word: Word, draft: Draft) -> bool:
    """Whether a word lies in the draft's content."""
    return any(start <= word.start < end for start, end in draft.content)


def by_preposition(scene: Scene, word: Word, draft: Draft) -> int | None:
    """Those to whom, or with whom in an interview, something is said."""
    for kid in scene.tree.kids(word.index, "obl"):
        if in_content(kid, draft):
            continue
        case = {w.lemma.lower() for w in scene.tree.kids(kid.index, "case")}
        if case == {"to"} and scene.people_like(kid.index):
            return kid.index
        if (kid.lemma.lower() in scene.cues.media or kid.lemma == "conversation") and "in" in case:
            for inner in scene.tree.kids(kid.index, "nmod"):
                if {w.lemma.lower() for w in scene.tree.kids(inner.index, "case")} & {"to", "with"} and scene.people_like(inner.index):
                    return inner.index
    return None
