"""What follows from the words around is set right: subtypes that UD derives, particles that can be none, and places cut in two."""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Word

NO_PARTICLES = ("NOUN", "PROPN", "PRON", "NUM")


def mend_relations(words: Sequence[Word]) -> list[Word]:
    """The words of one sentence, in which ``index`` and ``head`` count alike, with relations that agree with each other.

    A phrase with "by" at a verb in the passive is its agent (``obl:agent``), a subject there is passive (``nsubj:pass``); a noun is no
    particle of a verb (``compound:prt``) but its object. After the guidelines of Universal Dependencies; attachments stay.
    """
    passive = {w.head for w in words if w.relation == "aux:pass"}
    by = {w.head for w in words if w.relation == "case" and w.text.lower() == "by"}
    return [replace(w, relation=mended) if (mended := relation_of(w, passive, by)) != w.relation else w for w in words]


def relation_of(word: Word, passive: set[int], by: set[int]) -> str:
    """The relation of a word, given the verbs in the passive and the words that "by" stands before."""
    if word.relation == "obl" and word.head in passive and word.index in by:
        return "obl:agent"
    if word.relation == "nsubj" and word.head in passive:
        return "nsubj:pass"
    if word.relation == "compound:prt" and word.upos in NO_PARTICLES:
        return "obj"
    return word.relation


def mend_names(spans: Sequence[tuple[int, int, str]], words: Sequence[Word]) -> list[tuple[int, int, str]]:
    """The names of one sentence, as (first word, one past the last, kind), with a place that hangs on the one right behind it joined to it.

    "South" that is compounded with "Lebanon" is no place of its own.
    """
    out: list[tuple[int, int, str]] = []
    for first, last, kind in spans:
        if out and out[-1][1:] == (first, kind) and kind == "LOC" and is_compounded(words[out[-1][0] : first], words[first:last]):
            first = out.pop()[0]
        out.append((first, last, kind))
    return out


def is_compounded(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether words are a part of a compound that some others head."""
    return all(word.relation == "compound" and word.head in {other.index for other in others} for word in words)
