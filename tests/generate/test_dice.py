"""Dice fall the same way everywhere, and as often as they should."""

from __future__ import annotations

from collections import Counter
from datetime import date

from allocator.generate.dice import Dice


def test_the_same_names_give_the_same_draws() -> None:
    one, other = Dice("city", 1, "homes"), Dice("city", 1, "homes")
    assert [one.between(1, 99) for _ in range(20)] == [other.between(1, 99) for _ in range(20)]


def test_known_draws_that_no_version_of_python_may_change() -> None:
    dice = Dice("anything", 7)
    assert [dice.between(1, 1000) for _ in range(5)] == [331, 881, 704, 322, 564]


def test_each_part_has_draws_of_its_own() -> None:
    draws = {tuple(Dice(part).between(1, 99) for _ in range(1)) for part in "abcdefgh"}
    assert len(draws) > 1


def test_between_gives_both_ends_and_nothing_else() -> None:
    dice = Dice("ends")
    assert {dice.between(3, 5) for _ in range(200)} == {3, 4, 5}


def test_weighted_follows_the_weights() -> None:
    dice = Dice("weights")
    counts = Counter(dice.weighted({"often": 3.0, "seldom": 1.0, "never": 0}) for _ in range(4000))
    assert set(counts) == {"often", "seldom"}
    assert 2800 < counts["often"] < 3200


def test_chance_of_nothing_and_of_everything() -> None:
    dice = Dice("chance")
    assert not any(dice.chance(0) for _ in range(50))
    assert all(dice.chance(1) for _ in range(50))


def test_a_sample_has_no_doubles_and_at_most_everything() -> None:
    dice = Dice("sample")
    assert len(set(dice.sample(range(10), 4))) == 4
    assert sorted(dice.sample([1, 2, 3], 9)) == [1, 2, 3]


def test_a_day_lies_within_its_bounds() -> None:
    dice = Dice("day")
    first, last = date(2025, 2, 27), date(2025, 3, 1)
    assert {dice.day(first, last) for _ in range(100)} == {first, date(2025, 2, 28), last}
