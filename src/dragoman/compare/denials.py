"""What a page says did not happen, in words that need no event to be read: "nobody was hurt", "denied that any lorry had been sent"."""

import re
from functools import cache
from itertools import islice

from dragoman.compare.occurrences import sentence_span, stems_of
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
    return re.compile("|".join(listed), re.IGNORECASE)


@cache
def nobodies() -> re.Pattern[str]:
    """Words for nobody."""
    listed: list[str] = load_yaml("versions")["nobody"]
    return re.compile("|".join(rf"\b{re.escape(words)}\b" for words in listed), re.IGNORECASE)


def is_denied(text: str, span: Span) -> bool:
    """Whether what stands in a span is what its sentence denies: words of denying stand before it, and no clause ends between."""
    begins = max(sentence_span(text, span)[0], span[0] - LONGEST)
    starts = min(span[0] + len("that "), span[1])
    found = [m.end() for m in denying().finditer(text, begins, starts)]
    return bool(found) and CLAUSE_END.search(text, found[-1], min(span[0] + FIRST_WORD, span[1])) is None


def nobody_to_whom(text: str) -> dict[str, list[Span]]:
    """What a text says of nobody: for each rough stem that follows a word for nobody closely, where that stands."""
    found: dict[str, list[Span]] = {}
    for match in nobodies().finditer(text):
        begin, end = match.end(), sentence_span(text, match.span())[1]
        for word in islice(WORD.finditer(text, begin, end), BETWEEN):
            for stem in stems_of(word[0]):
                found.setdefault(stem, []).append((match.start(), word.end()))
    return found


def nothing_done(text: str) -> dict[str, list[Span]]:
    """The acts of which a text says that there was none ("no arrests", "without casualties"), by their rough stems, with where."""
    acts = {noun: stems.split() for nouns, stems in load_yaml("versions")["nothing"].items() for noun in nouns.split()}
    found: dict[str, list[Span]] = {}
    for match in re.finditer(rf"\b(?:no|without(?: any)?|not a single) (?:\w+ )?({'|'.join(acts)})\b", text, re.IGNORECASE):
        for stem in acts[match[1].casefold()]:
            found.setdefault(stem, []).append(match.span())
    return found


def denied_words(text: str) -> list[tuple[Span, frozenset[str]]]:
    """The stretches of a text that words of denying stand before, each with its rough stems, up to the end of their clause."""
    found = []
    for match in denying().finditer(text):
        last = min(sentence_span(text, match.span())[1], match.end() + LONGEST)
        clause = CLAUSE_END.search(text, match.end(), last)
        end = clause.start() if clause else last
        found.append(((match.start(), end), stems_of(text[match.end() : end])))
    return found
