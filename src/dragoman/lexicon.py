"""Loads and checks the words and tables in ``data/``; the only file that opens them.

Each word list is a YAML file with a head comment on what belongs there. ``load_yaml`` gives it as plain Python values, once; typed views
for each list are the functions below it. A wrong file stops here with its name and line.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import DataError


def data_bytes(name: str) -> bytes:
    """The bytes of a file in ``data/``, such as ``cues.yml`` or ``model/vocab.json``."""
    try:
        return files("dragoman.data").joinpath(*name.split("/")).read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise DataError(f"data/{name} is missing from the package: install dragoman again") from error


@cache
def load_yaml(name: str) -> Any:  # noqa: ANN401 - each list has its own shape; the typed views check it
    """The content of ``data/NAME.yml`` as lists, dictionaries and strings."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(data_bytes(f"{name}.yml"), Loader=loader)  # CSafeLoader is the safe loader in C
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark is not None else ""
        raise DataError(f"data/{name}.yml{line}: {getattr(error, 'problem', error)}") from error


@contextmanager
def example_pages() -> Iterator[Path]:
    """The list of the example pages that ship with the package, as a manifest beside its pages."""
    with as_file(files("dragoman.data").joinpath("examples")) as folder:
        if not (folder / "manifest.jsonl").is_file():
            raise DataError("data/examples/manifest.jsonl is missing from the package: install dragoman again")
        yield folder / "manifest.jsonl"


@cache
def common_words() -> frozenset[str]:
    """The words, in lower case, that the language model's vocabulary holds whole: some twenty thousand frequent ones, names among them."""
    vocabulary = json.loads(data_bytes("model/tokenizer.json"))["model"]["vocab"]
    return frozenset(word for word in vocabulary if word.isalpha())
