"""Weekly rounds, one after the other, with the engine that runs the week.

Each week: what comes is added, the round is matched by ``match`` (:mod:`allocator.matching`, the
function that the command calls), each proposal is accepted or refused, and the city goes on with
what that leaves.  What is refused is not proposed again; whoever refused waits for the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allocator.domain.choices import DecisionKind
from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from allocator.scenarios.chances import Chances
from allocator.scenarios.city import City
from allocator.scenarios.coming import coming
from allocator.scenarios.happened import Happened, Week


@dataclass(frozen=True)
class Drawn:
    """What a round proposes: household and home of each, and whether that is proven best."""

    pairs: Sequence[tuple[str, str]]
    proven: bool


Round = Callable[[Instance, int], Drawn]
"""What proposes: from the instance of a week and the number of that week."""


def by_matching(instance: Instance, week: int) -> Drawn:
    """Propose what the command ``match`` does."""
    return drawn(match(instance, Settings(threads=1)))


def drawn(plan: MatchingPlan) -> Drawn:
    """Return what a plan proposes."""
    return Drawn([(p.household, p.home) for p in plan.proposals], plan.status == "optimal")


def simulate(
    instance: Instance, future: Future, *, seed: int, replication: int, propose: Round = by_matching
) -> Happened:
    """Let the weeks of a future happen once.

    Parameters
    ----------
    seed, replication
        Say how chance falls: the same for the same numbers, on every machine.
    propose
        What makes the proposals of a week.

    Raises
    ------
    BadCall
        When something is expected of which the instance has nothing alike.
    NoPlan
        When locks and limits contradict each other.
    """
    chances = Chances(future, seed, replication)
    comes = coming(instance, future, chances)
    happened = Happened()
    city = City(instance, chances, happened)
    for week in range(future.weeks):
        if week:
            city.begin(comes.households[week], comes.homes[week])
        _one_round(city, chances, propose)
    city.end()
    return happened


def _one_round(city: City, chances: Chances, propose: Round) -> None:
    """Match, decide, and note what came of it."""
    instance = city.round()
    locked = {(d.household, d.home) for d in instance.decisions if d.decision is DecisionKind.LOCK}
    drawn = propose(instance, city.week)
    refused = persons = 0
    for household, home in drawn.pairs:
        no = None if (household, home) in locked else chances.refusal(household, home)
        if no is None:
            persons += len(city.waiting[household].persons)
            city.place(household, home)
        else:
            refused += 1
            city.refuse(household, home, no)
    for area, load in city.placed_in.items():
        city.happened.loads[city.week, area] = load
    city.happened.weeks.append(
        Week(
            week=city.week,
            day=city.day,
            units=sum(home.units for home in instance.homes),
            proposals=len(drawn.pairs),
            refused=refused,
            placed=len(drawn.pairs) - refused,
            placed_persons=persons,
            waiting=len(city.waiting),
            waiting_persons=sum(len(h.persons) for h in city.waiting.values()),
            proven=drawn.proven,
        )
    )
