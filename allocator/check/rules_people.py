"""Pair rules on who lives in the home and what they need (rules.md 1.1).

Each function returns whether it blocks the home; see ``rules_process``.
"""

from __future__ import annotations

from allocator.check.case import Case
from allocator.domain.choices import Gender, HomeKind, Sharing, Support, TargetGroup
from allocator.domain.home import Home


def target_group(home: Home, case: Case, *, head_age: int, ex_amv_under_23: bool) -> bool:
    """TARGET_GROUP: the head does not belong to the group that the home is kept for."""
    belongs = {
        TargetGroup.ANY: True,
        TargetGroup.EX_AMV: ex_amv_under_23,
        TargetGroup.UNDER_23: head_age < 23,
        TargetGroup.UNDER_28: head_age < 28,
        TargetGroup.OVER_55: head_age >= 55,
    }
    return not belongs[home.target_group]


def sharing(home: Home, case: Case, *, own_home: bool, gender: Gender) -> bool:
    """SHARING: needs a home of its own, or is not of the gender that shares."""
    if home.sharing == Sharing.NONE:
        return False
    if own_home:
        return True
    return (
        (home.sharing == Sharing.WOMEN and gender != Gender.F)
        or (home.sharing == Sharing.MEN and gender != Gender.M)
        or (home.sharing == Sharing.SAME and gender == Gender.X)
    )


def safety(home: Home, case: Case, *, safe_place: bool) -> bool:
    """SAFETY: a shared home that is not assessed as safe, for who needs a safe place."""
    return home.sharing != Sharing.NONE and safe_place and not home.safe_place


def support(home: Home, case: Case, *, support: Support) -> bool:
    """SUPPORT: intensive support is needed and not there."""
    return support == Support.INTENSIVE and home.support != Support.INTENSIVE


def transit(home: Home, case: Case, *, persons: int, ex_amv_under_23: bool, nareis: int) -> bool:
    """TRANSIT: doorstroom is for singles, ex-AMV under 23 and who waits for relatives."""
    if home.kind != HomeKind.DOORSTROOM:
        return False
    return not (persons == 1 or ex_amv_under_23 or nareis > 0)
