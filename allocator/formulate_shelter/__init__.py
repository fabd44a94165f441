"""From an instance and its rules to the arrays of the relocation plan.

The only place where residents and sites become indices: household i and site j of
``models.relocation`` are the i-th of ``residents`` and the j-th of the instance's sites.
"""

from __future__ import annotations

from allocator.formulate_shelter.aims import aims, announced
from allocator.formulate_shelter.places import places_in
from allocator.formulate_shelter.problem import lifted_notice, relocation
from allocator.formulate_shelter.shelter import Shelter, lay_out_shelter

__all__ = [
    "Shelter",
    "aims",
    "announced",
    "lay_out_shelter",
    "lifted_notice",
    "places_in",
    "relocation",
]
