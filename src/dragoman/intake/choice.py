"""Which pages of a feed, a sitemap or an archive are wanted, and what became of those that were left out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

MOST_LANGUAGES = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """Hosts (each with what stands below it: ``example.org`` takes ``www.example.org``) and days, both ends included.

    The day is that of publication for items of feeds and sitemaps, and that of the capture for pages of archives. An item without a day
    is left out where a day is asked for.
    """

    hosts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def refuses(self, url: str | None, day: str | None) -> str | None:
        """Why a page with this address and day is not wanted; None where it is."""
        if self.hosts and not any(is_below(host_of(url), host) for host in self.hosts):
            return "of other hosts"
        if self.since is None and self.until is None:
            return None
        if day is None:
            return "without a day"
        told = date.fromisoformat(day[:10])
        return "of other days" if (self.since and told < self.since) or (self.until and told > self.until) else None


def host_of(url: str | None) -> str:
    """The host of an address in lower case, or nothing."""
    try:
        return (urlsplit(url or "").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def is_below(host: str, wanted: str) -> bool:
    """Whether a host is the wanted one or one below it."""
    wanted = wanted.lower().strip().strip(".")
    return host == wanted or host.endswith(f".{wanted}")


@dataclass(slots=True)
class Left:
    """Counts what was left out, by reason and by language; ``tell`` is called with what the user should know at once."""

    tell: Callable[[str], None] = lambda line: None
    reasons: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    share: float = 0.0
    """How much of the present source has been gone through, from 0 to 1."""

    def out(self, reason: str) -> None:
        """One more was left out."""
        self.reasons[reason] += 1

    def take_back(self, reason: str, number: int) -> None:
        """So many were not left out for this reason after all: it is told otherwise."""
        self.reasons[reason] -= number
        self.reasons = +self.reasons

    def foreign(self, language: str, source: str) -> None:
        """One more is in another language; the first is told at once."""
        if not self.languages:
            self.tell(f"{source}: is in another language ({language}); such pages are left out, for only English is read")
        if language in self.languages or len(self.languages) < MOST_LANGUAGES:
            self.languages[language] += 1
        else:
            self.languages["other"] += 1

    def total(self) -> int:
        """How many were left out."""
        return self.reasons.total() + self.languages.total()

    def words(self) -> str | None:
        """All that was left out, in one line; None where nothing was."""
        parts = [f"{number:,} {reason}" for reason, number in self.reasons.most_common()]
        if self.languages:
            listed = ", ".join(f"{language} {number:,}" for language, number in self.languages.most_common(5))
            parts.append(f"{self.languages.total():,} in other languages ({listed})")
        return f"left out: {'; '.join(parts)}" if parts else None
