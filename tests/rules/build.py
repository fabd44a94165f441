"""Small instances for the tests of the rules: name what matters, the rest is plain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision, Points, Previous
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.domain.wijk import Wijk

DAY = date(2025, 4, 7)


def years_before(day: date, years: int) -> date:
    """The day on which somebody was born who turns this old today."""
    return day.replace(year=day.year - years)


def person(number: int = 1, *, age: int = 30, day: date = DAY, **columns: Any) -> Person:
    given = {"birth_date": years_before(day, age), "gender": "f", **columns}
    return Person(id=f"P{number}", household="H", **given)


def household(id: str = "H1", *, persons: Sequence[Person] = (), **columns: Any) -> Household:
    given = {"group": "statushouder", "koppeldatum": date(2025, 3, 3), **columns}
    return Household(id=id, persons=tuple(persons) or (person(),), **given)


def home(id: str = "W1", **columns: Any) -> Home:
    given = {
        "corporatie": "talis",
        "wijk": "hatert",
        "kind": "sociale_huur",
        "bedrooms": 1,
        "max_persons": 8,
        "available_from": date(2025, 4, 1),
        **columns,
    }
    return Home(id=id, **given)


WIJKEN = (
    Wijk(code="stad", name="Stad"),
    Wijk(code="zuid", name="Zuid", within="stad"),
    Wijk(code="hatert", name="Hatert", within="zuid"),
    Wijk(code="lent", name="Lent"),
)


def instance(
    households: Sequence[Household] = (), homes: Sequence[Home] = (), **columns: Any
) -> Instance:
    policy = columns.pop("policy", {})
    given = {
        "peildatum": DAY,
        "lottery_seed": 5,
        "wijken": WIJKEN,
        "corporaties": (Corporatie(id="talis", name="Talis"),),
        "complexes": (Complex(id="ndw21", name="NDW21", wijk="hatert"),),
        **columns,
    }
    return Instance(
        name="test",
        municipality="0268",
        policy=policy if isinstance(policy, Policy) else Policy(**policy),
        households=tuple(households),
        homes=tuple(homes),
        **given,
    )


def lock(household: str, home: str) -> Decision:
    return Decision(household=household, home=home, decision=DecisionKind.LOCK)


def refusal(household: str, home: str, by: str = "corporatie") -> Decision:
    return Decision(household=household, home=home, decision=f"refused_by_{by}")


def points(household: str, home: str, number: int) -> Points:
    return Points(household=household, home=home, points=number, reason="test")


def previous(household: str, home: str) -> Previous:
    return Previous(household=household, home=home)
