"""Whom a person serves: the body, or the pronoun for one, in what the page says of him beside his name.

"Its commissioner-general, X", "X, a spokesman for the energy ministry", "A spokesman for the force, Colonel X".
"""

from dragoman.actors.cast import Cast, Figure
from dragoman.model import Word

BEFORE = 16
"""Most words of what is said of a person beside his name."""
SMALL = frozenset(("of", "for", "at", "in", "'s", "’s", "-", "–", "led", "backed", "the"))
SERVED = ("government", "organisation", "group", "state")
HEADS = 3
"""Of how many mentions the surroundings are looked at."""


def in_phrase(word: Word) -> bool:
    """Whether a word may stand within what is said of a person: nouns, adjectives, owners, "of" and the like."""
    return word.text.lower() in SMALL or word.upos in ("NOUN", "PROPN", "ADJ", "DET", "NUM") or "Poss=Yes" in word.feats


def is_title(cast: Cast, i: int) -> bool:
    """Whether a word is the noun of one person's office."""
    word = cast.word(i)
    return cast.lemmas[i] in cast.knowledge.words.titles and word.upos in ("NOUN", "PROPN") and "Number=Plur" not in word.feats


def phrase_before(cast: Cast, first: int) -> tuple[int, int]:
    """The words before a comma, or directly before, a name that begins at ``first``; empty where there are none."""
    words, begin = cast.tree.words, cast.tree.sentence_of(first).first
    last = first - 1 if first - 1 > begin and words[first - 1].text == "," else first
    start = last
    while start > begin and last - start < BEFORE and in_phrase(words[start - 1]):
        start -= 1
    return start, last


def phrase_after(cast: Cast, last: int) -> tuple[int, int]:
    """The words after a name and a comma; empty where there are none."""
    words, end = cast.tree.words, cast.tree.sentence_of(last - 1).last
    if last >= end or words[last].text != ",":
        return last, last
    stop = last + 1
    while stop < end and stop - last < BEFORE and in_phrase(words[stop]):
        stop += 1
    return last + 1, stop


def served(cast: Cast, figure: Figure) -> str | None:
    """The country of the body that a person serves by what is said beside his name, as far as it is known."""
    for mention in sorted((m for m in figure.mentions.values() if m.form == "name"), key=lambda m: m.start)[:HEADS]:
        first, last = words_of(cast, mention.head, mention.start, mention.end)
        for a, b in (phrase_before(cast, first), (first, last), phrase_after(cast, last)):
            if not any(is_title(cast, i) for i in range(a, b)):
                continue
            owners = (cast.owner.get(i) for i in range(a, b))
            found = next((o.country for o in owners if o is not None and o.kind in SERVED and o.country and is_sure(o)), None)
            if found:
                return found
    return None


def is_sure(body: Figure) -> bool:
    """Whether more than a guess tells whose a body is: the knowledge base, the page, or a name of its own."""
    return body.known is not None or body.told is not None or (body.kind == "organisation" and not body.anonymous)


def words_of(cast: Cast, head: int, start: int, end: int) -> tuple[int, int]:
    """The words from one place of the text to another around a head."""
    words = cast.tree.words
    first = last = head
    while first > 0 and words[first - 1].start >= start:
        first -= 1
    while last + 1 < len(words) and words[last + 1].end <= end:
        last += 1
    return first, last + 1
