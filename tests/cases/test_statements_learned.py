"""What the language model saw and what the rules found become one set of statements, and each says which of the two decided."""

from types import SimpleNamespace

import pytest

from dragoman.grammar import Tree
from dragoman.model import Article, Block, Page, Parse, ReportMark, Sentence, Word
from dragoman.statements.draft import Draft
from dragoman.statements.learned import find_learned, goes_on, is_near, settle
from dragoman.statements.scene import Scene

TEXT = "Norway said on Monday that two ships had left, adding they would not return."
VERBS = ("said", "left", "adding", "return")


def scene_of(*reports, text=TEXT):
    words, at = [], 0
    for index, form in enumerate(text.replace(",", " ,").replace(".", " .").split()):
        start = text.index(form, at)
        at = start + len(form)
        upos = "VERB" if form in VERBS else "PUNCT" if form in ",." else "PROPN" if form.istitle() else "NOUN"
        words.append(
            Word(index, start, at, form, {"said": "say", "adding": "add"}.get(form, form), upos, "", "", -1 if index == 1 else 1, "dep", 0)
        )
    parse = Parse(text, (Sentence(0, 0, len(text), 0, len(words), 0),), tuple(words), reports=reports)
    return Scene(Article(Page("p", "p", b"", text, "text"), text, (Block("paragraph", 0, len(text)),)), Tree(parse), (), ())


def words_in(scene, draft):
    return [scene.text[a:b] for a, b in draft.content]


SAID = ReportMark(1, 1, 2, 0.97, (5, 6, 7, 8, 10), source=0)
ADDING = ReportMark(10, 10, 11, 0.95, (11, 12, 13, 14), source=-1)


def test_content_holds_the_reports_within_it():
    scene = scene_of(SAID, ADDING)
    outer, inner = sorted(find_learned(scene), key=lambda d: d.cue)
    assert words_in(scene, outer) == ["two ships had left, adding they would not return"]
    assert words_in(scene, inner) == ["they would not return"]
    assert (outer.speaker, inner.speaker) == (0, None)
    assert (outer.act, inner.act) == ("say", "add")


def draft(scene, cue, content, **kwargs):
    at, words = scene.text.index(cue), (scene.text.index(content), scene.text.index(content) + len(content))
    return Draft("say", [words], (at, at + len(cue)), scene.word_at(at), why=[f"verb {cue}"], **kwargs)


def test_a_rules_content_stays_where_the_two_are_alike():
    scene = scene_of(SAID)
    (kept,) = settle(scene, [draft(scene, "said", "two ships had left")])
    assert words_in(scene, kept) == ["two ships had left"]
    assert kept.why == ["verb said", "speaker by the model", "model 0.97"] and kept.speaker == 0


def test_the_models_content_stands_where_they_differ_and_it_is_sure():
    scene = scene_of(SAID)
    (kept,) = settle(scene, [draft(scene, "said", "on Monday")])
    assert words_in(scene, kept)[0].startswith("two ships had left") and "content by the model" in kept.why


@pytest.mark.parametrize(("score", "source", "count"), [(0.95, 0, 1), (0.95, None, 1), (0.5, 0, 0), (0.95, 6, 0)])
def test_the_model_alone_must_be_sure_and_the_speaker_able_to_speak(score, source, count):
    scene = scene_of(ReportMark(10, 10, 11, score, (11, 12, 13, 14), source=source))
    assert len(settle(scene, [])) == count


def test_a_verb_without_any_chance_falls_and_an_attitude_stays():
    scene = scene_of(SAID)
    doubted = draft(scene, "adding", "they would not return")
    attitude = draft(scene, "return", "two ships")
    attitude.act = "want"
    assert [d.act for d in settle(scene, [doubted, attitude])] == ["want", "say"]


def test_without_marks_the_rules_decide_alone():
    scene = scene_of()
    found = [draft(scene, "adding", "they would not return")]
    assert settle(scene, found) == found


def test_the_act_of_a_verb_is_not_that_of_a_longer_cue():
    scene = SimpleNamespace(words=[SimpleNamespace(text=t) for t in ["They", "called", "the", "plan", "a", "mistake"]])
    assert goes_on(scene, 1, "call")
    assert not goes_on(scene, 1, "call out")
    scene.words[2].text = "out"
    assert goes_on(scene, 1, "call out")


def blocks_of(*kinds):
    """A scene of one line a block, each a sentence; the word with index 3 is a cue on which all others hang."""
    text = "Ships seized\nFour said\nNorway left"
    lines, at, words, sentences, blocks = text.split("\n"), 0, [], [], []
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        first = len(words)
        for form in line.split():
            start = text.index(form, at)
            at = start + len(form)
            upos = "VERB" if form == "said" else "NOUN"
            words.append(Word(len(words), start, at, form, form.lower(), upos, "", "", -1, "root", number))
        blocks.append(Block(kind, words[first].start, at))
        sentences.append(Sentence(number, blocks[-1].start, at, first, len(words), number))
    report = ReportMark(3, 3, 4, 0.97, (0, 1, 2, 4, 5), source=-1)
    article = Article(Page("p", "p", b"", text, "text"), text, tuple(blocks))
    return Scene(article, Tree(Parse(text, tuple(sentences), tuple(words), reports=(report,))), (), ())


@pytest.mark.parametrize(
    ("kinds", "content"),
    [
        (("title", "paragraph", "paragraph"), ["Four", "Norway left"]),
        (("paragraph", "paragraph", "caption"), ["Ships seized\nFour"]),
        (("paragraph", "paragraph", "paragraph"), ["Ships seized\nFour", "Norway left"]),
    ],
)
def test_what_is_said_in_the_text_does_not_begin_in_the_headline(kinds, content):
    scene = blocks_of(*kinds)
    (draft,) = find_learned(scene)
    assert words_in(scene, draft) == content


def test_a_cue_has_the_auxiliaries_right_before_it():
    words = list(scene_of(SAID).words)
    words[7] = Word(7, words[7].start, words[7].end, "had", "have", "AUX", "", "", 8, "aux", 0)
    report = ReportMark(8, 8, 9, 0.97, (11, 12, 13, 14))
    parse = Parse(TEXT, (Sentence(0, 0, len(TEXT), 0, len(words), 0),), tuple(words), reports=(report,))
    scene = Scene(Article(Page("p", "p", b"", TEXT, "text"), TEXT, (Block("paragraph", 0, len(TEXT)),)), Tree(parse), (), ())
    (draft_,) = find_learned(scene)
    assert TEXT[slice(*draft_.cue)] == "had left"


@pytest.mark.parametrize(("later", "near"), [("They would not return", False), ("“They would not return”", True)])
def test_what_a_cue_tells_far_away_stands_in_quotation_marks(later, near):
    lines = "Norway said two ships had left.", "It rained.", later
    text, words, blocks, at = "\n".join(lines), [], [], 0
    for line in lines:
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    for index, form in enumerate(("Norway", "said", "return")):
        at = text.index(form)
        words.append(Word(index, at, at + len(form), form, form, "VERB" if index else "PROPN", "", "", index - 1, "dep", int(index == 2)))
    sentences = Sentence(0, 0, len(lines[0]), 0, 2, 0), Sentence(1, blocks[2].start, len(text), 2, 3, 2)
    scene = Scene(Article(Page("p", "p", b"", text, "text"), text, tuple(blocks)), Tree(Parse(text, sentences, tuple(words))), (), ())
    assert is_near(scene, 1, 2) is near
