"""The inflected forms of the words that this room knows, so that a wrong lemma costs no event."""

from functools import cache

from dragoman.lexicon import load_yaml
from dragoman.model import Word

VOWELS = "aeiou"


def lemma_of(word: Word) -> str:
    """The lemma of a word: that of a known verb or noun whose form it is, else what the parse says."""
    if word.upos in ("VERB", "NOUN", "AUX"):
        return forms(word.upos == "NOUN").get(word.text.lower(), word.lemma.lower())
    return word.lemma.lower()


@cache
def forms(nouns: bool) -> dict[str, str]:  # noqa: FBT001 - a key of the cache, not a switch
    """Each inflected form of the known nouns, or of the known verbs, with its lemma."""
    found: dict[str, str] = {}
    words = known_words("n" if nouns else "v")
    for word in words:
        for form in noun_forms(word) if nouns else verb_forms(word):
            if form not in words:
                found.setdefault(form, word)
    irregular = {} if nouns else load_yaml("modality")["irregular"]
    for lemma, listed in irregular.items():
        if lemma in words:
            found.update(dict.fromkeys(listed.split(), lemma))
    return found


def known_words(part: str) -> dict[str, None]:
    """The words of all triggers of a part of speech, and for verbs those that give a modality or carry a noun, in order."""
    found: dict[str, None] = {}
    for entries in load_yaml("triggers").values():
        for entry in entries:
            for phrase in str(entry.get(part, "")).split(","):
                words = phrase.split()
                if words:
                    found.update(dict.fromkeys(words[:1] if part == "v" else words))
    data = load_yaml("modality")
    if part == "v":
        for listed in (*data["governors"].values(), data["carriers"], data["object_control"]):
            found.update(dict.fromkeys(listed.split()))
    return found


def verb_forms(verb: str) -> list[str]:
    """The regular forms of a verb: -s, -ed, -ing, with the last letter dropped, doubled or turned."""
    stems = [verb]
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS:
        stems.append(verb + verb[-1])
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    return [plural, *(stem + ending for stem in stems for ending in ("ed", "ing"))]


def noun_forms(noun: str) -> list[str]:
    """The regular plural of a noun."""
    if noun.endswith("y") and noun[-2:-1] not in VOWELS:
        return [noun[:-1] + "ies"]
    return [noun + ("es" if noun.endswith(("s", "sh", "ch", "x", "z")) else "s")]
