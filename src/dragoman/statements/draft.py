"""A statement while it is being found: words rather than actors, and every rule that had a hand in it."""

from dataclasses import dataclass, field

from dragoman.model import Span


@dataclass(slots=True)
class Draft:
    """A cue with its content; ``speaker``, ``addressee`` and ``via`` are the words that head their phrases."""

    act: str
    content: list[Span]
    cue: Span | None = None
    verb: int | None = None
    speaker: int | None = None
    addressee: int | None = None
    via: int | None = None
    frame: Span = (0, 0)
    passive: bool = False
    block: int = 0
    why: list[str] = field(default_factory=list)
    speaker_id: str | None = None
    via_id: str | None = None
    said: str | None = None
    heard_in: Span | None = None
    score: float = 0.0
    wording: Span | None = None

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Where the content ends."""
        return self.content[-1][1]
