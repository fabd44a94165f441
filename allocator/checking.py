"""Checking on files: an instance, a plan folder, or a plan made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from allocator import parameters
from allocator.check import Verdict, check_matching, check_plan
from allocator.domain.instance import Instance
from allocator.errors import BadCall, Fault, NoPlan
from allocator.matching import Settings, match
from allocator.plan import TierResult, worse_by
from allocator.reading import PlanFiles, digest, read_instance, read_placements, read_plan
from allocator.slipping import slipped, slips_of


@dataclass(frozen=True)
class Checked:
    """What a check found.

    ``verdict`` is ``None`` when only the instance was checked; ``best`` holds the tiers of
    the best plan when a plan made by hand was compared with it, and one exists.
    """

    instance: Instance
    warnings: tuple[Fault, ...]
    verdict: Verdict | None = None
    best: tuple[TierResult, ...] = ()
    by_hand: bool = False


def check_files(source: Path, plan: Path | None, settings: Settings) -> Checked:
    """Check an instance, and a plan for it when one is given.

    Parameters
    ----------
    plan
        A plan folder, or a CSV file or workbook with a plan made by hand.
    settings
        How to find the best plan that a plan made by hand is compared with.

    Raises
    ------
    BadInput
        When the instance or the plan cannot be read.
    """
    reading = read_instance(source)
    instance = reading.instance
    warnings = (*reading.warnings, *parameters.warnings_for(instance))
    if plan is None:
        return Checked(instance, warnings)
    if plan.is_dir():
        files = read_plan(plan)
        verdict = check_plan(_as_planned(instance, files), files, digest=digest(instance))
        return Checked(instance, warnings, verdict)
    verdict = check_matching(instance, read_placements(plan))
    return Checked(instance, warnings, verdict, _best(instance, settings), by_hand=True)


def _as_planned(instance: Instance, files: PlanFiles) -> Instance:
    """Return the instance with the slips of sites that a relocation plan says it was made for.

    Raises
    ------
    BadCall
        When they are none that the instance can have.
    """
    slips = files.summary.get("slip", {})
    if not isinstance(slips, dict):
        raise BadCall("cli.slip.form", text=slips)
    return slipped(instance, slips_of([f"{site}={n}" for site, n in slips.items()], instance))


def _best(instance: Instance, settings: Settings) -> tuple[TierResult, ...]:
    """Return the tiers of the best plan; none when locks and limits leave no plan."""
    try:
        return match(instance, settings).tiers
    except NoPlan:
        return ()


def differences(values: Mapping[str, int], best: tuple[TierResult, ...]) -> dict[str, int]:
    """Return by how much a plan is worse than the best one in each tier; below 0 = better."""
    return {
        tier.name: worse_by(tier.sense, tier.value, values[tier.name])
        for tier in best
        if tier.name in values
    }
