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
from allocator.check.shelter import Stay, check_stays
from allocator.check.tiers import SENSES, tier_values, tiers_in_order
from allocator.check.verdict import Deviation, ShelterVerdict, Verdict, Violation

__all__ = [
    "PAIR_RULES",
    "SENSES",
    "Case",
    "Deviation",
    "Pairs",
    "ShelterVerdict",
    "Stay",
    "Verdict",
    "Violation",
    "blocked_by",
    "breaks_limits",
    "capacities",
    "case_of",
    "check_matching",
    "check_plan",
    "check_stays",
    "possible",
    "tier_values",
    "tiers_in_order",
    "uses",
]
