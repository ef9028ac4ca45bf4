"""Every command, option, field, table and public name is documented."""

import re
from pathlib import Path

import pytest
import typer.main
from tests.records import make_record

import dragoman
from dragoman.cli import app
from dragoman.model import ATTITUDES, BLOCK_KINDS, MODALITIES
from dragoman.show import record_form
from dragoman.store.columns import COLUMNS

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = typer.main.get_command(app).commands


def text_of(name):
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_in_the_docs(command):
    text = text_of("cli.md")
    assert f"`dragoman {command}" in text
    for option in COMMANDS[command].params:
        for name in option.opts:
            if name.startswith("--"):
                assert f"`{name}" in text, name


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command):
    assert COMMANDS[command].help
    assert all(option.help for option in COMMANDS[command].params if option.name != "help")


def fields(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from fields(inner)
    if isinstance(value, list):
        for inner in value:
            yield from fields(inner)


def test_every_field_of_a_record_is_in_the_docs():
    text = text_of("record.md")
    missing = [name for name in fields(record_form(make_record())) if f"`{name}`" not in text]
    assert not missing


@pytest.mark.parametrize("word", [*MODALITIES, *BLOCK_KINDS, *ATTITUDES])
def test_every_value_is_in_the_docs(word):
    assert f"`{word}`" in text_of("record.md")


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_every_column_is_in_the_docs(table):
    text = text_of("library.md")
    own = re.search(rf"\*\*{table}\*\*:(.*?)(\n\n|\Z)", text, re.DOTALL)
    assert own
    for column in COLUMNS[table]:
        assert f"`{column}`" in own[1] or f"`{column}`" in text.split("## The tables")[0], column


def test_the_root_has_few_names_and_each_says_what_it_is():
    assert len(dragoman.__all__) <= 20
    for name in dragoman.__all__:
        assert getattr(dragoman, name).__doc__


def test_links_between_docs_lead_somewhere():
    for path in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+\.md)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
