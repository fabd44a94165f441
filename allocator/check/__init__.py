"""The independent checker: recomputes every rule and figure of a plan from the instance.

Plain Python, one household at a time, written from rules.md; shares no code with the rules
and models that make a plan.
"""

from __future__ import annotations

from allocator.check.case import Case, case_of
from allocator.check.limits import breaks_limits, capacities, uses
from allocator.check.matching import check_matching
from allocator.check.pairs import PAIR_RULES, Pairs, blocked_by, possible
from allocator.check.plan import check_plan
from allocator.check.tiers import SENSES, tier_values, tiers_in_order
from allocator.check.verdict import Deviation, Verdict, Violation

__all__ = [
    "PAIR_RULES",
    "SENSES",
    "Case",
    "Deviation",
    "Pairs",
    "Verdict",
    "Violation",
    "blocked_by",
    "breaks_limits",
    "capacities",
    "case_of",
    "check_matching",
    "check_plan",
    "possible",
    "tier_values",
    "tiers_in_order",
    "uses",
]
