"""Happenings: events told by different pages that are one thing that happened.

Pages are taken in the order in which they come. Each event of a page joins the happening that it looks most like, or begins one of its own;
what has been joined is never parted or joined anew, so a library can grow page by page and old happenings keep their names. Only events of
pages that share proper names, and are not too far apart in time, are compared.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dragoman.compare.likeness import Likeness, chance, gap, likeness, pages_alike
from dragoman.compare.occurrences import Occurrence, Telling
from dragoman.lexicon import load_yaml

LONGEST_APART = 60
"""Days between two pages whose events are still compared."""

LEAST_NAMES, LEAST_ALIKE = 3, 0.12
"""Proper names that two pages must share for that, and their least share of the names of the page with fewer."""

MUCH_ALIKE = 0.25
"""Share of the proper names from which on one happening told by both makes two pages tell the same story."""

PAGES = 24
"""Pages with which a page is compared: those most alike."""

LISTED = 400
"""Pages listed under a proper name: the latest."""

MEMBERS = 6
"""Members of a happening with which an event is compared: the latest."""


@dataclass(slots=True)
class Happening:
    """One thing that happened, and who tells it. ``id`` is that of the first event; ``why`` says of each other one how it came to join."""

    id: str
    members: list[Occurrence]
    confidence: list[float] = field(default_factory=list)
    why: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """The pages that tell it, each once, in order."""
        return list(dict.fromkeys(member.page for member in self.members))


Place = tuple[str, str]


class Happenings:
    """All happenings so far. ``add`` takes the next page; ``found`` is the list of happenings."""

    def __init__(self, threshold: float | None = None) -> None:
        """Begin with none; ``threshold`` is the least probability with which an event joins (that of the data by default)."""
        self.threshold = float(load_yaml("happenings")["threshold"]) if threshold is None else threshold
        self.found: list[Happening] = []
        self.named: dict[str, Happening] = {}
        self.tellings: dict[str, Telling] = {}
        self.of: dict[Place, Happening] = {}
        self.by_name: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=LISTED))

    def add(self, telling: Telling) -> list[Happening]:
        """Take the next page; gives the happening of each of its events. A page that was added before changes nothing."""
        if telling.page not in self.tellings:
            near = self.pages_near(telling)
            self.tellings[telling.page] = telling
            for name in sorted(telling.names):
                self.by_name[name].append(telling.page)
            self.place(telling, near)
        return [self.of[telling.page, o.event] for o in self.tellings[telling.page].occurrences]

    def pages_near(self, telling: Telling) -> list[str]:
        """The pages so far that may tell of the same things, most alike first."""
        shared = Counter(page for name in sorted(telling.names) for page in self.by_name.get(name, ()))
        near = []
        for page, count in shared.items():
            other = self.tellings.get(page)
            if other is None:
                continue
            alike = pages_alike(telling, other)
            if count >= LEAST_NAMES and alike >= LEAST_ALIKE and (gap(telling.published, other.published) or 0) <= LONGEST_APART:
                near.append((-alike, page))
        return [page for _, page in sorted(near)[:PAGES]]

    def restore(self, telling: Telling, happenings: Mapping[str, str]) -> None:
        """Take up a page whose events were placed before, given the id of the happening of each of them; others are left out."""
        self.tellings[telling.page] = telling
        for name in sorted(telling.names):
            self.by_name[name].append(telling.page)
        for occurrence in telling.occurrences:
            if occurrence.event in happenings:
                happening = self.named.setdefault(happenings[occurrence.event], Happening(happenings[occurrence.event], []))
                happening.members.append(occurrence)
                happening.confidence.append(1.0)
                happening.why.append(())
                self.of[telling.page, occurrence.event] = happening

    def forget(self, page: str) -> None:
        """Let go of a page that is too long past to be compared with; happenings that later pages tell stay."""
        for occurrence in self.tellings.pop(page).occurrences:
            happening = self.of.pop((page, occurrence.event), None)
            if happening is None:
                continue
            at = happening.members.index(occurrence)
            for listed in (happening.members, happening.confidence, happening.why):
                del listed[at]
            if not happening.members:
                self.named.pop(happening.id, None)

    def place(self, telling: Telling, near: Iterable[str]) -> None:
        """Give each event of a page its happening, the surest first; another event of the page may follow into the same one."""
        options = [self.of[page, o.event] for page in near for o in self.tellings[page].occurrences if (page, o.event) in self.of]
        known = list({id(happening): happening for happening in options}.values())
        scored = []
        for n, occurrence in enumerate(telling.occurrences):
            for m, happening in enumerate(known):
                found = self.compare(occurrence, telling, happening)
                if found is not None and chance(found.odds) >= self.threshold:
                    scored.append((-found.odds, n, m, found))
        taken: set[int] = set()
        for odds, n, m, found in sorted(scored, key=lambda item: item[:3]):
            occurrence = telling.occurrences[n]
            if (telling.page, occurrence.event) not in self.of and m not in taken:
                taken.add(m)
                self.join(occurrence, known[m], chance(-odds), reasons(found))
        self.place_alone(telling)

    def place_alone(self, telling: Telling) -> None:
        """Give the events that are left to a happening that this very page tells, or to one of their own."""
        for occurrence in telling.occurrences:
            if (telling.page, occurrence.event) in self.of:
                continue
            best: tuple[float, Likeness, Happening] | None = None
            for other in telling.occurrences:
                happening = self.of.get((telling.page, other.event))
                if happening is None:
                    continue
                found = likeness(occurrence, other, telling, telling)
                if chance(found.odds) >= self.threshold and (best is None or found.odds > best[0]):
                    best = (found.odds, found, happening)
            if best is None:
                happening = Happening(f"{occurrence.page}:{occurrence.event}", [occurrence], [1.0], [()])
                self.found.append(happening)
                self.named[happening.id] = happening
                self.of[telling.page, occurrence.event] = happening
            else:
                self.join(occurrence, best[2], chance(best[0]), reasons(best[1]))

    def compare(self, occurrence: Occurrence, telling: Telling, happening: Happening) -> Likeness | None:
        """An event against the latest members of a happening: the mean of the odds, with the signs of the likest."""
        if not any(may_be_one(occurrence, member) for member in happening.members[-MEMBERS:]):
            return None
        found = [likeness(occurrence, m, telling, self.tellings[m.page]) for m in happening.members[-MEMBERS:]]
        best = max(found, key=lambda item: item.odds)
        return Likeness((best.odds + sum(item.odds for item in found) / len(found)) / 2, best.signs)

    def join(self, occurrence: Occurrence, happening: Happening, sure: float, why: tuple[str, ...]) -> None:
        """Put an event to a happening."""
        happening.members.append(occurrence)
        happening.confidence.append(round(sure, 3))
        happening.why.append(why)
        self.of[occurrence.page, occurrence.event] = happening


def find_happenings(tellings: Iterable[Telling], threshold: float | None = None) -> list[Happening]:
    """The happenings of pages, taken in the order of their days; in that order of pages the outcome is always the same."""
    happenings = Happenings(threshold)
    for telling in sorted(tellings, key=lambda t: (t.published or "9999", t.page)):
        happenings.add(telling)
    return happenings.found


def may_be_one(one: Occurrence, other: Occurrence) -> bool:
    """Whether two events have anything in common that makes comparing them worth while."""
    states = (one.actors.states | one.recipients.states) & (other.actors.states | other.recipients.states)
    return bool(states or (one.actors.names | one.recipients.names) & (other.actors.names | other.recipients.names))


def reasons(found: Likeness) -> tuple[str, ...]:
    """The signs that spoke for or against, as words."""
    return tuple(name if value == 1.0 else f"{name} {value:.2f}" for name, value in found.signs)


def page_groups(tellings: Iterable[Telling], happenings: Iterable[Happening]) -> dict[str, str]:
    """Which pages tell the same story: for each page, the first page of its group.

    Two pages belong together where at least two happenings are told by both, or one and the pages share much of their proper names, or one
    that makes up a third of what either tells.
    """
    by_page = {telling.page: telling for telling in tellings}
    size = {page: len(telling.occurrences) for page, telling in by_page.items()}
    shared: Counter[tuple[str, str]] = Counter()
    for happening in happenings:
        pages = [page for page in happening.pages if page in size]
        shared.update((one, other) for n, one in enumerate(pages[:MEMBERS]) for other in pages[n + 1 :])
    first = {page: page for page in size}
    for (one, other), count in sorted(shared.items()):
        if count >= 2 or 3 * count >= min(size[one], size[other]) or pages_alike(by_page[one], by_page[other]) >= MUCH_ALIKE:
            low, high = sorted((end(first, one), end(first, other)))
            first[high] = low
    return {page: end(first, page) for page in size}


def end(first: dict[str, str], page: str) -> str:
    """The page where a chain of firsts ends."""
    while first[page] != page:
        first[page] = first[first[page]]
        page = first[page]
    return page
