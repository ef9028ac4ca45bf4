"""Lemmas as edits: a rule says how many letters to cut from a word's end and what to put there."""


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
