"""A scenario laid over an instance that is known already, without files.

The same road as :mod:`~allocator.reading.scenario.reading`, from cells that were never in a file:
what a store holds of people is not written down for it.
"""

from __future__ import annotations

from pathlib import PurePath

from allocator.domain.future import Scenario
from allocator.domain.instance import Instance
from allocator.reading.build import build_instance
from allocator.reading.canonical import canonical
from allocator.reading.checks import check_all, drop_gone
from allocator.reading.faults import Faults
from allocator.reading.from_instance import source_of
from allocator.reading.scenario.laying import lay
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.reading import ScenarioReading
from allocator.reading.tomlfile import parse_toml


def lay_over(instance: Instance, text: str, file: str = "") -> ScenarioReading:
    """Lay a scenario over an instance.

    What is wrong with the instance itself is not told: it is what is known, whatever a file of it
    would have to mend first.

    Parameters
    ----------
    text
        What a scenario file holds; empty for one that changes nothing.
    file
        What the file is called: in faults, and without its ending the name of a scenario that
        gives none.  Without one that name is the instance's.

    Raises
    ------
    BadInput
        When anything is wrong with the scenario, or comes to be wrong by it.
    """
    faults, known = Faults(), Faults()
    read = parse_toml(text, file, faults)
    faults.stop_if_any()
    source = source_of(instance)
    check_all(source, known)
    laid = lay(Part(file, *(read or ({}, {})), faults), source)
    check_all(laid.source, faults)
    own = faults.without(known)
    own.stop_if_any()
    drop_gone(laid.source)
    name = PurePath(file).stem or instance.name
    scenario = Scenario.model_validate({"name": name, **laid.fields})
    made = build_instance(laid.source)
    return ScenarioReading(scenario, made, canonical(instance), own.sorted())
