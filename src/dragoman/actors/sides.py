"""States, organisations, bodies, groups and places: which one a name means, and whether it acts or only says where."""

import re
from dataclasses import replace

from dragoman.actors.allegiance import choose_country
from dragoman.actors.bodies import body_id
from dragoman.actors.cast import Cast, Figure, local_id
from dragoman.actors.knowledge import Known
from dragoman.actors.names import name_key
from dragoman.actors.people import span_head
from dragoman.actors.spans import STRENGTH, Span
from dragoman.actors.towns import SUCCESSORS, country_of_town, load_towns, namesake
from dragoman.grammar import SUBJECTS, base_relation
from dragoman.model import Mention, Word

KINDS = ("state", "organisation", "government", "group", "outlet", "place", "person")
INNER = ("amod", "compound", "nmod:desc", "flat", "goeswith")
UNION = re.compile(r"\b(?:European (?:Union|Commission|Communit)|EU\b|E\.U\.)")
"""What a page that speaks of the European Commission names."""
OTHER_COMMISSION = re.compile(r"\b(?!European |EU |The |But |In |And )[A-Z]\w+ Commission\b|\bCommission (?:on|for) ")
"""Another commission named in full."""
PLACELINE = re.compile(r"(,\s+[A-Z][\w.’' ]{1,30})?(,?\s+[A-Z][a-z]{2,8}\.?\s\d{1,2})?\s*(:\s|\([A-Z][\w /-]{1,20}\)|—|–|--|-\s|\|)")
"""What stands behind a town that opens a story."""
BREAKING_UP = 2
"""Years before the end of a state in which its heir's name may mean the heir."""
LEAST_PART = 2
DIRECTIONS = frozenset(
    f"{a}{b}" for a in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest") for b in ("", "ern")
) | {"central", "upper", "lower"}
LONGEST_PART = 3
"""Most words of a part of a body's name that stands for it."""
NAMED_KINDS = ("organisation", "group", "government")
"""Kinds of actors for which a part of the name may stand."""
LEAST_LETTERS = 3
"""Fewest letters of an acronym in brackets that tells whose a name is."""
LONGEST_TOWN = 30
"""Characters of a town's name before the state's that opens a story."""
EVERY = "a body that every state has"
"""Why of bodies that are told by what they are, with the state that owns them."""
STANDS_OUT = 1.5
"""How much oftener a page must name one state than another for it to be the one meant."""
WHERE = ("in", "at", "near", "outside", "inside", "around", "behind", "beside", "opposite")
"""Prepositions before a state's body where something happens."""
PAST = ("past", "before", "towards", "toward", "from")
"""Prepositions before an embassy that is only a building."""
PAPERS = ("times", "post", "daily", "news", "tv", "herald", "tribune", "journal", "gazette", "radio")
AS_PLURALS = ("ese", "sh", "ch", "swiss")
"""Endings of adjectives that behind "the" stand for a people: "the Chinese", "the British"."""
ONLY_NAMES = frozenset(("congo", "hong kong", "soviet", "uk", "us", "wallis"))
"""Adjectives of states that are no word for one of the people: "the Congo", "the UK"."""
ONE = frozenset(("a", "an", "another", "one"))
"""Words before one of a people."""
AGE = 4
"""Within how many words before somebody his age is told: "the 44-year-old Canadian"."""
NOT_PEOPLE = ("in", "into", "as")
"""Prepositions before a language, or before what somebody is."""
SAME_AS_STATE = ("government", "authority", "authorities", "regime", "régime")
"""Nouns for those who rule a state, who act in its name."""
OFFICIAL = frozenset(
    ("ministry", "department", "parliament", "army", "police", "court", "senate", "navy", "cabinet", "office", "directorate")
)


def choose(cast: Cast, span: Span) -> tuple[Known, str] | None:
    """The actor of the knowledge base that a name means, with the type of the name."""
    options = []
    for number, type_ in span.hits:
        known = cast.knowledge.known(number)
        if known.kind == "person" or not is_likely(cast, span, known, type_) or not was_there(cast, known, type_):
            continue
        if type_ == "c" and is_other_town(cast, span, known):
            continue
        capital = 4 if is_past(cast, known) else 3 if known.rank >= 3 else 0
        said = cast.clear[known.country] if known.country and known.kind in ("state", "place") else 0
        less = known.country not in cast.knowledge.words.sets["likelier"]
        strength = STRENGTH[type_] - (capital if type_ == "c" else 0)
        aside = known.kind == "outlet" and known.country not in cast.context and base_relation(cast.word(span.last - 1)) not in SUBJECTS
        options.append((strength, len(KINDS) if aside else KINDS.index(known.kind), -said, -known.rank, less, number, type_))
    if not options:
        return None
    best = min(options)
    known = cast.knowledge.known(best[5])
    return of_its_time(cast, not_yet_born(cast, known) if best[6] == "c" else known), best[6]


def is_other_town(cast: Cast, span: Span, known: Known) -> bool:
    """Whether a capital's name is that of a town of about its size in a state that the page names, while the capital's it names nowhere."""
    if not known.country or cast.stated[known.country] or not cast.stated:
        return False
    most = max(cast.stated.values())
    return namesake(cast.text_of(span.first, span.last), known.country, [c for c, n in cast.stated.items() if n == most]) is not None


def not_yet_born(cast: Cast, known: Known) -> Known:
    """The state in which a capital lay before its own state was one: Juba in 1985 was a town of Sudan."""
    born, before = cast.knowledge.words.born.get(known.country or "", ("", ""))
    number = cast.knowledge.states.get(before)
    if number is None or known.kind != "state":
        return known
    early = cast.day < born if cast.day else cast.stated[before] and not cast.stated[known.country or ""]
    return cast.knowledge.known(number) if early else known


def of_its_time(cast: Cast, known: Known) -> Known:
    """The state that was before, where a page of its days calls it by its heir's name: "Russia" in 1955 is the Soviet Union."""
    before = cast.knowledge.words.heirs.get(known.country or "") if known.kind == "state" else None
    number = cast.knowledge.states.get(before or "")
    if number is None or not cast.day:
        return known
    days = cast.knowledge.details.get(number, {})
    ends = int(days.get("to", "0")[:4]) - BREAKING_UP
    return cast.knowledge.known(number) if days.get("from", "") <= cast.day and int(cast.day[:4]) <= ends else known


def is_past(cast: Cast, known: Known) -> bool:
    """Whether a state is no more."""
    return known.kind == "state" and "to" in cast.knowledge.details.get(known.number, {})


def was_there(cast: Cast, known: Known, type_: str) -> bool:
    """Whether a capital stood for a state on the page's day; without a day, the page must name a past state otherwise."""
    if type_ != "c" or not is_past(cast, known):
        return True
    days, day = cast.knowledge.details[known.number], cast.day
    return days.get("from", "") <= day <= days["to"] if day else known.country in cast.context


def is_likely(cast: Cast, span: Span, known: Known, type_: str) -> bool:
    """Whether a little-known actor may be meant: its country is on the page, and a short form stands beside the full name."""
    here = known.country in cast.context
    if type_ == "w":
        return here and (span.length > 1 or known.id in cast.figures)
    return here or known.rank > 0 or known.kind not in ("organisation", "government")


def note_countries(cast: Cast, spans: list[Span]) -> None:
    """Note which words name a country, how often the page names each, whose embassies it tells and where it was written."""
    count_states(cast, spans)
    note_hyphens(cast)
    note_towns(cast, spans)
    for span in spans:
        if not is_ethnic(cast, span):
            note_country(cast, span)
    note_union(cast)
    note_embassies(cast, spans)
    heads = (cast.word(span_head(cast, s.first, s.last)) for s in spans if s.first in cast.countries)
    cast.datelines.update(cast.countries[w.index] for w in heads if w.index in cast.countries and opens_story(cast, w))


def count_states(cast: Cast, spans: list[Span]) -> None:
    """Count how often the page names each state: in all, without its capital, and by a name that only it has."""
    for span in spans:
        meant: set[str] = set()
        for number, type_ in span.hits:
            known = of_its_time(cast, cast.knowledge.known(number))
            if known.kind == "state" and type_ != "w" and known.country and span.kind != "PER" and was_there(cast, known, type_):
                cast.context[known.country] += 1
                cast.stated[known.country] += type_ != "c" and not is_ethnic(cast, span)
                meant.add(known.country)
        if len(meant) == 1:
            cast.clear.update(meant)
    cast.stated = +cast.stated


def note_country(cast: Cast, span: Span) -> None:
    """Note the country of a name on its words, and that the state acts where it is named so."""
    chosen = None if span.body else choose(cast, span)
    if chosen is None and (part := part_of_state(cast, span)):
        cast.countries.update(dict.fromkeys(range(span.first, span.last), part))
    if chosen is None or not chosen[0].country or (span.kind == "PER" and not is_state_alone(cast, span, chosen[0])):
        return
    for i in range(span.first, span.last):
        cast.countries[i] = chosen[0].country
        if chosen[0].kind == "place":
            cast.towns[i] = chosen[0].country
    head = span_head(cast, span.first, span.last)
    if chosen[0].kind == "state" and cast.word(head).relation in ("nsubj", "nmod:poss", "root", "amod"):
        cast.acting.append((head, chosen[0].country))


def note_embassies(cast: Cast, spans: list[Span]) -> None:
    """Note whose the embassies are beside which the page tells it."""
    for span in spans:
        owner = told_owner(cast, span) if span.body == "embassy" else None
        if owner:
            cast.embassies[span.first] = owner


def is_ethnic(cast: Cast, span: Span) -> bool:
    """Whether a word before a people's name says that they are not of its state: "ethnic Albanians"."""
    return span.first > 0 and cast.lemmas[span.first - 1] == "ethnic"


def part_of_state(cast: Cast, span: Span) -> str | None:
    """The country of a part of a state told by its direction: "South Lebanon", "eastern Chad"."""
    if span.length < LEAST_PART or cast.lemmas[span.first] not in DIRECTIONS or span.kind == "PER":
        return None
    for number, type_ in cast.knowledge.find(name_key(cast.text_of(span.first + 1, span.last))):
        known = cast.knowledge.known(number)
        if known.kind == "state" and type_ == "n":
            return of_its_time(cast, known).country
    return None


def note_towns(cast: Cast, spans: list[Span]) -> None:
    """Note the countries of towns; they also tell which of two states that share an adjective a page is about."""
    for span in spans:
        chosen = None if span.body else choose(cast, span)
        placeless = chosen is None or (chosen[0].kind == "place" and not chosen[0].country)
        if placeless and may_be_town(cast, span):
            note_town(cast, span)
    cast.clear.update(cast.towns.values())


def is_state_alone(cast: Cast, span: Span, known: Known) -> bool:
    """Whether a single word that the model takes for a person's name is a state's, and no first name: "Tuvalu's Prime Minister"."""
    return known.kind == "state" and span.length == 1 and cast.knowledge.gender_of(cast.word(span.first).text) is None


def note_union(cast: Cast) -> None:
    """Note the European Union on "Commission" alone ("a Commission spokesman"), where the page names the Union and no other commission."""
    text = cast.article.text
    if not UNION.search(text) or OTHER_COMMISSION.search(text):
        return
    cast.unions.update((word.index, "EUU") for word in cast.tree.words if word.text == "Commission" and word.index not in cast.countries)


def may_be_town(cast: Cast, span: Span) -> bool:
    """Whether a name that the knowledge base gives no country stands as a place's does."""
    if (span.kind == "PER" and not is_town_there(cast, span)) or span.body:
        return False
    if any(w.text.islower() for w in cast.tree.words[span.first : span.last]):
        return False
    head = cast.word(span_head(cast, span.first, span.last))
    before = cast.knowledge.words.sets["locatives"] | {"of", "to"}
    return span.kind == "LOC" or (base_relation(head) in ("obl", "nmod") and preposition(cast, head.index) in before)


def is_town_there(cast: Cast, span: Span) -> bool:
    """Whether what the model takes for a person's name is a town's, of several words, behind a preposition of place: "near Santa Elena"."""
    before = cast.lemmas[span.first - 1] if span.first else ""
    named = span.length > 1 and name_key(cast.text_of(span.first, span.last)) in load_towns()
    return named and before in cast.knowledge.words.sets["locatives"] and cast.knowledge.gender_of(cast.word(span.first).text) is None


def note_town(cast: Cast, span: Span) -> None:
    """Note the country of a town, in the page's own time, on the words that name it."""
    named = cast.stated if any(type_ == "c" for _, type_ in span.hits) else cast.context
    country = country_of_town(cast.text_of(span.first, span.last), named)
    if country is None:
        return
    if country not in cast.context:
        country = next((old for old, states in SUCCESSORS.items() if country in states and old in cast.context), country)
    for i in range(span.first, span.last):
        cast.countries[i] = cast.towns[i] = country


def note_hyphens(cast: Cast) -> None:
    """Note countries in words such as "UK-based": there it belongs; "US-led" tells nothing of the kind."""
    for word in cast.tree.words:
        name, hyphen, ending = word.text.rpartition("-")
        if (
            hyphen
            and ending.lower() in ("based", "flagged", "registered", "owned", "born", "run", "controlled", "occupied")
            and name[:1].isupper()
        ):
            state = next(
                (k for n, t in cast.knowledge.find(name_key(name)) if t != "w" and (k := cast.knowledge.known(n)).kind == "state"), None
            )
            if state is not None and state.country:
                cast.countries[word.index] = state.country


def cast_side(cast: Cast, span: Span) -> None:
    """Find out which side or place a name means and mention it."""
    chosen = choose(cast, span)
    span = as_body(cast, span, chosen)
    if span.body and (chosen is None or chosen[0].country != owner_of_body(cast, span)):
        if not is_vehicle(cast, span):
            cast_body(cast, span)
        return
    head = span_head(cast, span.first, span.last)
    if chosen is None:
        cast_unknown(cast, span, head)
        return
    known, type_ = seated(cast, chosen, head)
    figure = cast.of_known(known)
    if span.length > 1 and known.kind not in ("state", "place"):
        cast.bodies.append((cast.text_of(span.first, span.last), figure))
    if is_ethnic(cast, span) and type_ in ("a", "d") and known.kind == "state":
        if base_relation(cast.word(head)) not in INNER:
            cast_people(cast, replace(span, first=span.first - 1), head, known, own=False)
        return
    people = base_relation(cast.word(head)) not in INNER and not stands_for_state(cast, span, head)
    if (type_ == "d" and people) or (type_ == "a" and known.kind == "state" and is_one_national(cast, span, head)):
        cast_people(cast, span, head, known)
        return
    if type_ not in ("a", "c"):
        figure.aliases.append(cast.text_of(span.first, span.last))
    cast.mention(figure, head, (span.first, span.last), "name", use_of(cast, span, head, (known, type_)))
    widen(cast, figure, head, span)


def as_body(cast: Cast, span: Span, chosen: tuple[Known, str] | None) -> Span:
    """The span as any state's body where the best known body of that name is of a state of which the page does not speak: "Congress"."""
    body = cast.knowledge.words.bodies.get(name_key(cast.text_of(span.first, span.last)), "")
    if span.body or not body or chosen is None or chosen[0].kind != "government":
        return span
    own = {i: cast.countries.pop(i) for i in range(span.first, span.last) if i in cast.countries}
    told = told_owner(cast, span)
    best = chosen[0].country or ""
    here = cast.context[best] and cast.context[best] >= cast.context[likely_keeper(cast, span) or best]
    if told != best if told else not here:
        return replace(span, body=body)
    cast.countries.update(own)
    return span


def seated(cast: Cast, chosen: tuple[Known, str], head: int) -> tuple[Known, str]:
    """The European Union for Brussels where it acts on a page that speaks of the Union and not of Belgium by name."""
    known, type_ = chosen
    if type_ != "c" or known.country != "BEL" or use_of_capital(cast, cast.word(head)) != "named":
        return chosen
    texts = {w.text for w in cast.tree.words}
    union = cast.knowledge.states.get("EUU") or next((n for n, t in cast.knowledge.find("european union") if t == "n"), None)
    spoken = not texts.isdisjoint(("EU", "E.U.")) or "European Union" in cast.article.text or "European Commission" in cast.article.text
    return (cast.knowledge.known(union), "m") if union is not None and spoken and texts.isdisjoint(("Belgium", "Belgian")) else chosen


def stands_for_state(cast: Cast, span: Span, head: int) -> bool:
    """Whether the people of a state stand for it: "the Poles said", "talks with the Americans"; not "Poles" or "most of the Poles"."""
    word = cast.word(head)
    alone = not cast.tree.kids(head, "amod", "nummod", "acl", "acl:relcl", "nmod")
    alone = alone and span.first > 0 and cast.lemmas[span.first - 1] == "the"
    share = base_relation(word) == "nmod" and cast.word(word.head).upos in ("NUM", "ADJ", "PRON", "DET")
    parts = (*SUBJECTS, "obl", "obj", "iobj", "nmod", "conj")
    return alone and not share and ("Number=Plur" in word.feats or word.text.endswith("s")) and base_relation(word) in parts


def is_one_national(cast: Cast, span: Span, head: int) -> bool:
    """Whether a word for a people is one person: "the 44-year-old Canadian", "a Brazilian"; not "the French".

    What serves as a plural behind "the" is so only with an age: "the 30-year-old Chinese". "The Australian" in mid-sentence is a newspaper.
    """
    word, text = cast.word(head), name_key(cast.text_of(span.first, span.last))
    shared = text.endswith(AS_PLURALS)
    if base_relation(word) not in (*SUBJECTS, "obj", "iobj", "obl", "nmod", "conj") or text in ONLY_NAMES:
        return False
    if (text.endswith(("s", "men")) and not shared) or preposition(cast, head) in NOT_PEOPLE or goes_on(cast, span):
        return False
    articles = [w for w in cast.tree.kids(head, "det", "nummod") if w.index < span.first]
    first = cast.tree.sentence_of(head).first
    the = any(w.text == "the" or (w.text == "The" and not words_within(cast, first, w.index)) for w in articles)
    aged = any("year" in lemma for lemma in cast.lemmas[max(first, head - AGE) : head])
    return any(w.text.lower() in ONE for w in articles) or (the and (aged or not shared))


def words_within(cast: Cast, first: int, last: int) -> bool:
    """Whether there are words, and not only marks, in ``[first, last)``."""
    return any(w.upos != "PUNCT" for w in cast.tree.words[first:last])


def goes_on(cast: Cast, span: Span) -> bool:
    """Whether an adjective's noun stands behind it, alone or behind others joined to it: "a French and a German officer"."""
    rest = cast.tree.words[span.last : cast.tree.sentence_of(span.first).last]
    if rest and (rest[0].upos == "CCONJ" or rest[0].text == ","):
        rest = rest[1:] if len(rest) > 1 and rest[1].upos != "DET" else rest[3:]
        return bool(rest) and (rest[0].index in cast.countries or rest[0].upos in ("NOUN", "PROPN"))
    return bool(rest) and (rest[0].upos in ("NOUN", "PROPN", "ADJ") or rest[0].text in ("-", "‑", "/"))


def is_vehicle(cast: Cast, span: Span) -> bool:
    """Whether a body's name goes on into another name: "Air Force One"."""
    after = cast.word(span.last) if span.last < len(cast.tree.words) else None
    return after is not None and after.text == "One"


def cast_people(cast: Cast, span: Span, head: int, known: Known, *, own: bool = True) -> None:
    """The people of a state, as a group: "the Russians"; one of them is a person. Not of the state (``own``) are those told as "ethnic"."""
    word = cast.word(head)
    several = "Number=Plur" in word.feats or word.text.endswith("s") or cast.lemmas[head - 1] == "the"
    plural = several and not is_one_national(cast, span, head)
    name = cast.text_of(span.first, span.last)
    country = known.country if own else None
    id_ = local_id("people", known.id, str(plural)) if own else local_id("people", known.id, str(plural), "ethnic")
    figure = cast.figure(id_, name, "group" if plural else "person", country)
    figure.anonymous, figure.plural, figure.why = True, plural, "the people of a state"
    cast.mention(figure, head, (span.first, span.last), "name", "demonym")


def widen(cast: Cast, figure: Figure, head: int, span: Span) -> None:
    """Where a noun after a name only says what it is ("the Interfax news agency"), let it stand for the same."""
    word = cast.word(head)
    if word.relation in INNER or base_relation(word) == "compound":
        above = word.head
        if (
            above >= span.last
            and cast.lemmas[above] in cast.knowledge.words.sets["same_thing"]
            and figure.kind in ("organisation", "outlet", "group")
        ):
            cast.mention(figure, above, (span.first, above + 1), "name", "named")
            if head in figure.weak:
                figure.mentions[head] = figure.weak.pop(head)


def use_of(cast: Cast, span: Span, head: int, chosen: tuple[Known, str]) -> str:
    """How a name is used: ``named`` for itself, ``modifier`` of another phrase, ``place`` where it only says where."""
    known, type_ = chosen
    word = cast.word(head)
    above = cast.lemmas[word.head] if word.head >= 0 else ""
    words = cast.knowledge.words
    official = above in words.titles or above in words.collectives or above in words.bodies
    if type_ == "a" or (known.kind in ("state", "place") and word.relation in INNER):
        return "modifier: adjective" if type_ == "a" else "modifier: noun before a noun"
    if known.kind == "outlet" and is_loose(cast, word):
        return "modifier: credit"
    if word.relation in INNER and word.head >= 0 and above in words.titles and (known.rank < 5 or known.kind == "government"):
        return "modifier: of an office"
    if known.kind == "government" and (aside := use_of_body(cast, word, span)):
        return aside
    if (
        base_relation(word) == "nmod"
        and official
        and known.kind == "state"
        and preposition(cast, head) in ("of", "'s", "’s", "for", "to", "")
    ):
        return "modifier: owner of a body or office"
    if known.kind == "place":
        return "place" if not is_speaking(cast, word) else "named"
    if type_ == "c":
        return use_of_capital(cast, word)
    if known.kind == "state" and preposition(cast, head) in words.sets["locatives"]:
        return "place: where"
    if known.kind == "state" and is_behind_town(cast, word):
        return "place: where it was written"
    return "named"


def use_of_body(cast: Cast, word: Word, span: Span) -> str:
    """How a state's body is used where it only says where, or whose official somebody is; nothing where it stands for itself."""
    before = preposition(cast, word.index)
    above = cast.lemmas[word.head] if word.head >= 0 else ""
    if base_relation(word) == "nmod" and above in cast.knowledge.words.titles and before in ("of", "for", "at", "in", "'s", "’s"):
        return "modifier: of an office"
    if word.relation == "compound" and word.index + 1 < len(cast.lemmas) and cast.lemmas[word.index + 1] in cast.knowledge.words.titles:
        return "modifier: of an office"
    if before in WHERE:
        return "place: where"
    if span.body == "embassy" and (before in PAST or (before == "to" and above in cast.knowledge.words.sets["motions"])):
        return "place: where"
    return ""


def is_loose(cast: Cast, word: Word) -> bool:
    """Whether a word has no part in a clause: a credit in brackets, after a slash or a dash."""
    before = cast.word(word.index - 1).text if word.index else ""
    return word.relation in ("root", "parataxis", "list", "dep", "appos", "conj", "nmod:unmarked") and (
        before in ("(", "/", "|", "—", "–", "-", "[", "via", ":") or word.relation != "conj"
    )


def preposition(cast: Cast, head: int) -> str:
    """The preposition or possessive mark of a noun, in lower case."""
    return next((w.text.lower() for w in cast.tree.kids(head, "case")), "")


def is_speaking(cast: Cast, word: Word) -> bool:
    """Whether a word is the subject of a verb of saying."""
    return word.relation == "nsubj" and word.head >= 0 and cast.lemmas[word.head] in cast.knowledge.words.sets["reporting"]


def opens_story(cast: Cast, word: Word) -> bool:
    """Whether a town opens a paragraph as the place where it was written: "BEIRUT: ...", "THE HAGUE (AP) – ..."."""
    before = words_before(cast, word)
    return (not before or (before.isupper() and before.isalpha())) and goes_into_story(cast, word)


def is_behind_town(cast: Cast, word: Word) -> bool:
    """Whether a state stands behind a town that opens a paragraph: "Beirut, Lebanon (AP) – ..."."""
    before = words_before(cast, word)
    return before.endswith(",") and len(before) <= LONGEST_TOWN and before[:1].isupper() and goes_into_story(cast, word)


def words_before(cast: Cast, word: Word) -> str:
    """What stands before a word in its block."""
    return cast.tree.parse.text[cast.block_of(word).start : word.start].strip()


def goes_into_story(cast: Cast, word: Word) -> bool:
    """Whether what stands behind the name of a place parts it from a story."""
    block = cast.block_of(word)
    return block.kind == "paragraph" and bool(PLACELINE.match(cast.tree.parse.text, word.end, block.end))


def use_of_capital(cast: Cast, word: Word) -> str:
    """Whether a capital stands for its state ("Moscow said", "talks with Tehran") or is a town ("in Moscow", "visited Tehran")."""
    if opens_story(cast, word):
        return "place: where it was written"
    sets = cast.knowledge.words.sets
    before = preposition(cast, word.index)
    above = cast.lemmas[word.head] if word.head >= 0 else ""
    relation = base_relation(word)
    while relation == "conj" and word.head >= 0 and not before:
        word = cast.word(word.head)
        relation, before = base_relation(word), preposition(cast, word.index)
        above = cast.lemmas[word.head] if word.head >= 0 else ""
    if relation == "nsubj" and word.relation != "nsubj:pass":
        return "named"
    if word.relation == "nmod:poss" or before in ("with", "between", "against", "by", "'s", "’s", "toward", "towards", "than", "like"):
        return "named"
    if before == "to" and above not in sets["motions"]:
        return "named"
    if relation in ("obj", "iobj") and above not in sets["places_verbs"]:
        return "named"
    return "place: a town"


def cast_unknown(cast: Cast, span: Span, head: int) -> None:
    """A name that the knowledge base lacks: an organisation or a place, with what the page tells."""
    name = cast.text_of(span.first, span.last)
    last = cast.lemmas[span.last - 1]
    country = owner_country(cast, span.first, span.last, head) or kind_country(cast, span)
    country = country or first_country(cast, span)
    known = known_by_letters(cast, span)
    if known is not None:
        figure = cast.of_known(known)
        figure.aliases.append(name)
        cast.mention(figure, head, (span.first, span.last), "name", "named: its letters stand behind it")
        return
    word = cast.word(head)
    full = state_of_form(cast, span)
    if full is None and span.length == 1 and (last in cast.knowledge.words.stand_ins or last in SAME_AS_STATE):
        cast.covered[head] = False
        return
    full = full or half_state(cast, span) or (full_name(cast, span) if span.length == 1 else None) or part_of_name(cast, span)
    if full is not None:
        full.aliases.append(name)
        cast.mention(full, head, (span.first, span.last), "name", "named: short")
        return
    if span.kind == "LOC" or (span.kind != "ORG" and span.first in cast.towns):
        figure = cast.figure(local_id("place", name_key(name)), name, "place", country)
        cast.mention(figure, head, (span.first, span.last), "name", "named" if is_speaking(cast, word) else "place")
    elif cast.titled[head]:
        return
    elif span.kind == "ORG" or name in cast.things or acts(cast, word) or is_outlet(cast, span):
        official = OFFICIAL & set(cast.lemmas[span.first : span.last])
        kind = "government" if official else "outlet" if is_outlet(cast, span) else "organisation"
        figure = cast.figure(local_id("organisation", name_key(name)), name, kind, country)
        use = "modifier: of an office" if word.relation in INNER and span.kind != "ORG" else "named"
        cast.mention(figure, head, (span.first, span.last), "name", use)
        widen(cast, figure, head, span)
    else:
        return
    if span.length > 1 and figure.kind != "place":
        cast.bodies.append((name, figure))
    figure.why = figure.why or "named on the page"
    figure.aliases += [name, cast.text_of(left_start(cast, span.first), span.last)]


def known_by_letters(cast: Cast, span: Span) -> Known | None:
    """The known body or group of whose name the letters stand in brackets behind another wording of it: "... Front (EPLF)"."""
    words, last = cast.tree.words, span.last
    if span.length == 1 or last + 2 >= len(words) or words[last].text != "(" or words[last + 2].text != ")":
        return None
    letters = words[last + 1].text
    if not letters.isupper() or len(letters) < LEAST_LETTERS:
        return None
    found = [cast.knowledge.known(n) for n, type_ in cast.knowledge.find(name_key(letters)) if type_ != "w"]
    here = [k for k in found if k.kind in NAMED_KINDS and k.country in cast.context]
    return here[0] if len(here) == 1 else None


def is_outlet(cast: Cast, span: Span) -> bool:
    """Whether a name is an outlet's by its words, or by the noun before it: "the newspaper ..."."""
    nouns = cast.knowledge.words.sets["outlet_nouns"]
    before = cast.lemmas[span.first - 1] if span.first else ""
    return cast.lemmas[span.last - 1] in PAPERS or before in nouns or (span.length > 1 and cast.lemmas[span.first] in nouns)


def half_state(cast: Cast, span: Span) -> Figure | None:
    """The state that "the North" or "the South" stands for: one of the page whose name begins with the word."""
    text = cast.word(span.first).text
    if span.length > 1 or text not in ("North", "South") or not span.first or cast.lemmas[span.first - 1] != "the":
        return None
    known = (cast.knowledge.known(n) for code in cast.context if (n := cast.knowledge.states.get(code)) is not None)
    found = [k for k in known if k.name.startswith(text + " ")]
    return cast.of_known(found[0]) if len(found) == 1 else None


def state_of_form(cast: Cast, span: Span) -> Figure | None:
    """The state that "the Kingdom" or "the Islamic Republic" stands for: the one of the page called so in full, or the most named."""
    form = name_key(cast.text_of(span.first, span.last))
    if form not in cast.knowledge.words.sets["state_forms"] or not span.first or cast.lemmas[span.first - 1] != "the":
        return None
    found = [code for code, _ in cast.context.most_common() if is_called(cast, code, form)]
    if not found or (len(found) > 1 and cast.context[found[0]] < STANDS_OUT * cast.context[found[1]]):
        return None
    return cast.state_of_code(found[0])


def is_called(cast: Cast, code: str, form: str) -> bool:
    """Whether a state has a name made of the form of state: "Kingdom of ...", "... Republic"."""
    number = cast.knowledge.states.get(code)
    names = [name_key(name) for _, name in cast.knowledge.names_of(number)] if number is not None else []
    return any(name.startswith(f"{form} of ") or name.endswith(f" {form}") for name in names)


def full_name(cast: Cast, span: Span) -> Figure | None:
    """The one body of the page in whose full name a single word stands, or of which it has the first letters: "Tamarack", "BSF"."""
    text = cast.word(span.first).text
    found: dict[str, Figure] = {}
    for name, figure in cast.bodies:
        words = [w for w in name.replace("-", " ").split() if w[:1].isupper()]
        letters = "".join(w[0] for w in words)
        short = text.isupper() and len(text) > 1 and text in (letters, letters[1:] if len(letters) > 3 else letters)
        if short or (not text.isupper() and text in words and not cast.knowledge.is_country(text)):
            found[figure.id] = figure
    return next(iter(found.values())) if len(found) == 1 else None


def part_of_name(cast: Cast, span: Span) -> Figure | None:
    """The one known body of the page in one of whose names words with "the" before them stand: "the Special Commission", "the Tigers"."""
    if not span.first or cast.lemmas[span.first - 1] != "the" or span.length > LONGEST_PART:
        return None
    part = f" {name_key(cast.text_of(span.first, span.last))} "
    known = [(f, f.known.number) for f in cast.figures.values() if f.known is not None and f.known.number >= 0 and f.kind in NAMED_KINDS]
    found = [f for f, n in known if any(part in f" {name_key(name)} " for _, name in cast.knowledge.names_of(n))]
    return found[0] if len(found) == 1 else None


def kind_country(cast: Cast, span: Span) -> str | None:
    """The country before the noun that says what a name is: "the Dutch charity ..."."""
    if not span.first or cast.lemmas[span.first - 1] not in cast.knowledge.words.sets["kind_nouns"]:
        return None
    return left_country(cast, span.first - 1)


def first_country(cast: Cast, span: Span) -> str | None:
    """The country with whose name or body a name begins: "PLA Navy", "US Agency for ..."."""
    words = cast.tree.words[span.first : span.last]
    for n in (3, 2, 1):
        if n < len(words):
            for number, type_ in cast.knowledge.find(name_key(" ".join(w.text for w in words[:n]))):
                known = cast.knowledge.known(number)
                if not was_there(cast, known, type_):
                    continue
                known = of_its_time(cast, known)
                if type_ != "w" and known.kind in ("state", "organisation", "government") and (known.kind == "state" or known.rank >= 5):
                    return known.country
    return None


def acts(cast: Cast, word: Word) -> bool:
    """Whether a word is subject or agent of a verb."""
    return word.relation in ("nsubj", "obl:agent") and word.head >= 0 and cast.word(word.head).upos == "VERB"


def owner_country(cast: Cast, first: int, last: int, head: int) -> str | None:
    """The one country named in or about a phrase: within it or before it as an owner or adjective, else after "of" and "in"."""
    found = {cast.countries[i] for i in range(first, last) if i in cast.countries}
    after: set[str] = set()
    theirs: set[str] = set()
    for word in cast.tree.kids(head, "amod", "compound", "nmod", "appos"):
        before = preposition(cast, word.index)
        if word.relation == "nmod" and before not in ("of", "in", "from", "at", "'s", "’s", ""):
            continue
        for i in (word.index, *(k.index for k in cast.tree.kids(word.index, "conj"))):
            country = cast.countries.get(i) or (cast.owner[i].country if i in cast.owner else None)
            if country:
                (theirs if cast.word(i).upos == "PRON" else after if before in ("of", "in", "from", "at") else found).add(country)
    found = found or theirs or after
    return found.pop() if len(found) == 1 else None


def told_owner(cast: Cast, span: Span) -> str | None:
    """The state that the page names as the owner of a body beside it."""
    head = span_head(cast, span.first, span.last)
    if span.body == "embassy":
        return abroad_country(cast, span, head) or left_country(cast, span.first)
    return owner_country(cast, span.first, span.last, head) or left_country(cast, span.first) or seat_after(cast, span.last)


def seat_after(cast: Cast, last: int) -> str | None:
    """The state whose capital follows a body with "in": "the government in Caracas", whatever the grammar makes of it."""
    if last + 1 >= len(cast.lemmas) or cast.lemmas[last] != "in" or cast.word(last + 1).sentence != cast.word(last).sentence:
        return None
    types = {t for n, t in cast.knowledge.find(name_key(cast.word(last + 1).text)) if cast.knowledge.known(n).country}
    return cast.countries.get(last + 1) if "c" in types else None


def owner_of_body(cast: Cast, span: Span) -> str | None:
    """The state to which a body belongs: the one named beside it, else the one for which most speaks."""
    return told_owner(cast, span) or likely_owner(cast, span)


def likely_owner(cast: Cast, span: Span) -> str | None:
    """The state whose body is meant where none is told: of those that have one of this name, if the page names such a one."""
    if span.body == "embassy" and cast.embassies:
        return cast.embassies[min(cast.embassies, key=lambda i: (i > span.first, abs(i - span.first)))]
    guess = guess_owner(cast, span_head(cast, span.first, span.last))
    if guess in cast.knowledge.body_codes and span.body != "embassy":
        guess = next((code for code, _ in cast.context.most_common()), guess)
    states = cast.knowledge.words.kept_by.get(name_key(cast.text_of(span.first, span.last)))
    return guess if states is None or guess in states else likely_keeper(cast, span) or guess


def likely_keeper(cast: Cast, span: Span) -> str | None:
    """The state of the page, the most named, of those that have a body of this name where only some do."""
    states = cast.knowledge.words.kept_by.get(name_key(cast.text_of(span.first, span.last)), frozenset())
    return next((code for code, _ in cast.context.most_common() if code in states), None)


def cast_body(cast: Cast, span: Span) -> None:
    """A ministry or other body that every state has, with the state that owns it."""
    head = span_head(cast, span.first, span.last)
    phrase = cast.text_of(span.first, span.last)
    first = left_start(cast, span.first)
    country = told_owner(cast, span)
    sure = country or likely_owner(cast, span)
    word = cast.word(head)
    figure = body_figure(cast, span.body, sure, phrase)
    figure.told = figure.told or country
    if not figure.mentions and not figure.weak and figure.known is None:
        figure.name = owned_name(cast, phrase, sure)
        figure.why = EVERY
    figure.aliases += [phrase, cast.text_of(first, span.last), cast.text_of(first, after_place(cast, head, span.last))]
    office = word.relation in INNER and word.head >= 0 and cast.lemmas[word.head] in cast.knowledge.words.titles
    before_title = span.last < len(cast.lemmas) and cast.lemmas[span.last] in cast.knowledge.words.titles
    use = "modifier: of an office" if office or before_title else use_of_body(cast, word, span) or "named"
    cast.mention(figure, head, (first, span.last), "name", use)
    if sure:
        cast.countries[head] = sure


def body_figure(cast: Cast, body: str, country: str | None, name: str, kind: str = "government") -> Figure:
    """The figure of a body that every state has: the one with a name of its own, or one under the id that body and country make."""
    if not country:
        return cast.figure(local_id("body", body, ""), name, kind, country)
    id_ = body_id(body, country)
    number = cast.knowledge.numbers.get(cast.knowledge.same.get(id_, id_))
    return cast.figure(id_, name, kind, country) if number is None else cast.of_known(cast.knowledge.known(number))


def abroad_country(cast: Cast, span: Span, head: int) -> str | None:
    """The country of a mission abroad: its owner's, never that of the town after "in"."""
    kids = cast.tree.kids(head, "amod", "compound", "nmod")
    owners = [w.index for w in kids if preposition(cast, w.index) not in ("in", "at", "to", "from")]
    found = {cast.countries[i] for i in (*range(span.first, span.last), *owners) if i in cast.countries}
    return found.pop() if len(found) == 1 else None


def guess_owner(cast: Cast, head: int) -> str | None:
    """The state whose body is meant where the page takes it for granted."""
    trial = Figure("", "", "government")
    trial.mentions[head] = Mention(cast.word(head).start, cast.word(head).end, head, "name")
    return choose_country(cast, trial) or cast.dominant() or cast.acting_before(head)


def after_place(cast: Cast, head: int, last: int) -> int:
    """Where a name ends with a place or owner directly after it: "Embassy in Bishkek"."""
    for word in cast.tree.kids(head, "nmod"):
        below = cast.tree.subtree(word.index)
        if below[0] == last and len(below) <= 3 and cast.lemmas[last] in ("of", "in", "at"):
            return below[-1] + 1
    return last


def owned_name(cast: Cast, phrase: str, country: str | None) -> str:
    """A body's name with the adjective of its state: ``Russian Defense Ministry``."""
    words = [w if w[:1].isupper() or w in ("of", "the", "and", "for") else w.capitalize() for w in phrase.split()]
    adjective = cast.knowledge.adjectives.get(country or "", "")
    return f"{adjective} {' '.join(words)}".strip()


def left_country(cast: Cast, first: int) -> str | None:
    """The country directly before a phrase: "Russia's ...", "the Iranian ..."."""
    for i in range(first - 1, max(first - 4, -1), -1):
        if i in cast.countries:
            return cast.countries[i]
        if cast.word(i).upos not in ("PART", "ADJ") and cast.word(i).text not in ("'s", "’s"):
            return None
    return None


def left_start(cast: Cast, first: int) -> int:
    """Where a phrase begins with the country before it."""
    i = first
    while (
        i > 0
        and (i - 1 in cast.countries or cast.word(i - 1).text in ("'s", "’s"))
        and cast.word(i - 1).sentence == cast.word(first).sentence
    ):
        i -= 1
    while i < first and cast.word(i).text in ("'s", "’s"):
        i += 1
    return i
