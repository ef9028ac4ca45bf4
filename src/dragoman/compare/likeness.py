"""Likeness: how far two occurrences look like one happening, by signs whose weights are fitted (``data/happenings.yml``).

A sign is a number, mostly 0 or 1; the weighted sum is the log odds that the two are one. The same signs are the reasons given.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.compare.occurrences import STEM, Occurrence, Side, Telling
from dragoman.lexicon import load_yaml
from dragoman.model import EVENT_TYPES, QUADS
from dragoman.times import days_of

MUTUAL = ("CONSULT", "AGREE", "COOPERATE", "SUPPORT")
"""Types whose two sides may be told in either order."""

HAPPENED = ("done", "ongoing", "denied")
"""Modalities of what is told as having happened or not; the others are of what may come."""

Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two occurrences look like one happening: log odds, and the signs by name."""

    odds: float
    signs: tuple[tuple[str, float], ...]


def likeness(one: Occurrence, other: Occurrence, telling: Telling, other_telling: Telling) -> Likeness:
    """Compare two occurrences, each given with the page that tells it."""
    signs = signs_between(one, other, telling, other_telling)
    known = weights()
    return Likeness(known["bias"] + sum(known.get(name, 0.0) * value for name, value in signs.items()), tuple(signs.items()))


@cache
def weights() -> dict[str, float]:
    """The weight of each sign."""
    return {name: float(value) for name, value in load_yaml("happenings")["weights"].items()}


def signs_between(one: Occurrence, other: Occurrence, telling: Telling, other_telling: Telling) -> Signs:
    """All signs that two occurrences are one happening, or two."""
    signs = {**type_signs(one, other), **side_signs(one, other), **day_signs(one, other), **modality_signs(one, other)}
    signs |= word_signs(one, other, telling, other_telling) | story_signs(one, other, telling, other_telling)
    if one.place and other.place:
        signs["same place" if one.place == other.place else "other place"] = 1.0
    if one.page == other.page:
        signs["same page"] = 1.0
    else:
        signs["pages alike"] = pages_alike(telling, other_telling)
        signs["pages apart"] = math.log1p(min(gap(telling.published, other_telling.published) or 0, 60))
    return {name: value for name, value in signs.items() if value}


def type_signs(one: Occurrence, other: Occurrence) -> Signs:
    """Whether the types agree, or at least their class."""
    if one.type == other.type:
        return {"same type": 1.0, "same mode": float(one.mode is not None and one.mode == other.mode)}
    if QUADS.get(one.type) == QUADS.get(other.type):
        return {"related types": 1.0}
    return {"opposed types": float(QUADS[one.type].split()[1] != QUADS[other.type].split()[1])} if both_known(one, other) else {}


def both_known(one: Occurrence, other: Occurrence) -> bool:
    """Whether both types are PLOVER's."""
    return one.type in EVENT_TYPES and other.type in EVENT_TYPES


def side_signs(one: Occurrence, other: Occurrence) -> Signs:
    """Whether the sides agree, told in the same order or, where the act is mutual, in the other."""
    alike = {"states alike": share(one.actors.states | one.recipients.states, other.actors.states | other.recipients.states)}
    straight = alike | order_signs((one.actors, one.recipients), (other.actors, other.recipients))
    if one.type not in MUTUAL or other.type not in MUTUAL:
        return straight
    turned = alike | order_signs((one.actors, one.recipients), (other.recipients, other.actors))
    return max(straight, turned, key=lambda signs: sum(v if "same" in k else -v for k, v in signs.items()))


def order_signs(one: tuple[Side, Side], other: tuple[Side, Side]) -> Signs:
    """Whether actors agree with actors and recipients with recipients."""
    signs: Signs = {}
    crossed = (one[0].states & other[1].states) | (one[1].states & other[0].states)
    if crossed and not (one[0].states & other[0].states) | (one[1].states & other[1].states):
        signs["turned states"] = 1.0
    for name, side, other_side in zip(("actor", "recipient"), one, other, strict=True):
        if side.names & other_side.names:
            signs[f"same {name}"] = 1.0
        if side.states and other_side.states:
            signs[f"same {name} state" if side.states & other_side.states else f"other {name} state"] = 1.0
        elif not (side.states or side.names) or not (other_side.states or other_side.names):
            signs[f"{name} untold"] = 1.0
    return signs


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two sets is common to both."""
    return len(one & other) / len(one | other) if one | other else 0.0


def day_signs(one: Occurrence, other: Occurrence) -> Signs:
    """Whether the days agree, as far as they are told."""
    first, second = days_of(one.day or ""), days_of(other.day or "")
    if not any(first) or not any(second):
        return {"day untold": 1.0}
    apart = days_between(first, second)
    return {"same day": 1.0} if apart == 0 else {"day beside": 1.0} if apart <= 1 else {"other day": 1.0}


def days_between(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> int:
    """How many days lie between two stretches of days, whose ends may be open; 0 where they meet."""
    apart = 0
    for (_, end), (start, _) in ((one, other), (other, one)):
        if end is not None and start is not None:
            apart = max(apart, (start - end).days)
    return apart


def story_signs(one: Occurrence, other: Occurrence, telling: Telling, other_telling: Telling) -> Signs:
    """How many acts of the type the two pages have, how early in its story each is told, and how much the stories share."""
    signs: Signs = {}
    if one.type == other.type:
        signs["rivals"] = math.log(max(1, telling.types[one.type] * other_telling.types[one.type]))
    if one.page != other.page:
        signs["both early"] = (1 - telling.places.get(one.event, 1.0)) * (1 - other_telling.places.get(other.event, 1.0))
        signs["stories alike"] = stories_alike(telling, other_telling)
    return signs


def modality_signs(one: Occurrence, other: Occurrence) -> Signs:
    """Whether both tell it as done, or as to come."""
    if one.modality == other.modality:
        return {"same modality": 1.0}
    if (one.modality in HAPPENED) != (other.modality in HAPPENED):
        return {"one to come": 1.0}
    if one.modality not in HAPPENED:
        return {"both to come": 1.0}
    return {"one denied": float("denied" in (one.modality, other.modality))}


def word_signs(one: Occurrence, other: Occurrence, telling: Telling, other_telling: Telling) -> Signs:
    """How much of the wording is shared, rare words counting more: those that few events of the two pages have, and few pages of any."""
    number = len(telling.occurrences) + len(other_telling.occurrences) + 1

    def worth(word: str) -> float:
        return max(0.0, math.log(number / max(1, telling.counts[word] + other_telling.counts[word])) * rarity(word) / COMMON)

    shared = sum(worth(stem) for stem in one.stems & other.stems)
    least = min(sum(map(worth, one.stems)), sum(map(worth, other.stems)))
    around = one.around & other.around
    content = sum(map(worth, content_of(one) & content_of(other)))
    signs = {
        "same words": shared / least if least > 0 else 0.0,
        "shared weight": math.log1p(shared),
        "shared around": math.log1p(sum(map(worth, around))),
        "shared figures": float(min(2, sum(stem.isdigit() for stem in around))),
        "same trigger": float(bool(one.trigger & other.trigger)),
        "shared content": math.log1p(content),
        "kin words": math.log1p(sum(map(worth, one.kin & other.kin))),
        "kin trigger": len(one.trigger_kin & other.trigger_kin) / 2,
        "named around": float(bool(named(one) & other.around)) + float(bool(named(other) & one.around)),
    }
    if content < LITTLE:
        signs["other content" if "verbal" in QUADS.get(one.type, "") else "other deed"] = 1.0
    return signs


COMMON = 3.7
"""The rarity of a word that stands on one page in forty."""

LITTLE = 2.0
"""Worth of shared words under which two events are told of other things."""


@cache
def rarities() -> dict[str, float]:
    """How rare words are, by ``data/rarity.yml``."""
    return {word: float(rare) for rare, words in load_yaml("rarity").items() for word in words.split()}


RAREST = 5.0
"""The rarity of a word that ``data/rarity.yml`` does not list."""


def rarity(word: str) -> float:
    """How rare a rough stem or a family of words is: the logarithm of how many pages there are to one that has it."""
    return rarities().get(word, RAREST)


def content_of(occurrence: Occurrence) -> frozenset[str]:
    """The rough stems of what is told of an event besides the word for it and the names of its sides."""
    return occurrence.around - occurrence.trigger - named(occurrence)


def named(occurrence: Occurrence) -> frozenset[str]:
    """The rough stems of the names of the sides of an event."""
    return frozenset(word[:STEM] for word in occurrence.actors.names | occurrence.recipients.names)


def stories_alike(one: Telling, other: Telling) -> float:
    """The share of the rough stems of the story with fewer that the other has too."""
    least = min(len(one.stems), len(other.stems))
    return len(one.stems & other.stems) / least if least else 0.0


def pages_alike(one: Telling, other: Telling) -> float:
    """The share of the proper names of the page with fewer that the other has too."""
    least = min(len(one.names), len(other.names))
    return len(one.names & other.names) / least if least else 0.0


def gap(one: str | None, other: str | None) -> int | None:
    """Days between two days, where both are known."""
    first, second = days_of(one or "")[0], days_of(other or "")[0]
    return None if first is None or second is None else abs((first - second).days)


def chance(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
