"""How often households move, and children out of the wijk of their school."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from allocator.domain.instance import Instance
from allocator.figures.counts import Count
from allocator.rules.shelter.months import Months
from allocator.rules.shelter.residents import residents
from allocator.shelter_plan import RelocationPlan


@dataclass(frozen=True)
class Times:
    """Households that move so many times in the plan."""

    moves: int
    count: Count


def times_moved(plan: RelocationPlan) -> tuple[Times, ...]:
    """Return how many move 0, 1, 2, … times, up to the most; an entry is no move."""
    persons = {row.household: row.persons for row in plan.moves if row.kind == "move"}
    moves = Counter(row.household for row in plan.moves if row.kind == "move")
    counts = [
        Count(
            sum(n == times for n in moves.values()),
            sum(persons[household] for household, n in moves.items() if n == times),
        )
        for times in range(1, max(moves.values(), default=0) + 1)
    ]
    never = Count(plan.households - plan.moved_households, plan.persons - plan.moved_persons)
    return tuple(Times(times, one) for times, one in enumerate([never, *counts]))


def pupils(instance: Instance) -> int:
    """Return the children of school age whose school is in a known wijk, of who is present."""
    months = Months.of(instance)
    present = (r for r in residents(instance) if months.present(r.household))
    return sum(sum(resident.pupils.values()) for resident in present)
