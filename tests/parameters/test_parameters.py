from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from allocator.parameters import dated, known_on, source_on, value_on, warnings_for
from allocator.texts import LANGUAGES, texts
from tests.rules import build

D = Decimal
OF_2025 = {"youth_age": D(23), "youth": D("477.20"), "small": D("682.96"), "large": D("731.93")}
OF_2026 = {"youth_age": D(21), "youth": D("498.20"), "small": D("713.02"), "large": D("764.14")}


@pytest.mark.parametrize(
    ("day", "amounts", "known"),
    [
        (date(2024, 12, 31), OF_2025, False),
        (date(2025, 1, 1), OF_2025, True),
        (date(2025, 12, 31), OF_2025, True),
        (date(2026, 1, 1), OF_2026, True),
        (date(2026, 12, 31), OF_2026, True),
        (date(2027, 1, 1), OF_2026, False),
        (date(2031, 6, 1), OF_2026, False),
    ],
)
def test_rent_limits_of_the_year_or_the_last_known(day, amounts, known):
    assert value_on("rent_limits", day) == amounts
    assert known_on("rent_limits", day) is known


def test_amounts_have_a_source():
    assert "Wet op de huurtoeslag" in source_on("rent_limits", date(2025, 4, 7))
    assert "2026" in source_on("rent_limits", date(2026, 4, 7))


def test_a_table_is_read_once():
    assert dated.table("rent_limits") is dated.table("rent_limits")


def test_entries_stand_in_order_of_date(monkeypatch, tmp_path):
    (tmp_path / "b.yaml").write_text(
        'amounts:\n- {from: 2026-01-01, source: s, x: "2"}\n'
        '- {from: 2025-01-01, source: s, x: "1"}\n'
    )
    monkeypatch.setattr(dated.resources, "files", lambda _: tmp_path)
    assert [entry.amounts["x"] for entry in dated.table("b")] == [D(1), D(2)]


def test_a_row_without_a_date_is_refused(monkeypatch, tmp_path):
    (tmp_path / "a.yaml").write_text("amounts:\n- {from: soon, source: s}\n")
    monkeypatch.setattr(dated.resources, "files", lambda _: tmp_path)
    with pytest.raises(TypeError, match="not a date: 'soon'"):
        dated.table("a")


ALL_FOUR = {"youth_age": 21, "youth": 1, "small": 2, "large": 3}


@pytest.mark.parametrize(
    ("day", "policy", "used"),
    [
        (date(2025, 4, 7), {}, None),
        (date(2026, 4, 7), {}, None),
        (date(2027, 4, 7), {}, "2026"),
        (date(2024, 4, 7), {}, "2025"),
        (date(2027, 4, 7), {"rent_limits": ALL_FOUR}, None),
        (date(2027, 4, 7), {"rent_limits": {**ALL_FOUR, "large": None}}, "2026"),
        (date(2025, 4, 7), {"rent_limits": ALL_FOUR}, None),
    ],
)
def test_a_year_without_amounts_gives_a_warning(day, policy, used):
    faults = warnings_for(build.instance(peildatum=day, policy=policy))
    assert [dict(fault.values) for fault in faults] == (
        [{"used": used, "year": str(day.year)}] if used else []
    )
    for fault in faults:
        assert fault.warning
        assert (fault.place, fault.column) == ("instance.toml", "peildatum")
        for language in LANGUAGES:
            sentence = texts(language)(fault.message, **dict(fault.values))
            assert str(day.year) in sentence
            assert used in sentence
