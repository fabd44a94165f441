"""The rooms that a household gets where it goes."""

from __future__ import annotations

from collections.abc import Callable

from allocator.shelter_plan import Move, RelocationPlan


def rooms_after(plan: RelocationPlan) -> Callable[[Move], tuple[str, ...]]:
    """Return what gives the rooms after a move; none for who loses its place."""
    rooms = {(stay.household, stay.site, stay.from_month): stay.rooms for stay in plan.stays}
    return lambda move: rooms.get((move.household, move.to_site or "", move.month), ())
