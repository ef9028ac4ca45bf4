"""Pages become articles: lines and elements with their kinds, headline, day, outlet, sections, language."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from dragoman.clean import clean_page
from dragoman.clean.day import day_from_captions, day_from_lines, day_in_address, days_in
from dragoman.clean.features import features_of
from dragoman.clean.labeller import Labeller, best_path, load_labeller, name_lines
from dragoman.clean.language import tell_language
from dragoman.clean.lines import cut_lines, is_bound, kind_of_wording, part_of, rule_kinds
from dragoman.clean.masthead import asides_of, name_of_outlet, owner_in, sections_in
from dragoman.clean.outlet import cut_site, domain_of, outlet_of_address, outlet_of_name
from dragoman.clean.repair import repair_marks, resolve_entities
from dragoman.intake import Given, read_bytes
from dragoman.lexicon import load_yaml
from dragoman.model import BLOCK_KINDS, STORY_KINDS

HERE = Path(__file__).parent
PAGES = yaml.safe_load((HERE / "clean_lines.yml").read_text("utf-8"))


def clean(content, **given):
    return clean_page(read_bytes(content.encode(), Given(**given)))


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_lines_have_their_kinds(case):
    article = clean(case["text"])
    lines = [(b.kind, article.text[b.start : b.end][:50]) for b in article.blocks]
    assert [kind for kind, _ in lines] == case["kinds"], lines
    assert article.title == case["title"]
    assert list(article.topics) == case.get("topics", [])
    if "published" in case:
        assert article.published == case["published"]
    if "outlet" in case:
        assert article.outlet.name == case["outlet"]
    assert list(article.mirrors) == case.get("mirrors", [])


@pytest.mark.parametrize("entry", load_yaml("clean_lines"), ids=lambda entry: entry["like"][:30])
def test_every_wording_matches_its_example_and_not_the_other(entry):
    pattern = re.compile(entry["pattern"], re.IGNORECASE)
    assert pattern.search(entry["like"])
    assert not pattern.search(entry["unlike"])
    assert kind_of_wording(entry["like"])[0] is not None
    assert is_bound(entry["pattern"]) or any(word in entry["like"].lower() for word in entry["when"].split("; "))


HTML = """<html lang="en"><head><title>Strait reopens | Norland Courier</title>
<meta property="og:site_name" content="Norland Courier">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Strait reopens after talks",
"datePublished": "2006-02-27T18:40:00+01:00", "author": {"name": "Ana Nobody"}, "articleSection": ["Norland"]}</script></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav><main><article><h1>Strait reopens after talks</h1>
<figure><img src="x.jpg"><figcaption>Ships wait before the strait on Monday.</figcaption></figure>
<p>The strait between Norland and Ostrevia was opened to ships again on Monday, the harbour office said in a statement.</p>
<p>Both sides had agreed on a shared patrol after two years in which no ship passed without paying twice, the statement said.</p>
<h2>What comes next</h2>
<p>A commission of both countries is to meet in the spring and to settle who pays for the lights on the northern shore.</p>
</article></main><aside class="related"><a href="/a">Ten things to do in Norvik this weekend</a></aside>
<footer>© 2006 Norland Courier</footer></body></html>"""


def test_elements_have_their_kinds():
    article = clean(HTML)
    kinds = {article.text[b.start : b.end]: b.kind for b in article.blocks}
    assert kinds["Strait reopens after talks"] == "title"
    assert kinds["Ships wait before the strait on Monday."] == "caption"
    assert kinds["What comes next"] == "heading"
    assert sum(kind == "paragraph" for kind in kinds.values()) == 3
    assert kinds["Ten things to do in Norvik this weekend"] == "related"
    assert (article.published, article.published_from) == ("2006-02-27", "metadata")
    assert (article.title, article.byline, article.topics) == ("Strait reopens after talks", "Ana Nobody", ("Norland",))
    assert article.outlet.name == "Norland Courier"


def test_broken_linked_data_costs_nothing_else():
    article = clean(HTML.replace('"headline":', '"headline"'))
    assert article.title == "Strait reopens after talks"
    assert article.published is None


def test_a_given_day_wins():
    assert clean(HTML, published="2006-03-01").published_from == "argument"


def test_deep_and_broken_markup_is_survived():
    clean("<html><body>" + "<div class='byline'>" * 20_000 + "word")
    assert clean("<html></html>").blocks == ()


def test_a_page_without_article_has_no_story():
    article = clean("Home\nNews\nSport\nShare\n")
    assert not [b for b in article.blocks if b.kind in STORY_KINDS]


def test_day_from_caption_and_weekday():
    day, _ = day_from_captions(["A crowd in Norvik, May 7, 1998."], "The minister said on Thursday that ...")
    assert day.isoformat() == "1998-05-07"
    assert day_from_captions(["A crowd in Norvik."], "He said on Thursday.") is None


@pytest.mark.parametrize(
    ("story", "day"),
    [
        ("NORVIK, May 3, 1998 (Agency) -- The strait was opened to ships on Sunday, the harbour office said.", "1998-05-03"),
        ("NORVIK (Agency) -- The strait was opened on May 3, 1998, and shut again the next week, the office said.", None),
    ],
)
def test_day_of_a_dateline(story, day):
    assert clean(story + "\n\nNobody else was at the quay when the first ship passed, she said.").published == day


def test_days_of_other_stories_are_not_the_day():
    story = "The strait was opened to ships again, the harbour office said in a statement that named no reason.\n\n" * 3
    assert clean(f"{story}\nRelated\n3 May 1998\n\n4 May 1998\n").published is None
    assert clean(f"{story}\nPublished 3 May 1998\n\n").published == "1998-05-03"


def test_a_picture_older_than_the_story_gives_no_day():
    assert day_from_captions(["A crowd in Norvik, May 7, 1998."], "He said on Thursday that since 2004 ...") is None


def test_day_in_address():
    assert day_in_address("https://example.org/world/1998/05/07/strait").isoformat() == "1998-05-07"
    assert day_in_address("https://example.org/world/1998/45/07/strait") is None
    assert day_in_address("https://[bad") is None


def test_outlets_by_address_and_name():
    assert outlet_of_address("https://www.bbc.co.uk/news/1").name == "BBC"
    assert outlet_of_address("https://[bad") is None
    assert domain_of("https://news.example.co.uk/x") == "example.co.uk"
    assert outlet_of_name("Norland Courier", "example.org", "x").country is None


def test_agency_credit_is_not_the_outlet():
    text = "The strait was opened on Monday, the harbour office told Reuters.\n\nIt will stay open, a clerk told Reuters later that day.\n"
    assert clean(text * 3).outlet is None


def test_site_name_is_cut_from_title():
    assert cut_site("Strait reopens | Norland Courier", []) == ("Strait reopens", "Norland Courier")
    assert cut_site("Norland - Ostrevia: a history", [])[1] is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The strait was opened to ships on Monday, and the ministers of both countries said that it would stay so.", "en"),
        ("Le détroit a été ouvert aux navires lundi, et les ministres des deux pays ont dit que cela resterait ainsi.", "fr"),
        ("Пролив был открыт для судов в понедельник, сообщили министры обеих стран.", "ru"),
        ("ok", None),
    ],
)
def test_language(text, language):
    assert tell_language(text) == language


def test_the_labeller_names_blocks():
    labeller = load_labeller()
    assert set(labeller.kinds) <= set(BLOCK_KINDS)
    assert labeller.weights.shape == (len(labeller.rows), len(labeller.kinds))


def test_the_best_path_weighs_lines_and_steps():
    labeller = Labeller(("a", "b"), {"x": 0, "y": 1}, np.float32([[1, 0], [0, 1]]), np.float32([[2, -2], [-2, 2]]))
    x, y = [("x",)], [("y",)]
    assert name_lines([x, x, y], [None] * 3, labeller) == ["a", "a", "a"]
    assert name_lines([x, y], [None, ("b",)], labeller) == ["b", "b"]
    assert name_lines([], [], labeller) == []


def test_lines_held_to_one_kind_change_nothing_but_the_time():
    chance = np.random.default_rng(1)
    steps = chance.normal(size=(4, 4)).astype(np.float32)
    for length in range(1, 12):
        scores = chance.normal(size=(length, 4)).astype(np.float32)
        held = [int(kind) for kind in chance.integers(-4, 4, length)]
        held = [max(kind, -1) for kind in held]
        for i, kind in enumerate(held):
            if kind >= 0:
                scores[i, [other for other in range(4) if other != kind]] = -1e6
        assert best_path(scores, steps, held) == best_path(scores, steps, [-1] * length)


def test_features_of_a_wanted_line_do_not_hang_on_who_else_is_wanted():
    told = [f"The strait was opened to ships on day {i}, she said." for i in range(9)]
    lines = cut_lines("\n".join(["Norland Post", "Ferries sail again", "By Ana Nobody", *told]))
    ruled = rule_kinds(lines)
    whole = features_of(lines, ruled)
    for i in range(len(lines)):
        assert features_of(lines, ruled, [i == j for j in range(len(lines))])[i] == whole[i]


def test_features_are_given_for_wanted_lines_alone():
    lines = cut_lines("By Ana Nobody\nThe strait was opened to ships on Monday, the harbour office said in a statement.")
    features = features_of(lines, rule_kinds(lines), [True, False])
    assert "first by" in {feature for group in features[0] for feature in group}
    assert features[1] == []


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("SHARE THIS ARTICLE", "share line"),
        ("© 2020 Norland Media", "copyright"),
        ("We use cookies to improve this site", "consent"),
        ("www.norlandradio.example", "mirror address"),
        ("Sign up to our newsletter", "invitation"),
        ("The strait was opened.", None),
    ],
)
def test_what_a_line_beside_the_story_is_for(line, part):
    assert part_of(line) == part


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-10-2013", "2013-10-24"),
        ("21.02.2014 23:05", "2014-02-21"),
        ("03.10.2014", "2014-10-03"),
        ("10/24/2013", "2013-10-24"),
        ("2022/11/17 13:05", "2022-11-17"),
        ("19-FEB-2003 21:14", "2003-02-19"),
        ("7/3/1975", None),
        ("31.02.2014", None),
    ],
)
def test_days_in_figures(text, day):
    assert [d.isoformat() for d in days_in(text)] == ([day] if day else [])


def test_the_day_of_a_story_is_nearest_and_says_so():
    story = [("title", "Strait reopens"), ("paragraph", "The strait was opened.")]
    day = lambda blocks: (found := day_from_lines(blocks)) and found[0].isoformat()  # noqa: E731 - said once, used often
    assert day([("boilerplate", "Norland Herald, Monday, 3 May 1998. Price 2d."), *story]) == "1998-05-03"
    assert day([*story, ("boilerplate", "Posted 4 May 1998")]) == "1998-05-04"
    assert day([*story, ("related", "5 May 1998")]) is None
    assert day([*story, ("boilerplate", "Source: harbour office, 2 May 1998")]) is None
    assert day([("dateline", "Updated 5 May 1998"), *story, ("boilerplate", "First published 4 May 1998")]) == "1998-05-04"
    assert day([("dateline", "Updated 5 May 1998"), *story]) == "1998-05-05"


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("© 2022 The Harbour Desk. All rights reserved.", "The Harbour Desk"),
        ("Copyright 1998 Norland Valley Tribune Co.", "Norland Valley Tribune"),
        ("© La Gaceta del Puerto S.A. All rights reserved.", "La Gaceta del Puerto"),
        ("Norland Courier © 2006", "Norland Courier"),
        ("A. Nobody/Agency © Getty Images", None),
    ],
)
def test_owners(line, owner):
    assert owner_in(line) == owner


def outlet_among(*blocks):
    story = [("title", "Strait reopens"), ("paragraph", "The strait was opened.")]
    above = [b for b in blocks if b[1][:1] != "<"]
    below = [(kind, text[1:]) for kind, text in blocks if text[:1] == "<"]
    return name_of_outlet(asides_of([*above, *story, *below]), "NORVIK (Northern Wire) -- The strait was opened.")


def test_a_name_is_the_outlet_where_enough_speaks_for_it():
    assert outlet_among(("boilerplate", "THE NORVIK HERALD, Tuesday, May 12, 1998, page 3")) == "THE NORVIK HERALD"
    assert outlet_among(("boilerplate", "El Faro | English Edition"), ("boilerplate", "Thursday, 8 May 1986")) == "El Faro"
    assert outlet_among(("boilerplate", "NWS | Norland Wire Service"), ("boilerplate", "<© NWS")) == "Norland Wire Service"
    assert outlet_among(("boilerplate", "Markets"), ("boilerplate", "See all")) is None
    assert outlet_among() is None, "an agency's credit alone is not the outlet"


def test_sections_of_a_line():
    assert sections_in("Topics: Norland | Ostrevia, the strait", None, filed=True) == ["Norland", "Ostrevia, the strait"]
    assert sections_in("Home > World > Norland", None, filed=True) == ["World", "Norland"]
    assert sections_in("Norland, Fishing", None, filed=True) == ["Norland", "Fishing"]
    assert sections_in("Norvik Herald | World | 3 May 1998", "Norvik Herald", filed=False) == ["World"]
    assert sections_in("World | Sport | Shop", "Norvik Herald", filed=False) == []


def test_broken_marks_are_put_right():
    assert repair_marks("He said â€œwe willâ€\x9d and donâ€™t") == "He said “we will” and don’t"
    assert repair_marks("It\x92s \x93here\x94\u200b") == "It’s “here”"
    assert repair_marks("Café «CAFÉ» – “fine”") == "Café «CAFÉ» – “fine”"
    assert resolve_entities("&quot;Now&quot; &amp;#8217;s AT&T") == '"Now" ’s AT&T'
    assert "“we will”" in clean("The minister said on Monday that â€œwe willâ€\x9d come back to the strait before the winter.").text


PIECES = """<html><body><header><span>Norland Ledger</span>
<span>World | Ostrevia</span>
<span>3 May 1998</span></header><div class="story"><h2>Strait reopens after two years of talks</h2>
<p>The strait between Norland and Ostrevia was opened to ships again on Monday, the harbour office said in a statement.</p>
<span class="caption">Ships wait before the strait.</span>
<p>Both sides had agreed on a shared patrol after two years in which no ship passed without paying twice, the statement said.</p>
<h4>Tolls</h4>
<p>The harbour master told the council: "Nobody will have to pay twice from this day on, and nobody will wait a week for it."</p>
<blockquote>"Nobody will have to pay twice from this day on"</blockquote>
<p>A commission of both countries is to meet in the spring and to settle who pays for the lights on the northern shore.</p></div>
<footer><span>© 1998 Norland Ledger</span></footer></body></html>"""


def test_pieces_of_a_head_are_lines_of_their_own():
    article = clean(PIECES)
    kinds = {article.text[b.start : b.end]: b.kind for b in article.blocks}
    assert kinds["World | Ostrevia"] == "topics"
    assert kinds["Ships wait before the strait."] == "caption"
    assert kinds["Tolls"] == "heading"
    assert kinds['"Nobody will have to pay twice from this day on"'] == "quote"
    assert (article.outlet.name, article.published, article.topics) == ("Norland Ledger", "1998-05-03", ("World", "Ostrevia"))


@pytest.mark.shared
def test_all_shared_pages_are_read():
    folder = HERE.parents[1].parent / "shared" / "pages"
    if not folder.is_dir():
        pytest.skip("no shared data")
    for path in sorted(folder.glob("*.txt"))[:40]:
        article = clean_page(read_bytes(path.read_bytes(), Given(source=path.name)))
        assert any(b.kind == "paragraph" for b in article.blocks), path.name
