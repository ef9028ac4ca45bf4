"""Law: whenever a process that keeps pages is killed, no page is there half, none that was reported as kept is lost, none is there twice.

Ten kills in the ordinary suite; two hundred with ``DRAGOMAN_KILLS=200 python -m pytest tests/laws/test_store_kills.py``. Half of them come
from outside after a random time, half at a random one of the steps that touch the disk. The processes of one round share a library, so
that each finds what the ones killed before it left.
"""

import os
import random
import signal
import sys
from collections import Counter
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from tests.records import make_record

from dragoman.store import open_library
from dragoman.store.columns import STAGES

KILLS = int(os.environ.get("DRAGOMAN_KILLS", "10"))
ROUND = 10
"""Kills that one library has to bear."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")


def page_of(number):
    record = make_record(f"{number:016x}", raw=b"page %d " % number * (1 + number % 7))
    return replace(record, events=record.events * (number % 4), actors=record.actors * (1 + number % 2))


def kill_at_step(step):
    """Have this process kill itself at a step that touches the disk: before a rename, before or after a flush."""
    left = [step]

    def counted(call):
        def counting(*values, **named):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*values, **named)

        return counting

    os.replace, os.fsync, os.unlink = counted(os.replace), counted(os.fsync), counted(os.unlink)


def keep_pages(path, run, step, pipe):
    """What a process does until it is killed: keep pages from the first on, report those that are kept, bring the index up to date."""
    if step:
        kill_at_step(step)
    chance = random.Random(run)
    library = open_library(path, create=True)
    with library.start_run(f"{run:04}-a", "2024-05-01T10:00:00+00:00") as open_run:
        kept, reported = [], 0
        for number in range(100_000):
            if open_run.keep(page_of(number)):
                kept.append(f"{number:016x}")
            open_run.since = 0.0 if chance.random() < 0.1 else open_run.since
            if open_run.committed > reported:
                pipe.send(kept[reported : open_run.committed])
                reported = open_run.committed
                if chance.random() < 0.3:
                    library.refresh()


def killed_run(path, run, chance):
    """Start a process, have it killed, and give the pages that it had reported by then."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["dragoman.store.library", "tests.records", __name__])
    ours, theirs = context.Pipe(duplex=False)
    step = chance.randrange(1, 400) if run % 2 else 0
    process = context.Process(target=keep_pages, args=(path, run, step, theirs))
    process.start()
    theirs.close()
    process.join(20 if step else chance.uniform(0.0, 0.8))
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    reported = []
    while True:
        try:
            reported += ours.recv()
        except EOFError:
            return reported


def check_library(path, reported):
    """All that must hold after a kill."""
    library = open_library(path)
    pages = [page["id"] for page in library.pages()]
    assert len(pages) == len(set(pages))
    assert set(reported) <= set(pages)
    keys = Counter(entry.key for entry in library.ledger())
    assert not keys or max(keys.values()) == 1
    found = {stage: Counter(row["page"] for row in library.table(stage)) for stage in STAGES}
    for page in pages:
        number = int(page, 16)
        expected = {"page": 1, "actor": 3 * (1 + number % 2), "time": 2, "statement": 1, "event": number % 4, "claim": 1}
        assert {stage: found[stage][page] for stage in STAGES} == expected
    for number in {int(page, 16) for page in (*pages[:3], *reported[-3:])}:
        assert library.record(f"{number:016x}") == page_of(number)
    return pages


@pytest.mark.parametrize("seed", range((KILLS + ROUND - 1) // ROUND))
def test_whatever_the_moment_of_a_kill_pages_are_whole_kept_and_once(tmp_path, seed):
    chance, path, reported = random.Random(seed), tmp_path / "library", []
    for run in range(ROUND):
        reported += killed_run(str(path), seed * ROUND + run, chance)
        if Path(path, "dragoman.toml").exists():
            pages = check_library(path, reported)
    library = open_library(path, create=True)
    assert library.reindex() == len(pages)
    assert check_library(path, reported) == pages
    assert not list(path.rglob(".aside-*"))
