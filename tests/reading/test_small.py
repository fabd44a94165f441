"""The sound instance that all other tests spoil."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allocator.domain.choices import DecisionKind, Need
from tests.reading.small import Files


def test_all_tables_are_read(files: Files) -> None:
    reading = files.read()
    assert reading.warnings == ()
    instance = reading.instance
    assert (instance.name, instance.municipality) == ("Testdorp", "0268")
    assert (instance.peildatum, instance.horizon_days, instance.lottery_seed) == (
        date(2025, 4, 7),
        28,
        7,
    )
    assert instance.policy.spare_bedrooms == 2
    assert instance.taakstelling[0].persons == 40
    assert [w.code for w in instance.wijken] == ["noord", "stad", "zuid"]
    assert instance.wijken[0].within == "stad"
    home = instance.homes[0]
    assert (home.rent_eur, home.bag_id) == (Decimal("650.5"), "0268100000000001")
    assert home.available_until == date(2027, 4, 1)
    assert instance.homes[1].rent_eur is None
    assert instance.households[0].preferred_wijken == ("noord", "zuid")
    assert instance.households[1].needs == (Need.OWN_HOME,)
    assert [p.id for p in instance.households[0].persons] == ["p1", "p2"]
    assert instance.households[1].persons[0].role is None
    assert instance.decisions[0].decision == DecisionKind.LOCK
    assert instance.points[0].points == -5
    assert instance.previous[0].home == "w1"
    assert instance.sites[0].extend_until == date(2026, 7, 1)
    assert (instance.rooms[0].beds, instance.rooms[0].count) == (2, 10)
    assert instance.site_decisions[0].site == "bloem"


def test_optional_tables_may_be_absent(files: Files) -> None:
    for name in ("decisions", "points", "previous", "site_decisions", "rooms"):
        del files.texts[f"{name}.csv"]
    assert files.read().instance.decisions == ()


def test_optional_table_with_only_headings_is_absent(files: Files) -> None:
    files.texts["previous.csv"] = "household;home\n"
    assert files.read().instance.previous == ()


def test_homes_may_have_no_rows(files: Files) -> None:
    files.texts["homes.csv"] = files.texts["homes.csv"].splitlines()[0] + "\n"
    for name in ("decisions", "points", "previous"):
        del files.texts[f"{name}.csv"]
    assert files.read().instance.homes == ()
