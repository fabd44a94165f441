"""Reading scenarios: the whole road from an instance and a TOML file to the domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from allocator.domain.future import Scenario
from allocator.domain.instance import Instance
from allocator.errors import BadInput, Fault
from allocator.reading.build import build_instance
from allocator.reading.checks import check_all, drop_gone
from allocator.reading.faults import Faults
from allocator.reading.scenario.laying import Laid, lay
from allocator.reading.scenario.part import Part
from allocator.reading.source import Source, read_source
from allocator.reading.tomlfile import load_toml

Pathlike = str | PathLike[str]


@dataclass(frozen=True)
class ScenarioReading:
    """A scenario, the instance that it makes of another, and what is odd about them.

    ``base`` is the instance as it was.
    """

    scenario: Scenario
    instance: Instance
    base: Instance
    warnings: tuple[Fault, ...] = ()


def read_scenario(instance: Pathlike, scenario: Pathlike | None = None) -> ScenarioReading:
    """Read an instance and a scenario that is laid over it.

    Parameters
    ----------
    instance
        A folder or a workbook, as :func:`allocator.reading.read_instance` reads it.
    scenario
        A TOML file; without one nothing is changed, all is expected by default, and the scenario
        is named after the instance.

    Raises
    ------
    BadInput
        When anything is wrong with the instance, the scenario, or the one laid over the other:
        all faults together, and the warnings.
    """
    return read_scenarios(instance, [scenario])[0]


def read_scenarios(
    instance: Pathlike, scenarios: Sequence[Pathlike | None]
) -> tuple[ScenarioReading, ...]:
    """Read an instance once, and scenarios that are each laid over it by themselves.

    Raises
    ------
    BadInput
        When anything is wrong with any of them: all faults of all files together.
    """
    of_base, own = Faults(), [Faults() for _ in scenarios]
    parts = [_document(path, faults) for path, faults in zip(scenarios, own, strict=True)]
    base = _base(Path(instance), of_base, own)
    laid = [None if part is None else lay(part, base.copy()) for part in parts]
    check_all(base, of_base)
    for one, faults in zip(laid, own, strict=True):
        if one is not None:
            check_all(one.source, faults)
    _all(of_base, own).stop_if_any()
    drop_gone(base)
    unchanged = build_instance(base)
    return tuple(
        _reading(one, path, unchanged, _all(of_base, [faults]))
        for one, path, faults in zip(laid, scenarios, own, strict=True)
        if one is not None
    )


def _document(path: Pathlike | None, faults: Faults) -> Part | None:
    """Return what a scenario file holds; ``None`` after a fault."""
    if path is None:
        return Part("", {}, {}, faults)
    read = load_toml(Path(path), faults)
    return None if read is None else Part(Path(path).name, *read, faults)


def _base(path: Path, of_base: Faults, own: Sequence[Faults]) -> Source:
    """Return the cells of the instance; what is wrong with scenarios is told too if there are none.

    Raises
    ------
    BadInput
        When there is no instance to read.
    """
    try:
        return read_source(path, of_base)
    except BadInput:
        _all(of_base, own).stop_if_any()
        raise  # pragma: no cover


def _all(of_base: Faults, own: Sequence[Faults]) -> Faults:
    """Return faults that were found apart."""
    every = Faults()
    for faults in (of_base, *own):
        every.include(faults)
    return every


def _reading(
    laid: Laid, path: Pathlike | None, base: Instance, warnings: Faults
) -> ScenarioReading:
    """Return one scenario, after all is sound; a name that is not given is that of its file."""
    drop_gone(laid.source)
    name = base.name if path is None else Path(path).stem
    scenario = Scenario.model_validate({"name": name, **laid.fields})
    return ScenarioReading(scenario, build_instance(laid.source), base, warnings.sorted())
