"""Provinces, misspelled states, capitals of other towns' names, peoples told as "ethnic", trees that are mended, and whom nouns mean."""

from dataclasses import replace

import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.actors.codes import sector_of_words
from dragoman.actors.mended import mended
from dragoman.actors.misspelled import misspelled_state
from dragoman.actors.towns import namesake
from dragoman.grammar import Tree
from dragoman.model import Actor, Article, Block, Page, Parse, Sentence, Word
from dragoman.parse import EmbeddedParser, load_parser


@pytest.fixture(scope="module")
def parser() -> EmbeddedParser:
    return load_parser()


def actors_of(parser: EmbeddedParser, text: str, day: str | None = "2014-04-04") -> dict[str, Actor]:
    article = Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published=day)
    return {text[m.start : m.end]: a for a in find_actors(article, Tree(parser.parse(article)), load_knowledge())
            for m in (*a.place_mentions, *a.mentions)}  # fmt: skip


def tree_of(*rows: tuple[str, str, int, str]) -> Tree:
    """A tree of one sentence out of text, tag, head and relation of each word."""
    words, at = [], 0
    for i, (text, tag, head, relation) in enumerate(rows):
        words.append(Word(i, at, at + len(text), text, text.lower(), tag, "", "", head, relation, 0))
        at += len(text) + 1
    text = " ".join(row[0] for row in rows)
    return Tree(Parse(text, (Sentence(0, 0, len(text), 0, len(rows), 0),), tuple(words)))


@pytest.mark.parametrize(
    ("written", "code"), [("Ethopia", "ETH"), ("Afganistan", "AFG"), ("Philipines", "PHL"), ("Isreal", "ISR")],
)  # fmt: skip
def test_a_misspelled_state_is_known_again(written, code):
    knowledge = load_knowledge()
    assert {knowledge.known(n).country for n, _ in misspelled_state(written, knowledge)} == {code}


@pytest.mark.parametrize(
    "written", ["Columbia", "Siberia", "Americas", "Nigeria", "ethopia", "Mali", "Ruritania", "Romani", "Hungry", "Georgina"]
)
def test_words_of_their_own_are_no_misspelled_states(written):
    assert misspelled_state(written, load_knowledge()) == ()


def test_a_capital_is_another_town_where_only_that_ones_state_is_named():
    assert namesake("Tripoli", "LBY", ("LBN",)) == "LBN"
    assert namesake("Paris", "FRA", ("USA",)) is None and namesake("Tripoli", "LBY", ("NOR",)) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("South American nations agreed on a fishing pact with Japan.", "South American nations"),
        ("Latin American countries condemned Russia on Friday. The United States did not.", "Latin American countries"),
        ("Central American presidents met American senators in Panama.", "Central American presidents"),
        ("Pan-American officials urged Cuba to release the crew.", "Pan-American officials"),
        ("West African leaders condemned the coup in Niger.", "West African leaders"),
        ("South Asian nations signed an accord with China.", "South Asian nations"),
    ],
)  # fmt: skip
def test_who_is_of_a_part_of_the_world_is_of_no_state(parser, text, phrase):
    found = actors_of(parser, text)
    assert found[phrase].country is None
    assert not {"South", "Latin", "Central", "Pan", "West", "Asian"} & set(found)


@pytest.mark.parametrize(
    ("text", "phrase", "country"),
    [
        ("American officials condemned the launch.", "American officials", "USA"),
        ("African American leaders condemned the ruling.", "African American leaders", "USA"),
        ("Native American leaders met the senators on Monday.", "Native American leaders", "USA"),
        ("Central African troops attacked the village.", "Central African troops", "CAF"),
        ("South African soldiers left the camp.", "South African soldiers", "ZAF"),
        ("North Korean soldiers crossed the river.", "North Korean soldiers", "PRK"),
    ],
)  # fmt: skip
def test_who_is_of_a_state_keeps_its_country(parser, text, phrase, country):
    assert actors_of(parser, text)[phrase].country == country


def test_a_body_of_a_part_of_the_world_is_not_americas(parser):
    found = actors_of(parser, "The South American Football Confederation banned the coach.")
    assert found["South American Football Confederation"].country is None


@pytest.mark.parametrize(
    ("text", "phrase", "country"),
    [
        ("The 44-year-old Canadian was arrested in Vietnam in March.", "Canadian", "CAN"),
        ("Police in Turkey detained the 52-year-old Australian on Sunday.", "Australian", "AUS"),
        ("The Italian told reporters that he was fine.", "Italian", "ITA"),
        ("A Brazilian was killed by gunmen in Lagos.", "Brazilian", "BRA"),
        ("Another Russian was expelled from Poland.", "Russian", "RUS"),
        ("The 30-year-old Chinese was arrested in Hanoi.", "Chinese", "CHN"),
        ("An American and an Iraqi were killed in the blast.", "Iraqi", "IRQ"),
        ("The Dutchman was released by the kidnappers.", "Dutchman", "NLD"),
    ],
)  # fmt: skip
def test_one_of_a_people_is_a_person_without_a_name(parser, text, phrase, country):
    found = actors_of(parser, text)[phrase]
    assert (found.kind, found.country, found.anonymous) == ("person", country, True)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The Chinese rejected the offer.", "Chinese"),
        ("The British and the French condemned the raid.", "British"),
        ("The Italians told reporters that they were fine.", "Italians"),
        ("The Russian side rejected the offer.", "Russian"),
        ("The Greek and Turkish foreign ministers met on Friday.", "Greek"),
        ("A French and a German officer were killed.", "French"),
        ("The rules were written in the original German.", "German"),
        ("Troops of the Congo condemned the raid.", "Congo"),
        ("The UK condemned the raid.", "UK"),
    ],
)  # fmt: skip
def test_a_people_and_what_is_of_a_state_are_the_state(parser, text, phrase):
    assert actors_of(parser, text)[phrase].kind == "state"


def test_a_town_is_lebanons_on_a_page_on_lebanon(parser):
    found = actors_of(parser, "Lebanese soldiers patrolled the port of Tripoli on Monday.")
    assert found["Tripoli"].country == "LBN"
    found = actors_of(parser, "Libyan soldiers patrolled the port of Tripoli on Monday.")
    assert found["Tripoli"].country == "LBY"


@pytest.mark.parametrize(("day", "code"), [("1985-03-04", "SDN"), ("2014-03-04", "SSD")])
def test_a_capital_lay_in_another_state_before_its_own_was_one(parser, day, code):
    assert actors_of(parser, "Shells fell on Juba on Sunday, relief officials said.", day)["Juba"].country == code


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Darfur rebels freed two drivers on Monday.", "Darfur rebels", "SDN"),
        ("The army sent two battalions to Cabo Delgado on Monday.", "Cabo Delgado", "MOZ"),
        ("The army marched into South Lebanon on Monday.", "South Lebanon", "LBN"),
    ],
)
def test_provinces_and_parts_of_states_tell_the_country(parser, text, words, code):
    assert actors_of(parser, text)[words].country == code


def test_the_government_of_a_province_is_not_the_state(parser):
    found = actors_of(parser, "The government of Sindh closed the schools on Monday, officials in Pakistan said.")
    assert found["The government of Sindh"].kind != "state" and found["The government of Sindh"].country == "PAK"


def test_ethnic_albanians_are_not_albanias(parser):
    found = actors_of(parser, "Ethnic Albanians marched through two towns in Serbia on Monday, Serbian police said.")
    assert found["Ethnic Albanians"].country != "ALB"
    assert actors_of(parser, "Albanians marched through Tirana on Monday.")["Albanians"].country == "ALB"


def test_an_administration_is_its_chiefs(parser):
    found = actors_of(parser, "The Clinton administration told China on Monday to lower its tariffs.", None)
    assert found["The Clinton administration"].country == "USA"


def test_offices_are_no_names_of_people(parser):
    found = actors_of(parser, "The Saudi Crown Prince met the envoy on Monday. The Forests Minister was away.")
    assert all(a.anonymous for words, a in found.items() if "Prince" in words or "Minister" in words)


def test_an_adjective_beside_its_noun_belongs_to_it():
    tree = tree_of(("Ruritanian", "ADJ", 2, "nsubj"), ("rebels", "NOUN", 2, "nsubj"), ("surrendered", "VERB", -1, "root"))
    assert [(w.head, w.relation) for w in mended(tree).words] == [(1, "amod"), (2, "nsubj"), (-1, "root")]
    fine = tree_of(("Ruritanian", "ADJ", 1, "amod"), ("rebels", "NOUN", 2, "nsubj"), ("surrendered", "VERB", -1, "root"))
    assert mended(fine) is fine


@pytest.mark.parametrize(("verb", "head"), [("pressed", 1), ("accused", 0)])
def test_what_follows_a_noun_with_of_belongs_to_it_unless_the_verb_asks_for_it(verb, head):
    tree = tree_of((verb, "VERB", -1, "root"), ("workers", "NOUN", 0, "obj"), ("of", "ADP", 3, "case"), ("theft", "NOUN", 0, "obl"))
    tree = Tree(replace(tree.parse, words=(replace(tree.words[0], lemma={"pressed": "press", "accused": "accuse"}[verb]), *tree.words[1:])))
    assert mended(tree).words[3].head == head


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        (["league", "secretary", "general", "ada", "brandt"], "GOV"),
        (["labour", "minister", "ada", "brandt"], "GOV"),
        (["rebels"], "REB"),
        (["servicemen"], "MIL"),
        (["serb", "force"], "MIL"),
        (["military", "police"], "MIL"),
        (["terror", "group"], "REB"),
        (["general"], "MIL"),
        (["student", "leader"], "EDU"),
    ],
)  # fmt: skip
def test_sectors_of_phrases(words, sector):
    assert sector_of_words(words, load_knowledge()) == sector


def test_an_acronym_in_brackets_tells_whose_a_name_is(parser):
    found = actors_of(parser, "Angola met the National Union for the Total Independence of Angola (UNITA) on Monday.", "1992-03-04")
    known = load_knowledge().of_id(found["National Union for the Total Independence of Angola"].id)
    assert known is not None and known.country == "AGO"


def test_his_country_is_the_speakers(parser):
    text = "Kenya and Norway met in Geneva. The Norwegian trade minister is Ingrid Halvorsen. "
    found = actors_of(parser, text + "She said her country was glad.")
    assert found["her country"].country == "NOR" and found["her country"].kind == "state"


def test_the_rebels_are_those_told_before(parser):
    found = actors_of(parser, "Maoist rebels burned a bridge in Nepal on Monday. The rebels withdrew at night, police said.")
    assert found["Maoist rebels"].id == found["The rebels"].id
