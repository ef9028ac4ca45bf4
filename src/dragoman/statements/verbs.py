"""Cue verbs: what a verb's clause says was said, and what of the sentence is only the frame around it."""

from collections.abc import Iterator

from dragoman.grammar import base_relation
from dragoman.model import ATTITUDES, Span, Word
from dragoman.statements.cues import Cue
from dragoman.statements.draft import Draft
from dragoman.statements.quotes import Quote
from dragoman.statements.scene import QUOTE_MARKS, Scene
from dragoman.statements.sides import RELATIVE, addressee_of, speaker_of

LONGEST_SENTENCE = 1500
NOBODY = frozenset(("you", "it", "that", "this", "there", "what"))
LIKELY = ("parataxis", "ccomp", "advcl", "conj", "root", "acl", "acl:relcl", "xcomp", "discourse", "dep", "appos", "nmod", "obl", "csubj")
MODALS = frozenset(("would", "could", "may", "might", "should", "must", "can"))
PARTS_OF_CUE = ("aux", "aux:pass", "compound:prt")
PREPOSITIONS = frozenset(("of", "against", "for", "on", "about", "at", "over", "upon", "with", "from", "in"))
GAP = frozenset(" \t\n\u00a0,:;—–-.!?…")


def find_verbs(scene: Scene) -> Iterator[Draft]:
    """A draft for each cue verb that has content."""
    for word in scene.words:
        if word.upos not in ("VERB", "ADJ", "NOUN", "AUX"):
            continue
        sentence = scene.sentence(word)
        if sentence.last - sentence.first > LONGEST_SENTENCE:
            continue
        if word.upos == "ADJ" or word.lemma == "make":
            draft = stated_by_adjective(scene, word)
            if draft is not None:
                yield draft
        if word.upos in ("VERB", "NOUN"):
            draft = stated_by_verb(scene, word)
            if draft is not None:
                yield draft


def cues_of(scene: Scene, word: Word) -> list[Cue]:
    """The cues that a verb may be, those of several words first."""
    cues = scene.cues.verbs.get(word.lemma.lower(), ())
    if word.upos == "NOUN" and not (word.relation in ("root", "parataxis") and word.text.lower().endswith("s")):
        return []
    found = [cue for cue in cues if " " in cue.words and has_particle(scene, word, cue.words.split()[1:])]
    return found + [cue for cue in cues if " " not in cue.words]


def has_particle(scene: Scene, word: Word, rest: list[str]) -> bool:
    """Whether the words behind a verb are the rest of a cue of several words."""
    following = [w.text.lower() for w in scene.words[word.index + 1 : word.index + 1 + len(rest)]]
    return following == rest


def stated_by_verb(scene: Scene, word: Word) -> Draft | None:
    """The statement of one cue verb, if it makes one."""
    cues = cues_of(scene, word)
    if not cues or is_silent(scene, word):
        return None
    quote = scene.quote_at(word)
    speaker = speaker_of(scene, word)
    if quote is not None and is_first_person(scene, speaker):
        return None
    for cue in cues:
        if cue.needs_who and not has_who(scene, word, speaker):
            continue
        if cue.act in ATTITUDES and (speaker is None or scene.words[speaker].text.lower() in NOBODY):
            continue
        draft = content_of(scene, word, cue)
        if draft is None or (cue.quoted and scene.kind(draft.content, quote) == "indirect"):
            continue
        if cue.act not in ATTITUDES and is_unsaid(scene, word, draft):
            continue
        return complete(scene, word, cue, draft)
    return None


def complete(scene: Scene, word: Word, cue: Cue, draft: Draft) -> Draft | None:
    """The draft with its sides, cue and frame, cut to the quotation in which the cue itself stands."""
    extra = len(cue.words.split()) - 1
    draft.verb, draft.act = word.index, cue.act
    draft.cue = cue_span(scene, word, extra)
    draft.block = scene.block_of(word)
    draft.passive = scene.tree.is_passive(word.index)
    if draft.speaker is None:
        draft.speaker = speaker_of(scene, word)
    if draft.addressee is None:
        draft.addressee = addressee_of(scene, word, cue, draft)
    quote = scene.quote_at(word)
    if quote is not None:
        draft.content = [s for s in (clip(span, quote) for span in draft.content) if s[1] - s[0] > 1]
    draft.content = [
        span for span in (scene.clean(span) for span in draft.content) if any(c.isalnum() for c in scene.text[span[0] : span[1]])
    ]
    draft.why.insert(0, f"verb {cue.words}")
    return draft if draft.content else None


def clip(span: Span, quote: Quote) -> Span:
    """A span without what lies outside a quotation, marks excluded."""
    inner = quote.end - 1 if quote.closed else quote.end
    return max(span[0], quote.start + 1), min(span[1], inner)


def has_who(scene: Scene, word: Word, speaker: int | None) -> bool:
    """Whether a verb has somebody as its subject, or is passive with nobody named."""
    if speaker is None:
        return scene.tree.is_passive(word.index)
    return scene.people_like(speaker)


def is_first_person(scene: Scene, speaker: int | None) -> bool:
    """Whether the speaker of words inside a quotation speaks of himself: that is no second statement."""
    return speaker is not None and scene.words[speaker].text.lower() in ("i", "we")


def is_silent(scene: Scene, word: Word) -> bool:
    """Whether a verb form says that nothing is said: an infinitive under "declined", "without saying", an order to say something."""
    marks = {w.lemma.lower() for w in scene.tree.kids(word.index, "mark", "case")}
    if marks & scene.cues.silent_marks:
        return True
    if "VerbForm=Inf" in word.feats and "to" in marks:
        head = scene.words[word.head] if word.head >= 0 else None
        return head is None or head.lemma.lower() not in scene.cues.carriers or "of" in marks
    head = scene.words[word.head] if word.head >= 0 else None
    return base_relation(word) == "xcomp" and head is not None and head.lemma.lower() in scene.cues.silencers


def is_unsaid(scene: Scene, word: Word, draft: Draft) -> bool:
    """Whether a verb is negated or only possible, so that nothing was said; words in quotation marks were said all the same."""
    if scene.tree.is_negated(word.index):
        return True
    if scene.kind(draft.content) == "direct":
        return False
    modals = {w.lemma.lower() for w in scene.tree.auxiliaries(word.index)}
    return bool(modals & MODALS)


def cue_span(scene: Scene, word: Word, extra: int) -> Span:
    """The reporting words: the verb with the auxiliaries and adverbs right before it, and the particles behind it."""
    first, last = word.index, word.index + extra
    mine = {w.index for w in scene.tree.kids(word.index, "aux", "advmod", "cop")}
    while first - 1 in mine and scene.words[first - 1].sentence == word.sentence:
        first -= 1
    for kid in scene.tree.kids(word.index, *PARTS_OF_CUE):
        if kid.index == last + 1:
            last = kid.index
    head = scene.words[word.head] if word.head >= 0 else None
    if head is not None and quoted_as(scene, word):
        first = cue_first(scene, head)
    return scene.words[first].start, scene.words[last].end


def cue_first(scene: Scene, head: Word) -> int:
    """The first word of a passive "was quoted"."""
    kids = [w.index for w in scene.tree.kids(head.index, "aux", "advmod") if w.index < head.index]
    return min([head.index, *kids])


def quoted_as(scene: Scene, word: Word) -> bool:
    """Whether a verb is the "saying" of "was quoted as saying"."""
    head = scene.words[word.head] if word.head >= 0 else None
    marks = {w.lemma.lower() for w in scene.tree.kids(word.index, "mark", "case")}
    return head is not None and "as" in marks and head.lemma.lower() in ("quote", "cite", "report")


# ---------------------------------------------------------------- content
def content_of(scene: Scene, word: Word, cue: Cue) -> Draft | None:
    """The content of a cue verb, by the first form that its cue takes and its clause has."""
    draft = Draft(cue.act, [])
    for find in (from_clause, from_parenthesis, from_quotation, from_infinitive, from_as, from_predicate, from_preposition, from_object):
        spans = find(scene, word, cue)
        if spans:
            draft.content = with_marks(scene, word, spans)
            draft.why = [find.__name__.removeprefix("from_")]
            return draft
    return None


def from_clause(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """A clause that hangs on the verb, before or behind it."""
    if "that" not in cue.takes:
        return []
    heads = [w for w in scene.tree.kids(word.index, "ccomp") if not is_cue_like(scene, w, word)]
    heads = heads or [w for w in scene.tree.kids(word.index, "obj") if any(m.lemma == "that" for m in scene.tree.kids(w.index, "mark"))]
    heads = heads or clause_next(scene, word)
    if not heads:
        heads = [w for w in scene.tree.kids(word.index, "parataxis") if w.index > word.index and colon_between(scene, word, w)]
    if not heads:
        heads = [
            w
            for w in scene.tree.kids(word.index, "xcomp", "csubj:pass", "csubj")
            if has_subject(scene, w) or w.relation.startswith("csubj")
        ]
    if not heads and scene.tree.is_passive(word.index):
        heads = [w for w in scene.tree.kids(word.index, "xcomp") if cue.act not in ("tell", "urge", "ask")]
    if not heads:
        return []
    behind = [w for w in heads if w.index > word.index]
    if behind and (not any(w.index < word.index for w in heads) or gap_free(scene, word)):
        return clause_behind(scene, word, behind)
    return clause_before(scene, word, heads)


def clause_next(scene: Scene, word: Word) -> list[Word]:
    """The clause whose "that" stands right behind the verb, though both hang on the verb above ("said Sweden denied that ...")."""
    if word.head < 0 or base_relation(word) != "ccomp":
        return []
    beside = (w for w in scene.tree.kids(word.head, "ccomp") if w.index > word.index)
    return [w for w in beside if any(m.index == word.index + 1 and m.lemma == "that" for m in scene.tree.kids(w.index, "mark"))]


def gap_free(scene: Scene, word: Word) -> bool:
    """Whether no quotation ends right before the verb's clause."""
    start, _ = frame_of(scene, word, [])
    return ending_at(scene, start) is None


def is_cue_like(scene: Scene, kid: Word, word: Word) -> bool:
    """Whether a clause under the verb is really a cue clause of its own ("he said" under the wrong head)."""
    return (
        kid.lemma.lower() in ("say", "tell")
        and kid.index > word.index
        and not scene.tree.kids(kid.index, "ccomp", "obj", "mark")
        and kid.index - word.index < 3
    )


def has_subject(scene: Scene, word: Word) -> bool:
    """Whether a word has a subject of its own."""
    return scene.tree.kid(word.index, "nsubj", "csubj", "expl") is not None


def colon_between(scene: Scene, word: Word, other: Word) -> bool:
    """Whether a colon or an opening mark parts a verb from what follows."""
    between = scene.text[word.end : other.start]
    return ":" in between or any(mark in between for mark in '“"«„‘')


def clause_behind(scene: Scene, word: Word, heads: list[Word]) -> list[Span]:
    """A clause behind its verb, cut where another cue of the same speaker takes over."""
    cuts = later_cues(scene, word)
    found = {i for head in heads for i in scene.tree.subtree(head.index, (*cuts, word.index))}
    limit = scene.sentence(word).end
    for cut in cuts:
        limit = min(limit, scene.tree.span(cut)[0])
    early = [
        i
        for i in found
        if i < word.index
        and base_relation(scene.words[i]) == "nsubj"
        and scene.words[i].text.lower() not in RELATIVE
        and scene.words[i].head in {h.index for h in heads}
    ]
    inner = {head.index for head in heads}
    thats = (w.index for head in heads for w in scene.tree.kids(head.index, "mark") if w.lemma == "that" and w.index > word.index)
    marks = [i for i in thats if i - 1 not in inner]
    first = min(marks, default=word.index)
    medium = trailing_medium(scene, found, word)
    kept = [i for i in found if i > word.index and i >= first and scene.words[i].start < limit and not medium <= i]
    early_words = [k for i in early for k in scene.tree.subtree(i)] if word.relation != "root" or comma_before_frame(scene, word) else []
    return antecedent_of(scene, word, heads) + scene.runs([*kept, *early_words])


def antecedent_of(scene: Scene, word: Word, heads: list[Word]) -> list[Span]:
    """The noun of which a relative clause says something: "six ships that officials say are Chinese"."""
    if word.relation != "acl:relcl" or word.head < 0 or scene.words[word.head].index > word.index:
        return []
    for head in heads:
        own = [w for w in scene.tree.kids(head.index, "nsubj") if w.text.lower() not in RELATIVE]
        if not own:
            return [scene.phrase(word.head)]
    return []


def trailing_medium(scene: Scene, found: set[int], word: Word) -> int:
    """Where, at the end of some content, the medium of the words begins ("in a statement"); else the number of all words."""
    last = max((i for i in found if scene.words[i].upos != "PUNCT"), default=-1)
    for i in sorted(found):
        other = scene.words[i]
        if (
            i <= word.index + 1
            or other.lemma.lower() not in scene.cues.media
            or base_relation(other) not in ("obl", "nmod")
            or scene.quote_at(other)
        ):
            continue
        case = scene.tree.kid(i, "case")
        definite = any(w.text.lower() in ("the", "this", "that") for w in scene.tree.kids(i, "det"))
        if case is None or case.lemma.lower() not in ("in", "during", "at") or definite or scene.tree.kid(i, "nmod:poss") is not None:
            continue
        if scene.tree.subtree(i)[-1] >= last:
            return case.index
    return len(scene.words)


def comma_before_frame(scene: Scene, word: Word) -> bool:
    """Whether the verb's own clause is set off by a comma before it."""
    subject = scene.tree.subject(word.index)
    start = scene.tree.span(subject.index)[0] if subject is not None and subject.index < word.index else word.start
    return scene.text[:start].rstrip()[-1:] == ","


def later_cues(scene: Scene, word: Word) -> tuple[int, ...]:
    """Cue words in the verb's sentence that go on for its speaker, or tell the channel: ", adding that", ", according to X"."""
    sentence = scene.sentence(word)
    found = []
    quote = scene.quote_at(word)
    for other in scene.words[word.index + 1 : sentence.last]:
        inside = scene.quote_at(other)
        if inside is not None and inside is not quote:
            continue
        if goes_on(scene, other) or is_closing_source(scene, other):
            found.append(other.index)
    return tuple(found)


def goes_on(scene: Scene, word: Word) -> bool:
    """Whether a word is a participle of saying behind a comma, without a subject: ", adding that", ", accusing X of"."""
    if not word.text.lower().endswith("ing") or word.upos != "VERB" or word.lemma.lower() not in scene.cues.verbs:
        return False
    if not any(c.act not in ATTITUDES for c in scene.cues.verbs[word.lemma.lower()]):
        return False
    before = scene.words[word.index - 1].text
    if before.lower() in ("and", "while", "also") and word.index > 1:
        before = scene.words[word.index - 2].text
    return (
        before in (",", "—", "–")
        and not has_subject(scene, word)
        and word.relation in ("advcl", "parataxis", "conj", "xcomp", "acl", "ccomp", "dep")
    )


def is_closing_source(scene: Scene, word: Word) -> bool:
    """Whether a word heads an "according to X" behind a comma that ends its sentence."""
    if base_relation(word) not in ("obl", "nmod", "parataxis", "advcl"):
        return False
    case = next((w for w in scene.tree.kids(word.index, "case") if w.lemma.lower() in ("accord", "according", "per")), None)
    if case is None or scene.words[case.index - 1].text not in (",", "”", '"', "—", "–"):
        return False
    last = scene.tree.subtree(word.index)[-1]
    return all(w.upos == "PUNCT" for w in scene.words[last + 1 : scene.sentence(word).last])


def clause_before(scene: Scene, word: Word, heads: list[Word]) -> list[Span]:
    """A clause before its verb; what follows the verb belongs to it only behind a comma ("A, he said, B")."""
    found = {i for head in heads for i in scene.tree.subtree(head.index, (word.index, *later_cues(scene, word)))}
    before = [i for i in found if i < word.index]
    loose = [w.index for w in scene.tree.kids(word.index, "cc", "advmod", "discourse", "vocative") if before and w.index < min(before)]
    before += [i for k in loose for i in scene.tree.subtree(k)]
    frame = frame_of(scene, word, [h.index for h in heads])
    quoted = ending_at(scene, frame[0])
    after = [i for i in found if scene.words[i].start >= frame[1]] if comma_at(scene, frame[1]) else []
    if quoted is not None and not (after and scene.quote_at(scene.words[min(after)])):
        after = []
    spans = scene.runs(before)
    if len(spans) > 1 and word.relation == "root":
        spans = [(spans[0][0], spans[-1][1])]
    return spans + scene.runs(after)


def comma_at(scene: Scene, place: int) -> bool:
    """Whether a comma, a dash or an opening mark follows a place."""
    following = scene.text[place : place + 4].lstrip()
    return following[:1] in (",", "—", "–", "-", ":") or following[:1] in QUOTE_MARKS


def frame_of(scene: Scene, word: Word, contents: list[int]) -> Span:
    """The stretch around the verb that is no content: subject, verb, addressee, adjuncts right beside it."""
    outside = tuple(w.index for w in scene.tree.kids(word.index, "ccomp", "parataxis", "conj", "advcl", "cc"))
    below = scene.tree.subtree(word.index, (*contents, *outside))
    mine = set(below)
    first = last = word.index
    while first - 1 in mine and not (scene.words[first - 1].upos == "PUNCT" and scene.words[first - 1].text in QUOTE_MARKS):
        first -= 1
    while last + 1 in mine and not scene.quote_at(scene.words[last + 1]):
        last += 1
    while first < word.index and scene.words[first].upos == "PUNCT":
        first += 1
    while last > word.index and scene.words[last].upos == "PUNCT":
        last -= 1
    return scene.words[first].start, scene.words[last].end


def from_parenthesis(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """The sentence into which "he said" is set, or to which "as he said" is added."""
    head = scene.words[word.head] if word.head >= 0 else None
    if head is None or "that" not in cue.takes or scene.tree.kid(word.index, "ccomp", "obj") is not None:
        return []
    like = {w.lemma.lower() for w in scene.tree.kids(word.index, "mark", "advmod")} & {"as", "like"}
    if not (word.relation in ("parataxis", "discourse", "dep") or (like and base_relation(word) == "advcl")):
        return []
    if speaker_of(scene, word) is None or not is_loose(scene, word):
        return []
    top = top_of(scene, head)
    below = scene.tree.subtree(top.index, (word.index, *later_cues(scene, word)))
    frame = frame_of(scene, word, [])
    quote = scene.quote_at(scene.words[word.index])
    kept = [i for i in below if scene.words[i].end <= frame[0] or scene.words[i].start >= frame[1]]
    if quote is not None:
        kept = [i for i in kept if quote.start < scene.words[i].start < quote.end]
    if word.index > max(kept, default=0) or (scene.words[min(kept)].start < frame[0] and not comma_at(scene, frame[1]) and not like):
        kept = [i for i in kept if i < word.index]
    if word.text.lower().endswith("ing") or (quote is None and sum(scene.words[i].upos != "PUNCT" for i in kept) < 2):
        return []  # a label before "I told them" is nothing said
    return scene.runs(kept)


def is_loose(scene: Scene, word: Word) -> bool:
    """Whether a verb's clause is set off from what surrounds it by a comma, a dash, or a mark."""
    start, end = frame_of(scene, word, [])
    before, after = scene.text[:start].rstrip()[-1:], scene.text[end : end + 3].lstrip()[:1]
    marks = ",—–-?!(:" + QUOTE_MARKS
    return before in marks or after in marks


def top_of(scene: Scene, word: Word) -> Word:
    """The head of the whole sentence that a word belongs to, but not beyond a cue verb that has the sentence as its content."""
    for _ in range(8):
        relation = base_relation(word)
        if word.head < 0 or relation not in ("conj", "advcl", "parataxis", "ccomp", "xcomp", "acl"):
            return word
        head = scene.words[word.head]
        if relation in ("ccomp", "acl") and head.lemma.lower() in scene.cues.verbs:
            return word
        word = head
    return word


def from_quotation(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """The quotation right before or right behind the verb's clause, whatever the tree made of it."""
    quote = scene.quote_at(word)
    if quote is not None or base_relation(word) not in LIKELY or cue.takes <= {"as", "pred"}:
        return []
    speaker = speaker_of(scene, word)
    if speaker is None or (cue.act in ATTITUDES) or not scene.people_like(speaker):
        return []
    start, end = frame_of(scene, word, [])
    before = ending_at(scene, start)
    after = starting_at(scene, end, colon="np" not in cue.takes)
    found = [q for q in (before, after) if q is not None and is_speech(scene, q)]
    return [(q.start, q.end) for q in found]


def is_speech(scene: Scene, quote: Quote) -> bool:
    """Whether a quotation is long enough, or built enough, to be words said rather than words held at a distance."""
    inside = [w for w in scene.words_in((quote.start, quote.end)) if w.upos != "PUNCT"]
    last = scene.text[quote.start : quote.end].rstrip(QUOTE_MARKS)[-1:]
    return len(inside) >= 4 or last in (",", ".", "!", "?") or any(w.upos in ("VERB", "AUX") for w in inside)


def ending_at(scene: Scene, place: int) -> Quote | None:
    """The quotation that ends right before a place, with only a comma or a dash between."""
    i = place
    while i > 0 and scene.text[i - 1] in GAP:
        i -= 1
    if scene.text[i:place].count("\n") > 1 or (":" in scene.text[i:place]):
        return None
    return scene.quotes.at(i - 1) if i else None


def starting_at(scene: Scene, place: int, *, colon: bool = True) -> Quote | None:
    """The quotation that starts right behind a place, with only a comma, a colon or a dash between."""
    i = place
    limit = min(len(scene.text), place + 8)
    while i < limit and scene.text[i] in GAP:
        i += 1
    between = scene.text[place:i]
    if "." in between or "!" in between or ("\n" in between and ":" not in between):
        return None
    if not colon and not (":" in between or "," in between):
        return None
    quote = scene.quotes.at(i) if i < len(scene.text) else None
    return quote if quote is not None and quote.start == i else None


def from_infinitive(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """What somebody promises, or is urged, to do."""
    if not cue.takes & {"to", "whomto"}:
        return []
    for kid in scene.tree.kids(word.index, "xcomp", "advcl", "ccomp", "acl"):
        to = next((w for w in scene.tree.kids(kid.index, "mark") if w.lemma.lower() == "to"), None)
        if kid.index < word.index or to is None:
            continue
        addressed = scene.tree.kid(word.index, "obj", "iobj", "obl") is not None or scene.tree.is_passive(word.index)
        if "to" in cue.takes or addressed:
            below = [i for i in scene.tree.subtree(kid.index, later_cues(scene, word)) if i >= to.index]
            medium = trailing_medium(scene, set(below), word)
            return scene.runs(i for i in below if i < medium)
    return []


def from_as(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """ "described X as Y"."""
    if "as" not in cue.takes:
        return []
    thing = scene.tree.kid(word.index, "obj", "nsubj:pass") or next(
        (w for w in scene.tree.kids(word.index, "obl") if w.index > word.index), None
    )
    for kid in scene.tree.kids(word.index, "obl", "advcl", "xcomp", "nmod"):
        marks = [w for w in scene.tree.kids(kid.index, "case", "mark") if w.lemma.lower() == "as"]
        if kid.index > word.index and marks and thing is not None:
            both = scene.tree.subtree(kid.index, later_cues(scene, word))
            first = [] if thing.index < word.index else scene.tree.subtree(thing.index)
            return scene.runs(sorted({*first, *both}))
    if thing is None:
        return []
    for kid in scene.tree.kids(thing.index, "nmod", "acl"):
        if any(w.lemma.lower() == "as" for w in scene.tree.kids(kid.index, "case", "mark")) and thing.index > word.index:
            return scene.runs(scene.tree.subtree(thing.index))
    return []


def bare_thing(scene: Scene, word: Word) -> Word | None:
    """The noun behind a verb without an object that the tree has taken for its open complement: "proposed a truce with"."""
    if scene.tree.kid(word.index, "obj", "nsubj:pass", "aux:pass") is not None:
        return None
    bare = (w for w in scene.tree.kids(word.index, "xcomp") if w.index > word.index and not scene.tree.kids(w.index, "mark", "case", "cop"))
    return next((w for w in bare if w.upos == "NOUN" or scene.tree.kid(w.index, "det") is not None), None)


def predicate_of(scene: Scene, word: Word) -> Word | None:
    """What somebody is called: an open complement, or a bare noun that the tree has taken for a clause; not the thing that is called so."""
    bare = (w for w in scene.tree.kids(word.index, "ccomp") if w.upos in ("NOUN", "ADJ") and not scene.tree.subject(w.index))
    thing = bare_thing(scene, word)
    open_ones = (w for w in scene.tree.kids(word.index, "xcomp") if thing is None or w.index != thing.index)
    return next(open_ones, None) or next(bare, None)


def from_predicate(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """ "called X a mistake"."""
    if "pred" not in cue.takes:
        return []
    thing, told = scene.tree.kid(word.index, "obj", "nsubj:pass") or bare_thing(scene, word), predicate_of(scene, word)
    if thing is None or told is None or told.index < word.index:
        return []
    if any(w.lemma.lower() == "to" for w in scene.tree.kids(told.index, "mark")):
        return []
    below = {
        *(scene.tree.subtree(thing.index) if thing.index > word.index else ()),
        *scene.tree.subtree(told.index, later_cues(scene, word)),
    }
    return scene.runs(below)


def from_preposition(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """ "accused X of Y", "warned against Y"."""
    parts = cue.words.split()
    wanted = {parts[-1]} if len(parts) > 1 else cue.takes & PREPOSITIONS
    for kid in scene.tree.kids(word.index, "obl", "advcl", "ccomp", "xcomp", "obj", "nmod"):
        case = next((w for w in scene.tree.kids(kid.index, "case", "mark") if w.lemma.lower() in wanted), None)
        if case is None or kid.index < word.index or (len(parts) > 1 and case.index != word.index + len(parts) - 1):
            continue
        if case.lemma.lower() in ("to", "that"):
            continue
        below = [
            i
            for i in scene.tree.subtree(kid.index, later_cues(scene, word))
            if i > case.index or (case.lemma.lower() == "against" and i == case.index)
        ]
        if below:
            return scene.runs(below)
    thing = scene.tree.kid(word.index, "obj")
    if thing is None or "whom" not in cue.takes:
        return []
    for kid in scene.tree.kids(thing.index, "nmod", "acl"):
        case = next((w for w in scene.tree.kids(kid.index, "case", "mark") if w.lemma.lower() in wanted), None)
        if case is not None:
            return scene.runs(i for i in scene.tree.subtree(kid.index) if i > case.index or case.lemma.lower() == "against")
    return []


def from_object(scene: Scene, word: Word, cue: Cue) -> list[Span]:
    """What somebody denies, condemns or announces: the object."""
    if "np" not in cue.takes or word.upos != "VERB":
        return []
    relations = ("obj",) if not scene.tree.is_passive(word.index) else ("nsubj:pass", "obj")
    bare = bare_thing(scene, word)
    for kid in (*scene.tree.kids(word.index, *relations), *((bare,) if bare is not None else ())):
        if kid.upos in ("PRON", "NUM") or (cue.act != "support" and (kid.upos == "PROPN" or kid.index in scene.by)):
            continue
        if len(scene.tree.subtree(kid.index)) < 2 and cue.act not in ("accuse", "support", "want"):
            continue
        cuts = later_cues(scene, word)
        return scene.runs(scene.tree.subtree(kid.index, cuts))
    return []


# ---------------------------------------------------------------- marks over tree
def with_marks(scene: Scene, word: Word, spans: list[Span]) -> list[Span]:
    """Content spans stretched to the quotations that they cut, on their own side of the verb, and joined where they meet."""
    if scene.quote_at(word) is not None:
        return spans
    grown = []
    for start, end in spans:
        for quote in scene.quotes.within((start, end)):
            if quote.end <= word.start or quote.start >= word.end:
                start, end = min(start, quote.start), max(end, quote.end)
        grown.append((start, end))
    grown.sort()
    joined: list[Span] = []
    for start, end in grown:
        if joined and (start <= joined[-1][1] or not scene.text[joined[-1][1] : start].strip()):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


# ---------------------------------------------------------------- adjectives
def stated_by_adjective(scene: Scene, word: Word) -> Draft | None:
    """ "is confident that", "has made clear that"."""
    if word.lemma == "make":
        return made_clear(scene, word)
    act = scene.cues.adjectives.get(word.lemma.lower())
    subject = scene.tree.kid(word.index, "nsubj")
    if act is None or subject is None or not scene.people_like(subject.index):
        return None
    head = scene.tree.kid(word.index, "ccomp") if act != "want" else scene.tree.kid(word.index, "xcomp", "advcl")
    if head is None or head.index < word.index or (scene.quote_at(word) and subject.text.lower() in ("i", "we")):
        return None
    spans = scene.runs(scene.tree.subtree(head.index))
    draft = Draft(act, spans, speaker=subject.index, why=["clause"])
    return complete(scene, word, Cue(word.lemma.lower(), act, frozenset(("that",))), draft)


def made_clear(scene: Scene, word: Word) -> Draft | None:
    """ "made it clear that", "has made clear"."""
    subject = scene.tree.subject(word.index)
    clear = next((w for w in scene.words[word.index + 1 : word.index + 4] if w.lemma.lower() in ("clear", "plain", "explicit")), None)
    if clear is None or subject is None or scene.tree.is_negated(word.index):
        return None
    heads = [w for i in (word.index, clear.index) for w in scene.tree.kids(i, "ccomp") if w.index > clear.index]
    if not heads:
        return None
    if scene.quote_at(word) and subject.text.lower() in ("i", "we"):
        return None
    draft = Draft("say", with_marks(scene, word, clause_behind(scene, clear, heads)), speaker=subject.index, why=["clause"])
    extra = " ".join(["make"] + ["x"] * (clear.index - word.index))
    return complete(scene, word, Cue(extra, "say", frozenset(("that",))), draft)
