"""Reads a treebank file into articles with gold words, for measuring from raw text."""

from dataclasses import dataclass
from pathlib import Path

from training.conllu import Paragraph, Token, read_paragraphs, surface

from dragoman.model import Article, Block, Page


@dataclass(frozen=True, slots=True)
class GoldWord:
    """A word of the treebank with its span in the article's text; ``head`` is an index into the article's gold words, -1 at a root."""

    start: int
    end: int
    lemma: str
    upos: str
    head: int
    relation: str
    name: str | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A document of the treebank as an article, with what the annotators say."""

    article: Article
    words: list[GoldWord]
    sentences: list[tuple[int, int]]
    names: list[tuple[int, int, str]]


def read_documents(path: Path) -> list[GoldArticle]:
    """The documents of a CoNLL-U file; its paragraphs are the blocks."""
    documents: list[list[Paragraph]] = []
    for paragraph in read_paragraphs(path):
        if paragraph.starts_document or not documents:
            documents.append([])
        documents[-1].append(paragraph)
    return [make_article(f"{path.stem}-{i}", d) for i, d in enumerate(documents)]


def make_article(name: str, paragraphs: list[Paragraph]) -> GoldArticle:
    """An article whose text is the paragraphs joined by blank lines."""
    text, blocks, words, sentences, tagged = "", [], [], [], []
    for paragraph in paragraphs:
        at = len(text) + (2 if text else 0)
        body, spans = surface(paragraph.sentences)
        text += ("\n\n" if text else "") + body
        blocks.append(Block("paragraph", at, at + len(body)))
        for sentence, places in zip(paragraph.sentences, spans, strict=True):
            base = len(words)
            words += [gold_word(t, at, place, base) for t, place in zip(sentence, places, strict=True)]
            sentences.append((at + places[0][0], at + places[-1][1]))
            tagged += gold_names(words[base:])
    page = Page(name, name, b"", text, "text")
    return GoldArticle(Article(page, text, tuple(blocks), language="en"), words, sentences, tagged)


def gold_word(token: Token, offset: int, place: tuple[int, int], base: int) -> GoldWord:
    """A token at its place in the article."""
    head = base + token.head - 1 if token.head else -1
    return GoldWord(offset + place[0], offset + place[1], token.lemma, token.upos, head, token.relation, token.name)


def gold_names(words: list[GoldWord]) -> list[tuple[int, int, str]]:
    """Names of a sentence from its BIO tags."""
    found: list[tuple[int, int, str]] = []
    is_open = False
    for word in words:
        tag = word.name or "O"
        if tag.startswith("B-"):
            found.append((word.start, word.end, tag[2:]))
        elif tag.startswith("I-") and is_open:
            found[-1] = (found[-1][0], word.end, found[-1][2])
        is_open = tag != "O" and bool(found)
    return found
