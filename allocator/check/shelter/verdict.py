"""Whether the stays of a relocation plan keep every rule, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.check.shelter.case import ShelterCase, shelter_case
from allocator.check.shelter.limits import limit_faults
from allocator.check.shelter.pair_rules import deviations, pair_faults
from allocator.check.shelter.places import Places, Stay, places_of
from allocator.check.shelter.process_rules import lock_faults, notice_faults, usable_faults
from allocator.check.shelter.room_rules import room_faults
from allocator.check.shelter.runs import first_of_runs
from allocator.check.shelter.tiers import room_changes, shelter_tier_values
from allocator.check.verdict import ShelterVerdict
from allocator.domain.instance import Instance

RULES = (pair_faults, room_faults, limit_faults, usable_faults, notice_faults, lock_faults)


def check_stays(instance: Instance, stays: Sequence[Stay]) -> ShelterVerdict:
    """Judge the stays of a relocation plan from the instance alone.

    A fault that lasts is told once, with its first month.

    Parameters
    ----------
    instance
        Everything that is known on the peildatum.
    stays
        The plan, in any order; what does not exist is a violation, and is left out of the
        sums.
    """
    verdict, _ = judge_stays(shelter_case(instance), stays)
    return verdict


def judge_stays(case: ShelterCase, stays: Sequence[Stay]) -> tuple[ShelterVerdict, Places]:
    """Judge stays against a case that is laid out already, and return who is where."""
    places, unfit = places_of(case, stays)
    faults = [*unfit, *(fault for rule in RULES for fault in rule(case, places))]
    verdict = ShelterVerdict(
        violations=tuple(first_of_runs(case.months, faults)),
        tier_values=shelter_tier_values(case, places),
        deviations=deviations(case, places),
        room_changes=room_changes(case, places),
    )
    return verdict, places
