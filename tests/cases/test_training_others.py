"""Pages that are no news stories (corpus/others), and what training makes of them."""

import random
from pathlib import Path

import pytest
from training.others import as_html, ends_of, exchange, read_others

from dragoman.model import BLOCK_KINDS


def test_every_page_has_a_title_a_body_and_a_name_of_its_own():
    pages = read_others()
    assert len({page.name for page in pages}) == len(pages) >= 100
    for page in pages:
        kinds = [kind for _, kind in page.lines]
        assert set(kinds) <= set(BLOCK_KINDS), page.name
        assert kinds.count("title") == 1, page.name
        assert {"paragraph", "heading", "caption"} & set(kinds), page.name


def test_one_page_in_five_is_for_checking_and_both_forms_are_there():
    train, dev = read_others("train"), read_others("dev")
    assert 0.15 < len(dev) / (len(train) + len(dev)) < 0.25
    assert {page.form for page in dev} == {page.form for page in train} == {"html", "flat"}
    assert {page.genre for page in dev} >= {"forum", "shop", "recipe", "blog", "documentation"}


@pytest.mark.parametrize(
    "text", ["A line before a page", "=== a | forum | pdf | train", "=== a | forum | flat", "=== a | b | flat | train\n\n# A"]
)
def test_what_is_not_in_the_notation_is_named_with_its_line(tmp_path: Path, text: str):
    (tmp_path / "bad.pages").write_text(text + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"bad\.pages:\d+: "):
        read_others(folder=tmp_path)


def test_heads_and_feet_are_exchanged_and_the_body_stays():
    pages = [page.labelled for page in read_others("train")]
    for page in pages[:40]:
        changed = exchange(page, pages, random.Random(3))
        first, last = ends_of(page.lines)
        begin, end = ends_of(changed.lines)
        assert changed.lines[begin:end] == page.lines[first:last]


def test_markup_holds_every_line_once_and_nothing_breaks_out_of_it():
    for page in read_others("dev"):
        markup = as_html(page, 1)
        assert markup == as_html(page, 1)
        assert markup.count("<h1") == 1
        assert ">>>" not in markup
        assert all(text.split()[0].strip("*<>&'\"") in markup for text, _ in page.labelled.lines)
