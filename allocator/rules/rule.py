"""What a pair rule is: a code, a source, a verdict over columns, and the numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.arrays import BoolArray
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns

Verdict = Callable[[HouseholdColumns, HomeColumns, Context], BoolArray]
Numbers = Callable[[Household, Home, Instance], dict[str, object]]

SETTING = "gemeentelijke instelling"
PROGRAMME = "Uitvoeringsprogramma Asiel & Integratie 2025-2028 (Nijmegen)"


@dataclass(frozen=True)
class Rule:
    """A rule that may forbid a pair.

    Parameters
    ----------
    code
        As in rules.md 1.1.
    source
        The law, agreement or setting it comes from, in one line of Dutch.
    blocks
        ``blocks(h, p, c)`` is true where the pair is blocked, in a shape that broadcasts to
        that of the pairs (a rule on homes alone gives the shape of the homes).
    numbers
        ``numbers(household, home, instance)``: the values that the sentence names.  A
        ``date`` is meant for ``Texts.day``, a ``Decimal`` whose name ends in ``_eur`` for
        ``Texts.euro``, another ``Decimal`` for ``Texts.number``.
    """

    code: str
    source: str
    blocks: Verdict
    numbers: Numbers

    @property
    def name(self) -> str:
        """Message id of the short name."""
        return f"rule.{self.code}.name"

    @property
    def sentence(self) -> str:
        """Message id of the sentence, which names the values of ``numbers``."""
        return f"rule.{self.code}"
