"""The day on which something was said: told beside the cue, carried over from the same speaker's last words, or implied by the tense."""

import re
from datetime import date, timedelta

from dragoman.grammar import day_at, turn_at
from dragoman.model import When, Word
from dragoman.statements.draft import Draft
from dragoman.statements.scene import Scene

LEAD = 4
"""How many paragraphs at the beginning of a story may tell the day of which it reports."""

FRESH = 3
"""How many days before its publication a story's day may lie."""

WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?|-W\d{2})?")
REPEATED = frozenset(("repeatedly", "often", "frequently", "always", "regularly", "long", "consistently", "previously", "once", "earlier"))


def told_day(scene: Scene, draft: Draft) -> str | None:
    """The day that the cue's own clause tells, outside the content."""
    if draft.cue is None:
        return None
    word = scene.words[scene.word_at(draft.cue[0])] if scene.word_at(draft.cue[0]) < len(scene.words) else None
    if word is None:
        return None
    sentence = scene.sentence(word)
    near = [when for when in scene.times if sentence.start <= when.start < sentence.end and is_told(scene, draft, when)]
    near.sort(key=lambda when: min(abs(when.start - draft.cue[1]), abs(draft.cue[0] - when.end)))  # type: ignore[index]
    for when in near:
        value = day_of(when, written(scene, draft))
        if value is not None:
            return value
    return None


def is_told(scene: Scene, draft: Draft, when: When) -> bool:
    """Whether a time lies in the cue's clause: below the cue verb, neither in the content nor in a clause about the speaker."""
    if when.type not in ("date", "time") or any(start <= when.start < end for start, end in draft.content):
        return False
    if draft.verb is None:
        return draft.frame[0] <= when.start < draft.frame[1]
    word = scene.words[min(scene.word_at(when.start), len(scene.words) - 1)]
    for above in (word, *scene.tree.ancestors(word.index)):
        if above.index == draft.verb:
            return True
        if above.relation in ("acl:relcl", "ccomp", "parataxis", "conj") and above.index != word.index:
            return False
    return scene.quote_at(word) is None and below_same(scene, word, draft)


def below_same(scene: Scene, word: Word, draft: Draft) -> bool:
    """Whether a time hangs on the verb under which an open cue clause hangs ("said on Monday, adding that")."""
    verb = scene.words[draft.verb] if draft.verb is not None else None
    return verb is not None and verb.relation in ("advcl", "conj", "xcomp") and word.head == verb.head


def day_of(when: When, published: str | None) -> str | None:
    """A time's value as a day, week, month or year of speaking."""
    if when.value == "PRESENT_REF":
        return published
    value = when.value.split("T")[0]
    return value if DAY.fullmatch(value) else None


def tense_of(scene: Scene, draft: Draft) -> str:
    """present, past, perfect, pluperfect, future, none: the tense of a cue verb; participles take their head's."""
    if draft.verb is None:
        return "none"
    word = scene.words[draft.verb]
    for _ in range(4):
        finite = finite_tense(scene, word)
        if finite:
            return finite
        if word.head < 0 or word.relation.split(":")[0] not in ("advcl", "conj", "xcomp", "parataxis"):
            return "past" if word.xpos == "VBN" else "none"
        word = scene.words[word.head]
    return "none"


def finite_tense(scene: Scene, word: Word) -> str | None:
    """The tense of a finite verb, or None."""
    aux = {w.lemma.lower(): w for w in scene.tree.auxiliaries(word.index)}
    if "will" in aux or "shall" in aux:
        return "future"
    if "have" in aux:
        return "pluperfect" if aux["have"].text.lower() in ("had", "'d", "’d") else "perfect"
    if "be" in aux:
        return "past" if aux["be"].text.lower() in ("was", "were") else "present"
    if word.xpos == "VBD" or ("Tense=Past" in word.feats and "VerbForm=Fin" in word.feats):
        return "past"
    if word.xpos in ("VBZ", "VBP") or ("Tense=Pres" in word.feats and "VerbForm=Fin" in word.feats):
        return "present"
    return None


def is_repeated(scene: Scene, draft: Draft) -> bool:
    """Whether the cue says that it was said more than once, or at some other time."""
    if draft.cue is None:
        return False
    words = {w.text.lower() for w in scene.words_in(draft.cue)}
    if draft.verb is not None:
        words |= {w.text.lower() for w in scene.tree.kids(draft.verb, "advmod")}
        head = scene.words[draft.verb]
        if head.relation == "advcl" and head.head >= 0:
            words |= {w.text.lower() for w in scene.tree.kids(head.head, "advmod")}
    return bool(words & REPEATED)


def written(scene: Scene, draft: Draft) -> str | None:
    """The day on which a draft's block was written: its turn's, else the page's."""
    return day_at(scene.article, scene.article.blocks[draft.block].start)


def is_turned(scene: Scene, draft: Draft) -> bool:
    """Whether a draft stands in a turn of a live blog or in a post, of which no other part of the page tells the day."""
    return turn_at(scene.article, scene.article.blocks[draft.block].start) is not None


def resolve_days(scene: Scene, drafts: list[Draft], nested: set[int]) -> None:
    """Set ``said`` on every draft, in the order of the text."""
    published = scene.article.published
    told = [told_day(scene, draft) for draft in drafts]
    story = story_day(scene, [(draft, day) for number, (draft, day) in enumerate(zip(drafts, told, strict=True)) if number not in nested])
    last: dict[tuple[str | None, str | None], str] = {}
    for number, draft in enumerate(drafts):
        day = written(scene, draft)
        key = (draft.speaker_id, day)
        draft.said = told[number]
        if draft.said is None and number not in nested and not is_repeated(scene, draft):
            draft.said = implied_day(scene, draft, last.get(key), day if is_turned(scene, draft) else story)
        if draft.said is not None and draft.speaker_id is not None and number not in nested and in_body(scene, draft):
            last[key] = draft.said
    settle_headlines(scene, drafts, published)


def story_day(scene: Scene, told: list[tuple[Draft, str | None]]) -> str | None:
    """The day of which a story reports, where its beginning tells one of the last days before it was published.

    A morning paper writes of yesterday: what its people "said" they said then. The first day told beside a cue counts (but for what
    somebody "had said", which lies before the story), else the first that the lead tells outside of quotations.
    """
    body = [block for block in scene.article.blocks if block.kind == "paragraph"]
    if not body or scene.article.published is None:
        return None
    end = body[min(LEAD, len(body)) - 1].end
    for draft, day in told:
        fresh = day is not None and in_body(scene, draft) and draft.start < end and is_fresh(day, scene.article.published)
        if fresh and tense_of(scene, draft) != "pluperfect":
            return day
    start, end = body[0].start, body[min(2, len(body)) - 1].end
    early = (when.value for when in scene.times if start <= when.start < end and scene.quotes.at(when.start) is None)
    return next((day for day in early if is_fresh(day, scene.article.published)), None)


def is_fresh(day: str, published: str) -> bool:
    """Whether a day is that of publication or one of the ``FRESH`` days before it."""
    if not (WHOLE_DAY.fullmatch(day) and WHOLE_DAY.fullmatch(published)):
        return False
    return timedelta() <= date.fromisoformat(published) - date.fromisoformat(day) <= timedelta(days=FRESH)


def in_body(scene: Scene, draft: Draft) -> bool:
    """Whether a draft stands below the headline."""
    return scene.article.blocks[draft.block].kind not in ("title", "heading", "deck")


def implied_day(scene: Scene, draft: Draft, last: str | None, story: str | None) -> str | None:
    """The day that tense and place imply where none is told: what people said, on the story's day; what they say, on the page's."""
    published = written(scene, draft)
    tense = tense_of(scene, draft)
    if not in_body(scene, draft):
        return published
    if tense == "perfect" and (draft.block <= 4 or is_turned(scene, draft)):
        return published
    if tense in ("perfect", "pluperfect", "future"):
        return None
    if draft.verb is None and draft.cue is not None and draft.why[0].startswith("noun"):
        return None
    if tense == "present":
        return last or (published if is_specific(scene, draft) or draft.block <= 4 or is_turned(scene, draft) else None)
    return last or story or published


def is_specific(scene: Scene, draft: Draft) -> bool:
    """Whether the speaker is a person or body by name, rather than a state or people in general."""
    actor = scene.actors.get(draft.speaker_id or "")
    return actor is not None and not actor.anonymous and actor.kind in ("person", "organisation", "government", "outlet")


def settle_headlines(scene: Scene, drafts: list[Draft], published: str | None) -> None:
    """A headline's statement was made when the body's first one by the same speaker was, if that tells a day."""
    for draft in drafts:
        if in_body(scene, draft) or draft.speaker_id is None or draft.said != published:
            continue
        below = [d for d in drafts if in_body(scene, d) and d.start > draft.start and d.said]
        twin = next((d for d in below if is_twin(draft, d)), None)
        if twin is not None and twin.said is not None and len(twin.said) == 10:
            draft.said = twin.said


def is_twin(headline: Draft, draft: Draft) -> bool:
    """Whether a draft of the body tells more of what a headline says: the same speaker, or the same act of its first paragraphs."""
    near = draft.block <= headline.block + 2 and headline.act != "say"
    return draft.speaker_id == headline.speaker_id or (near and draft.act == headline.act)
