"""Who held which office on which day: ``python benchmarks/offices.py [--json] [--table]``.

The questions are made from ``benchmarks/offices.yml``: for each office held one day well inside it (30 days from its edges, chosen by a
hash of the row), and the questions without an answer as they stand. Figures: ``answered`` (share of the questions with an answer that get
one), ``wrong`` (share of all questions that name a wrong person), ``kept_silent`` (share of the questions without an answer that get none).
``--without SOURCES`` leaves out the offices that some sources tell (``curated,history``): those were written by the same hand as the
questions, so what is left is the harder test. ``--table`` counts instead, for some years, the states and offices for which the table
knows somebody on 1 July.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import yaml

from dragoman.actors import Knowledge, load_knowledge, who_held
from dragoman.actors.known import row_of
from dragoman.actors.names import sound
from dragoman.actors.overlay import fresh

FACTS = Path(__file__).with_name("offices.yml")
EDGE = 30
YEARS = (1950, 1960, 1970, 1980, 1990, 1995, 2000, 2005, 2010, 2015, 2020, 2022, 2024, 2025)
OFFICES = ("head of state", "head of government", "foreign minister", "defence minister", "interior minister", "finance minister")


def questions() -> Iterator[tuple[str, str, str, str]]:
    """Office, of whom, day, and the person (empty where nobody is right)."""
    facts = yaml.safe_load(FACTS.read_text("utf-8"))
    for office, country, person, first, last in facts["held"]:
        length = (last - first).days - 2 * EDGE
        chosen = int(sha256(f"{office} {country} {person}".encode()).hexdigest(), 16) % max(length, 1)
        yield office, country, (first + timedelta(EDGE + chosen)).isoformat(), person
    for office, country, day, _ in facts["nobody"]:
        yield office, country, day.isoformat(), ""


def is_same(known: str, wanted: str) -> bool:
    """Whether two writings of a name share a word that is no initial."""
    return bool({sound(w) for w in known.split() if len(w) > 2} & {sound(w) for w in wanted.split() if len(w) > 2})


def score(knowledge: Knowledge) -> tuple[dict[str, float], list[str]]:
    """The figures, and the questions that went wrong."""
    right = wrong = silent = asked = 0
    lines = []
    for office, country, day, person in questions():
        asked += 1
        answer = who_held(knowledge, office, country, day)
        name = answer.holder.known.name if answer.holder else ""
        right += bool(name and person and is_same(name, person))
        silent += not name and not person
        if name and not (person and is_same(name, person)):
            wrong += 1
            lines.append(f"wrong: {office} of {country} on {day}: {name}, not {person or 'nobody'}")
        elif person and not name:
            lines.append(f"not known: {office} of {country} on {day}: {person} ({answer.why})")
    held = sum(bool(q[3]) for q in questions())
    figures = {
        "questions": asked,
        "answered": round(right / held, 3),
        "wrong": round(wrong / asked, 4),
        "kept_silent": round(silent / (asked - held), 3),
    }
    return figures, lines


def without(knowledge: Knowledge, sources: set[str]) -> Knowledge:
    """The knowledge without the offices that some sources tell."""
    made = fresh(knowledge, "without " + ",".join(sorted(sources)))
    for number in range(len(made.rows)):
        known = knowledge.known(number)
        if any(office.source in sources for office in known.offices):
            made.rows[number] = row_of(replace(known, offices=tuple(o for o in known.offices if o.source not in sources)))
    return made


def table(knowledge: Knowledge) -> list[str]:
    """For each office and year, of how many of today's states the holder is known."""
    states = sorted(
        {
            k.country
            for n in range(len(knowledge.rows))
            if "\tstate\t" in knowledge.rows[n] and (k := knowledge.known(n)).rank >= 3 and k.country
        }
    )
    lines = ["| office | " + " | ".join(map(str, YEARS)) + " |", "|---" * (len(YEARS) + 1) + "|"]
    for office in OFFICES:
        known = [
            sum(who_held(knowledge, office, state, date(year, 7, 1).isoformat()).holder is not None for state in states) for year in YEARS
        ]
        lines.append(f"| {office} | " + " | ".join(map(str, known)) + " |")
    return [f"{len(states)} states and territories", *lines]


def main(argv: list[str] | None = None) -> int:
    """Score and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    options.add_argument("--without", default="", help="sources of offices that are left out, parted by commas")
    options.add_argument("--table", action="store_true")
    chosen = options.parse_args(argv)
    knowledge = load_knowledge()
    if chosen.without:
        knowledge = without(knowledge, set(chosen.without.split(",")))
    if chosen.table:
        print("\n".join(table(knowledge)))
        return 0
    figures, lines = score(knowledge)
    if chosen.json:
        print(json.dumps(figures))
    else:
        print("\n".join([*lines, *(f"{key}: {value}" for key, value in figures.items())]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
