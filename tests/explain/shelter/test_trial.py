"""What the tiers lose when a household is put in a place that it could have."""

from __future__ import annotations

import numpy as np

from allocator.domain.policy import RELOCATION_TIERS
from allocator.explain.shelter.standing import Standing
from allocator.explain.shelter.trial import trial
from allocator.explain.shelter.without import Suiting, without_place
from allocator.formulate_shelter import aims
from tests.check.shelter.build import instance, ontheemde, rooms, site
from tests.explain.shelter.applied import put
from tests.explain.shelter.plans import BACKEND, explained
from tests.explain.shelter.random_shelter import instance_of, plan_of

PAIR = ontheemde("H1", 30, 31)
TIERS = {"tiers": {"relocation": ["moves", "unsheltered"]}}


def test_what_gets_better_goes_first():
    given = instance([PAIR], [site("A")], [rooms("A", 2)])
    (row,) = explained(given, H1="......").shortages
    assert row.change is None
    assert row.trial.changes == (("unsheltered", -12),)
    assert not row.trial.explains
    assert row.why == (
        "Van april 2025 tot en met september 2025 zou het in A kunnen. Beter wordt dan:"
        " 12 persoonsmaanden minder bij „Iedereen zonder plek”; geen doel wordt slechter, dus een"
        " tolerantie liet dit toe of het plan is niet bewezen het beste."
    )
    # two persons lose a place after April
    (row,) = explained(given, H1="A.....").shortages
    assert row.trial.first == 1


def test_a_tier_that_goes_before():
    """In A for one month, and then on to nothing: a move that counts more than a place."""
    sites = [site("A", max_persons=3)]
    other = ontheemde("H2", 30, 31, 32)
    given = instance([PAIR, other], sites, [rooms("A", 4)], policy=TIERS)
    found = explained(given, H1="......", H2=".AAAAA").shortages
    assert [(e.row.household, e.row.reason) for e in found] == [
        (0, "priority"),
        (0, "full"),
        (1, "priority"),
    ]
    assert found[0].trial.changes == (("moves", 2), ("unsheltered", -2))
    assert found[0].trial.explains
    assert found[0].why == (
        "In april 2025 zou het in A kunnen. Een doel dat voorgaat wordt dan slechter:"
        " 2 personen × verhuizingen meer bij „Verhuizingen”."
    )
    other_order = given.model_copy(
        update={"policy": given.policy.model_copy(update={"tiers": type(given.policy.tiers)()})}
    )
    found = explained(other_order, H1="......", H2=".AAAAA").shortages
    assert "gaat voor, dus een tolerantie" in found[0].why


def test_no_tier_that_counts_it():
    policy = {"tiers": {"relocation": ["care"]}}
    given = instance([PAIR], [site("A")], [rooms("A", 2)], policy=policy)
    (row,) = explained(given, H1="......").shortages
    assert row.trial.changes == ()
    assert row.why.endswith("Geen doel verandert daardoor.")


def test_the_longest_stay():
    sites = [site("A"), site("B")]
    others = [ontheemde(f"H{i}", 30, 31) for i in (2, 3)]
    given = instance([PAIR, *others], sites, [rooms("A", 2), rooms("B", 2)])
    (row, *_) = explained(given, H1="......", H2="..AA..", H3="BB....").shortages
    assert row.row.reason == "priority"
    assert (row.trial.site, row.trial.first, row.trial.last) == (1, 2, 5)


def test_the_difference_is_that_of_the_values():
    tried = 0
    for seed in range(0, 30):
        given = instance_of(seed)
        shelter, problem, plan = plan_of(given, 0)
        standing = Standing(shelter, problem, plan, BACKEND)
        every = aims(shelter, RELOCATION_TIERS)
        for row in without_place(standing, Suiting(standing)):
            if row.reason == "priority":
                found = trial(standing, every, row)
                after = put(plan, row.household, range(found.first, found.last + 1), found.site)
                change = {
                    aim.name: aim.value(problem, after) - aim.value(problem, plan) for aim in every
                }
                assert dict(found.changes) == {name: n for name, n in change.items() if n}
                assert np.array_equal(standing.plan, plan)
                tried += 1
    assert tried > 20
