"""The benchmark of the library runs, small, and what it makes is a library."""

import json
import subprocess
import sys
from pathlib import Path

from dragoman.store import open_library

ROOT = Path(__file__).parents[2]
KEYS = {"write_pages_per_s", "relation_ms", "filter_ms", "search_ms", "bytes_per_event", "peak_mb"}


def test_a_small_run_prints_what_is_measured(tmp_path):
    words = [sys.executable, "benchmarks/store.py", "--rows", "3000", "--into", str(tmp_path / "library"), "--json"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    scores = json.loads(done.stdout.splitlines()[-1])
    assert set(scores) >= KEYS
    assert all(scores[key] > 0 for key in KEYS)
    assert done.stderr.count("found nothing") < 7  # few events, rare pairs of states: some relations are empty, not all
    library = open_library(tmp_path / "library")
    assert len(library.pages()) == 300
    assert len(library.ask(limit=None)) == 3000


def test_a_run_goes_on_after_its_last_stage(tmp_path):
    words = [sys.executable, "benchmarks/store.py", "--rows", "300", "--into", str(tmp_path / "library"), "--json"]
    first, again = (
        subprocess.run([*words, "--last", last], cwd=ROOT, capture_output=True, text=True, check=True) for last in ("keep", "index")
    )
    kept, told = json.loads(first.stdout), json.loads(again.stdout)
    assert kept["write_pages_per_s"] == told["write_pages_per_s"] and "index_s" not in kept
    assert told["bytes_per_event"] > 0
    assert "kept in" not in again.stderr
