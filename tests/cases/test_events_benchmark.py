"""Events against other people's codings: what the benchmark counts."""

from benchmarks.events import dyads, label_pair, levels, match, state_of

from dragoman.actors import load_knowledge
from dragoman.model import Actor, Article, Event, Page, Record
from dragoman.parse import load_parser

TEXT = "Kenya expelled the envoy of Uganda."


def record(*events):
    actors = (Actor("KEN", "Kenya", "state", "KEN"), Actor("UNO", "United Nations", "organisation", "UNO"), Actor("x", "rebels", "group"))
    article = Article(Page("r", "r", b"", TEXT, "text"), TEXT, ())
    return Record(article, actors, events=tuple(events))


def event(kind, actors, recipients):
    return Event("E1", kind, actors, recipients, (0, len(TEXT)), (6, 14))


def test_states_are_written_as_cameo_does():
    knowledge = load_knowledge()
    assert [state_of(actor, knowledge) for actor in record().actors] == ["KEN", "IGO", "---"]


def test_type_and_states_of_both_sides_are_compared_with_the_coded_ones():
    coded = {"events": [{"source": "KENGOV", "target": "IGOUNO", "root": "SANCTION"}, {"source": "KEN", "target": None, "root": "REQUEST"}]}
    told = record(event("SANCTION", ("KEN",), ("UNO",)), event("REQUEST", ("KEN",), ()), event("ACCUSE", ("x",), ("KEN",)))
    found = dyads([coded], [told], set(), load_knowledge())
    assert (found["p"], found["r"], found["n"]) == (0.6667, 1.0, 2)


def test_a_pair_of_given_actors_is_labelled_and_an_abstention_is_wrong():
    row = {"text": TEXT, "source": "Kenya", "target": "Uganda", "root": "SANCTION"}
    kind, _ = label_pair(load_parser(), row)
    assert kind == "SANCTION"
    assert levels([row], [kind])["root"]["macro_f1"] == 1 and levels([row], [None])["root"]["accuracy"] == 0
    assert levels([row], ["ASSAULT"])["binary"]["accuracy"] == 1


def test_sides_match_where_half_of_the_union_is_shared():
    assert match([(0, 10)], [(0, 6)]) == 1 and match([(0, 10)], [(0, 4)]) == 0
    assert match([(0, 10)], [(0, 10), (0, 10)]) == 1
