"""Every noun of the road, frozen, in the order in which a page meets them.

All spans are ``(start, end)`` in Unicode code points of ``Article.text`` (``page.text`` in the JSON form), end exclusive. All calendar
values are EDTF strings (ISO 8601-2): ``2024-04-04``, ``2024-02``, ``2022-10/..``, ``PRESENT_REF``. Every noun that somebody decided
carries ``why``: the rule or head that decided. The JSON form of a record is made in ``show/form.py`` and described in docs/record.md.
"""

from dataclasses import dataclass, field
from typing import Protocol

Span = tuple[int, int]

STORY_KINDS = ("title", "deck", "caption", "heading", "paragraph", "quote")
"""Kinds of blocks that belong to the story and are parsed."""

BLOCK_KINDS = (
    "topics", "title", "deck", "byline", "dateline", "caption", "credit", "heading", "paragraph", "quote", "related", "boilerplate",
)  # fmt: skip
"""All kinds of blocks, in the order of the record's description."""

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "ACCUSE",
    "REQUEST", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""PLOVER's sixteen event types."""

QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material cooperation"),
    **dict.fromkeys(("ACCUSE", "REQUEST", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
}
"""PLOVER's four classes of types."""

MODALITIES = ("done", "ongoing", "planned", "demanded", "threatened", "hypothetical", "denied")
"""What became of an event, as far as the page tells."""

ATTITUDES = ("believe", "want", "intend", "support", "decide")
"""Values of ``Statement.act`` for what somebody is said to think, want, plan, back or decree where no words are reported."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something on a page that could not be read as it should, with its place if it has one."""

    kind: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: its bytes, what they decode to, where they came from, and what was handed over beside them.

    ``captured`` is when an archive took it, in UTC; the day of publication is no later, and "2 hours ago" on the page counts from it.
    """

    id: str
    source: str
    raw: bytes = field(repr=False)
    content: str = field(repr=False)
    form: str
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    encoding: str = "utf-8"
    issues: tuple[Issue, ...] = ()
    captured: str | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes a page: a newspaper, an agency, a broadcaster."""

    id: str
    name: str
    domain: str | None = None
    country: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page's text with its kind (one of BLOCK_KINDS) and the rule that said so."""

    kind: str
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a page with a time of its own: a turn of a live blog, or a post of somebody that the page shows.

    ``at`` is the day, or day and hour (``2024-04-04T14:32:00``, with ``Z`` or offset where told), ``by`` whoever is named as its author;
    each is None where the page does not tell it. A post may stand within a turn.
    """

    start: int
    end: int
    at: str | None
    by: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A page made clean: its text, the blocks of it in order, and the facts told about it.

    ``turns`` are in order; a turn goes before what stands within it. ``whole`` is the address that the page gives for the article of
    which it is a part, ``part`` its number among the article's ``parts`` pages, counted from 1.
    """

    page: Page
    text: str = field(repr=False)
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    topics: tuple[str, ...] = ()
    outlet: Outlet | None = None
    language: str | None = None
    published: str | None = None
    published_from: str | None = None
    published_why: str = ""
    mirrors: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    published_confidence: float = 0.0
    turns: tuple[Turn, ...] = ()
    whole: str | None = None
    part: int | None = None
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word with its analysis in Universal Dependencies; ``head`` is an index into ``Parse.words``, -1 at a root."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    relation: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its words ``Parse.words[first:last]``, and the index of the block that holds it in ``Article.blocks``."""

    index: int
    start: int
    end: int
    first: int
    last: int
    block: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the model saw: kind is PER, ORG or LOC; it covers ``Parse.words[first:last]``."""

    start: int
    end: int
    first: int
    last: int
    kind: str


Choice = tuple[int, float]
"""A word that the model points to (or NO_WORD, OTHER_WORD) and the probability of that."""

NO_WORD, OTHER_WORD = -2, -1
"""In place of a word: nobody, and somebody whom the words read together do not name."""


@dataclass(frozen=True, slots=True)
class ReportMark:
    """A reporting cue that the model saw: it covers ``Parse.words[first:last]`` and is headed by the word ``head``.

    ``content`` are the words whose innermost report this is. ``source``, ``addressee`` and ``via`` are the words that head their phrases;
    -1 where the window does not name them, None where there are none. ``when`` are choices among the words of time expressions.
    ``score`` is the model's probability that this is a cue.
    """

    head: int
    first: int
    last: int
    score: float
    content: tuple[int, ...] = ()
    source: int | None = None
    addressee: int | None = None
    via: int | None = None
    when: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class ActMark:
    """A word that may name an act, as the model saw it: ``type`` is the likeliest of EVENT_TYPES, ``score`` the probability of any.

    ``types`` are the probabilities of each type in their order. ``actors`` and ``recipients`` are choices among the words that head the
    phrases of the sides; several words may name one party.
    """

    word: int
    type: str
    score: float
    types: tuple[float, ...]
    modality: str
    modality_score: float
    actors: tuple[Choice, ...] = ()
    recipients: tuple[Choice, ...] = ()
    when: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkMark:
    """Whither the model points from a word that may head a mention: to earlier mentions of the same, and to the state or body he is of."""

    word: int
    earlier: tuple[Choice, ...]
    state: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """The words ``[first, last)``, which may claim how two parties stand; ``score`` is the model's probability of the likeliest."""

    first: int
    last: int
    score: float


class PairChances(Protocol):
    """What the model tells of any two words that name parties."""

    def chances(self, one: int, other: int) -> list[float] | None:
        """The chances of no act and of one of each of EVENT_TYPES of one word's party on the other's; None for words read apart."""


@dataclass(frozen=True, slots=True)
class Parse:
    """The language model's reading of an article: sentences, words with their tree, names, and marks of what is said, done and claimed."""

    text: str = field(repr=False)
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]
    names: tuple[Name, ...] = ()
    model: str = ""
    reports: tuple[ReportMark, ...] = ()
    acts: tuple[ActMark, ...] = ()
    links: tuple[LinkMark, ...] = ()
    claims: tuple[ClaimMark, ...] = ()
    pairs: PairChances | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an actor is named: form is ``name``, ``description`` or ``pronoun``; ``head`` is the word that heads the phrase."""

    start: int
    end: int
    head: int
    form: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, government, organisation, group, outlet or place, with all its mentions on this page.

    ``place_only`` mentions are those in which a place name only says where ("in Moscow"); they are not in ``mentions``.
    ``gender`` is ``Masc``, ``Fem`` or None, as the knowledge base or the page tells it. ``has_part`` says that an actor without a name
    has a part in what is said or done, and so is worth keeping though nothing refers to it; the record itself does not carry this.
    """

    id: str
    name: str
    kind: str
    country: str | None = None
    role: str | None = None
    aliases: tuple[str, ...] = ()
    anonymous: bool = False
    mentions: tuple[Mention, ...] = ()
    place_mentions: tuple[Mention, ...] = ()
    gender: str | None = None
    why: str = ""
    has_part: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class When:
    """A time expression on the calendar: ``value`` in EDTF, type is date, time, duration or set; ``why`` names rule and anchor."""

    start: int
    end: int
    value: str
    type: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: speaker, cue and content with their spans, addressee, channel, and the statement that contains this one."""

    id: str
    content: tuple[Span, ...]
    kind: str
    act: str
    speaker: str | None = None
    speaker_span: Span | None = None
    cue: Span | None = None
    addressee: str | None = None
    addressee_span: Span | None = None
    said: str | None = None
    via: str | None = None
    within: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom: PLOVER type and mode, the sides, day, place, whether it happened, and according to whom."""

    id: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    evidence: Span
    trigger: Span
    mode: str | None = None
    cameo: str | None = None
    intensity: float | None = None
    date: str | None = None
    place: str | None = None
    modality: str = "done"
    according_to: tuple[str, ...] = ()
    statement: str | None = None
    confidence: float = 0.5
    why: str = ""


@dataclass(frozen=True, slots=True)
class RelationClaim:
    """A passage that describes the state or the change of relations between two actors, and who says so."""

    between: tuple[str, str]
    claim: Span
    direction: str | None = None
    by: str | None = None
    as_of: str | None = None
    why: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What one page says: all of the above, with what went wrong and what made it."""

    article: Article
    actors: tuple[Actor, ...] = ()
    times: tuple[When, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    relation_claims: tuple[RelationClaim, ...] = ()
    issues: tuple[Issue, ...] = ()
    made_by: tuple[tuple[str, str], ...] = ()
