"""Actors without a name: descriptions that point back ("the minister", "the alliance"), and people and groups told only by a noun."""

from dragoman.actors.allegiance import country_so_far
from dragoman.actors.bodies import class_of, spoken
from dragoman.actors.cast import Cast, Figure, local_id
from dragoman.actors.links import SURE_BACK, points_back
from dragoman.actors.names import name_key
from dragoman.actors.people import country_of_chief
from dragoman.actors.sides import (
    EVERY,
    INNER,
    SAME_AS_STATE,
    STANDS_OUT,
    body_figure,
    guess_owner,
    is_called,
    left_country,
    opens_story,
    owner_country,
    seat_after,
)
from dragoman.grammar import base_relation
from dragoman.model import Word

DEFINITE = ("the", "this", "that", "these", "those", "both")
ADMINISTRATIONS = frozenset(("administration", "government", "cabinet", "presidency", "regime"))
"""Nouns for a state's rulers, called after their chief."""
WHO_OWNS = ("its", "his", "her", "their", "our")
HUMAN = ("man", "woman", "er", "or", "ist", "ian", "ee", "ess", "person", "ant", "boy", "girl", "-old")
"""Endings of nouns for people."""
LIGHT = ("DET", "NUM", "ADV", "PUNCT", "ADP")
POSSESSIVE = ("'s", "’s", "'", "’", "s")
"""Marks behind an owner, whole or in two words; no name begins with one."""
SINGLE_OFFICES = frozenset(("president", "head_of_government", "governor", "ambassador", "secretary_general", "spokesperson"))
"""Offices of which a person mostly holds one."""
OWN_STATE = frozenset(("country", "nation", "homeland", "republic", "kingdom", "government"))
"""Nouns that with "his" or "its" before them stand for the owner's state."""
NEIGHBOURS = frozenset(("neighbour", "neighbor", "ally", "rival", "foe"))
"""Nouns for the other of two states."""
STATES = frozenset(("country", "nation", "republic", "kingdom"))
"""Nouns for states."""
LONGEST_MAKE = 3
"""Most words before a noun for a state that say in which part of the world it is."""
HELD_BY_NOUN = ("group", "organisation", "government", "outlet")
"""Kinds of actors that a noun may mean which told them before."""
BARE = frozenset(("police", "parliament"))
"""Nouns that without an article stand for the one body of a state."""
CHAMBERS = frozenset(("council", "commission", "committee", "court", "tribunal", "board", "authority"))
"""Nouns that with a capital stand only for a body in whose name they are."""
BACK = 60
"""How many mentions back a description may point."""


class Trail:
    """Mentions in text order, so that the latest fitting one can be found."""

    def __init__(self) -> None:
        """Begin before the first word."""
        self.steps: list[tuple[int, Figure]] = []

    def add(self, index: int, figure: Figure) -> None:
        """Note that a figure was met at a word."""
        self.steps.append((index, figure))

    def latest(self) -> list[tuple[int, Figure]]:
        """The latest mentions, newest first."""
        return self.steps[: -BACK - 1 : -1]


def describe(cast: Cast, trail: Trail, index: int) -> Figure | None:
    """The figure that a common noun stands for, if it stands for anybody."""
    word, lemma = cast.word(index), cast.lemmas[index]
    if index in cast.owner or word.relation in INNER or cast.covered[index]:
        return None
    title, crowd = lemma in cast.knowledge.words.titles, is_collective(cast, word)
    if not (title or crowd or is_source(cast, word) or index in cast.matters):
        return None
    beside = named_beside(cast, word)
    if beside is not None:
        return say_same(cast, beside, word, title=title)
    if says_what_somebody_is(cast, word):
        return None
    back = owners_state(cast, word) or (None if title else neighbour(cast, trail, word) or named_so(cast, trail, word))
    back = back or linked_back(cast, word, title=title) or point_back(cast, trail, word, title=title)
    back = back or (ministry_meant(cast, trail, word) if lemma == "ministry" else None) or (None if title else same_head(cast, trail, word))
    if back is not None:
        return mention_phrase(cast, back, word, "description", "points back")
    if title and "Number=Plur" not in word.feats:
        return somebody(cast, word)
    return some_group(cast, word)


def is_collective(cast: Cast, word: Word) -> bool:
    """Whether a noun stands for many who act together: in the list, or in the list of agents and plural."""
    lemma = cast.lemmas[word.index]
    if lemma in cast.knowledge.words.collectives or word.text.lower() in cast.knowledge.words.collectives:
        return True
    return lemma in cast.knowledge.agents and (word.relation in ("nsubj", "nsubj:pass", "obl:agent") or "Number=Plur" in word.feats)


def is_source(cast: Cast, word: Word) -> bool:
    """Whether a noun is the subject of a verb of saying, or what somebody says something according to."""
    lemma = cast.lemmas[word.index]
    sets = cast.knowledge.words.sets
    if word.upos not in ("NOUN", "PROPN") or lemma in sets["unhuman"] or word.head < 0:
        return False
    above = cast.word(word.head)
    if word.relation == "nsubj":
        return cast.lemmas[above.index] in sets["reporting"] and above.upos == "VERB"
    return any(w.text.lower() == "according" for w in cast.tree.kids(word.index, "case"))


def named_beside(cast: Cast, word: Word) -> Figure | None:
    """Somebody named in apposition to a noun, after it or before it."""
    for kid in cast.tree.kids(word.index, "appos", "flat"):
        if kid.index in cast.owner:
            return cast.owner[kid.index]
    above = cast.owner.get(word.head)
    if base_relation(word) == "appos" and above is not None and word.head < word.index and not opens_story(cast, cast.word(word.head)):
        return above
    return named_after(cast, word)


def named_after(cast: Cast, word: Word) -> Figure | None:
    """Somebody named behind a comma after what a person is the spokesman or head of: "a spokesman for the force, Colonel X"."""
    if cast.lemmas[word.index] not in cast.knowledge.words.titles or "Number=Plur" in word.feats:
        return None
    for body in cast.tree.kids(word.index, "nmod"):
        for kid in cast.tree.kids(body.index, "appos"):
            figure = cast.owner.get(kid.index)
            if figure is not None and figure.kind == "person" and cast.lemmas[body.index] not in cast.knowledge.words.titles:
                return figure
    return None


def say_same(cast: Cast, figure: Figure, word: Word, *, title: bool) -> Figure | None:
    """Let an apposed noun stand for the one named, and note the role that it tells."""
    if figure.kind == "person" and not title:
        return None
    if figure.kind == "person":
        first, last = phrase_of(cast, word)
        figure.roles.update(cast.lemmas[i] for i in range(first, last))
        if figure.role is None:
            text = cast.article.text[cast.word(first).start : cast.word(last - 1).end]
            figure.role = " ".join(text.split())
        figure.country = figure.country or owner_country(cast, first, last, word.index)
    elif title:
        return None
    return mention_phrase(cast, figure, word, "description", "apposed")


def says_what_somebody_is(cast: Cast, word: Word) -> bool:
    """Whether a noun is a predicate ("X is the president") or an "as" phrase, and so nobody of its own."""
    if cast.tree.kid(word.index, "cop") is not None:
        return True
    return any(w.text.lower() == "as" for w in cast.tree.kids(word.index, "case"))


def phrase_of(cast: Cast, word: Word) -> tuple[int, int]:
    """The words of a noun phrase around its head: what stands before it, and a short "of" or "in" phrase after it."""
    first = last = word.index
    for kid in cast.tree.kids(word.index, "det", "amod", "compound", "nummod", "nmod"):
        if (kid.index < word.index and base_relation(kid) != "nmod") or kid.relation in ("nmod:poss", "nmod:desc"):
            first = min(first, kid.index, *cast.tree.children[kid.index])
    for kid in cast.tree.kids(word.index, "nmod"):
        below = cast.tree.subtree(kid.index) if len(cast.tree.children[kid.index]) < 6 else []
        if cast.lemmas[below[0]] not in ("of", "in", "from", "for", "at") if below else True:
            continue
        if kid.index > word.index and below[0] == last + 1:
            last = below[-1]
    first = max(first, cast.tree.sentence_of(word.index).first)
    return min(first, word.index), last + 1


def mention_phrase(cast: Cast, figure: Figure, word: Word, form: str, why: str) -> Figure:
    """Mention a figure by a noun phrase."""
    cast.mention(figure, word.index, phrase_of(cast, word), form, why)
    return figure


def country_of(cast: Cast, word: Word) -> str | None:
    """The country that a noun phrase names."""
    first, _ = phrase_of(cast, word)
    if cast.is_of_part(word.index):
        return None
    own = owner_country(cast, word.index, word.index + 1, word.index)
    if own is None:
        for kid in cast.tree.kids(word.index, "nmod:poss"):
            owner = cast.owner.get(kid.index)
            own = country_so_far(cast, owner) if owner else None
    several = any(cast.tree.kids(k.index, "conj") for k in cast.tree.kids(word.index, "amod", "compound"))
    return own or (None if several else left_country(cast, first))


def named_so(cast: Cast, trail: Trail, word: Word) -> Figure | None:
    """The latest body in whose name a definite noun with nothing before it stands: "the Council" for the Security Council."""
    before = {w.text.lower() for w in cast.tree.kids(word.index, "det", "amod", "compound", "nmod", "nmod:poss", "nummod")}
    if before != {"the"} or "Number=Plur" in word.feats:
        return None
    text = word.text.lower()
    for _, figure in trail.latest():
        named = figure.kind in ("organisation", "government", "group", "outlet") and not figure.anonymous
        own = [name for _, name in cast.knowledge.names_of(figure.known.number)] if figure.known and figure.known.number >= 0 else []
        if named and any(text in name.lower().split() for name in (figure.name, *own, *figure.aliases)):
            return figure
    return executive(cast, word)


def executive(cast: Cast, word: Word) -> Figure | None:
    """The executive of a union, called so for short where the page speaks of the union and of no other such body: "the Commission"."""
    union, name = cast.knowledge.words.executives.get(word.text, ("", ""))
    if not union or cast.unions.get(word.index) != union:
        return None
    named = [cast.knowledge.known(n) for n, type_ in cast.knowledge.find(name) if type_ == "n"]
    return next((cast.of_known(known) for known in named if known.kind != "state"), None)


def linked_back(cast: Cast, word: Word, *, title: bool) -> Figure | None:
    """Whom the model's link of a noun points back to, if it is sure: a person for a title, a body or group for others.

    A noun with a state's name beside it points to nobody of another state: "the Dutch government" is not the French one.
    """
    back = points_back(cast, word.index)
    if back.figure is None or back.chance < SURE_BACK:
        return None
    told, other = country_of(cast, word), country_so_far(cast, back.figure)
    if back.figure.kind == "state" and any(i in cast.towns for i in range(*phrase_of(cast, word))):
        return None
    if told and other and told != other and not title:
        return None
    if title and holds_another(cast, back.figure, cast.lemmas[word.index]):
        return None
    single = "Number=Plur" not in word.feats
    if back.figure.kind == "state" and cast.is_of_part(word.index) and not single:
        return None
    fits = back.figure.kind == "person" if title and single else back.figure.kind not in ("place", "person" if not single else "place")
    return back.figure if fits else None


def point_back(cast: Cast, trail: Trail, word: Word, *, title: bool) -> Figure | None:
    """Whom a definite noun points back to: a person by office, a body or state by kind."""
    before = {w.text.lower() for w in cast.tree.kids(word.index, "det", "nmod")}
    if "Number=Plur" in word.feats or not before & {*DEFINITE, *WHO_OWNS}:
        return None
    lemma, country = cast.lemmas[word.index], country_of(cast, word)
    if lemma in CHAMBERS and word.text[:1].isupper():
        return None
    if title:
        return person_by_role(cast, trail, lemma, country) if lemma not in ("counterpart", "colleague", "member") else None
    kinds = cast.knowledge.words.stand_ins.get(lemma)
    if not kinds or before & set(WHO_OWNS):
        return state_in_part(cast, trail, word) if lemma == "state" else None
    if lemma in STATES and (there := state_in_part(cast, trail, word)) is not None:
        return there
    forms = lemma in cast.knowledge.words.sets["state_forms"]
    led = any("-" in w.text and w.text[:1].isupper() for w in cast.tree.kids(word.index, "amod"))
    for _, figure in trail.latest():
        if (
            figure.kind in kinds
            and not figure.plural
            and (country is None or figure.country == country)
            and not (led and figure.kind == "group")
            and (not forms or is_called(cast, figure.country or "", lemma))
        ):
            return figure
    return None


def holds_another(cast: Cast, figure: Figure, lemma: str) -> bool:
    """Whether somebody is told by another office than a noun names: "the governor" is not the president."""
    titles = cast.knowledge.words.titles
    offices = {titles[role][0] for role in figure.roles if role in titles} & SINGLE_OFFICES
    office = titles.get(lemma, ("", ""))[0]
    return office in SINGLE_OFFICES and lemma not in figure.roles and bool(offices - {office})


def owners_state(cast: Cast, word: Word) -> Figure | None:
    """The state of whoever owns it: "his country", "its government"."""
    if cast.lemmas[word.index] not in OWN_STATE or "Number=Plur" in word.feats:
        return None
    kids = cast.tree.kids(word.index, "det", "amod", "compound", "nmod", "nmod:poss", "nummod")
    owner = cast.owner.get(kids[0].index) if len(kids) == 1 and kids[0].upos == "PRON" else None
    country = country_so_far(cast, owner) if owner is not None and owner.kind != "place" else None
    return cast.state_of_code(country) if country in cast.knowledge.state_codes else None


def state_in_part(cast: Cast, trail: Trail, word: Word) -> Figure | None:
    """The latest state of the part of the world, or of the make, that stands before the noun: "the West African country"."""
    first = word.index
    while first > 0 and word.index - first < LONGEST_MAKE and cast.word(first - 1).upos in ("ADJ", "PROPN", "NOUN"):
        first -= 1
    said = (name_key(cast.text_of(i, word.index)) for i in range(first, word.index))
    states = next((found for name in said if (found := cast.knowledge.words.parts_of_world.get(name))), frozenset[str]())
    return next((figure for _, figure in trail.latest() if figure.kind == "state" and figure.country in states), None)


def neighbour(cast: Cast, trail: Trail, word: Word) -> Figure | None:
    """The other state of a page on two, told as the neighbour or ally of the one: "its neighbour"."""
    if cast.lemmas[word.index] not in NEIGHBOURS or "Number=Plur" in word.feats:
        return None
    owners = [cast.owner.get(kid.index) for kid in cast.tree.kids(word.index, "nmod:poss")]
    code = owners[0].country if owners and owners[0] is not None else None
    if code is None or cast.tree.kids(word.index, "appos", "nmod"):
        return None
    states = [(c, n) for c, n in cast.context.most_common() if c in cast.knowledge.state_codes and c != code]
    if not states or not cast.context[code] or (len(states) > 1 and states[0][1] < STANDS_OUT * states[1][1]):
        return None
    return cast.state_of_code(states[0][0])


def same_head(cast: Cast, trail: Trail, word: Word) -> Figure | None:
    """Who was told before with the same noun ("the rebels" after "Maoist rebels"), or an armed group or army named, for its fighters."""
    before = cast.tree.kids(word.index, "det", "amod", "compound", "nmod", "nmod:poss", "nummod", "acl", "acl:relcl")
    if not before or any(kid.text.lower() not in DEFINITE for kid in before):
        return None
    lemma, plural = cast.lemmas[word.index], "Number=Plur" in word.feats
    if lemma in cast.knowledge.words.owned:
        return None
    for index, figure in trail.latest():
        other = cast.word(index)
        same = cast.lemmas[index] == lemma and ("Number=Plur" in other.feats) == plural and index not in figure.places
        if same and figure.kind in HELD_BY_NOUN and other.upos != "PRON":
            return figure
    return None


def ministry_meant(cast: Cast, trail: Trail, word: Word) -> Figure | None:
    """The ministry of a state named with the bare noun, of the area of government last spoken of: "the ministry in Lima"."""
    country = country_of(cast, word) if "Number=Plur" not in word.feats else None
    if country not in cast.knowledge.state_codes:
        return None
    for _, figure in trail.latest():
        class_ = class_of(figure.id)
        if not class_.startswith("ministry-") and figure.kind == "person":
            class_ = f"ministry-{office_in(cast, figure.role or '')}"
        if class_ in cast.knowledge.words.every and class_.startswith("ministry-"):
            made = body_figure(cast, class_, country, f"{cast.knowledge.adjectives.get(country, country)} {spoken(class_)}")
            made.why = made.why or EVERY
            return made
    return None


def person_by_role(cast: Cast, trail: Trail, lemma: str, country: str | None) -> Figure | None:
    """The latest person who holds an office with this word in its title, of this country if one is named; "a ..." comes last."""
    any_one: Figure | None = None
    for index, figure in trail.latest():
        fits = lemma in figure.roles or (lemma in ("leader", "president") and figure.roles & {"leader", "president", "king", "premier"})
        if figure.kind == "person" and fits and (country is None or figure.country == country) and not figure.plural:
            if not figure.anonymous or not any(kid.text.lower() in ("a", "an", "no", "any") for kid in cast.tree.kids(index, "det")):
                return figure
            any_one = any_one or figure
    return any_one


def somebody(cast: Cast, word: Word) -> Figure:
    """One person told by an office: the holder where country and office tell who it is, else somebody without a name."""
    first, last = phrase_of(cast, word)
    country = country_of(cast, word)
    text = bare_phrase(cast, first, last)
    office = office_in(cast, text)
    country = country or (chief_of_union(cast) if office == "secretary_general" else None)
    definite = cast.lemmas[first] == "the" or cast.word(first).relation == "nmod:poss" or first in cast.countries
    if country and office and definite and cast.day and "former" not in text.lower():
        known = cast.knowledge.holder(country, office, cast.day)
        if known is not None and known.id in cast.figures:
            return mention_phrase(cast, cast.of_known(known), word, "description", "office and country")
    figure = cast.figure(local_id("anonymous", text.lower(), country or ""), text, "person", country)
    figure.aliases += shorter(cast, word, (first, last))
    figure.anonymous, figure.role, figure.why = True, figure.role or text, "told by an office"
    figure.roles.add(cast.lemmas[word.index])
    return mention_phrase(cast, figure, word, "description", "unnamed")


def chief_of_union(cast: Cast) -> str | None:
    """The union whose secretary-general is meant where none is named with him: the only one of the page, else the United Nations."""
    unions = {c for c in cast.countries.values() if c in cast.knowledge.words.sets["with_secretary"]}
    return next(iter(unions)) if len(unions) == 1 else "UNO" if "UNO" in unions else None


def office_in(cast: Cast, text: str) -> str:
    """The office that a title names."""
    lower = text.lower().replace("-", " ")
    return next((office for phrase, office in cast.knowledge.words.offices if phrase in lower), "")


def bare_phrase(cast: Cast, first: int, last: int) -> str:
    """A phrase without its article, and without a possessive mark whose owner is left out."""
    while first < last - 1 and (cast.word(first).upos in ("DET", "PUNCT") or cast.word(first).text in POSSESSIVE):
        first += 1
    return " ".join(cast.article.text[cast.word(first).start : cast.word(last - 1).end].split())


def some_group(cast: Cast, word: Word) -> Figure:
    """Several people or a body told by a noun: troops, residents, the government."""
    first, last = phrase_of(cast, word)
    country, lemma = country_of(cast, word), cast.lemmas[word.index]
    told = country
    definite = cast.lemmas[first] == "the"
    owned = lemma in cast.knowledge.words.owned or word.text.lower() in cast.knowledge.words.owned
    owned = owned and ("Number=Plur" not in word.feats or lemma in ("authority", "police"))
    state = cast.state_of_code(country) if country and stands_for_state(cast, word, first) else None
    if state is not None:
        state.aliases.append(bare_phrase(cast, first, last))
        return mention_phrase(cast, state, word, "description", "the side or the people of a state")
    if country is None and (leader := led_by(cast, word, first)):
        country = told = leader
    if country is None and owned and (definite or is_bare(cast, word)):
        country = told = seat_after(cast, word.index + 1)
        country = country or guess_owner(cast, word.index)
    local = lemma in SAME_AS_STATE and any(i in cast.towns for i in range(first, last))
    if owned and country and country in cast.knowledge.adjectives and not local:
        return owned_body(cast, word, (first, last), (country, told is not None))
    text = bare_phrase(cast, first, last)
    figure = cast.figure(local_id("anonymous", text.lower(), country or ""), text, kind_of(cast, word), country)
    figure.aliases += shorter(cast, word, (first, last))
    figure.anonymous, figure.why = True, "told by a noun"
    figure.plural = "Number=Plur" in word.feats
    return mention_phrase(cast, figure, word, "description", "unnamed")


def led_by(cast: Cast, word: Word, first: int) -> str | None:
    """The country of an administration or government called after its chief: "the Bush administration"."""
    i = word.index - 1
    if cast.lemmas[word.index] not in ADMINISTRATIONS or i < first or cast.word(i).upos != "PROPN":
        return None
    owner = cast.owner.get(i)
    if owner is not None and (owner.kind != "person" or owner.known is not None):
        return owner.country if owner.kind == "person" else None
    return country_of_chief(cast, cast.word(i).text) or (country_so_far(cast, owner) if owner is not None else None)


def stands_for_state(cast: Cast, word: Word, first: int) -> bool:
    """Whether a noun with a state's name stands for the state: "the Dutch side", "the people of Tanzania"; not "Dutch people"."""
    lemma = cast.lemmas[word.index]
    if lemma == "people":
        return cast.lemmas[first] == "the" and not cast.tree.kids(word.index, "nummod", "acl", "acl:relcl")
    return lemma == "side" and "Number=Plur" not in word.feats


def is_bare(cast: Cast, word: Word) -> bool:
    """Whether a noun without an article stands for the one body of a state: "Police said", "Riot police"; not "two police"."""
    if cast.lemmas[word.index] not in BARE:
        return False
    held = cast.tree.kids(word.index, "det", "nummod", "nmod:poss", "nmod", "conj", "acl", "acl:relcl")
    return all(kid.upos == "PUNCT" for kid in held)


def owned_body(cast: Cast, word: Word, phrase: tuple[int, int], owner: tuple[str, bool]) -> Figure:
    """The body of a state told by a noun: its government stands for the state, its army, police or opposition is a group.

    ``owner`` is the state's country and whether the page names it beside the noun.
    """
    (first, last), (country, told), lemma = phrase, owner, cast.lemmas[word.index]
    text = bare_phrase(cast, first, word.index + 1)
    own = next((w for w in cast.tree.kids(word.index, "compound") if w.upos == "PROPN" and w.index not in cast.countries), None)
    name = text if own is not None else f"{cast.knowledge.adjectives[country]} {word.text.lower()}"
    state = cast.state_of_code(country) if lemma in SAME_AS_STATE and own is None else None
    if state is not None:
        state.aliases += [name, text, bare_phrase(cast, first, last)]
        return mention_phrase(cast, state, word, "description", "the government of a state")
    kind = "group" if cast.knowledge.words.collectives.get(lemma) in ("MIL", "COP", "OPP") else "government"
    figure = body_figure(cast, lemma, country, name, kind)
    if not figure.mentions and figure.known is None:
        figure.anonymous = not told
    figure.anonymous = figure.anonymous and not told
    figure.aliases += [text, bare_phrase(cast, first, last)]
    figure.told = figure.told or (country if told else None)
    figure.why = figure.why if figure.known else EVERY
    return mention_phrase(cast, figure, word, "name", "noun of a body with its country")


def shorter(cast: Cast, word: Word, phrase: tuple[int, int]) -> list[str]:
    """A phrase without what follows its head, and without numbers too: "Chinese trawlers" for "four Chinese trawlers in the bay"."""
    first, head = phrase[0], word.index
    found = [bare_phrase(cast, first, head + 1)]
    while first < head and (cast.word(first).upos in LIGHT or cast.word(first).relation in ("nummod", "nmod:poss")):
        first += 1
    return [*found, bare_phrase(cast, first, phrase[1]), bare_phrase(cast, first, head + 1)]


def kind_of(cast: Cast, word: Word) -> str:
    """What a noun stands for: one person, a group, an organisation or an outlet."""
    lemma = cast.lemmas[word.index]
    if "Number=Plur" in word.feats:
        return "group"
    if lemma in ("newspaper", "outlet", "broadcaster", "television", "channel", "magazine"):
        return "outlet"
    if lemma in (
        "company",
        "firm",
        "bank",
        "agency",
        "organization",
        "organisation",
        "charity",
        "court",
        "committee",
        "commission",
        "council",
    ):
        return "organisation"
    if lemma in ("man", "woman", "child", "resident", "officer", "soldier", "fighter", "witness", "source", "student", "worker"):
        return "person"
    if lemma in cast.knowledge.words.collectives:
        return "group"
    return "person" if is_human(cast, lemma) else "organisation"


def is_human(cast: Cast, lemma: str) -> bool:
    """Whether a noun is for a person: it is in a list of such, or ends as nouns for those who do something."""
    if lemma in cast.knowledge.words.sets["no_people"]:
        return False
    return lemma in cast.knowledge.words.titles or lemma in cast.knowledge.agents or lemma.endswith(HUMAN)
