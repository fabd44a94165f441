"""What people did with what the program proposed, to see that they still decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from allocator.rounds.dashboard.period import Period
from allocator.rounds.dashboard.quantiles import median_of
from allocator.rounds.states import Event
from allocator.store import models

# What the first step after sending makes of a proposal.
ANSWERS = {
    Event.ACCEPT: "accepted",
    Event.REFUSE: "refused",
    Event.REJECT: "taken_back",
    Event.EXPIRE: "expired",
    Event.DROP: "recalled",
    Event.WITHDRAW: "recalled",
}
# Steps in which the team or a corporatie decided on a proposal; those that say no to it.
NO = (Event.REFUSE, Event.REJECT, Event.REVOKE)
DECIDED = (Event.ACCEPT, *NO)
OVERRIDE = "override"
TOLD = (OVERRIDE, Event.SEND, Event.REVOKE, *ANSWERS)


@dataclass(frozen=True)
class Answers:
    """What became of proposals that were sent; ``open`` ones wait for an answer.

    ``taken_back`` are those that the team turned down after all, ``recalled`` those that a later
    draft does not propose, or that were withdrawn.
    """

    sent: int
    accepted: int
    refused: int
    expired: int
    taken_back: int
    recalled: int
    open: int

    @property
    def acceptance(self) -> float | None:
        """Accepted as a share of what the corporatie answered."""
        answered = self.accepted + self.refused
        return self.accepted / answered if answered else None


@dataclass(frozen=True)
class RoundAnswers:
    """The answers in one round."""

    round: int
    answers: Answers


@dataclass(frozen=True)
class Decisions:
    """What was sent, answered and decided, in all and by round.

    ``decided`` are proposals that the team or a corporatie decided on, and ``overrides`` that the
    team put in against the plan; ``otherwise`` is how many of them they decided otherwise than
    was proposed.  ``days`` is the median from sending to answer.
    """

    answers: Answers
    rounds: tuple[RoundAnswers, ...]
    overrides: int
    decided: int
    otherwise: int
    days: float | None

    @property
    def share_otherwise(self) -> float | None:
        """How many were decided otherwise, as a share of what was decided."""
        return self.otherwise / self.decided if self.decided else None


class Told(NamedTuple):
    """A step of a candidate: in which round, what, and when."""

    round: int
    name: str
    day: date


def decisions(period: Period) -> Decisions:
    """Return what was sent, put in or decided on in a period."""
    told = _steps(period)
    sent = [(one[0].round, _answer(one)) for one in told if _sent_in(one, period)]
    overrides = [one for one in told if one[0].name == OVERRIDE and one[0].day in period]
    decided = [one for one in told if _any(one, (OVERRIDE, *DECIDED), period)]
    return Decisions(
        _counted(answer for _, answer in sent),
        _by_round(sent),
        len(overrides),
        len(decided),
        sum(_any(one, (OVERRIDE, *NO), period) for one in decided),
        median_of([n for one in told if (n := _days(one, period)) is not None]),
    )


def _steps(period: Period) -> list[list[Told]]:
    """Return the steps, oldest first, of each candidate that something was done with."""
    done = models.Step.objects.filter(
        name__in=(Event.SEND, OVERRIDE, *DECIDED),
        on_day__gte=period.first,
        on_day__lte=period.last,
    )
    rows = (
        models.Step.objects.filter(candidate__in=done.values("candidate"), name__in=TOLD)
        .order_by("candidate", "n")
        .values_list("candidate", "candidate__round", "name", "on_day")
    )
    return [[Told(*row[1:]) for row in some] for _, some in groupby(rows, key=lambda row: row[0])]


def _any(steps: Iterable[Told], names: Iterable[str], period: Period) -> bool:
    return any(step.name in names and step.day in period for step in steps)


def _sent_in(steps: Iterable[Told], period: Period) -> bool:
    return _any(steps, (Event.SEND,), period)


def _next(steps: Sequence[Told]) -> tuple[Told, Told | None]:
    """Return the step in which something was sent, and the one that followed."""
    at = next(i for i, step in enumerate(steps) if step.name == Event.SEND)
    return steps[at], steps[at + 1] if at + 1 < len(steps) else None


def _answer(steps: Sequence[Told]) -> str:
    """Return what became of what was sent."""
    _, after = _next(steps)
    return "open" if after is None else ANSWERS[Event(after.name)]


def _days(steps: Sequence[Told], period: Period) -> int | None:
    """Return the days from sending until a corporatie answered, ``None`` when it did not."""
    if not _sent_in(steps, period):
        return None
    sent, after = _next(steps)
    answered = after is not None and after.name in (Event.ACCEPT, Event.REFUSE)
    return (after.day - sent.day).days if after is not None and answered else None


def _counted(answers: Iterable[str]) -> Answers:
    counts = Counter(answers)
    return Answers(sent=counts.total(), **{name: counts[name] for name in (*_NAMES, "open")})


_NAMES = tuple(dict.fromkeys(ANSWERS.values()))


def _by_round(sent: Iterable[tuple[int, str]]) -> tuple[RoundAnswers, ...]:
    """Return the answers of each round, oldest first."""
    rows = sorted(sent)
    return tuple(
        RoundAnswers(number, _counted(answer for _, answer in some))
        for number, some in groupby(rows, key=lambda row: row[0])
    )
