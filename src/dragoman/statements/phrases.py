"""Attribution without a verb: "according to", "in the words of", cue nouns, headlines of the form "X: ...", turns of a transcript."""

import re
from collections.abc import Iterator

from dragoman.grammar import base_relation
from dragoman.model import Block, Span, Word
from dragoman.statements.draft import Draft
from dragoman.statements.scene import QUOTE_MARKS, Scene
from dragoman.statements.turns import TURN, asks, find_turns, turn_draft
from dragoman.statements.verbs import clip, with_marks

SHOUTED = re.compile(r"[^a-z]+")
TRAILING = re.compile(r"(?P<gap>\s[-–—]\s?|:\s|\s?[–—]\s?)(?P<who>[^-–—:“”\"\n]{2,80}?)\s*$")
VIEWED = frozenset(("view", "opinion", "word", "account", "estimate", "reckoning", "telling", "assessment", "eye"))


def find_phrases(scene: Scene) -> Iterator[Draft]:
    """Drafts from everything but cue verbs."""
    for word in scene.words:
        case = source_case(scene, word)
        if case:
            draft = by_source(scene, word, case)
        elif word.upos == "NOUN" and word.lemma.lower() in scene.cues.nouns:
            draft = by_noun(scene, word)
        else:
            draft = None
        if draft is not None:
            yield draft
    yield from by_colon(scene)


# ---------------------------------------------------------------- according to
def source_case(scene: Scene, word: Word) -> tuple[Word, ...]:
    """The words "according to", "per", "in the words of" before a phrase."""
    if word.upos not in ("NOUN", "PROPN", "PRON", "NUM", "X", "ADJ"):
        return ()
    kids = [w for w in scene.tree.kids(word.index, "case", "mark") if w.index < word.index]
    for kid in kids:
        lemma = kid.lemma.lower()
        if lemma in ("accord", "according"):
            return tuple(w for w in scene.words[kid.index : kid.index + 2])
        if lemma == "per" and kid.index and scene.words[kid.index - 1].text == "," and word.upos == "PROPN":
            return (kid,)
    holder = scene.words[word.head] if word.head >= 0 else None
    if (
        holder is not None
        and holder.lemma.lower() in VIEWED
        and base_relation(word) == "nmod"
        and word.text.lower() not in ("my", "our", "your", "its")
        and any(w.lemma.lower() in ("in", "by") for w in scene.tree.kids(holder.index, "case"))
    ):
        return (
            tuple(scene.words[scene.tree.subtree(holder.index)[0] : word.index])
            if any(k.lemma == "of" for k in kids) or word.relation == "nmod:poss"
            else ()
        )
    return ()


def by_source(scene: Scene, word: Word, case: tuple[Word, ...]) -> Draft | None:
    """The clause that an "according to" phrase covers."""
    phrase = scene.words[word.head] if case[0].lemma.lower() in ("in", "by") else word
    if phrase.head < 0:
        return None
    own = scene.tree.subtree(phrase.index)
    rest = scene.words[own[-1] + 1 : scene.sentence(word).last]
    closing = not any(w.upos in ("VERB", "AUX") for w in rest) and own[0] > scene.sentence(word).first + 2
    opening = own[0] == scene.sentence(word).first
    head = scene.words[phrase.head]
    top = climb(scene, head) if closing or opening else clause_of(scene, head)
    below = scene.tree.subtree(top.index, (phrase.index,))
    quote = scene.quote_at(case[0])
    kept = [i for i in below if i < own[0] or i > own[-1]]
    if closing:
        kept = [i for i in kept if i < own[0]]
    spans = with_marks(scene, case[0], scene.runs(kept))
    if quote is not None:
        spans = [s for s in (clip(span, quote) for span in spans) if s[1] > s[0]]
    spans = [s for s in (scene.clean(span) for span in spans) if len(scene.words_in(s)) > 1]
    if not spans:
        return None
    cue = (case[0].start, case[-1].end)
    draft = Draft("say", spans, cue, None, speaker=word.index, block=scene.block_of(word), why=["according to"])
    draft.frame = (scene.words[own[0]].start, scene.words[own[-1]].end)
    return draft


def climb(scene: Scene, word: Word) -> Word:
    """The head of the sentence part that a source covers: up through everything but the content of an outer cue."""
    for _ in range(10):
        relation = base_relation(word)
        if word.head < 0:
            return word
        head = scene.words[word.head]
        if relation == "ccomp" and head.lemma.lower() in scene.cues.verbs and head.index < word.index:
            return word
        word = head
    return word


def clause_of(scene: Scene, word: Word) -> Word:
    """The head of the clause in which a word stands."""
    for _ in range(10):
        if word.head < 0 or base_relation(word) in ("ccomp", "advcl", "acl", "parataxis", "csubj", "conj") or word.upos == "VERB":
            return word
        word = scene.words[word.head]
    return word


# ---------------------------------------------------------------- nouns
def by_noun(scene: Scene, word: Word) -> Draft | None:
    """ "the claim that", "his appeal for", "its position was that"."""
    spans = noun_content(scene, word)
    if not spans:
        return None
    speaker = noun_owner(scene, word)
    act = scene.cues.nouns[word.lemma.lower()]
    draft = Draft(
        act,
        with_marks(scene, word, spans),
        (word.start, word.end),
        None,
        speaker=speaker,
        block=scene.block_of(word),
        why=[f"noun {word.lemma}"],
    )
    draft.frame = scene.tree.span(word.index)
    quote = scene.quote_at(word)
    if quote is not None:
        draft.content = [s for s in (clip(span, quote) for span in draft.content) if s[1] > s[0]]
    draft.content = [s for s in (scene.clean(span) for span in draft.content) if s[1] > s[0]]
    return draft if draft.content else None


def noun_content(scene: Scene, word: Word) -> list[Span]:
    """The clause or phrase that says what a cue noun contains."""
    for kid in scene.tree.kids(word.index, "acl", "ccomp"):
        that = any(w.lemma.lower() == "that" and w.upos == "SCONJ" for w in scene.tree.kids(kid.index, "mark"))
        if kid.index > word.index and that and kid.relation != "acl:relcl":
            return scene.runs(scene.tree.subtree(kid.index))
    wanted = scene.cues.prepositions.get(word.lemma.lower(), frozenset())
    owned = noun_owner(scene, word) is not None
    for kid in scene.tree.kids(word.index, "nmod", "acl"):
        case = next((w for w in scene.tree.kids(kid.index, "case", "mark") if w.lemma.lower() in wanted), None)
        if kid.index > word.index and case is not None and owned:
            return scene.runs(i for i in scene.tree.subtree(kid.index) if i >= case.index)
    copula = scene.tree.kid(word.index, "cop")
    clause = scene.tree.kid(word.index, "ccomp", "csubj") if copula is not None else None
    if clause is not None and clause.index > copula.index and owned:  # type: ignore[union-attr]
        return scene.runs(scene.tree.subtree(clause.index))
    return []


def noun_owner(scene: Scene, word: Word) -> int | None:
    """Whose words a cue noun names: "his appeal", "US warnings", "a call by X", "X issued a warning that"."""
    for kid in scene.tree.kids(word.index, "nmod:poss", "nmod", "compound", "amod"):
        cases = {w.lemma.lower() for w in scene.tree.kids(kid.index, "case")}
        if (
            kid.relation == "nmod:poss"
            or (kid.relation in ("compound", "amod") and kid.index in scene.by)
            or (base_relation(kid) == "nmod" and cases & {"by", "from"})
        ):
            return kid.index
    head = scene.words[word.head] if word.head >= 0 else None
    if head is not None and base_relation(word) == "obj" and head.lemma.lower() in scene.cues.light_verbs:
        subject = scene.tree.subject(head.index)
        return subject.index if subject is not None else None
    return None


# ---------------------------------------------------------------- colons and dashes
def by_colon(scene: Scene) -> Iterator[Draft]:
    """Headlines "X: ..." and "...: X", pull quotes “...” - X, and the turns of a transcript."""
    turns = find_turns(scene)
    spoken = {number for turn in turns for number in turn.blocks}
    for number, block in enumerate(scene.article.blocks):
        if number in spoken:
            continue
        if block.kind in ("title", "heading", "deck"):
            draft = leading_name(scene, number, block) or trailing_name(scene, number, block)
        elif block.kind in ("quote", "paragraph", "caption"):
            draft = pull_quote(scene, number, block)
        else:
            draft = None
        if draft is not None:
            yield draft
    yield from (turn_draft(scene, turn) for turn in turns if not asks(scene, turns, turn.label))


def leading_name(scene: Scene, number: int, block: Block) -> Draft | None:
    """A headline "X: ..." whose X is an actor and nothing more."""
    match = TURN.match(scene.text, block.start, block.end)
    if (
        match is None
        or match["who"].lower() in scene.cues.labels
        or (match.start("who") < match.end("who") and scene.quotes.at(match.start("colon")))
    ):
        return None
    head = name_in(scene, match.span("who"))
    if head is None:
        return None
    content = scene.clean((match.end(), block.end))
    return Draft(
        "say", [content], match.span("colon"), None, speaker=head, block=number, frame=(block.start, match.end()), why=["headline X: ..."]
    )


def trailing_name(scene: Scene, number: int, block: Block) -> Draft | None:
    """A headline "...: X" or "... - X" whose X is an actor and nothing more."""
    text = scene.text[block.start : block.end]
    match = TRAILING.search(text[-100:])
    if match is None:
        return None
    shift = block.end - len(text[-100:])
    head = name_in(scene, (match.start("who") + shift, match.end("who") + shift))
    if head is None or match.start() + shift <= block.start:
        return None
    content = scene.clean((block.start, match.start() + shift))
    cue = (match.start("gap") + shift, match.end("gap") + shift)
    cue = trim_space(scene.text, cue)
    return Draft("say", [content], cue, None, speaker=head, block=number, frame=(cue[0], block.end), why=["headline ...: X"])


def pull_quote(scene: Scene, number: int, block: Block) -> Draft | None:
    """A quotation followed by a dash or a line of its own with a name: “...” - X, envoy."""
    quote = scene.quotes.at(block.start)
    if quote is None or quote.single or not quote.closed or block.end - quote.end > 120 or block.end <= quote.end:
        return None
    rest = scene.text[quote.end : block.end]
    match = re.match(r"\s*(?P<gap>[-–—―~]+)\s*(?P<who>\S.*)$", rest)
    if match is None or rest.rstrip().endswith((",", ";")):
        return None
    span = (quote.end + match.start("who"), quote.end + match.end("who"))
    if any(w.lemma in scene.cues.verbs and w.upos == "VERB" for w in scene.words_in(span)):
        return None
    heads = [w for w in scene.words_in(span) if w.upos in ("PROPN", "NOUN")]
    if not heads:
        return None
    head = next((w.index for w in heads if w.index in scene.by), heads[0].index)
    cue = (quote.end + match.start("gap"), quote.end + match.end("gap"))
    return Draft("say", [(quote.start, quote.end)], cue, None, speaker=head, block=number, frame=(cue[0], block.end), why=["pull quote"])


def name_in(scene: Scene, span: Span) -> int | None:
    """The word that heads a short stretch if that is the name of an actor and nothing more."""
    words = [w for w in scene.words_in(span) if w.upos != "PUNCT"]
    if (
        not 0 < len(words) <= 7
        or any(w.upos in ("VERB", "AUX", "SCONJ", "CCONJ") for w in words)
        or any(c in QUOTE_MARKS[:8] for c in scene.text[span[0] : span[1]])
    ):
        return None
    named = [w.index for w in words if w.index in scene.by]
    if not named:
        return None
    own = {w.index for w in words}
    heads = [w.index for w in words if w.head not in own]
    return next((i for i in heads if i in scene.by), named[-1] if len(words) <= 4 or scene.words[named[-1]].upos == "PROPN" else None)


def trim_space(text: str, span: Span) -> Span:
    """A span without the white space at its ends."""
    start, end = span
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return start, end
