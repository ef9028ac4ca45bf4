"""What ``dragoman read`` does: takes the pages in, has them read, shows the records and keeps them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import TracebackType

import typer

from dragoman import store
from dragoman.actors import OURS, Knowing
from dragoman.cli.options import Format
from dragoman.cli.output import Output
from dragoman.cli.progress import Progress
from dragoman.errors import DragomanError
from dragoman.fleet import Result, read_pages
from dragoman.intake import Choice, Given, Left, Visitor, Wanted, holds_many, read_manifest, read_source
from dragoman.model import Page, Record
from dragoman.reader import default_reader
from dragoman.reading import begin_run


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read: sources of pages, a list of pages, what was told of them, and with how many processes.

    ``choice`` says which pages of feeds, sitemaps and archives are wanted, ``limit`` how many pages at most are read in all,
    ``is_fetching`` whether the user gave leave to ask for pages that feeds and sitemaps link.
    """

    sources: tuple[str, ...]
    manifest: Path | None
    told: Mapping[str, str | None]
    jobs: int
    actors: tuple[Path, ...] = ()
    choice: Choice = field(default_factory=Choice)
    limit: int | None = None
    is_fetching: bool = False
    left: Left = field(default_factory=Left)

    def total(self) -> int | None:
        """How many pages these are; None where that shows only on the way."""
        if any(holds_many(source) for source in self.sources) or self.is_fetching:
            return None
        total = len(self.sources) + (count_lines(self.manifest) if self.manifest else 0)
        return total if self.limit is None else min(total, self.limit)

    def inputs(self, known: frozenset[str] = frozenset()) -> Iterator[Page | DragomanError]:
        """The pages, each or why it cannot be read; addresses that are ``known`` are not asked for again."""
        pages = self.all_inputs(known)
        if self.limit is None:
            return pages
        return islice(pages, self.limit) if self.limit else iter(())

    def all_inputs(self, known: frozenset[str]) -> Iterator[Page | DragomanError]:
        """The pages without a limit."""
        wanted = Wanted(Given(**self.told), self.choice, self.left, Visitor() if self.is_fetching else None, known)
        for source in self.sources:
            yield from read_source(source, wanted)
        if self.manifest is not None:
            yield from read_manifest(self.manifest)


@dataclass(frozen=True, slots=True)
class Target:
    """Where records go: into a library, and to the screen or a file in some form."""

    into: Path | None = None
    format: Format | None = None
    output: Path | None = None

    def shown(self) -> Format | None:
        """The form in which records are shown, if they are."""
        return self.format or (Format.text if self.into is None or self.output is not None else None)


def count_lines(path: Path) -> int:
    """How many lines of a list name a page."""
    try:
        with path.open("rb") as file:
            return sum(bool(line.strip()) for line in file)
    except OSError:
        return 0  # reading it will say what is wrong


def read_order(order: Order, target: Target) -> int:
    """Read all pages of an order; gives how many could not be read."""
    total, failed = order.total(), 0
    with ExitStack() as stack:
        out = stack.enter_context(Output(target.shown(), target.output, is_many=total is None or total > 1))
        library = store.open_library(target.into, create=True) if target.into is not None else None
        knowing = knowing_of(order, library)
        if knowing != OURS:
            knowing.load()  # a wrong file of additions stops here, before anything is read
        keep = stack.enter_context(Keeping(library, knowing)) if library is not None else None
        progress = stack.enter_context(Progress(total, is_quiet=out.is_on_terminal(), share=lambda: order.left.share))
        order.left.tell = lambda line: progress.say(f"dragoman: {' '.join(line.split())}")
        wanted = keep.is_wanted if keep else is_wanted_always
        known = keep.addresses() if keep and order.is_fetching else frozenset()
        for result in read_pages(order.inputs(known), order.jobs, wanted, knowing):
            failed += result.error is not None
            take_result(result, out, keep, progress)
    if left := order.left.words():
        typer.echo(left, err=True)
    if keep is not None:
        typer.echo(keep.summary(failed), err=True)
    return failed


def knowing_of(order: Order, library: store.Library | None) -> Knowing:
    """What is to be known beside our own: the library's additions and judgements, and over them the user's files."""
    if library is None:
        return Knowing(order.actors)
    return Knowing((*library.actor_files(), *order.actors), tuple(library.judgements().same().items()))


def is_wanted_always(page: Page) -> bool:
    """Without a library, every page is read."""
    return True


def take_result(result: Result, out: Output, keep: "Keeping | None", progress: Progress) -> None:
    """Keep and show one result, or say why there is none."""
    record = result.record
    if result.error is not None:
        progress.say(f"dragoman: {' '.join(result.error.split())}")
        if keep:
            keep.fail(result.page.source if result.page else "", result.error)
    if keep and record:
        keep.keep(record)
    if out.is_wanted() and result.error is None:
        if record is None and keep and result.page:
            record = keep.load(result.page)
        if record:
            out.write(record)
    progress.step()


class Keeping:
    """Keeps what is read in a library, and counts."""

    def __init__(self, library: store.Library, knowing: Knowing = OURS) -> None:
        """Begin a run of the library."""
        self.library, self.knowing = library, knowing
        self.run = begin_run(self.library)
        self.kept = self.known = 0

    def __enter__(self) -> "Keeping":
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Commit what was read, and bring the index up to date."""
        self.run.commit()
        self.library.refresh()

    def addresses(self) -> frozenset[str]:
        """The addresses of all pages that are there already."""
        return self.library.addresses()

    def is_wanted(self, page: Page) -> bool:
        """Whether reading this page adds anything."""
        if not self.run.holds(page, default_reader(self.knowing).made_by):
            return True
        self.known += 1
        return False

    def keep(self, record: Record) -> None:
        """Keep a record."""
        if self.run.keep(record):
            self.kept += 1
        else:
            self.known += 1

    def fail(self, source: str, error: str) -> None:
        """Note what could not be read."""
        self.run.fail(source, error)

    def load(self, page: Page) -> Record | None:
        """The record of a page that is there already."""
        self.run.commit()
        return self.library.record(page.id)

    def summary(self, failed: int) -> str:
        """One line on what became of everything."""
        parts = [f"kept {count_of(self.kept, 'page')} in {self.library.path}"]
        if self.known:
            parts.append(f"{self.known} already there")
        if failed:
            parts.append(f"{failed} could not be read")
        return ", ".join(parts)


def count_of(number: int, noun: str) -> str:
    """A number with its noun: 1 page, 2 pages."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
