"""Whether the files of a plan keep every rule and say what is true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from allocator.check.beside import Beside
from allocator.check.case import case_of
from allocator.check.claims import whole
from allocator.check.matching import judge
from allocator.check.pairs import Pairs
from allocator.check.proposals import placements_of, wrong_proposals
from allocator.check.scarcity import TIER as SCARCITY
from allocator.check.scarcity import left_empty, prices_of, scarcity, wrong_prices
from allocator.check.shelter import check_shelter_plan
from allocator.check.summary import wrong_summary
from allocator.check.tier_claims import proven
from allocator.check.tiers import ranking_of
from allocator.check.unplaced import addable, wrong_unplaced
from allocator.check.verdict import Verdict
from allocator.check.wijken import wrong_wijken
from allocator.domain.instance import Instance

if TYPE_CHECKING:
    from allocator.reading import PlanFiles


def check_plan(instance: Instance, files: PlanFiles, *, digest: str) -> Verdict:
    """Judge the files of a plan: every rule, tier value and figure.

    Of a relocation plan the verdict is a :class:`ShelterVerdict`.

    Parameters
    ----------
    instance
        Everything that is known on the peildatum.
    files
        The files as text; ``lottery_seed`` of the summary is used for the lottery, as
        ``--seed`` may replace that of the instance.
    digest
        The input digest of the instance.
    """
    if files.kind == "relocation":
        return check_shelter_plan(instance, files, digest=digest)
    seed = files.summary.get("lottery_seed")
    case = case_of(instance, seed if whole(seed) else None)
    pairs = Pairs(case)
    tables = {name: files.tables.get(name, []) for name in ("proposals", "unplaced", "wijken")}
    placements = placements_of(tables["proposals"])
    verdict = judge(case, pairs, placements)
    known = [(h, w) for h, w in placements if h in case.households and w in case.homes]
    placed = {household for household, _ in placements}
    rows = files.tables.get("prices")
    prices = prices_of(rows or ())
    if rows is not None:
        cost = scarcity(case, prices, known)
        values = {**verdict.tier_values, SCARCITY: cost}
        violations = (*verdict.violations, *wrong_prices(case, rows))
        verdict = replace(verdict, tier_values=values, violations=violations)
    beside = Beside(case, pairs, known)
    faults = [
        *verdict.violations,
        *wrong_proposals(case, tables["proposals"]),
        *wrong_unplaced(case, pairs, beside, tables["unplaced"], placed),
        *wrong_wijken(case, tables["wijken"], known),
        *wrong_summary(case, pairs, files.summary, known, verdict, digest),
    ]
    waiting = verdict.tier_values["waiting"]
    if proven(ranking_of(case), files.summary.get("tiers"), "waiting", waiting):
        faults += addable(case, beside, placed)
    elif rows is not None:
        faults += left_empty(case, prices, beside, placed)
    return Verdict(tuple(faults), verdict.tier_values, verdict.deviations)
