"""Versions: one happening as each page and each speaker tells it, side by side, and where they part.

A difference is said only where two tellings speak of the same thing: the sides, the day, the name and the truth of an act that was found to
be one happening, and a count of the same things in sentences that tell it. Everything carries its page and its span.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from dragoman.compare.charges import charges_apart
from dragoman.compare.clauses import deeds_of, is_disowned_in, is_to_come
from dragoman.compare.contradictions import differing_counts, told_and_disowned
from dragoman.compare.counts import Count, are_apart, corrected_counts, counts_in, crowds_in, same_counted
from dragoman.compare.denials import denied_words, is_denied, nobody_to_whom, nothing_done
from dragoman.compare.differing import Difference
from dragoman.compare.happenings import Happening
from dragoman.compare.likeness import HAPPENED, MUTUAL
from dragoman.compare.occurrences import LATEST, Occurrence, Telling, are_far, is_apart, sentence_span
from dragoman.compare.whereabouts import places_apart
from dragoman.lexicon import load_yaml
from dragoman.model import QUADS, Span
from dragoman.times import days_of


@dataclass(frozen=True, slots=True)
class Version:
    """A happening as one page tells it, or as a page says that somebody tells it.

    ``according_to`` are the ids of the speakers, innermost first; empty where the page itself asserts it. ``counts`` are those of the
    sentence that tells it, ``doers`` and ``sufferers`` the words of the names of those who did it, and to whom, and are no states;
    ``trigger`` the rough stems of the word for it, ``is_known`` whether all who did it are known
    beyond the page, ``is_asked`` whether it stands in a question. What the page denies in so many words
    has the modality ``denied``, also where the act was read as done
    (``is_disowned``; ``is_negated`` where it does so in words of negation alone).
    """

    page: str
    event: str
    according_to: tuple[str, ...]
    type: str
    actors: frozenset[str]
    recipients: frozenset[str]
    day: str | None
    modality: str
    evidence: Span
    counts: tuple[Count, ...]
    doers: frozenset[str] = frozenset()
    trigger: frozenset[str] = frozenset()
    sufferers: frozenset[str] = frozenset()
    is_known: bool = False
    is_asked: bool = False
    is_disowned: bool = False
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """The versions of a happening, what all that tell it agree on (by kind), and where they differ."""

    happening: str
    versions: tuple[Version, ...]
    agree: tuple[tuple[str, str], ...]
    differ: tuple[Difference, ...]


def compare_versions(happening: Happening, texts: Mapping[str, str]) -> Comparison:
    """Put the versions of a happening side by side, given the text of each page."""
    versions = tuple(version_of(member, texts[member.page]) for member in happening.members)
    differ: list[Difference] = []
    for one, other in combinations(versions, 2):
        differ += differences(one, other)
    return Comparison(happening.id, versions, agreements(versions), tuple(dict.fromkeys(differ)))


def find_differences(tellings: Iterable[Telling], happenings: Iterable[Happening], texts: Mapping[str, str]) -> list[Difference]:
    """Where pages that tell the same story part, in the happenings that they share.

    Give the tellings of one story's pages (``page_groups``), copies left out, and the text of each page. Besides what the versions
    of each happening part on: harm that was done to nobody on another page, what each side has its own word for, the size of a crowd,
    and numbers that one page corrects.
    """
    pages = {telling.page: telling for telling in tellings}
    shared = [h for h in happenings if len(set(pages).intersection(h.pages)) > 1]
    found = [d for h in shared for d in compare_versions(h, texts).differ if {d.one[0], d.other[0]} <= set(pages)]
    found += differences_of_story([o for telling in pages.values() for o in telling.occurrences], {page: texts[page] for page in pages})
    return told_once((d for d in found if d.one[0] != d.other[0]), texts)


def told_once(found: Iterable[Difference], texts: Mapping[str, str]) -> list[Difference]:
    """Differences without those that another tells already: of the same kind, in the same sentences."""
    kept: list[Difference] = []
    seen: dict[tuple[str, str, str], list[tuple[Span, Span]]] = {}
    for difference in dict.fromkeys(found):
        one, other = sorted((difference.one, difference.other))
        places = sentence_span(texts[one[0]], one[1]), sentence_span(texts[other[0]], other[1])
        before = seen.setdefault((difference.kind, one[0], other[0]), [])
        if not any(is_meeting(a, places[0]) and is_meeting(b, places[1]) for a, b in before):
            before.append(places)
            kept.append(difference)
    return kept


def is_meeting(one: Span, other: Span) -> bool:
    """Whether two spans have characters in common."""
    return one[0] < other[1] and other[0] < one[1]


def differences_of_story(occurrences: list[Occurrence], texts: Mapping[str, str]) -> list[Difference]:
    """Where pages that tell the same story part beyond the happenings that they are known to share."""
    return [
        *told_and_disowned(texts),
        *denied_of_all(occurrences, texts),
        *called_apart(occurrences),
        *begun_by(occurrences, texts),
        *counts_apart(texts),
        *differing_counts(texts),
        *places_apart(texts),
        *charges_apart(occurrences, texts),
    ]


def differences_beside(happening: Happening, occurrences: list[Occurrence], texts: Mapping[str, str]) -> list[Difference]:
    """Of the differences of a whole story, those that stand in a sentence that tells a happening, in one version at least."""
    told = [(member.page, sentence_span(texts[member.page], member.evidence)) for member in happening.members]
    found = differences_of_story(occurrences, texts)
    ends = ((d, any(page == end[0] and is_meeting(end[1], span) for page, span in told for end in (d.one, d.other))) for d in found)
    return told_once((d for d, is_beside in ends if is_beside), texts)


def denied_of_all(occurrences: Iterable[Occurrence], texts: Mapping[str, str]) -> list[Difference]:
    """Deeds that one page tells as done, where another page of the same story says that none such was: harm that was done to nobody
    ("nobody was hurt"), an act that was not ("no arrests"), or what somebody denies ("denied that any lorry had been sent").
    """
    done = [o for o in occurrences if o.modality in ("done", "ongoing") and not is_not_so(o, texts[o.page])]
    found = []
    for page, text in texts.items():
        others = [o for o in done if o.page != page]
        harm = [o for o in others if o.type == "ASSAULT"]
        conflict = [o for o in others if QUADS.get(o.type) == "material conflict"]
        found += [(o, page, span) for o in harm for span in spans_of(o, nobody_to_whom(text))]
        found += [(o, page, span) for o in conflict for span in spans_of(o, nothing_done(text))]
        found += [(o, page, span) for span, stems in denied_words(text) for o in others if is_told(o, stems)]
    return [Difference("whether", (o.page, o.evidence, o.modality), (page, span, "denied")) for o, page, span in found]


def spans_of(act: Occurrence, denied: Mapping[str, list[Span]]) -> list[Span]:
    """Where the act of a word is said to have been none, the first time for each rough stem."""
    return list(dict.fromkeys(span for stem in sorted(act.trigger) for span in denied.get(stem, [])[:1]))


DENIED = 2
"""Rough stems that what is denied shares with an act besides the word for it, at least."""


def is_told(act: Occurrence, stems: frozenset[str]) -> bool:
    """Whether some words tell an act: they have the word for it, and others of what is told of it."""
    told = QUADS.get(act.type) in ("material conflict", "material cooperation")
    return told and bool(stems & act.trigger) and len(stems & (act.stems - act.trigger)) >= DENIED


def called_apart(occurrences: Iterable[Occurrence]) -> list[Difference]:
    """Acts of one side that two pages of a story call by words that are known to be set against each other, as abduction and arrest.

    Of several acts by such a word on a page it is the one whose sentence has most words in common with the other page's; where two have
    as many, none can be told from the other.
    """
    done = [o for o in occurrences if o.modality in HAPPENED]
    found = []
    for sides in load_yaml("versions")["called"]:
        one, other = ([o for o in done if o.trigger.intersection(side.split())] for side in sides)
        pairs: dict[tuple[str, str], list[tuple[Occurrence, Occurrence]]] = {}
        for first, second in product(one[:MOST_CALLED], other[:MOST_CALLED]):
            if first.page != second.page and may_be_one(first, second):
                pairs.setdefault((first.page, second.page), []).append((first, second))
        likeliest = [pair for listed in pairs.values() if (pair := most_alike(listed)) is not None]
        found += [Difference("called", (a.page, a.evidence, a.type), (b.page, b.evidence, b.type)) for a, b in likeliest]
    return found


def begun_by(occurrences: Iterable[Occurrence], texts: Mapping[str, str]) -> list[Difference]:
    """Who began it, where one page has one side use force first against the other, and another page the other side against the first."""
    began = [
        o for o in occurrences if o.modality in HAPPENED and o.type == "ASSAULT" and o.actors.states and is_beginning(o, texts[o.page])
    ]
    pairs: dict[tuple[str, str], list[tuple[Occurrence, Occurrence]]] = {}
    for first, second in combinations(began[:MOST_CALLED], 2):
        if first.page != second.page and are_opposite(first, second):
            pairs.setdefault((first.page, second.page), []).append((first, second))
    likeliest = [pair for listed in pairs.values() if (pair := most_alike(listed)) is not None]
    return [
        Difference("who", (a.page, a.evidence, names(a.actors.states)), (b.page, b.evidence, names(b.actors.states))) for a, b in likeliest
    ]


def is_beginning(act: Occurrence, text: str) -> bool:
    """Whether the sentence of an act says that it was the first of its kind, or came without a cause, and does not deny that."""
    return beginning().search(text, *sentence_span(text, act.evidence)) is not None and not is_not_so(act, text)


@cache
def beginning() -> re.Pattern[str]:
    """Words of beginning."""
    listed: list[str] = load_yaml("versions")["beginning"]
    return re.compile(rf"\b(?:{'|'.join(listed)})\b", re.IGNORECASE)


def are_opposite(one: Occurrence, other: Occurrence) -> bool:
    """Whether each of two acts is of the side to which the other was done, and they may be of one day and name the same deed."""
    sides = one.actors.states & other.recipients.states and other.actors.states & one.recipients.states
    are_two = not one.actors.states & other.actors.states
    return bool(sides and are_two and named_deeds(one.trigger) & named_deeds(other.trigger) and not are_far(one.day, other.day))


MOST_CALLED = 60
"""Acts by words of one kind that are compared."""


def most_alike(pairs: list[tuple[Occurrence, Occurrence]]) -> tuple[Occurrence, Occurrence] | None:
    """Of pairs of acts, the one whose sentences share most words, if it is one alone."""
    shared = [len(one.around & other.around) for one, other in pairs]
    return pairs[shared.index(max(shared))] if shared.count(max(shared)) == 1 else None


def may_be_one(one: Occurrence, other: Occurrence) -> bool:
    """Whether two acts are of one state, towards sides and on days that may be the same."""
    is_same = bool(one.actors.states & other.actors.states) and not is_apart(one.recipients.states, other.recipients.states)
    are_deeds = {"material" in QUADS.get(o.type, "") for o in (one, other)}
    return is_same and len(are_deeds) == 1 and not are_far(one.day, other.day)


def told_by_one(happenings: Iterable[Happening], pages: Iterable[str]) -> dict[str, list[Occurrence]]:
    """Of pages that tell the same story, what only one of them tells: the events of each that no other has."""
    among = set(pages)
    alone: dict[str, list[Occurrence]] = {page: [] for page in sorted(among)}
    for happening in happenings:
        tellers = among.intersection(happening.pages)
        if len(tellers) == 1:
            alone[min(tellers)] += [member for member in happening.members if member.page in tellers]
    return alone


def version_of(member: Occurrence, text: str) -> Version:
    """An event as a version of its happening."""
    sentence = sentence_span(text, member.evidence)
    is_claimed = member.modality in HAPPENED
    is_disowned = is_claimed and is_disowned_in(text, member.evidence, member.trigger)
    return Version(
        page=member.page,
        event=member.event,
        according_to=member.according_to,
        type=member.type,
        actors=member.actors.states,
        recipients=member.recipients.states,
        day=member.day,
        modality="denied" if is_claimed and is_not_so(member, text) else member.modality,
        evidence=member.evidence,
        counts=tuple(count for count in counts_in(text, sentence) if not is_to_come(text, count.span)),
        doers=member.actors.names,
        trigger=member.trigger,
        sufferers=member.recipients.names,
        is_known=member.actors.known == member.actors.states,
        is_disowned=is_disowned,
        is_negated=is_disowned and not is_denied(text, member.evidence),
        is_asked=text[sentence[1] : sentence[1] + 1] == "?",
    )


def is_not_so(member: Occurrence, text: str) -> bool:
    """Whether the sentence of an act that was read as done says that it was not, or that somebody denies it."""
    is_deed = "material" in QUADS.get(member.type, "")
    return is_denied(text, member.evidence) or (is_deed and is_disowned_in(text, member.evidence, member.trigger))


def differences(one: Version, other: Version) -> list[Difference]:
    """Where two versions part."""
    if one.page == other.page and one.according_to == other.according_to:
        return []
    found = [("whether", one.modality, other.modality)] if parts_on_truth(one, other) else []
    is_deeds = not {QUADS.get(one.type), QUADS.get(other.type)} & {"verbal conflict", "verbal cooperation"}
    if is_deeds and is_one_deed(one, other) and not is_turned(one, other):
        found += parting_doers(one, other)
    if one.modality in HAPPENED and other.modality in HAPPENED:
        found += [("when", one.day or "", other.day or "")] if is_deeds and parts_on_day(one, other) else []
        found += [("called", one.type, other.type)] if is_deeds and one.type != other.type else []
    whole = [Difference(k, (one.page, one.evidence, a), (other.page, other.evidence, b)) for k, a, b in found]
    return whole + [
        Difference("number", (one.page, a.span, a.told()), (other.page, b.span, b.told())) for a, b in parting_counts(one, other)
    ]


def parts_on_truth(one: Version, other: Version) -> bool:
    """Whether one says that it happened and the other that it did not."""
    denied, told = (one, other) if one.modality == "denied" else (other, one)
    is_apart = denied.modality == "denied" and told.modality in ("done", "ongoing") and not told.is_disowned
    is_charge = "ACCUSE" in (one.type, other.type)  # to reject a charge is not to say that it was never made
    return is_apart and not is_charge and (shares_word(one, other) or not denied.is_negated)


def is_one_deed(one: Version, other: Version) -> bool:
    """Whether two versions tell as done one deed of one side to another: by a word of the same meaning, done to the same."""
    sides = one.recipients & other.recipients or one.sufferers & other.sufferers
    is_told = {one.modality, other.modality} <= {"done", "ongoing"} and not one.is_asked and not other.is_asked
    return bool(is_told and one.type == other.type and one.type not in MUTUAL and sides and shares_word(one, other))


def shares_word(one: Version, other: Version) -> bool:
    """Whether the words for two acts have a rough stem or a meaning in common, as far as they are known."""
    if not one.trigger or not other.trigger:
        return True
    return bool(one.trigger & other.trigger or named_deeds(one.trigger) & named_deeds(other.trigger))


def named_deeds(stems: frozenset[str]) -> frozenset[int]:
    """The deeds that some rough stems name."""
    return frozenset(deed for stem in stems for deed in deeds_of(stem))


def parting_doers(one: Version, other: Version) -> list[tuple[str, str, str]]:
    """Who did it, where two tellings of a deed name different states, or the one an army or police and the other people who are neither."""
    if is_apart(one.actors, other.actors) and one.is_known and other.is_known:
        return [("who", names(one.actors), names(other.actors))]
    bodies = {body_of(one.doers), body_of(other.doers)}
    return [("who", names(one.doers), names(other.doers))] if bodies == {"official", "others"} else []


def body_of(doers: frozenset[str]) -> str | None:
    """Whether the words of doers' names are those of people who bear arms for a state, or of others; nothing where of both or neither."""
    listed: dict[str, str] = load_yaml("versions")["bodies"]
    found = [body for body, words in listed.items() if doers.intersection(words.split())]
    return found[0] if len(found) == 1 else None


def is_turned(one: Version, other: Version) -> bool:
    """Whether the sides are the same in the other order, which is more often a slip of reading than a difference."""
    return bool(one.actors & other.recipients and one.recipients & other.actors and not one.actors & other.actors)


def parts_on_day(one: Version, other: Version) -> bool:
    """Whether both name one day, and not the same."""
    first, second = days_of(one.day or ""), days_of(other.day or "")
    if first[0] is None or second[0] is None:
        return False
    return first[0] == first[1] and second[0] == second[1] and 0 < abs((first[0] - second[0]).days) <= LATEST


def names(states: frozenset[str]) -> str:
    """States as one word list."""
    return ", ".join(sorted(states))


def parting_counts(one: Version, other: Version) -> list[tuple[Count, Count]]:
    """Counts of the same things that differ, where the two are not told of different days."""
    return [] if are_far(one.day, other.day) else same_counted(one.counts, other.counts)


def counts_apart(texts: Mapping[str, str]) -> list[Difference]:
    """How many there were in the crowd of a story, where each of two pages has one number; and what one page corrects of another."""
    found = []
    crowds = {page: crowds_in(text) for page, text in texts.items()}
    for (page, ours), (other, theirs) in combinations(crowds.items(), 2):
        if len({c.number for c in ours}) == len({c.number for c in theirs}) == 1 and are_apart(ours[0], theirs[0]):
            found.append(number_difference(page, ours[0], other, theirs[0]))
    told = {page: {(c.number, c.what): c for c in counts_in(text, (0, len(text)))} for page, text in texts.items()}
    for page, text in texts.items():
        for right, wrong in corrected_counts(text):
            others = ((other, counts[wrong, right.what]) for other, counts in told.items() if (wrong, right.what) in counts)
            found += [number_difference(page, right, other, theirs) for other, theirs in others if other != page]
    return found


def number_difference(page: str, ours: Count, other: str, theirs: Count) -> Difference:
    """Two counts that differ."""
    return Difference("number", (page, ours.span, ours.told()), (other, theirs.span, theirs.told()))


def agreements(versions: tuple[Version, ...]) -> tuple[tuple[str, str], ...]:
    """What all versions of a happening have in common: type, sides, day, truth; empty where only one page tells it.

    Of a meeting, a call or a pact it is the two sides together, whichever a page names first.
    """
    if len({version.page for version in versions}) < 2:
        return ()
    found = []
    sides: tuple[tuple[str, set[str]], ...] = (
        ("who", {names(v.actors) for v in versions}),
        ("to whom", {names(v.recipients) for v in versions}),
    )
    if all(version.type in MUTUAL for version in versions):
        sides = (("between", {names(v.actors | v.recipients) for v in versions}),)
    for kind, values in (
        ("called", {v.type for v in versions}),
        *sides,
        ("when", {v.day or "" for v in versions}),
        ("whether", {v.modality for v in versions}),
    ):
        if len(values) == 1 and (value := values.pop()):
            found.append((kind, value))
    return tuple(found)
