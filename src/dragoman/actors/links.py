"""What the language model's links say of the cast: whom a pronoun or description points back to, and of which state somebody is.

A link gives chances to words; they are added up for each figure (or country) that the words stand for.
"""

from collections import Counter
from typing import NamedTuple

from dragoman.actors.cast import Cast, Figure
from dragoman.model import NO_WORD

SURE_BACK = 0.5
"""Chance from which a link back stands against what number, gender and nearness say."""

SURE_STATE = 0.15
"""Mean chance, over somebody's mentions, from which he is taken to be of a state."""


class Back(NamedTuple):
    """Whom a word points back to, with what chance, and the chance that it points to nobody."""

    figure: Figure | None
    chance: float
    nobody: float


def points_back(cast: Cast, index: int) -> Back:
    """The figure to which the model's link of a word gives the best chance."""
    link = cast.links.get(index)
    if link is None:
        return Back(None, 0.0, 0.0)
    chances: Counter[str] = Counter()
    for word, chance in link.earlier:
        figure = cast.owner.get(word)
        if figure is not None and word != index:
            chances[figure.id] += chance  # type: ignore[assignment]
    nobody = dict(link.earlier).get(NO_WORD, 0.0)
    if not chances:
        return Back(None, 0.0, nobody)
    best = max(chances, key=lambda i: (chances[i], i))
    return Back(cast.figures[best], float(chances[best]), nobody)


def state_of(cast: Cast, figure: Figure) -> str | None:
    """The country of the state or body to which the links of somebody's mentions point, if they are sure enough."""
    chances: Counter[str] = Counter()
    heads = [head for head in (*figure.mentions, *figure.weak) if head in cast.links]
    for head in heads:
        for word, chance in cast.links[head].state:
            country = country_at(cast, word, figure) if word >= 0 else None
            if country:
                chances[country] += chance  # type: ignore[assignment]
    best = max(chances, key=lambda c: (chances[c], c), default=None)
    nobody = sum(dict(cast.links[head].state).get(NO_WORD, 0.0) for head in heads)
    return best if best is not None and chances[best] >= max(SURE_STATE * len(heads), nobody) else None


def country_at(cast: Cast, word: int, figure: Figure) -> str | None:
    """The country for which a word stands."""
    owner = cast.owner.get(word)
    if word in cast.countries or owner is None or owner is figure:
        return cast.countries.get(word)
    return owner.country
