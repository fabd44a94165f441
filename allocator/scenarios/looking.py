"""How a round is solved by the command: by itself, or looking ahead."""

from __future__ import annotations

from pathlib import Path

from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.matching import Settings
from allocator.matching_run import Solve
from allocator.plan import MatchingPlan


def solving(source: Path, weeks: int | None, scenario: Path | None) -> Solve | None:
    """Return what finds the plan of a round, ``None`` for what usually does.

    Parameters
    ----------
    weeks
        How far to look ahead; not at all when not given.
    scenario
        What is expected, in a scenario file; the rest of it is not looked at.

    Raises
    ------
    BadCall
        When there is a scenario, but nothing is looked ahead.
    BadInput
        When the scenario cannot be read.
    """
    if weeks is None:
        if scenario is not None:
            raise BadCall("scenario.nothing_ahead")
        return None
    future = expectations(source, scenario).model_copy(update={"weeks": weeks})

    def ahead(instance: Instance, settings: Settings) -> MatchingPlan:
        from allocator.scenarios.ahead import LookAhead, match_ahead

        return match_ahead(instance, settings, LookAhead(future))

    return ahead


def expectations(source: Path, scenario: Path | None) -> Future:
    """Return what is expected: as a scenario says, else the defaults.

    Raises
    ------
    BadInput
        When the scenario cannot be read.
    """
    if scenario is None:
        return Future()
    from allocator.reading.scenario import read_scenario

    return read_scenario(source, scenario).scenario.future
