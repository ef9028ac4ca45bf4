"""The examples in the docs run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dragoman

DOCS = Path(__file__).parents[2] / "docs"
STORY = """<html><head><title>Ruritania warns Syldavia over dam</title></head><body><article><h1>Ruritania warns Syldavia over dam</h1>
<p>Ruritania's foreign minister Ada Brandt said on Tuesday that the river was not for sale.</p>
<p>"We will not accept this dam," Brandt told reporters in the capital after a meeting with the ambassador of Syldavia.</p>
</article></body></html>"""


def blocks(name, language):
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / name).read_text("utf-8"), re.DOTALL)


def commands():
    return [line for line in blocks("cli.md", "")[0].splitlines() if line]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "page.html").write_text(STORY, "utf-8")
    (tmp_path / "page.txt").write_text(re.sub(r"<[^>]+>", "\n", STORY), "utf-8")
    (tmp_path / "pages.jsonl").write_text('{"path": "page.html"}\n{"path": "page.txt"}\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", commands())
def test_the_commands_in_the_docs_run(folder, line):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(line, shell=True, check=False, capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert done.returncode == 0, done.stderr


def test_the_record_in_the_docs_is_read(folder):
    names = {}
    for block in blocks("record.md", "python"):
        exec(block, names)
    assert names["reading"].published == "2024-04-04"


def test_the_library_in_the_docs_is_opened(folder):
    reading = dragoman.read("page.html")
    assert reading.keep("library")
    assert not reading.keep("library")
    talks = (
        "Talks in Geneva\n\nRussian Foreign Minister Sergei Lavrov accused NATO of sending troops on Monday, and France condemned Russia. "
        "Moscow threatened Paris, and Lavrov said talks were over.\n"
    )
    assert dragoman.read(talks, published="2024-04-04").keep("library")
    event = dragoman.open_library("library").sql("SELECT id FROM event").to_list()[0]["id"]
    names = {}
    for block in blocks("library.md", "python"):
        exec(block.replace("3fa9", reading.record.article.page.id[:4]).replace("9f27c1", event), names)
    assert names["record"] == reading.record
