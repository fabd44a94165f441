"""Who fares otherwise under the plain comparison, longest-waiting-first (rules.md 1.5)."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.figures.counts import Count, count
from allocator.plan import MatchingPlan, Proposal, Unplaced


@dataclass(frozen=True)
class Comparison:
    """The plan beside the plain comparison.

    Parameters
    ----------
    plain
        Households that the plain comparison places.
    longer
        Rows of who it places and the plan leaves out: they wait longer because of the plan.
        Longest wait first, then by id.
    sooner
        Who the plan places and the plain comparison does not.
    """

    plain: Count
    longer: tuple[Unplaced, ...]
    sooner: Count


def comparison(plan: MatchingPlan) -> Comparison:
    """Return who would be better or worse off under longest-waiting-first."""
    plain = {household for household, _ in plan.plain}
    rows: list[Proposal | Unplaced] = [*plan.proposals, *plan.unplaced]
    longer = [row for row in plan.unplaced if row.household in plain]
    return Comparison(
        plain=count(row for row in rows if row.household in plain),
        longer=tuple(sorted(longer, key=lambda row: (-row.weeks, row.household))),
        sooner=count(row for row in plan.proposals if row.household not in plain),
    )
