"""The turns of transcripts and interviews: a label with a colon, and what is said behind it up to the next label."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.model import Span
from dragoman.statements.draft import Draft
from dragoman.statements.scene import QUOTE_MARKS, Scene

TURN = re.compile(r"(?P<who>(?:Q|A|QUESTION|ANSWER|Question|Answer)(?=[:.])|[^\W\d_][^:\n“”\"‘]{1,60}?)\s?(?P<colon>:)\s+(?=\S)")
ASKS = frozenset(("q", "question", "reporter", "journalist", "interviewer", "the interviewer", "correspondent"))


@dataclass(slots=True)
class Turn:
    """A turn: where its label stands, the label, the paragraphs of what is said, and the numbers of their blocks."""

    who: Span
    label: str
    content: list[Span]
    blocks: list[int]


def find_turns(scene: Scene) -> list[Turn]:
    """The turns of a page, if it has at least three labels of which some come back.

    A turn goes on over the paragraphs behind it up to the next label or heading.
    """
    found: list[Turn] = []
    places = places_of(scene)
    current: Turn | None = None
    for number, block in enumerate(scene.article.blocks):
        match = TURN.match(scene.text, block.start, block.end) if block.kind in ("paragraph", "heading", "quote") else None
        if match is not None and is_speaker(scene, match, places):
            current = Turn(match.span("who"), match["who"], [(match.end(), block.end)], [number])
            found.append(current)
        elif block.kind == "paragraph" and current is not None:
            current.content.append((block.start, block.end))
            current.blocks.append(number)
        elif block.kind in ("heading", "title", "deck"):
            current = None
    labels = [turn.label for turn in found]
    return found if len(labels) >= 3 and len(set(labels)) < len(labels) else []


def places_of(scene: Scene) -> list[int]:
    """Where the places of a page begin, in order."""
    mentions = [mention.start for actor in scene.actors.values() for mention in actor.place_mentions]
    return sorted((*mentions, *(name.start for name in scene.tree.parse.names if name.kind == "LOC")))


def is_speaker(scene: Scene, match: re.Match[str], places: Sequence[int]) -> bool:
    """Whether what stands before a colon is the label of a speaker, and no town where a story was written ("BEIRUT: ...")."""
    who, (start, end) = match["who"], match.span("who")
    if not is_label(who) or who.lower() in scene.cues.labels:
        return False
    if any(word.index in scene.by for word in scene.words_in((start, end))):
        return True
    return bisect_left(places, start) == bisect_left(places, end)


def is_label(who: str) -> bool:
    """Whether a stretch before a colon looks like a speaker's label: short, and every word of it capitalised."""
    words = who.split()
    return len(words) <= 6 and all(not w[0].isalpha() or w[0].isupper() or w in ("of", "the", "de", "van", "von", "al") for w in words)


def asks(scene: Scene, turns: list[Turn], label: str) -> bool:
    """Whether a label is an asker's: it says so, or most of its turns end in a question."""
    own = [turn for turn in turns if turn.label == label]
    ended = sum(scene.text[turn.content[0][0] : turn.content[-1][1]].rstrip(QUOTE_MARKS + " ").endswith("?") for turn in own)
    return label.casefold() in ASKS or 2 * ended > len(own)


def turn_draft(scene: Scene, turn: Turn) -> Draft:
    """One turn of a transcript: what its label leads."""
    heads = [w for w in scene.words_in(turn.who) if w.upos != "PUNCT"]
    head = next((w.index for w in reversed(heads) if w.index in scene.by), heads[-1].index if heads else None)
    draft = Draft(
        "say", [scene.trim(span) for span in turn.content], (turn.who[1], turn.who[1] + 1), None, speaker=head, block=turn.blocks[0],
        frame=(turn.who[0], turn.content[0][0]), why=["transcript turn"],
    )  # fmt: skip
    draft.wording, draft.speaker_id = turn.who, labelled(scene, turn.label)
    return draft


def labelled(scene: Scene, label: str) -> str | None:
    """The person whose name a label holds, in whatever case it is written: the one with most of its words."""
    parts = {part.casefold() for part in re.findall(r"[^\W\d_]+", label) if len(part) > 1}
    best, chosen = 0, None
    for actor in scene.actors.values():
        names = {part.casefold() for name in (actor.name, *actor.aliases) for part in re.findall(r"[^\W\d_]+", name)}
        shared = len(parts & names) if actor.kind == "person" and not actor.anonymous else 0
        if shared > best or (shared == best and shared and chosen is not None and len(actor.name) > len(scene.actors[chosen].name)):
            best, chosen = shared, actor.id
    return chosen
