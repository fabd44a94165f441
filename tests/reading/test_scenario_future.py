"""What a scenario file says of coming weeks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import BaseModel

from allocator.domain.choices import HomeKind
from allocator.domain.future import Future, Inflow, InflowType, Vacancies, VacancyType
from allocator.reading.scenario.future_keys import OF_ALL, SECTIONS, TYPES
from tests.reading.laid import found, places, read
from tests.reading.small import Files

ALL = """
[future]
weeks = 26
toeval = "nee"
[future.inflow]
persons_per_week = 7.5
factor = "1,25"
[verwachting.aanbod]
woningen_per_week = 3
factor = 0
wijken = ["zuid", "noord"]
offered_weeks = 4
[future.refusals]
by_corporatie = 0
door_huishouden = 1
[future.documents]
mean_weeks = 5
[future.nareis]
arrive = false
mean_weeks = 6
[future.doorstroom]
stay_weeks = 40
[future.shelter]
leave_per_month = 0.025
plan = "maandelijks"
"""


def test_every_key_is_read(files: Files) -> None:
    text = ALL.replace("[verwachting.", "[future.")
    future = read(files, text).scenario.future
    assert future == Future.model_validate(
        {
            "weeks": 26,
            "chance": False,
            "inflow": {"persons_per_week": Decimal("7.5"), "factor": Decimal("1.25")},
            "vacancies": {
                "units_per_week": Decimal(3),
                "factor": Decimal(0),
                "wijken": ("noord", "zuid"),
                "offered_weeks": 4,
            },
            "refusals": {"by_corporatie": Decimal(0), "by_household": Decimal(1)},
            "documents": {"mean_weeks": 5},
            "nareis": {"arrive": False, "mean_weeks": 6},
            "doorstroom": {"stay_weeks": 40},
            "shelter": {"leave_per_month": Decimal("0.025"), "plan": "monthly"},
        }
    )
    assert future.model_fields_set == set(Future.model_fields)
    assert future.vacancies.model_fields_set == set(Vacancies.model_fields) - {"types"}


def test_what_is_not_given_or_empty_is_not_set(files: Files) -> None:
    future = read(files, "[future]\nweeks = ''\n[future.inflow]\nfactor = 2").scenario.future
    assert future == Future(inflow=Inflow(factor=Decimal(2)))
    assert future.model_fields_set == {"inflow"}
    assert future.inflow.model_fields_set == {"factor"}


def test_types(files: Files) -> None:
    text = """
[[future.inflow.types]]
min_persons = 1
max_persons = 1
per_week = 2.5
[[future.inflow.types]]
minimaal_personen = 2
maximaal_personen = 9
per_week = 1
[[future.vacancies.types]]
soort = "sociale huur"
max_persons = 5
corporatie = "talis"
wijken = ["zuid"]
per_week = 0.5
[[future.vacancies.types]]
per_week = 0
"""
    future = read(files, text).scenario.future
    assert future.inflow.types == (
        InflowType(min_persons=1, max_persons=1, per_week=Decimal("2.5")),
        InflowType(min_persons=2, max_persons=9, per_week=Decimal(1)),
    )
    assert future.vacancies.types == (
        VacancyType.model_validate(
            {
                "kind": HomeKind.SOCIALE_HUUR,
                "max_persons": 5,
                "corporatie": "talis",
                "wijken": ("zuid",),
                "per_week": Decimal("0.5"),
            }
        ),
        VacancyType(per_week=Decimal(0)),
    )


def test_a_type_may_name_what_the_scenario_adds(files: Files) -> None:
    text = """
[[add.wijken]]
code = "west"
name = "West"
[[future.vacancies.types]]
wijken = ["west"]
per_week = 1
"""
    assert read(files, text).scenario.future.vacancies.types[0].wijken == ("west",)


TYPE = "[[future.inflow.types]]\nmin_persons = 2\nmax_persons = 4\nper_week = 1\n"
HOMES = "[[future.vacancies.types]]\nper_week = 1\n"
FAULTS = [
    ("future = 3", 1, "future", "scenario_not_a_table"),
    ("[future]\nweek = 3", 2, "future.week", "scenario_unknown_key"),
    ("[future]\nweeks = 0", 2, "future.weeks", "too_small"),
    ("[future]\nweeks = 521", 2, "future.weeks", "too_large"),
    ("[future]\nchance = 'soms'", 2, "future.chance", "not_yes_or_no"),
    ("[future]\ninflow = 3", 2, "future.inflow", "scenario_not_a_table"),
    ("[future.inflow]\nper_week = 3", 2, "future.inflow.per_week", "scenario_unknown_key"),
    ("[future.inflow]\nfactor = -0.1", 2, "future.inflow.factor", "too_small"),
    ("[future.inflow]\nfactor = 100.1", 2, "future.inflow.factor", "too_large"),
    ("[future.inflow]\npersons_per_week = 1001", 2, "future.inflow.persons_per_week", "too_large"),
    ("[future.inflow]\nfactor = [1]", 2, "future.inflow.factor", "not_one_value"),
    ("[future.refusals]\nby_household = 1.01", 2, "future.refusals.by_household", "too_large"),
    ("[future.refusals]\nby_household = '8%'", 2, "future.refusals.by_household", "not_a_number"),
    ("[future.documents]\ntypes = 1", 2, "future.documents.types", "scenario_unknown_key"),
    ("[future.nareis]\nmean_weeks = 0", 2, "future.nareis.mean_weeks", "too_small"),
    ("[future.shelter]\nplan = 'weekly'", 2, "future.shelter.plan", "not_a_choice"),
    ("[future.vacancies]\nwijken = ['zuid', 'oost']", 2, "future.vacancies.wijken",
     "unknown_reference"),
    (TYPE.replace("= 4", "= 1"), 3, "future.inflow.types.max_persons", "min_above_max"),
    (TYPE.replace("per_week = 1\n", ""), 1, "future.inflow.types.per_week", "missing_key"),
    (TYPE + "kind = 'flexwoning'", 5, "future.inflow.types.kind", "scenario_unknown_key"),
    (TYPE + "[future.inflow]\npersons_per_week = 1", 6, "future.inflow.persons_per_week",
     "scenario_level_and_types"),
    ("[future.inflow]\ntypes = 3", 2, "future.inflow.types", "scenario_not_tables"),
    (HOMES + "corporatie = 'ssh'", 3, "future.vacancies.types.corporatie", "unknown_reference"),
    (HOMES + "wijken = ['oost']", 3, "future.vacancies.types.wijken", "unknown_reference"),
    (HOMES + "[future.vacancies]\nunits_per_week = 1", 4, "future.vacancies.units_per_week",
     "scenario_level_and_types"),
    (HOMES + "[future.vacancies]\nwijken = ['zuid']", 4, "future.vacancies.wijken",
     "scenario_level_and_types"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row", "column", "message"), FAULTS)
def test_one_fault_with_its_place(
    files: Files, text: str, row: int, column: str, message: str
) -> None:
    assert places(files, text) == [("scenario.toml", row, column, message)]


@pytest.mark.parametrize(
    "line",
    ["weeks = 1", "weeks = 520", "inflow.factor = 100", "refusals.by_household = 1"],
)
def test_just_inside_the_limits(files: Files, line: str) -> None:
    assert found(files, f"[future]\n{line}") == ()


def fields(model: type[BaseModel], path: str = "") -> Iterator[str]:
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from fields(kind, f"{path}{name}.")
        else:
            yield f"{path}{name}"


def test_every_field_of_a_future_has_a_key() -> None:
    keys = [column.name for column in OF_ALL]
    for section in SECTIONS:
        keys += [f"{section.name}.{column.name}" for column in section.keys]
        keys += [f"{section.name}.{TYPES.name}"] if section.types else []
    assert sorted(keys) == sorted(fields(Future))
    for section, model in (("inflow", InflowType), ("vacancies", VacancyType)):
        table = next(one.types for one in SECTIONS if one.name == section)
        assert table is not None
        assert [column.name for column in table.columns] == list(model.model_fields)
