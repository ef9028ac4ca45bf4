"""The measure of benchmarks/times.py against the shared scorer and against pairs counted by hand."""

import importlib.util
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from benchmarks.times import count_marks, figures_of, meant, measure

from dragoman.times import find_timex

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def test_pairs_and_shares_by_hand():
    gold = [(0, 6, "DATE", "2024-04-04"), (10, 20, "DATE", "2024"), (30, 35, "TIME", "x")]
    ours = [(0, 6, "DATE", "2024-04-03"), (12, 18, "DATE", "2024"), (50, 60, "SET", "P1D")]
    counts: Counter[str] = Counter()
    count_marks(gold, ours, counts)
    shares = {key: round(value["f1"], 3) for key, value in figures_of(counts).items()}
    assert shares == {"strict": 0.333, "relaxed": 0.667, "type": 0.667, "value": 0.333, "meant": 0.333}


@pytest.mark.parametrize(
    "one, other",
    [("1999-XX", "1999"), ("1999-XX-XX", "1999"), ("199X", "199"), ("1999-05-XX", "1999-05"), ("1999-W9", "1999-W09"), ("P1Q", "P3M")],
)
def test_two_spellings_of_one_value(one, other):
    assert meant(one) == meant(other)


@pytest.mark.parametrize(
    "one, other", [("1999-WXX", "1999-W09"), ("1999-05", "1999"), ("P1Y", "P12M"), ("PXY", "P2Y"), ("1999-Q1", "1999-QX")]
)
def test_what_is_not_the_same(one, other):
    assert meant(one) != meant(other)


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "data" / "times").is_dir(), reason="needs the shared measuring data")
def test_the_measure_agrees_with_the_shared_scorer():
    spec = importlib.util.spec_from_file_location("score_timex", SHARED / "benchmarks" / "score_timex.py")
    scorer = importlib.util.module_from_spec(spec)
    sys.modules["score_timex"] = scorer
    spec.loader.exec_module(scorer)
    path = SHARED / "data" / "times" / "wikiwars-timex3-dev.jsonl"
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = {d["id"]: find_timex(d["text"], date.fromisoformat(d["dct"])) for d in gold}
    pred = {k: [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in v] for k, v in found.items()}
    theirs, _ = scorer.score(gold, pred)
    ours = measure(path)
    for key in ("strict", "relaxed", "type", "value"):
        assert ours[key]["f1"] == pytest.approx(theirs[f"{key}_F1"], abs=0.001)
