"""The words that name acts: read from ``data/triggers.yml`` and ``data/ontology.yml``, and found in a tree."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import DataError
from dragoman.events.forms import lemma_of
from dragoman.grammar import Tree
from dragoman.lexicon import load_yaml
from dragoman.model import EVENT_TYPES, Word

PARTS = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}
NEAR = 8
PREPOSITIONS = ("of", "for", "to", "on", "against", "in", "from", "by", "over", "with")
CLAUSAL = ("advcl", "ccomp", "parataxis", "acl:relcl", "csubj")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One word or group of words for an act: its head, the lemmas that must stand with it, and the frame of its sides.

    ``slots`` are where the recipient stands, first come first served: ``obj``, or a preposition. ``need``: no event without a recipient.
    ``both``: the sides are equal (a meeting), so that two actors together are one on each side. ``objects``: lemmas of which the object
    must be one; ``never``: lemmas that may not stand near.
    """

    name: str
    part: str
    head: str
    others: tuple[str, ...]
    type: str
    mode: str | None
    cameo: str
    intensity: float | None
    slots: tuple[str, ...]
    need: bool
    both: bool
    objects: frozenset[str]
    never: frozenset[str]
    context: bool = False


@cache
def load_triggers() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """All triggers by part of speech and head lemma, those of more words first."""
    found: dict[tuple[str, str], list[Trigger]] = defaultdict(list)
    for kind, entries in load_yaml("triggers").items():
        if kind not in EVENT_TYPES:
            raise DataError(f"data/triggers.yml: {kind} is no event type")
        for entry in entries:
            for trigger in triggers_of(kind, entry):
                found[trigger.part, trigger.head].append(trigger)
    return {key: tuple(sorted(value, key=lambda t: (-len(t.others), not t.objects))) for key, value in found.items()}


def triggers_of(kind: str, entry: dict[str, Any]) -> list[Trigger]:
    """The triggers of one entry: it lists words under ``v`` (verbs), ``n`` (nouns) and ``a`` (adjectives), separated by commas."""
    found = []
    for part in ("v", "n", "a"):
        for phrase in filter(None, (p.strip() for p in str(entry.get(part, "")).split(","))):
            head, others = split_phrase(part, phrase.split())
            to = str(entry.get("to", ""))
            found.append(
                Trigger(
                    name=phrase,
                    part=part,
                    head=head,
                    others=others,
                    type=kind,
                    mode=entry.get("mode"),
                    cameo=str(entry["cameo"]),
                    intensity=intensity_of(str(entry["cameo"])),
                    slots=tuple(to.rstrip("!").split()),
                    need=to.endswith("!"),
                    both=bool(entry.get("both")),
                    objects=frozenset(str(entry.get("obj", "")).split()),
                    never=frozenset(str(entry.get("never", "")).split()),
                    context=kind in load_yaml("ontology").get("context", "").split() and not entry.get("alone"),
                )
            )
    return found


def split_phrase(part: str, words: list[str]) -> tuple[str, tuple[str, ...]]:
    """The head of a phrase and its other words: a verb or adjective leads, a noun comes last or stands before a preposition."""
    end = next((i for i, w in enumerate(words) if i and w in PREPOSITIONS), len(words))
    at = 0 if part != "n" else end - 1
    return words[at], tuple(w for i, w in enumerate(words) if i != at and not (part == "n" and w == "of"))


def intensity_of(cameo: str) -> float | None:
    """The Goldstein-scale score of a CAMEO code, by its longest listed beginning (source: head comment of data/ontology.yml)."""
    scale = load_yaml("ontology")["scale"]
    for length in range(len(cameo), 1, -1):
        if cameo[:length] in scale:
            return float(scale[cameo[:length]])
    return None


def find_triggers(tree: Tree, word: Word) -> list[tuple[Trigger, frozenset[int]]]:
    """What a word may stand for, the most specific first, with the indices of the words that belong to it."""
    if word.relation in ("compound", "flat") or (word.upos == "VERB" and word.relation == "amod"):
        return []
    part = PARTS.get(word.upos)
    entries = load_triggers().get((part or "", lemma_of(word)), ())
    found = []
    for trigger in entries:
        used = match_others(tree, word, trigger)
        if used is not None:
            found.append((trigger, used))
    return found


def match_others(tree: Tree, word: Word, trigger: Trigger) -> frozenset[int] | None:
    """The words that a trigger needs beside its head, or None where one is missing or a forbidden one is there."""
    near = nearby(tree, word.index) if trigger.others or trigger.objects or trigger.never else {}
    if trigger.never & near.keys():
        return None
    if trigger.objects and not trigger.objects & near.keys():
        return None
    used = {word.index}
    for other in trigger.others:
        if other not in near:
            return None
        used.add(near[other])
    if trigger.objects:
        used |= {near[o] for o in trigger.objects & near.keys()}
    return frozenset(used)


def nearby(tree: Tree, index: int) -> dict[str, int]:
    """The lemmas of the children and grandchildren of a word that stand near it, with their places."""
    found: dict[str, int] = {}
    for child in tree.children[index]:
        word = tree.words[child]
        if word.relation in CLAUSAL or (word.relation == "conj" and word.upos == "VERB"):
            continue
        for i in (child, *tree.children[child]):
            if abs(i - index) <= NEAR:
                found.setdefault(lemma_of(tree.words[i]), i)
    head = tree.words[index].head
    if tree.words[index].relation in ("nsubj:pass", "acl:relcl", "acl") and head >= 0:
        found.setdefault(lemma_of(tree.words[head]), head)
    return found
