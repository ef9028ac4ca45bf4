"""Charges that are rejected: found by the events of a page, beside the act on another page that they are about."""

import pytest

from dragoman.compare.charges import charges_apart
from dragoman.compare.occurrences import Occurrence, Side, kin_of, stems_of

TOLD = "Ruritanian gunners shelled the mill of Brod on Monday. A patrol of Syldavia burned a hut."


def act(page, text, words, kind, doer="RUR", done_to="SYL", **given):
    """An event as a page tells it."""
    start = text.index(words)
    found = {
        "page": page, "event": f"{kind} {words}", "type": kind, "mode": None, "actors": Side(frozenset({doer})),
        "recipients": Side(frozenset({done_to})), "modality": "done", "day": None, "place": None, "stems": stems_of(words),
        "trigger": stems_of(words.split()[0]), "around": stems_of(text), "evidence": (start, start + len(words)), "kin": kin_of(words),
        "trigger_kin": kin_of(words.split()[0]),
    }  # fmt: skip
    return Occurrence(**{**found, **given})


def told(text=TOLD):
    """The page that tells the acts."""
    return [
        act("a", text, "shelled the mill of Brod", "ASSAULT"), act("a", text, "burned a hut", "ASSAULT", "SYL", "RUR"),
    ]  # fmt: skip


def rejected(text, rejecting, **given):
    """A page on which Syldavia charges Ruritania with the shelling, and Ruritania rejects that."""
    return [
        act("b", text, "accuses", "ACCUSE", "SYL", "RUR"), act("b", text, "firing on the mill", "ASSAULT", **given),
        act("b", text, rejecting, "REJECT"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "rejecting", "apart"), [
    ("Syldavia accuses it of firing on the mill, which Ruritania denies.", "which Ruritania denies", True),
    ("Syldavia accuses it of firing on the mill. The minister rejected the accusation.", "rejected the accusation", True),
    ("Syldavia accuses it of firing on the mill. He called that absurd.", "called that absurd", True),
    ("Syldavia accuses it of firing on the mill. He denied that a bridge had been blown up.", "denied that a bridge", False),
    ("Syldavia accuses it of firing on the mill, and Ruritania refused to meet its envoy.", "refused to meet", False),
    (f"Syldavia accuses it of firing on the mill. {'It rained all night long. ' * 9}He rejected the accusation.", "rejected", False),
])  # fmt: skip
def test_a_charge_and_its_rejection_part_from_the_act_on_another_page(text, rejecting, apart):
    found = charges_apart([*told(), *rejected(text, rejecting)], {"a": TOLD, "b": text})
    assert [(d.kind, d.one[0], TOLD[slice(*d.one[1])], text[slice(*d.other[1])]) for d in found] == (
        [("whether", "a", "shelled the mill of Brod", rejecting)] if apart else []
    )


TEXT = "Syldavia accuses it of firing on the mill, which Ruritania denies."


@pytest.mark.parametrize("given", [
    {"modality": "planned"}, {"type": "CONSULT"}, {"doer": "SYL"}, {"done_to": "BOR"}, {"day": "1999-05-01"},
])  # fmt: skip
def test_an_act_of_another_kind_side_or_day_is_not_what_is_rejected(given):
    days = [act("a", TOLD, "shelled the mill of Brod", "ASSAULT", day="2024-05-01")]
    if "type" in given:
        given = {"type": "AID", "trigger": stems_of("sold"), "trigger_kin": frozenset()}
    assert charges_apart([*days, *rejected(TEXT, "which Ruritania denies", **given)], {"a": TOLD, "b": TEXT}) == []


def test_pages_that_both_tell_of_a_rejected_charge_do_not_part():
    text = f"{TOLD} Ruritania rejected the charge."
    ours = [*told(text), act("a", text, "rejected the charge", "REJECT")]
    assert charges_apart([*ours, *rejected(TEXT, "which Ruritania denies")], {"a": text, "b": TEXT}) == []
    assert charges_apart([*ours[:2], *rejected(TEXT, "which Ruritania denies")], {"a": text, "b": TEXT}) != []
