"""Articles on several pages, and pages in the AMP form of HTML."""

# ruff: noqa: E501 - pages and rows as they come

import pytest

from dragoman.clean import clean_page
from dragoman.clean.parts import whole_of
from dragoman.intake import Given, read_bytes
from dragoman.model import STORY_KINDS

STORY = [
    "The strait between Norland and Ostrevia was opened to ships again on Monday, the harbour office said in a statement.",
    "Both sides had agreed on a shared patrol after two years in which no ship passed without paying twice, it said.",
    "A commission of both countries is to meet in the spring and to settle who pays for the lights on the northern shore.",
    "Fishermen on the island said that they had waited for the day since the winter of the great storm and its hundred wrecks.",
    "The envoy of Ostrevia thanked the harbour master and said that the last word on the matter had not been spoken yet.",
]


def clean(content, **given):
    return clean_page(read_bytes(content.encode(), Given(**given)))


def blocks(article, *kinds):
    return [article.text[b.start : b.end] for b in article.blocks if b.kind in kinds]


def page(head, foot, body=STORY):
    story = "".join(f"<p>{text}</p>" for text in body)
    return f"<html><head><title>Strait reopens</title>{head}</head><body><h1>Strait reopens to ships</h1><div>{story}{foot}</div></body></html>"


@pytest.mark.parametrize(
    ("address", "whole", "number"),
    [
        ("https://example.org/strait?page=2", "https://example.org/strait", 2),
        ("https://example.org/strait?id=7&p=3", "https://example.org/strait?id=7", 3),
        ("https://example.org/strait?page=2&id=7", "https://example.org/strait?id=7", 2),
        ("https://example.org/strait/page/2/", "https://example.org/strait", 2),
        ("https://example.org/strait/2/", "https://example.org/strait", 2),
        ("https://example.org/strait-2.html", "https://example.org/strait.html", 2),
        ("https://example.org/strait_p2.html", "https://example.org/strait.html", 2),
        ("https://example.org/strait/", "https://example.org/strait", None),
        ("https://example.org/2024/04/04/strait", "https://example.org/2024/04/04/strait", None),
        ("https://example.org/1998", "https://example.org/1998", None),
    ],
)
def test_the_address_of_the_whole(address, whole, number):
    assert whole_of(address) == (whole, number)


def test_a_page_of_several_says_of_what_it_is_a_part():
    head = '<link rel="canonical" href="https://example.org/strait?page=2"><link rel="next" href="/strait?page=3"><link rel="prev" href="/strait">'
    article = clean(page(head, "<p>Page 2 of 3</p><p><a href='/strait'>1</a> 2 <a href='/strait?page=3'>3</a> <a>Next</a></p>"))
    assert (article.whole, article.part, article.parts) == ("https://example.org/strait", 2, 3)
    assert blocks(article, "paragraph") == STORY
    first = clean(page('<link rel="next" href="https://example.org/strait/2">', ""), url="https://example.org/strait")
    assert (first.whole, first.part, first.parts) == ("https://example.org/strait", 1, None)


def test_the_next_article_is_no_part():
    head = '<link rel="canonical" href="https://example.org/strait"><link rel="next" href="https://example.org/harvest"><link rel="prev" href="/2">'
    article = clean(page(head, "<p>Next: Harvest</p>"))
    assert (article.whole, article.part, article.parts) == (None, None, None)


@pytest.mark.parametrize(
    "line",
    ["Page 2 of 3", "Page 2/3", "1 2 3 Next", "Previous | 1 | 2 | 3 | Next", "Next page", "Pages: 1 2 3", "View as a single page",
     "Continue reading on page 3", "Continued on page 4", "Next » Page 3"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["flat", "html"])
def test_page_numbers_are_no_story(line, form):
    text = page("", f"<p>{line}</p>") if form == "html" else "\n\n".join(["Strait reopens to ships", *STORY[:4], line, STORY[4]])
    article = clean(text)
    assert blocks(article, "paragraph", "heading", "quote") == STORY


def test_the_part_of_a_flattened_page():
    article = clean("\n\n".join(["Strait reopens to ships", *STORY, "Page 2 of 3"]))
    assert (article.whole, article.part, article.parts) == (None, 2, 3)


AMP = """<!doctype html><html amp><head><title>Strait reopens to ships</title><link rel="canonical" href="https://example.org/strait"></head><body>
<amp-sidebar id="side" layout="nodisplay"><ul><li><a href="/w">World</a></li><li>Everything that we have ever written about the north, and more.</li></ul>
</amp-sidebar><amp-consent id="c"><div>We and our partners ask whether you agree to what we do with your data on this page.</div></amp-consent>
<amp-state id="s"><script type="application/json">{"a": 1}</script></amp-state>
<header><h1>Strait reopens to ships</h1><amp-timeago datetime="2024-04-04T10:00:00Z" layout="fixed">2 hours ago</amp-timeago></header>
<article><figure><amp-img src="a.jpg" width="4" height="3" layout="responsive"><noscript><img src="a.jpg"></noscript></amp-img>
<figcaption>The first ship leaves the harbour of Port Ostrev at dawn.</figcaption></figure>%s
<amp-ad type="x"><div placeholder>Advertisement by somebody whom nobody on this page has ever heard of before.</div></amp-ad>%s
<amp-carousel type="slides"><figure><amp-img src="b.jpg"></amp-img><figcaption>A second ship waits behind the old pier.</figcaption></figure></amp-carousel>
<amp-twitter data-tweetid="1" layout="responsive"><blockquote placeholder>The strait is open. &mdash; Harbour Office (@port_ostrev) April 4, 2024</blockquote>
</amp-twitter><amp-social-share type="twitter">Tell others of it</amp-social-share></article>
<amp-list src="/more.json"><div placeholder>More stories from the north and the south are being looked for, and will be here soon.</div>
<template type="amp-mustache"><p>{{title}}</p></template></amp-list>
<amp-next-page><a href="/h">Harvest is late in all of the valley, farmers say, and the rain has not yet come.</a></amp-next-page></body></html>"""


def test_an_amp_page():
    article = clean(AMP % tuple("".join(f"<p>{text}</p>" for text in part) for part in (STORY[:3], STORY[3:])))
    assert blocks(article, "paragraph") == STORY
    assert blocks(article, "caption") == [
        "The first ship leaves the harbour of Port Ostrev at dawn.",
        "A second ship waits behind the old pier.",
    ]
    assert blocks(article, "quote") == ["The strait is open."]
    assert blocks(article, "title") == ["Strait reopens to ships"]
    assert not [text for text in blocks(article, *STORY_KINDS) if "ago" in text or "{{" in text or "others" in text]
