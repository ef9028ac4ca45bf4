"""Reads treebanks in CoNLL-U into paragraphs of sentences with their surface text."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word as it stands in the text; ``head`` counts from 1 in its sentence, 0 at the root; ``space`` follows it."""

    text: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    relation: str
    space: bool = True
    name: str | None = None
    entity: str | None = None


@dataclass(slots=True)
class Paragraph:
    """Sentences that stand together; ``starts_document`` says that another text begins here."""

    sentences: list[list[Token]] = field(default_factory=list)
    starts_document: bool = False


def misc_value(misc: str, key: str) -> str | None:
    """The value of a key in the MISC column."""
    return next((part[len(key) + 1 :] for part in misc.split("|") if part.startswith(f"{key}=")), None)


def token_of(columns: list[str]) -> Token:
    """A token from the ten columns of a word line."""
    return Token(
        text=columns[1].replace("\u00a0", " "), lemma=columns[2], upos=columns[3], xpos=columns[4], feats=columns[5],
        head=int(columns[6]), relation=columns[7], space="SpaceAfter=No" not in columns[9], name=misc_value(columns[9], "NER"),
        entity=misc_value(columns[9], "Entity"),
    )  # fmt: skip


def cut_surface(form: str, parts: list[str]) -> list[str]:
    """Cut the surface of a multiword token into its words, by the words' own lengths where they differ from it."""
    if "".join(parts) == form or len(form) < len(parts):
        return parts
    cut, at = [], 0
    for k, part in enumerate(parts[:-1]):
        length = max(1, min(len(part), len(form) - at - (len(parts) - 1 - k)))
        cut.append(form[at : at + length])
        at += length
    return [*cut, form[at:]]


def sentence_of(lines: list[str]) -> list[Token]:
    """The tokens of one sentence block, multiword tokens cut along their surface."""
    tokens: list[Token] = []
    ranges = []
    for line in lines:
        columns = line.split("\t")
        if "-" in columns[0]:
            first, last = (int(x) for x in columns[0].split("-"))
            ranges.append((first, last, columns[1], "SpaceAfter=No" not in columns[9]))
        elif "." not in columns[0]:
            tokens.append(token_of(columns))
    for first, last, form, space in ranges:
        parts = cut_surface(form, [t.text for t in tokens[first - 1 : last]])
        for k, text in enumerate(parts):
            i = first - 1 + k
            tokens[i] = replace(tokens[i], text=text, space=space if i == last - 1 else False)
    return tokens


def read_paragraphs(path: Path) -> Iterator[Paragraph]:
    """The paragraphs of a treebank file in order."""
    paragraph, lines, new_document = Paragraph(), [], False
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("#"):
            if line.startswith(("# newpar", "# newdoc")):
                if paragraph.sentences:
                    yield paragraph
                    paragraph, new_document = Paragraph(), False
                new_document = new_document or line.startswith("# newdoc")
                paragraph.starts_document = new_document
        elif line:
            lines.append(line)
        elif lines:
            paragraph.sentences.append(sentence_of(lines))
            lines = []
    if paragraph.sentences:
        yield paragraph


def surface(sentences: list[list[Token]]) -> tuple[str, list[list[tuple[int, int]]]]:
    """The text of sentences as it is written, and the span of each word in it."""
    text, spans = "", []
    for sentence in sentences:
        here = []
        for token in sentence:
            here.append((len(text), len(text) + len(token.text)))
            text += token.text + (" " if token.space else "")
        spans.append(here)
    return text.rstrip(" "), spans
