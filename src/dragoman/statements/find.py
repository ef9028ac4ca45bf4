"""Article, tree, actors and times -> statements: find drafts, join quotations, nest, resolve who is who and when, and write them down."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dragoman.grammar import Tree
from dragoman.model import ATTITUDES, Actor, Article, Span, Statement, When
from dragoman.statements.days import resolve_days
from dragoman.statements.draft import Draft
from dragoman.statements.issuers import resolve_speakers
from dragoman.statements.learned import settle
from dragoman.statements.phrases import find_phrases
from dragoman.statements.quotations import join_quotations
from dragoman.statements.quotes import Quote
from dragoman.statements.scene import Scene
from dragoman.statements.verbs import find_verbs

DATELINE = re.compile(r"[A-Z][A-Z'’.-]+(?:[ /,]+[A-Z][A-Z'’.-]+)*(?:, [^—–\n]{2,30}?)?(?: ?\([^)\n]{2,30}\))? ?(?:—|–|--| - ) ?")
"""Where and when a story was written, at its beginning: the place in capitals, perhaps a day and an agency, and a dash."""


def find_statements(article: Article, tree: Tree, actors: tuple[Actor, ...], times: tuple[When, ...]) -> tuple[Statement, ...]:
    """Every time that the page reports somebody's words or stated view, in the order of the text.

    ``speaker``, ``addressee`` and ``via`` are ids of ``actors``; a speaker without identity has ``speaker_span`` alone. ``within`` is the
    id of the statement in whose content this one's cue stands. Attitudes (``model.ATTITUDES``) are statements too, by their ``act``.
    """
    if not tree.words:
        return ()
    scene = Scene(article, tree, actors, times)
    found = without_rivals(list(find_verbs(scene)))
    found += [draft for draft in find_phrases(scene) if not is_channel(draft, found)]
    drafts = distinct(with_words(scene, join_quotations(scene, settle(scene, found))))
    outer = enclosing(drafts)
    resolve_speakers(scene, drafts, outer)
    resolve_days(scene, drafts, {i for i, o in enumerate(outer) if o is not None})
    return tuple(write_down(scene, drafts, outer))


def without_rivals(found: list[Draft]) -> list[Draft]:
    """The drafts without those that took a neighbouring quotation which another cue has as its own."""
    owned = {(d.start, d.end) for d in found if "quotation" not in d.why and d.act not in ATTITUDES}
    kept: list[Draft] = []
    claimed: set[Span] = set()
    for draft in sorted(found, key=lambda d: (abs((d.cue or (0, 0))[0] - d.end), d.start)):
        spoken = (draft.start, draft.end)
        if "quotation" in draft.why:
            if any(a <= spoken[0] and spoken[1] <= b for a, b in owned) or spoken in claimed:
                continue
            claimed.add(spoken)
        kept.append(draft)
    return sorted(kept, key=lambda d: d.cue or (0, 0))


def with_words(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """The drafts that have words for content, without the pieces that have none."""
    begins = {block.start for block in scene.article.blocks}
    for draft in drafts:
        spans = [(after_dateline(scene.text, a, b) if a in begins else a, b) for a, b in draft.content]
        draft.content = [(a, b) for a, b in spans if any(char.isalnum() for char in scene.text[a:b])]
    return [draft for draft in drafts if draft.content]


def after_dateline(text: str, start: int, end: int) -> int:
    """Where the story begins after its dateline ("LIMA, May 8 (Wire) - "), or ``start`` where there is none."""
    match = DATELINE.match(text, start, min(end, start + 120))
    return match.end() if match is not None else start


def is_channel(draft: Draft, found: list[Draft]) -> bool:
    """Whether an "according to" only tells the channel of a statement made by a verb; that statement then gets it as ``via``."""
    if draft.why[0] != "according to":
        return False
    for other in found:
        if other.act in ATTITUDES or other.cue is None or other.frame == (0, 0):
            continue
        around = any(start <= other.cue[0] < end for start, end in draft.content) or (draft.start, draft.end) == (other.start, other.end)
        if around and abs(other.end - draft.frame[0]) <= 4 and other.start >= draft.start:
            other.via = draft.speaker
            other.why.append("via according to")
            return True
    return False


def distinct(drafts: list[Draft]) -> list[Draft]:
    """The drafts in text order, without a second one for the same content and cue, or for a content that has a cue already."""
    kept: dict[tuple[Span, Span | None], Draft] = {}
    cued = {(d.start, d.end) for d in drafts if d.cue is not None}
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end, d.cue or (0, 0))):
        spoken = (draft.content[0][0], draft.content[-1][1])
        if draft.cue is not None or spoken not in cued:
            kept.setdefault((spoken, draft.cue), draft)
    return list(kept.values())


def enclosing(drafts: list[Draft]) -> list[int | None]:
    """For each draft the number of the smallest one in whose content its cue (or, without a cue, its whole content) stands."""
    by_end: list[int | None] = []
    open_drafts: list[int] = []
    order = sorted(range(len(drafts)), key=lambda i: anchor(drafts[i])[0])
    spans = sorted(((a, b, i) for i, d in enumerate(drafts) for a, b in d.content), key=lambda s: (s[0], -s[1]))
    result: dict[int, int | None] = {}
    k = 0
    for i in order:
        place = anchor(drafts[i])
        while k < len(spans) and spans[k][0] <= place[0]:
            open_drafts.append(k)
            k += 1
        open_drafts = [s for s in open_drafts if spans[s][1] > place[0]]
        around = [s for s in open_drafts if spans[s][2] != i and spans[s][1] >= place[1] and not same_words(drafts[spans[s][2]], drafts[i])]
        result[i] = spans[min(around, key=lambda s: (spans[s][1] - spans[s][0], spans[s][2]))][2] if around else None
    by_end.extend(result[i] for i in range(len(drafts)))
    return by_end


def anchor(draft: Draft) -> Span:
    """The stretch that must lie in another's content for a draft to be nested in it."""
    return draft.cue if draft.cue is not None else (draft.start, draft.end)


def same_words(outer: Draft, inner: Draft) -> bool:
    """Whether two drafts have the very same content."""
    return outer.content == inner.content


def write_down(scene: Scene, drafts: list[Draft], outer: list[int | None]) -> Iterator[Statement]:
    """The statements, with ids that depend on nothing but the page and the words, one for each of several speakers."""
    counts: Counter[tuple[str, ...]] = Counter()
    ids = []
    for draft in drafts:
        parts = tuple(scene.text[a:b] for a, b in draft.content)
        ids.append(statement_id(scene, parts, counts[parts]))
        counts[parts] += 1
    for i, draft in enumerate(drafts):
        above = outer[i]
        statement = Statement(
            ids[i], tuple(draft.content), scene.kind(draft.content, around_cue(scene, draft)), draft.act, draft.speaker_id,
            draft.wording or (wording_of(scene, draft.speaker, draft.cue) if draft.speaker is not None else None), draft.cue,
            addressee_id(scene, draft), addressed(scene, draft.addressee, draft.cue) if draft.addressee is not None else None,
            draft.said, draft.via_id, ids[above] if above is not None else None, "; ".join(draft.why),
        )  # fmt: skip
        others = [(actor_id(scene, joint), scene.phrase(joint), "joint speaker") for joint in joint_speakers(scene, draft)]
        pair = pair_of(scene, draft)
        if pair:
            statement = replace(statement, speaker=pair[0].id)
            others = [(pair[1].id, statement.speaker_span or (0, 0), "one of two")]
        yield statement
        for speaker, span, reason in others:
            parts = tuple(scene.text[a:b] for a, b in draft.content)
            ident, why = statement_id(scene, parts, counts[parts]), f"{statement.why}; {reason}"
            yield replace(statement, id=ident, speaker=speaker, speaker_span=span, why=why)
            counts[parts] += 1


def pair_of(scene: Scene, draft: Draft) -> tuple[Actor, ...]:
    """The two who speak together where the speaker is "the two presidents" or the like."""
    if draft.speaker is None or draft.heard_in is not None:
        return ()
    named = scene.actor_at(draft.speaker)
    return scene.pairs.at(draft.speaker) if named is None or named.anonymous else ()


def addressed(scene: Scene, index: int, cue: Span | None) -> Span:
    """The phrase of an addressee, without the cue before it, and the place where he is told: "Berg told | reporters | in Oslo"."""
    start, end = scene.phrase(index)
    if cue is not None and start <= cue[0] and cue[1] <= scene.words[index].start:
        start, end = scene.trim((cue[1], end))
    kids = [w for w in scene.tree.kids(index, "nmod") if w.index > index]
    places = [k.start for w in kids for k in scene.tree.kids(w.index, "case") if k.text.lower() in ("in", "at") and k.start > start]
    return scene.trim((start, min([end, *places])))


def wording_of(scene: Scene, speaker: int, cue: Span | None) -> Span:
    """The phrase of a speaker, without the cue and what lies beyond it where the tree has put them into it."""
    start, end = scene.phrase(speaker)
    if cue is not None and start <= cue[0] and cue[1] <= end:
        start, end = scene.trim((cue[1], end) if scene.words[speaker].start >= cue[1] else (start, cue[0]))
    return start, end


def around_cue(scene: Scene, draft: Draft) -> Quote | None:
    """The quotation in which a draft's cue stands."""
    return scene.quotes.at(draft.cue[0]) if draft.cue else None


def actor_id(scene: Scene, index: int | None) -> str | None:
    """The id of the actor at a word."""
    actor = scene.actor_at(index) if index is not None else None
    return actor.id if actor is not None else None


def addressee_id(scene: Scene, draft: Draft) -> str | None:
    """The id of the addressee; who is taken for the speaker himself was linked wrongly ("told reporters")."""
    found = actor_id(scene, draft.addressee)
    return found if found != draft.speaker_id else None


def joint_speakers(scene: Scene, draft: Draft) -> list[int]:
    """The words that head further speakers joined to the first: "Russia and China said"."""
    if draft.speaker is None or draft.heard_in is not None:
        return []
    mine = scene.actor_at(draft.speaker)
    said = {w.index for span in draft.content for w in scene.words_in(span)}
    kids = [w.index for w in scene.tree.kids(draft.speaker, "conj") if w.index not in said]
    return [k for k in kids if mine is not None and scene.actor_at(k) not in (None, mine)]


def statement_id(scene: Scene, parts: tuple[str, ...], ordinal: int) -> str:
    """A stable id: a hash of the page's id, the content's words, and a number where they come again."""
    raw = json.dumps([scene.article.page.id, list(parts), ordinal], ensure_ascii=True)
    return hashlib.sha256(raw.encode()).hexdigest()[:16]
