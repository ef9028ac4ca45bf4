"""HTML into pieces: one parse, one walk over the elements, and what each stretch of visible text stands in.

The tree is parsed once and walked once. Names of elements and classes are looked at once for each wording, not once for each element.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import lxml.html
from lxml import etree

from dragoman.lexicon import load_yaml

LARGEST = 3_000_000
LONGEST_LABEL = 900
WORDS_BEHIND = 3
"""Words behind a time from which on it stands within a sentence."""
DEEPEST = 20_000
CONTAINERS = frozenset(
    ("div", "section", "article", "main", "aside", "ul", "ol", "blockquote", "td", "body", "header", "footer", "nav", "form")
)
ELEMENTS = {kind: frozenset(names.split()) for kind, names in load_yaml("clean_elements").items()}
SKIPPED, BLOCKS = ELEMENTS["skipped"], ELEMENTS["blocks"]
FRAMES = frozenset(("header", "footer", "nav"))
APART = frozenset(("caption", "byline", "dateline", "deck"))
FRAMEWORK = frozenset(("div", "section", "td", "form"))
MOST_WEIGHED = 200
"""How many containers of a page are asked how much of its text they hold."""
TEXT_LENGTH = etree.XPath("string-length(.)")
ASIDES, POSTS = ELEMENTS["asides"], ELEMENTS["posts"]
TIMES = frozenset(("time", "amp-timeago"))
WHOLE = frozenset(("body", "html", "main", "article"))
CLASSES = tuple((kind, re.compile(pattern)) for kind, pattern in (
    ("caption", r"caption|cutline|(?:photo|image|media)-desc|img-legend"),
    ("topics", r"(?:bread-?crumb|article[-_]?(?:section|category|topic|tag)|section-(?:name|label|link))"
               r"|\b(?:eyebrow\b|kicker\b|post-tags?\b|tag-?list\b|tags\b)"),
    ("byline", r"by-?line|contributor|\bauthors?\b"),
    ("deck", r"\b(?:sub-?(?:title|head(?:line)?)|deck|dek|standfirst|stand-first|article-summary|article__(?:sub|summary|intro)|lead-in"
             r"|strap-?line)\b"),
    ("dateline", r"\b(?:date|time(?:stamp)?|published|pub-?date|updated)\b"),
))  # fmt: skip
"""What names in lower case say of the kind of a block."""
OTHERS_CLASS = re.compile(r"related|recommend|read-?more|also-?like|most-?(?:read|popular)|trending|teaser")
ASIDE_CLASS = re.compile(
    r"related|recommend|recirc|read-?(?:more|next)|also-?like|newsletter|promo|sidebar|share|sharing|social|comment|disqus|advert|outbrain|taboola"
    r"|most-?(?:read|popular|viewed)|popular-|trending|cookie|consent|gdpr|footer|menu|navbar|pagination|pager|sign-?up|log-?in\b|subscribe"
    r"|donat|teaser|widget|carousel|pop-?up|modal|overlay|banner|survey|feedback|disclaimer|copyright"
    r"|more-(?:from|on|news|stories|articles)|up-next|(?:next|prev|latest)-?(?:article|post|news|stor)|author-?(?:bio|box|info|desc|card|details)"
    r"|about-?(?:the-)?author|(?<!\w)(?:ad-|nav\b|bio\b|sr-only|poll\b)|visually-hidden|screen-reader|noprint"
)
OTHER_TEXT = re.compile(r"comment|disqus|related|recommend|recirc|trending|cookie|consent|gdpr|footer|menu")
"""What in a name speaks of something that may hold much text beside the story."""
VIDEO_CLASS = re.compile(r"video-(?:ct|player|container|embed)|jw-?player|\bvideo\b")
POST_CLASS = re.compile(load_yaml("clean_turns")["posts"])
BODY_CLASS = re.compile(
    r"(?:article|story)[-_]*body|(?:article|story|post|entry|main|news)[-_]*(?:content|text|copy)\b|body-?(?:copy|text)|content-?body"
)
NAMED = (("others", OTHERS_CLASS), ("aside", ASIDE_CLASS), ("video", VIDEO_CLASS), ("post", POST_CLASS), ("body", BODY_CLASS))
"""What else a word of a name may speak of."""
SPOKEN = "spoken"
NO_MARKS: frozenset[str] = frozenset()
TOLD_STEMS = re.compile(
    "caption|cutline|desc|legend|crumb|article|section|eyebrow|kicker|tag|line|contributor|author|sub|dec?k|stand|lead|date|time|publish"
)
"""What stands in every name for which one of CLASSES asks."""
STEMS = re.compile(
    TOLD_STEMS.pattern + "|relate|recom|recirc|read|also|news|promo|side|shar|social|comment|disqus|advert|outbrain|taboola|most|popular"
    "|trend|cookie|consent|gdpr|foot|menu|nav|page|sign|log|donat|tease|widget|carousel|pop|modal|overlay|banner|survey|feedback|disclaim|copy|more"
    "|next|prev|latest|about|ad-|bio|sr-only|poll|hidden|screen|print|video|player|story|post|entry|main|body|content|tweet|gram|embed|tgme"
)
"""What stands in every name that says anything."""
LONGEST_DATE_NAME = 80
LONGEST_NAME = 300
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """A stretch of visible text with the kind that its element gives it, if any; ``place`` tells pieces of one container from others,
    ``others`` that the container is called after other stories, ``linked`` how many of its characters are links, ``stamp`` the moment that
    its element gives, ``post`` the number of the element of somebody's post that holds it, ``size`` its number of words."""

    text: str
    kind: str | None
    why: str
    aside: bool = False
    tag: str = ""
    place: int = 0
    others: bool = False
    linked: int = 0
    stamp: str = ""
    post: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What the name, class and id of an element say: kind of block, whether it is beside the story, about others, a film, the body; and
    whether nothing is said that changes what is known of the text (``nothing``)."""

    kind: str | None
    why: str
    aside: bool
    others: bool
    video: bool
    body: bool
    post: bool = False
    block: bool = False
    nothing: bool = False


@dataclass(slots=True)
class Here:
    """What is known of the text in an open element."""

    kind: str | None = None
    why: str = ""
    aside: bool = False
    tag: str = ""
    place: int = 0
    others: bool = False
    link: bool = False
    stamp: str = ""
    post: int = 0


@dataclass(slots=True)
class Box:
    """A container: the one around it, and whether its name says that it holds the story."""

    around: int
    tag: str
    body: bool


@dataclass(slots=True)
class Walk:
    """The state of a walk over elements, and what it found: the pieces, and the containers by place."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: dict[int, Box] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    linked: int = 0
    place: int = 0
    length: int = 0
    weighed: int = 0
    posts: int = 0


LOOK_UP = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement, comment=lxml.html.HtmlComment)
"""Makes elements without asking Python for the class of each."""


def parse_markup(content: str) -> etree._Element | None:
    """The tree of a page without comments, cut at LARGEST characters, or None where there is nothing in it."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(LOOK_UP)
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", content[:LARGEST]).replace("\x00", "")
    try:
        return lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


@lru_cache(maxsize=16384)
def said_by(tag: str, name: str, labels: str) -> Said:
    """What an element's tag, its class and id (``name``) and its other labels say."""
    name, labels = name.lower(), labels.lower()
    marks = marks_of_words(name + labels)
    if not marks:
        return said_by_tag(tag)
    block = tag in BLOCKS or tag.startswith("amp-")
    kind, why = kind_said(tag, marks, len(name) + len(labels))
    named = marks_of_words(name) if labels else marks
    post = tag in POSTS or "post" in named
    aside = tag in ASIDES or (tag not in WHOLE and not post and "aside" in named)
    video, body = "video" in named, "articlebody" in labels or "body" in named
    nothing = kind is None and not (aside or video or post or block or tag == "a")
    return Said(kind, why, aside, aside and "others" in named, video, body, post, block, nothing)


@lru_cache(maxsize=1024)
def said_by_tag(tag: str) -> Said:
    """What an element says whose names speak of nothing."""
    kind, why = kind_said(tag, NO_MARKS, 0)
    aside, post, block = tag in ASIDES, tag in POSTS, tag in BLOCKS or tag.startswith("amp-")
    nothing = kind is None and not (aside or post or block or tag == "a")
    return Said(kind, why, aside, others=False, video=False, body=False, post=post, block=block, nothing=nothing)


def marks_of_words(names: str) -> frozenset[str]:
    """What the names of an element speak of."""
    marks = NO_MARKS
    for word in names.split():
        found = marks_in(word)
        if found:
            marks = marks | found if marks else found
    return marks


@lru_cache(maxsize=16384)
def marks_in(word: str) -> frozenset[str]:
    """What one word of the names of an element (in lower case) speaks of; most words return from element to element and page to page."""
    if not STEMS.search(word):
        return NO_MARKS
    told = [kind for kind, pattern in CLASSES if pattern.search(word)] if TOLD_STEMS.search(word) else []
    return frozenset((SPOKEN, *told, *(mark for mark, pattern in NAMED if pattern.search(word))))


def kind_said(tag: str, marks: frozenset[str], length: int) -> tuple[str | None, str]:
    """The kind of block that an element's tag or its names, of that length, speak of."""
    if tag == "h1":
        return "title", "h1"
    if tag == "figcaption":
        return "caption", tag
    kind = next((kind for kind, _ in CLASSES if kind in marks), None) if marks else None
    if kind is not None and (kind != "dateline" or length < LONGEST_DATE_NAME):
        return kind, "class"
    if tag in TIMES:
        return "dateline", "class"
    return ("heading", tag) if tag in ("h2", "h3", "h4") else (None, "")


PLAIN = ("", "", False)
"""The names of an element that has none."""


def names_of(element: etree._Element) -> tuple[str, str, bool]:
    """Class and id of an element, its other labels, and whether it is hidden."""
    told = element.keys()
    if not told:
        return PLAIN
    style = element.get("style") if "style" in told else None
    hidden = "hidden" in told or (style is not None and "none" in style and HIDDEN.search(style[:1000]) is not None)
    name = element.get("class") if "class" in told else ""
    if "id" in told:
        name = f"{name} {element.get('id')}"
    if "itemprop" not in told and "aria-label" not in told:
        return name[:LONGEST_NAME], "", hidden
    item, label = element.get("itemprop"), element.get("aria-label")
    return name[:LONGEST_NAME], f" {item or ''} {label or ''}"[:LONGEST_NAME] if item or label else "", hidden


def walk_pieces(tree: etree._Element) -> Walk:
    """The visible pieces of text of a page in order, and the containers; without recursion, so that depth cannot hurt.

    Elements that are never shown are taken out of the tree.
    """
    etree.strip_elements(tree, *SKIPPED, with_tail=False)
    walk = Walk(boxes={0: Box(-1, "", body=False)}, length=text_length(tree))
    open_now, set_apart, words = [Here()], [False], walk.words
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        if event == "start":
            within = open_now[-1]
            name, labels, hidden = names_of(element)
            said = said_by(element.tag, name, labels)
            if hidden or (said.nothing and within.tag not in FRAMES):
                here, apart = within, False
            else:
                here, apart = enter(walk, element, (name, said), within, len(open_now))
            open_now.append(here)
            set_apart.append(apart)
            if hidden:
                events.skip_subtree()
                continue
            text = element.text
        else:
            here = open_now.pop()
            if set_apart.pop() and words:
                close_piece(walk, here)
            here, text = open_now[-1], element.tail
        if text and not text.isspace():
            add_words(walk, text, here)
        elif text and words:
            words.append(" ")
    close_piece(walk, open_now[0])
    return walk


def enter(walk: Walk, element: etree._Element, told: tuple[str, Said], within: Here, depth: int) -> tuple[Here, bool]:
    """What is known of the text in an element of this class and id, and whether it stands apart from what is around it."""
    tag, (name, said) = element.tag, told
    if tag == "time" and is_amid_words(element):
        return within, False
    kind, why = (None, "") if depth > DEEPEST else (said.kind, said.why)
    if kind is not None and (within.kind not in (None, "heading") or (kind != "heading" and not is_short(element))):
        kind = None
    block = said.block
    aside = within.aside or (said.aside and not holds_most(walk, element, tag, name)) or (said.video and is_short(element))
    item = not block and within.tag in FRAMES and is_item(element)
    if kind is None and not block and not item and aside == within.aside and tag != "a" and not said.post:
        return within, False
    if kind is None:
        kind, why = within.kind, within.why
    others = within.others or (aside and said.others)
    here = Here(kind, why, aside, tag if block else within.tag, within.place, others, within.link or tag == "a", within.stamp, within.post)
    if tag in TIMES or (said.post and not within.post):
        mark(walk, element, here)
    apart = block or item or is_label(element, here, within)
    if apart:
        if walk.words:
            close_piece(walk, within)
        walk.place += 1
        if tag in CONTAINERS:
            here.place = walk.place
            walk.boxes[walk.place] = Box(within.place, tag, said.body)
    return here, apart


def is_amid_words(element: etree._Element) -> bool:
    """Whether an element stands within a sentence of a paragraph: words before it and behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None or parent.tag != "p":
        return False
    ahead = (parent.text if before is None else before.tail) or ""
    return ahead.rstrip()[-1:].isalpha() and len((element.tail or "").split()) >= WORDS_BEHIND


def mark(walk: Walk, element: etree._Element, here: Here) -> None:
    """Note the moment that an element gives, or else that somebody's post begins."""
    if element.tag in TIMES:
        here.stamp = element.get("datetime") or ""
    else:
        walk.posts += 1
        here.post = walk.posts


def holds_most(walk: Walk, element: etree._Element, tag: str, name: str) -> bool:
    """Whether an element holds so much of the page\'s text that its name ("with-sidebar") cannot mean a part beside the story."""
    if tag not in FRAMEWORK or walk.weighed >= MOST_WEIGHED or len(element) == 0:
        return False
    walk.weighed += 1
    share = 2 / 3 if OTHER_TEXT.search(name.lower()) else 1 / 3
    return text_length(element) > share * walk.length


def text_length(element: etree._Element) -> int:
    """How many characters of text an element holds."""
    return int(TEXT_LENGTH(element))


def is_label(element: etree._Element, here: Here, within: Here) -> bool:
    """Whether an element within a line is a section's name of its own: the first of them, or each link among them."""
    if here.kind == "topics":
        return within.kind != "topics" or element.tag == "a"
    if here.kind not in APART or within.kind is not None:
        return False
    parent = element.getparent()
    return parent is not None and parent.tag in CONTAINERS


def is_item(element: etree._Element) -> bool:
    """Whether an element is one of several in the head, foot or menu of a page with nothing but space between them."""
    parent = element.getparent()
    if parent is None or parent.tag not in FRAMES or (parent.text or "").strip():
        return False
    before = element.getprevious()
    return not (element.tail or "").strip() and (before is None or not (before.tail or "").strip())


def is_short(element: etree._Element) -> bool:
    """Whether an element holds no more text than a caption or byline would."""
    length = 0
    for count, inner in enumerate(element.iter()):
        length += len(inner.text or "") + len(inner.tail or "")
        if length > LONGEST_LABEL or count > LONGEST_LABEL // 3:
            return False
    return True


def add_words(walk: Walk, text: str, here: Here) -> None:
    """Take in the text of an element or what follows it."""
    walk.words.append(text)
    if here.link:
        walk.linked += len(text.strip())


def close_piece(walk: Walk, here: Here) -> None:
    """End a piece, if there is one, where a block begins or ends."""
    words = "".join(walk.words).replace("\u200b", " ").split()
    walk.words.clear()
    if words:
        text = " ".join(words)
        piece = Piece(
            text, here.kind, here.why, here.aside, here.tag, here.place, here.others, walk.linked, here.stamp, here.post, len(words)
        )
        walk.pieces.append(piece)
    walk.linked = 0
