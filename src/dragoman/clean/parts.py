"""Articles that are spread over several pages: of which whole a page is a part, and which one.

The pages stay pages of their own (the same bytes give the same id); ``whole`` and ``part`` let them be put together again.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit, urlunsplit

from dragoman.model import Article

IN_QUERY = re.compile(r"(?:^|&)(?:page|p|pg|paged|pagenum|page_?no)=(\d{1,3})(?=&|$)", re.IGNORECASE)
IN_PATH = re.compile(
    r"/page[/-]?(\d{1,3})/?$|(?<=[A-Za-z0-9_-]{4})/p?(\d{1,2})/?$|[-_](?:page-?|p)?(\d{1,2})(?=\.(?:s?html?|php|aspx?)$)", re.IGNORECASE
)
DATED = re.compile(r"/(?:19|20)\d\d(?:/\d\d?)?/\d\d?/?$")
OF = re.compile(r"(?:page|part)\s(?P<part>\d{1,3})\s?(?:of|/)\s?(?P<parts>\d{1,3})\W*", re.IGNORECASE)
LONGEST_LINE = 40
LONGEST_ADDRESS = 2000


def whole_of(address: str) -> tuple[str, int | None]:
    """An address without the number of the page in it, and that number."""
    try:
        scheme, host, path, query, _ = urlsplit(address[:LONGEST_ADDRESS])
    except ValueError:
        return address, None
    number = None
    match = IN_QUERY.search(query)
    if match is not None:
        query, number = (query[: match.start()] + query[match.end() :]).lstrip("&"), int(match[1])
    elif not DATED.search(path) and (match := IN_PATH.search(path)) is not None:
        path, number = path[: match.start()] + path[match.end() :], int(next(group for group in match.groups() if group))
    return urlunsplit((scheme, host, path.rstrip("/"), query, "")), number


def with_part(article: Article, own: str | None, beside: Sequence[str]) -> Article:
    """The article with the whole of which it is a part, if it is one.

    ``own`` is the page's address, ``beside`` those of the pages that it calls the next and the one before: of the same article only where
    they differ in nothing but the number.
    """
    part, parts = numbered(article)
    whole, number = whole_of(own) if own else (None, None)
    linked = own is not None and any(is_beside(own, address) for address in beside)
    if not linked and part is None:
        return article
    return replace(article, whole=whole, part=part or number or 1, parts=parts)


def is_beside(own: str, address: str) -> bool:
    """Whether another address is that of another page of the same article."""
    try:
        other = urljoin(own, address)
    except ValueError:
        return False
    (whole, number), (its_whole, its_number) = whole_of(own), whole_of(other)
    return whole == its_whole and (number or 1) != (its_number or 1)


def numbered(article: Article) -> tuple[int | None, int | None]:
    """The number that a line of the page gives it, and of how many."""
    for block in article.blocks:
        if block.kind == "boilerplate" and block.end - block.start < LONGEST_LINE:
            match = OF.fullmatch(article.text[block.start : block.end])
            if match is not None and 1 <= int(match["part"]) <= int(match["parts"]):
                return int(match["part"]), int(match["parts"])
    return None, None
