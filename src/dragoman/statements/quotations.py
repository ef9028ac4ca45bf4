"""Quotations that no cue has claimed: those that go on from a statement, and those that stand free with their speaker near by."""

from bisect import bisect_left
from collections.abc import Iterator

from dragoman.model import ATTITUDES, Span
from dragoman.statements.draft import Draft
from dragoman.statements.quotes import Quote
from dragoman.statements.scene import QUOTE_MARKS, Scene

REST = 400
"""Most characters of a cue's sentence behind what was said."""

BETWEEN = frozenset(" \t\n\u00a0.,;:…")


def join_quotations(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """The drafts with quotations that go on from them added, then drafts for quotations that stand free."""
    outer = sorted((d for d in drafts if d.act not in ATTITUDES), key=lambda d: (d.start, d.end))
    taken = Taken(scene, drafts)
    for draft in outer:
        go_on(scene, draft, taken)
    return drafts + list(stand_free(scene, outer, taken))


class Taken:
    """The quotations that belong to a draft already."""

    def __init__(self, scene: Scene, drafts: list[Draft]) -> None:
        """List what the drafts cover."""
        self.starts: set[int] = set()
        for draft in drafts:
            for span in draft.content:
                self.add(scene, span)
        self.cues = sorted(draft.cue[0] for draft in drafts if draft.cue is not None)

    def add(self, scene: Scene, span: Span) -> None:
        """Take the quotations in a span."""
        self.starts.update(q.start for q in scene.quotes.within(span))

    def has(self, quote: Quote) -> bool:
        """Whether a quotation is taken."""
        return quote.start in self.starts


def go_on(scene: Scene, draft: Draft, taken: Taken) -> None:
    """Add to a quoted statement the quotations that go on from it: behind the cue's sentence, or over several paragraphs."""
    if scene.quotes.at(draft.start) is None and scene.quotes.at(draft.end - 1) is None:
        return
    spread_back(scene, draft, taken)
    for _ in range(12):
        following = next_quote(scene, edge_of(scene, draft, taken), draft)
        if following is None or taken.has(following):
            return
        draft.content.append((following.start, following.end))
        taken.add(scene, (following.start, following.end))


def edge_of(scene: Scene, draft: Draft, taken: Taken) -> int:
    """Where a statement and the words of its cue end: behind a quotation the rest of the cue's sentence, if nobody else speaks in it."""
    if draft.cue is None:
        return draft.end
    edge = max(draft.end, draft.cue[1], draft.frame[1] if draft.frame[1] <= draft.end + REST else 0)
    if draft.end > draft.cue[0] or scene.quotes.at(draft.end - 1) is None:
        return edge
    rest = scene.sentence(scene.words[min(scene.word_at(draft.cue[0]), len(scene.words) - 1)]).end
    free = bisect_left(taken.cues, edge) == bisect_left(taken.cues, rest) and not scene.quotes.within((edge, rest))
    return rest if edge < rest <= edge + REST and free else edge


def next_quote(scene: Scene, edge: int, draft: Draft) -> Quote | None:
    """The quotation that goes on from a place: behind a full stop in the same paragraph, or in the next after one left open."""
    last = scene.quotes.at(draft.end - 1)
    open_end = last is not None and not last.closed and last.end == draft.end
    i = edge
    limit = min(len(scene.text), edge + 12)
    while i < limit and scene.text[i] in BETWEEN:
        i += 1
    between = scene.text[edge:i]
    quote = scene.quotes.at(i) if i < len(scene.text) else None
    if quote is None or quote.start != i or quote.single:
        return None
    if "\n" in between or quote.block != draft.block:
        return quote if open_end else None
    return quote if long_enough(scene, quote, 3) and not has_own_cue(scene, quote) else None


def spread_back(scene: Scene, draft: Draft, taken: Taken) -> None:
    """Add the open paragraphs before a quotation that ends here."""
    first = scene.quotes.at(draft.start)
    if first is None or first.start != draft.start:
        return
    order = scene.quotes.all
    i = next((k for k, q in enumerate(order) if q.start == first.start), 0)
    while i > 0:
        before = order[i - 1]
        if before.closed or taken.has(before) or scene.text[before.end : order[i].start].strip():
            return
        draft.content.insert(0, (before.start, before.end))
        taken.starts.add(before.start)
        i -= 1


def has_own_cue(scene: Scene, quote: Quote) -> bool:
    """Whether a cue of its own follows a quotation in the same sentence (", he added")."""
    if not quote.closed:
        return False
    inner = scene.text[quote.start : quote.end].rstrip(QUOTE_MARKS)[-1:]
    after = scene.text[quote.end : quote.end + 2]
    return inner == "," or after[:1] == ","


def long_enough(scene: Scene, quote: Quote, least: int) -> bool:
    """Whether a quotation has at least so many words."""
    return sum(w.upos != "PUNCT" for w in scene.words_in((quote.start, quote.end))) >= least


def stand_free(scene: Scene, outer: list[Draft], taken: Taken) -> Iterator[Draft]:
    """Drafts for quotations without a cue: whole sentences in marks, their speaker carried over from what stands before."""
    made: list[Draft] = []
    for quote in scene.quotes.all:
        if taken.has(quote) or not stands_alone(scene, quote):
            continue
        before = carrier(scene, quote, outer + made)
        draft = Draft("say", [(quote.start, quote.end)], block=quote.block, frame=(quote.start, quote.start), why=["free quotation"])
        if before is not None:
            if goes_straight_on(scene, before, quote):
                before.content.append((quote.start, quote.end))
                taken.starts.add(quote.start)
                continue
            asked = before.act == "ask" and before.addressee is not None
            draft.speaker, draft.heard_in = before.addressee if asked else before.speaker, before.cue
            draft.speaker_id = None if asked else before.speaker_id
            draft.why.append("speaker carried over")
        made.append(draft)
    yield from made


def goes_straight_on(scene: Scene, before: Draft, quote: Quote) -> bool:
    """Whether nothing but space and stops parts a free quotation from the quoted statement before it, in its paragraph or the last one."""
    ends = [before.end, before.cue[1] if before.cue else 0, before.frame[1] if before.frame[1] <= quote.start else 0]
    between = scene.text[max(ends) : quote.start]
    if any(c not in BETWEEN and c not in QUOTE_MARKS for c in between) or before.act == "ask":
        return False
    return any(True for span in before.content for _ in scene.quotes.within(span))


def stands_alone(scene: Scene, quote: Quote) -> bool:
    """Whether a quotation makes sentences of its own: it starts where one starts and ends where one ends."""
    kind = scene.article.blocks[quote.block].kind
    if kind in ("title", "heading", "deck"):
        block = scene.article.blocks[quote.block]
        return quote.start - block.start < 2 and block.end - quote.end < 2 and long_enough(scene, quote, 3)
    if quote.single and not long_enough(scene, quote, 6):
        return False
    start = scene.text[: quote.start][-3:].rstrip(" ")
    opens = not start or start[-1] in '.!?:\n”"' or quote.start == scene.article.blocks[quote.block].start
    inner = scene.text[quote.start : quote.end].rstrip(QUOTE_MARKS)[-1:]
    return (
        opens and (inner in ".!?…" or not quote.closed or scene.text[quote.end : quote.end + 1] in ".\n") and long_enough(scene, quote, 4)
    )


def carrier(scene: Scene, quote: Quote, drafts: list[Draft]) -> Draft | None:
    """The statement whose speaker goes on in a free quotation: the last one before it, no further than one paragraph back."""
    best = None
    for draft in drafts:
        place = max(draft.frame[0], draft.start)
        if (
            place < quote.start
            and draft.speaker is not None
            and quote.block - draft.block <= 1
            and not draft.why[0].startswith("noun")
            and scene.quotes.at(draft.cue[0] if draft.cue else draft.start) is None
            and (best is None or place > max(best.frame[0], best.start))
        ):
            best = draft
    return best
