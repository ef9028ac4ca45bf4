"""Names made comparable: accents, dots, apostrophes and hyphens do not tell two names apart, and one spelling stands for several."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "ð": "d", "þ": "th", "œ": "oe"}
)
DROPPED = str.maketrans("", "", ".'’‘ʼ`´")
NOT_WORD = re.compile(r"[^\w&+]+")
SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("dzh", "z"), ("tch", "c"), ("kh", "h"), ("zh", "z"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("tz", "c"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("gh", "g"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ck", "k"), ("q", "k"), ("x", "ks"),
    ("w", "v"), ("cz", "c"), ("sz", "s"), ("dj", "z"), ("ij", "i"), ("iy", "i"), ("yi", "i"), ("yy", "i"), ("ey", "i"), ("ei", "i"),
    ("ay", "ai"), ("oy", "oi"), ("y", "i"), ("j", "i"), ("ie", "i"),
)  # fmt: skip
"""Letters that romanisations write differently, longest first, and what all of them become."""
DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text without accents, in plain letters."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def atoms(word: str) -> tuple[str, ...]:
    """The comparable parts of one word: ``Amir-Abdollahian`` has two, ``U.S.`` one, a possessive ending or a mark none."""
    lower = fold(word).lower().replace("’", "'")
    if lower == "'s":
        return ()
    lower = lower.removesuffix("'s").translate(DROPPED)
    return tuple(part for part in NOT_WORD.split(lower) if part)


def name_key(name: str) -> str:
    """What two spellings of a name have in common: ``Sébastien Lecornu`` and ``Sebastien LECORNU`` have one key."""
    return " ".join(part for word in name.split() for part in atoms(word))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """What romanisations of one name share: ``Zelensky``, ``Zelenskyy`` and ``Zelenskiy`` have one sound."""
    text = "".join(atoms(word))
    for written, heard in SOUNDS:
        text = text.replace(written, heard)
    return DOUBLED.sub(r"\1", text)


def name_sound(name: str) -> str:
    """The sounds of all words of a name."""
    return " ".join(sound(part) for part in name.split() if sound(part))
