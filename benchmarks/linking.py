"""How often the actors of pages are linked to the right entry of the knowledge base, and to none where it has none.

python corpus/expand.py --split dev --out DIR && python benchmarks/linking.py --data DIR [--json] [--wrong]

DIR is a folder as corpus/expand.py makes it. Which entry is right follows from the gold record's own words: an actor is *known* where the
knowledge base has an entry of the same country and a kind that fits, with the actor's name or one of its wordings as a strong name (a state
by its country, or by name and country, as West Germany and Germany have one code; a ministry or other body of every state by country and
body; people by strong names, without titles too). Each marked name that the text has is looked up in the record. ``linked right`` is the
share of known actors' names that got such an entry; ``not known said so`` that of names of others that got an actor of the page and no
entry; ``person precision`` the share of people linked to an entry who are that entry's by the gold record. What the knowledge base
itself has wrong, or lacks, is not seen here.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.actors import Knowledge, load_knowledge
from dragoman.actors.bodies import body_id
from dragoman.actors.known import Known
from dragoman.actors.names import name_key
from dragoman.errors import DragomanError
from dragoman.intake import read_manifest
from dragoman.model import Actor, Record
from dragoman.reader import Reader

sys.path.insert(0, str(Path(__file__).parent))
from coreference import class_of, holder, mentions_of, place_in

Json = dict[str, Any]
FITS = {"person": {"person"}, "state": {"state"}, "place": {"place", "state"}}
BODIES = {"government", "organisation", "group", "outlet"}
TITLES = {
    "mr", "mrs", "ms", "dr", "sir", "president", "minister", "prime", "foreign", "king", "queen", "general", "colonel", "marshal", "field",
    "emir", "sheikh", "pope", "crown", "prince", "chancellor", "the",
}  # fmt: skip


def right_entries(knowledge: Knowledge, actor: Json) -> set[str]:
    """The ids of the entries that a gold actor may be linked to; none where the knowledge base does not have him."""
    country, kind = actor["country"], actor["kind"]
    if kind == "state":
        number = knowledge.states.get(country or "")
        named = [knowledge.known(n) for n, _ in knowledge.find(name_key(actor["name"]))]
        same = {known.id for known in named if known.kind == "state" and known.country == country}
        return same | ({knowledge.known(number).id} if number is not None else set())
    found: set[str] = set()
    for name in [actor["name"], *(text for text in actor["texts"] if class_of(text, actor) is None)]:
        key = name_key(name)
        bare = " ".join(w for w in key.split() if kind != "person" or w not in TITLES)
        for number, type_ in (*knowledge.find(key), *knowledge.find(bare)):
            known = knowledge.known(number)
            countries = {known.country, *(office.country for office in known.offices)}
            if type_ != "w" and known.kind in FITS.get(kind, BODIES) and (country is None or country in countries):
                found.add(known.id)
        if country and kind in BODIES:
            found |= {known.id for known in bodies_of(knowledge, key, country)}
    return found


def bodies_of(knowledge: Knowledge, key: str, country: str) -> Iterator[Known]:
    """The bodies of a state that the last words of a name, or all of them, mean: "ministry of defence", "French navy"."""
    words = key.split()
    for phrase in {" ".join(words[i:]) for i in range(len(words))}:
        body = knowledge.words.bodies.get(phrase, phrase if phrase in knowledge.words.every else "")
        known = knowledge.of_id(body_id(body, country)) if body else None
        if known is not None:
            yield known


def judge(record: Record, gold: Json, plain: str, knowledge: Knowledge) -> Iterator[tuple[str, bool, str]]:
    """Each name marked on a page: the measure to which it belongs, whether it is right, and the words."""
    mentions, text = mentions_of(record), record.article.text
    owners: dict[str, set[str]] = {}
    for actor in gold["actors"]:
        right = right_entries(knowledge, actor)
        for at in actor["at"]:
            words = plain[at[0] : at[1]]
            named = class_of(words, actor) is None and (actor["kind"] == "state" or not knowledge.is_country(words))
            place = place_in(text, plain, (at[0], at[1])) if named else None
            found = holder(mentions, place) if place else None
            if place is None or found is None:
                continue
            if found.kind == "person":
                owners.setdefault(found.id, set()).update(right or {actor["name"]})
            said = f"{words!r} ({actor['name']}): {found.name}, {found.id}"
            yield ("linked right", found.id in right, said) if right else ("not known said so", not is_entry(knowledge, found), said)
    for person in record.actors:
        if person.kind == "person" and person.id in owners and is_entry(knowledge, person):
            yield "person precision", person.id in owners[person.id], f"{person.name}, {person.id}"


def is_entry(knowledge: Knowledge, actor: Actor) -> bool:
    """Whether an actor is an entry of the knowledge base; a body of a state told by rule is none."""
    known = knowledge.of_id(actor.id)
    return known is not None and known.number >= 0


def measure(folder: Path, reader: Reader, knowledge: Knowledge, *, wrong: bool = False) -> Json:
    """The figures over all pages of a folder."""
    total, right = Counter[str](), Counter[str]()
    for page in read_manifest(folder / "manifest.jsonl"):
        name = Path(page.source).stem
        gold = json.loads((folder / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        plain = (folder / "plain" / f"{name}.txt").read_text(encoding="utf-8")
        for what, ok, words in judge(reader.read_page(page), gold, plain, knowledge):
            total[what] += 1
            right[what] += ok
            if wrong and not ok:
                print(f"{name}: {what}: {words}", file=sys.stderr)
    return {what: {"n": total[what], "right": round(right[what] / total[what], 3)} for what in sorted(total)}


def main() -> int:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True, help="folder made by corpus/expand.py")
    ask.add_argument("--json", action="store_true", help="print the figures as JSON")
    ask.add_argument("--wrong", action="store_true", help="list wrong ones on the error output")
    args = ask.parse_args()
    try:
        figures = measure(args.data, Reader(), load_knowledge(), wrong=args.wrong)
    except (OSError, ValueError, DragomanError) as error:
        print(f"{args.data} cannot be read as a folder of corpus/expand.py: {error}", file=sys.stderr)
        return 2
    print(json.dumps(figures) if args.json else "\n".join(f"{what:20} {row['right']:.3f} of {row['n']}" for what, row in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
