"""The corpus: its notation expands to text and gold, mistakes are named with file and line, and the corpus as it stands is sound."""

import json
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "corpus"))

import agreement  # noqa: E402
import check  # noqa: E402
import expand  # noqa: E402
import hints  # noqa: E402
import notation  # noqa: E402
import sentences  # noqa: E402

HEADER = """facts: invented
group: g
hand: one
region: Europe
decade: 1990s
topic: call
manner: wire
shape: {shape}
outlet: -
day: 1994-05-17 given
@nor Norway | state | NOR
@min Ola Berg | person | NOR | minister
---
"""
BODY = """# [nor|Norway] moves ships
!E MOBILIZE/military nor done @-1 :: Norway *moves* ships
"We threaten nobody," [min|Ola Berg] said on {Monday|-1}. "Not {now|now}."
!S min "said" @-1 :: "We threaten nobody," || "Not now."
A quote runs on. "First part & more,
"and last," added [min|he].
!S min(he) "added" :: "First part & more, || "and last,"
"""


def page_of(tmp_path, body=BODY, shape="text"):
    path = tmp_path / "p.page"
    path.write_text(HEADER.format(shape=shape) + body, encoding="utf-8")
    return notation.read_page(path)


def test_a_page_expands_to_its_gold(tmp_path):
    gold = expand.gold_of(page_of(tmp_path))
    assert gold["given"] == {"published": "1994-05-17"}
    assert gold["page"]["title"] == "Norway moves ships"
    assert gold["times"][0]["value"] == "1994-05-16" and gold["times"][1]["value"] == "PRESENT_REF"
    first, second = gold["statements"]
    assert first["speaker"] == "Ola Berg" and first["speaker_text"] == "Ola Berg" and first["kind"] == "direct"
    assert first["content"] == ['"We threaten nobody,"', '"Not now."']
    assert second["kind"] == "direct" and second["said"] is None
    assert gold["events"][0]["trigger"] == "moves" and gold["events"][0]["actor_country"] == ["NOR"]


def test_offsets_refer_to_the_plain_text(tmp_path):
    page = page_of(tmp_path)
    for actor in expand.gold_of(page)["actors"]:
        assert {page.text[s:e] for s, e in actor["at"]} == set(actor["texts"])


class Visible(HTMLParser):
    def __init__(self):
        super().__init__()
        self.lines, self.skip = [], False

    def handle_starttag(self, tag, attrs):
        self.skip = tag in ("title", "head")

    def handle_endtag(self, tag):
        self.skip = False

    def handle_data(self, data):
        if data.strip() and not self.skip:
            self.lines.append(data.strip())


def test_html_shows_the_same_text(tmp_path):
    page = page_of(tmp_path, shape="html")
    reader = Visible()
    reader.feed(expand.file_of(page)[1])
    assert reader.lines == [b.text for b in page.blocks]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("Said on {Sunday|-1}.", "1994-05-16 is a Monday"),
        ("Said in {May|1994-13}.", "no EDTF"),
        ("A [xyz|man] spoke.", "not declared"),
        ("A [bracket stands.", "without id"),
        ("A [nor|bracket stands.", "not closed"),
        ("Norway met.\n!E CONSULT nor done :: Norway *meets*", "does not stand"),
        ("Norway met.\n!E CONSULT nor done :: Norway met", "stars"),
        ("Norway met.\n!E TALK nor done :: Norway *met*", "unknown event type"),
        ("Norway met.\n!E CONSULT nor maybe :: Norway *met*", "modality"),
        ('Ships [nor|he] said sail.\n!S nor "said" :: Ships .. sail', "inside the content"),
        ('He said no.\n!S nor "said" :: no', "no mark of nor"),
        ("no and no\n!S nor - :: no", "2 times"),
        ("?\n!X nor", "coding line starts"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path, body, why):
    with pytest.raises(notation.NotationError, match=r"p\.page:\d+: .*" + why):
        expand.gold_of(page_of(tmp_path, body))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (["“All of it,”"], "direct"),
        (["“A paragraph that runs on"], "direct"),
        (["it was “a provocation”"], "mixed"),
        (["it was ‘a provocation’"], "mixed"),
        (["it's the ministers' affair"], "indirect"),
        (["“A” and “B”"], "mixed"),
        (["‘It’s ours,’"], "direct"),
        (["«Non»"], "direct"),
    ],
)
def test_the_kind_of_quotation_is_read_off_the_marks(content, kind):
    assert expand.quote_kind(content) == kind


@pytest.mark.parametrize("value", ["1994", "1994-05", "1994-05-17", "1994-W20", "199X", "1967/..", "../1994-05", "1983-22", "PRESENT_REF"])
def test_calendar_values_that_are_right(value):
    assert notation.edtf_problem(value) is None


@pytest.mark.parametrize("value", ["1994-02-30", "94", "..", "1994-W60", "1995/1994", "May"])
def test_calendar_values_that_are_wrong(value):
    assert notation.edtf_problem(value)


def test_the_split_follows_the_group():
    assert expand.split_of("a") == expand.split_of("a")
    parts = [expand.split_of(f"group {n}") for n in range(1000)]
    assert 640 < parts.count("train") < 760 and parts.count("dev") > 100 and parts.count("test") > 100


def test_the_corpus_is_sound():
    _, errors = check.check(ROOT / "no-such-folder")
    assert errors == []


@pytest.mark.shared
def test_no_sentence_stands_in_the_shared_data():
    shared = ROOT.parent / "shared"
    if not shared.is_dir():
        pytest.skip("no shared data beside the checkout")
    assert check.check(shared)[1] == []


def test_expanding_twice_gives_the_same_bytes(tmp_path):
    outs = []
    for name in ("a", "b"):
        expand.main(["--out", str(tmp_path / name)])
        outs.append({p.relative_to(tmp_path / name): p.read_bytes() for p in sorted((tmp_path / name).rglob("*")) if p.is_file()})
    assert outs[0] == outs[1] and json.loads(outs[0][Path("manifest.jsonl")].splitlines()[0])


def sentences_of(tmp_path, text):
    path = tmp_path / "s.sent"
    path.write_text(text, encoding="utf-8")
    return sentences.read_sentences(path)


def test_sentences_keep_where_their_words_stand(tmp_path):
    first, second = sentences_of(
        tmp_path,
        "hand: x\n\nNorway met Arland after Arland wrote.\n!E CONSULT done :: Norway | met | Arland\n"
        "!E REQUEST done :: Arland #2 | wrote | -\nA gale struck Oslo.\n!N struck: a gale\n",
    )
    assert [e["at"] for e in first["events"]] == [
        {"actor": (0, 6), "trigger": (7, 10), "recipient": (11, 17)},
        {"actor": (24, 30), "trigger": (31, 36), "recipient": None},
    ]
    assert second["negative"] and second["why"] == "struck: a gale" and not second["events"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A met B.\n", "hand: NAME"),
        ("hand: x\n!E CONSULT done :: A | met | B\n", "before any sentence"),
        ("hand: x\nA met B.\n!E CONSULT done :: A | saw | B\n", "'saw' does not stand"),
        ("hand: x\nA met B.\n!E MEET done :: A | met | B\n", "unknown MEET"),
        ("hand: x\nA met B.\n!E CONSULT done :: A | - | B\n", "needs its trigger"),
        ("hand: x\nA met B.\n!E CONSULT done A met B\n", "an event reads"),
    ],
)
def test_what_is_wrong_in_sentences_is_named(tmp_path, text, why):
    with pytest.raises(notation.NotationError, match=r"s\.sent:\d+: .*" + why):
        sentences_of(tmp_path, text)


def test_a_sentence_holds_events_or_says_what_misleads(tmp_path):
    rows = sentences_of(tmp_path, "hand: x\nA met B.\nA gale struck.\n!N struck: a gale\n")
    assert [list(sentences.problems(r)) != [] for r in rows] == [True, False]


def test_hints_name_what_may_be_unmarked(tmp_path):
    page = page_of(tmp_path, BODY + 'On Tuesday he said nothing. "They are not going to wait for us," read a banner.\n')
    told = list(hints.hints(page, expand.gold_of(page)))
    assert [h.split(": ")[2] for h in told] == ["a quotation in no statement", "'said' is no cue and no trigger", "'Tuesday' is no time"]


def test_leftovers_have_roles_and_pull_quotes_stand_apart(tmp_path):
    page = page_of(tmp_path, "~byline By A Writer\n~ Share\n" + BODY + "> A pull quote\n")
    gold = expand.gold_of(page)
    assert gold["corpus"]["blocks"] == ["byline", "boilerplate", "title", "paragraph", "paragraph", "paragraph", "quote"]
    assert gold["page"]["not_story"] == ["By A Writer", "Share"] and len(gold["page"]["body"]) == 3


def test_a_second_reader_gets_bare_text_and_is_scored_against_the_first(tmp_path):
    first = page_of(tmp_path, "~ Share \\[x\\]\n" + BODY)
    bare = agreement.blind(first)
    assert "Ola Berg" not in bare.split("---")[0] and "!S" not in bare and "|" not in bare.split("---")[1]
    (tmp_path / "b.page").write_text(bare.replace("hand: ?", "hand: two").replace("outlet: ?", "outlet: -"), encoding="utf-8")
    assert notation.read_page(tmp_path / "b.page").text == first.text
    same = agreement.agreement([(first, first)])
    assert all(value == 1.0 for key, value in same.items() if key not in ("pages", "claims"))
    other = page_of(tmp_path, "~ Share \\[x\\]\n" + BODY.replace("MOBILIZE/military nor done", "RETREAT nor planned"))
    parted = agreement.agreement([(first, other)])
    assert parted["events.found"] == 0 and parted["kinds of triggers"] == 0 and parted["statements.whole"] == 1
    assert agreement.differences(first, other)[2:] == [
        "-E MOBILIZE/military nor done @-1 :: Norway *moves* ships",
        "+E RETREAT nor planned @-1 :: Norway *moves* ships",
    ]
