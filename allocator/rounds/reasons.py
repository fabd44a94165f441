"""The lists that refusals and objections are chosen from.

A code says what is wrong with the match or the move, never what is wrong with people.
"""

from __future__ import annotations

from collections.abc import Collection

from allocator.errors import Refused

CORPORATIE = (
    "home_not_available",
    "home_not_suitable",
    "works_needed",
    "complex_balance",
    "already_let",
    "earlier_tenancy",
    "other",
)
TEAM = (
    "home_not_suitable",
    "household_not_ready",
    "better_match",
    "facts_wrong",
    "other",
)
HOUSEHOLD = (
    "too_small",
    "too_far",
    "too_expensive",
    "not_accessible",
    "not_safe",
    "other_home",
    "other",
)
REASONS = {"corporatie": CORPORATIE, "team": TEAM, "household": HOUSEHOLD}
OBJECTIONS = (  # to a move of a relocation plan
    "school",
    "work",
    "care",
    "family",
    "not_accessible",
    "not_safe",
    "too_small",
    "too_soon",
    "other",
)


def need_code(code: str, known: Collection[str]) -> None:
    """Raise Refused when a code is not in the list that it must come from."""
    if code not in known:
        raise Refused("rounds.unknown_reason", code=code, known=", ".join(known))


def need_reason(reason: str) -> None:
    """Raise Refused when a mandatory reason is empty."""
    if not reason.strip():
        raise Refused("rounds.reason_needed")
