"""The model's links: whom a word points back to, and which words stand for somebody who matters."""

from dragoman.actors import load_knowledge
from dragoman.actors.cast import Cast, who_matters
from dragoman.actors.links import chances_back, points_back
from dragoman.actors.nouns import linked_back
from dragoman.grammar import Tree
from dragoman.model import NO_WORD, ActMark, Article, Block, LinkMark, Page, Parse, ReportMark, Sentence, Word

TEXT = "Chad envoy minister he said"


def cast_of(*links, **marks):
    words, at = [], 0
    for index, form in enumerate(TEXT.split()):
        at = TEXT.index(form, at)
        words.append(Word(index, at, at + len(form), form, form, "NOUN", "", "", -1, "root", 0))
        at += len(form)
    parse = Parse(TEXT, (Sentence(0, 0, len(TEXT), 0, len(words), 0),), tuple(words), links=links, **marks)
    article = Article(Page("t", "t", b"", TEXT, "text"), TEXT, (Block("paragraph", 0, len(TEXT)),))
    cast = Cast(article, Tree(parse), load_knowledge())
    for index, name in ((1, "envoy"), (2, "minister")):
        figure = cast.figure(name, name, "person", None)
        cast.mention(figure, index, (index, index + 1), "description", "unnamed")
    return cast


def test_chances_of_the_words_of_one_figure_are_added():
    cast = cast_of(LinkMark(3, ((1, 0.4), (2, 0.3), (NO_WORD, 0.2)), ()))
    back = points_back(cast, 3)
    assert back.figure is cast.figures["envoy"] and (back.chance, back.nobody) == (0.4, 0.2)
    assert points_back(cast, 4).figure is None


def test_chances_to_himself_do_not_count():
    cast = cast_of(LinkMark(1, ((1, 0.9), (2, 0.1)), ()))
    assert chances_back(cast, 1) == {"minister": 0.1}


def test_speakers_and_sides_that_the_model_sees_matter():
    report = ReportMark(4, 4, 5, 0.9, (), source=3)
    unsure = ReportMark(4, 4, 5, 0.1, (), source=2)
    act = ActMark(4, "AID", 0.9, (), "done", 0.9, actors=((1, 0.9),), recipients=((NO_WORD, 0.9), (0, 0.1)))
    assert who_matters(Parse(TEXT, (), (), reports=(report, unsure), acts=(act,))) == {1, 3}


def test_a_noun_with_its_state_beside_it_points_to_nobody_of_another():
    for told, found in ((None, True), ("TCD", True), ("FRA", False)):
        cast = cast_of(LinkMark(4, ((0, 0.9),), ()))
        chad = cast.state_of_code("TCD")
        cast.mention(chad, 0, (0, 1), "name", "named")
        if told:
            cast.countries[3] = told
        assert linked_back(cast, cast.word(4), title=False) is (chad if found else None)
