"""What the language model's links say of the cast: whom a pronoun or description points back to.

A link gives chances to words; they are added up for each figure that the words stand for.
"""

from typing import NamedTuple

from dragoman.actors.cast import Cast, Figure
from dragoman.model import NO_WORD

SURE_BACK = 0.5
"""Chance from which a link back stands against what number, gender and nearness say."""


class Back(NamedTuple):
    """Whom a word points back to, with what chance, and the chance that it points to nobody."""

    figure: Figure | None
    chance: float
    nobody: float


def chances_back(cast: Cast, index: int) -> dict[str, float]:
    """The chance of each figure, by id, that the model's link of a word points back to him."""
    link = cast.links.get(index)
    chances: dict[str, float] = {}
    for word, chance in link.earlier if link else ():
        figure = cast.owner.get(word)
        if figure is not None and word != index:
            chances[figure.id] = chances.get(figure.id, 0.0) + chance
    return chances


def points_back(cast: Cast, index: int) -> Back:
    """The figure to which the model's link of a word gives the best chance."""
    link = cast.links.get(index)
    if link is None:
        return Back(None, 0.0, 0.0)
    chances = chances_back(cast, index)
    nobody = dict(link.earlier).get(NO_WORD, 0.0)
    if not chances:
        return Back(None, 0.0, nobody)
    best = max(chances, key=lambda i: (chances[i], i))
    return Back(cast.figures[best], float(chances[best]), nobody)
