"""The language model's figures on the development part of a treebank may not fall."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREEBANK = ROOT.parent / "shared" / "data" / "parser" / "gum-open-dev.conllu"
FLOORS = {"words": 99.7, "sents": 95.0, "upos": 97.4, "lemma": 97.6, "las": 89.6, "speech_subject": 96.0, "speech_content": 85.5}


@pytest.mark.shared
@pytest.mark.skipif(not TREEBANK.exists(), reason="the treebank is not beside the checkout")
def test_the_parse_is_as_good_as_it_was():
    done = subprocess.run(
        [sys.executable, "benchmarks/parse.py", "--data", str(TREEBANK), "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert {k: figures[k] for k, floor in FLOORS.items() if figures[k] < floor} == {}
