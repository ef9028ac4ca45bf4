"""A page's sentences as what they tell and what they deny, as pages of one story are compared by them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from dragoman.compare.denials import CLAUSE_END, denying
from dragoman.compare.occurrences import SENTENCE_END, SMALL, STEM, WORD, sentence_span
from dragoman.lexicon import load_yaml
from dragoman.model import Span

MOST_SENTENCES = 200
"""Sentences of a page that are looked at."""

MOST_DENIALS = 24
"""Denials of a page that are looked at."""

MOST_CLAUSES = 40
"""Clauses of a sentence that are looked at."""

LONGEST = 200
"""Characters of what is denied, at most."""

RIGHT_BEFORE = 12
"""Characters before a word of denying in which a "not" makes it none ("did not deny")."""

PART = re.compile(
    r"[;:()–—\"“”«»]|,(?=\s)|\b(?:and|but|while|which|who|that|when|after|before|because|as|though|although|where|until)\b", re.IGNORECASE
)
"""What parts the clauses of a sentence."""

NOT = re.compile(r"\b(?:not|never|no|nobody|no one|none|nor|neither)\b|n['’]t\b", re.IGNORECASE)
"""Words of negation."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a sentence tells or denies: its place, the roots of its words, those of its words for deeds, and the deeds that they name.

    ``named`` are its words for deeds with those, ``first`` the deeds of the first of them; ``how`` is, of a denial, ``denied`` by
    somebody, ``not`` in words of negation, or an ``answer``.
    """

    span: Span
    sentence: Span
    roots: frozenset[str]
    deed_roots: frozenset[str]
    deeds: frozenset[int]
    first: tuple[int, ...]
    named: tuple[tuple[str, tuple[int, ...]], ...]
    words: tuple[str, ...] = ()
    how: str = ""


@dataclass(frozen=True, slots=True)
class Patterns:
    """How sentences deny and leave open, from the words in ``data/versions.yml``.

    ``disowning`` words deny what follows; ``called_untrue`` finds what a claim says that is called untrue behind it (its group ``what``);
    ``answer`` begins a sentence that answers the one before with no; ``no_denial`` are words of negation that deny no deed, ``left_open``
    words that leave open whether what follows was done, ``to_come`` those that tell what may or will be.
    """

    disowning: re.Pattern[str]
    called_untrue: re.Pattern[str]
    answer: re.Pattern[str]
    no_denial: re.Pattern[str]
    left_open: re.Pattern[str]
    to_come: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns, made once."""
    words = load_yaml("versions")
    claim, untrue = (rf"(?:{'|'.join(words[name])})" for name in ("claims", "untrue"))
    what = rf"(?P<what>[^.;!?]{{5,{LONGEST}}})"
    called = (
        rf"\b{claim}\b[^.;!?]{{0,60}}?\b(?:that|which|of)\b{what},? (?:is|are|was|were|as|to be|has been)\b[^.;!?]{{0,60}}?\b{untrue}\b"
    )
    answer = "|".join(words["answers"]).replace("CLAIM", claim).replace("UNTRUE", untrue)

    def any_of(name: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(words[name])})\b", re.IGNORECASE)

    return Patterns(
        disowning=re.compile("|".join(words["disowning"]).replace("CLAIM", claim), re.IGNORECASE),
        called_untrue=re.compile(called, re.IGNORECASE),
        answer=re.compile(rf"\s*(?:[A-Z][^:.?!\n]{{0,40}}: )?[\"“«]?(?:{answer})"),
        no_denial=any_of("no_denial"),
        left_open=any_of("left_open"),
        to_come=any_of("to_come"),
    )


def sentences_of(text: str) -> list[Span]:
    """The sentences of a text, roughly, up to so many."""
    found, start = [], 0
    for match in islice(SENTENCE_END.finditer(text), MOST_SENTENCES):
        if text[start : match.start() + 1].strip():
            found.append((start, match.start() + (match[0][0] in ".!?")))
        start = match.end()
    if len(found) < MOST_SENTENCES and text[start:].strip():
        found.append((start, len(text)))
    return [(first, min(last, first + LONGEST * 5)) for first, last in found]


def told_and_denied(text: str) -> tuple[list[Wording], list[Wording]]:
    """What the sentences of a text tell as so, and what they deny."""
    told, denied = [], []
    sentences = sentences_of(text)
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        if before is not None and patterns().answer.match(text, *sentence):
            denied.append(wording_of(text, (before[0], sentence[1]), [before], before, "answer"))
        denials = list(denials_in(text, sentence))
        denied += denials
        parts = [span for span in islice(parts_of(text, sentence), MOST_CLAUSES) if is_told(text, span, sentence, denials)]
        if parts:
            told.append(wording_of(text, (parts[0][0], parts[-1][1]), parts, sentence, ""))
    return told, denied[:MOST_DENIALS]


def is_told(text: str, span: Span, sentence: Span, denials: list[Wording]) -> bool:
    """Whether a clause of a sentence is told as so: neither denied, nor asked, nor to come."""
    if text[slice(*sentence)].rstrip().endswith("?") or any(d.span[0] < span[1] and span[0] < d.span[1] for d in denials):
        return False
    return patterns().left_open.search(text, *span) is None and NOT.search(text, *span) is None


def denials_in(text: str, sentence: Span) -> Iterator[Wording]:
    """What a sentence denies."""
    disowned = denied_parts(text, sentence)
    for span in disowned:
        yield wording_of(text, span, [span], sentence, "denied")
    for span in islice(parts_of(text, sentence), MOST_CLAUSES):
        is_contrast = text[slice(*span)].lstrip().startswith("not ")  # "regret and not apology" denies nothing
        if is_contrast or any(first < span[1] and span[0] < last for first, last in disowned):
            continue
        if text[slice(*sentence)].rstrip().endswith("?"):
            continue
        if NOT.search(text, *span) and not patterns().no_denial.search(text, *span) and not patterns().left_open.search(text, *span):
            yield wording_of(text, span, [span], sentence, "not")


def parts_of(text: str, sentence: Span) -> Iterator[Span]:
    """The stretches of a sentence between what parts its clauses."""
    start = sentence[0]
    for match in PART.finditer(text, *sentence):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start : sentence[1]].strip():
        yield start, sentence[1]


def is_to_come(text: str, span: Span) -> bool:
    """Whether the clause in which a span stands tells what may or will be."""
    first, last = sentence_span(text, span)
    parts = list(islice(parts_of(text, (first, last)), MOST_CLAUSES))
    return any(part[0] <= span[0] < part[1] and patterns().to_come.search(text, part[0], span[0]) for part in parts)


def is_disowned_in(text: str, span: Span, trigger: frozenset[str]) -> bool:
    """Whether a sentence says of an act, given by its place and the rough stems of the word for it, that somebody denies it, or that it
    was not: most of it stands in what is denied, or a word of negation before its word, in one clause."""
    sentence = sentence_span(text, span)
    size = span[1] - span[0]
    if any(min(last, span[1]) - max(first, span[0]) > size / 2 for first, last in denied_parts(text, sentence)):
        return True
    for part in islice(parts_of(text, sentence), MOST_CLAUSES):
        named = next(
            (m.start() for m in WORD.finditer(text, max(part[0], span[0]), min(part[1], span[1])) if m[0].casefold()[:STEM] in trigger),
            None,
        )
        if named is not None:
            return NOT.search(text, part[0], named) is not None
    return False


def denied_parts(text: str, sentence: Span) -> list[Span]:
    """The stretches of a sentence that somebody is said to deny, each once; what is denied of a negation is left out."""
    found = []
    for match in [*denying().finditer(text, *sentence), *patterns().disowning.finditer(text, *sentence)]:
        if NOT.search(text, max(sentence[0], match.start() - RIGHT_BEFORE), match.start()):
            continue
        last = min(sentence[1], match.end() + LONGEST)
        clause = CLAUSE_END.search(text, match.end(), last)
        found.append((match.end(), clause.start() if clause else last))
    found += [match.span("what") for match in patterns().called_untrue.finditer(text, *sentence)]
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: span[1] - span[0]):
        if NOT.search(text, *span) is None and not any(first < span[1] and span[0] < last for first, last in kept):
            kept.append(span)
    return kept


def wording_of(text: str, span: Span, parts: list[Span], sentence: Span, how: str) -> Wording:
    """What some parts of a sentence tell or deny."""
    words = [word for part in parts for word in words_of(text[slice(*part)])]
    deeds = [(root_of(word), found) for word in words if (found := deeds_of(word))]
    return Wording(
        span=span,
        sentence=sentence,
        roots=frozenset(map(root_of, words)),
        deed_roots=frozenset(root for root, _ in deeds),
        deeds=frozenset(deed for _, found in deeds for deed in found),
        first=deeds[0][1] if deeds else (),
        named=tuple(deeds),
        words=tuple(dict.fromkeys(words)),
        how=how,
    )


def words_of(text: str) -> Iterator[str]:
    """The words of a text that say something, figures among them, in small letters."""
    return (word for word in WORD.findall(text.casefold()) if word not in empty() and (len(word) > 2 or word.isdigit()))


@cache
def empty() -> frozenset[str]:
    """Words that say nothing of what happened or did not."""
    return SMALL.union(load_yaml("versions")["empty"].split())


@lru_cache(65_536)
def root_of(word: str) -> str:
    """A word without the ending of its form, cut to a few letters: rougher than a lemma, for comparing alone."""
    for endings in (("ies", "es", "s"), ("ing", "ied", "ed")):
        ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= LEAST_ROOT), "")
        word = word[: len(word) - len(ending)]
    if len(word) > LEAST_ROOT and (word[-1] in "ey" or word[-1] == word[-2]):
        word = word[:-1]
    return word[:ROOT]


LEAST_ROOT = 3
"""Letters of a root, at least."""

ROOT = 6
"""Letters of a root, at most."""


def deeds_of(word: str) -> tuple[int, ...]:
    """The deeds that a word names, by their numbers in ``data/versions.yml``."""
    return deed_table().get(word[:STEM]) or deed_table().get(root_of(word)[:STEM], ())


@cache
def deed_table() -> dict[str, tuple[int, ...]]:
    """The deeds of each rough stem."""
    found: dict[str, tuple[int, ...]] = {}
    for number, listed in enumerate(load_yaml("versions")["deeds"]):
        for stem in listed.split():
            found[stem[:STEM]] = (*found.get(stem[:STEM], ()), number)
    return found
