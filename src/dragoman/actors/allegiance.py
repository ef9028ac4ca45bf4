"""Whose somebody is: the country of an actor beside whose name the page tells none.

Every country that the page names, its outlet's, and "of none" are weighed against one another for each actor by what the page and the
name tell: where the country is named, how often, how near, what the model's links say, and of which countries people with such names are.
The weights (data/allegiance.zst) were learned on the training part of our corpus by training/allegiance.py: a conditional logit.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from math import exp, log

import zstandard

from dragoman.actors.cast import Cast, Figure
from dragoman.actors.names import fold
from dragoman.actors.service import served
from dragoman.actors.towns import SUCCESSORS
from dragoman.grammar import base_relation
from dragoman.lexicon import data_bytes
from dragoman.model import NO_WORD, OTHER_WORD

Facts = dict[str, float]
NONE = ""
"""Stands for "of no state" among the countries that are weighed."""

SMOOTH = 50.0
"""How many people of the world at large are counted in with those of a country."""

STRETCHES = (2, 3, 4)
"""Lengths of the stretches of letters of names that are counted."""
SHARP = 3.0
"""How much more a likelier origin counts in the second share of what names tell."""
MOST = 40
"""Of how many countries, those most often named, an actor may be."""

ABROAD = frozenset(("ambassador", "envoy", "consul", "attache", "attaché", "nuncio", "embassy", "consulate", "commissioner", "chargé"))
POSTED = frozenset(("in", "to", "at"))

TOWARDS = frozenset(("to", "into", "towards", "toward", "for"))

SAID = 0.5
"""Chance of a cue from which the words that hang on it are taken for its source's."""

HEADS = 6
"""Of how many mentions of an actor the surroundings are looked at."""

FAMILIES = {"person": "person", "group": "group", "government": "body", "organisation": "org", "outlet": "org", "state": "body"}
"""Kinds of actors that are weighed alike."""


@dataclass(frozen=True, slots=True)
class Allegiance:
    """The weights of facts; of each part of a name how many people of each country have it, and of how many people that was counted."""

    weights: dict[str, float]
    origins: dict[str, dict[str, int]]
    people: dict[str, int]


@cache
def load_allegiance() -> Allegiance:
    """The weights and origins that ship with the package."""
    kept = json.loads(zstandard.ZstdDecompressor().decompress(data_bytes("allegiance.zst")))
    weights = {fact: value / kept["scale"] for fact, value in kept["weights"].items()}
    return Allegiance(weights, kept["origins"], kept["people"])


@dataclass(slots=True)
class Ground:
    """Where a page names which country: word and country in text order, the shares of each, title, outlet, and what this tells of each."""

    words: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    datelines: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()
    outlet: str = NONE
    towns: list[tuple[int, str]] = field(default_factory=list)
    options: tuple[str, ...] = ()
    told_by: dict[int, int] = field(default_factory=dict)
    facts: dict[str, Facts] = field(default_factory=dict)

    def between(self, first: int, last: int) -> list[tuple[int, str]]:
        """The countries named within ``[first, last)``."""
        a, b = bisect_left(self.words, first), bisect_left(self.words, last)
        return list(zip(self.words[a:b], self.codes[a:b], strict=True))


def ground_of(cast: Cast) -> Ground:
    """The ground of a page, surveyed once, when all names of states are noted."""
    if cast.ground is None:
        cast.ground = survey(cast)
    return cast.ground


def survey(cast: Cast) -> Ground:
    """Where the page names which country; a name of several words counts once."""
    ground = Ground(outlet=(cast.article.outlet.country if cast.article.outlet else None) or NONE)
    last = -2
    for i in sorted(set(cast.countries) - set(cast.towns)):
        if i != last + 1 or cast.countries[i] != ground.codes[-1]:
            ground.words.append(i)
            ground.codes.append(cast.countries[i])
        last = i
    ground.towns = sorted(cast.towns.items())
    for mark in sorted(cast.tree.parse.reports, key=lambda mark: (mark.score, -len(mark.content))):
        if mark.score >= SAID and mark.source is not None and mark.source >= 0:
            ground.told_by.update(dict.fromkeys(mark.content, mark.source))
    counts = Counter(ground.codes)
    named = Counter([*ground.codes, *(c for _, c in ground.towns)])
    most = sorted(named, key=lambda c: (-named[c], c))[:MOST]
    ground.options = tuple(dict.fromkeys([*most, *([ground.outlet] if ground.outlet else [])]))
    ground.shares = {c: n / len(ground.codes) for c, n in counts.items()}
    kinds = [cast.article.blocks[s.block].kind for s in cast.tree.parse.sentences]
    body = next((k for k, kind in enumerate(kinds) if kind in ("paragraph", "quote")), -1)
    sentence = [cast.word(i).sentence for i in ground.words]
    ground.titles = frozenset(c for c, s in zip(ground.codes, sentence, strict=True) if kinds[s] in ("title", "deck"))
    ground.datelines = frozenset(cast.datelines)
    ground.opening = frozenset(c for c, s in zip(ground.codes, sentence, strict=True) if s == body)
    ground.facts = by_page(ground)
    return ground


def name_parts(name: str) -> list[str]:
    """What of a name may tell whence somebody comes: its words, and all stretches of two to four letters with the words' edges."""
    edged = [f"^{w}$" for w in fold(name).lower().replace("-", " ").split() if w.isalpha() and len(w) > 1]
    return sorted({part for w in edged for part in (w, *(w[i : i + n] for n in STRETCHES for i in range(len(w) - n + 1)))})


def origin(model: Allegiance, parts: list[str], country: str) -> float:
    """How much likelier parts of names are among the people of a country than among all: the mean of the logarithms."""
    return likelihood(model, shares_of(model, parts), country)


def shares_of(model: Allegiance, parts: list[str]) -> list[tuple[dict[str, int], float]]:
    """For each known part of names how many people of each country have it, and the share of all people who do."""
    everybody = sum(model.people.values())
    return [(row, sum(row.values()) / everybody) for part in parts if (row := model.origins.get(part))]


def likelihood(model: Allegiance, shares: list[tuple[dict[str, int], float]], country: str) -> float:
    """The same for a country, or the likeliest of those that came after it; 0 where it is not known or none of the parts."""
    found = []
    for code in SUCCESSORS.get(country, (country,)):
        here = model.people.get(code, 0)
        logs = [log((row.get(code, 0) + SMOOTH * share) / (here + SMOOTH) / share) for row, share in shares] if here else []
        found.append(sum(logs) / len(logs) if logs else 0.0)
    return max(found)


def weigh(cast: Cast, figure: Figure) -> dict[str, Facts]:
    """For each country that may be meant what speaks for it."""
    ground, model = ground_of(cast), cast.allegiance or load_allegiance()
    heads = sorted((*figure.mentions, *figure.weak))[:HEADS]
    options = {NONE, *(set(ground.options) - goals(cast, ground, heads) - posts(cast, heads)), figure.told or NONE}
    if not heads:
        return {c: {} for c in options}
    facts: dict[str, Facts] = {c: dict(ground.facts.get(c) or share_facts(0.0)) if c else {} for c in options}
    found = (by_links(cast, figure, heads), by_place(cast, ground, heads), by_owner(cast, figure, heads))
    for fact, c, value in chain.from_iterable(found):
        if c in facts:
            facts[c][fact] = facts[c].get(fact, 0.0) + value
    if figure.kind == "person" and not figure.anonymous:
        add_origins(cast, facts, figure.name, model)
    if figure.told:
        facts[figure.told]["told"] = 1.0
    by_office(cast, figure, facts)
    facts[NONE].update(of_none(cast, figure, heads))
    return facts


HOME_OFFICES = frozenset(("GOV", "LEG", "MIL", "COP", "JUD", "OPP"))
"""Sectors of those who hold an office in a state, whose name a page on that state leaves away."""
ABROAD_TITLES = ABROAD | set("spokesman spokeswoman spokesperson chief head director official secretary-general general".split())  # noqa: SIM905
"""Nouns for offices that bodies of several states have too."""
HOME_FACTS = (
    "share", "rank 0", "rank 1", "title", "opening", "outlet", "dateline", "same sentence", "same block", "last named", "acting",
    "last person's", "town share", "before", "after", "name share", "sentence before",
)  # fmt: skip
"""Facts that weigh otherwise for whoever holds an office in a state."""


def by_office(cast: Cast, figure: Figure, facts: dict[str, Facts]) -> None:
    """Add, for whoever is told by an office in a state, the facts that then weigh otherwise; no minister is of a union of states."""
    if figure.kind != "person":
        return
    held = [(role, cast.knowledge.words.titles[role][1]) for role in sorted(figure.roles) if role in cast.knowledge.words.titles]
    home = any(sector in HOME_OFFICES and role not in ABROAD_TITLES for role, sector in held)
    for c, mine in facts.items():
        if c in cast.knowledge.body_codes:
            mine["union"] = 1.0
            mine["union home"] = float(home)
        if home:
            mine.update({f"home {fact}": mine[fact] for fact in HOME_FACTS if fact in mine})


def goals(cast: Cast, ground: Ground, heads: list[int]) -> set[str]:
    """The countries that a page names nowhere but where somebody goes ("the delegation flew to Moscow"): hardly his own."""
    verbs = {cast.word(head).head for head in heads if base_relation(cast.word(head)) == "nsubj"} - {-1}
    gone = {i for verb in verbs for w in cast.tree.kids(verb, "obl") for i in (w.index, *cast.tree.children[w.index])
            if any(k.lemma.lower() in TOWARDS for k in cast.tree.kids(w.index, "case"))}  # fmt: skip
    named = [*zip(ground.words, ground.codes, strict=True), *ground.towns]
    return {c for i, c in named if i in gone} - {c for i, c in named if i not in gone}


def posts(cast: Cast, heads: list[int]) -> set[str]:
    """The countries in which, or to which, an ambassador is sent or an embassy stands: not their own."""
    kids = (w for head in heads if cast.lemmas[head] in ABROAD for w in cast.tree.kids(head, "nmod", "obl"))
    sent = [w.index for w in kids if any(k.lemma.lower() in POSTED for k in cast.tree.kids(w.index, "case"))]
    return {cast.countries[i] for i in sent if i in cast.countries}


def add_origins(cast: Cast, facts: dict[str, Facts], name: str, model: Allegiance) -> None:
    """Add what a person's name tells of each country: by itself, and beside the other countries."""
    known = cast.origins.setdefault(name, {})
    if new := [c for c in facts if c and c not in known]:
        shares = shares_of(model, name_parts(name))
        known.update((c, likelihood(model, shares, c)) for c in new)
    likely = {c: known[c] for c in facts if c}
    best = max(likely.values(), default=0.0)
    for fact, power in (("name share", 1.0), ("name sharp", SHARP)):
        total = sum(exp(power * (value - best)) for value in likely.values())
        for c, value in likely.items():
            facts[c][fact] = exp(power * (value - best)) / total
    for c, value in likely.items():
        facts[c]["name"] = value


def by_links(cast: Cast, figure: Figure, heads: list[int]) -> Iterator[tuple[str, str, float]]:
    """What the model's links to states say, at the first mention and on the whole."""
    for k, head in enumerate(heads):
        link = cast.links.get(head)
        for word, chance in link.state if link else ():
            c = NONE if word == NO_WORD else cast.countries.get(word) if word >= 0 else None
            if word >= 0 and c is None:
                owner = cast.owner.get(word)
                c = owner.country if owner is not None and owner is not figure else None
            if c is not None:
                yield "link", c, chance / len(heads)
                if k == 0:
                    yield "link first", c, chance
            elif word == OTHER_WORD and k == 0:
                yield "link elsewhere", NONE, chance


def by_page(ground: Ground) -> dict[str, Facts]:
    """How much the page is about each country that it, its outlet or its towns name."""
    top = sorted(ground.shares, key=lambda c: (-ground.shares[c], c))
    facts: dict[str, Facts] = {c: share_facts(ground.shares.get(c, 0.0)) for c in (*ground.options, *top)}
    for c, n in Counter(c for _, c in ground.towns).items():
        facts.setdefault(c, share_facts(0.0)).update({"town": 1.0, "town share": n / len(ground.towns)})
    for rank, c in enumerate(top[:2]):
        facts[c][f"rank {rank}"] = 1.0
    for fact, countries in (("title", ground.titles), ("opening", ground.opening), ("dateline", ground.datelines)):
        for c in countries:
            facts.setdefault(c, share_facts(0.0))[fact] = 1.0
    if ground.outlet:
        facts.setdefault(ground.outlet, share_facts(0.0))["outlet"] = 1.0
        if ground.outlet not in ground.shares:
            facts[ground.outlet]["outlet only"] = 1.0
    return facts


def share_facts(share: float) -> Facts:
    """What a country's share of the names of countries tells."""
    return {"share": share, "log share": log(share + 0.02)}


def by_place(cast: Cast, ground: Ground, heads: list[int]) -> Iterator[tuple[str, str, float]]:
    """Which countries are named near an actor's mentions, above all the first."""
    sentences = cast.tree.parse.sentences
    for head in heads:
        here = sentences[cast.word(head).sentence]
        near = {c for _, c in ground.between(here.first, here.last)}
        for c in near:
            yield "same sentence", c, 1.0 / len(heads)
            if len(near) == 1:
                yield "alone in sentence", c, 1.0 / len(heads)
    yield from by_nearness(cast, ground, heads[0])
    yield from by_block(cast, ground, heads[0])
    acting = cast.acting_before(heads[0])
    if acting:
        yield "acting", acting, 1.0
    last = ground.between(0, heads[0])
    if last:
        yield "last named", last[-1][1], 1.0
    people = [o for i in range(max(0, heads[0] - 60), heads[0]) if (o := cast.owner.get(i)) is not None and o.kind != "state"]
    told = next((o.country for o in reversed(people) if o.country and o is not cast.owner.get(heads[0])), None)
    if told:
        yield "last person's", told, 1.0


def by_block(cast: Cast, ground: Ground, head: int) -> Iterator[tuple[str, str, float]]:
    """Which countries and towns the paragraph of the first mention names, and the sentence before it."""
    sentences = cast.tree.parse.sentences
    here = sentences[cast.word(head).sentence]
    block = [s for s in sentences[max(0, here.index - 6) : here.index + 6] if s.block == here.block]
    for i, c in ground.towns:
        if here.first <= i < here.last:
            yield "town in sentence", c, 1.0
            yield "town near", c, 1.0 / (1 + abs(i - head) / 4)
        elif block[0].first <= i < block[-1].last:
            yield "town in block", c, 1.0
    for c in {c for _, c in ground.between(block[0].first, block[-1].last)}:
        yield "same block", c, 1.0
    if here.index:
        before = sentences[here.index - 1]
        for c in {c for _, c in ground.between(before.first, before.last)}:
            yield "sentence before", c, 1.0


def by_nearness(cast: Cast, ground: Ground, head: int) -> Iterator[tuple[str, str, float]]:
    """Countries in the sentence of the first mention: on which side, how they are used, how far off."""
    sentence = cast.tree.sentence_of(head)
    for i, c in ground.between(sentence.first, sentence.last):
        side = "before" if i < head else "after"
        yield side, c, 1.0 / (1 + abs(i - head) / 4)
        relation = base_relation(cast.word(i))
        yield f"as {relation if relation in ('nsubj', 'amod', 'compound', 'nmod', 'obl', 'obj') else 'other'}", c, 0.5
        above = cast.word(i).head
        if above == cast.word(head).head and above >= 0:
            yield "beside", c, 1.0
        elif above == head:
            yield "below", c, 1.0


def by_owner(cast: Cast, figure: Figure, heads: list[int]) -> Iterator[tuple[str, str, float]]:
    """The countries of those named within an actor's phrases or whose he is: "her lawyer"; and of who speaks of him."""
    for head in heads:
        speaker = cast.owner.get(ground_of(cast).told_by.get(head, -1))
        if speaker is not None and speaker is not figure and speaker.country:
            yield "speaker", speaker.country, 1.0 / len(heads)
        for word in cast.tree.kids(head, "nmod", "appos", "compound", "nmod:poss", "nmod:desc", "acl", "conj"):
            for i in (word.index, *cast.tree.children[word.index]):
                owner = cast.owner.get(i)
                if owner is not None and owner is not figure and owner.country and i not in cast.countries:
                    yield f"owner {base_relation(word)}", owner.country, 1.0 / len(heads)
        above = cast.owner.get(cast.word(head).head) if base_relation(cast.word(head)) in ("conj", "appos", "nmod") else None
        if above is not None and above is not figure and above.country:
            yield f"above {base_relation(cast.word(head))}", above.country, 1.0 / len(heads)


def of_none(cast: Cast, figure: Figure, heads: list[int]) -> Facts:
    """What speaks for an actor's being of no state."""
    words = cast.knowledge.words
    lemma = cast.lemmas[heads[0]]
    sector = words.collectives.get(lemma) or (words.titles.get(lemma) or ("", ""))[1]
    found = {"none": 1.0, f"none {sector or '-'}": 1.0}
    if figure.anonymous:
        found["none unnamed"] = 1.0
    if "Number=Plur" in cast.word(heads[0]).feats:
        found["none plural"] = 1.0
    if figure.role or figure.roles:
        found["none with role"] = 1.0
    return found


def choose_country(cast: Cast, figure: Figure) -> str | None:
    """The country that the page tells beside a name; else that for which most speaks, none if most speaks for none."""
    if figure.told:
        return figure.told
    if figure.anonymous and any(cast.is_of_part(head) for head in (*figure.mentions, *figure.weak)):
        return None
    if figure.kind == "person" and not figure.anonymous and (country := served(cast, figure)):
        return country
    weights, family = (cast.allegiance or load_allegiance()).weights, FAMILIES.get(figure.kind, "org")
    best, chosen = 0.0, NONE
    for country, facts in sorted(weigh(cast, figure).items()):
        score = sum(value * weights.get(f"{family} {fact}", 0.0) for fact, value in facts.items())
        if country == NONE or score > best:
            best, chosen = score, country
    return chosen or None


def country_so_far(cast: Cast, figure: Figure) -> str | None:
    """The country that the page tells of an actor, or for which most speaks while not all his mentions are known yet."""
    if figure.country is None and figure.known is None and figure.kind in FAMILIES:
        if figure.id not in cast.guesses:
            cast.guesses[figure.id] = choose_country(cast, figure)
        return cast.guesses[figure.id]
    return figure.country
