"""The shelter month by month, planned anew each month with the engine of the command."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.domain.instance import Instance
from allocator.relocating import RelocationSettings, relocate
from allocator.scenarios import sheltering
from allocator.scenarios.chances import Chances
from allocator.scenarios.rates import months_of
from allocator.scenarios.replication import Task, replicate
from allocator.scenarios.sheltering import Month, shelter_months
from tests.check.shelter.build import DAY, instance, ontheemde, rooms, site
from tests.random_shelter import shelter_instance
from tests.scenarios.build import future

QUIET = {"leave_per_month": 0, "plan": "monthly"}


def months(start: Instance, count: int, **shelter: object) -> tuple[Month, ...]:
    """Return the months where nobody leaves unless it is asked for."""
    f = future(chance=True, shelter={**QUIET, **shelter})
    return shelter_months(start, Chances(f, 1, 0), count)


def by_hand(start: Instance, count: int) -> list[dict[str, str | None]]:
    """Return where everybody is: each month the plan is made anew, and its second month kept."""
    people = {h.id: h for h in start.households}
    found = []
    for t in range(count):
        year, month = divmod(start.peildatum.month - 1 + t, 12)
        first = date(start.peildatum.year + year, month + 1, 1)
        now = start.model_copy(
            update={
                "peildatum": first if t else start.peildatum,
                "horizon_months": start.horizon_months - t,
                "households": tuple(people[k] for k in sorted(people)),
            }
        )
        plan = relocate(now, RelocationSettings())
        found.append(
            {
                h: next(
                    (
                        s.site
                        for s in plan.stays
                        if s.household == h and s.from_month <= plan.months[0] <= s.to_month
                    ),
                    None,
                )
                for h in people
            }
        )
        if len(plan.months) < 2:
            continue
        later = plan.months[1]
        for name, person in people.items():
            there = [
                s.site
                for s in plan.stays
                if s.household == name and s.from_month <= later <= s.to_month
            ]
            gone = any(
                s.household == name and s.from_month <= later <= s.to_month for s in plan.shortages
            )
            if there and there[0] != person.current_site:
                people[name] = person.model_copy(
                    update={
                        "current_site": there[0],
                        "arrives_on": None,
                        "moved_in_on": date.fromisoformat(f"{later}-01"),
                        "earlier_moves": person.earlier_moves + (person.current_site is not None),
                    }
                )
            elif gone:
                people[name] = person.model_copy(update={"current_site": None, "moved_in_on": None})
    return found


@pytest.mark.parametrize("seed", range(8))
def test_it_is_the_months_run_by_hand(seed):
    start = shelter_instance(seed)
    start = start.model_copy(update={"site_decisions": ()})
    places = by_hand(start, start.horizon_months)
    persons = {h.id: len(h.persons) for h in start.households}
    found = months(start, 99)
    assert len(found) == start.horizon_months
    for t, month in enumerate(found):
        absent = {
            h.id
            for h in start.households
            if (h.arrives_on and h.arrives_on > _end(start, t))
            or (h.leaves_on and h.leaves_on < _begin(start, t))
        }
        without = [h for h, place in places[t].items() if place is None and h not in absent]
        assert month.without == sum(persons[h] for h in without)
        assert month.present == sum(n for h, n in persons.items() if h not in absent)


def _begin(start: Instance, t: int) -> date:
    year, month = divmod(start.peildatum.month - 1 + t, 12)
    return date(start.peildatum.year + year, month + 1, 1) if t else start.peildatum


def _end(start: Instance, t: int) -> date:
    year, month = divmod(start.peildatum.month + t, 12)
    return date.fromordinal(date(start.peildatum.year + year, month + 1, 1).toordinal() - 1)


def closing(**columns: object) -> Instance:
    """Return two households of a site that closes in the second month, and one that is open."""
    people = [ontheemde(f"O{i}", 30, 31, current_site="A", moved_in_on=DAY) for i in (1, 2)]
    return instance(
        people,
        [site("A", closes_on=date(DAY.year, DAY.month + 1, 28), **columns), site("B")],
        [rooms("A", beds=2, count=2), rooms("B", beds=2, count=2)],
        horizon_months=4,
    )


def test_who_must_go_moves_once_and_is_counted_once():
    found = months(closing(), 4)
    assert [month.moved for month in found] in ([0, 4, 0, 0], [0, 0, 4, 0])
    assert [month.without for month in found] == [0, 0, 0, 0]
    assert [month.present for month in found] == [4, 4, 4, 4]
    assert all(month.proven for month in found)


def test_who_leaves_needs_no_place():
    found = months(closing(), 4, leave_per_month=1)
    assert [month.present for month in found] == [4, 0, 0, 0]


def test_the_engine_of_the_command_plans_every_month(monkeypatch):
    seen = []

    def watched(given: Instance, settings: RelocationSettings):
        seen.append((given.peildatum, given.horizon_months, settings.budget.work))
        return relocate(given, settings)

    monkeypatch.setattr(sheltering, "relocate", watched)
    months(closing(), 3, work=12_345)
    assert [(day.month - DAY.month, left) for day, left, _ in seen] == [(0, 4), (1, 3), (2, 2)]
    assert {work for *_, work in seen} == {12_345}


def test_a_replication_plans_the_shelter_only_when_asked():
    start = closing()
    for plan, there in (("never", False), ("monthly", True)):
        f = future(weeks=9, shelter={"leave_per_month": 0, "plan": plan})
        found = replicate(Task("x", start, f, 1, 0))
        measures = {figure.measure for figure in found.figures}
        assert ("shelter_without" in measures) is there
    values = {figure.measure: figure.value for figure in found.figures}
    assert (values["shelter_present"], values["shelter_moved"]) == (12, 4)
    assert values["shelter_most_without"] == 0


@pytest.mark.parametrize(
    ("day", "weeks", "count"),
    [
        (date(2025, 1, 6), 1, 1),
        (date(2025, 1, 6), 4, 2),
        (date(2025, 1, 6), 52, 13),
        (date(2025, 1, 31), 1, 2),
    ],
)
def test_the_months_that_weeks_touch(day, weeks, count):
    assert months_of(day, weeks) == count
