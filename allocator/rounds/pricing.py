"""What a decision would cost, before it is made: who would wait longer, who would move.

The plan that is best as things stand is compared with the one that is best with the decision in
it, both solved to the end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from allocator.domain.base import HomeId, HouseholdId
from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision
from allocator.domain.instance import Instance
from allocator.explain.alternatives import Alternative, alternatives
from allocator.explaining import Opened, Price, position_of_household
from allocator.explaining import price as price_of
from allocator.matching import Settings, match, with_seed
from allocator.plan import MatchingPlan
from allocator.rounds.case import known
from allocator.rounds.drafting import to_solve
from allocator.rounds.rows import any_round, draft_of, open_round
from allocator.rounds.stored import instance_of, prices_of, rows_of
from allocator.rounds.use import Actor, Refused, using
from allocator.store import models
from models.budget import Budget

# Of the time there is, the share of the plan without the decision.
FIRST = 0.5


@dataclass(frozen=True)
class Priced:
    """What a decision would do; ``proven`` when both plans are proven best."""

    household: str
    home: str
    price: Price
    proven: bool


def price(
    actor: Actor,
    household: str,
    home: str,
    settings: Settings,
    *,
    refused: bool = False,
    number: int | None = None,
) -> Priced:
    """Return what putting a household in a home would do to the others.

    Parameters
    ----------
    refused
        Price that the household does *not* get the home.

    Raises
    ------
    Refused
        When the household or the home does not take part in the round.
    NoPlan
        When the decision and the limits contradict each other.
    """
    with using(actor, "read") as use:
        found = open_round(number)
        use.round = found.number
        use.result = {"for": "price"}
        now = known(found.peildatum, for_round=found.number)
        instance, _ = to_solve(now, found, second=found.drafts.exists())  # as the next draft will
        if household not in now.subject:
            raise Refused("rounds.unknown_household", household=household)
        use.about(now.subject[h.id] for h in instance.households)
        if all(h.id != household for h in instance.households):
            raise Refused("rounds.household_out", household=household)
        if all(p.id != home for p in instance.homes):
            raise Refused("rounds.home_gone", home=home)
        newest = found.drafts.order_by("-number").first()
        if newest is not None:
            settings = replace(settings, prices=prices_of(newest))
    kind = DecisionKind.REFUSED_BY_TEAM if refused else DecisionKind.LOCK
    decision = Decision(household=HouseholdId(household), home=HomeId(home), decision=kind)
    with settings.budget.part(FIRST):
        before = match(instance, settings)
    free = _without_lock(instance, decision) if refused else instance
    standing = _opened(free, before)
    found_price = price_of(standing, [decision], settings)
    proven = "feasible" not in (before.status, found_price.plan.status)
    return Priced(household, home, found_price, proven)


def alternatives_of(
    actor: Actor, household: str, budget: Budget, *, number: int | None = None
) -> Ways:
    """Return what every home would mean for a household, beside the newest draft of a round.

    Raises
    ------
    Refused
        When the round has no draft, or the household is not in it.
    """
    with using(actor, "read") as use:
        found = any_round(number)
        use.round = found.number
        use.result = {"for": "alternatives"}
        draft = draft_of(found, None)
        instance, _ = instance_of(draft)
        use.about(draft.rows.values_list("subject_id", flat=True))
        opened = _opened_draft(instance, draft)
    if all(h.id != household for h in instance.households):
        raise Refused("rounds.household_out", household=household)
    plan = opened.known(budget)
    at = position_of_household(plan, household)
    found_ways = alternatives(plan, [(at, p) for p in range(len(plan.case.homes.id))], budget)
    return Ways(
        household,
        draft.number,
        tuple(plan.case.homes.id.tolist()),
        tuple(plan.case.households.id.tolist()),
        tuple(found_ways),
    )


@dataclass(frozen=True)
class Ways:
    """Every way to house a household; alternatives name positions in ``homes`` and ``people``."""

    household: str
    draft: int
    homes: tuple[str, ...]
    people: tuple[str, ...]
    found: tuple[Alternative, ...]


def _opened(instance: Instance, plan: MatchingPlan) -> Opened:
    """Return a plan that was just made, to be compared with."""
    return Opened(
        instance=instance,
        warnings=(),
        pairs=tuple((row.household, row.home) for row in plan.proposals),
        best={tier.name: tier.best for tier in plan.tiers if tier.best is not None},
        values={tier.name: tier.value for tier in plan.tiers},
        why={},
    )


def _opened_draft(instance: Instance, draft: models.Draft) -> Opened:
    """Return a draft that was stored, to be compared with."""
    rows, _ = rows_of(draft)
    tiers = draft.summary["tiers"]
    return Opened(
        instance=with_seed(instance, draft.summary["lottery_seed"]),
        warnings=(),
        pairs=tuple((row.household, row.home) for row in rows),
        best={tier["name"]: tier["best"] for tier in tiers if tier["best"] is not None},
        values={tier["name"]: tier["value"] for tier in tiers},
        why={},
        prices=prices_of(draft),
    )


def _without_lock(instance: Instance, decision: Decision) -> Instance:
    """Return the instance without a lock on a pair, which would stand above a refusal."""
    pair = decision.household, decision.home
    kept = [
        one
        for one in instance.decisions
        if one.decision != DecisionKind.LOCK or (one.household, one.home) != pair
    ]
    return instance.model_copy(update={"decisions": tuple(kept)})
