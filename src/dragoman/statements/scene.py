"""Everything that the rules of this room ask about a page, gathered once: text, tree, actors by word, times, quotations."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from dragoman.grammar import Pairs, Tree, actors_by_word, base_relation
from dragoman.model import STORY_KINDS, Actor, Article, Sentence, Span, When, Word
from dragoman.statements.cues import load_cues
from dragoman.statements.quotes import Quote, find_quotes

PEOPLE = frozenset(("he", "she", "they", "we", "i", "who", "him", "her", "them", "us", "me", "you"))
OPENING = " \t\n\u00a0,;:.!?—–-)]"
CLOSING = " \t\n\u00a0,;:—–-(["
QUOTE_MARKS = "“”„«»‹›\"‘’'‟`「」『』"
LEADING = re.compile(r"(?:that|That)\s+(?=\S)")
SIDE_CLAUSES = ("acl", "acl:relcl", "advcl", "parataxis", "punct", "cc", "conj", "ccomp")

PROSE = ("paragraph", "quote")
"""Kinds of blocks over which a saying may go on."""


class Scene:
    """One page as the rules see it."""

    def __init__(self, article: Article, tree: Tree, actors: tuple[Actor, ...], times: tuple[When, ...]) -> None:
        """Gather what the rules ask."""
        self.article, self.tree, self.words, self.text = article, tree, tree.words, article.text
        self.actors = {actor.id: actor for actor in actors}
        self.by = actors_by_word(tree.parse, actors)
        self.pairs = Pairs(tree, actors)
        self.times = sorted(times, key=lambda when: (when.start, when.end))
        story = [(i, block) for i, block in enumerate(article.blocks) if block.kind in STORY_KINDS]
        self.quotes = find_quotes(article.text, story)
        self.cues = load_cues()
        self.starts = [word.start for word in self.words]

    def block_of(self, word: Word) -> int:
        """The number of the block that holds a word."""
        return self.tree.parse.sentences[word.sentence].block

    def kind_of(self, word: Word) -> str:
        """The kind of the block that holds a word."""
        return self.article.blocks[self.block_of(word)].kind

    def sentence(self, word: Word) -> Sentence:
        """The sentence that holds a word."""
        return self.tree.parse.sentences[word.sentence]

    def word_at(self, place: int) -> int:
        """The index of the first word that starts at or behind a place."""
        return bisect_left(self.starts, place)

    def words_in(self, span: Span) -> list[Word]:
        """The words that start in a span."""
        return list(self.words[self.word_at(span[0]) : self.word_at(span[1])])

    def quote_at(self, word: Word) -> Quote | None:
        """The quotation in which a word stands."""
        return self.quotes.at(word.start)

    def actor_at(self, index: int) -> Actor | None:
        """The actor whom the phrase headed by a word names, the head itself first, then its apposition or its title's bearer."""
        if index in self.by:
            return self.by[index]
        for word in self.tree.kids(index, "appos", "flat", "nmod:desc", "compound"):
            if word.relation != "compound" and word.index in self.by and self.by[word.index].kind == "person":
                return self.by[word.index]
        word = self.words[index]
        if word.relation in ("nmod:desc", "appos", "flat") and word.head in self.by:
            return self.by[word.head]
        return None

    def people_like(self, index: int) -> bool:
        """Whether a subject can speak: an actor, a person's pronoun, a document, or listeners by trade."""
        word = self.words[index]
        lemma = word.lemma.lower()
        if lemma in self.cues.mute and word.upos == "NOUN":
            return False
        return (
            self.actor_at(index) is not None
            or word.text.lower() in PEOPLE
            or word.upos == "PROPN"
            or lemma in self.cues.documents
            or lemma in self.cues.listeners
            or (word.upos == "NOUN" and lemma.endswith(("ist", "man", "woman", "er", "or", "ian", "ant", "people", "cial", "ee")))
        )

    def phrase(self, index: int) -> Span:
        """The span of a noun phrase without the clauses that hang on it."""
        skip = tuple(w.index for w in self.tree.kids(index) if w.relation in SIDE_CLAUSES or base_relation(w) in ("conj", "cc"))
        case = tuple(w.index for w in self.tree.kids(index, "case", "mark") if w.index < index)
        span = self.trim(self.tree.span(index, skip + case))
        return span if span[0] < span[1] else (self.words[index].start, self.words[index].end)

    def trim(self, span: Span) -> Span:
        """A span without the white space and the loose punctuation at its ends; marks that close a quotation stay with it."""
        start, end = span
        while start < end and self.text[start] in OPENING and not self.keeps(start, (start, end)):
            start += 1
        while end > start and self.text[end - 1] in CLOSING and not self.keeps(end - 1, (start, end)):
            end -= 1
        if end > start and self.text[end - 1] == "." and self.drops_stop(start, end):
            end -= 1
        return start, end

    def keeps(self, place: int, span: Span) -> bool:
        """Whether a bracket at a place has its partner in the span."""
        char = self.text[place]
        pairs = {")": "(", "]": "[", "(": ")", "[": "]"}
        return char in pairs and pairs[char] in self.text[span[0] : span[1]]

    def drops_stop(self, start: int, end: int) -> bool:
        """Whether the full stop at the end of a span ends a sentence rather than an abbreviation, or belongs inside a quotation."""
        quote = self.quotes.at(end - 1)
        if quote is not None:
            return quote.start < start
        last = self.words[self.word_at(end) - 1] if self.word_at(end) else None
        return last is None or last.text in (".", "...") or last.end < end

    def clean(self, span: Span) -> Span:
        """A content span trimmed, without a leading "that"."""
        start, end = self.trim(span)
        match = LEADING.match(self.text, start, end)
        if match and self.is_mark(start):
            start = match.end()
        quote = self.quotes.at(end) if end < len(self.text) else None
        if quote is not None and quote.start < end and quote.end - end <= 2 and quote.closed:
            end = quote.end
        return self.trim((start, end))

    def is_mark(self, place: int) -> bool:
        """Whether the word at a place introduces a clause."""
        i = self.word_at(place)
        return (
            i < len(self.words)
            and self.words[i].start == place
            and self.words[i].upos in ("SCONJ", "PRON", "DET", "ADP")
            and self.words[i].relation != "det"
        )

    def runs(self, indices: Iterable[int]) -> list[Span]:
        """The spans of runs of words, where only punctuation may lie between two words of a run, and no other block."""
        ordered = sorted(i for i in indices if self.words[i].upos != "PUNCT")
        spans: list[list[int]] = []
        last = -2
        for i in ordered:
            if spans and all(self.words[k].upos == "PUNCT" for k in range(last + 1, i)) and self.go_on(last, i):
                spans[-1][1] = self.words[i].end
            else:
                spans.append([self.words[i].start, self.words[i].end])
            last = i
        return [(a, b) for a, b in spans]

    def in_one_story(self, one: int, other: int) -> bool:
        """Whether two words stand in one block, or both in paragraphs: what is told in a headline does not go on in the text below it."""
        first, second = self.words[one], self.words[other]
        return self.block_of(first) == self.block_of(second) or all(self.kind_of(word) in PROSE for word in (first, second))

    def go_on(self, one: int, other: int) -> bool:
        """Whether nothing that is no story stands between the blocks of two words."""
        return self.in_one_story(one, other) and self.block_of(self.words[other]) - self.block_of(self.words[one]) <= 1

    def kind(self, content: Iterable[Span], outer: Quote | None = None) -> str:
        """direct where all words stand in quotation marks, indirect where none does, else mixed; those around the cue do not count."""
        spans = list(content)
        if outer is not None and all(outer.start <= start and end <= outer.end for start, end in spans):
            marked = all(self.text[start] in QUOTE_MARKS and self.text[end - 1] in QUOTE_MARKS for start, end in spans)
            return "direct" if marked else "indirect"
        words = [w for span in spans for w in self.words_in(span) if w.upos != "PUNCT" and any(c.isalnum() for c in w.text)]
        inside = sum(self.quote_at(w) is not None for w in words)
        if not inside:
            return "indirect"
        return "direct" if inside == len(words) else "mixed"
