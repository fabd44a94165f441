"""The checker of relocation plans: recomputes every rule and figure of rules.md 2.

Plain Python, one household and month at a time; shares no code with the rules and models
that make a plan.
"""

from __future__ import annotations

from allocator.check.shelter.case import ShelterCase, shelter_case
from allocator.check.shelter.places import Stay
from allocator.check.shelter.plan import check_shelter_plan
from allocator.check.shelter.tiers import shelter_ranking
from allocator.check.shelter.verdict import check_stays

__all__ = [
    "ShelterCase",
    "Stay",
    "check_shelter_plan",
    "check_stays",
    "shelter_case",
    "shelter_ranking",
]
