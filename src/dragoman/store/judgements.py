"""What people judged of actors, kept beside the record: a file to which lines are only ever added (``actors/judgements.jsonl``).

A judgement that two actors are the same does not touch what was read; it counts wherever actors are shown and for pages read later.
Another line takes it back.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from dragoman.errors import LibraryError
from dragoman.store.files import add_line


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement: ``verdict`` is ``same`` (``drop`` is ``keep``) or ``apart`` (they are not, after all)."""

    verdict: str
    keep: str
    drop: str
    why: str
    recorded: str


class Judgements:
    """The judgements of a library."""

    def __init__(self, path: Path) -> None:
        """Stand for the file at ``path``, which need not be there yet."""
        self.path = path

    def __iter__(self) -> Iterator[Judgement]:
        """All judgements, oldest first."""
        if not self.path.exists():
            return
        for number, line in enumerate(self.path.read_text("utf-8").split("\n"), 1):
            if line.strip():
                try:
                    yield Judgement(**json.loads(line))
                except (ValueError, TypeError) as error:
                    raise LibraryError(f"{self.path} line {number} is damaged ({error}): mend the line, or delete it") from error

    def pairs(self) -> dict[str, str]:
        """The judgements that stand: who is dropped for whom."""
        found: dict[str, str] = {}
        for judgement in self:
            if judgement.verdict == "same":
                found[judgement.drop] = judgement.keep
            elif found.get(judgement.drop) == judgement.keep:
                del found[judgement.drop]
        return found

    def same(self) -> dict[str, str]:
        """Whose id each dropped id stands for in the end."""
        pairs = self.pairs()
        return {drop: last_of(pairs, drop) for drop in pairs}

    def merge(self, keep: str, drop: str, why: str, recorded: str) -> Judgement:
        """Judge two actors to be the same; raises ``LibraryError`` where that is said already or leads in a circle."""
        pairs = self.pairs()
        if keep == drop or last_of(pairs, keep) == last_of(pairs, drop):
            raise LibraryError(f"{keep} and {drop} are the same already")
        if drop in pairs:
            raise LibraryError(
                f"{drop} is judged to be {pairs[drop]}: take that back first with dragoman actors unmerge {pairs[drop]} {drop}"
            )
        return self.add(Judgement("same", keep, drop, why, recorded))

    def unmerge(self, keep: str, drop: str, why: str, recorded: str) -> Judgement:
        """Take a judgement back; raises ``LibraryError`` where there is none."""
        pairs = self.pairs()
        if pairs.get(keep) == drop:
            keep, drop = drop, keep
        if pairs.get(drop) != keep:
            raise LibraryError(f"{keep} and {drop} were not judged to be the same: dragoman actors merges lists what was")
        return self.add(Judgement("apart", keep, drop, why, recorded))

    def add(self, judgement: Judgement) -> Judgement:
        """Add a line, whole or not at all."""
        add_line(self.path, json.dumps(asdict(judgement), ensure_ascii=False))
        return judgement


def last_of(pairs: dict[str, str], actor: str) -> str:
    """The actor at the end of a row of judgements."""
    seen = {actor}
    while actor in pairs and pairs[actor] not in seen:
        actor = pairs[actor]
        seen.add(actor)
    return actor
