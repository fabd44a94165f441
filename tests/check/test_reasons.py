"""Why a household is left out, in the order of rules.md 1.5, with its detail."""

from __future__ import annotations

import pytest

from allocator.check import Pairs, case_of
from allocator.check.beside import Beside
from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from tests.check.build import days, home, household, instance

PLACED = household("H1", 30, people={0: {"gender": "m"}}, support="light")
WOMAN = household("H2", 30, support="light")
MAN = household("H3", 30, people={0: {"gender": "m"}})


def reason(homes, plan, person="H2", **tables):
    """Return the reason of a household beside a plan."""
    case = case_of(instance([PLACED, WOMAN, MAN], homes, **tables))
    return Beside(case, Pairs(case), plan).reason(person)


def same(id_="W1", units=2, **columns):
    return home(id_, sharing="same", max_persons=1, bedrooms=0, units=units, **columns)


def test_no_home():
    homes = [home("W1", rent_eur=900), home("W2", rent_eur=900, available_from=days(40))]
    assert reason(homes, []) == ("no_home", "AVAILABLE:1|RENT:2")
    assert reason([], []) == ("no_home", "")


def test_choice():
    homes = [home("W3"), home("W1"), home("W2")]
    assert reason(homes, [("H1", "W1")]) == ("choice", "W2|W3")


def test_priority():
    assert reason([home("W1")], [("H1", "W1")]) == ("priority", "")


@pytest.mark.parametrize(("person", "found"), [("H2", "priority"), ("H3", "choice")])
def test_shared_by_one_gender(person, found):
    assert reason([same()], [("H1", "W1")], person)[0] == found
    assert reason([same(units=1)], [("H1", "W1")], person)[0] == "priority"
    assert reason([same(units=1)], [], person)[0] == "choice"


def test_choice_goes_before_limit():
    homes = [home("W1"), home("W2", wijk="zuid", corporatie="B")]
    owners = (Corporatie(id="A", name="A", max_placements=0), Corporatie(id="B", name="B"))
    assert reason(homes, [], corporaties=owners) == ("choice", "W2")
    owners = (owners[0], Corporatie(id="B", name="B", max_placements=0))
    assert reason(homes, [], corporaties=owners) == ("limit", "corporatie:A|corporatie:B")


def test_only_limits_of_homes_with_a_free_unit():
    homes = [home("W1"), home("W2", wijk="zuid", corporatie="B")]
    owners = tuple(Corporatie(id=c, name=c, max_placements=1) for c in "AB")
    case = {"corporaties": owners, "policy": {"max_placements": 1}}
    assert reason(homes, [("H1", "W2")], **case) == ("limit", "guidance")
    assert reason(homes[1:], [("H1", "W2")], **case) == ("priority", "")


WIJKEN = {
    "wijken": (
        Wijk(code="hatert", name="H", within="noord", draagkracht_persons=3, placed_persons=1),
        Wijk(code="noord", name="N", draagkracht_persons=2),
        Wijk(code="zuid", name="Z", draagkracht_persons=0),
    )
}


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ([], ("choice", "W1|W2")),
        ([("H1", "W1")], ("choice", "W2")),
        ([("H1", "W1"), ("H3", "W2")], ("limit", "draagkracht:hatert|draagkracht:noord")),
    ],
)
def test_draagkracht_on_both_levels(plan, found):
    homes = [home("W1"), home("W2"), home("W3")][: 2 if len(plan) < 2 else 3]
    assert reason(homes, plan, **WIJKEN) == found


@pytest.mark.parametrize(
    ("person", "limits", "found"),
    [
        ("H2", {"max_persons": 2}, "choice"),
        ("H2", {"max_persons": 1}, "complex:C1"),
        ("H2", {"max_supported": 2}, "choice"),
        ("H2", {"max_supported": 1}, "supported:C1"),
        ("H2", {"max_supported": 1, "max_persons": 1}, "complex:C1|supported:C1"),
        ("H3", {"max_supported": 1}, "choice"),
        ("H3", {"max_supported": 0}, "choice"),
    ],
)
def test_complex(person, limits, found):
    block = Complex(id="C1", name="C", wijk="hatert", **limits)
    homes = [home("W1", complex="C1", units=2)]
    plan = [] if limits.get("max_supported") == 0 else [("H1", "W1")]
    detail = reason(homes, plan, person, complexes=(block,))
    assert detail == (("choice", "W1") if found == "choice" else ("limit", found))


def test_counted_persons():
    family = household("H2", 30, nareis_persons=2)
    block = Complex(id="C1", name="C", wijk="hatert", max_persons=2)
    for count, found in ((False, "choice"), (True, "limit")):
        policy = {"count_nareis": count}
        given = instance([family], [home("W1", complex="C1")], complexes=(block,), policy=policy)
        case = case_of(given)
        assert Beside(case, Pairs(case), []).reason("H2")[0] == found
