"""What falls by chance, each by itself: the same for all scenarios that meet it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.choices import DecisionKind
from allocator.domain.future import Future
from allocator.domain.household import Household
from allocator.generate.dice import Dice
from allocator.scenarios.rates import DAYS


@dataclass(frozen=True)
class Chances:
    """The draws of one replication.

    Each has dice of its own, by what it is about: so what happens in one scenario only, and how
    often something is asked, moves no other draw.

    With ``even`` as many come as the rates say, and of each sort its share, in a drawn order: a
    few such samples stand for what is expected better than a few that are wholly drawn.  What has
    another ``name`` falls apart from it.
    """

    future: Future
    seed: int
    replication: int
    even: bool = False
    name: str = "scenario"

    @property
    def any(self) -> bool:
        """Whether anything is left to chance."""
        return self.future.chance

    def dice(self, *about: object) -> Dice:
        """Return the dice for something."""
        return Dice(self.name, self.seed, self.replication, *about)

    def refusal(self, household: str, home: str) -> DecisionKind | None:
        """Return who refuses a proposal, ``None`` when it is accepted."""
        chance = self.future.refusals
        if not self.any or not (chance.by_corporatie or chance.by_household):
            return None
        dice = self.dice("refusal", household, home)
        by_corporatie = dice.chance(float(chance.by_corporatie))
        by_household = dice.chance(float(chance.by_household))
        if by_corporatie:
            return DecisionKind.REFUSED_BY_CORPORATIE
        return DecisionKind.REFUSED_BY_HOUSEHOLD if by_household else None

    def documents_after(self, household: str) -> int:
        """Return after how many weeks missing documents are there."""
        mean = self.future.documents.mean_weeks
        return self.dice("documents", household).wait(mean) if self.any else mean

    def nareis_on(self, household: Household, since: date) -> date | None:
        """Return the day on which relatives come, ``None`` for not at all.

        ``since`` is when the household was first known.
        """
        if not self.future.nareis.arrive or not household.nareis_persons:
            return None
        if household.nareis_on is not None:
            return household.nareis_on
        mean = self.future.nareis.mean_weeks
        weeks = self.dice("nareis", household.id).wait(mean) if self.any else mean
        return since + timedelta(days=DAYS * weeks)
