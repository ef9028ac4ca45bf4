"""THE ROAD: one line for each stage, from a page's bytes to its record."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

from dragoman import __version__
from dragoman.actors import OURS, Knowing, Knowledge, find_actors, load_knowledge
from dragoman.clean import clean_page
from dragoman.errors import DragomanError, InputError
from dragoman.events import find_claims, find_events
from dragoman.grammar import Tree
from dragoman.intake import Choice, Given, Visitor, Wanted, holds_many, read_bytes, read_path, read_source, read_url
from dragoman.model import STORY_KINDS, Actor, Article, Issue, Page, Parse, Record
from dragoman.parse import Parser, load_parser
from dragoman.reading import Reading
from dragoman.statements import find_statements
from dragoman.times import find_times

P = ParamSpec("P")
T = TypeVar("T")
LONGEST = 400_000
"""Characters of a story that are read; the longest transcripts have half as many."""

OnStage = Callable[[str], None]
Source = str | Path | bytes


class Reader:
    """Reads pages, and holds what is loaded once for all of them: the language model and the knowledge of actors.

    Either can be exchanged: any parser that gives Universal Dependencies, any knowledge that ``find_actors`` can ask. ``on_stage`` is
    called with the name of each stage when it has ended.
    """

    def __init__(self, parser: Parser | None = None, knowledge: Knowledge | None = None, on_stage: OnStage | None = None) -> None:
        """Load what was not handed over."""
        self.parser = parser or load_parser()
        self.knowledge = knowledge or load_knowledge()
        self.on_stage = on_stage or (lambda stage: None)
        self.threads = ThreadpoolController().select(user_api="blas")
        versions = {"dragoman": __version__, "language_model": self.parser.version, "knowledge": self.knowledge.version}
        self.made_by = tuple(versions.items())

    def read_page(self, page: Page) -> Record:
        """Read one page, on one thread. A stage that fails becomes an issue of the record, and the rest goes on without it."""
        with self.threads.limit(limits=1):  # the products of a page are small: more threads would only wait for one another
            return self.read_stages(page)

    def read_stages(self, page: Page) -> Record:
        """Read one page, stage by stage."""
        road = Road(self.on_stage)
        article = road.go("clean", Article(page, page.content, ()), clean_page, page)
        if reason := unreadable(article):
            return Record(article, issues=tuple(road.issues) or (reason,), made_by=self.made_by)
        parse = road.go("parse", Parse(article.text, (), ()), self.parser.parse, road.shorten(article))
        tree = Tree(parse)
        actors = road.go("actors", (), find_actors, article, tree, self.knowledge)
        times = road.go("times", (), find_times, article, tree)
        statements = road.go("statements", (), find_statements, article, tree, actors, times)
        events = road.go("events", (), find_events, article, tree, actors, times, statements)
        claims = road.go("claims", (), find_claims, article, tree, actors, statements)
        return in_order(Record(article, actors, times, statements, events, claims, tuple(road.issues), self.made_by))

    def read(self, source: Source, *, published: str | None = None, url: str | None = None, outlet: str | None = None) -> Reading:
        """Read a page given as path, address, bytes or text; see ``dragoman.read``."""
        return Reading(self.read_page(take_in(source, Given(published=published, url=url, outlet=outlet))))


class Road:
    """The way of one page through the stages, with what went wrong on it."""

    def __init__(self, on_stage: Callable[[str], None]) -> None:
        """Begin a page."""
        self.on_stage = on_stage
        self.issues: list[Issue] = []

    def go(self, stage: str, otherwise: T, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a stage makes, or ``otherwise`` and an issue where it fails."""
        try:
            return work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the edge of the road: one stage's failure costs no page
            self.issues.append(Issue("failed", f"{stage} failed on this page: {type(error).__name__}: {error}"))
            return otherwise
        finally:
            self.on_stage(stage)


    def shorten(self, article: Article) -> Article:
        """The article as far as it is read: all of it, unless it is longer than any story."""
        blocks, left = [], LONGEST
        for block in article.blocks:
            length = block.end - block.start if block.kind in STORY_KINDS else 0
            if length > left:
                end = article.text.rfind(" ", block.start, block.start + left) if left else -1
                blocks += [replace(block, end=end)] if end > block.start else []
                self.issues.append(Issue("length", f"only the first {LONGEST:,} characters of the story were read", block.start, block.end))
                return replace(article, blocks=tuple(blocks))
            blocks.append(block)
            left -= length
        return article


def unreadable(article: Article) -> Issue | None:
    """Why nothing can be said about an article, if nothing can."""
    if article.language not in (None, "en"):
        return Issue("language", f"the page is in another language ({article.language}); only English is read")
    if not any(block.kind in STORY_KINDS for block in article.blocks):
        return Issue("no_article", "no article was found on this page")
    return None


def in_order(record: Record) -> Record:
    """The record with everything in the order of the text, without actors that play no part and have no name of their own."""
    named = named_actors(record)
    return Record(
        record.article,
        tuple(sorted((a for a in record.actors if a.id in named or stands_alone(a)), key=first_mention)),
        tuple(sorted(record.times, key=lambda when: (when.start, when.end))),
        tuple(sorted(record.statements, key=lambda statement: (min(statement.content, default=(0, 0)), statement.speaker_span or (0, 0)))),
        tuple(sorted(record.events, key=lambda event: (event.evidence, event.trigger, event.id))),
        tuple(sorted(record.relation_claims, key=lambda claim: (claim.claim, claim.between))),
        record.issues,
        record.made_by,
    )


def named_actors(record: Record) -> set[str | None]:
    """The ids of all actors to which a statement, an event or a claim refers."""
    statements = {actor for s in record.statements for actor in (s.speaker, s.addressee, s.via)}
    events = {actor for e in record.events for actor in (*e.actors, *e.recipients, *e.according_to, e.place)}
    claims = {actor for c in record.relation_claims for actor in (*c.between, c.by)}
    return statements | events | claims


def stands_alone(actor: Actor) -> bool:
    """Whether an actor is worth keeping though nothing refers to it: it has a name or a part in what happens, and is no mere place."""
    return (not actor.anonymous or actor.has_part) and actor.kind != "place" and bool(actor.mentions)


def first_mention(actor: Actor) -> tuple[int, int, str]:
    """Where an actor is first mentioned."""
    spans = [(mention.start, mention.end) for mention in (*actor.mentions, *actor.place_mentions)]
    return (*min(spans, default=(0, 0)), actor.id)


def take_in(source: Source, given: Given) -> Page:
    """The page that a path, an address, bytes or a text stand for."""
    if isinstance(source, bytes):
        return read_bytes(source, given)
    if isinstance(source, str) and source.lower().startswith(("http://", "https://")):
        return read_url(source, given)
    if isinstance(source, str) and ("\n" in source or len(source) > 1000):
        return read_bytes(source.encode("utf-8", "replace"), given)
    if holds_many(str(source)):
        raise InputError(f"{source}: may hold several pages; dragoman.read_all reads them")
    return read_path(Path(source), given)


@cache
def default_reader(knowing: Knowing = OURS) -> Reader:
    """The reader with everything that ships with dragoman, and what is to be known beside it; loaded once."""
    return Reader(knowledge=knowing.load())


def read(source: Source, *, published: str | None = None, url: str | None = None, outlet: str | None = None) -> Reading:
    """Read a page: a path, an address, bytes, or the text itself (anything with a line break in it).

    ``published`` (its day), ``url`` and ``outlet`` tell what the page itself may not. Raises ``InputError`` where there is no page to read.
    """
    return default_reader().read(source, published=published, url=url, outlet=outlet)


def read_all(
    source: str | Path,
    *,
    hosts: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
    fetch: bool = False,
) -> Iterator[Reading | DragomanError]:
    """Read the pages that a feed, a sitemap or a web archive holds, one after another; each is a reading, or why there is none.

    ``hosts`` and the days ``since`` and ``until`` choose among them (days of capture in archives, else of publication). With ``fetch``,
    pages that a feed or sitemap links are asked for, one a second, as robots.txt allows; without it, none is.
    """
    reader = default_reader()
    wanted = Wanted(choice=Choice(hosts, since, until), visitor=Visitor() if fetch else None)
    for item in read_source(str(source), wanted):
        yield item if isinstance(item, DragomanError) else Reading(reader.read_page(item))
