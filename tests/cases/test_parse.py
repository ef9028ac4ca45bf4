"""The language model's reading: pieces, lemmas, trees, names, and sentences that real pages make hard."""

import itertools

import numpy as np
import pytest

from dragoman.grammar import Tree
from dragoman.lexicon import data_bytes
from dragoman.model import Article, Block, Page, Parse
from dragoman.parse import EmbeddedParser, decode, load_parser
from dragoman.parse.decode import best_tree, is_tree, name_spans
from dragoman.parse.lemma import apply_lemma_rule, lemma_rule, regular_stems
from dragoman.parse.parser import WINDOW, Story
from dragoman.parse.pieces import Pieces, cut_pieces, load_tokenizer


@pytest.fixture(scope="session")
def parser() -> EmbeddedParser:
    return load_parser()


def read(parser: EmbeddedParser, *paragraphs: str) -> Parse:
    text = "\n\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block("paragraph", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return parser.parse(Article(Page("t", "t", b"", text, "text"), text, tuple(blocks)))


def sentences(parse: Parse) -> list[str]:
    return [parse.text[s.start : s.end] for s in parse.sentences]


@pytest.mark.parametrize(
    ("form", "lemma"), [("went", "go"), ("cities", "city"), ("Said", "say"), ("NATO", "NATO"), ("is", "be"), ("warned", "warn")]
)
def test_a_lemma_rule_gives_the_lemma_back(form, lemma):
    assert apply_lemma_rule(form, lemma_rule(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("form", "stems"),
    [("reinstated", ["reinstate"]), ("confiscating", ["confiscate"]), ("combated", ["combat", "combate"])],
)
def test_long_stems_that_lost_an_e_have_it_back(form, stems):
    assert regular_stems(form) == stems


@pytest.mark.parametrize("text", ["\uc644", "\uc644 \uac15 A", "Seoul (\uc644\uac15) said no."])
def test_a_character_of_several_pieces_is_never_cut(parser, text):
    words = read(parser, text).words
    ends = [0, *(word.end for word in words)]
    assert all(before <= word.start < word.end for before, word in zip(ends, words, strict=False))


def test_a_lemma_rule_never_gives_nothing():
    assert apply_lemma_rule("a", "-3+") == "a"


def test_contractions_are_cut_where_words_start():
    tokenizer = load_tokenizer(data_bytes("model/tokenizer.json"))
    text = "They don't and cannot, won’t"
    starts = set(cut_pieces(tokenizer, text).starts.tolist())
    assert {text.index("n't"), text.index("not,"), text.index("n’t")} <= starts


def brute_force(scores):
    n = len(scores)
    return max(
        (sum(scores[i, h] for i, h in enumerate(heads)) for heads in itertools.product(range(n + 1), repeat=n) if is_tree(np.array(heads))),
        default=None,
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_tree_is_the_best_one_with_one_root(seed):
    dice = np.random.default_rng(seed)
    scores = dice.normal(size=(4, 5)) * 3
    scores -= np.log(np.exp(scores).sum(1, keepdims=True))
    scores[np.arange(4), np.arange(1, 5)] = -60
    tree = best_tree(scores)
    assert is_tree(tree)
    assert sum(scores[i, h] for i, h in enumerate(tree)) >= brute_force(scores) - 0.7


@pytest.mark.parametrize("seed", range(40))
def test_roots_that_cannot_win_are_passed_over_without_loss(seed, monkeypatch):
    scores = np.random.default_rng(seed).normal(size=(9, 10)) * 2
    passed_over = best_tree(scores).tolist()
    monkeypatch.setattr(decode, "ROUNDING", np.inf)
    assert best_tree(scores).tolist() == passed_over


@pytest.mark.parametrize("size", [1, 2, 7, 60, 200])
def test_trees_are_valid_at_every_size(size):
    assert is_tree(best_tree(np.random.default_rng(size).normal(size=(size, size + 1)).astype(np.float32)))


def test_names_come_from_tags_even_without_a_beginning():
    assert name_spans(["B-PER", "I-PER", "O", "I-LOC", "B-LOC"]) == [(0, 2, "PER"), (3, 4, "LOC"), (4, 5, "LOC")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("“We will not sign,” the minister said. “Not today, and not tomorrow.”", 2),
        ('"The talks have failed," said Maria Torvald, the envoy. She left at noon.', 2),
        ("Mr. J. R. Hale met Dr. Oyelaran in St. Petersburg on Jan. 5. They spoke for an hour.", 2),
        ("The U.S. and the U.K. signed the deal, which the E.U. had opposed.", 1),
        ("Envoys from Peru and Chile meet\non Tuesday to discuss\nfishing rights.", 1),
        ("He asked: “Who gave the order?” Nobody answered.", 2),
        ("The offer – the third this year – was refused… The fourth was not.", 2),
    ],
)
def test_sentences_survive_marks_abbreviations_and_line_breaks(parser, text, count):
    assert len(sentences(read(parser, text))) == count


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The ministry said on Monday that the bridge had been closed.", "said", "ministry"),
        ("“The bridge is closed,” said the ministry.", "said", "ministry"),
        ("The bridge, the governor told reporters, will open in May.", "told", "governor"),
    ],
)
def test_a_reporting_verb_finds_its_subject(parser, text, verb, subject):
    parse = read(parser, text)
    found = Tree(parse).subject(next(w.index for w in parse.words if w.text == verb))
    assert found is not None
    assert found.text == subject


def test_according_to_hangs_on_its_source(parser):
    parse = read(parser, "Twelve people were detained, according to the interior ministry.")
    word = next(w for w in parse.words if w.text == "according")
    assert parse.words[word.head].text == "ministry"


def told(word):
    """What a neighbouring paragraph must not change; the subtype of a relation ("obl:unmarked") may hang on it."""
    return word.text, word.upos, word.relation.partition(":")[0], word.lemma


def test_a_paragraph_reads_the_same_alone_and_among_others(parser):
    alone = read(parser, "The envoy left Lima on Friday.")
    among = read(parser, "A long paragraph about something else, said nobody.", "The envoy left Lima on Friday.")
    tail = among.words[-len(alone.words) :]
    assert [told(w) for w in tail] == [told(w) for w in alone.words]


@pytest.mark.parametrize("text", ["", " ", "x" * 5000, "“" * 700, "\u200b\u0301", "a " * 3000, "Ünïcödé 中文 текст 🙂", "\x00\x07"])
def test_odd_text_is_read_without_harm(parser, text):
    parse = read(parser, text)
    for word in parse.words:
        assert text[word.start : word.end] == word.text
        assert word.head < len(parse.words)
        assert word.head != word.index


def story(*lengths: int) -> Story:
    edges = list(itertools.accumulate(lengths, initial=0))
    none = np.zeros(edges[-1], dtype=np.int64)
    return Story("", Pieces(none, none, none, none), none, frozenset(edges), frozenset())


def test_a_window_holds_whole_blocks_and_windows_are_alike_in_length():
    pages = story(200, 100, 150, 150)
    assert pages.window_end(0) == 300 and pages.window_end(300) == 600
    assert story(100, 100).window_end(0) == 200


def test_a_block_longer_than_a_window_has_no_end_in_it():
    pages = story(100, WINDOW + 200, 50)
    assert pages.window_end(0) == 100 and pages.window_end(100) == 100


def test_every_block_begins_a_sentence_and_is_numbered(parser):
    parse = read(parser, "Peru recalls envoy", "Lima, May 4", "Peru has recalled its envoy to Chile", "The ministry gave no reason.")
    assert [s.block for s in parse.sentences] == sorted(s.block for s in parse.sentences)
    assert {s.block for s in parse.sentences} == {0, 1, 2, 3}


def test_a_long_block_is_read_whole(parser):
    text = " ".join(f"The envoy of Chad met minister number {n} in Oslo." for n in range(150))
    parse = read(parser, "Envoy tours Oslo", text)
    assert parse.text[parse.words[-1].end - 1 :] == "." and len(parse.sentences) > 140
    assert "".join(w.text for w in parse.words) == "".join(parse.text.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Talks between London and Tehran broke down.", 1),
        ("The French Foreign Ministry summoned the envoy.", 1),
        ("MR. OKAFOR: We have urged Lagos to wait.", 1),
        ("Gen. Okafor left. Mrs. Lind stayed.", 2),
        ("The port is closed. Nobody knows why.", 2),
    ],
)
def test_sentences_begin_behind_marks_and_not_behind_titles(text, count):
    article = Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))
    assert len(load_parser().parse(article).sentences) == count
