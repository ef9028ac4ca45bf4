"""The words that report speech, as ``data/cues.yml`` lists them: what may be their content, and what speech act they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.errors import DataError
from dragoman.lexicon import load_yaml

FORMS = frozenset((
    "that", "np", "to", "whom", "whomto", "as", "pred",
    "of", "against", "for", "on", "about", "at", "over", "upon", "with", "from", "in",
))  # fmt: skip
"""What ``takes`` may name."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One way in which a verb reports: its act, what its content may be, and what it asks of its subject."""

    words: str
    act: str
    takes: frozenset[str]
    needs_who: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cue words; verbs by lemma, those of several words under the first of them."""

    verbs: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, str]
    adjectives: Mapping[str, str]
    prepositions: Mapping[str, frozenset[str]]
    documents: frozenset[str]
    light_verbs: frozenset[str]
    carriers: frozenset[str]
    silencers: frozenset[str]
    silent_marks: frozenset[str]
    listeners: frozenset[str]
    media: frozenset[str]
    labels: frozenset[str]
    mute: frozenset[str]


@cache
def load_cues() -> Lexicon:
    """The cue words, read and checked once."""
    data = load_yaml("cues")
    verbs: dict[str, list[Cue]] = {}
    for group in data["verbs"]:
        takes = frozenset(group["takes"])
        if unknown := takes - FORMS:
            raise DataError(f"data/cues.yml: group {group['act']} takes unknown {sorted(unknown)}")
        for words in group["verbs"]:
            cue = Cue(words, group["act"], takes, group.get("needs") == "who", group.get("quoted", False))
            verbs.setdefault(words.split()[0], []).append(cue)
    return Lexicon(
        {lemma: tuple(cues) for lemma, cues in verbs.items()},
        {noun: group["act"] for group in data["nouns"] for noun in group["nouns"]},
        {word: group["act"] for group in data["adjectives"] for word in group["words"]},
        {noun: frozenset(words) for noun, words in data["noun_prepositions"].items()},
        *(
            frozenset(data[key])
            for key in ("documents", "light_verbs", "carriers", "silencers", "silent_marks", "listeners", "media", "labels", "mute")
        ),
    )
