"""Finds time expressions in the story, places them on the calendar, and joins them into intervals."""

import re
from collections.abc import Iterable
from datetime import date

from dragoman.grammar import Tree
from dragoman.model import STORY_KINDS, Article, When
from dragoman.times import calendar as cal
from dragoman.times.rules import Around, Match, Rule, rules

READ_KINDS = (*STORY_KINDS, "dateline")
CAPITAL_MONTHS = frozenset(("may", "march", "mar", "mar.", "sun.", "sat.", "dec", "jan", "nov", "oct", "sep", "sept", "apr", "aug", "feb", "jun", "jul"))
LEAD = re.compile(r"\b(in|since|until|till|by|of|from|to|last|next|this|early|late|mid|during|through|between|and|end|beginning|before|after|for|on|,)[\s-]+(?:the\s+)?$", re.IGNORECASE)
SINCE = re.compile(r"\b(since|from)\s+(?:at least\s+|early\s+|late\s+|the\s+)?$", re.IGNORECASE)
ONWARD = re.compile(r"^\s+(onwards?|on)\b", re.IGNORECASE)
TO = re.compile(r"^\s*(?:to|until|till|through|and|[-–])\s*(?:the\s+)?$", re.IGNORECASE)
FIRST_TIME = re.compile(r"\b(time|first|once|times|least|most|worst|biggest|largest|only|more)\b[\w\s,]{0,20}$", re.IGNORECASE)
FUTURE = frozenset(("will", "shall", "'ll", "’ll", "would", "could", "may", "might", "can", "should"))
PLANNED = frozenset(("plan", "schedule", "expect", "due", "set", "intend", "hope", "aim", "prepare", "slate", "upcoming", "begin", "start"))


def find_times(article: Article, tree: Tree) -> tuple[When, ...]:
    """The time expressions of an article in order, each with its value and the rule and anchor that gave it."""
    day = date.fromisoformat(article.published) if article.published and len(article.published) == 10 else None
    starts = {w.start: w.index for w in tree.words}
    found: list[When] = []
    last: date | None = None
    for block in article.blocks:
        if block.kind not in READ_KINDS:
            continue
        whens: list[When] = []
        for rule, match in choose(article.text[block.start : block.end]):
            around = Around(day, speaks_ahead(tree, starts.get(block.start + match.start())), last)
            around.is_count = counts_something(tree, starts.get(block.start + match.start("year"))) if rule.name == "year" else False
            when = resolve(rule, match, around, block.start)
            if when is not None:
                whens.append(when)
                span = cal.span_of(when.value)
                last = span[0] if span else last
        found += join_ranges(whens, article.text)
    return tuple(found)


def choose(text: str) -> list[tuple[Rule, Match]]:
    """The matches of all rules in a text without overlap, the longest first; in the order of the text."""
    matches = [(m.start() - m.end(), m.start(), i, rule, m) for i, rule in enumerate(rules()) for m in rule.pattern.finditer(text)]
    chosen: list[tuple[Rule, Match]] = []
    taken = bytearray(len(text))
    for _, _, _, rule, match in sorted(matches, key=lambda x: x[:3]):
        if not any(taken[match.start() : match.end()]) and is_time(rule, match, text):
            chosen.append((rule, match))
            taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return sorted(chosen, key=lambda c: c[1].start())


def is_time(rule: Rule, match: Match, text: str) -> bool:
    """Whether a match is a time at all: months and weekdays that may be names or words need a capital, and short ones a lead."""
    before = text[: match.start()][-40:]
    if rule.name in ("month", "weekday"):
        word = match["month"] if rule.name == "month" else match["weekday"]
        if not word[:1].isupper():
            return False
        if rule.name == "month" and word.lower() in CAPITAL_MONTHS:
            after = text[match.end() : match.end() + 12]
            named = re.match(r"\s+[A-Z]", after) or re.match(r"\s+(said|told|be|have|not)\b", after)
            return not named and (LEAD.search(before) is not None or bool(match.groupdict().get("which") or match.groupdict().get("when")))
        if rule.name == "weekday" and re.match(r"\s+(Times|Telegraph|Mail|Express|Mirror|Herald|Post|Independent)\b", text[match.end() : match.end() + 14]):
            return False
    if rule.name == "in some time":
        return FIRST_TIME.search(before) is None
    return rule.name != "present" or not re.match(r"\s+(and then|famous)", text[match.end() : match.end() + 10])


def speaks_ahead(tree: Tree, index: int | None) -> bool:
    """Whether the clause of a word speaks of what is to come: a modal, an infinitive after a word of planning, or such a word itself."""
    if index is None:
        return False
    for word in tree.ancestors(index):
        if word.upos not in ("VERB", "AUX") and not tree.kid(word.index, "cop", "aux"):
            if word.lemma.lower() in PLANNED:
                return True
            continue
        return verb_ahead(tree, word.index)
    return False


def verb_ahead(tree: Tree, index: int) -> bool:
    """Whether a verb speaks of what is to come."""
    word = tree.words[index]
    lemmas = {w.text.lower() for w in tree.auxiliaries(index)}
    if lemmas & FUTURE and not ({"would", "could", "might", "may", "should"} & lemmas and "have" in lemmas):
        return True
    if word.xpos == "VB" and any(w.text.lower() == "to" for w in tree.kids(index, "mark")):
        return True
    if word.lemma.lower() in ("schedule", "plan", "slate", "expect", "due") and (tree.is_passive(index) or word.xpos == "VBN"):
        return True
    return word.xpos == "VBG" and any(w.lemma == "be" and "Tense=Pres" in w.feats for w in tree.auxiliaries(index))


def counts_something(tree: Tree, index: int | None) -> bool:
    """Whether a figure counts something ("2000 troops")."""
    if index is None:
        return False
    word = tree.words[index]
    return word.relation == "nummod" and word.head >= 0 and tree.words[word.head].xpos == "NNS"


def resolve(rule: Rule, match: Match, around: Around, offset: int) -> When | None:
    """A match with its value, or None where it has none."""
    value = rule.value(match, around)
    if value is None or not cal.is_edtf(value):
        return None
    why = "; ".join([rule.name, *around.why])
    return When(offset + match.start(), offset + match.end(), value, rule.type, why)


def join_ranges(whens: Iterable[When], text: str) -> list[When]:
    """Expressions of one block with "since X" and "from X to Y" made intervals."""
    out: list[When] = []
    for when in whens:
        before = text[max(0, when.start - 30) : when.start]
        lead = SINCE.search(before)
        closes = out and TO.match(text[out[-1].end : when.start]) and out[-1].why.startswith("open:")
        between = out and re.match(r"^\s+(and|to|[-–])\s+$", text[out[-1].end : when.start]) and re.search(
            r"\bbetween\s+$", text[max(0, out[-1].start - 12) : out[-1].start], re.IGNORECASE
        )
        if (closes or between) and is_plain(out[-1].value.removesuffix("/..")) and is_plain(when.value):
            first = out.pop()
            out.append(When(first.start, when.end, f"{first.value.removesuffix('/..')}/{when.value}", "date", f"range: {first.why}; {when.why}"))
        elif lead and is_plain(when.value) and (lead[1].lower() == "since" or opens(text, when)):
            start = when.start - len(before) + lead.start()
            out.append(When(start, when.end, f"{when.value}/..", "date", f"open: {when.why}"))
        else:
            out.append(when)
    return out


def opens(text: str, when: When) -> bool:
    """Whether "from X" begins an interval: "from X on", or "from X to"."""
    after = text[when.end : when.end + 24]
    return bool(ONWARD.match(after) or re.match(r"\s*(?:to|until|till|through|[-–])\s", after))


def is_plain(value: str) -> bool:
    """Whether a value can be an end of an interval."""
    return "/" not in value and value != "PRESENT_REF"
