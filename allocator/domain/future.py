"""What is expected of coming weeks: who will come, what will come free, how people decide.

Numbers of a city, not of people: nothing here says anything of one household.  A number that is
``None`` is derived from the instance, as its field says; where the other defaults come from
stands in ``allocator/parameters/expectations.yaml``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from allocator.domain.base import CorporatieId, Frozen, WijkCode
from allocator.domain.choices import HomeKind

Rate = Annotated[Decimal, Field(ge=0)]
Chance = Annotated[Decimal, Field(ge=0, le=1)]
Weeks = Annotated[int, Field(ge=1)]
Work = Annotated[int, Field(ge=1)]


class InflowType(Frozen):
    """Households of a size: how many are linked to the municipality in a week."""

    min_persons: int
    max_persons: int
    per_week: Rate


class Inflow(Frozen):
    """Households that COA links to the municipality.

    ``persons_per_week`` is by default the taakstelling of the half-year, spread over its weeks;
    ``factor`` multiplies it.  They are like the households of the instance, unless ``types``
    says how many of each size there are.
    """

    persons_per_week: Rate | None = None
    factor: Rate = Decimal(1)
    types: tuple[InflowType, ...] = ()


class VacancyType(Frozen):
    """Homes of a kind: how many units come free in a week.

    Empty parts hold for every home.  They come free in one of ``wijken``, each as likely; when
    empty, where the homes are that they are like.
    """

    kind: HomeKind | None = None
    min_persons: int | None = None
    max_persons: int | None = None
    corporatie: CorporatieId | None = None
    wijken: tuple[WijkCode, ...] = ()
    per_week: Rate


class Vacancies(Frozen):
    """Homes that corporaties offer for the round.

    ``units_per_week`` is by default what the taakstelling takes: a home for each household of
    usual size.  They are like the homes of the instance that belong to no complex, in the wijken
    of those or in one of ``wijken``, each as likely, unless ``types`` says how many of each there
    are.  A home that nobody takes is let to others after ``offered_weeks``.
    """

    units_per_week: Rate | None = None
    factor: Rate = Decimal(1)
    wijken: tuple[WijkCode, ...] = ()
    types: tuple[VacancyType, ...] = ()
    offered_weeks: Weeks = 13


class Refusals(Frozen):
    """Chance that a proposal is refused, by the corporatie first, then by the household."""

    by_corporatie: Chance = Decimal("0.03")
    by_household: Chance = Decimal("0.08")


class DocumentDelays(Frozen):
    """Weeks until missing documents are there, on average."""

    mean_weeks: Weeks = 12


class Nareis(Frozen):
    """Relatives: they come on ``nareis_on``, or after so many weeks on average where it is empty.

    Without ``arrive`` nobody comes within the period.
    """

    arrive: bool = True
    mean_weeks: Weeks = 39


class Doorstroom(Frozen):
    """How long a household stays in a doorstroomlocatie, at most, before it needs a home."""

    stay_weeks: Weeks = 52


class ShelterFuture(Frozen):
    """Shelter of ontheemden: share of the households that leaves in a month, and replanning.

    ``work`` is the most that one plan may take, in the unit of ``--work-limit``: a plan that it
    cuts off is not the best, but the same on every machine.
    """

    leave_per_month: Chance = Decimal("0.01")
    plan: Literal["never", "monthly"] = "never"
    work: Work = 100_000


class Future(Frozen):
    """All that is expected.

    ``chance`` false leaves nothing to chance: so many come as the numbers say, in turn, and
    nobody refuses.
    """

    weeks: Weeks = 52
    chance: bool = True
    inflow: Inflow = Inflow()
    vacancies: Vacancies = Vacancies()
    refusals: Refusals = Refusals()
    documents: DocumentDelays = DocumentDelays()
    nareis: Nareis = Nareis()
    doorstroom: Doorstroom = Doorstroom()
    shelter: ShelterFuture = ShelterFuture()


class Scenario(Frozen):
    """A name for a future and for what is changed in an instance before it begins."""

    name: str
    note: str = ""
    future: Future = Future()
