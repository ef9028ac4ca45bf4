"""Whether the clause around an expression tells of what was or of what is to come, from the words beside it or from the parse."""

from dragoman.grammar import Tree
from dragoman.model import Word
from dragoman.times.resolve import FUTURE, PAST, PRESENT
from dragoman.times.tokens import Tokens, word_lists

REACH = 18
STOPS = "B."
MOST_AWAITED = 3
"""How many days ahead a weekday after "before" may lie; from there on the last one lies nearer."""
_HEAD = 4
_SHORT = 4
_TO_BE = frozenset(("is", "are", "was", "were"))
_TO_COME_BEFORE_TO = frozenset(
    ("is", "are", "was", "were", "due", "scheduled", "set", "expected", "planned", "plans", "plan", "ready", "poised", "hopes")
)
_MODALS = frozenset(("will", "shall", "'ll", "’ll", "would", "could", "may", "might", "can", "should", "must"))


def tense_beside(tokens: Tokens, first: int, last: int) -> int | None:
    """Past or future by the nearest telling word: before it in its clause, then behind it, then before it in its sentence."""
    if is_deadline(tokens, first, last):
        return FUTURE
    if "W" in tokens.codes[first:last] and not _is_sure(tokens, first, last):
        return _of_weekday(tokens, first, last)
    clause = _look(tokens, range(first - 1, max(first - REACH, -1), -1), ",")
    if clause is not None:
        return clause
    behind = _look(tokens, range(last, min(last + REACH, len(tokens.words))), "")
    if behind is not None:
        return behind
    return _look(tokens, range(first - 1, max(first - 2 * REACH, -1), -1), "")


def _of_weekday(tokens: Tokens, first: int, last: int) -> int:
    """A weekday is one gone by unless the nearest verb before it, or behind it at the head of a sentence, tells of what is to come."""
    for index in range(first - 1, max(first - REACH, -1), -1):
        if tokens.codes[index] in STOPS:
            return _first_verb(tokens, last) if first - index <= _HEAD else PAST
        verb = _verb_at(tokens, index)
        if verb is not None:
            return verb
        if tokens.codes[index] == ",":
            return PAST
    return PAST if first > _HEAD else _first_verb(tokens, last)


def _first_verb(tokens: Tokens, last: int) -> int:
    """The tense of the first telling verb behind an expression at the head of its sentence."""
    for index in range(last, min(last + REACH, len(tokens.words))):
        if tokens.codes[index] in STOPS:
            return PAST
        verb = _verb_at(tokens, index)
        if verb is not None:
            return verb
    return PAST


def _verb_at(tokens: Tokens, index: int) -> int | None:
    """Whether a word is a verb that tells: "would", "be", "is to" of what is to come, "said" of the past."""
    word, before = tokens.words[index], tokens.words[index - 1] if index else ""
    behind = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
    if word == "be" or (word in _MODALS and behind != "have") or (word == "to" and before in _TO_COME_BEFORE_TO):
        return FUTURE
    if word in _TO_BE:
        return FUTURE if behind == "to" else None
    if word in word_lists().lists["past_words"] or (word.endswith("ed") and len(word) > _SHORT):
        return FUTURE if before == "be" else None if before in ("the", "a") else PAST
    return None


def is_deadline(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a weekday, weekend, feast or season after "by" or "until", a month after "by", or a weekday after "for", is one to come.

    By Monday, at the head of a sentence that goes on in the past, is not. "For later Sunday" is.
    """
    before = _before(tokens, first)
    word, codes = tokens.words[before] if before >= 0 else "", tokens.codes[first:last]
    due = set(codes) & set("WSwH") and word in word_lists().lists["deadline_words"]
    if not due and not ("M" in codes and word == "by") and not ("W" in codes and word == "for"):
        return False
    opens = before == 0 or tokens.codes[before - 1] in STOPS
    return not opens or _look(tokens, range(last, min(last + REACH, len(tokens.words))), "") != PAST


def _before(tokens: Tokens, first: int) -> int:
    """The place of the preposition before an expression, past what modifies the day: "for later on Sunday", "ahead of Sunday"."""
    before = first - 1
    while before > 0 and (tokens.codes[before] in "evEFPdl" or tokens.words[before - 1 : before + 1] == ["later", "on"]):
        before -= 1
    return before


def is_awaited(tokens: Tokens, first: int, last: int, days: int) -> bool:
    """Whether a weekday after "before" or "ahead of", so many ``days`` ahead, is one to come: "in an interview before Sunday's vote".

    One of which the last lies nearer is not, nor is one in a sentence with "had": "the two had met before Sunday's attack".
    """
    before = _before(tokens, first)
    if "W" not in tokens.codes[first:last] or days > MOST_AWAITED or before < 0 or tokens.words[before] not in ("before", "ahead"):
        return False
    begin = max(tokens.codes.rfind(stop, 0, before) for stop in STOPS) + 1
    ends = [end for stop in STOPS if (end := tokens.codes.find(stop, last)) >= 0]
    return "had" not in tokens.words[begin : min(ends, default=len(tokens.words))]


def _is_sure(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a word stands near that by itself speaks of days to come: a weekday is else the last one."""
    sure = word_lists().lists["future_sure"]
    return any(word in sure for word in (*tokens.between(first - 12, first), *tokens.words[last : last + 8]))


def _look(tokens: Tokens, places: range, stops: str) -> int | None:
    lists = word_lists().lists
    for index in places:
        if tokens.codes[index] in STOPS or tokens.codes[index] in stops:
            return None
        word = tokens.words[index]
        if word in lists["future_words"]:
            return FUTURE
        if word in lists["past_words"] or (word.endswith("ed") and len(word) > 4):
            promised = word in lists["promise_words"] and index + 1 < len(tokens.words) and tokens.words[index + 1] == "to"
            return FUTURE if promised else PAST
    return None


def tense_in_tree(tree: Tree, index: int) -> int | None:
    """Past, present or future by the verb that governs a word, None where the parse does not tell."""
    lists = word_lists().lists
    for word in tree.ancestors(index):
        if word.upos in ("VERB", "AUX") or tree.kid(word.index, "cop", "aux"):
            return _tense_of(tree, word)
        if word.text.lower() in lists["future_words"]:
            return FUTURE
    return None


def _tense_of(tree: Tree, word: Word) -> int | None:
    helpers = {w.text.lower() for w in (*tree.auxiliaries(word.index), *tree.kids(word.index, "cop"))}
    if helpers & _MODALS and "have" not in helpers:
        return FUTURE
    if word.text.lower() in word_lists().lists["future_words"]:
        return FUTURE
    if word.xpos == "VB" and any(w.text.lower() == "to" for w in tree.kids(word.index, "mark")):
        return _tense_of_infinitive(tree, word)
    if helpers & {"was", "were", "had", "has", "have", "did"} or word.xpos in ("VBD", "VBN"):
        return PAST
    if word.xpos == "VBG" and helpers & {"is", "are"}:
        return FUTURE
    present = word.xpos in ("VBZ", "VBP") or helpers & {"is", "are"}
    return PRESENT if present and word.lemma not in word_lists().lists["saying_words"] else None


def _tense_of_infinitive(tree: Tree, word: Word) -> int:
    """To come, unless it hangs on a word in the past that says whether it came to be: unable to act, failed to agree."""
    if word.relation not in ("xcomp", "ccomp", "advcl"):
        return FUTURE
    ruler = next(tree.ancestors(word.index), None)
    if ruler is None or (word.relation != "advcl" and ruler.lemma not in word_lists().lists["achieving_words"]):
        return FUTURE
    return PAST if _tense_of(tree, ruler) == PAST else FUTURE
