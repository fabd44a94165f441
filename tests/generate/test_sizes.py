"""Every size is exactly what it says."""

from __future__ import annotations

import pytest

from allocator.domain.choices import Group
from allocator.domain.instance import Instance
from allocator.generate import SIZES, generate
from tests.generate.made import made

# statushouder households, homes (units), ontheemden (persons), sites, municipalities
EXACT = {
    "village": (20, 6, 60, 3, 1),
    "small-city": (100, 20, 160, 4, 1),
    "city-week": (450, 90, 785, 10, 1),
    "city-backlog": (1_500, 600, 785, 10, 1),
    "region": (5_000, 1_500, 5_000, 60, 18),
    "national": (30_000, 12_000, 90_000, 1_200, 342),
}
QUICK = [size for size in EXACT if size != "national"]


def test_there_are_no_other_sizes() -> None:
    assert set(SIZES) == set(EXACT)


def measured(instance: Instance) -> tuple[int, int, int, int, int]:
    waiting = [h for h in instance.households if h.group is Group.STATUSHOUDER]
    ontheemden = [h for h in instance.households if h.group is Group.ONTHEEMDE]
    linked = {w.code for w in instance.wijken if w.name.startswith("Gemeente")}
    return (
        len(waiting),
        sum(home.units for home in instance.homes),
        sum(len(h.persons) for h in ontheemden),
        len(instance.sites),
        len(linked) or 1,
    )


@pytest.mark.parametrize("size", QUICK)
def test_sizes_are_exact(size: str) -> None:
    assert measured(made(size, 1)) == EXACT[size]


@pytest.mark.parametrize("seed", [0, 2, 3, 99])
def test_sizes_are_exact_for_any_seed(seed: int) -> None:
    assert measured(made("city-week", seed)) == EXACT["city-week"]


@pytest.mark.slow
def test_the_whole_land_is_exact() -> None:
    assert measured(made("national", 1)) == EXACT["national"]


@pytest.mark.parametrize(
    ("option", "value"),
    [("size", "town"), ("limits", "none"), ("shelter", "some"), ("scarcity", "none")],
)
def test_unknown_values_are_named(option: str, value: str) -> None:
    options = {"size": "village", "seed": 1} | {option: value}
    with pytest.raises(ValueError, match=f"{option} is '{value}', not one of"):
        generate(**options)  # type: ignore[arg-type]
