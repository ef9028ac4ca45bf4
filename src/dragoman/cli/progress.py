"""Progress on standard error: how many of how many pages, how fast, and how long it will take."""

import sys
from collections.abc import Callable
from time import monotonic
from types import TracebackType

FEW = 3
"""So many pages are read without showing progress."""

EVERY_TERMINAL, EVERY_LOG = 0.2, 10.0
"""Seconds between two updates on a terminal, and between two lines in a log."""


class Progress:
    """Counts pages and shows it, in place on a terminal, as a line now and then elsewhere."""

    def __init__(self, total: int | None, *, is_quiet: bool, share: Callable[[], float] = lambda: 0.0) -> None:
        """Begin; quiet where records themselves run over the terminal. Without a total, ``share`` says how much of the input is done."""
        self.total, self.done, self.share = total, 0, share
        self.is_live = sys.stderr.isatty()
        self.is_shown = (total is None or total > FEW) and not (is_quiet and self.is_live)
        self.begun = self.told = monotonic()

    def __enter__(self) -> "Progress":
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Tell the end."""
        if self.is_shown and self.done and (self.total or self.done) > FEW:
            self.tell()
            if self.is_live:
                sys.stderr.write("\n")

    def step(self) -> None:
        """One page more is done."""
        self.done += 1
        if self.is_shown and monotonic() - self.told >= (EVERY_TERMINAL if self.is_live else EVERY_LOG):
            self.tell()

    def tell(self) -> None:
        """Show how far it is."""
        self.told = monotonic()
        seconds = self.told - self.begun
        line = share_line(self.done, self.share(), seconds) if self.total is None else progress_line(self.done, self.total, seconds)
        sys.stderr.write(f"\r\x1b[K{line}" if self.is_live else f"{line}\n")
        sys.stderr.flush()

    def say(self, line: str) -> None:
        """Say something between two updates."""
        sys.stderr.write(f"\r\x1b[K{line}\n" if self.is_shown and self.is_live else f"{line}\n")


def progress_line(done: int, total: int, seconds: float) -> str:
    """So many of so many pages, the rate, and the time that is left."""
    rate = done / seconds if seconds > 0 else 0.0
    left = max(total - done, 0) / rate if rate else 0.0
    width = 24
    filled = min(width, width * done // max(total, 1))
    bar = "━" * filled + "·" * (width - filled)
    ending = f"{seconds_words(left)} left" if done < total else f"in {seconds_words(seconds)}"
    return f"{bar} {done} of {total} pages, {rate:.1f} a second, {ending}"


def share_line(done: int, share: float, seconds: float) -> str:
    """So many pages, the rate, and how much of the input has been gone through, where that is known."""
    rate = done / seconds if seconds > 0 else 0.0
    gone = f", {share:.0%} of the input" if share > 0 else ""
    return f"{done} {'page' if done == 1 else 'pages'}, {rate:.1f} a second{gone}, in {seconds_words(seconds)}"


def seconds_words(seconds: float) -> str:
    """A stretch of time as people say it: 8 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
