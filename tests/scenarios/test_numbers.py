"""Every number of a future, with who says it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allocator.domain.future import Future
from allocator.domain.instance import Instance, Taakstelling
from allocator.parameters.expectations import expectations
from allocator.scenarios.numbers import Number, Origin, described
from tests.check.build import household, instance

TASKS = (
    Taakstelling(from_on=date(2025, 1, 1), until=date(2025, 6, 30), persons=181),
    Taakstelling(from_on=date(2025, 7, 1), until=date(2025, 12, 31), persons=92),
)


def city() -> Instance:
    """Return a city of two households, of three persons together."""
    two = [household("h1", 30), household("h2", 40, 8)]
    day = date(2025, 6, 9)
    return instance(two, []).model_copy(update={"taakstelling": TASKS, "peildatum": day})


def by_key(numbers: tuple[Number, ...]) -> dict[str, Number]:
    return {number.key: number for number in numbers}


def test_by_default_each_key_is_there_once_with_its_source() -> None:
    numbers = described(Future(weeks=3), city())
    assert [n.key for n in numbers] == list(expectations())
    for n in numbers:
        about = expectations()[n.key]
        assert (n.name, n.unit) == (about.name, about.unit)
        assert n.source == ({"nl": "", "en": ""} if n.key == "weeks" else about.source)
    origins = {n.key: n.origin for n in numbers if n.origin is not Origin.DEFAULT}
    assert origins == {
        "weeks": Origin.GIVEN,
        "inflow.persons_per_week": Origin.DERIVED,
        "vacancies.units_per_week": Origin.DERIVED,
    }


def test_the_taakstelling_gives_a_number_for_each_half_year() -> None:
    # 9 June + 4 weeks is 7 July: 181 × 7 / 181 = 7, then 92 × 7 / 184 = 3.5 persons a week;
    # of households of 1.5 persons.
    numbers = described(Future(weeks=5), city())
    rates = [(n.key, n.from_on, n.value) for n in numbers if n.origin is Origin.DERIVED]
    assert rates == [
        ("inflow.persons_per_week", date(2025, 6, 9), Decimal(7)),
        ("inflow.persons_per_week", date(2025, 7, 7), Decimal("3.5")),
        ("vacancies.units_per_week", date(2025, 6, 9), Decimal("4.67")),
        ("vacancies.units_per_week", date(2025, 7, 7), Decimal("2.33")),
    ]
    numbers = described(Future(weeks=4), city())
    rates = [(n.key, n.from_on, n.value) for n in numbers if n.origin is Origin.DERIVED]
    assert rates == [
        ("inflow.persons_per_week", None, Decimal(7)),
        ("vacancies.units_per_week", None, Decimal("4.67")),
    ]


def test_what_is_given_is_given_also_when_it_is_the_default_or_nothing() -> None:
    future = Future.model_validate(
        {
            "chance": False,
            "inflow": {"persons_per_week": Decimal(0), "factor": Decimal(1)},
            "vacancies": {"wijken": ("noord", "zuid")},
            "shelter": {"plan": "monthly"},
        }
    )
    numbers = described(future, city())
    given = {n.key: n.value for n in numbers if n.origin is Origin.GIVEN}
    assert given == {
        "chance": False,
        "inflow.persons_per_week": Decimal(0),
        "inflow.factor": Decimal(1),
        "vacancies.wijken": "noord, zuid",
        "shelter.plan": "monthly",
    }
    assert by_key(numbers)["weeks"].value == Decimal(52)


def test_types_take_the_place_of_the_number_of_all() -> None:
    future = Future.model_validate(
        {
            "weeks": 1,
            "inflow": {"types": [{"min_persons": 1, "max_persons": 2, "per_week": Decimal(3)}]},
            "vacancies": {
                "types": [
                    {"per_week": Decimal("0.5")},
                    {"kind": "doorstroom", "wijken": ["noord"], "per_week": Decimal(2)},
                ]
            },
        }
    )
    numbers = by_key(described(future, city()))
    assert {key: (n.value, dict(n.of)) for key, n in numbers.items() if ".types" in key} == {
        "inflow.types.1": (Decimal(3), {"min_persons": Decimal(1), "max_persons": Decimal(2)}),
        "vacancies.types.1": (Decimal("0.5"), {}),
        "vacancies.types.2": (Decimal(2), {"kind": "doorstroom", "wijken": "noord"}),
    }
    assert not {"inflow.persons_per_week", "vacancies.units_per_week"} & set(numbers)


def test_without_a_taakstelling_it_is_those_linked_lately() -> None:
    # Three persons were linked on 27 May 2025, 181 days before the day and then 182.
    for day, value in ((date(2025, 11, 24), Decimal("0.12")), (date(2025, 11, 25), Decimal(0))):
        bare = city().model_copy(update={"taakstelling": (), "peildatum": day})
        found = by_key(described(Future(weeks=1), bare))["inflow.persons_per_week"]
        assert found.value == value  # 3 / 26
