"""The taakstelling of each half-year: the task, the backlog, what was realised and is to do.

What it would be when what is under way is signed is arithmetic, not a prediction.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from allocator.domain.instance import Taakstelling
from allocator.rounds.since import Since
from allocator.rounds.states import BOUND, OPEN, State
from allocator.store import facts, models

# The steps of the province (interventieladder) when a municipality falls behind with its
# taakstelling (supervision by the province; Gemeentewet, art. 124: indeplaatsstelling).  Which one
# holds is for the province to say: no figure of ours decides it.
LADDER = (
    "notice",
    "inform",
    "agree",
    "announce",
    "decide",
    "carry_out",
)


@dataclass(frozen=True)
class HalfYear:
    """A half-year's task in persons; ``passed`` when it is over, ``current`` when it is on.

    ``behind`` are persons that are late: what is left of the backlog that it began with when all
    that was realised counts for that first, or, when it has passed, all that is left.
    ``not_told`` is backlog of the half-year before, that the file does not have in this one.
    """

    from_on: date
    until: date
    persons: int
    backlog_persons: int
    realised_persons: int
    passed: bool
    current: bool
    not_told: int = 0

    @property
    def behind(self) -> int:
        """Persons that are late."""
        late = self.to_do if self.passed else self._backlog - self.realised_persons
        return max(0, late)

    @property
    def _backlog(self) -> int:
        return self.backlog_persons + self.not_told

    @property
    def to_do(self) -> int:
        """Persons still to be housed; below 0 when more were housed than asked."""
        return self.persons + self.backlog_persons - self.realised_persons


@dataclass(frozen=True)
class Forecast:
    """What the half-year that is on comes to, in persons.

    ``proposed`` are in a draft that was not sent, ``sent`` with the corporaties, ``bound``
    accepted or offered.
    """

    until: date
    weeks: int
    to_do: int
    proposed: int
    sent: int
    bound: int

    @property
    def under_way(self) -> int:
        """Persons in what was sent and not ended."""
        return self.sent + self.bound

    @property
    def if_nothing(self) -> int:
        """What is left when nothing more is signed."""
        return self.to_do

    @property
    def if_bound(self) -> int:
        """What is left when all that was accepted is signed."""
        return self.to_do - self.bound

    @property
    def if_under_way(self) -> int:
        """What is left when all that is under way is signed."""
        return self.to_do - self.under_way

    @property
    def if_proposed(self) -> int:
        """What is left when all that was proposed is signed too."""
        return self.to_do - self.under_way - self.proposed


@dataclass(frozen=True)
class Tasks:
    """The half-years in order, and the forecast of the one that is on, if any."""

    half_years: tuple[HalfYear, ...]
    forecast: Forecast | None
    ladder: tuple[str, ...] = LADDER

    @property
    def now(self) -> HalfYear | None:
        """The half-year that is on, else the last one that passed."""
        begun = [half for half in self.half_years if half.current or half.passed]
        return begun[-1] if begun else None


def tasks(signed: Since, day: date) -> Tasks:
    """Return the half-years as of a day."""
    given: list[Taakstelling] = signed.things(facts.TAAKSTELLING)
    found: list[HalfYear] = []
    for task in sorted(given, key=lambda task: task.from_on):
        found.append(_half_year(task, day, found[-1] if found else None))
    current = next((task for task in found if task.current), None)
    return Tasks(tuple(found), None if current is None else _forecast(current, day))


def _half_year(task: Taakstelling, day: date, before: HalfYear | None) -> HalfYear:
    left = max(0, before.to_do) if before is not None and before.passed else 0
    return HalfYear(
        task.from_on,
        task.until,
        task.persons,
        task.backlog_persons,
        task.realised_persons,
        passed=task.until < day,
        current=task.from_on <= day <= task.until,
        not_told=max(0, left - task.backlog_persons),
    )


def _forecast(task: HalfYear, day: date) -> Forecast:
    under_way = _persons_by_state()
    return Forecast(
        until=task.until,
        weeks=(task.until - day).days // 7,
        to_do=task.to_do,
        proposed=under_way[State.PROPOSED],
        sent=under_way[State.SENT],
        bound=sum(under_way[state] for state in BOUND),
    )


def _persons_by_state() -> Counter[State]:
    """Return the persons in what is proposed or under way, by how far it is."""
    rows = models.Candidate.objects.filter(state__in=OPEN)
    persons = models.Person.objects.filter(gone_n=None, subject__in=rows.values("subject"))
    sizes = dict(persons.values_list("subject").annotate(n=Count("pk")))
    found: Counter[State] = Counter()
    for subject, state in rows.values_list("subject", "state"):
        found[State(state)] += sizes.get(subject, 0)
    return found
