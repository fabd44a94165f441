from __future__ import annotations

from datetime import timedelta

from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from allocator.rules.columns import columns
from allocator.rules.eligibility import find
from allocator.rules.limits import limits, locks
from allocator.rules.longest_waiting_first import longest_waiting_first
from allocator.rules.measures import lottery
from tests.rules import build


def waiting(id, weeks, **columns):
    return build.household(id, koppeldatum=build.DAY - timedelta(weeks=weeks), **columns)


def plan(people, homes, **columns_):
    instance = build.instance(people, homes, **columns_)
    h, p, c = columns(instance)
    household, home = longest_waiting_first(
        find(h, p, c),
        h,
        p,
        c,
        limits=limits(instance, h, p, c),
        locks=locks(instance, h, p),
    )
    assert household.tolist() == sorted(household.tolist())
    return dict(zip(h.id[household].tolist(), p.id[home].tolist(), strict=True))


def test_who_waits_longest_chooses_first():
    people = [waiting("H1", 3), waiting("H2", 9), waiting("H3", 5)]
    assert plan(people, [build.home("W1")]) == {"H2": "W1"}
    assert plan(people, [build.home("W1", units=2)]) == {"H2": "W1", "H3": "W1"}


def test_then_the_highest_lottery_number():
    people = [waiting(f"H{i}", 3) for i in range(8)]
    h, _, c = columns(build.instance(people))
    numbers = lottery(h, c).tolist()
    assert len(set(numbers)) == 8
    best = f"H{numbers.index(max(numbers))}"
    assert plan(people, [build.home("W1")]) == {best: "W1"}


def test_the_home_for_the_fewest_persons_before_fit():
    # W2 is in a preferred wijk, but for more persons
    homes = [
        build.home("W1", max_persons=3),
        build.home("W2", max_persons=4, wijk="lent"),
        build.home("W3", max_persons=5),
    ]
    assert plan([waiting("H1", 3, preferred_wijken=("lent",))], homes) == {"H1": "W1"}
    assert plan([waiting("H1", 3, preferred_wijken=("lent",))], homes[::-1]) == {"H1": "W1"}


def test_then_the_home_with_most_fit_points():
    homes = [build.home("W1"), build.home("W2", wijk="lent"), build.home("W3")]
    assert plan([waiting("H1", 3, preferred_wijken=("lent",))], homes) == {"H1": "W2"}
    points = [build.points("H1", "W3", 41)]
    asked = [waiting("H1", 3, preferred_wijken=("lent",))]
    assert plan(asked, homes, points=points) == {"H1": "W3"}


def test_then_the_smallest_id():
    homes = [build.home("W2"), build.home("W1"), build.home("W3")]
    assert plan([waiting("H1", 3)], homes) == {"H1": "W1"}


def test_only_possible_homes():
    people = [waiting("H1", 9), waiting("H2", 3)]
    refusals = [build.refusal("H1", "W1")]
    assert plan(people, [build.home("W1")], decisions=refusals) == {"H2": "W1"}


def test_one_gender_in_a_home_for_the_same():
    people = [
        waiting("H1", 9, persons=[build.person(gender="m")]),
        waiting("H2", 8, persons=[build.person(gender="f")]),
        waiting("H3", 7, persons=[build.person(gender="m")]),
    ]
    same = [build.home("W1", sharing="same", units=3)]
    assert plan(people, same) == {"H1": "W1", "H3": "W1"}
    mixed = [build.home("W1", sharing="mixed", units=3)]
    assert plan(people, mixed) == {"H1": "W1", "H2": "W1", "H3": "W1"}


def test_within_all_limits():
    three = [build.person(i) for i in range(3)]
    people = [waiting("H1", 9, persons=three), waiting("H2", 8), waiting("H3", 7)]
    homes = [build.home("W1", bedrooms=3, units=5), build.home("W2", units=5, wijk="zuid")]
    # hatert takes 2 persons: H1 (3 persons) fits nowhere, H2 and H3 do
    wijken = (
        Wijk(code="zuid", name="Z", draagkracht_persons=2),
        Wijk(code="hatert", name="H", within="zuid", draagkracht_persons=1),
    )
    assert plan(people, homes[1:], wijken=wijken) == {"H2": "W2", "H3": "W2"}
    assert plan(people[1:], [build.home("W1", units=5), homes[1]], wijken=wijken) == {
        "H2": "W1",
        "H3": "W2",
    }
    assert plan(people[1:], homes[1:], policy={"max_placements": 1}) == {"H2": "W2"}


def test_locks_first_and_though_a_rule_forbids_them():
    people = [waiting("H1", 9), waiting("H2", 1, koppeling="lent")]
    locked = [build.lock("H2", "W1")]
    assert plan(people, [build.home("W1")], decisions=locked) == {"H2": "W1"}
    assert plan(people, [build.home("W1", units=2)], decisions=locked) == {"H1": "W1", "H2": "W1"}


def test_a_locked_household_does_not_choose_again():
    people = [waiting("H1", 9), waiting("H2", 1)]
    homes = [build.home("W1", max_persons=2), build.home("W2", max_persons=5)]
    assert plan(people, homes, decisions=[build.lock("H1", "W2")]) == {"H1": "W2", "H2": "W1"}


def test_locks_use_up_limits():
    people = [waiting("H1", 9), waiting("H2", 1, support="light")]
    complexes = (Complex(id="ndw21", name="N", wijk="hatert", max_persons=1, max_supported=1),)
    homes = [build.home("W1", complex="ndw21", units=2)]
    locked = [build.lock("H2", "W1")]
    assert plan(people, homes, decisions=locked, complexes=complexes) == {"H2": "W1"}
    owner = (Corporatie(id="talis", name="T", max_placements=1),)
    assert plan(people, homes, decisions=locked, corporaties=owner) == {"H2": "W1"}


def test_nobody_is_placed_without_homes():
    assert plan([waiting("H1", 9)], []) == {}
