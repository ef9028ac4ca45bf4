"""The same act told twice on a page is one event, kept at its fullest mention."""

from dragoman.model import Actor, Event, Span

EQUALS = ("CONSULT", "AGREE", "COOPERATE", "SUPPORT")


def merge_events(events: list[Event], actors: dict[str, Actor], titles: tuple[Span, ...], lemmas: dict[Span, str]) -> list[Event]:
    """The events without those that a fuller mention of the same act repeats; ``lemmas`` are those of the triggers.

    What a headline tells is told again in the body. In the body, acts of one type between the same states are mostly several acts: they are
    one only where they name the very same parties, and by the same word or on the same day.
    """
    kept: list[Event] = []
    for event in sorted(events, key=lambda e: (-fullness(e, titles), e.trigger, e.id)):
        told_again = in_titles(event, titles)
        if not any(is_same(event, o, actors, titles) and (told_again or is_repeated(event, o, lemmas)) for o in kept):
            kept.append(event)
    return kept


def is_repeated(event: Event, other: Event, lemmas: dict[Span, str]) -> bool:
    """Whether two mentions in the body name the very same parties, and the act by one word or its day alike."""
    parties = set(event.actors) == set(other.actors) and set(event.recipients) == set(other.recipients)
    return parties and (lemmas.get(event.trigger) == lemmas.get(other.trigger) or (event.date is not None and event.date == other.date))


def fullness(event: Event, titles: tuple[Span, ...]) -> float:
    """How much a mention tells: sides, day, place; what stands in the body before what stands in a headline."""
    told = 2 * bool(event.recipients) + 1.5 * bool(event.date) + 0.5 * bool(event.place) + event.confidence
    return told - 3 * in_titles(event, titles)


def in_titles(event: Event, titles: tuple[Span, ...]) -> bool:
    """Whether an event stands in a headline, deck or caption."""
    return any(start <= event.trigger[0] < end for start, end in titles)


def is_same(event: Event, other: Event, actors: dict[str, Actor], titles: tuple[Span, ...]) -> bool:
    """Whether a fuller event tells the same act: type, sides, whether it happened, and a day that does not speak against it."""
    if event.type != other.type or not same_mood(event, other) or not same_day(event.date, other.date):
        return False
    a, b = sides_of(event, actors), sides_of(other, actors)
    if a == b or (event.type in EQUALS and a == b[::-1]):
        return not (other_people(event.recipients, other.recipients, actors) and not in_titles(event, titles))
    return a[0] == b[0] and not event.recipients


def other_people(one: tuple[str, ...], two: tuple[str, ...], actors: dict[str, Actor]) -> bool:
    """Whether both sides name persons, and none in common: two ministers of a state are met one after the other."""
    people = [{i for i in ids if i in actors and actors[i].kind == "person"} for ids in (one, two)]
    return all(people) and not people[0] & people[1]


def same_mood(event: Event, other: Event) -> bool:
    """Whether two mentions agree on whether the act happened."""
    told = ("done", "ongoing")
    return event.modality == other.modality or (event.modality in told and other.modality in told)


def same_day(one: str | None, other: str | None) -> bool:
    """Whether two days may be the same: one open, or one within the other."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def sides_of(event: Event, actors: dict[str, Actor]) -> tuple[frozenset[str], frozenset[str]]:
    """The two sides by their states, where they have one."""
    return side(event.actors, actors), side(event.recipients, actors)


def side(ids: tuple[str, ...], actors: dict[str, Actor]) -> frozenset[str]:
    """One side by its states."""
    return frozenset((actors[i].country or i) if i in actors else i for i in ids)
