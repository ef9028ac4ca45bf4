"""Statements that the language model saw: its cues with the words that hang on them, and how they are settled with those of the rules.

A model's mark and a rule's draft speak of the same statement where their cues touch. Where both found it, both are said in ``why``.
"""

from collections.abc import Iterator

from dragoman.model import ATTITUDES, ReportMark, Span
from dragoman.statements.draft import Draft
from dragoman.statements.scene import QUOTE_MARKS, Scene

SURE, SURE_KNOWN = 0.8, 0.55
"""Probability of a cue from which the model's statement stands without a rule's, and that of a verb that is in the list of cues."""

LIKELY = 0.2
"""Probability of a cue below which a rule's statement by a verb or noun is dropped."""

SURER = 0.9
"""Probability of a cue from which its content may replace a rule's."""

ALIKE = 0.5
"""Share of words (Dice) from which the content of a rule's draft is left as it is: its edges are the more exact."""

SHORTEST = 3
"""Fewest words of a content that the model alone finds."""


def find_learned(scene: Scene) -> list[Draft]:
    """A draft for each cue that the model saw with content, the surest first."""
    reports = {mark.head: mark for mark in scene.tree.parse.reports}
    drafts = [draft for mark in reports.values() for draft in draft_of(scene, mark, reports)]
    return sorted(drafts, key=lambda d: -d.score)


def draft_of(scene: Scene, mark: ReportMark, reports: dict[int, ReportMark]) -> Iterator[Draft]:
    """The draft of one cue, if anything hangs on it."""
    words = {i for i in all_content(mark, reports) if not mark.first <= i < mark.last and is_near(scene, mark.head, i)}
    spans = [scene.clean(span) for span in joined(scene, scene.runs(words))]
    spans = [span for span in spans if any(c.isalnum() for c in scene.text[span[0] : span[1]])]
    if not spans:
        return
    cue = scene.trim((scene.words[auxiliaries_before(scene, mark)].start, scene.words[mark.last - 1].end))
    told = cue if cue[0] < cue[1] else (scene.words[mark.first].start, scene.words[mark.first].end)
    draft = Draft(act_of(scene, mark, spans), spans, told)
    draft.block, draft.score = scene.block_of(scene.words[mark.head]), mark.score
    draft.verb = mark.head if scene.words[mark.head].upos == "VERB" else None
    draft.speaker, draft.addressee, draft.via = (named(side) for side in (mark.source, mark.addressee, mark.via))
    draft.why = [f"model {mark.score:.2f}"]
    yield draft


def is_near(scene: Scene, cue: int, other: int) -> bool:
    """Whether a word may be told by a cue: in its own paragraph or one beside it, farther away in the story within quotation marks."""
    far = abs(scene.block_of(scene.words[cue]) - scene.block_of(scene.words[other])) > 1
    return scene.in_one_story(cue, other) and (not far or scene.quote_at(scene.words[other]) is not None)


def auxiliaries_before(scene: Scene, mark: ReportMark) -> int:
    """The first word of a cue, with the auxiliaries of its verb that stand right before it ("had denied")."""
    mine = {w.index for w in scene.tree.kids(mark.head, "aux")}
    first = mark.first
    while first - 1 in mine:
        first -= 1
    return first


def named(side: int | None) -> int | None:
    """The word of a side that the block names, else None."""
    return side if side is not None and side >= 0 else None


def all_content(mark: ReportMark, reports: dict[int, ReportMark]) -> set[int]:
    """The words of a report, those of the reports inside it too."""
    found, todo = set(mark.content), [mark]
    seen = {mark.head}
    while todo:
        for i in todo.pop().content:
            if i in reports and i not in seen:
                seen.add(i)
                todo.append(reports[i])
                found.update(reports[i].content)
    return found


def joined(scene: Scene, spans: list[Span]) -> list[Span]:
    """Spans joined where nothing but two words lie between them, and grown over a quotation mark at their edge."""
    out: list[Span] = []
    for start, end in spans:
        if start > 0 and scene.text[start - 1] in QUOTE_MARKS and scene.quotes.at(start - 1):
            start -= 1
        if out and len(scene.words_in((out[-1][1], start))) <= 1 and "\n" not in scene.text[out[-1][1] : start]:
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return [(a, grown_end(scene, b)) for a, b in out]


def grown_end(scene: Scene, end: int) -> int:
    """The end of a span behind the marks that close the quotation in which it ends."""
    at = end
    while at < len(scene.text) and scene.text[at] in ".,!?…":
        at += 1
    quote = scene.quotes.at(at) if at < len(scene.text) else None
    return quote.end if quote is not None and quote.closed and quote.end == at + 1 else end


def act_of(scene: Scene, mark: ReportMark, content: list[Span]) -> str:
    """The speech act of a cue, by the list (of several that for quotations, where it is one); ``say`` where it does not know the cue."""
    lemma = scene.words[mark.head].lemma.lower()
    quoted = bool(content) and scene.quotes.at(content[0][0]) is not None
    cues = [cue for cue in scene.cues.verbs.get(lemma, ()) if cue.act not in ATTITUDES and goes_on(scene, mark.head, cue.words)]
    verbs = [cue.act for cue in sorted(cues, key=lambda cue: not (quoted and cue.quoted))]
    return verbs[0] if verbs else scene.cues.nouns.get(lemma, "say")


def goes_on(scene: Scene, head: int, words: str) -> bool:
    """Whether the further words of a cue ("out" of "call out") stand behind its verb."""
    rest = words.split()[1:]
    return [w.text.lower() for w in scene.words[head + 1 : head + 1 + len(rest)]] == rest


def settle(scene: Scene, ruled: list[Draft]) -> list[Draft]:
    """The drafts of the rules mended by the model's, and those that the model alone is sure of.

    A verb or noun that the model gave little chance to be a cue makes no statement; attitudes, which it has not learned, and other phrases
    stay. Where the parse has no marks at all, the rules decide alone.
    """
    learned = find_learned(scene)
    if not scene.tree.parse.reports:
        return ruled
    kept: list[Draft] = []
    for draft in ruled:
        if not is_free(draft) and chance_of(scene, draft) < LIKELY:
            continue
        twin = next((other for other in learned if touches(draft.cue, other.cue)), None)
        if twin is not None:
            learned.remove(twin)
            kept.append(agreed(scene, draft, twin))
        else:
            kept.append(draft)
    return kept + [draft for draft in learned if stands_alone(scene, draft)]


def is_free(draft: Draft) -> bool:
    """Whether a rule's draft stands whatever the model says: attitudes, "called X Y", and cues that are neither verb nor noun."""
    return draft.act in ATTITUDES or draft.act == "describe" or (draft.verb is None and not draft.why[0].startswith("noun"))


def stands_alone(scene: Scene, draft: Draft) -> bool:
    """Whether the model's draft is taken without a rule's: a sure cue, some words, and nobody as speaker who cannot speak."""
    speaks = draft.speaker is None or scene.people_like(draft.speaker)
    return speaks and draft.score >= (SURE_KNOWN if is_known(scene, draft) else SURE) and words_of(scene, draft) >= SHORTEST


def is_known(scene: Scene, draft: Draft) -> bool:
    """Whether the cue of a draft is a verb of the list."""
    words = scene.words_in(draft.cue) if draft.cue else ()
    return any(word.upos == "VERB" and word.lemma.lower() in scene.cues.verbs for word in words)


def chance_of(scene: Scene, draft: Draft) -> float:
    """The chance that the model gave to a draft's cue."""
    marks = ((mark.score, (scene.words[mark.first].start, scene.words[mark.last - 1].end)) for mark in scene.tree.parse.reports)
    return max((score for score, span in marks if touches(draft.cue, span)), default=0.0)


def touches(one: Span | None, other: Span | None) -> bool:
    """Whether two cues share a place."""
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def words_of(scene: Scene, draft: Draft) -> int:
    """How many words a draft's content has."""
    return sum(w.upos != "PUNCT" for span in draft.content for w in scene.words_in(span))


def oversteps(scene: Scene, ruled: Draft, mine: set[int], theirs: set[int]) -> bool:
    """Whether the model's words may not stand for a rule's.

    They are but a few of them, take in a side or the verb, leave out a part of what stands in quotation marks, or run on from what is told
    into a quotation behind it.
    """
    if theirs < mine and len(theirs) < SHORTEST:
        return True
    if theirs & {ruled.speaker, ruled.addressee, ruled.verb}:
        return True
    if mine and all(scene.quote_at(scene.words[i]) for i in mine) and not mine < theirs:
        return True
    sentences = {scene.words[i].sentence for i in mine}
    told = not any(scene.quote_at(scene.words[i]) for i in mine)
    return told and any(scene.quote_at(scene.words[i]) and scene.words[i].sentence not in sentences for i in theirs)


def agreed(scene: Scene, ruled: Draft, learned: Draft) -> Draft:
    """The rule's draft, with the model's content where the two differ much, and its sides where the rule has none."""
    mine = {w.index for span in ruled.content for w in scene.words_in(span)}
    theirs = {w.index for span in learned.content for w in scene.words_in(span)}
    shared = 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))
    if shared < ALIKE and learned.score >= SURER and not oversteps(scene, ruled, mine, theirs):
        ruled.content = learned.content
        ruled.why.append("content by the model")
    if ruled.speaker is None and learned.speaker is not None:
        ruled.speaker = learned.speaker
        ruled.why.append("speaker by the model")
    if ruled.addressee is None and learned.addressee is not None:
        ruled.addressee = learned.addressee
        ruled.why.append("addressee by the model")
    ruled.score = learned.score
    ruled.why += learned.why
    return ruled
