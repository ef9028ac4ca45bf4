"""What a page says did not happen, in words that need no event to be read: "nobody was hurt", "denied that any lorry had been sent"."""

import re
from collections.abc import Iterator
from functools import cache

from dragoman.compare.occurrences import STEM, sentence_span, stems_of
from dragoman.lexicon import load_yaml
from dragoman.model import Span

LONGEST = 160
"""Characters between words of denying and what they deny, at most."""

FIRST_WORD = 10
"""Characters of a span that are looked at for the word that shows that another clause began before it ("and accused ...")."""

BETWEEN = 4
"""Words between a word for nobody and the word that says what did not happen to anybody, at most."""

WORD = re.compile(r"[\w'’]+")
CLAUSE_END = re.compile(r"[;:]|[.!?][\"”’'»]*\s|, (?:and|but) | and (?:\w+ed|said|told) ")


@cache
def denying() -> re.Pattern[str]:
    """Words that deny what follows."""
    listed: list[str] = load_yaml("versions")["denying"]
    return re.compile("|".join(rf"\b{re.escape(words)}\b" for words in listed), re.IGNORECASE)


@cache
def nobodies() -> re.Pattern[str]:
    """Words for nobody."""
    listed: list[str] = load_yaml("versions")["nobody"]
    return re.compile("|".join(rf"\b{re.escape(words)}\b" for words in listed), re.IGNORECASE)


def is_denied(text: str, span: Span) -> bool:
    """Whether what stands in a span is what its sentence denies: words of denying stand before it, and no clause ends between."""
    begins = max(sentence_span(text, span)[0], span[0] - LONGEST)
    found = [m.end() for m in denying().finditer(text, begins, span[0])]
    return bool(found) and CLAUSE_END.search(text, found[-1], min(span[0] + FIRST_WORD, span[1])) is None


def nobody_to_whom(text: str, trigger: frozenset[str]) -> Iterator[Span]:
    """Where a text says of nobody what a trigger (rough stems) says of somebody: from the word for nobody to the word of the trigger."""
    for match in nobodies().finditer(text):
        sentence = text[match.start() : sentence_span(text, match.span())[1]]
        for word in list(WORD.finditer(sentence, match.end() - match.start()))[:BETWEEN]:
            if word[0].casefold()[:STEM] in trigger and stems_of(word[0]):
                yield match.start(), match.start() + word.end()
                break
