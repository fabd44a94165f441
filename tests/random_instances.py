"""Small random instances in which every rule, limit and tier matters now and then.

Scarce on purpose, with values at the boundary of a rule or just beyond it; few enough
assignments to try them all.  The same seed gives the same instance, which is drawn once in a
process: to find one of that size takes as long as to solve it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count
from random import Random

from allocator.check import breaks_limits, case_of
from allocator.check.facts import Facts
from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision, Points, Previous
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.domain.policy import MATCHING_TIERS, FitPoints, Policy, RentLimits, TierOrder
from allocator.domain.wijk import Wijk
from tests.brute_force import size
from tests.random_homes import home
from tests.random_people import household, twin

DAYS = (date(2025, 2, 28), date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 15))
FEWEST, MOST = 300, 300_000
OFTEN = {
    "tiers": 0.45,
    "documents": 0.5,
    "priority_mode": 0.6,
    "count_nareis": 0.3,
    "rent_limits": 0.3,
}
LOOSE = ("waiting", "waiting", "relocations", "fit", "stability")


@cache
def small_instance(seed: int, *, contradicting: bool = False) -> Instance:
    """Return a small random instance; ``contradicting`` gives locks that break limits."""
    for attempt in count():
        dice = Random(f"{seed}:{attempt}:{contradicting}")
        instance = _with_locks(dice, _draft(dice, seed), contradicting)
        broken = breaks_limits(case := case_of(instance), case.locks.items())
        if bool(broken) == contradicting and FEWEST <= size(instance) <= MOST:
            return instance
    raise AssertionError


def _draft(dice: Random, seed: int) -> Instance:
    """Draw everything but the locks."""
    day = dice.choice(DAYS)
    policy = _policy(dice)
    wijken = _wijken(dice)
    areas: list[str] = [wijk.code for wijk in wijken]
    complexes = _complexes(dice, areas)
    bare = Instance(
        name=f"random {seed}",
        municipality="0268",
        peildatum=day,
        lottery_seed=seed + 1,
        policy=policy,
        wijken=wijken,
        corporaties=_corporaties(dice),
        complexes=complexes,
        homes=(),
        households=tuple(_households(dice, day, areas)),
    )
    people = list(case_of(bare).households.values())
    homes = []
    for number in range(1, dice.choice((4, 5, 6, 7, 7))):
        block = dice.choice((None, *complexes))
        wijk = dice.choice(areas) if block is None else block.wijk
        place = (wijk, dice.choice("AB"), None if block is None else block.id)
        made = home(dice, number, someone=dice.choice(people), place=place, policy=policy, day=day)
        homes.append(made)
    return bare.model_copy(update={"homes": tuple(homes), **_pairs(dice, people, homes)})


def _households(dice: Random, day: date, areas: list[str]) -> list[Household]:
    """Draw four to eight households; some are the twin of the one before but for the id."""
    drawn: list[Household] = []
    for number in range(1, dice.choice((4, 6, 7, 7, 8, 8)) + 1):
        if drawn and dice.random() < 0.3:
            drawn.append(twin(drawn[-1], number))
        else:
            drawn.append(household(dice, number, day, areas))
    return drawn


def _wijken(dice: Random) -> tuple[Wijk, ...]:
    """Draw one or two larger areas with one or two wijken in them; limits on both levels."""
    shapes = (
        {"noord": "", "noord-1": "noord", "noord-2": "noord"},
        {"noord": "", "noord-1": "noord", "noord-2": "noord", "zuid": ""},
        {"noord": "", "noord-1": "noord", "noord-2": "noord", "zuid": "", "zuid-1": "zuid"},
    )
    return tuple(
        Wijk(
            code=code,
            name=code.capitalize(),
            within=within or None,
            placed_persons=dice.choice((0, 0, 1, 4)),
            draagkracht_persons=dice.choice((*[None] * 6, 2, 3, 4, 5, 6, 8, 10)),
            fair_share_persons=dice.choice((None, 0, 0, 1, 2, 3)),
        )
        for code, within in dice.choice(shapes).items()
    )


def _corporaties(dice: Random) -> tuple[Corporatie, ...]:
    """Draw two corporaties, sometimes with a limit."""
    most = (None, None, None, None, 1, 2, 3, 4)
    return tuple(Corporatie(id=c, name=c, max_placements=dice.choice(most)) for c in "AB")


def _complexes(dice: Random, areas: list[str]) -> tuple[Complex, ...]:
    """Draw one or two complexes, mostly with limits."""
    return tuple(
        Complex(
            id=id_,
            name=id_,
            wijk=dice.choice(areas),
            max_persons=dice.choice((None, None, 2, 3, 4, 5, 6)),
            placed_persons=dice.choice((0, 0, 1)),
            max_supported=dice.choice((None, None, 0, 1, 1)),
            placed_supported=dice.choice((0, 0, 1)),
        )
        for id_ in ("C1", "C2")[: dice.randint(1, 2)]
    )


def _pairs(dice: Random, people: list[Facts], homes: list[Home]) -> dict[str, object]:
    """Draw refusals, own points and earlier proposals."""
    pairs = [(h.id, w.id) for h in people for w in homes]
    refused = list(DecisionKind)[1:]
    return {
        "decisions": tuple(
            Decision(household=h, home=w, decision=dice.choice(refused))
            for h, w in sorted(dice.sample(pairs, dice.choice((0, 1, 3))))
        ),
        "points": tuple(
            Points(household=h, home=w, points=dice.choice((-25, 7, 30)), reason="known")
            for h, w in sorted(dice.sample(pairs, dice.choice((0, 2, 4))))
        ),
        "previous": tuple(
            Previous(household=h.id, home=dice.choice(homes).id)
            for h in people
            if dice.random() < 0.7
        )
        if dice.random() < 0.7
        else (),
    }


def _with_locks(dice: Random, instance: Instance, contradicting: bool) -> Instance:
    """Add locks on some pairs, blocked or not; more of them when they are to contradict."""
    number = 4 if contradicting else dice.choice((0, 0, 0, 1, 2))
    chosen = dice.sample([h.id for h in instance.households], number)
    homes = [w.id for w in instance.homes]
    locks = [
        Decision(household=h, home=dice.choice(homes), decision=DecisionKind.LOCK) for h in chosen
    ]
    decisions = sorted(
        (*instance.decisions, *locks), key=lambda d: (d.household, d.home, d.decision)
    )
    return instance.model_copy(update={"decisions": tuple(decisions)})


def _policy(dice: Random) -> Policy:
    """Draw a policy: most keys at their default, each another value now and then."""
    choices: dict[str, list[object]] = {
        "documents": ["required"],
        "priority_mode": ["rooms_only", "equal"],
        "min_stay_days": [30],
        "spare_bedrooms": [0, 2],
        "m2_per_person": [Decimal("12.5"), Decimal(10)],
        "reserve_adapted_days": [14],
        "baby_age": [2],
        "share_age": [0, 18],
        "couple_in_studio": [True],
        "rent_limits": [RentLimits(youth_age=22, youth=Decimal(400), small=Decimal(600))],
        "count_nareis": [True],
        "max_placements": [2, 3, 4],
        "overdue_factor": [0, 5],
        "term_weeks": [8],
        "stay_days": [365],
        "fit": [FitPoints(ties=5, exact=60, adapted=0, group=-7)],
        "tiers": [_order(dice)],
        "tolerance": [
            {dice.choice(LOOSE): dice.choice((Decimal("12.5"), Decimal("33.3"), Decimal(50)))}
        ],
        "slack": [{dice.choice(LOOSE): dice.choice((1, 2, 12, 30))}],
    }
    changed = {
        key: dice.choice(values)
        for key, values in choices.items()
        if dice.random() < OFTEN.get(key, 0.2)
    }
    return Policy.model_validate(changed)


def _order(dice: Random) -> TierOrder:
    """Draw an order of tiers: shuffled, shortened, or both."""
    order = list(MATCHING_TIERS)
    if dice.random() < 0.6:
        dice.shuffle(order)
    if dice.random() < 0.6:
        order = [name for name in order if dice.random() < 0.7]
    return TierOrder(matching=tuple(order))
