"""Fetches pages that a feed or a sitemap names, with the user's leave: slowly, one after another, and only what the site lets robots have.

The rules of a site's robots.txt are those of RFC 9309, read by Protego. Where there is none (an answer of 400 to 499), all is allowed;
where it cannot be had, nothing is.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

import urllib3
from protego import Protego

from dragoman.errors import InputError
from dragoman.intake import fetch as fetching
from dragoman.intake.fetch import Fetched, RefusedError

ROBOT = "dragoman"
WAIT = 1.0
"""Seconds between two requests to one site, unless it asks for more."""

LONGEST_WAIT = 30.0
LARGEST_RULES = 500_000
MOST_SITES = 500
MOST_REFUSALS = 3
"""After so many refusals in a row (403, 429, 503, or no answer) a site is left alone for the rest of the run."""

REFUSALS = frozenset((401, 403, 429, 503))
NONE = Protego.parse("User-agent: *\nDisallow: /")
ALL = Protego.parse("")


class Site:
    """A site that is visited: its rules, when it was last asked, and how often in a row it refused."""

    def __init__(self, rules: Protego, why: str = "") -> None:
        """Begin; ``why`` says what went wrong where the rules could not be had."""
        self.rules, self.why = rules, why
        self.wait = min(LONGEST_WAIT, max(WAIT, float(rules.crawl_delay(ROBOT) or 0)))
        self.asked = float("-inf")
        self.refusals = 0


class Visitor:
    """Asks for one page after another, with the manners of a robot."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin; ``sleep`` and ``clock`` are those of the machine."""
        self.sleep, self.clock = sleep, clock
        self.sites: OrderedDict[str, Site] = OrderedDict()

    def get(self, address: str) -> Fetched:
        """What is behind an address that a feed or sitemap names; raises InputError where it cannot or must not be asked for."""
        fetching.check_address(address, address)
        site = self.site_of(address)
        if site.refusals >= MOST_REFUSALS:
            raise InputError(f"{address}: its site refused {MOST_REFUSALS} requests in a row and is left alone")
        try:
            got = fetching.fetch(address, is_chosen=False, may=self.check)
        except RefusedError as error:
            site.refusals = site.refusals + 1 if error.status in REFUSALS else 0
            raise
        except InputError as error:
            site.refusals += isinstance(error.__cause__, OSError | urllib3.exceptions.HTTPError)
            raise
        site.refusals = 0
        return got

    def check(self, place: str) -> None:
        """Wait until a place may be asked for; raises InputError where its site does not let robots have it."""
        site = self.site_of(place)
        if not site.rules.can_fetch(place, ROBOT):
            raise InputError(f"{place}: {site.why or 'its site does not let robots have this page (robots.txt)'}")
        left = site.asked + site.wait - self.clock()
        if left > 0:
            self.sleep(left)
        site.asked = self.clock()

    def site_of(self, place: str) -> Site:
        """The site of an address, with its rules, asked for once."""
        parts = urlsplit(place)
        root = f"{parts.scheme.lower()}://{parts.netloc.lower().rpartition('@')[2]}"
        if root not in self.sites:
            self.sites[root] = self.meet(root)
            if len(self.sites) > MOST_SITES:
                self.sites.popitem(last=False)
        self.sites.move_to_end(root)
        return self.sites[root]

    def meet(self, root: str) -> Site:
        """A new site and its rules."""
        try:
            raw = fetching.fetch(f"{root}/robots.txt", is_chosen=False).raw[:LARGEST_RULES]
        except RefusedError as error:
            if error.status < 500:
                return Site(ALL)
            return Site(NONE, f"the server answers {error.status} when asked what robots may have")
        except InputError as error:
            return Site(NONE, str(error).partition(": ")[2])
        return Site(Protego.parse(raw.decode("utf-8", "replace")))
