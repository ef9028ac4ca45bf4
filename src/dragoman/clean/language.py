"""Tells the language of a page by its commonest words and letters; enough to know English from the rest."""

import re
from collections import Counter
from functools import cache

from dragoman.lexicon import load_yaml

WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = (("ru", "а-яё"), ("el", "α-ω"), ("ar", "\u0600-\u06ff"), ("he", "\u05d0-\u05ea"), ("zh", "\u4e00-\u9fff"),
           ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("hi", "\u0900-\u097f"), ("th", "\u0e00-\u0e7f"))  # fmt: skip


@cache
def common_words() -> dict[str, frozenset[str]]:
    """The commonest words of each language in data/languages.yml."""
    return {language: frozenset(words.split()) for language, words in load_yaml("languages").items()}


def tell_language(text: str) -> str | None:
    """The language (ISO 639-1) of a text, or None where there is too little of it to tell."""
    sample = text[:20_000].lower()
    letters = sum(c.isalpha() for c in sample)
    if letters < 40:
        return None
    foreign = sum(c > "\u036f" and c.isalpha() for c in sample) if not sample.isascii() else 0
    for language, script in SCRIPTS if foreign > letters * 0.4 else ():
        if len(re.findall(f"[{script}]", sample)) > letters * 0.4:
            return language
    words = Counter(WORD.findall(sample))
    total = sum(words.values())
    shares = {language: sum(words[w] for w in known) / max(1, total) for language, known in common_words().items()}
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= 0.08 and total >= 12 else None
