"""Months, the days on which sites and rooms open and close, and the names of rooms."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check.shelter.months import Months
from allocator.check.shelter.sites import rooms_by_site
from tests.check.shelter.build import DAY, instance, laid_out, ontheemde, rooms, site

NOVEMBER = Months(date(2025, 11, 20), 4)


def test_days_of_months():
    assert NOVEMBER.firsts == (
        *(date(2025, 11, 20), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)),
    )
    assert NOVEMBER.lasts == (
        *(date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)),
    )
    assert NOVEMBER.labels == ("2025-11", "2025-12", "2026-01", "2026-02")


def test_month_of_a_day():
    assert NOVEMBER.index(date(2025, 11, 1)) == 0
    assert NOVEMBER.index(date(2026, 2, 28)) == 3
    assert NOVEMBER.index(date(2024, 12, 31)) == -11


@pytest.mark.parametrize(
    ("label", "month"),
    [("2025-11", 0), ("2026-03", 4), ("2025-10", -1), ("2025-13", None), ("2025-1", None),
     ("", None), ("2025-00", None), ("2025-11-01", None), ("٢٠٢٥-11", None)],
)  # fmt: skip
def test_written_months(label, month):
    assert NOVEMBER.parse(label) == month


def test_span_of_months():
    assert list(NOVEMBER.span("2025-12", "2026-02")) == [1, 2, 3]
    for first, last in (("2026-01", "2025-12"), ("2025-10", "2025-12"), ("2026-02", "2026-03")):
        with pytest.raises(ValueError, match=first):
            NOVEMBER.span(first, last)


def statuses(*, resident: bool = False, **columns) -> str:
    """Return o, e or c for each of the six months from 10 April 2025 on."""
    case, _ = laid_out(instance([], [site("A", **columns)], []))
    return "".join(case.status("A", t, resident=resident)[0] for t in range(6))


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, "oooooo"),
        ({"opens_on": date(2025, 4, 13)}, "oooooo"),  # 3 days of grace after the peildatum
        ({"opens_on": date(2025, 4, 14)}, "cooooo"),
        ({"opens_on": date(2025, 6, 4)}, "ccoooo"),
        ({"opens_on": date(2025, 6, 5)}, "cccooo"),
        ({"closes_on": date(2025, 6, 27)}, "oooccc"),
        ({"closes_on": date(2025, 6, 26)}, "oocccc"),
        ({"closes_on": date(2025, 6, 1), "extend_until": date(2025, 8, 28)}, "ooeeec"),
        ({"closes_on": date(2025, 6, 1), "extend_until": date(2025, 8, 27)}, "ooeecc"),
        # extended only when nothing but the closing keeps it from being open
        (
            {
                "opens_on": date(2025, 5, 20),
                "closes_on": date(2025, 6, 1),
                "extend_until": date(2026, 1, 1),
            },
            "cceeee",
        ),
    ],
)
def test_status_of_a_site(columns, found):
    assert statuses(**columns) == found


@pytest.mark.parametrize(
    ("closes_on", "extend_until", "residents", "others"),
    [
        (date(2025, 4, 10), None, "o", "c"),
        (date(2025, 4, 10), date(2025, 5, 5), "oe", "ee"),
        (date(2025, 4, 9), None, "c", "c"),
        (date(2025, 4, 9), date(2025, 5, 5), "ec", "ec"),
        (date(2025, 4, 27), None, "o", "o"),
    ],
)
def test_status_in_month_0(closes_on, extend_until, residents, others):
    columns = {"closes_on": closes_on, "extend_until": extend_until}
    assert statuses(resident=True, **columns)[0] == residents[0]
    assert statuses(resident=False, **columns)[0] == others[0]


def test_status_with_other_days_of_grace():
    case, _ = laid_out(
        instance([], [site("A", closes_on=date(2025, 6, 29))], [], policy={"grace_days": 0})
    )
    assert [case.status("A", t, resident=False)[0] for t in range(4)] == ["o", "o", "c", "c"]


GROUPS = [
    rooms("A", 2),
    rooms("A", 2, closes_on=date(2025, 4, 15)),
    rooms("A", 2, opens_on=date(2025, 6, 1)),
    rooms("A", 2, wheelchair=True),
    rooms("A", 2, wheelchair=True, closes_on=date(2025, 12, 31)),
    rooms("A", 4, closes_on=date(2025, 5, 31)),
]


def usable(t: int, *, resident: bool = False, **columns) -> str:
    case, _ = laid_out(instance([], [site("A", **columns)], GROUPS))
    found = case.usable_rooms("A", t, resident=resident)
    return " ".join(id_.removeprefix("A/") for id_ in found)


def test_rooms_have_dates_of_their_own():
    assert usable(0) == "2-01 2w-01 2w-02 4-01"
    assert usable(0, resident=True) == "2-01 2-02 2w-01 2w-02 4-01"
    assert usable(1, resident=True) == "2-01 2w-01 2w-02 4-01"
    assert usable(2) == "2-01 2-03 2w-01 2w-02"


def test_an_extension_stretches_only_rooms_without_an_end():
    dates = {"closes_on": date(2025, 4, 20), "extend_until": date(2025, 8, 31)}
    assert usable(1, **dates) == "2-01 2w-01 2w-02 4-01"
    assert usable(2, **dates) == "2-01 2-03 2w-01 2w-02"
    assert usable(5, **dates) == ""


def test_rooms_are_numbered_by_site_size_and_kind():
    found = rooms_by_site([rooms("A", 2, 11), rooms("A", 12, 1), rooms("B", 2, 100)])
    assert [room.id for room in found["A"]][8:] == ["A/2-09", "A/2-10", "A/2-11", "A/12-01"]
    assert found["B"][-1].id == "B/2-100"


@pytest.mark.parametrize(
    ("columns", "months"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"arrives_on": date(2025, 6, 30)}, [2, 3, 4, 5]),
        ({"arrives_on": date(2025, 7, 1)}, [3, 4, 5]),
        ({"leaves_on": date(2025, 6, 1)}, [0, 1, 2]),
        ({"leaves_on": date(2025, 5, 31)}, [0, 1]),
        ({"leaves_on": DAY}, [0]),
        ({"leaves_on": date(2025, 4, 9)}, []),  # month 0 begins on the peildatum
    ],
)
def test_months_in_which_a_household_is_there(columns, months):
    case, _ = laid_out(instance([ontheemde("H1", 30, **columns)], [], []))
    assert [t for t in range(6) if case.households["H1"].present[t]] == months
