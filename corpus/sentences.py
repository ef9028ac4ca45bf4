"""Reads the corpus' single sentences: one line of text, under it a line for each event in it, or what misleads (NOTATION.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from notation import MODALITIES, TYPES, NotationError, find_words

HEADER = ("hand", "marked")
MARKED = ("all", "one")
Json = dict[str, Any]


def read_sentences(path: Path) -> list[Json]:
    """The rows of one file: ``text``, ``events`` (``type``, ``modality``, and as words with their place in ``at`` the ``trigger``,
    ``actor`` and ``recipient``), ``negative``, ``why``, ``hand``, ``all_marked`` and ``where`` (file and line). Raises NotationError.
    """
    facts: dict[str, str] = {"marked": "all"}
    rows: list[Json] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path}:{number}"
        found = re.match(r"(\w+): (.*)$", line) if not rows else None
        if found and found.group(1) in HEADER:
            facts[found.group(1)] = found.group(2).strip()
        elif line.startswith("!"):
            _code(rows, line.strip(), where)
        elif line.strip():
            about = {"negative": False, "why": None, "hand": facts.get("hand"), "all_marked": facts["marked"] == "all"}
            rows.append({"text": line.strip(), "events": [], **about, "where": where})
    if not facts.get("hand") or facts["marked"] not in MARKED:
        raise NotationError(f"{path}:1: the file must open with `hand: NAME`, and may say `marked: one` (NOTATION.md)")
    return rows


def _code(rows: list[Json], line: str, where: str) -> None:
    if not rows:
        raise NotationError(f"{where}: a coding line before any sentence")
    row = rows[-1]
    if line.startswith("!N "):
        row["negative"], row["why"] = True, line[3:].strip()
        return
    found = re.fullmatch(r"!E ([A-Z]+) ([a-z]+) :: (.+?) \| (.+?) \| (.+)", line)
    if not found:
        raise NotationError(f"{where}: an event reads: !E TYPE modality :: actor | trigger | recipient (- where none is named)")
    kind, modality, *words = found.groups()
    if kind not in TYPES or modality not in MODALITIES:
        raise NotationError(f"{where}: unknown {kind if kind not in TYPES else modality}")
    spans = [place(row["text"], w.strip(), where) for w in words]
    if spans[1] is None:
        raise NotationError(f"{where}: an event needs its trigger")
    parts = dict(zip(("actor", "trigger", "recipient"), spans, strict=True))
    event = {k: row["text"][slice(*s)] if s else None for k, s in parts.items()}
    row["events"].append({"type": kind, "modality": modality, **event, "at": parts})


def place(text: str, words: str, where: str) -> tuple[int, int] | None:
    """Where words stand in a sentence: the first place, or the one that ``#2`` names; None for ``-``. Raises NotationError."""
    if words == "-":
        return None
    found = re.search(r"\s*#(\d)$", words)
    nth = int(found.group(1)) if found else 1
    words = words[: found.start()] if found else words
    spans = find_words(text, words)
    if len(spans) < nth:
        raise NotationError(f"{where}: {words!r} does not stand in the text" + (f" {nth} times" if nth > 1 else ""))
    return spans[nth - 1]


def problems(row: Json) -> Iterator[str]:
    """What is wrong with one row that reads."""
    if row["negative"] and (row["events"] or not row["why"]):
        yield f"{row['where']}: a hard negative has no event and says what misleads"
    if not row["negative"] and not row["events"]:
        yield f"{row['where']}: neither !E nor !N under the sentence"


def write_sentences(rows: list[Json]) -> str:
    """Rows as JSON lines, the form in which they are handed to others."""
    return "".join(json.dumps({k: v for k, v in r.items() if k != "where"}, ensure_ascii=False) + "\n" for r in rows)
