"""Random relocation plans: the checker agrees, and every rule and tier decides something.

A rule or tier matters in an instance when the plan is worth something else without it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from allocator.check.shelter import check_stays
from allocator.check.shelter.places import Stay
from allocator.domain.instance import Instance
from allocator.domain.policy import RELOCATION_TIERS
from allocator.errors import LocksContradict
from allocator.formulate_shelter import aims, lay_out_shelter
from allocator.reading import digest
from allocator.relocating import RelocationSettings, formulated, relocate
from models.budget import Budget
from models.highs import Backend
from models.relocation_solve import solve
from models.relocation_start import start
from tests.random_shelter import shelter_instance

SEEDS = range(100)
MORE = range(150)
"""For what matters in instances of one sort only, of which there are few."""
ENOUGH = 5
SHOWN: dict[str, tuple[int, ...]] = {
    "KOPPELING": (0, 14, 16, 18, 25),
    "CARE": (3, 6, 7, 9, 20),
    "CARE, strict": (13, 14, 55, 69, 70),
    "WOMEN": (35, 42, 45, 46, 49),
    "MOBILITY": (6, 7, 11, 13, 20),
    "refused": (10, 17, 32, 37, 70),
    "lock": (0, 9, 10, 11, 16),
    "rooms": (2, 3, 6, 9, 10),
    "singles of one gender share": (3, 7, 10, 17, 20),
    "own_room": (6, 20, 27, 34, 41),
    "safe_place": (0, 2, 6, 7, 9),
    "max_persons": (4, 10, 17, 31, 32),
    "max_moves_in": (4, 10, 17, 20, 32),
    "shelter_persons_max": (2, 3, 7, 30, 52),
    "notice": (1, 5, 7, 8, 12),
    "a site that opens later": (4, 10, 17, 20, 24),
    "a site that closes": (0, 1, 3, 5, 6),
    "a site that can be extended": (1, 3, 6, 7, 9),
    "arrivals": (0, 4, 7, 14, 21),
    "departures": (0, 3, 7, 10, 17),
    "a move to come": (3, 21, 25, 31, 34),
    "evictions": (10, 20, 41, 62, 83),
    "vulnerable": (9, 44, 65, 79, 100),
    "unsheltered": (7, 10, 15, 17, 22),
    "displaced": (10, 353, 563, 577, 581),
    "care": (2, 7, 13, 25, 30),
    "safe": (2, 6, 32, 53, 72),
    "moves": (0, 1, 3, 5, 8),
    "repeat": (1, 14, 15, 26, 33),
    "extension": (36, 38, 64, 73, 87),
    "school": (26, 47, 57, 89, 117),
    "together": (15, 19, 26, 36, 43),
    "shelter_spread": (8, 15, 26, 53, 54),
}
"""Where each was last seen to matter; looked at first, and the others when these do not do."""

Change = Callable[[Instance], Instance]


Values = tuple[int, ...] | None
_known: dict[tuple[str, tuple[str, ...]], Values] = {}


def worth(given: Instance, tiers: tuple[str, ...] = RELOCATION_TIERS) -> Values:
    """Return the values of the best plan in every tier, ``None`` when locks leave none."""
    key = digest(given), tiers
    if key not in _known:
        _known[key] = _worth(given, tiers)
    return _known[key]


def _worth(given: Instance, tiers: tuple[str, ...]) -> Values:
    shelter, backend = lay_out_shelter(given), Backend()
    problem = formulated(shelter, backend)
    begin = start(problem, Budget(), backend).plan
    if begin is None:
        return None
    outcome = solve(problem, aims(shelter, tiers), begin, Budget())
    assert all(stage.optimal for stage in outcome.stages)
    return tuple(aim.value(problem, outcome.plan) for aim in aims(shelter, RELOCATION_TIERS))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checker_agrees(seed):
    """What the plan is worth is kept: the tests below begin with it."""
    given = shelter_instance(seed)
    try:
        plan = relocate(given, RelocationSettings())
    except LocksContradict:
        assert worth(given) is None
        return
    values = {tier.name: tier.value for tier in plan.tiers}
    _known.setdefault((digest(given), RELOCATION_TIERS), tuple(values[t] for t in RELOCATION_TIERS))
    stays = [Stay(s.household, s.site, s.rooms, s.from_month, s.to_month) for s in plan.stays]
    verdict = check_stays(given, stays)
    assert verdict.violations == ()
    assert dict(verdict.tier_values) == {tier.name: tier.value for tier in plan.tiers}
    assert plan.status == "optimal"


def households(**columns) -> Change:
    return lambda given: given.model_copy(
        update={"households": tuple(h.model_copy(update=columns) for h in given.households)}
    )


def persons(**columns) -> Change:
    def change(given):
        changed = (
            h.model_copy(update={"persons": tuple(p.model_copy(update=columns) for p in h.persons)})
            for h in given.households
        )
        return given.model_copy(update={"households": tuple(changed)})

    return change


def sites(**columns) -> Change:
    return lambda given: given.model_copy(
        update={"sites": tuple(s.model_copy(update=columns) for s in given.sites)}
    )


def wijken(**columns) -> Change:
    return lambda given: given.model_copy(
        update={"wijken": tuple(w.model_copy(update=columns) for w in given.wijken)}
    )


def policy(**settings) -> Change:
    return lambda given: given.model_copy(
        update={"policy": given.policy.model_copy(update=settings)}
    )


def without_need(need: str) -> Change:
    def change(given):
        changed = (
            h.model_copy(update={"needs": tuple(n for n in h.needs if n != need)})
            for h in given.households
        )
        return given.model_copy(update={"households": tuple(changed)})

    return change


def without_decisions(kind: str) -> Change:
    return lambda given: given.model_copy(
        update={"site_decisions": tuple(d for d in given.site_decisions if d.decision != kind)}
    )


def more_rooms(given: Instance) -> Instance:
    """Every room ten times."""
    groups = tuple(group.model_copy(update={"count": 10 * group.count}) for group in given.rooms)
    return given.model_copy(update={"rooms": groups})


RULES: dict[str, Change] = {
    "KOPPELING": households(koppeling=None),
    "CARE": policy(care_exclusive=False),
    "CARE, strict": policy(care_strict=False),
    "WOMEN": sites(women_only=False),
    "MOBILITY": persons(mobility="none"),
    "refused": without_decisions("refused"),
    "lock": without_decisions("lock"),
    "rooms": more_rooms,
    "singles of one gender share": persons(gender="f"),
    "own_room": without_need("own_room"),
    "safe_place": without_need("safe_place"),
    "max_persons": sites(max_persons=None),
    "max_moves_in": sites(max_moves_in=None),
    "shelter_persons_max": wijken(shelter_persons_max=None),
    "notice": policy(first_move_month=0),
    "a site that opens later": sites(opens_on=None),
    "a site that closes": sites(closes_on=None, extend_until=None),
    "a site that can be extended": sites(extend_until=None),
    "arrivals": households(arrives_on=None),
    "departures": households(leaves_on=None),
    "a move to come": policy(after_months=0),
}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_decides_something(rule):
    changed = RULES[rule]
    assert count(rule, lambda given: worth(given) != worth(changed(given))) >= ENOUGH


@pytest.mark.parametrize("tier", RELOCATION_TIERS)
def test_every_tier_decides_something(tier):
    """What the plan is worth up to the tier stays; in the tier, or after it, something changes."""
    order = tuple(name for name in RELOCATION_TIERS if name != tier)
    assert count(tier, lambda given: worth(given) != worth(given, order)) >= ENOUGH


def count(name: str, matters: Callable[[Instance], bool]) -> int:
    """Return in how many random instances something matters, up to as many as are enough."""
    found = 0
    for seed in dict.fromkeys((*SHOWN.get(name, ()), *MORE)):
        found += matters(shelter_instance(seed))
        if found == ENOUGH:
            break
    return found
