"""Several processes: results in order, and a page that kills or stalls its process costs one page."""

import pytest

from dragoman.errors import InputError
from dragoman.fleet import local
from dragoman.intake import Given, read_bytes


def page(number, body="The minister said on Tuesday that it rained."):
    return read_bytes(f"Weather report number {number}\n\n{body}\n".encode(), Given(source=f"p{number}"))


def told(results):
    return [(r.page.source if r.page else None, r.record is not None, r.error) for r in results]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_with_what_could_not_be_read(jobs):
    items = [page(0), InputError("gone.txt: no such file"), page(1), page(2), page(3)]
    assert told(local.read_pages(items, jobs, lambda p: p.source != "p2")) == [
        ("p0", True, None), (None, False, "gone.txt: no such file"), ("p1", True, None), ("p2", False, None), ("p3", True, None),
    ]  # fmt: skip


def test_a_process_that_dies_costs_one_page():
    crew = local.Crew(2)

    def kill_the_first(asked):
        if asked.source == "p1":
            crew.workers[0].process.kill()
        return True

    try:
        results = told(crew.read(iter([page(i) for i in range(6)]), kill_the_first))
    finally:
        crew.stop()
    assert results[0] == ("p0", False, "p0: the process that read this page died")
    assert results[1:] == [(f"p{i}", True, None) for i in range(1, 6)]


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(local, "PAGE_SECONDS", 0)
    slow = page(0, "The minister said that the talks on the river went on. " * 7000)
    ((source, is_read, error),) = told(local.read_pages([slow], 2))
    assert (source, is_read) == ("p0", False)
    assert "took longer" in error


def test_a_page_that_fails_in_an_unforeseen_way_is_told(monkeypatch):
    class Broken:
        def read_page(self, _page):
            raise MemoryError

    monkeypatch.setattr(local, "default_reader", lambda knowing: Broken())
    assert told(local.read_pages([page(0)], 1)) == [("p0", False, "p0: MemoryError: ")]
