"""What it costs later to use something now: the table ``prices`` of a plan that looks ahead.

All in the unit of the tier ``waiting``, person-weeks, over the weeks looked ahead.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from allocator.domain.base import Frozen


class Priced(StrEnum):
    """What has a price, and what it is the price of.

    ``household``: that it is not placed later, less what it is spared by a home now.  ``home``: a
    unit of it.  ``wijk``, ``complex``: room for one counted person.  ``supported``: room in a
    complex for one household with support.
    """

    HOUSEHOLD = "household"
    HOME = "home"
    WIJK = "wijk"
    COMPLEX = "complex"
    SUPPORTED = "supported"


class Price(Frozen):
    """A row: the price of one of something, and for a home what it is scarce for.

    ``need`` is what only such a home has, ``expected`` how many households are expected that need
    it, and ``offered`` how many such homes, in the weeks looked ahead.
    """

    kind: Priced
    id: str
    price: int
    need: str = ""
    expected: int = 0
    offered: int = 0


class Prices(Frozen):
    """All prices, those of 0 left out; ``weeks`` is how far was looked."""

    weeks: int
    rows: tuple[Price, ...]

    @cached_property
    def of(self) -> Mapping[tuple[Priced, str], int]:
        """The price by what it is of."""
        return {(row.kind, row.id): row.price for row in self.rows}

    def price(self, kind: Priced, id_: str) -> int:
        """Return the price of one of something; 0 for what has none."""
        return self.of.get((kind, id_), 0)

    @cached_property
    def homes(self) -> Mapping[str, Price]:
        """The rows of homes, by id."""
        return {row.id: row for row in self.rows if row.kind is Priced.HOME}
