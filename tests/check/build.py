"""Small instances for the tests of the checker; ``pair`` is possible until it is changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allocator.check import blocked_by, case_of
from allocator.domain.choices import Group
from allocator.domain.decision import Decision
from allocator.domain.home import Corporatie, Home
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.domain.wijk import Wijk

DAY = date(2025, 7, 1)


def days(number: int) -> date:
    """Return a day counted from the peildatum."""
    return DAY + timedelta(days=number)


def years_old(age: int, extra_days: int = 0) -> date:
    """Return the birth date of somebody of that age, ``extra_days`` after the birthday."""
    return date(DAY.year - age, DAY.month, DAY.day) - timedelta(days=extra_days)


def household(id_: str, *ages: int, **columns: Any) -> Household:
    """Return a household of adults and children; the first is the head, aged ``ages[0]``.

    ``people`` changes columns of persons by position; the default gender is f.
    """
    people: dict[int, dict[str, Any]] = columns.pop("people", {})
    persons = tuple(
        Person.model_validate(
            {
                "id": f"{id_}-{i}",
                "household": id_,
                "birth_date": years_old(age),
                "gender": "f",
                **people.get(i, {}),
            }
        )
        for i, age in enumerate(ages)
    )
    given = {"group": Group.STATUSHOUDER, "koppeldatum": days(-35), **columns}
    return Household.model_validate({"id": id_, "persons": persons, **given})


def home(id_: str, **columns: Any) -> Home:
    """Return a flexwoning in hatert for one to four persons with one bedroom."""
    given = {
        "corporatie": "A",
        "wijk": "hatert",
        "kind": "flexwoning",
        "bedrooms": 1,
        "max_persons": 4,
        "available_from": DAY,
        **columns,
    }
    return Home.model_validate({"id": id_, **given})


WIJKEN = (
    Wijk(code="hatert", name="Hatert", within="noord"),
    Wijk(code="noord", name="Noord"),
    Wijk(code="zuid", name="Zuid"),
)


def instance(
    households: list[Household],
    homes: list[Home],
    *,
    policy: dict[str, Any] | None = None,
    **tables: Any,
) -> Instance:
    """Return an instance of three wijken and corporaties A and B."""
    given: dict[str, Any] = {
        "name": "tiny",
        "municipality": "0268",
        "peildatum": DAY,
        "lottery_seed": 7,
        "wijken": WIJKEN,
        "corporaties": (Corporatie(id="A", name="A"), Corporatie(id="B", name="B")),
        "policy": Policy.model_validate(policy or {}),
        **tables,
    }
    return Instance(households=tuple(households), homes=tuple(homes), **given)


def lock(household: str, home: str) -> Decision:
    """Return a lock."""
    return Decision(household=household, home=home, decision="lock")


def codes(person: Household, place: Home, **tables: Any) -> tuple[str, ...]:
    """Return what blocks the pair."""
    return blocked_by(case_of(instance([person], [place], **tables)), person.id, place.id)
