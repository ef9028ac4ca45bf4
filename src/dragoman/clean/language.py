"""Tells the language of a page by its commonest words and letters; enough to know English from the rest."""

import re
from collections import Counter
from functools import cache

from dragoman.lexicon import load_yaml

WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = (("ru", "а-яё"), ("el", "α-ω"), ("ar", "\u0600-\u06ff"), ("he", "\u05d0-\u05ea"), ("zh", "\u4e00-\u9fff"),
           ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("hi", "\u0900-\u097f"), ("th", "\u0e00-\u0e7f"))  # fmt: skip


LETTERS = re.compile(r"[\W\d_]+")
LATIN = re.compile(r"[\W\d_\x00-\u036f]+")
SAMPLE = 6_000
"""How many characters are looked at."""


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
    letters = len(LETTERS.sub("", sample))
    if letters < 40:
        return None
    foreign = len(LATIN.sub("", sample)) if not sample.isascii() else 0
    for language, script in SCRIPTS if foreign > letters * 0.4 else ():
        if len(re.findall(f"[{script}]", sample)) > letters * 0.4:
            return language
    words = WORD.findall(sample)
    known, shares = languages_of(), Counter[str]()
    for word in words:
        for language in known.get(word, ()):
            shares[language] += 1
    best, count = min(shares.most_common(), key=lambda share: (-share[1], share[0]), default=("", 0))
    return best if count >= 0.08 * len(words) and len(words) >= 12 else None
