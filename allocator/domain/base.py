"""What all domain types share: frozen, exact, and closed to unknown fields."""

from __future__ import annotations

from typing import NewType

from pydantic import BaseModel, ConfigDict

HouseholdId = NewType("HouseholdId", str)
PersonId = NewType("PersonId", str)
HomeId = NewType("HomeId", str)
WijkCode = NewType("WijkCode", str)
CorporatieId = NewType("CorporatieId", str)
ComplexId = NewType("ComplexId", str)
SiteId = NewType("SiteId", str)


class Frozen(BaseModel):
    """A value that never changes after it was made.

    What is wrong with one is said without the values: they may be about people.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
