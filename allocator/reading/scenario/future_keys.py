"""The keys of ``[future]``: those of :class:`allocator.domain.future.Future`, each with its kind.

A key that is not given, or empty, has the default of that class, so none stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from allocator.reading.cells import Cell, Kind, Unreadable, as_text
from allocator.reading.columns import FROM_ONE, HOMES, YES_NO
from allocator.reading.faults import shown
from allocator.reading.kinds import Choice, Id, ListOf, Number, Whole
from allocator.reading.rows import UNREAD
from allocator.reading.scenario.keys import Key
from allocator.reading.schema import Column, Table
from allocator.reading.words import Word

LONGEST_WEEKS = 520
MOST_PER_WEEK, MOST_TIMES = 1_000, 100


@dataclass(frozen=True)
class UpTo(Number):
    """A decimal number from 0 to ``most``."""

    most: int = 1

    def parse(self, cell: Cell) -> Decimal:
        """Return the number."""
        number = super().parse(cell)
        if number > self.most:
            raise Unreadable("reading.too_large", found=shown(as_text(number)), most=self.most)
        return number


@dataclass(frozen=True)
class Section:
    """A table of ``[future]``: its keys, and the table of types in it if it has one.

    ``instead`` are the keys that say in all what the types say of each.
    """

    name: str
    dutch: str
    keys: tuple[Column, ...]
    types: Table | None = None
    instead: tuple[str, ...] = ()


WEEKS, CHANCE = Whole(1, LONGEST_WEEKS), UpTo(most=1)
RATE, TIMES = UpTo(most=MOST_PER_WEEK), UpTo(most=MOST_TIMES)
WORK = Whole(1, 1_000_000_000)
WHEN = tuple(
    Word(value, value, dutch) for value, dutch in (("never", "nooit"), ("monthly", "maandelijks"))
)
SOME_WIJKEN = ListOf(Id("wijken"))
TYPES = Key("types", "soorten")


def key(name: str, dutch: str, kind: Kind) -> Column:
    """Return a key that need not be given."""
    return Column(name, dutch, kind, default=UNREAD)


def _per_week(dutch: str) -> Column:
    return Column("per_week", dutch, RATE, mandatory=True)


INFLOW_TYPES = Table(
    "types",
    "soorten",
    (
        Column("min_persons", "minimaal personen", FROM_ONE, mandatory=True),
        Column("max_persons", "maximaal personen", FROM_ONE, mandatory=True),
        _per_week("per week"),
    ),
)
VACANCY_TYPES = Table(
    "types",
    "soorten",
    (
        Column("kind", "soort", HOMES.column("kind").kind),
        Column("min_persons", "minimaal personen", FROM_ONE),
        Column("max_persons", "maximaal personen", FROM_ONE),
        Column("corporatie", "corporatie", HOMES.column("corporatie").kind),
        Column("wijken", "wijken", SOME_WIJKEN, default=()),
        _per_week("per week"),
    ),
)
WIJKEN_OF = key("wijken", "wijken", SOME_WIJKEN)
OF_ALL = (key("weeks", "weken", WEEKS), key("chance", "toeval", YES_NO))
SECTIONS = (
    Section(
        "inflow",
        "instroom",
        (
            key("persons_per_week", "personen per week", RATE),
            key("factor", "factor", TIMES),
        ),
        INFLOW_TYPES,
        ("persons_per_week",),
    ),
    Section(
        "vacancies",
        "aanbod",
        (
            key("units_per_week", "woningen per week", RATE),
            key("factor", "factor", TIMES),
            WIJKEN_OF,
            key("offered_weeks", "weken aangeboden", WEEKS),
        ),
        VACANCY_TYPES,
        ("units_per_week", "wijken"),
    ),
    Section(
        "refusals",
        "weigeringen",
        (
            key("by_corporatie", "door corporatie", CHANCE),
            key("by_household", "door huishouden", CHANCE),
        ),
    ),
    Section("documents", "documenten", (key("mean_weeks", "gemiddeld weken", WEEKS),)),
    Section(
        "nareis",
        "nareis",
        (key("arrive", "komen", YES_NO), key("mean_weeks", "gemiddeld weken", WEEKS)),
    ),
    Section("doorstroom", "doorstroom", (key("stay_weeks", "verblijf weken", WEEKS),)),
    Section(
        "shelter",
        "opvang",
        (
            key("leave_per_month", "vertrek per maand", CHANCE),
            key("plan", "plan", Choice(WHEN)),
            key("work", "rekenwerk", WORK),
        ),
    ),
)
