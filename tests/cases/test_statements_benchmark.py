"""The benchmark's own measure gives the same figures as the shared scorer."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data" / "attribution" / "polnear_dev.jsonl"


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.skipif(not DATA.exists(), reason="needs the shared measuring data")
def test_figures_agree_with_the_shared_scorer():
    ours = load("attribution_benchmark", ROOT / "benchmarks" / "attribution.py")
    theirs = load("shared_scorer", SHARED / "benchmarks" / "score_attribution.py")
    articles = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()][:30]
    found = []
    for article in articles:  # every third dropped, one in two cut short, all moved a little: something to get wrong
        kept = [a for i, a in enumerate(article["attributions"]) if i % 3]
        found.append([
            {"content": [[s, (s + e) // 2 if i % 2 else e] for s, e in a["content"]],
             "source": a["source"] if i % 4 else [], "cue": a["cue"]}
            for i, a in enumerate(kept)
        ])  # fmt: skip
    speech = frozenset((ROOT / "benchmarks" / "attribution_speech.txt").read_text(encoding="utf-8").split())
    mine = ours.score(zip(articles, found, strict=True), speech)
    shared = theirs.score(articles, [{"id": a["id"], "attributions": f} for a, f in zip(articles, found, strict=True)])
    for group, metrics in mine.items():
        for metric, value in metrics.items():
            assert value["f1"] == pytest.approx(shared[group][metric]["f1"], abs=0.003), (group, metric)


def test_joint_speakers_are_one_attribution_with_several_sources():
    joined = load("attribution_benchmark", ROOT / "benchmarks" / "attribution.py").joined
    said = {"content": [[20, 30]], "cue": [[14, 18]]}
    other = {"content": [[40, 50]], "cue": [[34, 38]], "source": [[32, 33]]}
    found = joined([{**said, "source": [[0, 4]]}, {**said, "source": [[9, 13]]}, {**said, "source": [[9, 13]]}, other])
    assert found == [{**said, "source": [[0, 4], [9, 13]]}, other]
