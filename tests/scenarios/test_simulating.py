"""Weekly rounds one after the other: the engine that runs the week, and theory."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean, stdev

import pytest

from allocator.domain.future import Future
from allocator.domain.home import Complex, Corporatie
from allocator.domain.instance import Instance
from allocator.matching import Settings, match
from allocator.reading import read_instance
from allocator.scenarios import simulating
from allocator.scenarios.policies import by_waiting
from allocator.scenarios.simulating import Drawn, simulate
from tests.check.build import days, home, household, instance, lock
from tests.scenarios.build import future

TINY = read_instance(Path("instances/tiny")).instance


def test_the_engine_of_the_command_is_called_every_week(monkeypatch):
    seen: list[tuple[Instance, Settings]] = []

    def watched(given: Instance, settings: Settings):
        seen.append((given, settings))
        return match(given, settings)

    monkeypatch.setattr(simulating, "match", watched)
    simulate(TINY, Future(weeks=5), seed=1, replication=0)
    assert [given.peildatum for given, _ in seen] == [
        TINY.peildatum + (days(7) - days(0)) * week for week in range(5)
    ]


def by_hand(start: Instance, arrivals: dict[int, list], weeks: int) -> list[tuple[int, str, str]]:
    """Run the weeks with the engine and plain bookkeeping, where nothing is left to chance."""
    people = {h.id: h for h in start.households}
    homes = {p.id: p for p in start.homes}
    placed = {w.code: w.placed_persons for w in start.wijken}
    found = []
    for week in range(weeks):
        for kind, new in arrivals.get(week, []):
            (people if kind == "household" else homes)[new.id] = new
        now = start.model_copy(
            update={
                "peildatum": start.peildatum + (days(7) - days(0)) * week,
                "households": tuple(people[k] for k in sorted(people)),
                "homes": tuple(homes[k] for k in sorted(homes)),
                "wijken": tuple(
                    w.model_copy(update={"placed_persons": placed[w.code]}) for w in start.wijken
                ),
            }
        )
        for row in match(now, Settings()).proposals:
            found.append((week, row.household, row.home))
            placed[row.wijk] += len(people.pop(row.household).persons)
            left = homes[row.home].units - 1
            homes[row.home] = homes[row.home].model_copy(update={"units": left})
            if not left:
                del homes[row.home]
    return found


def test_without_chance_it_is_the_weeks_run_by_hand():
    start = TINY.model_copy(update={"homes": TINY.homes[:2]})
    f = future(
        weeks=8,
        inflow={"persons_per_week": "1.0"},
        vacancies={"units_per_week": "0.4", "wijken": ["zuid"], "offered_weeks": 52},
    )
    comes = simulating.coming(start, f, simulating.Chances(f, 1, 0))
    arrivals = {
        week: [
            *(("household", h) for h in comes.households[week]),
            *(("home", p) for p in comes.homes[week]),
        ]
        for week in range(8)
    }
    happened = simulate(start, f, seed=1, replication=0)
    mine = sorted((p.week, p.household.id, p.home) for p in happened.placements)
    assert mine == sorted(by_hand(start, arrivals, 8))
    assert len({week for week, *_ in mine}) >= 3  # homes came and were taken on the way


def test_who_refuses_is_proposed_something_else():
    start = instance([household("H1", 30)], [home("W1"), home("W2")])
    sure = future(chance=True, refusals={"by_household": 1}, weeks=4)
    happened = simulate(start, sure, seed=1, replication=0)
    assert [(w.proposals, w.refused, w.placed) for w in happened.weeks] == [
        (1, 1, 0),
        (1, 1, 0),
        (0, 0, 0),
        (0, 0, 0),
    ]


def test_what_people_locked_is_not_refused():
    start = instance([household("H1", 30)], [home("W1")], decisions=(lock("H1", "W1"),))
    f = future(chance=True, refusals={"by_household": 1, "by_corporatie": 1})
    assert simulate(start, f, seed=1, replication=0).weeks[0].placed == 1


def test_refusals_come_as_often_as_said():
    people = [household(f"H{i:03}", 30) for i in range(400)]
    homes = [home(f"W{i:03}") for i in range(400)]
    f = future(chance=True, weeks=1, refusals={"by_corporatie": "0.1", "by_household": "0.2"})
    every = [(f"H{i:03}", f"W{i:03}") for i in range(400)]
    happened = simulate(
        instance(people, homes),
        f,
        seed=3,
        replication=0,
        propose=lambda given, week: Drawn(every, True),
    )
    # 1 − 0.9 × 0.8 = 0.28 of 400 is 112, with a standard deviation of 9.
    assert abs(happened.weeks[0].refused - 112) < 36


LOAD = 0.5
WARM_UP, WEEKS, RUNS = 20, 120, 30


def test_waiting_is_what_queueing_theory_says():
    """One home a week, as the corporatie lets no more; households come by chance (Poisson).

    What is left after a round is Q' = max(0, Q + A − 1) with A ~ Poisson(ρ), the queue of M/D/1 in
    slots, so E Q = ρ² / (2(1 − ρ)) (Pollaczek-Khinchine): 0.25 for ρ = 0.5.
    """
    start = instance(
        [household("H1", 30, koppeldatum=days(0))],
        [home("W1", units=WEEKS, max_persons=1, complex="C")],
        complexes=(Complex(id="C", name="C", wijk="hatert"),),
        corporaties=(Corporatie(id="A", name="A", max_placements=1),),
    )
    f = future(weeks=WEEKS, chance=True, inflow={"persons_per_week": LOAD})
    means = []
    for run in range(RUNS):
        # The plain comparison is quick, and with one household like another as good as the best.
        happened = simulate(start, f, seed=5, replication=run, propose=by_waiting)
        means.append(fmean(w.waiting for w in happened.weeks if w.week >= WARM_UP))
    error = stdev(means) / RUNS**0.5
    assert error < 0.04
    assert abs(fmean(means) - LOAD**2 / (2 * (1 - LOAD))) < 3 * error


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_numbers_for_the_same_seed(seed):
    f = Future(weeks=6)
    one = simulate(TINY, f, seed=seed, replication=2)
    assert one == simulate(TINY, f, seed=seed, replication=2)
