"""Where names stand: what the knowledge base has, what the language model saw, and which of two that overlap is right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.actors.knowledge import MOST_LOOKS, Hit, Knowledge, Told
from dragoman.actors.misspelled import misspelled_state
from dragoman.actors.names import name_key
from dragoman.grammar import Tree, base_relation
from dragoman.model import Name, Word

LONGEST_LABEL = 3
"""Most words of a name in a transcript's label."""

PARTY_TAG = re.compile(r"[DRI]-[A-Z][A-Za-z.]{0,6}")
"""Party and state behind an American legislator's name: "(D-NH)"."""
LONGEST_REGION = 3
"""Most words of an adjective of a part of the world, the hyphen in "Pan-American" counted."""
LONGEST = 12
"""Most words of a name."""
OFFICE_NOUNS = frozenset(
    "minister prince princess president secretary ambassador spokesman spokeswoman commissioner premier governor".split()  # noqa: SIM905
)
"""Nouns for offices that are hardly ever the last part of a person's name."""
RULING = frozenset(("royal", "imperial", "central", "federal", "national", "union"))
"""Adjectives before "Government" that name no other body."""
PARTICLES = frozenset("van von der den de del della di da do dos das du la le al el bin ibn ben ter ten zu y".split())  # noqa: SIM905
"""Small words within names of people."""
STRENGTH = {"n": 0, "m": 0, "s": 1, "a": 1, "d": 1, "c": 2, "b": 0, "w": 3}


@dataclass(frozen=True, slots=True)
class Span:
    """A name over words ``[first, last)``: what the model called it (PER, ORG, LOC or nothing) and what the knowledge base has for it."""

    first: int
    last: int
    kind: str
    hits: tuple[Hit, ...] = ()
    body: str = ""

    @property
    def length(self) -> int:
        """How many words it has."""
        return self.last - self.first


def find_spans(tree: Tree, knowledge: Knowledge) -> list[Span]:
    """All names of a page in text order, none overlapping another: the longer wins, the knowledge base where both are as long."""
    parts = list(world_parts(tree, knowledge))
    nobody = {(part.first, part.last) for part in parts}
    begins = {i: part.first for part in parts for i in range(part.first + 1, part.last)}
    names = [*scan(tree, knowledge), *model_names(tree, knowledge), *long_names(tree, knowledge)]
    found = [*parts, *(s if s.hits or s.length == 1 else replace(s, first=begins.get(s.first, s.first)) for s in names)]
    taken = [False] * len(tree.words)
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (-s.length, not s.body, not s.hits, s.first)):
        if not any(taken[span.first : span.last]):
            taken[span.first : span.last] = [True] * span.length
            kept.append(with_kind(span, found))
    kept += capital_runs(tree, knowledge, taken)
    return sorted((s for s in kept if s.hits or (s.first, s.last) not in nobody), key=lambda s: s.first)


def world_parts(tree: Tree, knowledge: Knowledge) -> Iterator[Span]:
    """Adjectives of parts of the world, and their peoples, which name nobody: "Latin American", "West Africans"."""
    said = {key for key in knowledge.words.parts_of_world if " " in key}
    endings = {key.split()[-1] for key in said}
    for word in tree.words:
        if not word.text[:1].isupper() or word.text.lower().rpartition("-")[2].removesuffix("s") not in endings:
            continue
        begin = max(tree.sentence_of(word.index).first, word.index - LONGEST_REGION + 1)
        for first in range(begin, word.index + 1):
            if name_key(" ".join(w.text for w in tree.words[first : word.index + 1])).removesuffix("s") in said:
                yield Span(first, word.index + 1, "")
                break


def with_kind(span: Span, found: Sequence[Span]) -> Span:
    """The span with the model's kind for the same words, if it has none."""
    if span.kind:
        return span
    kind = next((s.kind for s in found if s.kind and s.first == span.first and s.last == span.last), "")
    return Span(span.first, span.last, kind, span.hits, span.body)


def scan(tree: Tree, knowledge: Knowledge) -> list[Span]:
    """The longest names of the knowledge base at each word, and the bodies that every state has."""
    words, free = tree.words, 0
    found: list[Span] = []
    for first, width in reversed(beginnings(words, knowledge)):
        span = longest_at(words, knowledge, first, width) if first >= free else None
        if span is not None:
            found.append(span)
            free = span.last
    return found


def beginnings(words: Sequence[Word], knowledge: Knowledge) -> list[tuple[int, int]]:
    """The words at which a name may begin by its first two comparable parts, the last one first, and the most words it may have."""
    looks, look, after = knowledge.looks, knowledge.look, ""
    found: list[tuple[int, int]] = []
    for word in reversed(words):
        parts, start = looks.get(word.text) or look(word.text)
        if start is not None:
            seconds, own = start
            width = seconds.get(after) or own
            if width:
                found.append((word.index, width))
        if parts:
            after = parts[0]
    return found


def longest_at(words: Sequence[Word], knowledge: Knowledge, first: int, width: int) -> Span | None:
    """The longest name or body that starts at a word, within one sentence; none ends inside a word, as half of a hyphenated one."""
    names, bodies, looks = knowledge.names, knowledge.words.bodies, knowledge.looks
    run: list[str] = []
    ends: list[int] = []
    sentence = words[first].sentence
    for index in range(first, min(first + 3 * LONGEST, len(words))):
        word = words[index]
        if len(run) >= width or word.sentence != sentence:
            break
        parts = (looks.get(word.text) or knowledge.look(word.text))[0]
        if len(parts) == 1:
            run.append(parts[0])
            ends.append(index + 1)
        elif parts:
            run += parts
            ends += [-1] * (len(parts) - 1) + [index + 1]
    for stop in range(min(width, len(run)), 0, -1):
        last = ends[stop - 1]
        key = " ".join(run[:stop]) if stop > 1 else run[0]
        if last >= 0 and (key in names or key in bodies):
            span = named_by(words, (first, last), key, knowledge)
            if span is not None:
                return span
    return None


def named_by(words: Sequence[Word], at: tuple[int, int], key: str, knowledge: Knowledge) -> Span | None:
    """The name or body that words are, whose key the knowledge base has; nothing where they are not written as one."""
    first, last = at
    hits, body, people = hits_as_written(words[first:last], key, knowledge)
    if (not hits and not body) or (people and joint_after(words, last)):
        return None
    return Span(first, last, "", hits, body)


def hits_as_written(words: Sequence[Word], key: str, knowledge: Knowledge) -> Told:
    """Whom words may name by the way in which they are written, what body of every state they are, and whether all named are people."""
    written = (words[0].text, words[0].upos, "") if len(words) == 1 else tuple([w.text for w in words])
    found = knowledge.told.get(written)
    if found is None:
        body = knowledge.words.bodies.get(key, "")
        hits = tuple(h for h in knowledge.find(key) if fits(words, h, knowledge))
        people = bool(hits) and all(knowledge.known(n).kind == "person" for n, _ in hits)
        found = (hits, "" if any(t != "w" and knowledge.known(n).rank for n, t in hits) else body, people)
        if len(knowledge.told) < MOST_LOOKS:
            knowledge.told[written] = found
    return found


def fits(words: Sequence[Word], hit: Hit, knowledge: Knowledge) -> bool:
    """Whether words are written as a name of this type is: with a capital, an acronym in capitals ("UN refugee agency")."""
    first = words[0].text
    if hit[1] == "w":
        return words[-1].text[:1].isupper() and (len(words) > 1 or weak_alone(words[0], knowledge))
    if len(words) == 1:
        if hit[1] == "s":
            return any(c.isupper() for c in first[1:]) or (len(first) > 3 and first[:1].isupper())
        if first.lower() in ("us", "may", "march", "china", "turkey", "chad", "jordan", "guinea"):
            return first[:1].isupper() and first != "Us" and first not in ("May", "March")
        return first[:1].isupper() or any(c.isupper() for c in first)
    capital = sum(w.text[:1].isupper() for w in words)
    known = knowledge.known(hit[0])
    famous = (known.rank >= 5 or known.kind == "outlet") and first[:1].isupper()
    if famous and first.isupper():
        return True
    return capital * 2 >= len(words) and (famous or any(words[-1].text[k : k + 1].isupper() for k in (0, 3)))


def owned_body(tree: Tree, knowledge: Knowledge, name: tuple[int, int]) -> tuple[int, int, str] | None:
    """The words and the body that a name has after its state's and before a place: "Swedish Embassy in Oslo", "Malian Government".

    The body is empty where it is one that every state has by a common noun.
    """
    first, last = name
    last = next((i for i in range(first + 1, last) if tree.words[i].text.lower() in ("in", "at")), last)
    words = [w.text for w in tree.words[first:last]]
    for n in (3, 2, 1):
        rest = name_key(" ".join(words[n:]))
        if n < len(words) and knowledge.is_country(" ".join(words[:n])):
            if rest in knowledge.words.bodies:
                return first + n, last, knowledge.words.bodies[rest]
            if rest in knowledge.words.owned:
                return first + n, last, ""
    return None


def is_office(words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Whether words name only an area of government, a rank or an office, and so nobody.

    Such are "Foreign Affairs", "Vice Admiral", "Maj. Gen.", "US President", "Prime" and the lone initial of a name cut short.
    """
    areas, titles, alone = knowledge.words.sets["areas"], knowledge.words.titles, knowledge.words.sets["alone"]
    plain = [w.text.lower().rstrip(".") for w in words if w.upos not in ("CCONJ", "ADP", "PUNCT", "DET")]
    if all(w in areas or w in titles or w in alone or (len(w) == 1 and w.isalpha()) for w in plain):
        return True
    return plain[-1] in titles and all(w in areas or w in titles or knowledge.is_country(w) for w in plain)


def only_office(words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Whether what the model takes for a person's name ends with a noun for an office: "Crown Prince", "Forests Minister"."""
    last = words[-1].lemma.lower()
    return len(words) > 1 and last in OFFICE_NOUNS and knowledge.gender_of(words[0].text) is None


def said_what(words: Sequence[Word], knowledge: Knowledge) -> list[Hit]:
    """Whom a name means whose last word only says what it is: "Fatah Party", "Taliban Movement"."""
    if len(words) < 2 or words[-1].lemma.lower() not in knowledge.words.sets["same_thing"]:
        return []
    found = [h for h in knowledge.find(name_key(" ".join(w.text for w in words[:-1]))) if fits(words[:-1], h, knowledge)]
    return [h for h in found if h[1] != "w" and knowledge.known(h[0]).kind in ("organisation", "group", "outlet")]


def is_government(words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Whether words are a state's government told by a common noun, and so the state: "Government of Pakistan", "Royal Government"."""
    texts = [w.text.lower() for w in words]
    if texts[-1] == "government":
        return len(words) == 2 and texts[0] in RULING
    after = texts[3:] if texts[2:3] == ["the"] else texts[2:]
    return texts[:2] == ["government", "of"] and bool(after) and knowledge.is_country(" ".join(w.text for w in words[-len(after) :]))


def weak_alone(word: Word, knowledge: Knowledge) -> bool:
    """Whether a single weak name may be meant: an acronym in capitals of three letters or more, or a proper noun; no rank, no weekday."""
    if is_office((word,), knowledge):
        return False
    return (word.text.isupper() and len(word.text) > 2) or (word.upos == "PROPN" and len(word.text) > 3)


def model_names(tree: Tree, knowledge: Knowledge) -> list[Span]:
    """The names that the model saw, without titles and articles before them, looked up in the knowledge base."""
    found = []
    for name, first, last in name_pieces(tree, knowledge):
        if first >= last or any("/" in w.text or PARTY_TAG.fullmatch(w.text) for w in tree.words[first:last]):
            continue
        owned = owned_body(tree, knowledge, (first, last))
        if owned is not None:
            found += [Span(owned[0], owned[1], name.kind, (), owned[2])] if owned[2] else []
            continue
        words = tree.words[first:last]
        if (len(words) == 1 and not may_name_alone(words[0], knowledge)) or is_office(words, knowledge) or is_government(words, knowledge):
            continue
        if words[0].text[:1] in "-‑" or (name.kind == "PER" and only_office(words, knowledge)):
            continue
        key = name_key(tree.parse.text[words[0].start : words[-1].end])
        hits = [h for h in knowledge.find(key) if fits(words, h, knowledge)] or said_what(words, knowledge)
        if not hits and len(words) == 1 and name.kind != "PER":
            hits = list(misspelled_state(words[0].text, knowledge))
        body = knowledge.words.bodies.get(key, "") if not hits else ""
        found.append(Span(first, last, name.kind, tuple(hits), body))
    return found


def name_pieces(tree: Tree, knowledge: Knowledge) -> Iterator[tuple[Name, int, int]]:
    """The model's names, cut to what is a name: a person's begins after the last title and ends before a preposition or an "and"."""
    words = tree.words
    for name in glued(tree, knowledge):
        end = min(name.last, name.first + 2 * LONGEST)
        if name.kind != "PER":
            yield name, *trim(words, name.first, min(end, name.first + LONGEST), knowledge)
            continue
        cuts = [i for i in range(name.first, end) if cuts_name(words, name.first, i, end)]
        for first, last in zip([name.first, *(i + 1 for i in cuts)], [*cuts, end], strict=True):
            titles = [i for i in range(first, last - 1) if title_like(words[i], knowledge) and not is_inner(words, first, i, knowledge)]
            start = titles[-1] + 1 if titles else first
            while start < last - 1 and words[start].text.islower() and words[start].upos == "NOUN":
                start += 1
            while start < last - 2 and knowledge.is_country(words[start].text):
                start += 1
            yield name, *trim(words, start, last, knowledge)


def is_inner(words: Sequence[Word], first: int, i: int, knowledge: Knowledge) -> bool:
    """Whether a word that may be a title is a part of a name by the grammar: "Mohamud Sheikh Diriye", against "US President Ada Brandt"."""
    begin, word = words[first], words[i]
    if i == first or begin.upos != "PROPN" or word.head != first or base_relation(word) != "flat":
        return False
    return not (title_like(begin, knowledge) or is_office((begin,), knowledge) or knowledge.is_country(begin.text))


def cuts_name(words: Sequence[Word], first: int, i: int, end: int) -> bool:
    """Whether a word ends a person's name; a small word between its parts does not: "Ada van den Brandt", "Ines de la Vega"."""
    word = words[i]
    if word.text.lower() in PARTICLES and first < i < end - 1 and words[i - 1].text[:1].isupper():
        return not any(w.text[:1].isupper() for w in words[i + 1 : i + 3] if w.index < end)
    return word.upos in ("ADP", "CCONJ", "SCONJ", "VERB", "AUX") or word.text in ",()[]:;"


def glued(tree: Tree, knowledge: Knowledge) -> list[Name]:
    """The model's names, each whole where a hyphen without spaces goes on in the next word: "Nam Hye-jin"."""
    words = tree.words
    found: list[Name] = []
    for name in grown(tree, knowledge):
        first, last = name.first, name.last
        while (step := joint_after(words, last)) > 0:
            last += step
        if found and (first < found[-1].last or (found[-1].last == first - 1 and is_joint(words, first - 1))):
            if last > found[-1].last:
                before = found.pop()
                found.append(Name(before.start, words[last - 1].end, before.first, last, before.kind))
            continue
        if found and found[-1].last == first and is_torn(words, first):
            before = found.pop()
            first = before.first
        while first >= 1 and (is_joint(words, first - 1) or is_torn(words, first)):
            first -= 2 if is_joint(words, first - 1) else 1
        if name.kind == "PER" and has_first_name(words, first) and not title_like(words[first - 1], knowledge):
            first = found.pop().first if found and found[-1].last == first and found[-1].kind == "PER" else first - 1
        found.append(Name(words[first].start, words[last - 1].end, first, last, name.kind))
    return found


def grown(tree: Tree, knowledge: Knowledge) -> list[Name]:
    """The model's names, each with the proper nouns that the grammar makes parts of it: both words where it saw one of "Ada Brandt"."""
    words, found = tree.words, list[Name]()
    labels = list(labelled(tree, knowledge))
    seen = [name for name in tree.parse.names if not any(name.first < label.last and label.first < name.last for label in labels)]
    for name in sorted((*seen, *labels), key=lambda name: name.first):
        if found and name.first < found[-1].last:
            continue
        first, last, kind = name.first, name.last, name.kind
        if found and found[-1].last == first and is_part(words, first, found[-1].first):
            before = found.pop()
            first, kind = before.first, "PER" if "PER" in (kind, before.kind) else before.kind
        while last < len(words) and last - first < LONGEST and is_part(words, last, first) and not title_like(words[last], knowledge):
            last += 1
        start = words[first].head
        if start == first - 1 and start >= 0 and is_part(words, first, start) and not title_like(words[start], knowledge):
            first, kind = start, "ORG" if words[start].lemma.lower() in knowledge.words.sets["outlet_nouns"] else kind
        found.append(Name(words[first].start, words[last - 1].end, first, last, kind))
    return found


def labelled(tree: Tree, knowledge: Knowledge) -> Iterator[Name]:
    """The names in labels of transcripts: "MR. OKAFOR:", "SECRETARY LINDQUIST:"."""
    words, text = tree.words, tree.parse.text
    for word in words:
        opens = word.index == 0 or "\n" in text[words[word.index - 1].end : word.start]
        if not (opens and word.text.isupper() and title_like(word, knowledge)):
            continue
        last = first = word.index + 1
        while last < len(words) and last - first < LONGEST_LABEL and words[last].text.isupper() and words[last].text.isalpha():
            last += 1
        if first < last < len(words) and words[last].text == ":":
            yield Name(words[first].start, words[last - 1].end, first, last, "PER")


ARTICLES = frozenset(("al", "el", "ul", "ad", "ar", "as", "ash", "at", "az", "an"))


def is_part(words: Sequence[Word], i: int, first: int) -> bool:
    """Whether a proper noun with a capital goes on a name that begins at ``first``, in the same sentence."""
    word = words[i]
    flat = base_relation(word) == "flat" and first <= word.head < i and words[first].upos == "PROPN"
    return flat and word.upos == "PROPN" and word.text[:1].isupper() and words[first].text[:1].isupper()


def has_first_name(words: Sequence[Word], i: int) -> bool:
    """Whether an Arabic article that a hyphen binds to a name stands behind another one: "Omar al-Haddawi"."""
    if not 0 < i < len(words) - 1 or words[i].text not in ARTICLES or words[i + 1].text not in ("-", "‑"):
        return False
    before = words[i - 1]
    return before.sentence == words[i].sentence and before.upos == "PROPN" and before.text[:1].isupper() and before.end < words[i].start


def is_joint(words: Sequence[Word], i: int) -> bool:
    """Whether a word is a hyphen between two words of one sentence that all touch, the second a part of a name."""
    if not 0 < i < len(words) - 1 or words[i].text not in ("-", "‑"):
        return False
    before, after = words[i - 1], words[i + 1]
    return before.end == words[i].start and words[i].end == after.start and after.upos == "PROPN" and before.upos == "PROPN"


def is_torn(words: Sequence[Word], i: int) -> bool:
    """Whether a word goes on the one before it without a space: "Chung" and "-hee", or a name that was cut in two."""
    if not 0 < i < len(words) or words[i - 1].end != words[i].start or words[i - 1].sentence != words[i].sentence:
        return False
    before, text = words[i - 1].text, words[i].text
    capital = before[:1].isupper() or (before[:1] in "-‑" and before[1:].isalpha() and words[i - 1].upos in ("PROPN", "PUNCT"))
    return before[-1:].isalpha() and capital and text.lstrip("-‑").isalpha() and len(text) > 1 and text.lower() != "-based"


def joint_after(words: Sequence[Word], last: int) -> int:
    """How many words go on a name that ends before ``last``, glued to it by a hyphen or by nothing."""
    if last + 1 < len(words) and is_joint(words, last):
        return 2
    return 1 if is_torn(words, last) else 0


def title_like(word: Word, knowledge: Knowledge) -> bool:
    """Whether a word is a noun for an office."""
    return word.lemma.lower().rstrip(".") in knowledge.words.titles


def is_common(word: Word, knowledge: Knowledge) -> bool:
    """Whether a word is a common noun for a body or a group, which alone names nobody: "Brigade", "Office"."""
    lists, lemma = knowledge.words, word.lemma.lower()
    return any(lemma in words for words in (lists.collectives, lists.stand_ins, lists.sets["body_heads"], lists.sets["same_thing"]))


def may_name_alone(word: Word, knowledge: Knowledge) -> bool:
    """Whether one word can be a name: it has a capital, is no weekday, and no office."""
    plain = word.lemma.lower() in knowledge.words.sets["alone"] or title_like(word, knowledge) or is_common(word, knowledge)
    return not plain and any(c.isupper() for c in word.text) and any(c.isalpha() for c in word.text[:2])


def trim(words: Sequence[Word], first: int, last: int, knowledge: Knowledge) -> tuple[int, int]:
    """A name's words without article, titles and marks at its edges."""
    while first < last and (words[first].upos in ("DET", "PUNCT", "ADP", "CCONJ") or words[first].text.lower() in ("'s", "’s")):
        first += 1
    while first < last - 1 and words[first].text.lower().rstrip(".") in knowledge.words.titles and words[first + 1].upos == "PROPN":
        first += 1
    while first < last and (
        (words[last - 1].upos in ("PUNCT", "PART", "ADP", "DET", "CCONJ") and not is_torn(words, last - 1))
        or words[last - 1].text.lower() in ("'s", "’s")
    ):
        last -= 1
    return first, last


def long_names(tree: Tree, knowledge: Knowledge) -> Iterator[Span]:
    """Names of bodies with a preposition in them: "Institute for the Study of War"."""
    words, heads = tree.words, knowledge.words.sets["body_heads"]
    for i, word in enumerate(words):
        if word.lemma.lower() not in heads or not word.text[:1].isupper() or i + 2 >= len(words):
            continue
        if words[i + 1].text.lower() not in ("of", "for"):
            continue
        last = end_of_long_name(tree, knowledge, i)
        key = name_key(" ".join(w.text for w in words[i:last]))
        if last - i > 2 and not knowledge.find(key) and key not in knowledge.words.bodies and not ends_in_country(words[i:last], knowledge):
            yield Span(start_of_long_name(tree, knowledge, i), last, "ORG")


def end_of_long_name(tree: Tree, knowledge: Knowledge, i: int) -> int:
    """Where a body's name ends that goes on with "of" or "for": at the last capital joined by small words."""
    words, last = tree.words, i + 1
    for j in range(i + 1, min(tree.sentence_of(i).last, i + LONGEST)):
        word = words[j]
        if word.text in ("-", "’s", "'s") and words[j - 1].end == word.start and j + 1 < len(words) and words[j + 1].text[:1].isupper():
            continue
        if word.text[:1].isupper() and word.upos in ("PROPN", "NOUN", "ADJ") and word.lemma.lower() not in knowledge.words.sets["alone"]:
            last = j + 1
        elif word.text.lower() not in ("of", "for", "the", "and") or (j > last and word.text.lower() != "the"):
            break
    return last


def start_of_long_name(tree: Tree, knowledge: Knowledge, i: int) -> int:
    """Where a body's name begins: with the capitals before it, but without a state's name."""
    words, first = tree.words, i
    begin = tree.sentence_of(i).first
    while first > begin and i - first < 4 and words[first - 1].text[:1].isupper():
        own = words[first - 1].upos == "PROPN" or (words[first - 1].upos in ("ADJ", "NOUN") and first - 1 > begin)
        if not own or (title_like(words[first - 1], knowledge) and words[first - 1].lemma.lower() != "general"):
            break
        first -= 1
    for n in (3, 2, 1):
        if first + n <= i and knowledge.is_country(" ".join(w.text for w in words[first : first + n])):
            return first + n
    return first


def ends_in_country(words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Whether a name is a body of a state and the state's name: "Parliament of Georgia", "Ministry of the Republic of Moldova"."""
    after = words[3:] if words[2].text.lower() == "the" else words[2:]
    return bool(after) and knowledge.is_country(" ".join(w.text for w in after))


def capital_runs(tree: Tree, knowledge: Knowledge, taken: list[bool]) -> list[Span]:
    """Names that neither has: proper nouns in a row that belong together, two or more, or one that is a subject."""
    found, i, total = [], 0, len(tree.words)
    while i < total:
        j = i
        while j < total and j - i < LONGEST and is_free_name(tree.words[j], taken) and tree.words[j].sentence == tree.words[i].sentence:
            j += 1
        if j > i:
            first, last = trim(tree.words, i, j, knowledge)
            if is_name_like(tree, knowledge, first, last):
                found.append(Span(first, last, ""))
                taken[first:last] = [True] * (last - first)
        i = max(j, i + 1)
    return found


def is_free_name(word: Word, taken: list[bool]) -> bool:
    """Whether a word is a proper noun with a capital in no other name."""
    return word.upos == "PROPN" and not taken[word.index] and word.text[:1].isupper()


def is_name_like(tree: Tree, knowledge: Knowledge, first: int, last: int) -> bool:
    """Whether a run of proper nouns names somebody: more than one word, or one that acts."""
    words = tree.words[first:last]
    if not words or any(w.lemma.lower().rstrip(".") in knowledge.words.sets["alone"] for w in words):
        return False
    if words[-1].lemma.lower().lstrip("-‑") in knowledge.words.titles or any("/" in w.text for w in words) or is_office(words, knowledge):
        return False
    sentence = tree.sentence_of(first)
    capital = sum(w.text[:1].isupper() for w in tree.words[sentence.first : sentence.last] if w.text[:1].isalpha())
    if capital > 0.7 * (sentence.last - sentence.first) and sentence.last - sentence.first > 4:
        return False
    if len(words) == 1 and not may_name_alone(words[0], knowledge):
        return False
    return len(words) > 1 or base_relation(words[0]) in ("nsubj",)
