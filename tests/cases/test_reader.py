"""The road: a failing stage costs only itself, everything comes in order, and the two seams can be exchanged."""

from pathlib import Path

import pytest
from tests.records import make_record
from threadpoolctl import threadpool_info

import dragoman
from dragoman import reader as road
from dragoman.model import Actor, Mention, Parse

STORY = (
    "Ruritania warns Syldavia over dam\n\n"
    "Ruritania's foreign minister Ada Brandt said on Tuesday, April 2, 2024, that the river was not for sale.\n\n"
    '"We will not accept this dam," Brandt told reporters in the capital after a meeting with the ambassador of Syldavia.\n'
)
STAGES = ("clean_page", "find_actors", "find_times", "find_statements", "find_events", "find_claims")


def test_text_path_and_bytes_give_the_same(tmp_path):
    (tmp_path / "dam.txt").write_text(STORY)
    path = tmp_path / "dam.txt"
    readings = [dragoman.read(source) for source in (STORY, path, str(path), STORY.encode())]
    assert len({r.record.article.page.id for r in readings}) == 1
    assert len({r.text for r in readings}) == 1


def test_reading_twice_gives_the_same_bytes():
    assert dragoman.read(STORY).to_json() == dragoman.read(STORY).to_json()
    assert dragoman.read(STORY).to_html() == dragoman.Reader().read(STORY).to_html()


def test_a_page_is_read_on_one_thread_and_the_threads_come_back():
    def threads():
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    before, during = threads(), []
    dragoman.Reader(on_stage=lambda stage: during.extend(threads())).read(STORY)
    assert set(during) <= {1}
    assert threads() == before


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_fails_costs_only_itself(monkeypatch, stage):
    def fail(*_args):
        raise ValueError("as if")

    monkeypatch.setattr(road, stage, fail)
    record = dragoman.read(STORY).record
    assert [issue.kind for issue in record.issues] == ["failed"]
    assert "as if" in record.issues[0].message
    assert record.article.text


def test_a_parser_of_ones_own():
    class Silent:
        version = "silent 1"

        def parse(self, article):
            return Parse(article.text, (), ())

    reading = dragoman.Reader(parser=Silent()).read(STORY)
    assert len(reading.statements) == 0
    assert dict(reading.record.made_by)["language_model"] == "silent 1"


def test_the_stages_are_told_in_order():
    told = []
    dragoman.Reader(on_stage=told.append).read(STORY)
    assert told == ["clean", "parse", "actors", "times", "statements", "events", "claims"]


def test_actors_that_play_no_part_are_dropped_and_all_is_in_order():
    record = make_record()
    at = (Mention(0, 4, 0, "name"),)
    extra = [
        Actor("local:place", "Strelsau", "place", mentions=at),
        Actor("local:anon", "officials", "group", anonymous=True, mentions=at),
        Actor("local:only-where", "Borduria", "state", place_mentions=at),
        Actor("local:named", "A Writer", "person", mentions=at),
    ]
    object.__setattr__(record, "actors", (*reversed(record.actors), *extra))
    ordered = road.in_order(record)
    assert [actor.id for actor in ordered.actors] == ["local:named", "Q1", "Q2", "local:brandt"]


def test_notebooks_get_the_page_and_people_a_line():
    reading = dragoman.read(STORY)
    assert "<script" not in reading._repr_html_()
    assert 'class="dragoman"' in reading._repr_html_()
    assert repr(reading).startswith("<Reading of")


@pytest.mark.shared
def test_every_shared_page_is_read_with_spans_inside_the_text():
    folder = Path(__file__).parents[3] / "shared" / "pages"
    if not folder.is_dir():
        pytest.skip("the shared pages are not beside the checkout")
    for path in sorted(folder.iterdir())[::4]:
        record = dragoman.read(path).record
        assert not [issue for issue in record.issues if issue.kind == "failed"], path.name
        assert all(0 <= a <= b <= len(record.article.text) for a, b in spans_of(record)), path.name


def spans_of(record):
    """Every span of a record."""
    for block in record.article.blocks:
        yield block.start, block.end
    for actor in record.actors:
        yield from ((m.start, m.end) for m in (*actor.mentions, *actor.place_mentions))
    yield from ((when.start, when.end) for when in record.times)
    for statement in record.statements:
        yield from statement.content
        yield from (span for span in (statement.cue, statement.speaker_span, statement.addressee_span) if span)
    for event in record.events:
        yield from (event.evidence, event.trigger)
    yield from (claim.claim for claim in record.relation_claims)


def test_a_story_longer_than_any_is_read_in_part(monkeypatch):
    monkeypatch.setattr(road, "LONGEST", 120)
    record = dragoman.read(STORY).record
    assert [issue.kind for issue in record.issues] == ["length"]
    assert "ambassador of Syldavia" in record.article.text
    assert all(statement.content[0][0] < 140 for statement in record.statements)


def test_a_lead_that_tells_an_open_span_of_time_is_read():
    text = "Tolls on the Ruda\n\nThe river has been closed since January 2006, and boats wait. The minister said the locks would open.\n"
    assert dragoman.read(text, published="2007-03-02").record.statements


def test_what_holds_many_pages_is_read_one_by_one(tmp_path):
    items = "".join(f"<item><title>Dam {i}</title><description>{STORY.splitlines()[2]} {i}</description></item>" for i in range(3))
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss><channel>{items}</channel></rss>")
    assert [reading.title for reading in dragoman.read_all(feed)] == ["Dam 0", "Dam 1", "Dam 2"]
    with pytest.raises(dragoman.DragomanError, match="read_all"):
        dragoman.read(feed)
    (gone,) = dragoman.read_all(tmp_path / "gone.xml")
    assert isinstance(gone, dragoman.DragomanError)
