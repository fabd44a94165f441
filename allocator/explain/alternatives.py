"""Every other way to house a household: as proposed, possible at a cost, or blocked.

The cost of a possible pair is what the plan loses, tier by tier, when everything is solved
again with that pair forced.  A bound on it comes from the relaxation of the first tier and
takes no time; the exact cost takes a solve of its own, nearest bound first, as long as there
is time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from allocator.explain.known import KnownPlan
from allocator.plan import worse_by
from allocator.rules.pair_rules import blocking_codes
from models.budget import Budget
from models.outcome import Outcome

Status = Literal["proposed", "possible", "blocked"]
Loss = dict[str, int | None]


@dataclass(frozen=True)
class Alternative:
    """A household in a home, and what that would mean.

    ``blocked_by`` holds the codes of all rules that block the pair; for a proposed pair those
    that a lock overrides.  ``loss`` is by tier, positive when the plan gets worse; ``None``
    for the whole when no plan has the pair, and for a tier when nothing is known of it.
    ``exact`` is false when the loss is only a bound: at least so much, in the first tier that
    gets worse.  ``waits_longer`` and ``gains`` are the positions of the households that would
    lose or get a home.
    """

    household: int
    home: int
    status: Status
    blocked_by: tuple[str, ...] = ()
    loss: Loss | None = None
    exact: bool = True
    waits_longer: tuple[int, ...] = ()
    gains: tuple[int, ...] = ()


def alternatives(
    plan: KnownPlan,
    pairs: Iterable[tuple[int, int]],
    budget: Budget,
    on_pair: Callable[[int, int], None] = lambda done, total: None,
) -> list[Alternative]:
    """Return what every pair of positions would mean, in the order given.

    Parameters
    ----------
    budget
        For the exact losses; what is not exact when it ends is a bound.
    on_pair
        Called with the number of pairs solved and to be solved.
    """
    wanted = list(pairs)
    found = {pair: _at_once(plan, *pair) for pair in wanted}
    least = plan.known.least_losses()
    open_pairs = [
        (int(least[at]), at, pair)
        for pair in wanted
        if found[pair].status == "possible" and (at := plan.pair_at(*pair)) is not None
    ]
    for done, (bound, at, pair) in enumerate(sorted(open_pairs)):
        on_pair(done, len(open_pairs))
        found[pair] = possible(plan, pair, at, bound, budget)
    return [found[pair] for pair in wanted]


def _at_once(plan: KnownPlan, household: int, home: int) -> Alternative:
    """Return what needs no solving: proposed, blocked, or possible without its loss."""
    case = plan.case
    codes = blocking_codes(
        case.households, case.homes, case.context, household=household, home=home
    )
    at = plan.pair_at(household, home)
    if at is not None and plan.chosen[at]:
        nothing: Loss = {tier.name: 0 for tier in plan.tiers}
        return Alternative(household, home, "proposed", codes, nothing)
    if codes:
        return Alternative(household, home, "blocked", codes)
    return Alternative(household, home, "possible", exact=False)


def possible(
    plan: KnownPlan, pair: tuple[int, int], at: int, bound: int, budget: Budget
) -> Alternative:
    """Return what a possible pair would cost, exactly when the budget lasts.

    Parameters
    ----------
    at
        Place of the pair among all pairs.
    bound
        What it costs at least in the first tier.
    """
    if budget.exhausted:
        return Alternative(*pair, "possible", loss=_at_least(plan, bound), exact=False)
    outcome = plan.known.with_pair(at, budget)
    if outcome is None:
        return Alternative(*pair, "possible")
    after = plan.households_of(outcome.chosen)
    if not outcome.optimal:
        loss = _proven_part(plan, outcome, bound)
        return Alternative(*pair, "possible", loss=loss, exact=False)
    return Alternative(
        *pair,
        "possible",
        loss=dict(zip((t.name for t in plan.tiers), losses(plan, outcome.values), strict=True)),
        waits_longer=tuple(sorted(plan.placed - after)),
        gains=tuple(sorted(after - plan.placed)),
    )


def losses(plan: KnownPlan, values: Sequence[int]) -> list[int]:
    """Return by how much values are worse than those of the plan, tier by tier."""
    return [
        worse_by(tier.sense, before, now)
        for tier, before, now in zip(plan.tiers, plan.values, values, strict=True)
    ]


def _at_least(plan: KnownPlan, bound: int) -> Loss:
    """Return a bound on the loss in the first tier, the others unknown.

    Where the bound says nothing, a plan with the pair is still no better than the best of the
    tier, which the known plan may have ended worse than.
    """
    loss: Loss = {tier.name: None for tier in plan.tiers}
    for tier, least in list(zip(plan.tiers, losses(plan, plan.best), strict=True))[:1]:
        loss[tier.name] = bound or least
    return loss


def _proven_part(plan: KnownPlan, outcome: Outcome, bound: int) -> Loss:
    """Return the loss up to the first tier that gets worse, as far as it is proven.

    A tier's loss at its stage is that of its proven bound, which is its best value when the
    stage was solved to the end.  With a tolerance the plan itself may end worse than that, so
    it stays a bound; and none is better than the best of the tier.
    """
    found = _at_least(plan, bound)
    bounds, best = losses(plan, [s.bound for s in outcome.stages]), losses(plan, plan.best)
    for i, tier in enumerate(plan.tiers):
        least = max(bounds[i], best[i] if (known := found[tier.name]) is None else known)
        found[tier.name] = least
        if least != 0 or not outcome.stages[i].optimal:
            break
    return found
