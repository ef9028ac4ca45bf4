"""Live blogs and posts of others that a page shows: each turn and post has its own time, and what only tells it is no story."""

from types import SimpleNamespace

import pytest

import dragoman
from dragoman.clean import clean_page
from dragoman.clean.turns import read_mark
from dragoman.grammar import day_at
from dragoman.intake import Given, read_bytes
from dragoman.model import STORY_KINDS
from dragoman.times import find_times

SAID = [
    "The foreign minister of Norland landed in Port Ostrev this morning, his office said, and was received by the mayor.",
    "Both delegations have gone behind closed doors at the old customs house, our reporter on the quay writes.",
    "Ostrevia’s prime minister told reporters yesterday that the talks would go on for as long as it takes.",
    "Police closed the bridge to the harbour after some two hundred people had gathered there with flags and drums.",
]
BARE = SimpleNamespace(words=())


def clean(content, **given):
    return clean_page(read_bytes(content.encode(), Given(**given)))


def blocks(article, *kinds):
    return [article.text[b.start : b.end] for b in article.blocks if b.kind in kinds]


def at(article, words):
    place = article.text.index(words[:40])
    return next((t.at for t in reversed(article.turns) if t.start <= place < t.end), None)


def day(article, words):
    return day_at(article, article.text.index(words[:40]))


def flat(marks, said=SAID, head="Norland and Ostrevia meet over the strait – live updates"):
    turns = (f"{mark}\n\n{text}" for mark, text in zip(marks, said, strict=True))
    return "\n\n".join([head, "Talks on the strait begin in Port Ostrev, and here is how the day goes, hour by hour, for all.", *turns])


@pytest.mark.parametrize(
    ("text", "day_told", "clock"),
    [
        ("14:32", None, "14:32"),
        ("14.32 BST", None, "14:32"),
        ("2:32 p.m. EDT", None, "14:32"),
        ("12:05am", None, "00:05"),
        ("3 pm", None, "15:00"),
        ("Updated at 09.10 GMT", None, "09:10"),
        ("4 April 2024, 14:32", "2024-04-04", "14:32"),
        ("Thu 4 Apr 2024 14.32 BST", "2024-04-04", "14:32"),
        ("Posted at 14:32 4 April", "2024-04-04", "14:32"),
        ("April 4, 2024 at 2:32 pm", "2024-04-04", "14:32"),
        ("2024-04-04 14:32", "2024-04-04", "14:32"),
        ("4 April", "2024-04-04", None),
        ("2h ago", None, None),
        ("13 minutes ago", None, None),
        ("(10:12 GMT)", None, "10:12"),
        ("1432 GMT", None, "14:32"),
    ],
)
def test_a_line_that_is_only_a_time_is_told(text, day_told, clock):
    mark = read_mark(text, "", "2024-04-05")
    assert mark is not None
    assert mark.is_whole
    assert (mark.day and mark.day.isoformat()) == day_told
    assert (mark.clock and mark.clock.strftime("%H:%M")) == clock


@pytest.mark.parametrize(
    "text",
    [
        "25:61", "1,432", "3.50", "2024", "14", "4-3", "May", "He left at 14:32.", "Ago", "Room 14:32b", "Psalm 14:32",
        "Now", "Sunday", "10:12 was the time at which the train left.", "1990", "Flight 1432", "2 days", "Updated rules", "May 4ever",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(text):
    mark = read_mark(text, "", "2024-04-05")
    assert mark is None or not mark.is_whole


def test_a_time_before_words_dates_the_turn_and_stays():
    text = "\n\n".join(f"{clock} GMT – {said}" for clock, said in zip(("06:10", "09:05", "15:40", "16:00"), SAID, strict=True))
    article = clean(f"Talks on the strait as they happened\n\n{text}", published="2024-04-04")
    assert at(article, "15:40 GMT – Ostrevia") == "2024-04-04T15:40:00Z"
    assert sum(text.startswith(("06:10", "09:05", "15:40", "16:00")) for text in blocks(article, "paragraph")) == 4


def test_a_time_before_a_sentence_without_a_dash_dates_it():
    text = "\n\n".join(f"{clock} {said}" for clock, said in zip(("06.10", "09.05", "15.40", "16.00"), SAID, strict=True))
    article = clean(f"Talks on the strait as they happened\n\n{text}", published="2024-04-04")
    assert [turn.at for turn in article.turns] == [f"2024-04-04T{clock}:00" for clock in ("06:10", "09:05", "15:40", "16:00")]


def test_turns_of_a_flattened_page_over_midnight():
    article = clean(flat(["00:40", "23:55", "21:10", "18:02"]), published="2024-04-04")
    hours = ["2024-04-05T00:40:00", "2024-04-04T23:55:00", "2024-04-04T21:10:00", "2024-04-04T18:02:00"]
    assert [at(article, said) for said in SAID] == hours
    assert blocks(article, "paragraph", "deck")[-4:] == SAID
    assert not {"00:40", "23:55", "21:10", "18:02"} & set(blocks(article, *STORY_KINDS))
    assert day(article, "Talks on the strait begin") == "2024-04-04"


def test_turns_in_the_order_of_time():
    article = clean(flat(["18:02", "21:10", "23:55", "00:40"]), published="2024-04-04")
    assert [day(article, said) for said in SAID] == ["2024-04-04", "2024-04-04", "2024-04-04", "2024-04-05"]


def test_days_above_turns_hold_for_those_below():
    marks = ["Friday, 5 April\n\n09:00", "08:10", "Thursday, 4 April\n\n22:00", "20:30"]
    article = clean(flat(marks), published="2024-04-04")
    assert [day(article, said) for said in SAID] == ["2024-04-05", "2024-04-05", "2024-04-04", "2024-04-04"]


def test_hours_ago_count_from_when_the_page_was_taken_and_else_tell_no_time():
    article = clean(flat(["10m ago", "2h ago", "1 day ago", "2 days ago"]), published="2024-04-04")
    assert [at(article, said) for said in SAID] == [None] * 4
    assert not [line for line in blocks(article, *STORY_KINDS) if "ago" in line.split()]


def test_marks_at_the_foot_of_turns():
    text = "\n\n".join(f"{said}\n\nUpdated at {clock} GMT" for clock, said in zip(("00:10", "21.10", "20.00", "19.30"), SAID, strict=True))
    article = clean(f"Talks on the strait – live\n\n{text}", published="2024-04-04")
    assert [at(article, said)[:16] for said in SAID] == ["2024-04-05T00:10", "2024-04-04T21:10", "2024-04-04T20:00", "2024-04-04T19:30"]


def test_a_story_with_one_hour_in_it_has_no_turns():
    article = clean(flat(["18:02", "", "", ""], head="Norland and Ostrevia meet over the strait"), published="2024-04-04")
    assert article.turns == ()
    assert "18:02" not in blocks(article, *STORY_KINDS)


LIVE = """<html><head><title>Strait talks: live</title>
<script type="application/ld+json">{"@type": "LiveBlogPosting", "datePublished": "2024-04-03T08:00:00Z"}</script>
</head><body><h1>Strait talks: live</h1><main>%s</main></body></html>"""


def test_turns_of_html_by_their_elements():
    stamps = ["2024-04-04T00:40:00Z", "2024-04-03T23:55:00+02:00", "2024-04-03T21:10:00Z", "2024-04-03T18:02:11Z"]
    turns = "".join(
        f"<article class='block'><header><time datetime='{stamp}'>{i + 2}h ago</time></header><h2>Word number {i} from the quay</h2>"
        f"<p>{said}</p></article>"
        for i, (stamp, said) in enumerate(zip(stamps, SAID, strict=True))
    )
    article = clean(LIVE % turns)
    assert article.published == "2024-04-03"
    assert blocks(article, "paragraph") == SAID
    assert len(blocks(article, "heading")) == 4
    assert [at(article, said) for said in SAID] == [
        "2024-04-04T00:40:00Z", "2024-04-03T23:55:00+02:00", "2024-04-03T21:10:00Z", "2024-04-03T18:02:11Z",
    ]  # fmt: skip
    assert not [line for line in blocks(article, *STORY_KINDS) if line.endswith("ago")]
    times = {article.text[w.start : w.end]: w.value for w in find_times(article, BARE)}
    assert times["this morning"].startswith("2024-04-04")
    assert times["yesterday"] == "2024-04-02"


def test_turns_by_linked_data():
    updates = ", ".join(
        f'{{"@type": "BlogPosting", "headline": "Word number {i} from the quay", "datePublished": "2024-04-0{4 - i // 2}T0{i}:00:00Z", '
        f'"articleBody": "{said}"}}'
        for i, said in enumerate(SAID)
    )
    turns = "".join(f"<div><h3>Word number {i} from the quay</h3><p>{said}</p></div>" for i, said in enumerate(SAID))
    page = (LIVE % turns).replace('"datePublished"', f'"liveBlogUpdate": [{updates}], "datePublished"', 1)
    article = clean(page)
    assert [day(article, said) for said in SAID] == ["2024-04-04", "2024-04-04", "2024-04-03", "2024-04-03"]


POST = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">We will meet them tomorrow in the old customs house. '
    '<a href="https://t.co/x">pic.twitter.com/AbC123</a></p>&mdash; Ministry of Norland (@mfa_norland) '
    '<a href="https://twitter.example/1">April 2, 2024</a></blockquote>'
)
STORY = [
    *SAID,
    "A commission of both countries is to meet in the spring and to settle who pays for the lights on the northern shore.",
    "Fishermen on the island said that they had waited for the day since the winter of the great storm and its wrecks.",
]


def story(inset):
    body = "".join(f"<p>{text}</p>" for text in STORY[:3]) + inset + "".join(f"<p>{text}</p>" for text in STORY[3:])
    head = "<html><head><title>Strait talks</title></head><body><h1>Strait talks begin in Port Ostrev</h1>"
    return f"{head}<article>{body}</article></body></html>"


def lines(inset):
    return "\n\n".join(["Strait talks begin in Port Ostrev", *STORY[:3], inset, *STORY[3:]])


def test_a_post_in_html_is_a_quote_with_author_and_day():
    article = clean(story(POST), published="2024-04-04")
    assert blocks(article, "quote") == ["We will meet them tomorrow in the old customs house."]
    assert blocks(article, "paragraph") == STORY
    (turn,) = article.turns
    assert (turn.by, turn.at) == ("Ministry of Norland (@mfa_norland)", "2024-04-02")
    assert article.text[turn.start : turn.end].startswith("We will meet them")
    times = {article.text[w.start : w.end]: w.value for w in find_times(article, BARE)}
    assert times["tomorrow"] == "2024-04-03"
    assert not [line for line in blocks(article, *STORY_KINDS) if "pic.twitter" in line or "@mfa" in line]


@pytest.mark.parametrize(
    "inset",
    [
        "We will meet them tomorrow in the old customs house. pic.twitter.com/AbC123\n\n— Ministry of Norland (@mfa_norland) April 2, 2024",
        "We will meet them tomorrow in the old customs house. pic.twitter.com/AbC123 — Ministry of Norland (@mfa_norland) April 2, 2024",
        "We will meet them tomorrow in the old customs house.\n\npic.twitter.com/AbC123\n\n– Ministry of Norland (@mfa_norland) 2 Apr 2024",
        "We will meet them tomorrow in the old customs house. https://t.co/xYz — Ministry of Norland (@mfa_norland) 9 AM · April 2, 2024",
    ],
)
def test_what_is_left_of_a_post_in_flattened_text(inset):
    article = clean(lines(inset), published="2024-04-04")
    assert blocks(article, "quote") == ["We will meet them tomorrow in the old customs house."]
    assert blocks(article, "paragraph") == STORY
    (turn,) = article.turns
    assert (turn.by, turn.at) == ("Ministry of Norland (@mfa_norland)", "2024-04-02")


def test_a_post_without_a_day_has_an_author_still():
    inset = "We will meet them tomorrow in the old customs house.\n\n— Ministry of Norland (@mfa_norland)"
    article = clean(lines(inset), published="2024-04-04")
    assert [(turn.by, turn.at) for turn in article.turns] == [("Ministry of Norland (@mfa_norland)", None)]
    assert day(article, "We will meet them") == "2024-04-04"


@pytest.mark.parametrize(
    "line",
    [
        "pic.twitter.com/AbC123", "View this post on Instagram", "View on X", "A post shared by Port Ostrev (@portostrev)",
        "This post is from a suspended account.", "End of Twitter post", "Skip X post by Ministry of Norland", "Load tweet",
        "Content from X cannot be displayed.", "Read 214 replies", "Posted by the ministry on Telegram", "Allow X content?",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["flat", "html"])
def test_what_platforms_print_is_no_story(line, form):
    text = story(f"<p>{line}</p>") if form == "html" else lines(line)
    article = clean(text, published="2024-04-04")
    assert blocks(article, "paragraph", "quote", "heading") == STORY


def test_a_dash_and_a_name_in_a_sentence_are_no_post():
    line = "The account of the ministry — Norland Foreign Office (@mfa_norland) — was silent on Tuesday, as it had been all week."
    article = clean(lines(line), published="2024-04-04")
    assert article.turns == ()
    assert line in blocks(article, "paragraph")


def test_what_is_said_and_done_in_a_turn_is_dated_by_the_turn():
    said = [
        "The foreign minister of France, Ada Brandt, said that the talks with Russia had ended without an agreement.",
        "Russia’s foreign minister Sergey Lavrov told reporters that Moscow would not sign the treaty.",
        "France accused Russia on Tuesday of breaking the truce, and Germany expelled two Russian diplomats.",
    ]
    record = dragoman.read(flat(["00:40", "23:55", "18:02"], said), published="2024-04-04").record
    days = {record.article.text[slice(*s.content[0])][:20]: s.said for s in record.statements}
    assert days["the talks with Russi"] == "2024-04-05"
    assert days["Moscow would not sig"] == "2024-04-04"
    assert {event.date for event in record.events if event.type == "SANCTION"} <= {"2024-04-02", "2024-04-04"}
    assert {event.date for event in record.events if event.type == "ACCUSE"} == {"2024-04-02"}


def test_a_time_within_a_sentence_does_not_cut_it():
    article = clean(story("<p>The talks began on <time datetime='2024-04-02'>Tuesday</time> in the old customs house, the mayor said.</p>"))
    assert "The talks began on Tuesday in the old customs house, the mayor said." in blocks(article, "paragraph")
    assert article.turns == ()


def test_many_turns_in_a_list():
    items = "".join(
        f"<li class='live-blog-post' id='p{i}'><div><span class='timestamp'>{23 - i}.{i:02} GMT</span></div><h3>Word from the quay</h3>"
        f"<p>{said}</p><p>It is turn number {i} of the day, and nobody at the customs house knows how many are still to come.</p>"
        f"<div class='share-buttons'><a href=/f>Share</a> <a href=/t>Copy link to this post</a></div></li>"
        for i, said in enumerate(SAID * 4)
    )
    article = clean(LIVE % f"<p>Talks on the strait begin in Port Ostrev, and here is how the day goes, hour by hour.</p><ul>{items}</ul>")
    assert len(article.turns) == 16
    assert {turn.at[:10] for turn in article.turns} == {"2024-04-03"}
    assert article.turns[2].at == "2024-04-03T21:02:00Z"
    assert len(blocks(article, "paragraph")) == 33
    assert not [text for text in blocks(article, *STORY_KINDS) if "GMT" in text or "Copy" in text]


def test_an_hour_with_a_half_of_the_day_before_a_sentence_dates_it():
    page = "LIVE: bridge closed\n\n" + "\n\n".join(f"{hour}.20pm {text}" for hour, text in zip((9, 8, 7, 6), SAID, strict=True))
    article = clean(page, published="2024-04-05")
    assert at(article, SAID[2]) == "2024-04-05T19:20:00"
    assert read_mark("8.20pm dinner was served to all who had come", "", "2024-04-05") is None


def test_what_is_said_in_a_turn_is_said_on_its_day():
    said = "Norland says that the bridge is closed. Its police have told drivers that they must turn back at once."
    turns = zip((19, 18, 17, 16, 15), [*SAID, said], strict=True)
    page = "LIVE: bridge closed\n\n" + "\n\n".join(f"{hour}:20 - {text}" for hour, text in turns)
    reading = dragoman.read(page.encode(), published="2024-04-05")
    place = reading.text.index(said[:20])
    assert {s["said"] for s in reading.statements if s["content"][0]["start"] > place} == {"2024-04-05"}
