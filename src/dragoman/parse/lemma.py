"""Lemmas: a table of known forms first, then edits that the model proposes, the likeliest one that makes a known word.

An edit says how many letters to cut from a word's end and what to put there.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dragoman.lexicon import data_bytes


def lemma_rule(form: str, lemma: str) -> str:
    """The edit that makes ``lemma`` of ``form``: ``=`` same, ``L-1+y`` lower-case, cut one letter, add y, ``!be`` the lemma itself."""
    if form == lemma:
        return "="
    best: tuple[int, str] | None = None
    for prefix, base in (("", form), ("L", form.lower())):
        common = 0
        while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
            common += 1
        cut = len(base) - common
        if common >= max(1, min(len(lemma) - 3, 2)) and (best is None or cut < best[0]):
            best = (cut, f"{prefix}-{cut}+{lemma[common:]}")
    return best[1] if best is not None else f"!{lemma}"


def apply_lemma_rule(form: str, rule: str) -> str:
    """The lemma that a rule makes of ``form``; a rule that would leave nothing gives the form itself."""
    if rule == "=":
        return form
    if rule.startswith("!"):
        return rule[1:]
    base = form.lower() if rule.startswith("L") else form
    cut, _, ending = rule.lstrip("L")[1:].partition("+")
    return base[: max(0, len(base) - int(cut))] + ending or form


@dataclass(frozen=True, slots=True)
class Lemmas:
    """What is known of lemmas: a table by form and tag, and all words that may be one."""

    table: Mapping[tuple[str, str], str]
    words: Collection[str]

    def find(self, form: str, xpos: str, rules: Iterable[str]) -> str:
        """The lemma of a form: from the table, else by the first of ``rules`` (likeliest first) that gives a known word.

        Whole lemmas (``!be``) belong to forms that the table knows; marks, figures and addresses are their own lemmas.
        """
        if not form.replace("-", "").replace("’", "").replace("'", "").isalpha():
            return form
        if xpos.startswith("NNP"):
            return apply_lemma_rule(form, next(iter(rules), "="))
        listed = self.table.get((form.lower().replace("’", "'"), xpos))
        if listed is not None:
            return listed
        made = [apply_lemma_rule(form, rule) for rule in rules if not rule.startswith("!")]
        if xpos in ("VBD", "VBN", "VBG") and (stems := regular_stems(form.lower())):
            made = [lemma for lemma in made if lemma in stems] + stems
        known = next((lemma for lemma in made if lemma in self.words), None)
        return known or next((lemma for lemma in made if is_word_like(lemma)), restore_e(form))


UNLIKE_ENDS = (
    "nc", "rc", "uc", "v", "u", "dg", "rg", "bl", "tl", "pl", "dl", "gl", "z", "iat", "uat", "erat", "orat", "ulat", "cis", "ris", "lis",
)  # fmt: skip
"""Ends that English words do not have without a silent e: "denounc", "retaliat", "criticis"."""


LOST_E = re.compile(r"\w{3}[cdglnprtv]at")
"""Long stems that end so have lost an e: "reinstat", "confiscat"; no verb does without one."""


def regular_stems(form: str) -> list[str]:
    """The lemmas that a regular past or -ing form can have, the plainest first: "warned", "denied", "banned", "used"."""
    if len(form) < 5 or not form.endswith(("ed", "ing")):
        return []
    stem = form[:-2] if form.endswith("ed") else form[:-3]
    doubled = [stem[:-1]] if stem[-1] == stem[-2] and stem[-1] not in "ls" else []
    plain = [] if LOST_E.fullmatch(stem[-6:]) else [stem]
    return [*([f"{stem[:-1]}y"] if form.endswith("ied") else []), *doubled, *plain, f"{stem}e"]


def is_word_like(lemma: str) -> bool:
    """Whether a lemma that nobody knows could be a word: three letters or more, and no end that lost its silent e."""
    return len(lemma) > 2 and not lemma.endswith(UNLIKE_ENDS)


def restore_e(form: str) -> str:
    """The lemma of an unknown past or -ing form whose stem lost its silent e; other forms stay as they are."""
    if form.endswith("ed") and len(form) > 4:
        return form[:-1]
    return f"{form[:-3]}e" if form.endswith("ing") and len(form) > 5 else form


def load_lemmas(vocabulary: Collection[str]) -> Lemmas:
    """The table in the package; ``vocabulary`` are the encoder's whole words, which count as known."""
    rows = (line.split("\t") for line in data_bytes("model/lemmas.txt").decode().splitlines())
    table = {(form, tag): lemma for form, tag, lemma in rows}
    return Lemmas(table, {*vocabulary, *table.values()})
