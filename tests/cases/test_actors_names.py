"""Names that go on over hyphens, states that share an adjective, and bodies that only say where."""

import pytest
from benchmarks.coreference import holder

from dragoman.actors import find_actors, load_knowledge
from dragoman.actors.spans import find_spans
from dragoman.grammar import Tree
from dragoman.model import Actor, Article, Block, Page, Parse, Sentence, Word
from dragoman.parse import EmbeddedParser, load_parser


@pytest.fixture(scope="module")
def parser() -> EmbeddedParser:
    return load_parser()


def cast(parser: EmbeddedParser, text: str, day: str) -> tuple[Actor, ...]:
    article = Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published=day)
    return find_actors(article, Tree(parser.parse(article)), load_knowledge())


def tree_of(text: str, words: list[tuple[str, str, str, int]]) -> Tree:
    made, at = [], 0
    for index, (form, upos, relation, head) in enumerate(words):
        at = text.index(form, at)
        made.append(Word(index, at, at + len(form), form, form, upos, "", "", head, relation, 0))
        at += len(form)
    return Tree(Parse(text, (Sentence(0, 0, len(text), 0, len(made), 0),), tuple(made)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hassan Sheikh-Lund left", [("Hassan", "PROPN", "nsubj", 4), ("Sheikh", "PROPN", "flat", 0), ("-", "PUNCT", "punct", 3),
                                     ("Lund", "PROPN", "flat", 0), ("left", "VERB", "root", -1)]),
        ("Hassan Sheikh-Lund left", [("Hassan", "PROPN", "nsubj", 3), ("Sheikh", "PROPN", "flat", 0), ("-Lund", "PUNCT", "punct", 0),
                                     ("left", "VERB", "root", -1)]),
    ],
)  # fmt: skip
def test_half_of_a_name_with_a_hyphen_is_nobody_known(text, words):
    tree = tree_of(text, words)
    knowledge = load_knowledge()
    assert knowledge.find("hassan sheikh")
    assert not [s for s in find_spans(tree, knowledge) if any(knowledge.known(n).kind == "person" for n, t in s.hits if t != "w")]


def test_of_two_states_with_one_adjective_the_page_s_is_meant(parser):
    text = "The Dominican Republic shut a port. Dominican soldiers turned a ferry away."
    assert {a.country for a in cast(parser, text, "2014-04-04") if a.kind != "place"} == {"DOM"}
    text = "Officials in Brazzaville were silent. Congolese soldiers turned a ferry away."
    assert {a.country for a in cast(parser, text, "2014-04-04") if a.kind == "group"} == {"COG"}


def test_a_namesake_in_office_is_likelier_than_one_who_came_later(parser):
    text = "Tariq spoke in Baghdad. The United States said President George Bush had sent a letter to Iraq."
    names = {name for a in cast(parser, text, "1991-01-10") for name in (a.name, *a.aliases)}
    assert "George H. W. Bush" in names and "George W. Bush" not in names


def test_an_embassy_where_something_happens_is_no_side(parser):
    text = "Some 200 nurses rallied outside the Chilean embassy in Lima. The Peruvian foreign ministry said it was sorry."
    found = {a.id: a for a in cast(parser, text, "2014-04-04")}
    assert found["PER-ministry-foreign"].mentions
    assert not found["CHL-embassy"].mentions and found["CHL-embassy"].place_mentions


def test_a_body_whose_official_speaks_is_only_told_with_him(parser):
    found = {a.id: a for a in cast(parser, "State Department spokeswoman Lena Ordway called the vote unfair.", "2014-04-04")}
    assert not found["USA-ministry-foreign"].mentions and found["USA-ministry-foreign"].place_mentions


def test_the_news_agency_of_moscow_was_the_soviet_union_s(parser):
    text = "Tass said on Monday that the talks had ended."
    assert [a.country for a in cast(parser, text, "1984-05-02") if a.kind == "outlet"] == ["SUN"]
    assert [a.country for a in cast(parser, text, "2014-05-02") if a.kind == "outlet"] == ["RUS"]


def test_police_without_an_article_are_those_of_the_page_s_state(parser):
    found = cast(parser, "Kenya closed a bridge. Police said that nobody was hurt in Kenya.", "2014-05-02")
    assert "KEN-police" in {a.id for a in found}


def test_the_likest_mention_is_not_the_longest():
    alliance, chief = Actor("a", "Alliance", "organisation"), Actor("b", "chief of the Alliance", "person")
    assert holder([((13, 21), alliance), ((0, 21), chief)], (9, 21)) is alliance
