"""The room plan of a site with the fewest room changes, given who is there when.

Data        rooms with beds and the months in which they are usable; guests, each an unbroken
            stay of a household: n[g] persons, first and last month, rooms that will do, group
Plan        R[g,t]: the rooms of guest g in month t
Subject to  in each month, a guest that shares with nobody has one to four rooms with beds for
            all of it, none of which it could do without, all to itself; a single of a group has
            one room, with at most as many of its group in it as there are beds
Objective   minimise Σ n[g] over guests and months t with R[g,t] ≠ R[g,t-1]

1. A plan for stretches of months in which nobody changes is there in seconds, mostly for all
   months at once (:mod:`models.room_months`, :mod:`models.room_stretch`).
2. Solving few rooms again at a time makes it better (:mod:`models.room_search`).
3. Bounds over longer and longer stretches of months prove it, or show the gap
   (:mod:`models.room_bound`); the longest is the whole problem, whose best plan is taken.  Of a
   large site no stretch is small enough to prove anything: its bound is then 0.

That the plan without changes comes out of 2 where there is one is not certain, but in tight
sites it comes sooner than from the model of all rooms: there, that found none in a minute for
most sites of 20 rooms and 200 guests or more, and 2 did in seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.budget import Budget
from models.room_bound import Bound
from models.room_classes import House
from models.room_months import month_by_month
from models.room_search import Search
from models.room_share import Share
from models.room_types import Guest, Plan, Room, RoomPlan, Rooms, changed, room_changes

__all__ = ["Guest", "Plan", "Room", "RoomPlan", "Rooms", "changed", "plan_rooms", "room_changes"]


@dataclass(frozen=True)
class _Round:
    """A round of search and proof; work in thousandths of CP-SAT's deterministic second."""

    search: int
    step: int
    failures: int
    """Steps that may fail in a row."""
    months: int
    """Longest stretch to prove over."""
    stretch: int
    proof: int


ROUNDS = (
    _Round(search=500, step=100, failures=24, months=2, stretch=100, proof=300),
    _Round(search=1_000, step=200, failures=60, months=8, stretch=500, proof=1_000),
    _Round(search=1_500, step=500, failures=60, months=1_000, stretch=2_000, proof=2_000),
)

# Work of the first plan, and of one stretch of it.
FIRST_WORK, STRETCH_WORK = 1_500, 400


def plan_rooms(rooms: Sequence[Room], guests: Sequence[Guest], budget: Budget) -> RoomPlan:
    """Return the room plan with the fewest changes that the budget allows, and its bound.

    The plan is the same every time, unless a limit in seconds cuts it off.  Without any limit
    it still ends, after the rounds above, with what it has.

    Raises
    ------
    SolverFailed
        When those who are there in a month do not fit in the rooms.
    """
    house = House(rooms, guests)
    plan = month_by_month(rooms, guests, Share(budget, FIRST_WORK), STRETCH_WORK)
    search, bound = Search(rooms, guests, plan), Bound(house, plan)
    for one in ROUNDS:
        search.run(Share(budget, one.search), bound.least, one.failures, one.step)
        bound.plan = search.plan
        bound.prove(Share(budget, one.proof), one.months, one.stretch)
        search = Search(rooms, guests, bound.plan)
        if search.changes == bound.least or budget.exhausted:
            break
    return RoomPlan(rooms=search.plan, changes=search.changes, bound=bound.least)
