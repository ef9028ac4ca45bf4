"""Bodies, days, marks and memory: what pages of other shapes become."""

import pytest

from dragoman.clean import clean_page
from dragoman.clean.body import find_body
from dragoman.clean.day import day_in_address, earliest_year, is_bare_day, is_place_and_day
from dragoman.clean.features import features_of
from dragoman.clean.language import tell_language
from dragoman.clean.lines import cut_lines, is_teaser, rule_kinds
from dragoman.clean.memory import LineMemory, memory_of
from dragoman.clean.naming import BODY, label_text, narrowed
from dragoman.clean.signs import Found, bounds_told, day_by_signs
from dragoman.clean.walk import marks_in, parse_markup, said_by, walk_pieces
from dragoman.intake import Given, read_bytes
from dragoman.model import STORY_KINDS
from dragoman.reader import unreadable

SENTENCES = [
    "The strait between Norland and Ostrevia was opened to ships again on Monday, the harbour office said in a statement.",
    "Both sides had agreed on a shared patrol after two years in which no ship passed without paying twice, it said.",
    "A commission of both countries is to meet in the spring and to settle who pays for the lights on the northern shore.",
    "Fishermen on the island said that they had waited for the day since the winter of the great storm and its hundred wrecks.",
    "The envoy of Ostrevia thanked the harbour master and said that the last word on the matter had not been spoken yet.",
    "Nobody at the customs house could say whether the old tariff still holds or whether a new one is to be printed soon.",
    "Two members of the council left the hall before the vote, and a third one said that she had not been asked at all.",
    "Trade between the two ports fell by half in the years of the quarrel, the chamber of commerce wrote in its report.",
    "The lighthouse keeper, who has served under four ministers, said he would believe it when he saw the first sail.",
]


def clean(content, **given):
    return clean_page(read_bytes(content.encode(), Given(**given)))


def story_of(article):
    return [article.text[b.start : b.end] for b in article.blocks if b.kind == "paragraph"]


def page(body, head=""):
    return f"<html><head><title>Strait reopens</title>{head}</head><body>{body}</body></html>"


def paragraphs(sentences=SENTENCES):
    return "".join(f"<p>{s}</p>" for s in sentences)


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='with-sidebar'><div class='x'>{paragraphs()}</div></div>",
        "<div id=a><div class=b>" + "".join(f"<div><div><span><p>{s}</p></span></div></div>" for s in SENTENCES) + "</div></div>",
        "<main>" + "".join(f"<div class='story-body x'>{paragraphs(part)}</div>" for part in (SENTENCES[:4], SENTENCES[4:])) + "</main>",
        "<table><tr><td>" + "<br><br>".join(SENTENCES) + "</td></tr></table>",
        f"<article><p class='paywall'>{'</p><p class=paywall>'.join(SENTENCES)}</p></article>",
    ],
    ids=["named after a sidebar", "each paragraph wrapped", "body in parts", "table and breaks", "paragraphs named after a paywall"],
)
def test_the_body_is_found(body):
    menu = "<nav><ul>" + "".join(f"<li><a href=/{i}>Section {i}</a></li>" for i in range(30)) + "</ul></nav>"
    article = clean(page(f"{menu}<h1>Strait reopens</h1>{body}<footer>© 2006 Norland Courier</footer>"))
    assert story_of(article) == SENTENCES


def test_what_stands_beside_the_body_stays_out():
    inset = "<div class='newsletter-box'><p>Get the day's news of the two shores in your inbox every single morning, for nothing.</p></div>"
    others = "<div class='recirc'>" + "".join(f"<p><a href=/{i}>Another story about the ferry to the island {i}</a></p>" for i in range(9))
    article = clean(
        page(f"<article><h1>Strait reopens</h1>{paragraphs(SENTENCES[:5])}{inset}{paragraphs(SENTENCES[5:])}</article>{others}</div>")
    )
    assert story_of(article) == SENTENCES


def test_a_second_article_behind_the_first_stays_out():
    other = "".join(f"<p>{s.replace('strait', 'canal')} This belongs to another story.</p>" for s in SENTENCES[:5])
    article = clean(page(f"<article><h1>Strait reopens</h1>{paragraphs()}</article><article><h1>Canal shut</h1>{other}</article>"))
    assert story_of(article)[: len(SENTENCES)] == SENTENCES
    assert not any("another story" in text for text in story_of(article))


def test_the_body_is_doubtful_where_prose_stands_all_over():
    comments = f"<div class=comments>{paragraphs(SENTENCES[4:])}</div>"
    walk = walk_pieces(parse_markup(page(f"<div>{paragraphs(SENTENCES[:4])}</div>{comments}")))
    assert not find_body(walk).sure
    assert find_body(walk_pieces(parse_markup(page(f"<div>{paragraphs()}</div>")))).sure


def test_names_say_what_an_element_holds():
    assert said_by("div", "photo-caption", "").kind == "caption"
    assert said_by("DIV".lower(), "RelatedStories", "").others
    assert said_by("article", "related", "").aside is False
    assert said_by("div", "grid-x7", "") == said_by("div", "", "")


@pytest.mark.parametrize("hidden", ["style='display:none'", "style='color:red; display : none'", "hidden"])
def test_what_is_hidden_is_not_read(hidden):
    article = clean(
        page(f"<article>{paragraphs()}<div {hidden}><p>Nobody is to read this line, which the page does not show.</p></div></article>")
    )
    assert "Nobody is to read" not in article.text


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/news/2026/2/7/strait-opened", "2026-02-07"),
        ("https://example.org/world/strait-opened-2025-02-10/", "2025-02-10"),
        ("https://example.org/world/strait-opened-2025-02-10", "2025-02-10"),
        ("https://example.org/world/2025-02-31/x", None),
        ("https://example.org/n/20250/2/7", None),
        ("https://example.org/world/flight-2025-02-10x", None),
    ],
)
def test_days_in_addresses(address, day):
    found = day_in_address(address)
    assert (found.isoformat() if found else None) == day


def dated(lead, *lines, **told):
    """The day that signs give for a story with these lines beside it."""
    found = Found([*lines, ("paragraph", lead)], **told)
    day = day_by_signs(found)
    return day.value if day else None


def test_a_day_without_its_year_needs_a_year_and_a_weekday_that_fit():
    lead = "NORVIK, May 7 (Northern Wire) -- The strait was opened to ships on Thursday, the harbour office said."
    assert dated(lead, ("boilerplate", "© 1998 Northern Wire")) == "1998-05-07"
    assert dated(lead, ("boilerplate", "© 1999 Northern Wire")) is None
    assert dated(lead, ("boilerplate", "© 1998-2004 Northern Wire")) is None
    assert dated(lead, ("boilerplate", "NWS/1998 hrs")) is None
    assert dated(lead.replace("Thursday", "the quay"), ("boilerplate", "© 1998 Northern Wire")) is None


def test_a_day_without_its_year_takes_that_of_the_address():
    lead = "NORVIK, May 7 (Northern Wire) -- The strait was opened to ships, the harbour office said."
    assert dated(lead, address="https://example.org/1998/05/strait") == "1998-05-07"
    assert dated(lead, address="https://example.org/1998/06/strait") is None
    assert dated(lead, address="https://example.org/1998/world/strait") is None
    assert dated(lead.replace("ships,", "ships on Thursday,"), address="https://example.org/1998/world/strait") == "1998-05-07"
    assert dated(lead.replace("ships,", "ships on Friday,"), address="https://example.org/1998/world/strait") is None


def test_a_day_without_its_year_takes_that_of_a_picture_of_these_days():
    lead = "NORVIK, May 7 (Northern Wire) -- The strait was opened to ships on Thursday, the harbour office said."
    assert dated(lead, ("caption", "A ferry in the strait, May 5, 1998.")) == "1998-05-07"
    assert dated(lead, ("caption", "A ferry in the strait, May 5, 1999.")) is None
    assert dated(lead, ("caption", "A ferry in the strait, March 5, 1998.")) is None
    assert dated(lead, ("caption", "FILE - A ferry in the strait, May 5, 1998.")) is None


@pytest.mark.parametrize(
    ("line", "lead", "country", "day"),
    [
        ("Issued on: 10/06/2022 - 15:30", "The strait was opened on Friday.", None, "2022-06-10"),
        ("Issued on: 10/06/2022 - 15:30", "The strait was opened on Thursday.", None, "2022-10-06"),
        ("Issued on: 10/06/2022 - 15:30", "The strait was opened on Monday.", None, None),
        ("Fri 10/06/2022", "The strait was opened on a Thursday.", None, None),
        ("Friday 10/06/2022", "The strait was opened on Thursday.", None, "2022-06-10"),
        ("10/06/2022", "The strait was opened.", "FRA", "2022-06-10"),
        ("10/06/2022", "The strait was opened.", "USA", "2022-10-06"),
        ("10/06/2022", "The strait was opened.", "CAN", None),
        ("10/06/2022", "The strait was opened.", None, None),
        ("Updated 10/06/2022", "The strait was opened.", "FRA", None),
    ],
)
def test_a_day_in_figures_by_its_weekday_or_the_outlets_land(line, lead, country, day):
    assert dated(lead, ("title", "Strait opened"), ("dateline", line), country=country) == day


def test_how_long_ago_counts_from_the_archive():
    lines = (("title", "Strait opened"), ("boilerplate", "3 hours ago"))
    assert dated("The strait was opened.", *lines, captured="2024-04-04T02:00:00+00:00") == "2024-04-03"
    assert dated("The strait was opened.", *lines) is None
    lines = (("title", "Strait opened"), ("boilerplate", "Updated 3 hours ago"))
    assert dated("The strait was opened.", *lines, captured="2024-04-04T02:00:00+00:00") is None


def test_the_day_of_a_post_needs_a_weekday_that_fits():
    post = ("quote", "The strait is open! — Harbour Office (@norvikharbour) 7 May 1998")
    assert dated("The strait was opened on Thursday, it said.", post) == "1998-05-07"
    assert dated("The strait was opened on Monday, it said.", post) is None
    assert dated("The strait was opened on Thursday, and again in 2003, it said.", post) is None


def test_what_is_known_of_a_day_is_told_where_none_is_found():
    lead = "NORVIK, May 7 (Northern Wire) -- The strait was opened to ships, the harbour office said."
    blocks = [("caption", "FILE - A ferry, March 5, 1997."), ("paragraph", lead)]
    told = bounds_told(Found(blocks, "https://example.org/1998/strait/", "2001-01-01T00:00:00+00:00"))
    for words in ("May 7, without a year", "address says 1998", "1997-03-05, so that it is not older", "2001-01-01, so that"):
        assert words in told
    assert bounds_told(Found([("paragraph", "The strait was opened.")])) == ""


def test_a_copyright_year_is_a_bound_and_no_day():
    article = clean("\n\n".join(["Strait reopens after talks", *SENTENCES, "© 1998 Norland Courier"]))
    assert article.published is None
    assert "1998" in article.published_why
    assert article.published_confidence == 0
    assert earliest_year(["In 2030 all will be well"]) is None


def test_how_sure_a_day_is():
    text = "\n\n".join(["Strait reopens after talks", "3 May 1998", *SENTENCES])
    assert clean(text, published="1998-05-04").published_confidence == 1
    told = clean(text)
    assert told.published == "1998-05-03"
    assert 0.9 < told.published_confidence < 1


def test_another_language_is_kept_as_page_alone():
    french = "Le détroit a été ouvert aux navires lundi, et les ministres des deux pays ont dit que cela resterait ainsi pour tous. "
    article = clean(page(f"<article><h1>Le détroit est ouvert</h1><p>{french * 3}</p><p>{french * 4}</p></article>"))
    assert article.language == "fr"
    assert any(block.kind in STORY_KINDS for block in article.blocks)
    assert unreadable(article).kind == "language"
    assert tell_language("Die Meerenge ist wieder offen, und die Minister der beiden Länder sagten, dass es so bleiben werde.") == "de"


def test_broken_entities_and_marks_in_markup():
    said = "The envoy&rsquo;s note said &amp;quot;never&amp;quot; &#8212 and &bogus; it was signed â€œKâ€\x9d."
    last = story_of(clean(page(f"<article>{paragraphs(SENTENCES[:6])}<p>{said}</p></article>")))[-1]
    assert "envoy’s note" in last
    assert '"never"' in last
    assert "“K”" in last


def test_hostile_markup_is_bounded():
    clean("<html><body>" + "<div class='share related'>" * 20_000 + "word")
    clean("<html><body>" + "<p class=author>word " * 20_000)
    huge = clean("<html><body><article>" + paragraphs() * 20_000 + "</article>")
    assert len(huge.text) < 1_100_000
    assert huge.issues[-1].kind == "too_long"


def outlet_pages():
    call = "<p>Write to our editors with what you have seen on the shore.</p>"
    stories = [paragraphs([f"{sentence} Ship {i}." for sentence in SENTENCES]) for i in range(4)]
    given = {"url": "https://www.example.org/a", "outlet": "Norland Courier"}
    return [clean(page(f"<article>{story}{call}</article>"), **given) for story in stories]


def test_lines_that_return_are_no_story():
    memory = LineMemory()
    pages = outlet_pages()
    assert memory.without_returning(pages[0]) == pages[0]
    for article in pages:
        memory.note(article)
    kept = memory_of(memory.rows()).without_returning(pages[0])
    assert "Write to our editors with what you have seen on the shore." in story_of(pages[0])
    assert story_of(kept) == [text for text in story_of(pages[0]) if not text.startswith("Write to")]
    assert next(b for b in kept.blocks if b.why.startswith("returns on")).kind == "boilerplate"


def test_pages_without_outlet_are_not_remembered():
    memory = LineMemory()
    memory.note(clean("\n\n".join(SENTENCES)))
    assert memory.rows() == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("France condemned Russia.", "paragraph"),
        ("Peru expelled two Chilean diplomats on Friday.", "paragraph"),
        ("the ambassador of peru left the city of quito on monday", "paragraph"),
        ("Share on Facebook", "boilerplate"),
    ],
)
def test_a_sentence_by_itself_is_a_story(text, kind):
    assert [block.kind for block in clean_page(read_bytes(text.encode(), Given())).blocks] == [kind]


def test_a_headline_with_nothing_around_it_is_found():
    text = "Harbour talks stall\n\nKAMPALA, 3 May 2019 - Uganda accused Rwanda on Thursday of closing the crossing, and Kigali denied it.\n"
    assert [block.kind for block in clean_page(read_bytes(text.encode(), Given())).blocks] == ["title", "paragraph"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Explainer: Who owns the northern lights", True),
        ("Q&A: What does the tariff mean?", True),
        ("Norland Explains: the strait in nine maps", True),
        ("Harbour office: talks to go on", False),
        ("Videos of the crash were passed on by sailors", False),
        ("Analysis:", False),
    ],
)
def test_names_of_other_stories_are_known_by_what_stands_before_their_colon(line, told):
    assert is_teaser(line) is told


def test_the_name_of_another_story_below_is_related_and_the_headline_is_not():
    text = "\n".join(["Analysis: Why the strait was shut", *SENTENCES, "Explainer: Who owns the northern lights"])
    blocks = clean(text).blocks
    assert blocks[0].kind == "title"
    assert blocks[-1].kind == "related"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("PORT NOBODY, Nov. 2 (NORA)", True),
        ("PORT NOBODY / OSTREV, Oct. 5", True),
        ("Port Nobody, 16 January 2004 (NORA):", True),
        ("Talks end, 5 May at the latest", False),
        ("PORT NOBODY", False),
    ],
)
def test_a_place_and_a_day_alone_are_a_date_line(line, told):
    assert is_place_and_day(line) is told


@pytest.mark.parametrize("line", ["Dec 19, 2013 02:10 IST", "Published May 15, 2014, 10.20 pm SGT", "Latest update: 23/12/2011"])
def test_a_day_with_its_zone_is_a_bare_day(line):
    assert is_bare_day(line)


def test_a_headline_that_ends_on_a_particle_is_a_line_of_its_own():
    text = f"Norland opens the strait, quarrel goes on\n{SENTENCES[0]}\n{SENTENCES[1]}\n"
    assert [line.text for line in cut_lines(text)][:2] == ["Norland opens the strait, quarrel goes on", SENTENCES[0]]
    broken = "The envoy spoke of the talks on\nMonday, and said that they would go on.\n"
    assert len(cut_lines(broken)) == 1


def test_an_hour_and_words_are_the_heading_of_a_turn():
    turns = "".join(f"<h4>{hour:02}:20 GMT - Ferries leave again</h4><p>{s}</p>" for hour, s in enumerate(SENTENCES, 7))
    article = clean(page(f"<h1>Strait reopens</h1><div>{turns}</div>"))
    heads = [b.kind for b in article.blocks if "GMT" in article.text[b.start : b.end]]
    assert heads == ["heading"] * len(SENTENCES)


def test_names_of_an_element_are_read_word_by_word():
    said = said_by("div", "wrap related-stories x12", "")
    assert (said.aside, said.others, said.kind) == (True, True, None)
    assert said_by("div", "wrap x12", " articleBody ").body
    assert said_by("span", "x12 By-Line", "").kind == "byline"
    assert said_by("div", "published " + "x" * 90, "").kind is None
    assert said_by("div", "embed wrap", " related ").aside is False
    assert marks_in("wrap") == frozenset()


def names_seen(lines):
    found = cut_lines("\n".join(lines))
    return [{name for group in line for name in group} for line in features_of(found, rule_kinds(found))]


def test_lines_know_the_owner_the_headline_and_the_prose_around_them():
    lines = ["Harbour Telegraph | World", "Strait opened to ships", *SENTENCES, "© 2004 Harbour Telegraph"]
    seen = names_seen(lines)
    assert {"owner", "owner False"} <= seen[0]
    assert "headline -1" in seen[1]
    assert "owner" not in seen[2] | seen[-1]
    assert any(name.startswith("near ") for name in seen[3])


def test_many_short_lines_between_paragraphs_are_counted_together():
    one = names_seen([SENTENCES[0], "Who pays for the lights", SENTENCES[1]])
    many = names_seen([line for s in SENTENCES for line in (s, "Who pays for the lights")] + [SENTENCES[0]])
    assert "between 1" in one[1]
    assert f"between {len(SENTENCES)}" in many[1]
    assert not any(name.startswith("between") for name in many[0])


def test_the_second_labeller_keeps_to_what_the_first_has_settled():
    assert set(narrowed(None, "heading")) == BODY
    assert not set(narrowed(None, "caption")) & BODY
    assert narrowed(("paragraph", "related"), "related") == ("related",)
    text = "\n".join(["Harbour Telegraph", "World > Straits", "Strait opened to ships", "By Ana Nobody", *SENTENCES])
    assert [b.kind for b in label_text(text)][4:] == ["paragraph"] * len(SENTENCES)


FIRST = [
    "NORVIK: The harbour council closed two of its three piers on Tuesday after a crane fell into the water and blocked the fairway.",
    "Nobody was hurt, said the council's engineer, but the crane is too heavy to be lifted before the end of next week.",
    "Ferries to the islands left from the old fish market instead, and the queues reached back to the bridge by noon.",
    "Shopkeepers on the quay complained that the council had known of the rust in the crane's foot since the spring.",
    "The council will meet again on Friday to decide who pays for the lost days.",
]
SECOND = [
    "PORT SABLE: Teachers in the capital ended a strike of nine days on Monday after the ministry promised them the pay of three months.",
    "Schools are to open on Wednesday, and lessons that were missed will be taught on Saturdays until the summer.",
]


def test_an_article_behind_the_article_that_opens_with_a_town_of_its_own_is_none_of_it():
    around = ["Related", "Search form", "You are here", "Latest updates", "Print Edition"]
    lines = ["Crane closes two piers in Norvik", *FIRST, *around, *SECOND]
    blocks = label_text("\n\n".join(lines))
    kinds = {lines[i]: block.kind for i, block in enumerate(blocks)}
    assert all(kinds[line] == "paragraph" for line in FIRST)
    assert all(kinds[line] != "paragraph" for line in SECOND)


def test_a_second_town_within_the_story_is_of_it():
    blocks = label_text("\n\n".join(["Two ports in trouble", *FIRST, *SECOND]))
    assert [block.kind for block in blocks[1:]] == ["paragraph"] * 7
