"""Judgements of people, roles that pages told, and offices renewed from a server: kept beside the record, and used on later pages."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from typer.testing import CliRunner

import dragoman
from dragoman.actors import Knowing, knowledge_with, load_knowledge
from dragoman.actors.additions import read_additions
from dragoman.actors.refresh import question, read_answer
from dragoman.cli import app
from dragoman.errors import DragomanError, LibraryError
from dragoman.reader import Reader, default_reader
from dragoman.store.judgements import Judgements

FIRST = "Envoys met in Geneva\n\nRomanian Trade Minister Ilinca Vadrescu said on Monday that the talks had failed. Vadrescu left at noon."
LATER = "Talks resume\n\nIlinca Vadrescu warned Hungary on Friday that the offer would not stand."
OTHER = "Offer withdrawn\n\nRomanian Trade Minister Ilinca Vadrescu told reporters that nothing was left to say."


def run(*words, given=None):
    return CliRunner().invoke(app, ["actors", *map(str, words)], input=given, env={"COLUMNS": "140"})


def person(reading, name):
    return next(a for a in reading.record.actors if a.name == name)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "library"
    dragoman.read(FIRST, published="2021-05-04").keep(path)
    dragoman.read(OTHER, published="2021-05-20").keep(path)
    return path


def test_the_same_local_actor_has_the_same_id_on_the_next_page():
    first, other = dragoman.read(FIRST, published="2021-05-04"), dragoman.read(OTHER, published="2021-05-20")
    one, two = person(first, "Ilinca Vadrescu"), person(other, "Ilinca Vadrescu")
    assert one.id == two.id and one.id.startswith("local:")
    assert (one.country, two.country) == ("ROU", "ROU")


def test_roles_seen_on_pages_are_used_on_later_pages(library):
    plain = person(dragoman.read(LATER, published="2021-06-11"), "Ilinca Vadrescu")
    assert plain.country != "ROU"
    done = run("observe", "--library", library)
    assert done.exit_code == 0, done.exception
    written = library / "actors" / "observed.yml"
    (entry,) = [a for a in read_additions(written).actors if a.name == "Ilinca Vadrescu"]
    (office,) = entry.offices
    assert (office.first, office.last, office.country) == ("2021-05-04", "<2021-05-20", "ROU") and office.source.startswith("page ")
    known = person(Reader(knowledge=knowledge_with([written])).read(LATER, published="2021-06-11"), "Ilinca Vadrescu")
    assert known.country == "ROU"
    assert known.id == person(dragoman.read(FIRST, published="2021-05-04"), "Ilinca Vadrescu").id
    before = written.read_bytes()
    run("observe", "--library", library)
    assert written.read_bytes() == before


def test_a_merge_is_kept_shown_honoured_and_taken_back(library):
    local = person(dragoman.read(FIRST, published="2021-05-04"), "Ilinca Vadrescu").id
    rows = list(dragoman.open_library(library).table("actor"))
    assert run("merge", "Q218", local, "--why", "for the test", "--library", library).exit_code == 0
    facts = json.loads(run("show", local, "--library", library, "--format", "json").output)
    assert facts["id"] == "Q218" and facts["same_as"] == [local] and len(facts["seen"]) >= 2
    same = tuple(dragoman.open_library(library).judgements().same().items())
    reading = default_reader(Knowing(same=same)).read(FIRST, published="2021-05-04")
    assert local not in {a.id for a in reading.record.actors} and "Q218" in {a.id for a in reading.record.actors}
    assert list(dragoman.open_library(library).table("actor")) == rows
    assert run("unmerge", "Q218", local, "--why", "it was a test", "--library", library).exit_code == 0
    assert dragoman.open_library(library).judgements().same() == {}
    listed = [json.loads(line) for line in run("merges", "--library", library, "--format", "json").output.splitlines()]
    assert [row["verdict"] for row in listed] == ["same", "apart"] and listed[0]["why"] == "for the test"
    assert "for the test" in run("merges", "--library", library).output


def test_a_merge_needs_actors_that_there_are(library):
    assert "has an actor local:nobody" in str(run("merge", "Q142", "local:nobody", "--why", "x", "--library", library).exception)


def test_judgements_lead_to_the_last_and_never_in_a_circle(tmp_path):
    judgements = Judgements(tmp_path / "j.jsonl")
    assert judgements.same() == {}
    judgements.merge("Q2", "Q1", "a", "2024-01-01")
    judgements.merge("Q3", "Q2", "b", "2024-01-02")
    assert judgements.same() == {"Q1": "Q3", "Q2": "Q3"}
    for keep, drop in (("Q1", "Q3"), ("Q2", "Q1"), ("Q4", "Q1"), ("Q1", "Q1")):
        with pytest.raises(LibraryError):
            judgements.merge(keep, drop, "c", "2024-01-03")
    with pytest.raises(LibraryError):
        judgements.unmerge("Q3", "Q1", "d", "2024-01-03")
    judgements.unmerge("Q2", "Q3", "in either order", "2024-01-03")
    assert judgements.same() == {"Q1": "Q2"}
    judgements.path.write_text("{broken\n", "utf-8")
    with pytest.raises(LibraryError, match="line 1"):
        judgements.same()


def test_names_of_a_merged_actor_lead_to_the_one_that_stays():
    knowledge = knowledge_with([], {"Q58217": "Q7747"})
    assert {knowledge.known(n).id for n, _ in knowledge.find("sergei lavrov")} == {"Q7747"}
    assert {load_knowledge().known(n).id for n, _ in load_knowledge().find("sergei lavrov")} == {"Q58217"}


def row(person, name, title, start, end=None):
    cells = {"person": f"http://www.wikidata.org/entity/{person}", "personLabel": name, "office": "http://www.wikidata.org/entity/Q1",
             "officeLabel": title, "start": f"{start}T00:00:00Z", "gender": "http://www.wikidata.org/entity/Q6581072"}  # fmt: skip
    cells |= {"end": f"{end}T00:00:00Z"} if end else {}
    return {key: {"type": "literal", "value": value} for key, value in cells.items()}


ANSWER = [
    row("Q58217", "Sergey Lavrov", "Minister of Foreign Affairs", "2004-03-09", "2026-01-15"),
    row("Q999000111", "Anna Examplova", "Minister of Foreign Affairs of Russia", "2026-01-16"),
    row("Q999000112", "Q999000112", "Minister of Foreign Affairs of Russia", "2026-01-16"),
    row("Q999000113", "Somebody", "chief gardener", "2026-01-16"),
]


@pytest.fixture
def server():
    """A server that answers as Wikidata would, and keeps what it was asked."""
    asked, answers = [], {"status": 200, "body": json.dumps({"results": {"bindings": ANSWER}}).encode()}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0])
            self.send_response(answers["status"])
            self.end_headers()
            self.wfile.write(answers["body"])

        def log_message(self, *_args):
            pass

    http = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}/sparql", asked, answers
    http.shutdown()
    http.server_close()


def test_a_refresh_tells_what_changes_and_writes_only_after_a_yes(server, tmp_path):
    endpoint, asked, _ = server
    mine = tmp_path / "my.yml"
    words = ("refresh", "--of", "RUS", "--into", mine, "--endpoint", endpoint, "--since", "2004-01-01")
    refused = run(*words, given="n\n")
    assert "ended: Sergey Lavrov" in refused.output and "new person Anna Examplova" in refused.output
    assert "gardener" not in refused.output and "nothing was written" in refused.output and not mine.exists()
    assert "wd:Q159 " in asked[0] and "2004-01-01" in asked[0]
    assert run(*words, given="y\n").exit_code == 0
    knowledge = knowledge_with([mine])
    assert knowledge.of_id("Q999000111").name == "Anna Examplova"
    assert [o.last for o in knowledge.of_id("Q58217").offices if o.office == "foreign"] == ["2026-01-15"]
    again = run(*words)
    assert "nothing new" in again.output, again.output


def test_a_refresh_adds_to_the_file_that_is_there(server, tmp_path):
    mine = tmp_path / "my.yml"
    mine.write_text("# mine\nactors:\n  - {name: Ada Brandt, kind: person, country: FRA}  # keep\n", "utf-8")
    assert run("refresh", "--of", "RUS", "--into", mine, "--endpoint", server[0], "--since", "2004-01-01", "--yes").exit_code == 0
    text = mine.read_text("utf-8")
    assert "# keep" in text and len(read_additions(mine).actors) == 3
    one_line = tmp_path / "line.yml"
    one_line.write_text("actors: []\n", "utf-8")
    done = run("refresh", "--of", "RUS", "--into", one_line, "--endpoint", server[0], "--since", "2004-01-01", "--yes")
    assert "in one line" in str(done.exception) and one_line.read_text() == "actors: []\n"


@pytest.mark.parametrize(
    ("status", "body", "word"), [(429, b"", "pause"), (500, b"", "answered 500"), (200, b"<html>", "SPARQL"), (200, b"[1]", "SPARQL")]
)
def test_an_answer_that_is_none_is_told(server, tmp_path, status, body, word):
    server[2].update(status=status, body=body)
    done = run("refresh", "--of", "RUS", "--into", tmp_path / "my.yml", "--endpoint", server[0])
    assert isinstance(done.exception, DragomanError) and word in str(done.exception)


def test_a_server_that_is_not_there_is_told(tmp_path):
    done = run("refresh", "--of", "RUS", "--into", tmp_path / "my.yml", "--endpoint", "http://127.0.0.1:9/sparql")
    assert "cannot be asked" in str(done.exception)
    assert "no state has the code" in str(run("refresh", "--of", "QQQ", "--into", tmp_path / "my.yml").exception)


def test_names_out_of_an_answer_stay_text(tmp_path):
    odd = json.dumps({"results": {"bindings": [row("Q5", "A\tB\n| C; - x: !!python", "Prime Minister", "2024-01-01")]}}).encode()
    (told,) = read_answer(odd)
    assert "\t" not in told.name and "\n" not in told.name


def test_only_states_with_an_id_of_wikidata_are_asked_about():
    state = next(
        k for n, r in enumerate(load_knowledge().rows) if "\tstate\t" in r and (k := load_knowledge().known(n)).id.startswith("local:")
    )
    with pytest.raises(DragomanError):
        question(state, "2022-01-01")
