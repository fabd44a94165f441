"""Traits of households, and that tables count each household once."""

from __future__ import annotations

import pytest

from allocator.domain.choices import Support
from allocator.figures.counts import Outcome
from allocator.figures.groups import TRAITS, group_tables
from tests.check.build import household, instance
from tests.figures.rows import proposal, unplaced
from tests.report.test_tables import plan

TRAIT = {trait.name: trait for trait in TRAITS}


def category(trait, person, day):
    found = TRAIT[trait].of(person, day)
    assert found in TRAIT[trait].categories
    return found


@pytest.mark.parametrize(
    ("trait", "person", "expected"),
    [
        ("size", household("H", 30), "1"),
        ("size", household("H", *range(30, 35)), "5"),
        ("size", household("H", *range(30, 36)), "6+"),
        ("size", household("H", *range(30, 39)), "6+"),
        ("gender", household("H", 30, 40, people={1: {"gender": "m"}}), "m"),  # the oldest
        ("gender", household("H", 30, people={0: {"gender": "x"}}), "x"),
        ("age", household("H", 17), "0-22"),
        ("age", household("H", 22), "0-22"),
        ("age", household("H", 23), "23-27"),
        ("age", household("H", 28), "28-34"),
        ("age", household("H", 44, 43), "35-44"),
        ("age", household("H", 54), "45-54"),
        ("age", household("H", 55), "55+"),
        ("support", household("H", 30, support="light"), "light"),
        ("mobility", household("H", 30), "none"),
        ("mobility", household("H", 30, 9, people={1: {"mobility": "step_free"}}), "step_free"),
        (
            "mobility",
            household(
                "H", 30, 9, people={0: {"mobility": "step_free"}, 1: {"mobility": "wheelchair"}}
            ),
            "wheelchair",
        ),
        ("safe_place", household("H", 30), "no"),
        ("safe_place", household("H", 30, needs=("safe_place",)), "yes"),
        ("safe_place", household("H", 30, 5, people={1: {"lhbtiq": True}}), "yes"),
        ("safe_place", household("H", 30, needs=("own_home",)), "no"),
    ],
)
def test_category(trait, person, expected):
    given = instance([], [])
    assert category(trait, person, given.peildatum) == expected


def people(number: int, *, women: int) -> list:
    """Return households of one person; the first are women, and of every age."""
    return [
        household(f"H{i}", 20 + i % 40, people={0: {"gender": "f" if i < women else "m"}})
        for i in range(number)
    ]


def made(number: int, placed: set[int]):
    return plan(
        proposals=tuple(proposal(f"H{i}", 2) for i in range(number) if i in placed),
        unplaced=tuple(unplaced(f"H{i}", 3) for i in range(number) if i not in placed),
    )


def test_tables_in_the_order_of_their_categories():
    tables = {
        table.trait: table
        for table in group_tables(
            instance(people(30, women=13), []), made(30, {*range(12), 13, 14, 15})
        )
    }
    assert list(tables) == ["size", "gender", "age", "support", "mobility", "safe_place"]
    # 12 of 13 women are placed, and 3 of 17 men: together 15 of 30; 13 cannot hide 3 of 15
    (block,) = tables["gender"].blocks
    assert [(row.categories, row.households) for row in block.rows] == [(("f", "m", "x"), 30)]
    assert block.outcome.placed.households == 15
    # all are alone, so that no other size has anybody to show
    (block,) = tables["size"].blocks
    assert block.categories == ("1", "2", "3", "4", "5", "6+")
    for table in tables.values():
        assert table.whole.placed.households == 15
        assert table.whole.persons == 15 * 2 + 15 * 3
        assert sum(b.outcome.households for b in table.blocks) == 30
        assert sum(b.outcome.persons for b in table.blocks) == table.whole.persons
        shown = [name for b in table.blocks for name in b.categories]
        assert shown == list(TRAIT[table.trait].categories)
        for b in table.blocks:
            assert b.categories == tuple(n for row in b.rows for n in row.categories)


def test_who_is_no_statushouder_is_not_counted():
    other = household("O1", 30, group="ontheemde", koppeldatum=None)
    tables = group_tables(instance([*people(6, women=6), other], []), made(6, {0}))
    assert {table.whole.households for table in tables} == {6}


def test_no_households():
    for table in group_tables(instance([], []), plan()):
        assert table.whole == Outcome()
        assert table.whole.share is None


def test_another_trait_within_a_block_shows_the_same():
    """Who of a block has the trait cannot be seen, nor from the persons."""
    tall = [household(f"H{i}", *[30] * (1 + i % 4), support="none") for i in range(40)]
    done = plan(
        proposals=tuple(proposal(f"H{i}", 1 + i % 4) for i in range(20)),
        unplaced=tuple(unplaced(f"H{i}", 1 + i % 4) for i in range(20, 40)),
    )

    def shown(light: set[int]):
        given = [h.model_copy(update={"support": Support.LIGHT}) if i in light else h
                 for i, h in enumerate(tall)]  # fmt: skip
        return [t for t in group_tables(instance(given, []), done) if t.trait == "support"]

    # three placed and six left out; another three, and others left out
    assert shown({0, 1, 2, *range(20, 26)}) == shown({7, 9, 13, *range(30, 36)})
    assert shown({0, 1, 2, *range(20, 26)}) == shown({0, *range(20, 28)})
