"""Hand-made records for tests that need no model."""

from dragoman.model import (
    Actor,
    Article,
    Block,
    Event,
    Issue,
    Mention,
    Outlet,
    Page,
    Record,
    RelationClaim,
    Statement,
    When,
)  # fmt: skip

TEXT = (
    "Ruritania warns Syldavia over dam\n"
    "Ruritania’s foreign minister Ada Brandt told reporters on Tuesday that “the river is not for sale”.\n"
    "Relations between Ruritania and Syldavia have cooled since March, she said.\n"
    "Share this <b>page</b>"
)
RAW = f"<p>{TEXT}</p>".encode()


def span(words: str, nth: int = 0) -> tuple[int, int]:
    """Where some words stand in the text."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def mention(words: str, nth: int = 0) -> Mention:
    return Mention(*span(words, nth), 0, "name", "test")


def make_record(page_id: str = "a" * 16, raw: bytes = RAW, version: str = "1") -> Record:
    """A record with one of everything."""
    odd = Issue("odd", "odd bytes", 1, 2)
    page = Page(page_id, "pages/dam.html", raw, TEXT, "html", "https://example.org/dam", None, "Example", "utf-8", (odd,))
    lines = TEXT.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    kinds = ("title", "paragraph", "paragraph", "boilerplate")
    blocks = tuple(Block(kind, start, start + len(line), "line") for kind, start, line in zip(kinds, starts, lines, strict=True))
    outlet = Outlet("example.org", "Example", "example.org", "RUR", "domain")
    article = Article(
        page, TEXT, blocks, lines[0], "By A Writer", ("Water", "Ruritania"), outlet, "en", "2024-04-02",
        "text", "dateline", ("www.example.net",), (Issue("note", "cleaned"),),
    )  # fmt: skip
    twice = (mention("Ruritania"), mention("Ruritania", 2))
    ruritania = Actor("Q1", "Ruritania", "state", "RUR", None, ("the Ruritanians",), False, twice, (), None, "kb")
    syldavia = Actor("Q2", "Syldavia", "state", "SYL", None, (), False, (mention("Syldavia"),), (mention("Syldavia", 1),), None, "kb")
    brandt = Actor("local:brandt", "Ada Brandt", "person", "RUR", "foreign minister", (), False, (mention("Ada Brandt"),), (), "Fem", "ner")
    said = Statement(
        "s1", (span("“the river is not for sale”"),), "mixed", "say", "local:brandt", span("Ruritania’s foreign minister Ada Brandt"),
        span("told"), None, span("reporters"), "2024-04-02", None, None, "cue",
    )  # fmt: skip
    event = Event(
        "e1", "THREATEN", ("Q1",), ("Q2",), span("Ruritania warns Syldavia over dam"), span("warns"), None, "130", -4.4, "2024-04-02", "Q2",
        "done", ("local:brandt",), "s1", 0.75, "verb",
    )  # fmt: skip
    cooled = span("Relations between Ruritania and Syldavia have cooled since March")
    claim = RelationClaim(("Q1", "Q2"), cooled, "worse", "local:brandt", "2024-04-02", "noun", "c1")
    times = (When(*span("Tuesday"), "2024-04-02", "date", "weekday"), When(*span("since March"), "2024-03/..", "date", "since"))
    made_by = (("dragoman", version), ("language_model", "m"), ("knowledge", "k"))
    return Record(article, (ruritania, syldavia, brandt), times, (said,), (event,), (claim,), (Issue("failed", "a stage failed"),), made_by)
