"""Feeds and sitemaps give what they say themselves, and nothing is asked of the network without leave."""

import gzip
import json
import time
from datetime import date

import pytest

from dragoman.clean import clean_page
from dragoman.errors import DragomanError, InputError
from dragoman.intake import Choice, Given, Wanted, read_source, sources
from dragoman.intake import fetch as fetching
from dragoman.intake.feeds import day_of, read_feed, well_formed
from dragoman.intake.fetch import Fetched, RefusedError
from dragoman.intake.sources import kind_of
from dragoman.intake.visit import Visitor
from dragoman.model import Page

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Ruritanian Herald</title><link>https://herald.example/</link><language>en-gb</language>
<item><title>Dam accord signed</title><link>https://herald.example/dam</link><pubDate>Thu, 04 Apr 2024 23:30:00 -0500</pubDate>
<dc:creator>Ada Brandt</dc:creator><description>Two states signed.</description>
<content:encoded><![CDATA[<p>Ruritania and Syldavia signed an accord on the dam on Thursday, both governments said.</p>]]>
</content:encoded></item>
<item><title>Port &amp; harbour shut</title><link>https://herald.example/port</link><pubDate>Fri, 05 Apr 2024 08:00:00 GMT</pubDate>
<description>The port of Strelsau was shut on Friday after talks failed, its master said.</description></item>
<item><link>https://herald.example/silent</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><updated>2024-04-06T00:00:00Z</updated>
<entry><title type="html">Talks &lt;b&gt;open&lt;/b&gt;</title><link href="https://herald.example/talks"/><updated>2024-04-06T01:00:00+09:00</updated>
<author><name>Karl Vogt</name></author>
<content type="html">&lt;p&gt;Talks on the river opened on Saturday in Strelsau.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://herald.example/"><title>Herald</title></channel>
<item rdf:about="https://herald.example/x"><title>Envoy leaves</title><link>https://herald.example/x</link><dc:date>2024-04-07</dc:date>
<description>The envoy left on Sunday.</description></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Herald",
        "language": "en",
        "items": [
            {"id": "1", "url": "https://herald.example/j", "title": "Ship held", "content_html": "<p>A ship was held on Monday.</p>",
             "date_published": "2024-04-08T10:00:00Z", "authors": [{"name": "Ada Brandt"}], "tags": ["World", 3]},
            {"id": "2", "content_text": "Plain words.\n\nMore of them.", "tags": "none"},
            "no item",
        ],
    }
)  # fmt: skip
NEWS_MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://herald.example/n1</loc><news:news><news:publication><news:name>Herald</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2024-04-09T08:00Z</news:publication_date>
<news:title>Ruritania recalls its envoy</news:title></news:news></url>
<url><loc>https://herald.example/n2</loc><lastmod>2024-04-01</lastmod><image:image><image:title>A picture</image:title></image:image></url>
<url><loc>ftp://herald.example/n3</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://herald.example/m1.xml.gz</loc></sitemap>
<sitemap><loc>https://herald.example/m1.xml.gz</loc></sitemap><sitemap><loc>https://herald.example/m2.xml</loc></sitemap></sitemapindex>"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **told):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(fetching.urllib3.PoolManager, "request", refuse)
    monkeypatch.setattr(fetching.socket, "getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)


def read(tmp_path, content, **told):
    """What a file gives: pages, errors, and the tally."""
    path = tmp_path / "source"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    wanted = Wanted(**told)
    found = list(read_source(str(path), wanted))
    return [f for f in found if isinstance(f, Page)], [f for f in found if isinstance(f, DragomanError)], wanted.left


def test_a_feed_gives_its_items_with_what_it_tells_of_them(tmp_path):
    (dam, port), errors, left = read(tmp_path, RSS)
    assert not errors
    assert left.reasons.total() == 1
    article = clean_page(dam)
    assert (article.title, article.byline, article.published) == ("Dam accord signed", "Ada Brandt", "2024-04-04")
    assert (dam.url, article.outlet.name, article.language) == ("https://herald.example/dam", "Ruritanian Herald", "en")
    assert "both governments said" in article.text
    assert "Two states signed" not in article.text
    assert not dam.issues
    assert clean_page(port).title == "Port & harbour shut"
    assert [issue.kind for issue in port.issues] == ["excerpt"]


@pytest.mark.parametrize(
    ("content", "titles", "days"),
    [(ATOM, ["Talks open"], ["2024-04-06"]), (RDF, ["Envoy leaves"], ["2024-04-07"]), (JSON, ["Ship held", None], ["2024-04-08", None])],
)
def test_every_kind_of_feed_is_read(tmp_path, content, titles, days):
    for packed in (content.encode(), gzip.compress(content.encode()), ("\n\n  " + content).encode(), b"\xef\xbb\xbf" + content.encode()):
        pages, errors, _ = read(tmp_path, packed)
        assert not errors
        assert [clean_page(p).title for p in pages][:1] == titles[:1]
        assert [clean_page(p).published for p in pages] == days
        assert len(pages) == len(titles)


def test_what_the_user_told_holds_where_an_item_is_silent(tmp_path):
    (told, silent), _, _ = read(tmp_path, JSON, told=Given(published="2024-05-05", outlet="Herald"))
    assert (told.published, silent.published) == (None, "2024-05-05")
    assert told.outlet == "Herald"


def test_the_same_item_makes_the_same_page(tmp_path):
    assert [p.id for p in read(tmp_path, RSS)[0]] == [p.id for p in read(tmp_path, RSS.replace("Fri, 05", "Fri, 5 "))[0]]


def test_days_and_hosts_choose(tmp_path):
    pages, _, left = read(tmp_path, RSS, choice=Choice(since=date(2024, 4, 5)))
    assert [p.url for p in pages] == ["https://herald.example/port"]
    assert left.reasons == {"of other days": 1, "without a day": 1}
    assert not read(tmp_path, RSS, choice=Choice(("other.example",)))[0]


def test_a_news_sitemap_gives_headlines(tmp_path):
    (page,), errors, left = read(tmp_path, NEWS_MAP)
    article = clean_page(page)
    assert (article.title, article.published, page.url) == ("Ruritania recalls its envoy", "2024-04-09", "https://herald.example/n1")
    assert [issue.kind for issue in page.issues] == ["excerpt"]
    assert not errors
    assert left.reasons.total() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (INDEX, "3 addresses and no text; --fetch"),
        ("<urlset><url><loc>https://a.example/1</loc></url></urlset>", "1 address and no text; --fetch"),
        ("<rss><channel><title>Empty</title></channel></rss>", "a feed without items"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "without items"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "too broken"),
        ("<rss>" + " " * 10_000_001, "larger than 10 MB"),
        (b"\x1f\x8b\x08broken", "broken from its beginning"),
    ],
)
def test_what_gives_nothing_says_why(tmp_path, content, says):
    pages, errors, _ = read(tmp_path, content)
    assert not pages
    assert len(errors) == 1
    assert says in str(errors[0])


def test_entities_are_neither_expanded_nor_loaded(tmp_path):
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    kinds = f'<!DOCTYPE rss [<!ENTITY l0 "lol"><!ENTITY file SYSTEM "file:///etc/hostname">{laughs}]>'
    feed = kinds + "<rss><channel><item><title>A&l11;B&file;C&eacute;</title><description>d &nbsp; e</description></item></channel></rss>"
    begun = time.monotonic()
    (page,), _, _ = read(tmp_path, feed)
    assert clean_page(page).title == "ABCé"
    for root in ("urlset", "sitemapindex"):
        read(tmp_path, f"{kinds}<{root}><url><loc>https://a.example/&l11;&file;</loc></url></{root}>")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("piece", ["<", "<a ", "<a>", "&", "<![CDATA[", "<!--", "<!DOCTYPE ", "<!ENTITY ", "]]>", "<item>", "\x00", "&#x;"])
@pytest.mark.parametrize("root", ["<rss><channel><item><title>", "<urlset><url><loc>", ""])
def test_hostile_markup_takes_no_time(tmp_path, piece, root):
    begun = time.monotonic()
    read(tmp_path, root + piece * 200_000)
    assert time.monotonic() - begun < 10


def test_a_broken_feed_gives_what_it_has():
    raw = b"<rss><channel><title>AT&T</title><item><title>R&D now & then</title><description><![CDATA[A & B]]></description></item><item>"
    items = list(read_feed(raw, "feed"))
    assert (items[0].title, items[0].body, items[0].site) == ("R&D now & then", "A & B", "AT&T")
    with pytest.raises(InputError):
        well_formed(b"", "feed")


def test_addresses_that_are_none_of_the_web_are_dropped():
    raw = b"<rss><channel><item><title>T</title><link>javascript:alert(1)</link></item><item><title>U</title><link>file:///x</link></item></channel></rss>"
    assert [item.url for item in read_feed(raw, "feed")] == [None, None]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Thu, 04 Apr 2024 23:30:00 -0500", "2024-04-04"),
        ("2024-04-04T23:30:00-05:00", "2024-04-04"),
        ("4 Apr 2024 10:00 GMT", "2024-04-04"),
        ("4 April 2024", "2024-04-04"),
        ("soon", None),
        ("2024-13-44", None),
        (None, None),
        ("", None),
        ("99999999999999999999", None),
    ],
)
def test_days_are_those_of_the_publisher(stamp, day):
    assert day_of(stamp) == day


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"<html><p>a feed: <rss>", "page"),
        (b"<!doctype html><html><rss>", "page"),
        (b"<!-- <html> --><?xml-stylesheet x?><rss version='2.0'>", "feed"),
        ('<?xml version="1.0" encoding="utf-16"?><rss>'.encode("utf-16"), "feed"),
        (b"<feed><p>no feed</p></feed>", "page"),
        (b"A port <rss> is shut.", "page"),
        (b'{"version": "1.0"}', "page"),
        (b"WARC/1.1\r\n", "archive"),
        (gzip.compress(b"WARC/1.0\r\n"), "archive"),
        (gzip.compress(b"<urlset>"), "gzip"),
        (b"", "page"),
    ],
)
def test_sources_are_told_by_looking(head, kind):
    assert kind_of(head) == kind


class Web:
    """A web of addresses with what each gives: bytes, or a status of refusal."""

    def __init__(self, pages):
        self.pages, self.asked, self.slept, self.now = pages, [], [], 0.0

    def fetch(self, address, *, is_chosen=True, may=lambda place: None):
        may(address)
        self.asked.append(address)
        content = self.pages.get(address, 404)
        if isinstance(content, int):
            raise RefusedError(f"{address}: the server answers {content}", content)
        return Fetched(content.encode() if isinstance(content, str) else content)

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def web(monkeypatch):
    one = Web({"https://herald.example/dam": "<html><p>The whole story of the dam.</p></html>"})
    monkeypatch.setattr(fetching, "fetch", one.fetch)
    monkeypatch.setattr(sources, "fetch", one.fetch)
    return one


def visitor(web):
    return Visitor(web.sleep, lambda: web.now)


def test_linked_pages_are_asked_for_with_leave_and_manners(tmp_path, web):
    pages, errors, _ = read(tmp_path, RSS, visitor=visitor(web))
    assert web.asked == [f"https://herald.example/{n}" for n in ("robots.txt", "dam", "port", "silent")]
    assert web.slept == [1.0, 1.0]
    assert pages[0].content == "<html><p>The whole story of the dam.</p></html>"
    assert pages[0].published == "2024-04-04"
    assert [issue.kind for issue in pages[1].issues] == ["excerpt", "fetch"]
    assert "404" in str(errors[0])


def test_what_robots_may_not_have_is_not_asked_for(tmp_path, web):
    web.pages["https://herald.example/robots.txt"] = "User-agent: *\nDisallow: /port\nCrawl-delay: 7\n"
    pages, _, _ = read(tmp_path, RSS, visitor=visitor(web))
    assert "https://herald.example/port" not in web.asked
    assert web.slept == [7.0]
    assert "robots.txt" in pages[1].issues[-1].message


def test_a_site_whose_rules_cannot_be_had_is_left_alone(tmp_path, web):
    web.pages["https://herald.example/robots.txt"] = 503
    read(tmp_path, RSS, visitor=visitor(web))
    assert web.asked == ["https://herald.example/robots.txt"]


def test_a_site_that_refuses_is_left_alone(tmp_path, web):
    items = "".join(f"<item><title>{i}</title><link>https://herald.example/{i}</link></item>" for i in range(9))
    web.pages.update({f"https://herald.example/{i}": 429 for i in range(9)})
    pages, _, _ = read(tmp_path, f"<rss><channel>{items}</channel></rss>", visitor=visitor(web))
    assert len(web.asked) == 4
    assert len(pages) == 9


def test_what_is_known_is_not_asked_for_again(tmp_path, web):
    read(tmp_path, RSS, visitor=visitor(web), known=frozenset(["https://herald.example/dam"]))
    assert "https://herald.example/dam" not in web.asked


def test_an_index_leads_to_its_sitemaps_and_no_further_than_three(tmp_path, web):
    listed = "<urlset><url><loc>https://herald.example/dam</loc></url></urlset>"
    web.pages |= {"https://herald.example/m1.xml.gz": gzip.compress(listed.encode()), "https://herald.example/m2.xml": INDEX}
    pages, errors, _ = read(tmp_path, INDEX, visitor=visitor(web))
    assert [p.url for p in pages] == ["https://herald.example/dam"]
    assert not errors
    assert web.asked.count("https://herald.example/m1.xml.gz") == 1


def test_an_address_that_is_a_feed_asks_for_nothing_more_without_leave(web):
    web.pages["https://herald.example/feed"] = RSS
    found = list(read_source("https://herald.example/feed", Wanted()))
    assert web.asked == ["https://herald.example/feed"]
    assert [p.url for p in found] == ["https://herald.example/dam", "https://herald.example/port"]
