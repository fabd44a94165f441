"""Pair rules on time, papers, koppeling, priority and refusals (rules.md 1.1).

Each function returns whether it blocks the home.  The facts of the household that a rule
looks at are its keyword parameters, named as in ``Facts``; nothing else of the household
reaches it, so its answers can be kept per distinct set of facts.
"""

from __future__ import annotations

from datetime import date

from allocator.check.case import Case
from allocator.domain.choices import HomeKind, Sharing
from allocator.domain.home import Home


def days_of_stay(home: Home, case: Case) -> int | None:
    """Return the days from start to available_until; ``None`` when it has no end.

    start = the later of peildatum and available_from.
    """
    if home.available_until is None:
        return None
    start = max(case.day, home.available_from)
    return (home.available_until - start).days


def available(home: Home, case: Case) -> bool:
    """AVAILABLE: it comes after the horizon, or goes before the shortest stay."""
    too_late = (home.available_from - case.day).days > case.instance.horizon_days
    stay = days_of_stay(home, case)
    return too_late or (stay is not None and stay < case.policy.min_stay_days)


def hold(home: Home, case: Case, *, hold_until: date | None) -> bool:
    """HOLD: the household does not take part yet."""
    return hold_until is not None and hold_until > case.day


def documents(home: Home, case: Case, *, documents_complete: bool) -> bool:
    """DOCUMENTS: they are required and not complete."""
    return case.policy.documents == "required" and not documents_complete


def koppeling(home: Home, case: Case, *, koppeling: str | None) -> bool:
    """KOPPELING: the home's wijk is not that area and does not lie within it."""
    return koppeling is not None and koppeling not in case.areas[home.wijk]


def priority(home: Home, case: Case, *, urgent: bool) -> bool:
    """PRIORITY: without another urgency no social rent, or no social home of its own."""
    if urgent or home.kind != HomeKind.SOCIALE_HUUR:
        return False
    if case.policy.priority_mode == "rooms_only":
        return home.sharing == Sharing.NONE
    return case.policy.priority_mode == "equal"


def refused(home: Home, case: Case, *, refused: frozenset[str]) -> bool:
    """REFUSED: the corporatie, the household or the team refused this pair."""
    return home.id in refused
