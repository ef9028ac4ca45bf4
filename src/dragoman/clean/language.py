"""Tells the language of a page by its commonest words and letters; enough to know English from the rest."""

import re
from collections import Counter
from functools import cache

from dragoman.lexicon import load_yaml

WORD = re.compile(r"[^\W\d_]+")
PLAIN_WORD = re.compile(r"[a-z]+")
"""The same in text of ASCII in lower case, found faster."""
SCRIPTS = (("ru", "а-яё"), ("el", "α-ω"), ("ar", "\u0600-\u06ff"), ("he", "\u05d0-\u05ea"), ("zh", "\u4e00-\u9fff"),
           ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("hi", "\u0900-\u097f"), ("th", "\u0e00-\u0e7f"))  # fmt: skip
LATIN = re.compile(r"[\W\d_\x00-\u036f]+")
SAMPLE = 6_000
"""How many characters are looked at."""
LEAST = 40
"""Letters from which on a language can be told."""
MOST_OF = 0.4
"""The share of the letters that a script must have to tell the language."""


@cache
def languages_of() -> dict[str, tuple[str, ...]]:
    """The languages of which a word is one of the commonest (data/languages.yml), by word."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in load_yaml("languages").items():
        for word in words.split():
            found[word] = (*found.get(word, ()), language)
    return found


def tell_language(text: str) -> str | None:
    """The language (ISO 639-1) of a text, or None where there is too little of it to tell."""
    sample = text[:SAMPLE].lower()
    words = (PLAIN_WORD if sample.isascii() else WORD).findall(sample)
    letters = sum(map(len, words))
    if letters < LEAST:
        return None
    foreign = sum(len(word) for word in words if not word.isascii())
    for language, script in SCRIPTS if foreign > letters * MOST_OF and len(LATIN.sub("", sample)) > letters * MOST_OF else ():
        if len(re.findall(f"[{script}]", sample)) > letters * MOST_OF:
            return language
    known, shares = languages_of(), Counter[str]()
    for word, times in Counter(words).items():
        for language in known.get(word, ()):
            shares[language] += times
    best, count = min(shares.most_common(), key=lambda share: (-share[1], share[0]), default=("", 0))
    return best if count >= 0.08 * len(words) and len(words) >= 12 else None
