"""Whether a matching plan keeps every rule, and what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from allocator.check.case import Case, case_of
from allocator.check.limits import Placement, capacities, genders, loads
from allocator.check.pair_values import pair_values
from allocator.check.pairs import Pairs, blocked_by
from allocator.check.tiers import tier_values
from allocator.check.verdict import Deviation, Verdict, Violation
from allocator.domain.instance import Instance


def check_matching(
    instance: Instance, placements: Sequence[Placement], lottery_seed: int | None = None
) -> Verdict:
    """Judge a plan of ``(household, home)`` pairs from the instance alone.

    Parameters
    ----------
    instance
        Everything that is known on the peildatum.
    placements
        The plan, in any order; ids that do not exist are violations, and are left out of
        the sums.
    lottery_seed
        Replaces the seed of the instance for the tier ``lottery``.
    """
    case = case_of(instance, lottery_seed)
    return judge(case, Pairs(case), placements)


def judge(case: Case, pairs: Pairs, placements: Sequence[Placement]) -> Verdict:
    """Judge a plan against a case that is laid out already."""
    known = [(h, w) for h, w in placements if h in case.households and w in case.homes]
    return Verdict(
        violations=(
            *_unknown(case, placements),
            *_pair_rules(case, known),
            *_one_home(placements),
            *_locks(case, known),
            *_limits(case, known),
            *_genders(case, known),
        ),
        tier_values=tier_values(case, pairs, known),
        deviations=deviations(case, known),
    )


def deviations(case: Case, placements: Sequence[Placement]) -> tuple[Deviation, ...]:
    """Return the locked pairs of a plan that pair rules block."""
    found = []
    for household, home in placements:
        if case.locks.get(household) == home:
            codes = blocked_by(case, household, home)
            if codes:
                found.append(Deviation(household, home, codes))
    return tuple(found)


def _unknown(case: Case, placements: Sequence[Placement]) -> Iterator[Violation]:
    """Find households and homes that do not exist, or are of the other group."""
    for household, home in placements:
        if household in case.others:
            yield Violation("group", "check.group", household=household, home=home)
        elif household not in case.households:
            yield Violation("household", "check.household", household=household, home=home)
        if home not in case.homes:
            yield Violation("home", "check.home", household=household, home=home)


def _pair_rules(case: Case, placements: Sequence[Placement]) -> Iterator[Violation]:
    """Find pairs that a rule blocks and no lock asks for."""
    for household, home in placements:
        if case.locks.get(household) == home:
            continue
        for code in blocked_by(case, household, home):
            yield Violation(
                code,
                f"check.{code}",
                pair_values(case, household, home, code),
                household=household,
                home=home,
                wijk=case.homes[home].wijk,
            )


def _one_home(placements: Sequence[Placement]) -> Iterator[Violation]:
    """Find households with more than one home."""
    for household, count in Counter(h for h, _ in placements).items():
        if count > 1:
            values = (("count", count),)
            yield Violation("one_home", "check.one_home", values, household=household)


def _locks(case: Case, placements: Sequence[Placement]) -> Iterator[Violation]:
    """Find locks that are not in the plan."""
    placed = set(placements)
    for household, home in case.locks.items():
        if (household, home) not in placed:
            yield Violation("lock", "check.lock", household=household, home=home)


def _limits(case: Case, placements: Sequence[Placement]) -> Iterator[Violation]:
    """Find limits that the plan exceeds."""
    left = capacities(case)
    for name, load in sorted(loads(case, placements).items()):
        if name not in left or load <= left[name]:
            continue
        kind, _, concerned = name.partition(":")
        values = (("load", load), ("capacity", left[name]), ("limit", concerned))
        yield Violation(
            kind,
            f"check.{kind}",
            values,
            home=concerned if kind == "units" else "",
            wijk=concerned if kind == "draagkracht" else "",
        )


def _genders(case: Case, placements: Sequence[Placement]) -> Iterator[Violation]:
    """Find homes for singles of one gender that are shared by more."""
    for home, found in genders(case, placements).items():
        if len(found) > 1:
            values = (("count", len(found)),)
            yield Violation("gender", "check.gender", values, home=home)
