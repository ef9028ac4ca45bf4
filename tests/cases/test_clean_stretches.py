"""A page looked at once more as a whole: lists, galleries, transcripts, authors, cards, and prose that goes on behind a box."""

import pytest

from dragoman.clean import clean_page
from dragoman.clean.lines import Line, kind_of_wording
from dragoman.clean.stretches import Looked, author_mark, further_prose, listed, no_story, prose_between
from dragoman.intake import Given, read_bytes

PROSE = (
    "The harbour of Norvik was opened to ships of Ostrevia again, and Mayor Nobody said that the first of them had come in at noon.",
    "Ships from Ostrevia had lain off the Halden Bank for nine days, because nobody in Norvik would say who pays for the pilots.",
    "In Norvik the mayor asked the Halden Bank for a loan, and in Ostrevia the ministry said that it would bear a third of it.",
    "The last of the ships left for Ostrevia in the night, with what the dealers of Norvik had stored on the quays since the spring.",
)
GO_ON = (
    "The pilots of Norvik, who had not been asked, said in the evening that they would go out to the Halden Bank as they always had, and "
    "that they hoped to be paid by whoever in Ostrevia or elsewhere had signed, since none of them had seen a paper with a seal on it."
)
OTHER = (
    "Bakers of the upper valley meet in May to choose the loaf of the year, and Anton Someone, who has won twice, said that he would not "
    "come this time, since the mill at Lower Brook had burnt down and flour from anywhere else was, in his view, not worth the salt."
)
HEADLINES = ("Mill burns down at Lower Brook", "Bakers choose the loaf of the year", "Nine cows win a prize", "Snow in the upper valley")


def looked(*rows, end=None, marked=False, apart=1):
    """Lines with what rules and labeller took them for, each ``apart`` places from the next."""
    lines = [Line(text, 0, len(text), kind_of_wording(text)[0], "") for text, _ in rows]
    kinds = [kind for _, kind in rows]
    return Looked(lines, range(0, len(rows) * apart, apart), kinds, kinds, len(rows) if end is None else end, marked)


def body(*texts, kind="paragraph"):
    """Rows of one kind."""
    return [(text, kind) for text in texts]


MENU = body(*(f"Section {i}" for i in range(20)), kind="boilerplate")
TITLE = [("Harbour opens again", "title")]


def test_headlines_above_the_headline_are_no_story():
    rows = [*body(*HEADLINES), *MENU[:6], *TITLE, *body(*PROSE)]
    assert no_story(looked(*rows)) == {0, 1, 2, 3}
    assert no_story(looked(*body(*HEADLINES), *MENU[:6], *body(*PROSE))) == set()  # no headline tells that they stand above it


def test_a_gallery_far_above_the_headline_is_no_story():
    picture = "A ship lies off the quay on Monday, with the town behind it and snow on the hills."
    story = body(*PROSE, *PROSE[:3])
    assert no_story(looked((picture, "paragraph"), *MENU, *TITLE, *story)) >= {0}
    assert 0 not in no_story(looked((picture, "paragraph"), *MENU[:5], *TITLE, *story))
    assert 0 not in no_story(looked(*TITLE, (picture, "paragraph"), *MENU, *story))  # the headline stands above it


def test_what_stands_far_below_and_says_no_name_of_the_story_is_none():
    story = body(*PROSE)
    assert no_story(looked(*TITLE, *story, *MENU, (OTHER[:130] + ".", "paragraph"))) == {len(story) + 1 + len(MENU)}
    assert no_story(looked(*TITLE, *story, *MENU, (PROSE[2], "paragraph"))) != set()  # it returns
    known = ("In the evening ships lay off Norvik, he said, with lights and flags.", "paragraph")
    assert no_story(looked(*TITLE, *story, *MENU, known)) == set()
    assert no_story(looked(*TITLE, *story, *MENU[:5], (OTHER[:130] + ".", "paragraph"))) == set()


def test_lines_that_return_are_story_once():
    rows = [*TITLE, *body(*PROSE, PROSE[1])]
    assert no_story(looked(*rows)) == {5}
    assert no_story(looked(*rows, marked=True)) == set()
    assert no_story(looked(*TITLE, *body(PROSE[0], PROSE[0], *PROSE[1:]), marked=True)) == {2}


def test_a_line_that_says_the_same_words_again_is_none():
    assert no_story(looked(*body(*PROSE), ("How to cross the bank   How to cross the bank", "paragraph"))) == {4}
    assert no_story(looked(*body(*PROSE), ("How to cross the bank and how to cross it back", "paragraph"))) == set()


def test_a_films_transcript_is_no_story():
    said = [f"00:{i * 5 + 3:02} and then they went on to say that the ships" for i in range(8)]
    assert no_story(looked(*body(*said), *TITLE, *body(*PROSE))) >= set(range(8))
    turns = [f"{9 + i}:30 The ship came in, and the mayor of the town said that it would leave at once." for i in range(8)]
    assert not no_story(looked(*TITLE, *body(*PROSE, *turns))) & set(range(5, 13))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ana Nobody is a reporter for the Norvik Courier and is based in Ostrev.", True),
        ("Ana Nobody covers the ministries. Since coming to the Courier she has written on ports and mills.", True),
        ("Ana Nobody currently works for the Courier as a writer.", True),
        ("About the author: Ana Nobody", False),
        ("Ana Nobody is a writer whom nobody reads, the minister said on Monday.", False),
        ("Norvik covers the whole of the bay.", False),
    ],
)
def test_how_papers_tell_of_an_author(text, told):
    assert bool(author_mark().match(text)) is told
    line = "Ana Nobody is a reporter for the Norvik Courier and is based in Ostrev."
    assert no_story(looked(*TITLE, *body(*PROSE, line))) == {5}
    assert no_story(looked(*TITLE, *body(PROSE[0], line, *PROSE[1:], *PROSE[1:3]), marked=True)) == set()  # within the story


def test_prose_behind_a_box_goes_on_if_it_says_the_names_of_the_story():
    story, box = body(*PROSE), body(*HEADLINES, kind="related")
    assert further_prose(looked(*story, *box, (GO_ON, "boilerplate"))) == {8}
    assert further_prose(looked(*story, *box, (OTHER, "boilerplate"))) == set()
    assert further_prose(looked(*story, *box, (GO_ON, "boilerplate"), end=6)) == set()  # below readers' comments
    assert further_prose(looked(*story, *box, *MENU, *MENU, (GO_ON, "boilerplate"))) == set()


def test_prose_between_two_lines_of_the_body_is_of_it():
    rows = [*body(PROSE[0]), ("Nobody had paid the pilots so far, they said.", "boilerplate"), *body(PROSE[1])]
    assert prose_between(looked(*rows)) == {1}
    assert prose_between(looked(*rows, end=1)) == set()
    assert prose_between(looked(*rows, apart=2)) == set()
    assert prose_between(looked(rows[0], ("Mill burns down", "related"), rows[2])) == set()


def test_headlines_in_capitals_in_a_row_are_no_story():
    capitals = ("Bakers Choose the Loaf of the Whole Year", "Nine Cows Win a Prize in Lower Brook")
    assert no_story(looked(*TITLE, *body(PROSE[0], *capitals, *PROSE[1:]))) == {2, 3}
    assert no_story(looked(*TITLE, *body(PROSE[0], capitals[0], *PROSE[1:]))) == set()  # a heading
    assert no_story(looked(*TITLE, *body(PROSE[0], *HEADLINES[:2], *PROSE[1:]))) == set()


def test_a_list_below_a_colon_is_of_the_story():
    items = ("nine ships for the pilots", "a third of the loan", "a quay of their own")
    rows = [*body(PROSE[0], "In Norvik they had asked for:"), *body(*items, kind="related"), *body(PROSE[1])]
    assert listed(looked(*rows)) == {2, 3, 4}
    assert listed(looked(*rows[:-1])) == set()  # no story below
    assert listed(looked(*rows, end=3)) == set()
    assert listed(looked(*rows, apart=2)) == set()
    assert listed(looked(*body(*PROSE[:2]), *rows[2:])) == set()
    assert listed(looked(*rows[:2], ("Bakers Choose the Loaf of the Whole Year", "related"), *rows[3:])) == set()


def test_a_flattened_page_keeps_its_story_and_loses_its_lists():
    lists = "\n".join(f"{8 + i}:15 AM  {line} and nobody knows why" for i, line in enumerate(HEADLINES))
    menu = "\n".join(("Home", "World", "Politics", "Business", "Sport", "Weather"))
    page = f"{menu}\n{lists}\n{menu}\nHarbour of Norvik opens again\nBy Ana Nobody\n3 May 1998\n" + "\n".join((*PROSE, GO_ON))
    article = clean_page(read_bytes(page.encode(), Given()))
    story = [article.text[b.start : b.end] for b in article.blocks if b.kind in ("paragraph", "heading", "quote")]
    assert story == [*PROSE, GO_ON]


def test_cards_below_the_story_of_an_html_page_are_other_stories():
    def page(cards):
        story = "".join(f"<p>{text}</p>" for text in (*PROSE, GO_ON))
        html = f"<html><body><div class='x'><h1>Harbour of Norvik opens again</h1><div>{story}</div>{cards}</div></body></html>"
        article = clean_page(read_bytes(html.encode(), Given()))
        return {article.text[b.start : b.end] for b in article.blocks if b.kind in ("paragraph", "heading", "quote")}

    notes = [f"{line} in the upper valley, where a third of all farms have none, the office said." for line in HEADLINES]
    linked = "".join(f"<div><h4><a href='/{i}'>{HEADLINES[i]}</a></h4><p>{note}</p></div>" for i, note in enumerate(notes))
    plain = "".join(f"<div><p>{note}</p></div>" for note in notes)
    assert page(linked) == {*PROSE, GO_ON}
    assert page(plain) == {*PROSE, GO_ON, *notes}


def test_a_sentence_with_words_of_an_invitation_is_story_where_it_asks_nothing():
    told = "The bank took its programme out of the App Store in the night, after nine of its clerks had been shown in it by mistake."
    asked = "Get the news of the whole bay as it comes in with the programme of the Courier, to be had in the App Store by all of you."
    story = "".join(f"<p>{text}</p>" for text in (*PROSE[:2], told, asked, *PROSE[2:], GO_ON))
    article = clean_page(read_bytes(f"<html><body><article><h1>Harbour opens again</h1>{story}</article></body></html>".encode(), Given()))
    kinds = {article.text[b.start : b.end]: b.kind for b in article.blocks}
    assert kinds[told] == "paragraph"
    assert kinds[asked] == "boilerplate"
