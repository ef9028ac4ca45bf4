"""Bodies of states under stable ids, states that are no more, and whom pronouns and descriptions of speakers stand for."""

import pytest
from benchmarks.linking import judge, right_entries

from dragoman.actors import codes_of, find_actors, load_knowledge
from dragoman.actors.bodies import body_named
from dragoman.actors.lookup import facts_of, find_candidates
from dragoman.grammar import Tree
from dragoman.model import Actor, Article, Block, Mention, Page, Record
from dragoman.parse import EmbeddedParser, load_parser

NAMED = [
    ("French defence ministry", "FRA-ministry-defence", "GOV"),
    ("Ministry of Defence of Ghana", "GHA-ministry-defence", "GOV"),
    ("Kenyan navy", "KEN-navy", "MIL"),
    ("Central Bank of Kenya", "KEN-central-bank", "GOV"),
    ("Peruvian Supreme Court", "PER-supreme-court", "JUD"),
    ("Knesset", "ISR-parliament", "LEG"),
    ("FSB", "RUS-fsb", "SPY"),
    ("MI6", "GBR-mi6", "SPY"),
    ("Israeli army", "ISR-armed-forces", "MIL"),
    ("Revolutionary Guards", "IRN-irgc", "MIL"),
    ("State Department", "USA-ministry-foreign", "GOV"),
    ("Kremlin", "RUS-presidency", "GOV"),
]


@pytest.fixture(scope="module")
def parser() -> EmbeddedParser:
    return load_parser()


def owners(parser: EmbeddedParser, text: str, day: str = "2014-04-04") -> dict[str, Actor]:
    """The actor of each wording of a text."""
    article = Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published=day)
    actors = find_actors(article, Tree(parser.parse(article)), load_knowledge())
    return {text[m.start : m.end]: a for a in actors for m in (*a.mentions, *a.place_mentions)}


@pytest.mark.parametrize(("name", "id_", "sector"), NAMED)
def test_a_body_has_one_id_and_a_sector(name, id_, sector):
    knowledge = load_knowledge()
    found = find_candidates(knowledge, name)[0].known
    assert found.id == id_ and knowledge.of_id(id_) == found
    assert codes_of(found, knowledge).sector == sector
    assert facts_of(knowledge, found)["id"] == id_


def test_what_is_no_body_of_a_state_is_none():
    knowledge = load_knowledge()
    assert body_named(knowledge, "Acme central bank") is None and body_named(knowledge, "") is None
    assert knowledge.of_id("QQQ-central-bank") is None and knowledge.of_id("FRA-wishing-well") is None


def test_a_ministry_on_a_page_has_the_id_of_its_state(parser):
    found = owners(parser, "The Ghanaian education ministry said schools would open. The Ghanaian agriculture ministry agreed.")
    assert {a.id for a in found.values()} >= {"GHA-ministry-education", "GHA-ministry-agriculture"}


def test_outlets_tell_their_owner_and_when_that_was_judged():
    knowledge = load_knowledge()
    facts = facts_of(knowledge, find_candidates(knowledge, "TASS")[0].known)
    assert (facts["state_run"], facts["owner"], facts["judged"]) == ("yes", "owned by the state", "curated, 2025-10-31")


def test_a_capital_stands_for_the_state_of_its_day(parser):
    said = "Moscow said on Monday that it would answer."
    assert owners(parser, said, "1984-05-02")["Moscow"].country == "SUN"
    assert owners(parser, said, "2014-05-02")["Moscow"].country == "RUS"


def test_a_surname_after_its_office_is_the_holder_of_the_day(parser):
    said = "American envoys were told that President Eisenhower had agreed."
    assert owners(parser, said, "1958-09-02")["President Eisenhower"].name.endswith("Eisenhower")
    assert owners(parser, said, "1958-09-02")["President Eisenhower"].country == "USA"


def test_who_speaks_to_somebody_is_not_he(parser):
    found = owners(parser, "Minister Aldo Brenner received the envoy, Karl Tiedemann. He told Mr. Tiedemann that the border was shut.")
    assert found["He"].name == "Aldo Brenner"


def test_it_is_the_body_whose_meeting_is_told(parser):
    text = "The UN wanted a vote in Geneva. The Arab League's meeting in Cairo is the first since May. It said aid must reach Gaza."
    assert owners(parser, text)["It"].name == "Arab League"


def test_the_man_of_an_age_points_back(parser):
    text = 'Fisheries Minister Ruan Pereda met reporters on Friday. "We shall wait," said the 58-year-old.'
    assert owners(parser, text)["the 58-year-old"].name == "Ruan Pereda"


def test_a_spokesman_named_after_his_body_is_one_man(parser):
    found = owners(parser, "A spokesman for the police force, Colonel Ivo Marek, said the road was open.")
    assert sum(a.kind == "person" for a in set(found.values())) == 1


def test_the_right_entry_follows_from_the_gold_record():
    knowledge = load_knowledge()
    ministry = {"name": "Foreign Ministry", "kind": "government", "country": "PER", "texts": ["the Foreign Ministry"]}
    nobody = {"name": "Ada Quillfeather", "kind": "person", "country": "PER", "texts": ["Ada Quillfeather"]}
    assert right_entries(knowledge, ministry) == {"PER-ministry-foreign"} and right_entries(knowledge, nobody) == set()
    text = "Peru spoke. Ada Quillfeather left."
    state = knowledge.known(knowledge.states["PER"])
    record = Record(
        Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),)),
        (Actor(state.id, "Peru", "state", "PER", mentions=(Mention(0, 4, 0, "name"),)),
         Actor("local:1", "Ada Quillfeather", "person", mentions=(Mention(12, 28, 3, "name"),))),
    )  # fmt: skip
    peru = {"name": "Peru", "kind": "state", "country": "PER", "texts": ["Peru"], "at": [[0, 4]]}
    gold = {"actors": [peru, {**nobody, "at": [[12, 28]]}]}
    assert [(what, ok) for what, ok, _ in judge(record, gold, text, knowledge)] == [("linked right", True), ("not known said so", True)]


MEANT = [
    ("Peruvian troops fired. The government in Caracas suspended oil deliveries to Peru.", "The government", "Q717"),
    ("The Japanese foreign minister left. The ministry in Tokyo said the talks went well.", "The ministry", "JPN-ministry-foreign"),
    ("Kenya and Tanzania signed a pact. The people of Tanzania welcomed it, the president said.", "The people of Tanzania", "Q924"),
    ("Members of the European Union met in Brussels. The Soviet Government protested on Monday.", "The Soviet Government", "Q15180"),
]


@pytest.mark.parametrize(("text", "words", "id_"), MEANT)
def test_whom_a_body_or_a_people_without_a_name_of_its_own_means(parser, text, words, id_):
    found = owners(parser, text, "1975-04-04" if "Soviet" in text else "2014-04-04")
    assert next(a.id for said, a in found.items() if said.startswith(words)) == id_


def test_a_part_of_a_known_name_stands_for_the_one_body_that_has_it(parser):
    found = owners(parser, "The UN Special Commission sent its inspectors to Iraq. Iraq said it would let the Special Commission work.")
    assert len({a.id for said, a in found.items() if "Special Commission" in said}) == 1


def test_a_body_of_a_state_is_never_that_of_a_union(parser):
    text = "The African Union sent envoys to Burundi. The African Union warned it. The National Assembly there will vote, the Union said."
    assert not any(a.id.startswith("AU-national") for a in owners(parser, text, "2015-12-20").values())


def test_the_best_known_body_of_a_name_does_not_stand_for_that_of_a_state_named_oftener(parser):
    text = "Brazil and Argentina signed a pact. Brazil will ask Congress to ratify it, its minister told the United States."
    assert not any(a.id == "USA-parliament" for a in owners(parser, text, "1991-12-13").values())


def test_a_ship_called_after_a_person_is_nobody_and_a_first_name_links_to_no_surname(parser):
    text = "The carrier Ronald Reagan sailed on Monday. Interior Minister Mubarak al-Harbi of Kuwait met Egypt's envoy."
    found = owners(parser, text, "2017-07-20")
    assert not any(a.kind == "person" and a.name in ("Ronald Reagan", "Hosni Mubarak") for a in found.values())


def test_a_full_name_with_its_country_finds_a_little_known_person(parser):
    found = owners(parser, "Philippine Vice President Sara Duterte flew to the Netherlands.", "2023-03-13")
    assert any(a.id == "Q1491004" for a in found.values())
