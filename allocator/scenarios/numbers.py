"""Every number that a simulation goes by: its value, its unit, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel

from allocator.domain.future import Future, InflowType, VacancyType
from allocator.domain.instance import Instance
from allocator.parameters.expectations import Value, expectations
from allocator.scenarios.rates import DAYS, task_persons_per_week, usual_persons

PERSONS, UNITS = "inflow.persons_per_week", "vacancies.units_per_week"
NOTHING: Mapping[str, str] = {"nl": "", "en": ""}


class Origin(StrEnum):
    """Who says a number."""

    GIVEN = "given"
    DERIVED = "derived"
    DEFAULT = "default"


@dataclass(frozen=True)
class Number:
    """A number that is used.

    Parameters
    ----------
    key
        Its path in ``[future]``; of a type with its number: ``inflow.types.1``.
    value
        ``None`` where nothing is set, and ``source`` says what holds then.  A derived number is
        rounded to hundredths.
    origin
        ``given`` by the scenario, ``derived`` from the instance, or the ``default``.
    name, unit, source
        By language (``nl``, ``en``); the source of what is given is empty: it is the scenario.
    from_on
        The day from which it holds, where it changes on the way.
    of
        What a type is, by the name of the column: ``{"max_persons": 2}``.
    """

    key: str
    value: Value
    origin: Origin
    name: Mapping[str, str]
    unit: Mapping[str, str]
    source: Mapping[str, str]
    from_on: date | None = None
    of: Mapping[str, Value] = field(default_factory=dict)


def described(future: Future, instance: Instance) -> tuple[Number, ...]:
    """Return every number of a future, in the order of its fields.

    Parameters
    ----------
    future
        As it was read: what was given is told from a default by the fields that were set.
    instance
        As the scenario changed it: numbers that are not given are derived from it.
    """
    found: list[Number] = []
    for key, value, given in _fields(future):
        if value is None and key in (PERSONS, UNITS):
            found += _derived(key, future, instance)
        elif key.endswith(".types") and value:
            found += _types(key, value)
        else:
            found.append(_number(key, _shown(value), Origin.GIVEN if given else Origin.DEFAULT))
    return tuple(found)


def _fields(model: BaseModel, path: str = "") -> Iterator[tuple[str, object, bool]]:
    """Yield the path and value of each field, and whether it was set."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _fields(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value, name in model.model_fields_set


def _number(key: str, value: Value, origin: Origin) -> Number:
    about = expectations()[key]
    source = NOTHING if origin is Origin.GIVEN else about.source
    return Number(key, value, origin, about.name, about.unit, source)


def _shown(value: object) -> Value:
    """Return the value of a field; of a list its words, ``None`` for an empty one."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    if value is None or isinstance(value, bool | str):
        return value
    return Decimal(str(value))


def _types(key: str, types: object) -> Iterator[Number]:
    """Yield each type with how many of it come in a week."""
    if not isinstance(types, Sequence):
        raise TypeError(f"not types: {types!r}")
    for number, one in enumerate(types, start=1):
        if isinstance(one, InflowType | VacancyType):
            what = {name: _shown(v) for name, v, _ in _fields(one) if name != "per_week"}
            of = {name: value for name, value in what.items() if value is not None}
            given = _number(key, one.per_week, Origin.GIVEN)
            yield replace(given, key=f"{key}.{number}", of=of)


def _derived(key: str, future: Future, instance: Instance) -> Iterator[Number]:
    """Yield a number that the taakstelling gives, for each part of the period; without the factor.

    None when types say how many of each come.
    """
    types = future.inflow.types if key == PERSONS else future.vacancies.types
    if types:
        return
    per_home = Fraction(1) if key == PERSONS else usual_persons(instance)
    rates: list[tuple[date, Fraction]] = []
    for week in range(future.weeks):
        day = instance.peildatum + timedelta(days=DAYS * week)
        rate = task_persons_per_week(instance, day) / per_home
        if not rates or rates[-1][1] != rate:
            rates.append((day, rate))
    for day, rate in rates:
        value = Decimal(round(rate * 100)) / 100
        number = _number(key, value, Origin.DERIVED)
        yield replace(number, from_on=day if len(rates) > 1 else None)
