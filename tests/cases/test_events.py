"""Events on sentences of our own: who did what to whom, whether it happened, when, and according to whom."""

from functools import cache

import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.events import find_events
from dragoman.grammar import Tree
from dragoman.model import Actor, Article, Block, Event, Mention, Page, Parse, Sentence, Word
from dragoman.parse import load_parser
from dragoman.statements import find_statements
from dragoman.times import find_times


def article_of(text: str) -> Article:
    return Article(Page("p", "p", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published="2024-01-10")


@cache
def read(text: str) -> tuple[tuple[Event, ...], dict[str, Actor]]:
    article = article_of(text)
    tree = Tree(load_parser().parse(article))
    actors = find_actors(article, tree, load_knowledge())
    times = find_times(article, tree)
    events = find_events(article, tree, actors, times, find_statements(article, tree, actors, times))
    return events, {actor.id: actor for actor in actors}


def told(text: str) -> list[tuple[str, str, str, str]]:
    """Type, states of the actors, states of the recipients, modality, of each event."""
    events, actors = read(text)

    def states(ids: tuple[str, ...]) -> str:
        return " ".join(sorted({actors[i].country or "?" for i in ids}))

    return [(e.type, states(e.actors), states(e.recipients), e.modality) for e in events]


SIDES = [
    ("Kenya expelled two Ugandan diplomats on Monday.", ("SANCTION", "KEN", "UGA", "done")),
    ("Two Ugandan diplomats were expelled by Kenya.", ("SANCTION", "KEN", "UGA", "done")),
    ("Kenya's expulsion of two Ugandan diplomats angered many.", ("SANCTION", "KEN", "UGA", "done")),
    ("Israeli forces attacked Syria.", ("ASSAULT", "ISR", "SYR", "done")),
    ("Turkey imposed sanctions on Armenia and closed the border.", ("SANCTION", "TUR", "ARM", "done")),
    ("Chad and Sudan accused each other of spying.", ("ACCUSE", "TCD", "SDN", "done")),
    ("Talks between Japan and Mongolia ended.", ("CONSULT", "JPN", "MNG", "done")),
    ("Peru, which invaded Ecuador in 1941, kept the valley.", ("ASSAULT", "PER", "ECU", "done")),
]

MOODS = [
    ("Kenya will expel two Ugandan diplomats.", "SANCTION", "planned"),
    ("Kenya did not expel the Ugandan diplomats.", "SANCTION", "denied"),
    ("Kenya may expel the Ugandan diplomats.", "SANCTION", "hypothetical"),
    ("Kenya threatened to expel the Ugandan diplomats.", "SANCTION", "threatened"),
    ("Kenya urged Uganda to expel the Rwandan diplomats.", "SANCTION", "demanded"),
    ("Kenya plans to impose sanctions on Uganda.", "SANCTION", "planned"),
    ("Kenya denied that it had imposed sanctions on Uganda.", "SANCTION", "denied"),
    ("If Kenya attacks Uganda, prices will rise.", "ASSAULT", "hypothetical"),
    ("Kenyan jets are bombing Uganda.", "ASSAULT", "ongoing"),
    ("Kenya said the road should be opened and rejects any inspection by Uganda.", "REJECT", "done"),
    ("Kenya vowed to punish Uganda by expelling its ambassador.", "SANCTION", "threatened"),
    ("Kenya answered by expelling the Ugandan ambassador.", "SANCTION", "done"),
]

NONE = [
    "The striker attacked the ball and won the match.",
    "Markets fear an attack of nerves.",
    "Paris is cold in winter.",
    "Seven people died in the flood.",
]


@pytest.mark.parametrize(("text", "wanted"), SIDES)
def test_sides(text, wanted):
    assert wanted in told(text), told(text)


@pytest.mark.parametrize(("text", "kind", "modality"), MOODS)
def test_modality(text, kind, modality):
    assert modality in [m for t, _, _, m in told(text) if t == kind], told(text)


@pytest.mark.parametrize("text", NONE)
def test_no_event_where_nobody_did_anything(text):
    assert told(text) == []


def test_the_day_of_an_act_is_that_of_its_own_clause():
    events, _ = read("Iraq invaded Kuwait on 2 August 1990, and on Monday Jordan praised Egypt.")
    assert {e.type: e.date for e in events}["ASSAULT"] == "1990-08-02"
    assert {e.type: e.date for e in events}["SUPPORT"] != "1990-08-02"


def test_what_somebody_says_is_according_to_that_speaker():
    events, actors = read("Sudan said that Chad had attacked Darfur.")
    chains = [[actors[i].country for i in e.according_to] for e in events if e.type == "ASSAULT"]
    assert chains == [["SDN"]]


def test_the_same_act_told_twice_is_one_event():
    events, _ = read("Iraq invaded Kuwait. The Iraqi invasion of Kuwait on 2 August 1990 shocked the region.")
    assert [(e.type, e.date) for e in events] == [("ASSAULT", "1990-08-02")]


def test_a_hand_made_parse_needs_no_model():
    text = "Mali condemned Niger."
    rows = [("Mali", "Mali", "PROPN", 1, "nsubj"), ("condemned", "condemn", "VERB", -1, "root"), ("Niger", "Niger", "PROPN", 1, "obj")]
    words = tuple(
        Word(i, text.index(form), text.index(form) + len(form), form, lemma, pos, "", "", head, relation, 0)
        for i, (form, lemma, pos, head, relation) in enumerate(rows)
    )
    parse = Parse(text, (Sentence(0, 0, len(text), 0, 3, 0),), words)
    actors = (
        Actor("m", "Mali", "state", "MLI", mentions=(Mention(0, 4, 0, "name"),)),
        Actor("n", "Niger", "state", "NER", mentions=(Mention(15, 20, 2, "name"),)),
    )
    (event,) = find_events(article_of(text), Tree(parse), actors, (), ())
    assert (event.type, event.actors, event.recipients, event.modality, event.cameo) == ("ACCUSE", ("m",), ("n",), "done", "111")
    assert event.intensity == -2.0
    assert text[slice(*event.trigger)] == "condemned"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kenya condemned Uganda ahead of Saturday's vote in Rwanda.", None),
        ("Kenya condemned Uganda before Saturday's vote in Rwanda.", None),
        ("Gunmen killed two Ugandan soldiers before Monday's ceremony.", None),
        ("Gunmen killed two Ugandan soldiers hours before Monday's ceremony.", "2024-01-08"),
        ("Kenya condemned Uganda on Monday ahead of Saturday's vote.", "2024-01-08"),
    ],
)  # fmt: skip
def test_what_is_done_has_not_the_day_before_which_it_was_done(text, day):
    assert [e.date for e in read(text)[0]][:1] == [day]
