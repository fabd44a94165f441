"""Whether the files of a relocation plan keep every rule and say what is true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from allocator.check.claims import missing_columns
from allocator.check.shelter.announced_file import announced_value, wrong_announced
from allocator.check.shelter.case import shelter_case
from allocator.check.shelter.moves import moves_of
from allocator.check.shelter.moves_file import wrong_moves
from allocator.check.shelter.occupancy_file import wrong_occupancy
from allocator.check.shelter.rows import STAYS_COLUMNS, STAYS_TABLE, split_stays, stays_of
from allocator.check.shelter.shortages_file import wrong_shortages
from allocator.check.shelter.summary_file import wrong_shelter_summary
from allocator.check.shelter.tiers import ANNOUNCED
from allocator.check.shelter.verdict import judge_stays
from allocator.check.verdict import ShelterVerdict
from allocator.domain.instance import Instance

if TYPE_CHECKING:
    from allocator.reading import PlanFiles


def check_shelter_plan(instance: Instance, files: PlanFiles, *, digest: str) -> ShelterVerdict:
    """Judge the files of a relocation plan: every rule, tier value and figure.

    Parameters
    ----------
    instance
        Everything that is known on the peildatum.
    files
        The files as text.
    digest
        The input digest of the instance.
    """
    case = shelter_case(instance)
    names = ("stays", "moves", "occupancy", "shortages")
    tables = {name: files.tables.get(name, []) for name in names}
    stays = stays_of(tables["stays"])
    verdict, places = judge_stays(case, stays)
    announced = files.tables.get(ANNOUNCED)
    if announced is not None:
        value = announced_value(case, places, announced)
        verdict = replace(verdict, tier_values={**verdict.tier_values, ANNOUNCED: value})
    moves = [move for household in case.households for move in moves_of(case, places, household)]
    faults = [
        *verdict.violations,
        *missing_columns(STAYS_TABLE, tables["stays"], STAYS_COLUMNS),
        *split_stays(case, stays),
        *wrong_moves(case, tables["moves"], moves),
        *wrong_occupancy(case, places, tables["occupancy"]),
        *wrong_shortages(case, places, tables["shortages"]),
        *wrong_announced(case, places, announced or ()),
        *wrong_shelter_summary(case, places, moves, files.summary, verdict, digest),
    ]
    return replace(verdict, violations=tuple(faults))
