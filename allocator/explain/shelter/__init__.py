"""Why people move in a relocation plan, why some have no place, and what would help."""

from __future__ import annotations

from allocator.explain.shelter.alternatives import SiteAlternative, site_alternatives
from allocator.explain.shelter.change import Change, MoreRooms
from allocator.explain.shelter.moves import Went
from allocator.explain.shelter.plan import (
    Explained,
    ExplainedMove,
    ExplainedShortage,
)
from allocator.explain.shelter.standing import Limit, Standing
from allocator.explain.shelter.trial import Trial
from allocator.explain.shelter.without import Without

__all__ = [
    "Change",
    "Explained",
    "ExplainedMove",
    "ExplainedShortage",
    "Limit",
    "MoreRooms",
    "SiteAlternative",
    "Standing",
    "Trial",
    "Went",
    "Without",
    "site_alternatives",
]
