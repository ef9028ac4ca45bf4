"""One act told twice and two acts of one kind: what is kept of mentions that are alike."""

from dataclasses import replace

from dragoman.events import merge
from dragoman.events.merge import Repeats, are_alike, chance_of, is_named_again, is_worded_again, likeness, merge_events
from dragoman.grammar import Tree
from dragoman.model import Actor, Event, Parse, Sentence, Word

TEXT = "Mali shelled Niger . The shelling of Niger"
FORMS = TEXT.split()


def words() -> tuple[Word, ...]:
    out, at = [], 0
    tags = ("PROPN", "VERB", "PROPN", "PUNCT", "DET", "NOUN", "ADP", "PROPN")
    heads = ((1, "nsubj"), (-1, "root"), (1, "obj"), (1, "punct"), (5, "det"), (-1, "root"), (7, "case"), (5, "nmod"))
    for i, form in enumerate(FORMS):
        start = TEXT.index(form, at)
        out.append(Word(i, start, start + len(form), form, form.lower(), tags[i], "", "", heads[i][0], heads[i][1], int(i > 3)))
        at = start + len(form)
    return tuple(out)


WORDS = words()
TREE = Tree(Parse(TEXT, (Sentence(0, 0, 20, 0, 4, 0), Sentence(1, 21, len(TEXT), 4, 8, 0)), WORDS))
ACTORS = {"m": Actor("m", "Mali", "state", "MLI"), "n": Actor("n", "Niger", "state", "NER"), "g": Actor("g", "a unit", "group", "MLI")}


def event(word: int, confidence: float = 0.8, **changes: object) -> Event:
    span = (WORDS[word].start, WORDS[word].end)
    made = Event(str(word), "ASSAULT", ("m",), ("n",), span, span, date="2012-03-01", confidence=confidence)
    return replace(made, **changes)  # type: ignore[arg-type]


def kept(*events: tuple[Event, int], titles: tuple[tuple[int, int], ...] = ()) -> list[str]:
    return [e.id for e in merge_events([(e, WORDS[i]) for e, i in events], TREE, ACTORS, titles)]


def test_a_noun_for_what_a_verb_told_is_the_same_act():
    assert kept((event(1, 0.9), 1), (event(5, 0.8), 5)) == ["1"]
    assert is_named_again(*Repeats(TREE, ACTORS, ()).mentions([(event(1), WORDS[1]), (event(5), WORDS[5])]))


def test_another_day_or_type_makes_another_act():
    assert kept((event(1, 0.9), 1), (event(5, 0.9, date="2012-04-09"), 5)) == ["1", "5"]
    assert kept((event(1, 0.3), 1), (event(5, 0.3, type="ACCUSE"), 5)) == ["1", "5"]


def test_a_headline_gives_way_to_the_body_though_it_is_surer():
    undated = event(1, 0.4, date=None)
    assert kept((undated, 1), (event(5, 0.3, actors=("g",)), 5), titles=((0, 20),))[0] == "5"


def test_a_faint_mention_like_a_sure_one_is_left_out_and_a_sure_one_kept(monkeypatch):
    monkeypatch.setattr(merge, "load_table", lambda: {"chance": 1.0})
    assert kept((event(1, 0.9), 1), (event(5, 0.2, date=None), 5)) == ["1"]
    assert kept((event(1, 0.9), 1), (event(5, 0.7, date=None), 5)) == ["1", "5"]


def test_the_chance_of_a_mention_like_another_one_is_that_of_the_table(monkeypatch):
    monkeypatch.setattr(merge, "load_table", lambda: {"one": 0.0, "chance": 0.5})
    told = merge_events([(event(1, 0.9), WORDS[1]), (event(5, 0.8, date=None), WORDS[5])], TREE, ACTORS, ())
    assert [e.confidence for e in told] == [0.9, round(chance_of(0.5 * 1.3862944), 2)]


def test_sides_are_compared_by_their_states():
    room = Repeats(TREE, ACTORS, ())
    one, two = room.states(event(1)), room.states(event(5, actors=("g",)))
    assert one == two
    assert are_alike("ASSAULT", one, two)
    assert not are_alike("ASSAULT", one, one[::-1])
    assert are_alike("CONSULT", one, one[::-1])


def test_what_shares_word_and_parties_is_more_alike():
    one, same, other = Repeats(TREE, ACTORS, ()).mentions(
        [(event(1, 0.9), WORDS[1]), (event(1, 0.8, id="x"), WORDS[1]), (event(5, 0.7, actors=("g",)), WORDS[5])]
    )
    assert likeness(same, one) > likeness(other, one)


def tree_of(*sentences: str) -> Tree:
    """A tree of sentences of plain words, without analysis."""
    out, spans = [], []
    for k, sentence in enumerate(sentences):
        first = len(out)
        out += [Word(first + i, 0, 0, w, w, "PUNCT" if w in ".,…" else "X", "", "", -1, "root", k) for i, w in enumerate(sentence.split())]
        spans.append(Sentence(k, 0, 0, first, len(out), 0))
    return Tree(Parse(" ".join(sentences), tuple(spans), tuple(out)))


def is_again(word: str, *sentences: str) -> bool:
    tree = tree_of(*sentences)
    one, two = (w for w in tree.words if w.text == word)
    return is_worded_again(tree, one, two) and is_worded_again(tree, two, one)


def test_what_a_caption_tells_in_the_words_of_another_is_told_once():
    told = "Envoy Ilse Soto visits the port of Izmir to look at the new cranes ."
    assert is_again("visits", told, told)
    assert is_again("visits", f"FILE , {told}", told)
    assert is_again("visits", told, "Envoy Ilse Soto visits the port of Izmir …")


def test_other_words_around_tell_another_act():
    assert not is_again("visits", "Envoy Ilse Soto visits the port of Izmir .", "Envoy Ilse Soto visits the port of Mersin .")
    assert not is_again("struck", "Jets struck the camp .", "Jets struck the camp .")
    tree = tree_of("They shelled the town and they shelled the town and the town and the town again .")
    one, two = (w for w in tree.words if w.text == "shelled")
    assert not is_worded_again(tree, one, two)


def test_a_mention_in_the_same_words_is_left_out_whatever_its_type():
    told = "Envoy Ilse Soto visits the port of Izmir to look at the new cranes ."
    tree = tree_of(told, told)
    one, two = (w for w in tree.words if w.text == "visits")
    kinds = [(replace(event(1, 0.9), id="a", type="CONSULT"), one), (replace(event(1, 0.8), id="b", type="COOPERATE"), two)]
    assert [e.id for e in merge_events(kinds, tree, ACTORS, ())] == ["a"]
