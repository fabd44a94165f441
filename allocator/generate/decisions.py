"""What people decided and know already: a few locks, refusals, points and last week's draft.

Locks and the draft come out of one plan that keeps all limits, so that they never
contradict each other.
"""

from __future__ import annotations

from datetime import date, timedelta

from allocator.domain.base import HomeId, HouseholdId
from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision, Points, Previous
from allocator.domain.instance import Instance
from allocator.generate.dice import Dice
from allocator.generate.expected import Matching
from allocator.rules.limits import limits, locks
from allocator.rules.longest_waiting_first import longest_waiting_first

REFUSALS = {
    DecisionKind.REFUSED_BY_HOUSEHOLD: 5,
    DecisionKind.REFUSED_BY_CORPORATIE: 3,
    DecisionKind.REFUSED_BY_TEAM: 2,
}
REASONS = {
    DecisionKind.LOCK: ("sleuteloverdracht afgesproken", "aanbod aanvaard"),
    DecisionKind.REFUSED_BY_HOUSEHOLD: ("te ver van werk", "te ver van familie", "geen reden"),
    DecisionKind.REFUSED_BY_CORPORATIE: ("woning aan een ander toegezegd", "inkomenstoets"),
    DecisionKind.REFUSED_BY_TEAM: ("past niet bij de buren", "wacht op overleg"),
}
POINTS = {
    15: "heeft werk om de hoek",
    10: "kind kan op dezelfde school blijven",
    5: "kent de buurt",
    -10: "ver van de taalles",
    -20: "bovenburen hebben last van geluid",
}
HOMES_PER_LOCK, HOMES_PER_REFUSAL, HOMES_PER_POINTS = 45, 9, 12
KEPT_OF_DRAFT = 0.4

Pair = tuple[HouseholdId, HomeId]


def add(instance: Instance, m: Matching, dice: Dice) -> Instance:
    """Return the instance with decisions, points and previous."""
    plan = _plan(instance, m)
    units = sum(home.units for home in m.homes)
    locked = dice.sample(plan, max(1, units // HOMES_PER_LOCK))
    refused = [
        pair for pair in _possible(m, max(1, units // HOMES_PER_REFUSAL), dice) if pair not in plan
    ]
    known = _possible(m, max(1, units // HOMES_PER_POINTS), dice)
    kinds = [(pair, DecisionKind.LOCK) for pair in locked]
    kinds += [(pair, dice.weighted(REFUSALS)) for pair in refused]
    return instance.model_copy(
        update={
            "decisions": tuple(
                _decision(pair, kind, instance.peildatum, dice) for pair, kind in sorted(kinds)
            ),
            "points": tuple(_points(pair, dice) for pair in known),
            "previous": tuple(
                Previous(household=household, home=home)
                for household, home in plan
                if dice.chance(KEPT_OF_DRAFT)
            ),
        }
    )


def _plan(instance: Instance, m: Matching) -> list[Pair]:
    """Return a plan within all limits, in order of household."""
    rows, columns = longest_waiting_first(
        m.possible,
        m.h,
        m.p,
        m.c,
        limits=limits(instance, m.h, m.p, m.c),
        locks=locks(instance, m.h, m.p),
    )
    return [
        (m.households[i].id, m.homes[j].id)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
    ]


def _possible(m: Matching, count: int, dice: Dice) -> list[Pair]:
    """Draw possible pairs, in order."""
    last = len(m.possible) - 1
    places = {dice.between(0, last) for _ in range(count)} if last >= 0 else set()
    return [
        (m.households[m.possible.household[i]].id, m.homes[m.possible.home[i]].id)
        for i in sorted(places)
    ]


def _decision(pair: Pair, kind: DecisionKind, on: date, dice: Dice) -> Decision:
    """Draw when and why something was decided."""
    return Decision(
        household=pair[0],
        home=pair[1],
        decision=kind,
        decided_on=on - timedelta(days=dice.between(1, 28)),
        reason=dice.pick(REASONS[kind]),
    )


def _points(pair: Pair, dice: Dice) -> Points:
    """Draw what the team knows of a pair."""
    points = dice.pick(tuple(POINTS))
    return Points(household=pair[0], home=pair[1], points=points, reason=POINTS[points])
