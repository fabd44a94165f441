"""What the checker says: broken rules and wrong figures, tier values, deviations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocator.texts import Texts

Value = int | str | date | Decimal


@dataclass(frozen=True)
class Violation:
    """One broken rule or wrong figure, with what it concerns.

    Parameters
    ----------
    rule
        Code of the pair rule (``SIZE``), name of the limit (``draagkracht``, ``units``,
        ``lock`` …), or ``figure`` for a wrong number or row in the files of a plan.
    message
        Message id in the catalogue ``check``.
    values
        What the message names besides the places below, as ``(name, value)`` pairs.
    household, home, site, wijk, month
        What is concerned; empty when it is not.
    """

    rule: str
    message: str
    values: tuple[tuple[str, Value], ...] = ()
    household: str = ""
    home: str = ""
    site: str = ""
    wijk: str = ""
    month: str = ""

    def render(self, texts: Texts) -> str:
        """Return the fault as one sentence in the language of ``texts``."""
        written = {name: _written(name, value, texts) for name, value in self.values}
        return texts(
            self.message,
            rule=self.rule,
            household=self.household,
            home=self.home,
            site=self.site,
            wijk=self.wijk,
            month=self.month,
            **written,
        )


@dataclass(frozen=True)
class Deviation:
    """A pair that pair rules block, and that a lock asks for, or a first stay is spared.

    ``codes`` are those overridden; ``home`` of a locked pair, ``site`` of a first stay.
    """

    household: str
    home: str
    codes: tuple[str, ...]
    site: str = ""


@dataclass(frozen=True)
class Verdict:
    """All that is wrong with a plan, and what it is worth; ``tier_values`` by tier name."""

    violations: tuple[Violation, ...]
    tier_values: Mapping[str, int] = field(default_factory=dict)
    deviations: tuple[Deviation, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


@dataclass(frozen=True)
class ShelterVerdict(Verdict):
    """What there is to say of a relocation plan; ``room_changes`` in person-months."""

    room_changes: int = 0


def _written(name: str, value: Value, texts: Texts) -> str:
    """Return a value as people write it; amounts in euro are known by their name."""
    if isinstance(value, date):
        return texts.day(value)
    if isinstance(value, Decimal):
        return texts.euro(value) if name.startswith("rent") else texts.number(value)
    return str(value)
