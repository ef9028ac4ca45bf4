"""Many pages, read by one process or several; results come in the order of the input, and a page that kills its worker costs one page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import monotonic

from dragoman.actors import OURS, Knowing
from dragoman.errors import DragomanError
from dragoman.model import Page, Record
from dragoman.reader import Reader, default_reader

PAGE_SECONDS = 300
"""A page that takes a worker process longer than this is given up."""

AHEAD = 16
"""Pages for each worker that may be waiting for an earlier one."""

Item = Page | DragomanError
"""What there is to read: a page, or why there is none."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one input: a record, or why there is none. ``record`` and ``error`` are both None where it was not to be read."""

    page: Page | None = None
    record: Record | None = None
    error: str | None = None


IsWanted = Callable[[Page], bool]


def read_pages(items: Iterable[Item], jobs: int, is_wanted: IsWanted = lambda page: True, knowing: Knowing = OURS) -> Iterator[Result]:
    """Read pages with ``jobs`` processes, in order; pages that are not wanted are passed through unread."""
    if jobs <= 1:
        return read_here(items, is_wanted, knowing)
    return read_in_processes(items, jobs, is_wanted, knowing)


def read_here(items: Iterable[Item], is_wanted: IsWanted, knowing: Knowing = OURS) -> Iterator[Result]:
    """Read pages in this process."""
    for item in items:
        if isinstance(item, DragomanError):
            yield Result(error=str(item))
        elif not is_wanted(item):
            yield Result(item)
        else:
            yield read_one(default_reader(knowing), item)


def read_one(reader: Reader, page: Page) -> Result:
    """Read a page; whatever goes wrong is told in the result."""
    try:
        return Result(page, reader.read_page(page))
    except Exception as error:  # noqa: BLE001 - the outer edge of a batch: one page must not cost the others
        return Result(page, error=f"{page.source}: {type(error).__name__}: {error}")


def read_in_processes(items: Iterable[Item], jobs: int, is_wanted: IsWanted, knowing: Knowing = OURS) -> Iterator[Result]:
    """Read pages in worker processes, each given one page at a time."""
    crew = Crew(jobs, knowing)
    try:
        yield from crew.read(iter(items), is_wanted)
    finally:
        crew.stop()


class Worker:
    """A process that reads one page after another."""

    def __init__(self, knowing: Knowing = OURS) -> None:
        """Start the process; it loads the model by itself."""
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, knowing), daemon=True)
        self.process.start()
        theirs.close()
        self.page: Page | None = None
        self.number = -1
        self.since = 0.0
        self.is_dead = False

    def give(self, number: int, page: Page) -> None:
        """Hand over a page."""
        self.number, self.page, self.since = number, page, monotonic()
        try:
            self.pipe.send(page)
        except OSError:
            return  # the process is gone: taking its answer will say so

    def take(self) -> Result:
        """The answer, or why there is none."""
        page = self.page
        self.page = None
        try:
            answer: Result = self.pipe.recv()
        except (EOFError, OSError):
            self.is_dead = True
            source = page.source if page else "a page"
            return Result(page, error=f"{source}: the process that read this page died")
        return answer

    def is_late(self) -> bool:
        """Whether the page takes too long."""
        return self.page is not None and monotonic() - self.since > PAGE_SECONDS

    def stop(self) -> None:
        """End the process."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Crew:
    """Several workers, and what is under way between them."""

    def __init__(self, jobs: int, knowing: Knowing = OURS) -> None:
        """Start ``jobs`` workers."""
        self.knowing = knowing
        self.workers = [Worker(knowing) for _ in range(jobs)]
        self.done: dict[int, Result] = {}
        self.taken = 0

    def read(self, items: Iterator[Item], is_wanted: IsWanted) -> Iterator[Result]:
        """Read all items, giving results in order."""
        given, more = 0, True
        while more or self.taken < given:
            more, given = self.hand_out(items, is_wanted, given) if more else (False, given)
            if self.taken not in self.done:
                self.collect()
            while self.taken in self.done:
                result = self.done.pop(self.taken)
                self.taken += 1
                yield result

    def hand_out(self, items: Iterator[Item], is_wanted: IsWanted, given: int) -> tuple[bool, int]:
        """Give each idle worker a page; tells whether there may be more, and how many items were given in all."""
        for worker in self.workers:
            while worker.page is None and given - self.taken < AHEAD * len(self.workers):
                item = next(items, None)
                if item is None:
                    return False, given
                if isinstance(item, Page) and is_wanted(item):
                    worker.give(given, item)
                else:
                    self.done[given] = Result(item) if isinstance(item, Page) else Result(error=str(item))
                given += 1
        return True, given

    def collect(self) -> None:
        """Wait for answers; a worker that died or takes too long is replaced."""
        busy: dict[Connection, Worker] = {worker.pipe: worker for worker in self.workers if worker.page is not None}
        for pipe in wait(list(busy), timeout=1.0):
            worker = busy[pipe]  # type: ignore[index]
            self.done[worker.number] = worker.take()
            if worker.is_dead:
                self.replace(worker)
        for worker in busy.values():
            if worker.is_late():
                source = worker.page.source if worker.page else "a page"
                self.done[worker.number] = Result(worker.page, error=f"{source}: took longer than {PAGE_SECONDS} seconds")
                self.replace(worker)

    def replace(self, worker: Worker) -> None:
        """Put a new worker in the place of one that is of no more use."""
        worker.stop()
        self.workers[self.workers.index(worker)] = Worker(self.knowing)

    def stop(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.stop()


def work(pipe: Connection, knowing: Knowing = OURS) -> None:
    """What a worker process does: load the reader once, then answer each page with its result."""
    reader = Reader(knowledge=knowing.load())
    while True:
        try:
            page = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        pipe.send(read_one(reader, page))
