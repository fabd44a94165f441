"""Each option changes what it should, and nothing else."""

from __future__ import annotations

from allocator.domain.instance import Instance
from tests.generate.made import made


def room(instance: Instance) -> int:
    return sum(
        wijk.draagkracht_persons - wijk.placed_persons
        for wijk in instance.wijken
        if wijk.draagkracht_persons is not None
    )


def unit_share(instance: Instance, low: int, high: int) -> float:
    units = sum(h.units for h in instance.homes if low <= h.max_persons <= high)
    return units / sum(h.units for h in instance.homes)


def months_open(instance: Instance) -> int:
    last = instance.peildatum.toordinal() + 730
    return sum(
        (site.max_persons or 0)
        * (
            (site.closes_on.toordinal() if site.closes_on else last)
            - max((site.opens_on or instance.peildatum).toordinal(), instance.peildatum.toordinal())
        )
        for site in instance.sites
    )


def test_limits_change_only_limits() -> None:
    loose, tight = made("city-backlog", 1, limits="loose"), made("city-backlog", 1)
    assert room(loose) > 1.3 * room(tight)
    assert loose.homes == tight.homes
    assert loose.households == tight.households
    assert loose.sites == tight.sites
    assert loose.rooms == tight.rooms


def test_shelter_changes_only_shelter() -> None:
    enough, short = made("city-week", 1), made("city-week", 1, shelter="short")
    assert months_open(short) < 0.97 * months_open(enough)
    assert enough.homes == short.homes
    assert enough.households == short.households
    assert [w.draagkracht_persons for w in enough.wijken] == [
        w.draagkracht_persons for w in short.wijken
    ]


def test_scarcity_changes_the_mix_of_homes() -> None:
    low, mid, high = (
        made("city-backlog", 1, scarcity=scarcity) for scarcity in ("low", "mid", "high")
    )
    assert unit_share(low, 1, 1) > unit_share(mid, 1, 1) > unit_share(high, 1, 1)
    assert unit_share(high, 7, 9) < unit_share(mid, 7, 9)
    assert low.households == mid.households == high.households
    assert low.sites == high.sites
