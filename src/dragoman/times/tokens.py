"""Cuts text into tokens and gives each a one-letter class, so that rules can be short patterns over a string of letters.

The letters: M month, W weekday, d number 1-31, o ordinal in digits, O ordinal word, Y year, N other number, a "a", U unit, V units,
P part of the day, t today, T tonight, S season, H holiday, L last, X next, C this, v the, z that/same, p previous, f following, e early,
E end (of), j before/after, g ago, b earlier, l later, I ISO date, K numeric date, h clock time, A am/pm, r now, s daily, i in, F of,
y every, G decade, m about, c and, > to, w weekend, D Mondays, k fiscal, R BC or AD, u half, n '99, q period, J consecutive,
Z time zone, Q bracket or quotation mark; ``B`` ends a sentence or line, ``,`` ``-`` ``.`` ``'`` ``:`` are themselves, ``x`` is the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dragoman.lexicon import load_yaml
from dragoman.times.calendar import MAX_YEAR

_TOKEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}(?![0-9])|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])"
    r"|[0-9]+(?:[.,/][0-9]+)*(?:(?:st|nd|rd|th|s|am|pm)\b)?|[ap]\.m\.|[AP]\.M\.|B\.C\.(?:E\.)?|A\.D\.|C\.E\.|['’](?:s|ll)\b|['’][0-9]0s\b|['’][0-9]{2}(?![\w'’])|[^\W\d_]+|\n+|[^\w\s]|_"
)
_BRACKETS = frozenset('()[]{}"“”«»')
FIRST_YEAR, LAST_YEAR = 1500, 2100
FIRST_OLD_YEAR = 1000
"""Four digits from here on are a year only after "in" and its like, and before no word that they may count."""
_ERAS = {"BC": -1, "BCE": -1, "B.C.": -1, "B.C.E.": -1, "AD": 1, "CE": 1, "A.D.": 1, "C.E.": 1}


@dataclass(slots=True)
class Tokens:
    """The tokens of a text: spans, lower-cased words, the class of each as one letter of ``codes``, and what each means."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    codes: str = ""
    values: list[Any] = field(default_factory=list)

    def touches(self, index: int) -> bool:
        """Whether a token follows the one before it with nothing but blanks between, on the same line."""
        return index > 0 and not self.text[self.ends[index - 1] : self.starts[index]].strip()

    def between(self, first: int, last: int) -> list[str]:
        """The words of tokens ``first`` up to, not with, ``last``."""
        return self.words[max(first, 0) : last]


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of data/times.yml in the shape in which they are asked."""

    simple: dict[str, tuple[str, Any]]
    phrases: dict[str, list[tuple[tuple[str, ...], str, Any]]]
    lists: dict[str, frozenset[str]]
    months: dict[str, int]
    short_months: dict[str, int]
    short_weekdays: dict[str, int]
    known: frozenset[str]
    """Every word that may be of a class of its own, or the first of a phrase."""


_LISTS = {
    "last": "L", "next": "X", "current": "C", "previous": "p", "following": "f", "same": "z", "articles": "v", "early": "e", "ends": "E",
    "before": "b", "after": "l", "beside": "j", "every": "y", "lengthy": "J", "about": "m", "numbers_vague": "N", "zones": "Z",
}  # fmt: skip
_TABLES = {
    "units": "U", "units_plural": "V", "numbers": "N", "ordinals": "O", "decades": "G", "parts": "P", "days": "t", "nights": "T",
    "seasons": "S", "refs": "r", "spans": "r", "sets": "s",
}  # fmt: skip
_FIXED = {
    "ago": "g", "in": "i", "of": "F", "and": "c", "a": "a", "an": "a", "another": "a", "am": "A", "pm": "A", "a.m.": "A", "p.m.": "A",
    "to": ">", "until": ">", "till": ">", "through": ">",
    "fiscal": "k", "financial": "k", "half": "u", "period": "q", "weekend": "w",
    ",": ",", "-": "-", "–": "-", "—": "B", "'s": "'", "’s": "'", ".": ".", "!": "B", "?": "B", ":": ":",
}  # fmt: skip


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(m.group().lower() for m in _TOKEN.finditer(phrase))


@cache
def word_lists() -> Words:
    """The words of data/times.yml and data/times_holidays.yml, loaded once."""
    raw = load_yaml("times")
    simple: dict[str, tuple[str, Any]] = {word: (code, None) for word, code in _FIXED.items()}
    for name, code in _LISTS.items():
        simple.update(dict.fromkeys(raw[name], (code, None)))
    for name, code in _TABLES.items():
        simple.update({word: (code, value) for word, value in raw[name].items()})
    simple |= {word: ("W", day) for word, day in raw["weekdays"].items()}
    simple["earlier"], simple["later"] = ("b", None), ("l", None)
    phrases: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
    named = [(_split(p), c, v) for p, c, v in raw["phrases"]]
    days = load_yaml("times_holidays")
    named += [(_split(h["name"]), "H", (h["name"], str(h["falls"]))) for h in days["holidays"]]
    named += [(_split(h["name"]), "H", (h["name"], "once " + str(h["falls"]))) for h in days["once"]]
    for words, code, value in sorted(named, key=lambda entry: -len(entry[0])):
        phrases.setdefault(words[0], []).append((words, code, value))
    names = (
        "months_doubtful",
        "months_named",
        "month_cues",
        "old_year_after",
        "old_year_before",
        "season_cues",
        "season_not_before",
        "day_before",
        "day_not_before",
        "deadline_words",
        "achieving_words",
        "saying_words",
        "weekday_names_after",
        "weekday_names_before",
        "span_before",
        "rate_not_after",
        "year_not_after",
        "year_not_before",
        "past_words",
        "future_words",
        "future_sure",
        "promise_words",
    )
    lists = {name: frozenset(str(w) for w in raw[name]) for name in names}
    known = frozenset((*simple, *phrases, *raw["months"], *raw["months_short"], *raw["weekdays_short"], *(era.lower() for era in _ERAS)))
    return Words(simple, phrases, lists, raw["months"], raw["months_short"], raw["weekdays_short"], known)


def cut(text: str) -> Tokens:
    """Cut a text into classed tokens."""
    raw, tokens, lists, codes, index = Tokens(text), Tokens(text), word_lists(), [], 0
    for match in _TOKEN.finditer(text):
        raw.starts.append(match.start())
        raw.ends.append(match.end())
        raw.words.append(match.group().lower())
    while index < len(raw.words):
        word = raw.words[index]
        if word not in lists.known and word.isalpha() and not word.endswith("days"):
            tokens.starts.append(raw.starts[index])
            tokens.ends.append(raw.ends[index])
            tokens.words.append(word)
            tokens.values.append(None)
            codes.append("x")
            index += 1
            continue
        code, value, size = _read(raw, index, lists)
        tokens.starts.append(raw.starts[index])
        tokens.ends.append(raw.ends[index + size - 1])
        tokens.words.append(raw.words[index] if size == 1 else " ".join(raw.words[index : index + size]))
        tokens.values.append(value)
        codes.append(code)
        index += size
    tokens.codes = "".join(codes)
    return tokens


def _read(tokens: Tokens, index: int, lists: Words) -> tuple[str, Any, int]:
    """Class, value and number of raw tokens of what stands at ``index``."""
    word = tokens.words[index]
    if word in lists.phrases:
        for words, code, value in lists.phrases[word]:
            size = len(words)
            if tuple(tokens.words[index : index + size]) == words and not (code == "H" and _is_small(tokens, index, size)):
                return code, value, size
    if word in lists.short_months or word in lists.short_weekdays:
        dotted = tokens.words[index + 1 : index + 2] == ["."] and tokens.starts[index + 1] == tokens.ends[index]
        size = 2 if dotted else 1
        read = _month if word in lists.short_months else _short_weekday
        code, value = read(tokens, index, index + size, lists)
        return code, value, size if code != "x" else 1
    return *_class_of(tokens, index, lists), 1


def _is_small(tokens: Tokens, index: int, size: int) -> bool:
    """Whether a name is written without any capital."""
    return tokens.text[tokens.starts[index] : tokens.ends[index + size - 1]].islower()


def _class_of(tokens: Tokens, index: int, lists: Words) -> tuple[str, Any]:
    word = tokens.words[index]
    if "0" <= word[0] <= "9":
        return _number(word, tokens, index, lists)
    if word[0] == "\n":
        return "B", None
    if (era := _era(tokens, index)) is not None:
        return "R", era
    if word in lists.months:
        return _month(tokens, index, index + 1, lists)
    found = lists.simple.get(word)
    if found is None:
        return _odd(word)
    return _weekday(tokens, index, found, lists) if found[0] == "W" else found


def _era(tokens: Tokens, index: int) -> int | None:
    """-1 for BC and 1 for AD where they stand beside a number, else None."""
    era = _ERAS.get(tokens.text[tokens.starts[index] : tokens.ends[index]])
    if era is None:
        return None
    before = tokens.words[index - 1][-1:] if index else ""
    behind = tokens.words[index + 1][:1] if index + 1 < len(tokens.words) else ""
    if behind == "-" and tokens.starts[index + 1] == tokens.ends[index]:
        return None
    return era if before.isdigit() or before in ("y",) or (era > 0 and behind.isdigit()) else None


def _odd(word: str) -> tuple[str, Any]:
    if word[0] in "'’" and word[-1] == "s" and len(word) == 4:
        return "G", int(word[1])
    if word[0] in "'’" and len(word) == 3 and word[1:].isdigit():
        return "n", int(word[1:])
    if word.endswith("days") and word[:-1] in word_lists().simple and word_lists().simple[word[:-1]][0] == "W":
        return "D", word_lists().simple[word[:-1]][1]
    return ("Q", None) if word[0] in _BRACKETS else ("x", None)


def _weekday(tokens: Tokens, index: int, found: tuple[str, Any], lists: Words) -> tuple[str, Any]:
    if tokens.text[tokens.starts[index]].islower():
        return "x", None
    behind = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
    capital = behind != "" and tokens.text[tokens.starts[index + 1]].isupper()
    if (capital and behind in lists.lists["weekday_names_after"]) or (
        index and tokens.words[index - 1] in lists.lists["weekday_names_before"]
    ):
        return "x", None
    return found


def _short_weekday(tokens: Tokens, index: int, after: int, lists: Words) -> tuple[str, Any]:
    behind = tokens.words[after : after + 2]
    if tokens.text[tokens.starts[index]].isupper() and behind and _starts_date(behind, lists):
        return "W", lists.short_weekdays[tokens.words[index]]
    return "x", None


def _starts_date(words: Sequence[str], lists: Words) -> bool:
    word = words[1] if words[0] == "," and len(words) > 1 else words[0]
    return word in lists.months or word in lists.short_months or word.isdigit()


def _month(tokens: Tokens, index: int, after: int, lists: Words) -> tuple[str, Any]:
    word = tokens.words[index]
    if tokens.text[tokens.starts[index]].islower():
        return "x", None
    if word not in lists.lists["months_doubtful"] or _is_month(tokens, index, after, lists):
        return "M", lists.months.get(word) or lists.short_months[word]
    return "x", None


def _is_month(tokens: Tokens, index: int, after: int, lists: Words) -> bool:
    """Whether a doubtful month name (May, March, April) stands as a month: beside a number, or after a word that months follow."""
    before = tokens.words[index - 1] if index else "\n"
    behind = tokens.words[after : after + 2]
    skipped = len(behind) > 1 and behind[0] in (",", "of", "'s")
    if (behind and behind[skipped][0].isdigit()) or (before[0].isdigit() and len(before) <= 4):
        return True
    if behind and behind[0] not in lists.months and behind[0] not in lists.simple and tokens.text[tokens.starts[after]].isupper():
        return False
    if before in lists.lists["month_cues"]:
        return True
    inside = index > 0 and before[0].isalpha() and tokens.text[tokens.starts[index - 1]].islower()
    return inside and tokens.words[index] not in lists.lists["months_named"]


def _number(word: str, tokens: Tokens, index: int, lists: Words) -> tuple[str, Any]:
    if word.isdigit():
        return _plain_number(word, tokens, index, lists)
    if len(word) == 10 and word[4] == "-":
        return "I", word
    if word.count("-") == 2:
        return "K", word
    if ":" in word:
        return "h", word
    if word.endswith(("st", "nd", "rd", "th")):
        return ("o", int(word[:-2])) if word[:-2].isdigit() and len(word) < 5 else ("N", None)
    if word.endswith("s"):
        return _decade(word)
    if word.endswith(("am", "pm")):
        return "h", word
    if "/" in word or word.count(".") == 2:
        return "K", word
    plain = word.replace(",", "")
    return "N", int(plain) if plain.isdigit() and len(plain) < 8 else None


def _decade(word: str) -> tuple[str, Any]:
    digits = word[:-1]
    if digits.isdigit() and digits[-1] == "0" and len(digits) in (2, 4) and (len(digits) == 2 or FIRST_YEAR <= int(digits) <= LAST_YEAR):
        return "G", int(digits) // 10
    return "N", None


def _plain_number(word: str, tokens: Tokens, index: int, lists: Words) -> tuple[str, Any]:
    if len(word) == 4 and word[0] != "0" and _is_year(tokens, index, lists):
        return "Y", int(word)
    if len(word) <= 2 and 1 <= int(word) <= 31:
        return "d", int(word)
    if len(word) == 2 and index and tokens.words[index - 1] in ("'", "’") and tokens.ends[index - 1] == tokens.starts[index]:
        return "N", int(word)
    return "N", int(word) if len(word) < 8 and int(word) <= MAX_YEAR * 100 else None


def _is_old_year(tokens: Tokens, index: int, lists: Words) -> bool:
    """Whether four digits below ``FIRST_YEAR`` stand as years do: after "in" or a month, and before no word that they may count."""
    before = tokens.words[index - 1] if index else ""
    behind = tokens.words[index + 1] if index + 1 < len(tokens.words) else "."
    if before not in lists.lists["old_year_after"] and before not in lists.months:
        return False
    return not behind[0].isalpha() or behind in lists.lists["old_year_before"]


def _is_year(tokens: Tokens, index: int, lists: Words) -> bool:
    """Whether four digits are a year and count or number nothing."""
    before = tokens.words[index - 1] if index else ""
    behind = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
    if int(tokens.words[index]) > LAST_YEAR or (int(tokens.words[index]) < FIRST_YEAR and not _is_old_year(tokens, index, lists)):
        return False
    if before in lists.lists["year_not_after"] or behind in lists.lists["year_not_before"]:
        return False
    glued = behind in ("-", "–") and tokens.starts[index + 1] == tokens.ends[index]
    if glued and tokens.words[index + 2 : index + 3] and tokens.words[index + 2] in lists.lists["year_not_before"] | {"year", "mile", "km"}:
        return False
    if (
        before in ("-", "/", ".")
        and tokens.ends[index - 1] == tokens.starts[index]
        and index > 1
        and tokens.ends[index - 2] == tokens.starts[index - 1]
    ):
        return (
            tokens.words[index - 2][-1:].isdigit()
            or tokens.words[index - 2] in ("mid", "early", "late", "pre", "post")
            or tokens.words[index - 2] in lists.months
        )
    return True
