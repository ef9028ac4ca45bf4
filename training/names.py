"""Names of persons, organisations and places out of GUM's entity marks, as Universal NER marks them.

GUM marks whole phrases ("the former president of Peru, Mr. Fujimori") with a type; UNER marks the name alone and without titles. The name
is read off the tree: the phrase's head, if it is a proper noun, with what is compounded or flat to it, and for organisations and places
also "of ..." with a proper noun.
"""

import re
from dataclasses import replace

from training.conllu import Token

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
TITLES = frozenset(
    [
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "dr",
        "dr.",
        "president",
        "minister",
        "secretary",
        "senator",
        "governor",
        "king",
        "queen",
        "prince",
        "princess",
        "lord",
        "lady",
        "sir",
        "general",
        "colonel",
        "captain",
        "professor",
        "prof.",
        "rev.",
        "god",
        "mom",
        "dad",
        "chairman",
        "director",
        "judge",
        "justice",
        "congressman",
        "mayor",
        "pope",
        "saint",
        "st.",
        "street",
        "road",
        "avenue",
    ]
)
INSIDE = frozenset(("compound", "amod", "flat", "nummod", "punct", "obl", "nmod:unmarked", "nmod"))
LINKS = frozenset(("of", "for", "and", "the", "de", "la", "del", "van", "von", "bin", "al"))


def entity_spans(sentence: list[Token]) -> list[tuple[int, int, str]]:
    """Marked phrases as (first word, last word, type), positions from 0; phrases that leave the sentence are left out."""
    opened: list[tuple[str, int, str]] = []
    spans = []
    for i, token in enumerate(sentence):
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", token.entity or ""):
            if not part.startswith("("):
                number = part[:-1].split("-")[0]
                place = next((k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == number), None)
                if place is not None:
                    _, start, kind = opened.pop(place)
                    spans.append((start, i, kind))
                continue
            number, kind = [*part[1:].rstrip(")").split("-"), ""][:2]
            if part.endswith(")"):
                spans.append((i, i, kind))
            else:
                opened.append((number, i, kind))
    return spans


def is_proper(token: Token) -> bool:
    """A proper noun written as one."""
    return token.upos == "PROPN" and (token.text[:1].isupper() or token.text[:1].isdigit())


def name_extent(sentence: list[Token], first: int, last: int, kind: str) -> tuple[int, int] | None:
    """The name within a phrase, as (first word, last word), or None where its head is no name."""
    head = next((i for i in range(first, last + 1) if not first <= sentence[i].head - 1 <= last), first)
    plain = sentence[head].text.lower() in TITLES and not any(t.head == head + 1 and t.relation == "flat" for t in sentence)
    if not is_proper(sentence[head]) or plain or (kind == "PER" and sentence[head].xpos == "NNPS"):
        return None
    start = end = head
    while start > first and joins(sentence[start - 1], kind):
        start -= 1
    while end < last and (sentence[end + 1].relation == "flat" or joins(sentence[end + 1], kind)):
        end += 1
    if kind != "PER":
        end = take_links(sentence, end, last)
    while end > head and sentence[end].upos == "PUNCT":
        end -= 1
    while start < head and sentence[start].upos == "PUNCT":
        start += 1
    return start, end


def joins(token: Token, kind: str) -> bool:
    """Whether a word beside the head belongs to the name: proper, or a capital word in the name of a body; hyphens join."""
    if token.text in ("-", "–", "&"):
        return True
    if token.relation not in INSIDE or token.upos == "PUNCT":
        return False
    if kind == "PER":
        return is_proper(token) and token.relation in ("flat", "compound") and token.text.lower() not in TITLES
    return is_proper(token) or (token.text[:1].isupper() and token.upos in ("ADJ", "NOUN", "VERB"))


def take_links(sentence: list[Token], end: int, last: int) -> int:
    """Extend a name over "of the" and the like where a capital word follows."""
    while end < last:
        ahead = end + 1
        while ahead < last and sentence[ahead].text.lower() in LINKS:
            ahead += 1
        if ahead == end + 1 and not is_proper(sentence[ahead]):
            return end
        if ahead > end + 1 and sentence[end + 1].text.lower() not in ("of", "for"):
            return end
        if not is_proper(sentence[ahead]):
            return end
        end = ahead
    return end


def mark_names(sentence: list[Token]) -> list[Token]:
    """The sentence with names read off its entity marks, the longest phrase first."""
    tags = ["O"] * len(sentence)
    for first, last, kind in sorted(entity_spans(sentence), key=lambda s: (s[0] - s[1], s[0])):
        label = KINDS.get(kind)
        extent = name_extent(sentence, first, last, label) if label else None
        if label is None or extent is None or any(tags[i] != "O" for i in range(extent[0], extent[1] + 1)):
            continue
        tags[extent[0]] = f"B-{label}"
        for i in range(extent[0] + 1, extent[1] + 1):
            tags[i] = f"I-{label}"
    return [replace(t, name=tag) for t, tag in zip(sentence, tags, strict=True)]
