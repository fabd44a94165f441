"""How groups fare: by size, gender and age of the head, support, mobility, safe place.

All are merged as ``allocator.figures.merging`` says.  Those by size can be counted all the same
wherever a list gives the persons of each household, as that of the page does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from allocator.domain.choices import Gender, Group, Mobility, Support
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.figures.counts import Counted, Outcome, outcome
from allocator.figures.merging import Block, Category, Row, merged, total
from allocator.plan import MatchingPlan
from allocator.rules import facts

LARGEST = 6
"""Households of this many persons and more are one category."""
AGES = (23, 28, 35, 45, 55)
"""Ages in years at which a band begins; the first are those of rules and of rent limits."""


@dataclass(frozen=True)
class Trait:
    """A trait of households: its categories, the most common first, and that of a household."""

    name: str
    categories: tuple[str, ...]
    of: Callable[[Household, date], str]


@dataclass(frozen=True)
class GroupTable:
    """What is shown by one trait, in the order of its categories."""

    trait: str
    blocks: tuple[Block, ...]
    whole: Outcome


def size(household: Household, day: date) -> str:
    """Return the number of persons, the largest together."""
    return size_of(len(household.persons))


def size_of(persons: int) -> str:
    """Return the category of so many persons."""
    return str(persons) if persons < LARGEST else f"{LARGEST}+"


def gender(household: Household, day: date) -> str:
    """Return the gender of the head."""
    return facts.head(household).gender.value


def age_band(household: Household, day: date) -> str:
    """Return the age band of the head."""
    return band_of(facts.age(facts.head(household), day))


def band_of(age: int) -> str:
    """Return the band of an age in years."""
    return AGE.categories[sum(age >= first for first in AGES)]


def support(household: Household, day: date) -> str:
    """Return the support that is needed."""
    return household.support.value


def mobility(household: Household, day: date) -> str:
    """Return what is needed to get around: the most that somebody needs."""
    if facts.needs_wheelchair(household.persons):
        return Mobility.WHEELCHAIR.value
    needed = facts.needs_step_free(household.persons)
    return Mobility.STEP_FREE.value if needed else Mobility.NONE.value


def safe_place(household: Household, day: date) -> str:
    """Return whether a safe place is needed, as the rules have it."""
    return "yes" if facts.needs_safe_place(household) else "no"


def _bands() -> tuple[str, ...]:
    """Return the names of the age bands."""
    between = [f"{first}-{after - 1}" for first, after in pairwise(AGES)]
    return (f"0-{AGES[0] - 1}", *between, f"{AGES[-1]}+")


SIZE = Trait("size", (*map(str, range(1, LARGEST)), f"{LARGEST}+"), size)
AGE = Trait("age", _bands(), age_band)
TRAITS = (
    SIZE,
    Trait("gender", tuple(choice.value for choice in Gender), gender),
    AGE,
    Trait("support", tuple(choice.value for choice in Support), support),
    Trait("mobility", tuple(choice.value for choice in Mobility), mobility),
    Trait("safe_place", ("no", "yes"), safe_place),
)


def group_tables(instance: Instance, plan: MatchingPlan) -> tuple[GroupTable, ...]:
    """Return the tables of all traits that may be shown."""
    people = {str(h.id): h for h in instance.households if h.group is Group.STATUSHOUDER}
    return tuple(_table(trait, people, instance.peildatum, plan) for trait in TRAITS)


def _table(
    trait: Trait, people: Mapping[str, Household], day: date, plan: MatchingPlan
) -> GroupTable:
    """Return the table of one trait."""
    placed: dict[str, list[Counted]] = {name: [] for name in trait.categories}
    left_out: dict[str, list[Counted]] = {name: [] for name in trait.categories}
    for row in plan.proposals:
        placed[trait.of(people[row.household], day)].append(row)
    for other in plan.unplaced:
        left_out[trait.of(people[other.household], day)].append(other)
    categories = [
        Category(name, outcome(placed[name], left_out[name])) for name in trait.categories
    ]
    blocks = in_order(merged(categories[::-1]))
    return GroupTable(trait.name, blocks, total(categories))


def in_order(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks that were merged from the last category on in the order of the categories."""
    return tuple(
        Block(
            tuple(Row(row.categories[::-1], row.households) for row in block.rows[::-1]),
            block.outcome,
        )
        for block in blocks[::-1]
    )
