"""What is wrong with a scenario, without anything of the people it would meet.

A planner writes scenarios, and sees totals only: no household, and no number of people from 1
to 4.  What a scenario breaks in tables that name people is told in one sentence, without where.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from allocator.domain.instance import Instance
from allocator.errors import BadInput, Fault
from allocator.figures.merging import SMALL
from allocator.reading.scenario import ScenarioReading, lay_over

COUNTS = ("households", "many")  # values of messages that may count people
NOBODY, FEW = "–", f"1–{SMALL - 1}"


def laid_over(instance: Instance, text: str, file: str) -> ScenarioReading:
    """Lay a scenario over an instance; what is wrong or odd is told of the scenario alone.

    Raises
    ------
    BadInput
        When the scenario is wrong, or does not fit the instance.
    """
    people: set[str] = {h.id for h in instance.households}
    people |= {person.id for h in instance.households for person in h.persons}
    try:
        reading = lay_over(instance, text, file)
    except BadInput as error:
        raise BadInput(_told(error.faults, file, people)) from None
    return replace(reading, warnings=_told(reading.warnings, file, people))


def _told(faults: Sequence[Fault], file: str, people: Collection[str]) -> tuple[Fault, ...]:
    """Return the faults of the scenario itself, and how many there are elsewhere."""
    own = tuple(_without(fault, people) for fault in faults if fault.file == file)
    broken = sum(fault.file != file and not fault.warning for fault in faults)
    if not broken:
        return own
    said = (("n", FEW if broken < SMALL else str(broken)),)
    return (*own, Fault(file, None, "", "rounds.scenario_breaks", said))


def _without(fault: Fault, people: Collection[str]) -> Fault:
    """Return a fault that names nobody, and counts no few."""
    values = tuple((name, _value(name, value, people)) for name, value in fault.values)
    return replace(fault, values=values)


def _value(name: str, value: str, people: Collection[str]) -> str:
    if value in people:
        return NOBODY
    few = name in COUNTS and value.isdigit() and 0 < int(value) < SMALL
    return FEW if few else value
