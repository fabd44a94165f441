"""Every other site for a household: as proposed, possible at a cost, or blocked.

A household is in a site when it is there in some month.  What that costs is what the plan loses,
tier by tier, when everything is solved again with the household there in a month that is left
free (:mod:`models.visiting`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from allocator.explain.alternatives import Loss, Status
from allocator.explain.shelter.standing import Standing
from models.budget import Budget
from models.highs import Backend
from models.outcome import StageOutcome
from models.relocation import Aim
from models.visiting import Visit, best_visit


@dataclass(frozen=True)
class SiteAlternative:
    """A household in a site, by position, and what that would mean.

    ``blocked_by`` holds the codes of all pair rules that forbid it; for a proposed one those
    that its first stay is spared.  ``loss`` and ``exact`` are as in
    :class:`allocator.explain.alternatives.Alternative`; the plan is better in tiers with a loss
    below 0.
    """

    household: int
    site: int
    status: Status
    blocked_by: tuple[str, ...] = ()
    loss: Loss | None = None
    exact: bool = True


def site_alternatives(
    standing: Standing,
    aims: Sequence[Aim],
    pairs: Iterable[tuple[int, int]],
    budget: Budget,
    on_pair: Callable[[int, int], None] = lambda done, total: None,
) -> list[SiteAlternative]:
    """Return what every pair of household and site would mean, in the order given.

    Parameters
    ----------
    aims
        The tiers that were optimised, in order.
    budget
        For the exact losses; what is not exact when it ends is a bound.
    on_pair
        Called with the number of pairs solved and to be solved.
    """
    backend = Backend()
    values = [aim.value(standing.problem, standing.plan) for aim in aims]
    found = [_at_once(standing, aims, *pair) for pair in pairs]
    waiting = [i for i, one in enumerate(found) if one.status == "possible"]
    for done, i in enumerate(waiting):
        on_pair(done, len(waiting))
        pair = found[i].household, found[i].site
        with budget.part(1 / (len(waiting) - done)):
            visit = best_visit(standing.problem, aims, standing.plan, pair, budget, backend)
        found[i] = _possible(aims, values, pair, visit)
    return found


def _at_once(standing: Standing, aims: Sequence[Aim], h: int, s: int) -> SiteAlternative:
    """Return what needs no solving: proposed, blocked, or possible without its loss."""
    codes = [*standing.codes(h, s)]
    need, kinds = standing.need(h, s, first=False), standing.shelter.kinds[s]
    if kinds and need.wheelchair and not any(need.fits(kind) for kind in kinds):
        codes.append("MOBILITY")
    months = standing.problem.present(h)
    if all(standing.is_refused(h, s, t) for t in months):
        codes.append("DECIDED")
    if (standing.plan[h] == s).any():
        return SiteAlternative(h, s, "proposed", tuple(codes), {aim.name: 0 for aim in aims})
    own = int(standing.problem.start[h]) == s
    spared = own and any(standing.problem.staying[h, t] for t in months)
    if codes and not spared:
        return SiteAlternative(h, s, "blocked", tuple(codes))
    return SiteAlternative(h, s, "possible")


def _possible(
    aims: Sequence[Aim], values: Sequence[int], pair: tuple[int, int], visit: Visit
) -> SiteAlternative:
    """Return what is known of a pair that was looked into."""
    if visit.none_exists:
        return SiteAlternative(*pair, "possible")
    names = [aim.name for aim in aims]
    outcome = visit.outcome
    if outcome is not None and all(stage.optimal for stage in outcome.stages):
        lost = [now - before for now, before in zip(outcome.values, values, strict=True)]
        return SiteAlternative(*pair, "possible", loss=dict(zip(names, lost, strict=True)))
    stages = () if outcome is None else outcome.stages
    bounds = visit.least if outcome is None else [stage.bound for stage in stages]
    return SiteAlternative(
        *pair, "possible", loss=_at_least(aims, values, bounds, stages), exact=False
    )


def _at_least(
    aims: Sequence[Aim],
    values: Sequence[int],
    bounds: Sequence[int],
    stages: Sequence[StageOutcome],
) -> Loss:
    """Return the loss up to the first tier that gets worse, as far as it is proven."""
    loss: Loss = {aim.name: None for aim in aims}
    for i, bound in enumerate(bounds):
        loss[aims[i].name] = bound - values[i]
        if bound != values[i] or i >= len(stages) or not stages[i].optimal:
            break
    return loss
