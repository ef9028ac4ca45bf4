"""Whether two writings name one person: other romanisations, orders of names, initials, titles, hyphens, short forms of first names.

Two names are one person's where every word of the shorter has its counterpart in the longer, none contradicts, and the words in common are
enough to tell somebody apart. The word lists are ``data/actors_variants.yml``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product

from rapidfuzz import fuzz

from dragoman.actors.names import DOUBLED, fold, sound
from dragoman.lexicon import load_yaml

ROMAN = re.compile(r"(?=[ivx])(x{0,2})(ix|iv|v?i{0,3})")
LIKE = 78.0
"""Likeness of the sounds of two words, of 100, from which longer words are taken for one."""

LONG = 5
"""Letters from which a word may differ a little and still be the same."""

SERVANT = re.compile(r"\b(?!abd[aeou]ll?ah)abd(?:[aeou]l)? ?(?:(?:al|el|ul|as|ar|an|ad|ash|az) )?(?=\w{3})")
"""The first half of Arabic names that call somebody a servant of God, written in many ways: Abdelaziz, Abd al-Aziz."""

VOWELS = str.maketrans("", "", "aeiouwyjh")
HARD = str.maketrans({"q": "k", "g": "k", "c": "k", "z": "s", "b": "p", "d": "t", "v": "f"})
"""Consonants that romanisations confuse."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: its words in order, its initials, and the number after it (II, Jr.), 0 where there is none."""

    words: tuple[str, ...]
    initials: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists made ready for look-up."""

    titles: frozenset[str]
    particles: frozenset[str]
    suffixes: dict[str, int]
    forms: dict[str, frozenset[int]]
    syllables: dict[str, str]


@cache
def lists() -> Lists:
    """The word lists."""
    raw = load_yaml("actors_variants")
    forms: dict[str, set[int]] = {}
    for number, row in enumerate(raw["forms"]):
        for form in row:
            forms.setdefault(form, set()).add(number)
    frozen = {form: frozenset(numbers) for form, numbers in forms.items()}
    return Lists(frozenset(raw["titles"].split()), frozenset(raw["particles"].split()), raw["suffixes"], frozen, raw["syllables"])


def is_same_person(one: str, other: str) -> bool:
    """Whether two writings may well name one person. Namesakes cannot be told apart by their names."""
    a, b = take_apart(one), take_apart(other)
    if not a.words or not b.words:
        return False
    if a.number and b.number and a.number != b.number:
        return False
    if any(x.number and not y.number and len(x.words) == 1 < len(y.words) for x, y in ((a, b), (b, a))):
        return False  # a ruler's name is whole: Abdullah II is no Abdullah with a family name
    cut = [(x, b) for x in readings(a)] + [(a, y) for y in readings(b)]
    return any(agree(x, y) for x, y in cut)


def plain_words(name: str) -> list[str]:
    """The words of a name in plain small letters, hyphens taken for spaces."""
    text = re.sub(r"\b([AE]l)(?=[A-Z])", r"\1 ", re.sub(r"[’'ʼ`´‘]", "", fold(name))).lower()
    text = re.sub(r"[^\w]+", " ", text.replace(".", ". "))
    return SERVANT.sub("abdel ", text).split()


@lru_cache(maxsize=65536)
def take_apart(name: str) -> Name:
    """A name in its parts, without titles."""
    family, comma, given = name.partition(",")
    suffixed = comma and given.strip(" .").lower() in lists().suffixes
    words = plain_words(f"{given} {family}" if comma and not suffixed else name)
    known = lists()
    number = 0
    if len(words) > 2 and name.rstrip().endswith(" I"):
        number = 1
    while len(words) > 1 and (words[-1] in known.suffixes or (len(words[-1]) > 1 and ROMAN.fullmatch(words[-1]))):
        number = known.suffixes.get(words[-1]) or value_of(words[-1])
        words.pop()
    while len(words) > 1 and words[0] in known.titles:
        words.pop(0)
    full = [w for w in words if len(w) > 1 and w not in known.particles]
    return Name(tuple(full or words), tuple(w for w in words if len(w) == 1 and w not in known.particles), number)


def value_of(numeral: str) -> int:
    """A Roman numeral up to thirty-nine."""
    ones = {"i": 1, "v": 5, "x": 10}
    values = [ones.get(letter, 0) for letter in numeral]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def readings(name: Name) -> Iterable[Name]:
    """The ways in which a name may be cut into words: as written, and, where it has more than two, with two neighbours as one."""
    yield name
    modern = tuple(lists().syllables.get(word, word) for word in name.words)
    if modern != name.words:
        yield from readings(replace(name, words=modern))
    for i in range(len(name.words) - 1 if len(name.words) > 2 else 0):
        yield replace(name, words=(*name.words[:i], name.words[i] + name.words[i + 1], *name.words[i + 2 :]))


def agree(one: Name, other: Name) -> bool:
    """Whether two names agree: each word of the shorter has its counterpart, and what is left over contradicts nothing."""
    if len(one.words) + len(one.initials) > len(other.words) + len(other.initials):
        one, other = other, one
    short, short_initials, long, long_initials = one.words, one.initials, other.words, other.initials
    pairs = paired(short, long)
    if pairs is None:
        pairs = {i: j for i, word in enumerate(short) if (j := counterpart(word, long, set())) is not None}
        left = [short[i] for i in range(len(short)) if i not in pairs]
        if not all(word[0] in long_initials for word in left) or not pairs or len(set(pairs.values())) < len(pairs):
            return False
    free = [word[0] for j, word in enumerate(long) if j not in pairs.values()]
    pool = [*free, *long_initials]
    for initial in short_initials:
        if initial in pool:
            pool.remove(initial)
        elif pool or len(long_initials) or len(short) + len(short_initials) > len(long) + 1:
            return False
    if short_initials and long_initials and sorted(short_initials) != sorted(long_initials) and not free:
        return False
    return tells_enough(short, long, pairs)


def paired(short: tuple[str, ...], long: tuple[str, ...]) -> dict[int, int] | None:
    """The counterpart of each word, or None where one has none."""
    found: dict[int, int] = {}
    for i, word in enumerate(short):
        j = counterpart(word, long, set(found.values()))
        if j is None:
            return None
        found[i] = j
    return found


def counterpart(word: str, words: tuple[str, ...], taken: set[int]) -> int | None:
    """Where a word has its counterpart: first a word that is equal, then one that is written otherwise."""
    free = [j for j in range(len(words)) if j not in taken]
    return next((j for j in free if words[j] == word), next((j for j in free if is_same_word(word, words[j])), None))


def tells_enough(short: tuple[str, ...], long: tuple[str, ...], pairs: dict[int, int]) -> bool:
    """Whether the words in common tell somebody: two words, or the family name alone."""
    if len(pairs) > 1 or len(long) == 1:
        return True
    j = next(iter(pairs.values()))
    return len(short) == 1 and j in (0, len(long) - 1) and is_family_place(long, j)


def is_family_place(words: tuple[str, ...], place: int) -> bool:
    """Whether a family name may stand at a place: the last, or the first of three short words or where it is no first name."""
    return place == len(words) - 1 or (words[place] not in lists().forms and max(map(len, words)) <= 7)


@lru_cache(maxsize=65536)
def is_same_word(one: str, other: str) -> bool:
    """Whether two words are writings of one name."""
    if one == other:
        return True
    known = lists()
    if known.forms.get(one, frozenset()) & known.forms.get(other, frozenset()):
        return True
    if known.syllables.get(one, one) == known.syllables.get(other, other):
        return True
    return any(sounds_alike(heard(a), heard(b)) for a, b in product(spellings(one), spellings(other)))


def spellings(word: str) -> set[str]:
    """A word as it is written, and as other languages would write it."""
    return {word, word.replace("ch", "sh"), word.replace("dj", "d"), word.replace("zh", "j")}


def sounds_alike(a: str, b: str) -> bool:
    """Whether two sounds may be one: equal, or with the same consonants and nearly as long, from the first on."""
    if a == b:
        return bool(a)
    if not a or not b or skeleton(a) != skeleton(b) or opening(a) != opening(b):
        return False
    if len(skeleton(a)) < 2:
        return fuzz.ratio(a, b) >= LIKE + 7 and min(len(a), len(b)) > 3
    if min(len(a), len(b)) < LONG:
        return fuzz.ratio(a, b) >= LIKE and abs(len(a) - len(b)) <= 1
    return fuzz.ratio(a, b) >= LIKE - 10 and abs(len(a) - len(b)) <= 2


def opening(text: str) -> str:
    """What a sound begins with: a vowel, or a consonant."""
    return skeleton(text[0]) or "a"


@lru_cache(maxsize=65536)
def heard(word: str) -> str:
    """The sound of a word, with what German, Slavic and Arabic writings add."""
    text = sound(word)
    for written, plain in (("oe", "o"), ("ae", "a"), ("ue", "u"), ("ii", "i"), ("dzh", "j"), ("ia", "a"), ("iu", "u")):
        text = text.replace(written, plain)
    text = re.sub(r"(?<=[aei])h$", "", text) if len(text) > LONG - 1 else text
    return DOUBLED.sub(r"\1", text)


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """The consonants of a sound, those that romanisations confuse taken for one."""
    return DOUBLED.sub(r"\1", text.translate(VOWELS).translate(HARD))
