"""The summary of a relocation plan: ``summary.json``."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.report.summary import phases, tier_rows
from allocator.shelter_plan import RelocationPlan


def summary(plan: RelocationPlan, seconds: Mapping[str, float]) -> dict[str, object]:
    """Return the summary; ``seconds`` are those of the phases of the whole run.

    ``slip`` stands there only when sites were taken to open or close later.
    """
    return {
        "name": plan.name,
        "peildatum": plan.peildatum.isoformat(),
        "status": plan.status,
        "tiers": tier_rows(plan.tiers),
        "room_changes": {"value": plan.room_changes, "bound": plan.room_changes_bound},
        "households": plan.households,
        "persons": plan.persons,
        "moved_households": plan.moved_households,
        "moved_persons": plan.moved_persons,
        "unsheltered_households": plan.unsheltered_households,
        "deviations": plan.deviations,
        "seconds": phases(seconds),
        "solver": plan.solver,
        "version": plan.version,
        "input_digest": plan.input_digest,
        **({"slip": dict(plan.slips)} if plan.slips else {}),
    }
