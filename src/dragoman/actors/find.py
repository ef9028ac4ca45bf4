"""Article and tree -> actors: names first, then nouns and pronouns in text order."""

from dragoman.actors.allegiance import FAMILIES, Allegiance, choose_country
from dragoman.actors.cast import Cast, Figure
from dragoman.actors.knowledge import Knowledge
from dragoman.actors.mended import mended
from dragoman.actors.names import sound
from dragoman.actors.nouns import Trail, describe
from dragoman.actors.people import cast_person, is_person, place_person, said_to_be_thing, title_start
from dragoman.actors.pronouns import first_persons, of_age, quoted_words, resolve
from dragoman.actors.sides import EVERY, cast_side, full_name, note_countries
from dragoman.actors.spans import Span, find_spans, world_parts
from dragoman.grammar import Tree
from dragoman.model import Actor, Article


def find_actors(article: Article, tree: Tree, knowledge: Knowledge) -> tuple[Actor, ...]:
    """Everybody on a page who acts, speaks or is spoken of, each with all mentions; nobody twice.

    Names are linked to ``knowledge`` as of the article's day. Actors come in the order in which they are first mentioned.
    """
    return finished(gather(article, tree, knowledge))


def gather(article: Article, tree: Tree, knowledge: Knowledge, model: Allegiance | None = None) -> Cast:
    """The cast of a page with all mentions, countries only where the page tells them."""
    tree = mended(tree)
    cast = Cast(article, tree, knowledge)
    cast.allegiance = model
    spans = find_spans(tree, knowledge)
    for span in spans:
        cast.covered[span.first : span.last] = [True] * span.length
    cast.parts.update(i for part in world_parts(tree, knowledge) for i in range(part.first, part.last) if not cast.covered[i])
    note_countries(cast, spans)
    cast_names(cast, spans)
    follow(cast)
    for figure in cast.figures.values():
        if figure.why != EVERY:
            figure.told = figure.country
    return cast


def cast_names(cast: Cast, spans: list[Span]) -> None:
    """Mention everybody who is named: people with full names first, so that a surname before them finds them too."""
    people: dict[int, Figure] = {}
    cast.things = {cast.text_of(s.first, s.last) for s in spans if s.length > 1 and s.kind == "ORG" and said_to_be_thing(cast, s)}
    for span in spans:
        if span.length > 1 and is_person(cast, span):
            people[span.first] = cast_person(cast, span)
    mark_titles(cast, [s for s in spans if s.first in people or is_person(cast, s)])
    for span in sorted(spans, key=lambda s: (s.length == 1, s.first)):
        if span.first in people:
            place_person(cast, span, people[span.first])
        elif is_person(cast, span) and not is_body(cast, span):
            place_person(cast, span, cast_person(cast, span))
        else:
            cast_side(cast, span)
            continue
        for i in range(title_start(cast, span.first), span.first):
            if i not in cast.countries:
                cast.covered[i] = True


def is_body(cast: Cast, span: Span) -> bool:
    """Whether a single word that may be a person's name is the short name of a body of the page."""
    alone = span.length == 1 and not span.hits and title_start(cast, span.first) == span.first
    return alone and sound(cast.word(span.first).text) not in cast.surnames and full_name(cast, span) is not None


def mark_titles(cast: Cast, spans: list[Span]) -> None:
    """Note the words of titles before names, so that no part of one is taken for a body."""
    for span in spans:
        for i in range(title_start(cast, span.first), span.first):
            cast.titled[i] = True


def follow(cast: Cast) -> None:
    """Walk along the text and find whom nouns and pronouns stand for."""
    quoted, trail = quoted_words(cast), Trail()
    named = {head for figure in cast.figures.values() for head in (*figure.mentions, *figure.places)}
    for word in cast.tree.words:
        if word.index in named:
            trail.add(word.index, cast.owner[word.index])
        elif word.upos == "PRON":
            figure = resolve(cast, trail, word, quoted)
            if figure is not None:
                trail.add(word.index, figure)
        elif word.upos in ("NOUN", "PROPN", "ADJ"):
            figure = of_age(cast, trail, word, quoted) or (describe(cast, trail, word.index) if word.upos != "ADJ" else None)
            if figure is not None:
                trail.add(word.index, figure)
    first_persons(cast, quoted)


def finished(cast: Cast) -> tuple[Actor, ...]:
    """The actors with at least one mention, in text order."""
    settle_all(cast)
    note_parts(cast)
    actors = [figure.finished() for figure in cast.figures.values()]
    kept = [a for a in actors if a.mentions or a.place_mentions]
    return tuple(sorted(kept, key=lambda a: (min(m.start for m in (*a.mentions, *a.place_mentions)), a.id)))


def note_parts(cast: Cast) -> None:
    """Say of actors without a name which of them have a part in what is said or done."""
    for figure in cast.figures.values():
        if figure.anonymous and not cast.matters.isdisjoint(figure.mentions):
            figure.has_part = True


def settle_all(cast: Cast) -> None:
    """Settle names and countries; twice, since one actor's country may follow from another's."""
    for figure in cast.figures.values():
        settle_name(figure)
    open_ones = [f for f in cast.figures.values() if f.known is None and f.kind in FAMILIES and f.why != EVERY and (f.mentions or f.weak)]
    for _ in range(2):
        chosen = [choose_country(cast, figure) for figure in open_ones]
        for figure, country in zip(open_ones, chosen, strict=True):
            figure.country = country


def settle_name(figure: Figure) -> None:
    """Give a body the fullest name that the page has for it."""
    if figure.known is not None and figure.kind in ("organisation", "government", "group", "outlet") and figure.aliases:
        fullest = max(figure.aliases, key=lambda name: (len(name), name))
        figure.aliases.append(figure.name)
        figure.name = fullest if len(fullest) > 4 or len(fullest) > len(figure.name) else figure.name
