"""A change of an instance that may house a household: its parts, and making it.

A part is more of something that there is (homes, room within a limit), a decision for one
home, or a rule that such a decision sets aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from allocator.domain.base import HomeId, HouseholdId
from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision
from allocator.domain.instance import Instance

Kind = Literal[
    "units", "draagkracht", "complex", "supported", "corporatie", "guidance", "rule", "priority"
]
# The kinds of more room, in the order in which the smallest of equal changes is chosen.
KINDS = ("units", "draagkracht", "complex", "supported", "corporatie", "guidance")
# Where the column stands that a kind adds to.
COLUMNS = {
    "units": ("homes", "units"),
    "draagkracht": ("wijken", "draagkracht_persons"),
    "complex": ("complexes", "max_persons"),
    "supported": ("complexes", "max_supported"),
    "corporatie": ("corporaties", "max_placements"),
}


@dataclass(frozen=True, order=True)
class Part:
    """One kind of change.

    ``subject`` is the id of the home (``units``, ``priority``), wijk, complex or corporatie, or
    the code of the rule to set aside; ``amount`` is in homes, persons or households.
    """

    kind: Kind
    subject: str
    amount: int = 1


def changed(instance: Instance, household: str, parts: Iterable[Part]) -> Instance:
    """Return the instance with a change made for a household: what to try it out with."""
    for part in parts:
        instance = _made(instance, household, part)
    return instance


def _made(instance: Instance, household: str, part: Part) -> Instance:
    """Return the instance with one part of a change."""
    if part.kind == "rule":  # the decision for the home sets it aside
        return instance
    if part.kind == "priority":
        lock = Decision(
            household=HouseholdId(household),
            home=HomeId(part.subject),
            decision=DecisionKind.LOCK,
        )
        return instance.model_copy(update={"decisions": (*instance.decisions, lock)})
    if part.kind == "guidance":
        most = (instance.policy.max_placements or 0) + part.amount
        policy = instance.policy.model_copy(update={"max_placements": most})
        return instance.model_copy(update={"policy": policy})
    table, column = COLUMNS[part.kind]
    rows = []
    for row in getattr(instance, table):
        key = row.code if table == "wijken" else row.id
        if key == part.subject:
            row = row.model_copy(update={column: getattr(row, column) + part.amount})
        rows.append(row)
    return instance.model_copy(update={table: tuple(rows)})


def beyond_limits(instance: Instance) -> dict[str, int]:
    """Return of each limit by name how far it is exceeded before anything is placed."""
    beyond = {"guidance": 0}
    for wijk in instance.wijken:
        if wijk.draagkracht_persons is not None:
            over = wijk.placed_persons - wijk.draagkracht_persons
            beyond[f"draagkracht:{wijk.code}"] = max(0, over)
    for block in instance.complexes:
        beyond[f"complex:{block.id}"] = max(0, block.placed_persons - (block.max_persons or 0))
        over = block.placed_supported - (block.max_supported or 0)
        beyond[f"supported:{block.id}"] = max(0, over)
    return beyond | {f"corporatie:{owner.id}": 0 for owner in instance.corporaties}
