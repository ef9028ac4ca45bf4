"""According to whom: what stands in somebody's words is told on his word, or by the page itself."""

import pytest

from dragoman.events import sources
from dragoman.intake import Given, read_bytes
from dragoman.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def told_by(reader: Reader, text: str, type_: str) -> list[list[str]]:
    record = reader.read_page(read_bytes(text.encode(), Given(published="2019-03-06")))
    names = {a.id: a.name for a in record.actors}
    return [[names[i] for i in e.according_to] for e in record.events if e.type == type_]


def test_an_accusation_of_an_act_leaves_the_act_to_the_accuser(reader: Reader) -> None:
    text = "Kenya accused Somalia of shelling the border town of Mandera, and Somalia denied that its army had attacked Kenya."
    assert told_by(reader, text, "ACCUSE") == [[]]
    assert ["Kenya"] in told_by(reader, text, "ASSAULT")


def test_who_condemns_in_his_own_words_does_condemn(reader: Reader) -> None:
    text = "“We condemn Ethiopia's invasion of Eritrea,” the Norwegian foreign ministry said in Oslo on Tuesday."
    assert told_by(reader, text, "ACCUSE") == [[]]


def test_without_a_table_all_voices_are_kept(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "load_table", dict)
    text = "Kenya said on Tuesday that Somalia had seized two Kenyan fishing boats near Lamu."
    assert told_by(reader, text, "COERCE") == [["Kenya"]]


def test_the_table_can_give_an_act_to_the_page(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "load_table", lambda: {"one": 1.0})
    text = "Kenya said on Tuesday that Somalia had seized two Kenyan fishing boats near Lamu."
    assert told_by(reader, text, "COERCE") == [[]]


def test_what_somebody_denies_is_not_done_on_his_word(reader: Reader) -> None:
    text = "Somalia and Kenya met on Tuesday. The spokesman, Abdi Warsame, denied that Somali troops had crossed into Kenya last month."
    record = reader.read_page(read_bytes(text.encode(), Given(published="2019-03-06")))
    crossed = [e.modality for e in record.events if "crossed" in record.article.text[slice(*e.trigger)]]
    assert crossed == ["denied"]


def test_what_somebody_had_said_on_a_day_is_not_the_story_s_day(reader: Reader) -> None:
    paragraphs = (
        "Long queues at the reopened border",
        "Kenya and Somalia reopened their border, an aide to the Kenyan president, Abdi Warsame, said.",
        "“Nobody gains from a closed road,” Mr Warsame said.",
        "Somalia had accused Kenya on Sunday of shelling a village.",
    )
    record = reader.read_page(read_bytes("\n\n".join(paragraphs).encode(), Given(published="2019-03-06")))
    said = {record.article.text[slice(*s.cue)]: s.said for s in record.statements if s.cue}
    assert said == {"said": "2019-03-06", "had accused": "2019-03-03"}
