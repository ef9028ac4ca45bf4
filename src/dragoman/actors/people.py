"""People: their names, the titles around them, and who of the knowledge base they are."""

import re
from functools import cache

from dragoman.actors.cast import Cast, Figure, local_id
from dragoman.actors.knowledge import Knowledge, Known
from dragoman.actors.names import name_key, sound
from dragoman.actors.service import in_phrase, is_title, phrase_before
from dragoman.actors.spans import PARTICLES, Span
from dragoman.grammar import base_relation

GENERATION = 20
"""Years before the first office of a person in which a page hardly speaks of him."""
UNKNOWN_YET = 2
"""Years before the first office of a person from which a namesake of the page's own days is likelier meant."""
BETWEEN = frozenset(("bin", "ibn", "ben", "bint", "al", "el", "ould", "van", "von", "de", "da", "dos"))
"""Small words between the first name of a person and what comes after it."""
FAMOUS = 3
"""Rank from which a full name alone tells a person."""
BEFORE_OFFICE, AFTER_OFFICE = 15, 15
"""Years before the first office known and after the last in which the news speaks of a person."""
CHIEFS = ("president", "head_of_government")
"""Offices whose holder a page on his state calls by the surname alone."""
REACH = 10
"""Most words of a title before a name."""
MALE, FEMALE = ("mr", "sir", "lord", "king", "prince", "spokesman", "congressman", "chairman"), (
    "mrs", "ms", "lady", "dame", "queen", "princess", "spokeswoman", "congresswoman", "chairwoman")  # fmt: skip
AMERICAN = re.compile(
    r"\b(?:senator|congress(?:wo)?man|sen|rep|secretary of state(?! for)|"
    r"house speaker|(?:house|senate) (?:majority|minority)|trade representative|homeland security)\b",
    re.IGNORECASE,
)
"""Titles that tell an American where a page names the United States."""
SENT = ("envoy", "representative", "coordinator", "rapporteur", "mediator")
"""Titles before which whoever sent him stands first: "the UN Yemen envoy"."""
FAMILY_FIRST = frozenset(("CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "JPN", "KHM"))


def is_person(cast: Cast, span: Span) -> bool:
    """Whether a name is a person's."""
    kinds = {cast.knowledge.known(n).kind for n, t in span.hits if t != "w"}
    if span.body or is_called_after(cast, span) or (span.kind == "PER" and span.first in cast.towns):
        return False
    if "person" not in kinds and (said_to_be_thing(cast, span) or cast.text_of(span.first, span.last) in cast.things):
        return False
    if kinds - {"person"} and "person" not in kinds and cast.knowledge.gender_of(cast.word(span.first).text) is None:
        return span.kind == "PER" and title_start(cast, span.first) < span.first
    if span.kind == "PER" and span.length == 1 and not span.hits and lone_thing(cast, span):
        return False
    if span.kind == "PER":
        return span.length > 1 or not (kinds - {"person"}) or sound(cast.word(span.first).text) in cast.surnames
    if "person" in kinds and span.length > 1:
        return len(kinds) == 1 or span.kind == ""
    if span.kind == "ORG" and span.length == 1 and not kinds and sound(cast.word(span.first).text) in cast.surnames:
        return not cast.word(span.first).text.isupper()
    if kinds - {"person"} or span.kind in ("ORG", "LOC"):
        return False
    titled = title_start(cast, span.first) < span.first
    first = cast.word(span.first).text
    return (
        titled or (span.length > 1 and cast.knowledge.gender_of(first) is not None) or (span.length == 1 and sound(first) in cast.surnames)
    )


def said_to_be_thing(cast: Cast, span: Span) -> bool:
    """Whether the noun before a name says that it is no person's: "the newspaper ..."."""
    return span.first > 0 and cast.lemmas[span.first - 1] in cast.knowledge.words.sets["kind_nouns"]


def is_called_after(cast: Cast, span: Span) -> bool:
    """Whether the noun before a name says that a ship is called after a person: "the carrier ..."."""
    return span.first > 0 and cast.lemmas[span.first - 1] in cast.knowledge.words.sets["named_after"]


def goes_on(cast: Cast, last: int) -> bool:
    """Whether a name goes on behind a word, which then is somebody's first name: "Saleh al-Harbi", "Mubarak bin Rashid"."""
    if last >= len(cast.tree.words) or cast.word(last).sentence != cast.word(last - 1).sentence:
        return False
    text = cast.word(last).text
    return text.lower() in BETWEEN or (text[:3].lower() in ("al-", "el-") and text[3:4].isupper())


def lone_thing(cast: Cast, span: Span) -> bool:
    """Whether a single unknown word shows no sign of a person: no title, no act of saying, no known first name."""
    word = cast.word(span.first)
    if sound(word.text) in cast.surnames or title_start(cast, span.first) < span.first or cast.knowledge.gender_of(word.text):
        return False
    speaks = word.relation == "nsubj" and word.head >= 0 and cast.lemmas[word.head] in cast.knowledge.words.sets["reporting"]
    return not speaks or word.text.isupper()


def title_start(cast: Cast, first: int) -> int:
    """The word at which the title before a name begins ("Russia's Defense Minister ..."); ``first`` if there is none."""
    words, titles = cast.tree.words, cast.knowledge.words.titles
    begin = cast.tree.sentence_of(first).first
    j = first - 1
    if (
        j - 2 >= begin
        and cast.lemmas[j] in ("state", "staff", "parliament")
        and cast.lemmas[j - 1] == "of"
        and cast.lemmas[j - 2] in titles
    ):
        j -= 2
    if j < begin or cast.lemmas[j] not in titles:
        return first
    while j >= begin and first - j <= REACH:
        word = words[j]
        noun = word.upos in ("NOUN", "PROPN", "ADJ") and cast.lemmas[j] not in cast.knowledge.words.sets["alone"] - {
            "mr",
            "mrs",
            "ms",
            "dr",
        }
        joint = word.text.lower() in ("'s", "’s", "-", "–") and j > begin
        if not (noun or joint or (word.upos == "PRON" and "Poss=Yes" in word.feats)):
            break
        j -= 1
    j += 1
    return j + 1 if words[j].upos in ("PART", "PUNCT") else j


def trailing_title(cast: Cast, last: int) -> tuple[int, int] | None:
    """The words of an apposition after a name that says what the person is ("..., the Turkish foreign minister, ...")."""
    words, end = cast.tree.words, cast.tree.sentence_of(last - 1).last
    if last + 1 >= end or words[last].text != ",":
        return None
    found = -1
    for j in range(last + 1, min(end, last + 1 + REACH)):
        word = words[j]
        if cast.lemmas[j] in cast.knowledge.words.titles and word.upos in ("NOUN", "PROPN"):
            found = j
        elif word.upos in ("ADP",) and word.text.lower() in ("of", "for", "to", "at", "in") and found >= 0:
            return last + 1, j if found < j else found + 1
        elif not (word.upos in ("NOUN", "PROPN", "ADJ", "DET") or word.text in ("'s", "’s", "-", "and") or "Poss=Yes" in word.feats):
            break
    return (last + 1, found + 1) if found >= 0 else None


def country_near(cast: Cast, first: int, last: int) -> str | None:
    """The country named within the words of a title: the last one if there are several, of somebody sent the first."""
    found = [c for i in range(first, last) if (c := cast.countries.get(i) or cast.unions.get(i))]
    sent = any(cast.lemmas[i] in SENT for i in range(first, last))
    return (found[0] if sent else found[-1]) if found else None


def country_before(cast: Cast, first: int) -> str | None:
    """The country told by what stands before a comma and a name: "A spokesman for the NATO force, Colonel X", "The Mali minister, Mr X"."""
    start, last = phrase_before(cast, first)
    title = next((i for i in range(start, last) if is_title(cast, i)), -1)
    if last == first or title < 0:
        return None
    return country_near(cast, start, title + 1) or country_after(cast, (title, title + 1), last)


def country_after(cast: Cast, title: tuple[int, int], last: int | None = None) -> str | None:
    """The country after the "of", "for" or "at" that follows a title; whom an envoy or minister is "for" does not count."""
    words = cast.tree.words
    last = min(cast.tree.sentence_of(title[0]).last, title[1] + 8) if last is None else last
    if title[1] >= last or words[title[1]].text.lower() not in ("of", "for", "at"):
        return None
    told = any(cast.lemmas[i].startswith("spokes") for i in range(*title))
    if words[title[1]].text.lower() == "for" and not told:
        return None
    for i in range(title[1] + 1, last):
        if i in cast.countries:
            return cast.countries[i]
        if not in_phrase(words[i]) or words[i].text.lower() == "in":
            return None
    return None


def link_person(cast: Cast, span: Span, hint: str | None, *, titled: bool) -> Known | None:
    """The person of the knowledge base whom a name means, if it is sure enough."""
    name = cast.text_of(span.first, span.last)
    if span.length > 1:
        numbers = [n for n, _ in span.hits] or cast.knowledge.find_sound(name) or cast.knowledge.find_sound(without_initials(name))
    else:
        numbers = [] if goes_on(cast, span.last) else [n for n, _ in cast.knowledge.find(name_key(name))]
    people = [known for n in numbers if (known := cast.knowledge.known(n)).kind == "person"]
    scored = sorted((later(cast, known) - likeness(cast, known, hint), known.number) for known in people)
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0] and span.length == 1):
        return None
    best = cast.knowledge.known(scored[0][1])
    return best if likeness(cast, best, hint) >= needed(cast, span, best, hint, titled=titled, alone=len(people) == 1) else None


def needed(cast: Cast, span: Span, best: Known, hint: str | None, *, titled: bool, alone: bool) -> int:  # noqa: PLR0913 - what speaks for a person
    """How likely a person must be meant to be taken: less where a full name is his alone, and a country or an office of his is told."""
    if span.length == 1:
        in_chief = any(o.office in CHIEFS and o.country in cast.context and o.covers(cast.day or "") for o in best.offices)
        return 6 if titled else 8 if in_chief else 9
    if best.rank >= FAMOUS:
        return 3
    if not (alone and span.hits and in_his_days(best, cast.day)):
        return 8
    return 6 if hint else 5 if titled and best.office_on(cast.day) is not None else 8


def in_his_days(known: Known, day: str | None) -> bool:
    """Whether a page is of the days in which a person may be spoken of: some years before the first office to some after the last."""
    if not day or not known.offices:
        return True
    years = [int(cell.lstrip("<")[:4]) for o in known.offices for cell in (o.first, o.last) if cell.lstrip("<")[:4].isdigit()]
    return not years or min(years) - BEFORE_OFFICE <= int(day[:4]) <= max(years) + AFTER_OFFICE


def years_before(known: Known, day: str | None) -> int:
    """How many years after the page's day the first office of a person began; 0 where it began before, or that is not known."""
    first = min((office.first[:4] for office in known.offices if office.first), default="")
    return max(0, int(first) - int(day[:4])) if day and first else 0


def later(cast: Cast, known: Known) -> int:
    """What speaks for a namesake: somebody whose first office began years after the page's day is hardly known yet."""
    return 4 if years_before(known, cast.day) > UNKNOWN_YET else 0


def without_initials(name: str) -> str:
    """A name without the initials between its first and last word: "Ada B. Brandt" as Ada Brandt."""
    words = name.split()
    return " ".join(w for i, w in enumerate(words) if i in (0, len(words) - 1) or len(w.rstrip(".")) > 1)


def likeness(cast: Cast, known: Known, hint: str | None) -> int:
    """How likely a person of the knowledge base is meant, given the country that the page names beside the name."""
    countries = {known.country, *(o.country for o in known.offices)}
    score = known.rank
    office = known.office_on(cast.day)
    if office is not None:
        score += 5 if office.office in CHIEFS and office.country in cast.context else 2
    elif years_before(known, cast.day) > GENERATION:
        score -= 8
    if hint:
        score += 5 if hint in countries else -4
    elif known.country in cast.context:
        score += 2
    return score


def cast_person(cast: Cast, span: Span) -> Figure:
    """The figure of a named person, new or known, with what the title around the name tells."""
    words = cast.tree.words
    start = title_start(cast, span.first)
    after = trailing_title(cast, span.last)
    hint = country_near(cast, start, span.first) or country_before(cast, start) or (country_near(cast, *after) if after else None)
    hint = hint or (country_after(cast, after) if after else None)
    hint = hint or owner_before(cast, start) or owner_after(cast, span.last)
    name = cast.text_of(span.first, span.last)
    if hint is None and "USA" in cast.context and start < span.first and AMERICAN.search(cast.text_of(start, span.first)):
        hint = "USA"
    if hint is None and span.length == 1 and start < span.first and is_chief(cast, start, span.first):
        hint = country_of_chief(cast, name)
    figure = known_figure(cast, span, hint, titled=start < span.first)
    if figure is None:
        figure = cast.figure(local_id("person", name_key(name), hint or ""), name, "person", hint)
        figure.why = figure.why or "named on the page"
    enrich(cast, figure, (start, span.first), after)
    if span.length > 1:
        figure.aliases.append(name)
        if len(name) > len(figure.name) or (figure.known and len(figure.aliases) == 1):
            figure.aliases.append(figure.name)
            figure.name = name
        cast.register_surname(figure, name)
        if figure.country in FAMILY_FIRST:
            cast.surnames.setdefault(sound(words[span.first].text), figure)
    else:
        cast.surnames.setdefault(sound(name), figure)
    return figure


def is_chief(cast: Cast, first: int, last: int) -> bool:
    """Whether a title is that of a head of state or government in office."""
    text = cast.text_of(first, last).lower().replace("-", " ")
    office = next((office for phrase, office in cast.knowledge.words.offices if phrase in text), "")
    return office in CHIEFS and not any(word in text for word in ("former", "vice", "deputy", "ex "))


def country_of_chief(cast: Cast, surname: str) -> str | None:
    """The one country that heads of this surname led on the page's day, or ever on a page without a day: "the Bush administration"."""
    people = (cast.knowledge.known(n) for n in chiefs(cast.knowledge).get(name_key(surname), ()))
    led = {o.country for known in people for o in known.offices if o.office in CHIEFS and (not cast.day or o.covers(cast.day))}
    return led.pop() if len(led) == 1 else None


@cache
def chiefs(knowledge: Knowledge) -> dict[str, list[int]]:
    """Those who were heads of state or government, by the key of the last part of their names."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(knowledge.rows):
        if "\tperson\t" in row and any(f"|{office}|" in row for office in CHIEFS):
            found.setdefault(name_key(knowledge.known(number).name.split()[-1]), []).append(number)
    return found


def owner_before(cast: Cast, first: int) -> str | None:
    """The country of whose a person is: "the BBC's ..."."""
    if first < 2 or cast.word(first - 1).text.lower() not in ("'s", "’s"):
        return None
    return cast.countries.get(first - 2)


def owner_after(cast: Cast, last: int) -> str | None:
    """The country of the body to which a person belongs: "... of the World Bank", ", of the Foreign Office"; no town."""
    words = cast.tree.words
    if last + 1 < len(words) and words[last].text == "," and words[last + 1].text.lower() in ("of", "from"):
        last += 1
    if last + 1 >= len(words) or words[last].text.lower() not in ("of", "from", "at"):
        return None
    near = range(last + 1, min(last + 5, len(words)))
    found = [cast.countries[i] for i in near if i in cast.countries and not (i in cast.towns and words[last].text.lower() == "at")]
    return found[0] if found else None


def known_figure(cast: Cast, span: Span, hint: str | None, *, titled: bool) -> Figure | None:
    """Somebody of the page or of the knowledge base to whom the name belongs."""
    parts = cast.text_of(span.first, span.last).split()
    last = sound(parts[-1])
    if len(parts) == 1:
        seen = cast.surnames.get(last) or cast.forenames.get(last)
        if seen is not None and not is_of_another_calling(seen, calling_of(cast, span)):
            return seen
    else:
        seen = cast.surnames.get(last)
        if seen is not None and all(part.lower() in PARTICLES for part in parts[:-1]):
            return seen
        if seen is not None and seen.known is None and sound(seen.name.split()[0]) == sound(parts[0]):
            return seen
    if len(parts) == 1 and calling_of(cast, span):
        return None
    known = link_person(cast, span, hint, titled=titled) or (in_office(cast, span, hint) if len(parts) == 1 and titled else None)
    return cast.of_known(known) if known else None


def calling_of(cast: Cast, span: Span) -> str | None:
    """The calling right before a name that is not that of those who govern: "Professor X"."""
    word = cast.lemmas[span.first - 1] if title_start(cast, span.first) < span.first else ""
    return word if word in cast.knowledge.words.sets["callings"] else None


def is_of_another_calling(figure: Figure, calling: str | None) -> bool:
    """Whether somebody known by an office is hardly meant by a calling: the page does not call him so, and no office of his is named so."""
    if calling is None or figure.known is None or not figure.known.offices or calling in figure.roles:
        return False
    return not any(calling in office.title.lower() for office in figure.known.offices)


def in_office(cast: Cast, span: Span, hint: str | None) -> Known | None:
    """The holder of the office before a surname, on the page's day, of the country told or of one that the page names."""
    title = cast.text_of(title_start(cast, span.first), span.first).lower().replace("-", " ")
    office = next((office for phrase, office in cast.knowledge.words.offices if phrase in title), "")
    if not office or not cast.day or any(word in title for word in ("former", "vice", "deputy", "ex ")):
        return None
    last = sound(cast.word(span.last - 1).text)
    holders = (cast.knowledge.holder(country, office, cast.day) for country in ([hint] if hint else sorted(cast.context)))
    found = {known.id: known for known in holders if known is not None and last in {sound(part) for part in known.name.split()}}
    return next(iter(found.values())) if len(found) == 1 else None


def enrich(cast: Cast, figure: Figure, title: tuple[int, int], after: tuple[int, int] | None) -> None:
    """Add what titles tell: the role, the country, the gender."""
    words = cast.tree.words
    for first, last in (title, after or (0, 0)):
        if last <= first:
            continue
        role = cast.article.text[words[first].start : words[last - 1].end]
        lemmas = [cast.lemmas[i] for i in range(first, last)]
        figure.roles.update(lemmas)
        if figure.role is None and lemmas != ["mr"] and lemmas != ["ms"] and lemmas != ["mrs"]:
            figure.role = " ".join(role.split()).removeprefix("the ").removeprefix("a ")
        if figure.gender is None:
            figure.gender = "Masc" if any(x in MALE for x in lemmas) else "Fem" if any(x in FEMALE for x in lemmas) else None
    if figure.country is None:
        figure.country = country_near(cast, *title) or (country_near(cast, *after) if after else None)
    if figure.gender is None and " " in figure.name:
        figure.gender, figure.sure = cast.knowledge.gender_of(figure.name.split()[0]), False


def place_person(cast: Cast, span: Span, figure: Figure) -> None:
    """Mention a person at the words of its name with the title before it."""
    start = title_start(cast, span.first)
    head = span_head(cast, span.first, span.last)
    top = head
    for _ in range(4):
        word = cast.word(top)
        if not (start <= word.head < span.first and base_relation(word) in ("flat", "compound", "appos", "nmod")):
            break
        top = word.head
    cast.mention(figure, top, (start, span.last), "name", "modifier: credit" if is_credit(cast, figure, top) else "named")
    if top != head:
        cast.owner.setdefault(head, figure)
    for i in range(start, span.last):
        if i >= span.first:
            cast.owner.setdefault(i, figure)


def is_credit(cast: Cast, figure: Figure, head: int) -> bool:
    """Whether an unknown name in a caption is only the photographer's: it has no part in any clause."""
    block = cast.article.blocks[cast.tree.sentence_of(head).block]
    alone = cast.word(head).relation in ("root", "parataxis", "list", "dep", "appos", "nmod:unmarked", "conj")
    return block.kind == "caption" and alone and figure.known is None and figure.role is None


def span_head(cast: Cast, first: int, last: int) -> int:
    """The word of a stretch whose head lies outside it; the last such one."""
    for i in range(first, last):
        if not first <= cast.word(i).head < last:
            return i
    return last - 1
