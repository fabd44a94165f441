"""Checking on files: an instance, a plan folder, or a plan made by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allocator import parameters
from allocator.check import Stay, Verdict, check_matching, check_plan, check_stays
from allocator.check.verdict import ShelterVerdict, Violation
from allocator.domain.instance import Instance
from allocator.errors import Fault, LocksContradict, NoPlan, Stopped
from allocator.formulate_shelter import lay_out_shelter, places_in
from allocator.matching import Settings, match
from allocator.plan import TierResult, worse_by
from allocator.reading import digest, read_by_hand, read_instance, read_plan
from allocator.relocating import RelocationSettings, formulated, relocate
from allocator.slipping import as_planned
from models.highs import Backend
from models.room_check import RoomCheck

# Rules on the rooms by number, which a plan made by hand does not give.
OF_ROOMS = ("rooms", "sharing")


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
        verdict = check_plan(as_planned(instance, files.summary), files, digest=digest(instance))
        return Checked(instance, warnings, verdict)
    given = read_by_hand(plan)
    if given.shelter:
        verdict = _judge_stays(instance, given.stays)
        best = _best_relocation(instance, settings)
    else:
        verdict = check_matching(instance, given.placements)
        best = _best(instance, settings)
    return Checked(instance, warnings, verdict, best, by_hand=True)


def _judge_stays(instance: Instance, rows: Sequence[tuple[str, str, str, str]]) -> ShelterVerdict:
    """Judge a relocation plan made by hand: it says sites, and rooms are found for it.

    Where the rooms of a site do not hold those who are there, the plan breaks that rule.
    """
    stays = [Stay(household, site, (), first, last) for household, site, first, last in rows]
    verdict = check_stays(instance, stays)
    others = [fault for fault in verdict.violations if fault.rule not in OF_ROOMS]
    return replace(verdict, violations=(*others, *_without_rooms(instance, rows)))


def _without_rooms(
    instance: Instance, rows: Sequence[tuple[str, str, str, str]]
) -> Iterator[Violation]:
    """Find sites that do not hold those who are there: once for months in a row."""
    backend = Backend()
    shelter = lay_out_shelter(instance)
    every = RoomCheck(formulated(shelter, backend), backend).too_full(places_in(shelter, rows))
    # A site that is closed has no rooms; that it is closed is told already.
    full = {(s, t) for s, t in every if shelter.use[s].usable_by(t, resident=True)}
    for s, t in sorted(full):
        if (s, t - 1) not in full:
            site, month = str(shelter.sites[s].id), shelter.months.name(t)
            yield Violation("rooms", "check.by_hand.no_rooms", (), site=site, month=month)


def _best(instance: Instance, settings: Settings) -> tuple[TierResult, ...]:
    """Return the tiers of the best plan; none when locks and limits leave no plan."""
    try:
        return match(instance, settings).tiers
    except NoPlan:
        return ()


def _best_relocation(instance: Instance, settings: Settings) -> tuple[TierResult, ...]:
    """Return the tiers of the best relocation plan; none when there is no plan in time."""
    try:
        return relocate(instance, RelocationSettings(budget=settings.budget)).tiers
    except (LocksContradict, Stopped):
        return ()


def differences(values: Mapping[str, int], best: tuple[TierResult, ...]) -> dict[str, int]:
    """Return by how much a plan is worse than the best one in each tier; below 0 = better."""
    return {
        tier.name: worse_by(tier.sense, tier.value, values[tier.name])
        for tier in best
        if tier.name in values
    }
