"""Labels with a colon: speakers of a transcript, and towns that open stories pasted one behind the other."""

import dragoman

STORIES = """Harbour day in the Levant

BEIRUT: The harbour opened again on Tuesday after a week of storms. “The cranes are safe,” its director, Nadim Khater, said.

Forty ships waited outside.

CAIRO: Egypt's canal authority told shippers on Tuesday to slow down. Nobody answered.

Two convoys passed.

BEIRUT: Schools stayed closed for a second day. The education ministry said pupils could return on Friday.
"""
TALK = """Questions at the harbour

Ms Karam: Minister, is the harbour safe?

Mr Khater: It is safe. The cranes stand.

Ms Karam: And the ships?

Mr Khater: They will be let in on Friday.
"""


def labelled(text):
    record = dragoman.read(text).record
    names = {actor.id: actor.name for actor in record.actors}
    return [names.get(s.speaker or "") for s in record.statements if "transcript turn" in s.why]


def test_a_town_before_a_colon_is_no_speaker():
    assert labelled(STORIES) == []


def test_persons_before_a_colon_are_speakers():
    assert labelled(TALK) == ["Khater", "Khater"]  # questions are no statements
