"""Synthetic instances: invented, realistic, and the same for the same size and seed."""

from allocator.generate.build import generate
from allocator.generate.home_types import SCARCITIES
from allocator.generate.limits import LIMITS
from allocator.generate.shelter import SHELTERS
from allocator.generate.sizes import SIZES

__all__ = ["LIMITS", "SCARCITIES", "SHELTERS", "SIZES", "generate"]
