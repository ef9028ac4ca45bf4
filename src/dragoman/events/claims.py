"""Passages that describe the relations between two actors, or how they change, by the word lists of ``data/claims.yml``."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from dragoman.events.sides import PARTIES, Ids, Sides, innermost, unique
from dragoman.grammar import CLAUSES, Tree, base_relation, day_at
from dragoman.lexicon import load_yaml
from dragoman.model import Actor, Article, RelationClaim, Span, Statement, Word

LONGEST = 260
SURE, SHORTEST = 0.85, 3
"""Probability from which a claim that only the model saw is taken, and its fewest words."""
SAYING_HOW = ("VERB", "AUX", "ADJ", "ADV")
"""Parts of speech of which a claim that only the model saw has one: relations that are no more than named are not described."""
NAMED, NEAR, SHARE, OWN = 3.0, 1.0, 4.0, 2.0
"""What counts for a country to be a party: named in the passage, in its sentence, its share of the page's mentions (times this), and that
it is that of whoever says "our" there."""
OURS = frozenset(("we", "us", "our", "ours"))
OF_PARTIES = frozenset(("", "with", "between", "of", "to", "for", "on", "towards", "among"))


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of claims, as lemmas."""

    nouns: frozenset[str]
    states: frozenset[str]
    verbs: frozenset[str]
    copulas: frozenset[str]
    acts: frozenset[str]
    directions: dict[str, str]


@cache
def load_lists() -> Lists:
    """The lists of ``data/claims.yml``."""
    data = {key: str(value).split() for key, value in load_yaml("claims").items()}
    directions = {word: name for name in ("same", "better", "worse") for word in data[name]}
    nouns, states, verbs, copulas, acts = (frozenset(data[key]) for key in ("nouns", "states", "verbs", "copulas", "acts"))
    return Lists(nouns, states, verbs, copulas, acts, directions)


def find_claims(article: Article, tree: Tree, actors: tuple[Actor, ...], statements: tuple[Statement, ...]) -> tuple[RelationClaim, ...]:
    """The relation claims of a page, in the order of the text, each passage once."""
    sides = Sides(tree, actors, statements)
    found: dict[Span, RelationClaim] = {}
    for word in tree.words:
        if not is_term(word):
            continue
        pair = pair_of(sides, word)
        said = describes(tree, word)
        if len(pair) == 2 and said:
            inner = innermost(statements, word.start)
            by, day = (inner.speaker, inner.said) if inner is not None else (None, day_at(article, word.start))
            claim = RelationClaim((pair[0], pair[1]), passage(article, tree, word), direction_of(tree, word), by, day, said)
            if not any(overlap(claim.claim, other) for other in found):
                found[claim.claim] = claim
    for claim in learned_claims(article, sides):
        if not any(overlap(claim.claim, other) for other in found):
            found[claim.claim] = claim
    told = sorted(found.values(), key=lambda c: (c.claim, c.between))
    return tuple(replace(claim, id=claim_id(article.page.id, claim)) for claim in told)


def claim_id(page: str, claim: RelationClaim) -> str:
    """The id of a claim: of its page, passage and parties. A library gives the same to claims of readings that had none."""
    raw = json.dumps([page, "claim", claim.claim, claim.between], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(raw.encode()).hexdigest()[:16]


def learned_claims(article: Article, sides: Sides) -> Iterator[RelationClaim]:
    """The claims that the model is sure of, where two parties are named in them or around them."""
    tree = sides.tree
    for mark in tree.parse.claims:
        words = tree.words[mark.first : mark.last]
        if mark.score < SURE or len(words) < SHORTEST or not any(word.upos in SAYING_HOW for word in words):
            continue
        pair = pair_around(sides, words)
        if len(pair) < 2:
            continue
        inner = innermost(sides.statements, words[0].start)
        by, day = (inner.speaker, inner.said) if inner is not None else (None, day_at(article, words[0].start))
        direction = next((d for word in words if (d := load_lists().directions.get(word.lemma.lower()))), None)
        yield RelationClaim((pair[0], pair[1]), (words[0].start, words[-1].end), direction, by, day, f"model {mark.score:.2f}")


def pair_around(sides: Sides, words: tuple[Word, ...]) -> Ids:
    """The two likeliest parties of a passage, by where their countries are named and how much of the page is about them."""
    tree, sentence = sides.tree, sides.tree.sentence_of(words[0].index)
    weights = defaultdict[str, float](float, {country: SHARE * share for country, share in sides.shares.items() if country})
    named = parties(sides, named_in(sides, words))
    for weight, found in ((NAMED, named), (NEAR, parties(sides, named_in(sides, tree.words[sentence.first : sentence.last])))):
        for i in found:
            weights[sides.actors[i].country or ""] += weight
    speaker = innermost(sides.statements, words[0].start)
    owner = sides.actors.get(speaker.speaker or "") if speaker is not None else None
    if owner is not None and owner.country and any(word.text.lower() in OURS for word in words):
        weights[owner.country] += OWN
    of_country = {**sides.of_country, **{sides.actors[i].country: i for i in reversed(named)}}
    ranked = sorted((c for c in weights if c and c in of_country), key=lambda c: (-weights[c], c))
    return tuple(of_country[country] for country in ranked[:2])


def named_in(sides: Sides, words: Iterable[Word]) -> Ids:
    """Whom some words name, in their order, each once."""
    return unique(tuple(i for word in words for i in sides.who(word.index) or sides.place(word.index)))


def is_term(word: Word) -> bool:
    """Whether a word may carry a claim: a noun for relations or for what one is to another, or a verb of depending."""
    lists, lemma = load_lists(), word.lemma.lower()
    if word.upos in ("NOUN", "PROPN"):
        return lemma in lists.nouns or lemma in lists.states
    return word.upos == "VERB" and lemma in lists.verbs


def describes(tree: Tree, word: Word) -> str:
    """The reason to take a word for a claim, or nothing: it is said how relations are or become, not only that they are spoken of."""
    lists = load_lists()
    near = {tree.words[i].lemma.lower() for kid in tree.children[word.index] for i in (kid, *tree.children[kid])}
    above = tree.words[word.head].lemma.lower() if word.head >= 0 else ""
    told = (near | {above}) & lists.directions.keys()
    if above in lists.acts and base_relation(word) in ("obj", "nsubj"):
        return ""
    if word.upos == "VERB":
        return f"verb {word.lemma.lower()}"
    if word.lemma.lower() in lists.states:
        return f"state {word.lemma.lower()}"
    if told:
        return f"{word.lemma.lower()} with {min(told)}"
    if tree.kid(word.index, "cop") is not None or above in lists.copulas or near & {"level", "point"}:
        return f"{word.lemma.lower()} with a copula"
    return ""


def direction_of(tree: Tree, word: Word) -> str | None:
    """Better, worse or same, by the nearest word that tells."""
    lists = load_lists()
    places = [word.index, *tree.children[word.index]]
    if word.head >= 0:
        places += [word.head, *tree.children[word.head], *(g for i in tree.children[word.head] for g in tree.children[i])]
    for i in (*places, *(g for kid in tree.children[word.index] for g in tree.children[kid])):
        found = lists.directions.get(tree.words[i].lemma.lower()) or lists.directions.get(tree.words[i].text.lower())
        if found:
            return found
    return None


def pair_of(sides: Sides, word: Word) -> Ids:
    """The two parties of a claim: both in the phrase (between them, of them, before the noun).

    Else, of what one is to another, those of the clause around it, and of relations those to whom most points.
    """
    tree = sides.tree
    within = unique(
        tuple(
            i
            for kid in tree.kids(word.index, "nmod", "nmod:poss", "amod", "compound", "obl")
            if sides.case(kid) in OF_PARTIES
            for i in (sides.each(kid.index) or sides.who(kid.index))
        )
    )
    found = parties(sides, within)
    if len(found) >= 2:
        return found[:2]
    if word.upos != "VERB" and word.lemma.lower() not in load_lists().states:
        return pair_around(sides, tuple(tree.words[i] for i in sorted(tree.subtree(word.index))))
    if word.upos == "VERB":
        found = parties(sides, unique(sides.subject(word.index) + found))
    if len(found) < 2:
        top = clause_verb(tree, word)
        around = sides.subject(top) if top >= 0 and (top != word.index or tree.kid(top, "cop") is not None) else ()
        obliques = tree.kids(top, "obl") if top >= 0 else []
        around += tuple(i for kid in obliques if sides.case(kid) in ("with", "to") for i in sides.who(kid.index))
        found = parties(sides, unique(found + around))
    return found[:2]


def parties(sides: Sides, ids: Ids) -> Ids:
    """Those of the actors who have relations: named states and bodies, one for each country; persons stand for their country's state."""
    found: dict[str, str] = {}
    for i in ids:
        actor = sides.actors.get(i)
        if actor is None or not actor.country or (actor.anonymous and actor.kind != "person"):
            continue
        if actor.kind in PARTIES or actor.kind == "person":
            found.setdefault(actor.country, i)
    return tuple(found.values())


def clause_verb(tree: Tree, word: Word) -> int:
    """The verb or predicate of the clause in which a noun stands."""
    index = word.index
    for _ in range(8):
        here = tree.words[index]
        if here.upos == "VERB" or tree.kid(index, "cop") is not None or here.head < 0 or base_relation(here) in CLAUSES:
            return index
        index = here.head
    return index


def passage(article: Article, tree: Tree, word: Word) -> Span:
    """The clause that makes a claim, without the clauses that hang on it."""
    top = clause_verb(tree, word)
    skip = [w.index for w in tree.kids(top, "ccomp", "parataxis", "advcl", "acl:relcl") if word.index not in tree.subtree(w.index)]
    start, end = tree.span(top, tuple(skip))
    start, end = min(start, word.start), max(end, word.end)
    if end - start > LONGEST:
        start, end = max(start, word.start - LONGEST // 2), min(end, word.end + LONGEST // 2)
    while end > word.end and article.text[end - 1] in " \n\t,;:.":
        end -= 1
    return start, end


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share a place."""
    return a[0] < b[1] and b[0] < a[1]
