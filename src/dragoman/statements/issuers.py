"""Who the speaker of a draft is: the actor at the subject, the issuer of a document that "says", and through whom the page has it."""

from dragoman.model import Word
from dragoman.statements.draft import Draft
from dragoman.statements.scene import Scene


def resolve_speakers(scene: Scene, drafts: list[Draft], outer: list[int | None]) -> None:
    """Set ``speaker_id`` and ``via_id`` on every draft."""
    last: Draft | None = None
    for draft in drafts:
        if draft.speaker_id is None:
            draft.speaker_id = speaker_id(scene, draft, last)
        if draft.cue is not None and draft.speaker_id is not None:
            last = draft
    for number, draft in enumerate(drafts):
        above = outer[number]
        if draft.speaker_id is None and draft.speaker is not None and above is not None:
            draft.speaker_id = first_person(scene, draft.speaker, drafts[above].speaker_id)
    for number, draft in enumerate(drafts):
        draft.via_id = channel_id(scene, draft, drafts, outer[number])


def first_person(scene: Scene, index: int, speaker: str | None) -> str | None:
    """Who "I" and "we" are in somebody's words: the speaker, and his state where the page knows it."""
    text = scene.words[index].text.lower()
    actor = scene.actors.get(speaker or "")
    if actor is None or text not in ("i", "we"):
        return None
    states = [a.id for a in scene.actors.values() if a.kind == "state" and a.country and a.country == actor.country]
    return states[0] if text == "we" and states else actor.id


def speaker_id(scene: Scene, draft: Draft, last: Draft | None) -> str | None:
    """The actor who speaks."""
    if draft.speaker is None:
        return None
    actor = scene.actor_at(draft.speaker)
    word = scene.words[draft.speaker]
    if actor is not None and (word.lemma.lower() not in scene.cues.documents or word.upos == "PROPN"):
        return actor.id
    issuer = issuer_of(scene, word)
    if issuer is not None:
        return issuer
    spoken = word.lemma.lower() in (
        "statement",
        "communique",
        "communiqué",
        "release",
        "letter",
        "message",
        "post",
        "tweet",
        "announcement",
    )
    if spoken and last is not None and draft.block - last.block <= 1:
        return last.speaker_id
    return actor.id if actor is not None else place_id(scene, draft.speaker)


def place_id(scene: Scene, index: int) -> str | None:
    """The state whose place name speaks where it mostly only says where: "Gaborone's report"."""
    return next((a.id for a in scene.actors.values() if a.kind == "state" and any(m.head == index for m in a.place_mentions)), None)


def issuer_of(scene: Scene, word: Word) -> str | None:
    """Who issued a document: its owner, or the one from or by whom it is."""
    if word.lemma.lower() not in scene.cues.documents:
        return None
    for kid in scene.tree.kids(word.index, "nmod:poss", "nmod", "compound", "acl"):
        cases = {w.lemma.lower() for w in scene.tree.kids(kid.index, "case")}
        named = scene.actor_at(kid.index)
        if named is not None and (kid.relation in ("nmod:poss", "compound") or cases & {"from", "by", "of", "in"}):
            return named.id
        if kid.relation == "acl":
            by = next(
                (w for w in scene.tree.kids(kid.index, "obl") if any(c.lemma == "by" for c in scene.tree.kids(w.index, "case"))), None
            )
            found = scene.actor_at(by.index) if by is not None else None
            if found is not None:
                return found.id
    return None


def channel_id(scene: Scene, draft: Draft, drafts: list[Draft], above: int | None) -> str | None:
    """Through whom the page has a statement: the source named for it, or the speaker in whose words it stands."""
    own = draft.via if draft.via is not None else quoting(scene, draft)
    if own is not None:
        actor = scene.actor_at(own)
        found = issuer_of(scene, scene.words[own]) or (actor.id if actor is not None else None)
        return found if found != draft.speaker_id else None
    if above is not None and drafts[above].speaker_id != draft.speaker_id:
        return drafts[above].speaker_id
    return None


def quoting(scene: Scene, draft: Draft) -> int | None:
    """The agent of "was quoted by X as saying"."""
    if draft.verb is None:
        return None
    head = scene.words[draft.verb].head
    if head < 0 or scene.words[head].lemma.lower() not in ("quote", "cite", "report"):
        return None
    if scene.tree.is_passive(head):
        agent = scene.tree.kid(head, "obl:agent")
        return agent.index if agent is not None else None
    subject = scene.tree.kid(head, "nsubj")
    return subject.index if subject is not None and scene.words[head].lemma.lower() != "report" else None
