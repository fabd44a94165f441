"""Moves and entries, those that come soon after another, and those to come."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check.shelter.moves import moves_of, to_come
from tests.check.shelter.build import (
    instance,
    laid_out,
    ontheemde,
    rooms,
    site,
    stay,
    tiers,
)

SITES = [site("A"), site("B"), site("C")]
GROUPS = [rooms("A", 2), rooms("B", 2), rooms("C", 2)]


def moves(trail: str, **columns) -> str:
    """Return the moves of a household that is in these sites; ``-`` is without a place.

    ``1AB`` is a move from A to B in month 1, with ``!`` when it repeats.
    """
    given = instance([ontheemde("H1", 30, **columns)], SITES, GROUPS)
    plan = [stay("H1", at, "2-01", t, t) for t, at in enumerate(trail) if at != "-"]
    found = moves_of(*laid_out(given, *plan), "H1")
    return " ".join(
        f"{m.month}{m.from_site or '-'}{m.to_site or '-'}{'!' if m.repeat else ''}" for m in found
    )


@pytest.mark.parametrize(
    ("trail", "columns", "found"),
    [
        ("AAAAAA", {}, "0-A"),
        ("------", {}, ""),
        ("AAAAAA", {"current_site": "A"}, ""),
        ("BBBBBB", {"current_site": "A"}, "0AB"),
        ("------", {"current_site": "A"}, "0A-"),
        ("AABBBB", {"current_site": "A"}, "2AB"),
        ("AABBAA", {"current_site": "A"}, "2AB 4BA!"),
        ("A-A---", {"current_site": "A"}, "1A- 2-A 3A-!"),  # coming back is no move
        ("A--BBB", {"current_site": "A"}, "1A- 3-B"),
        ("--AAAA", {}, "2-A"),
        ("-AABBB", {"arrives_on": date(2025, 5, 9)}, "1-A 3AB"),
        ("AAA---", {"current_site": "A", "leaves_on": date(2025, 6, 9)}, ""),
        ("AA----", {"current_site": "A", "leaves_on": date(2025, 6, 9)}, "2A-"),
        ("------", {"current_site": "A", "leaves_on": date(2025, 4, 9)}, ""),
    ],
)
def test_moves(trail, columns, found):
    assert moves(trail, **columns) == found


@pytest.mark.parametrize(
    ("moved_in_on", "earlier_moves", "month", "repeats"),
    [
        (date(2025, 4, 1), 1, 1, True),
        (date(2025, 4, 10), 1, 0, False),  # a move in a month is not after one in that month
        (date(2025, 3, 31), 1, 0, True),
        (date(2024, 12, 1), 1, 2, True),  # month -4
        (date(2024, 12, 1), 1, 3, False),
        (date(2024, 12, 1), 0, 2, False),
        (None, 1, 0, False),
    ],
)
def test_repeats(moved_in_on, earlier_moves, month, repeats):
    trail = "A" * month + "B" * (6 - month)
    columns = {"moved_in_on": moved_in_on, "earlier_moves": earlier_moves}
    found = moves(trail, current_site="A", **columns)
    assert found == f"{month}AB{'!' if repeats else ''}"


@pytest.mark.parametrize(("months", "repeats"), [(2, "!"), (1, "")])
def test_months_of_a_repeat_are_a_choice(months, repeats):
    given = instance(
        [ontheemde("H1", 30, current_site="A")],
        SITES,
        GROUPS,
        policy={"repeat_months": months},
    )
    plan = [stay("H1", at, "2-01", t, t) for t, at in enumerate("ABBCCC")]
    _, second = moves_of(*laid_out(given, *plan), "H1")
    assert second.repeat is bool(repeats)


# Moves to come


@pytest.mark.parametrize(
    ("columns", "leaves_on", "policy", "comes"),
    [
        ({}, None, {}, False),
        ({"closes_on": date(2025, 12, 31)}, None, {}, True),  # three months after September
        ({"closes_on": date(2026, 1, 1)}, None, {}, False),
        ({"closes_on": date(2026, 1, 1)}, None, {"after_months": 4}, True),
        ({"closes_on": date(2025, 9, 30)}, None, {"after_months": 0}, True),
        ({"closes_on": date(2025, 10, 1)}, None, {"after_months": 0}, False),
        ({"closes_on": date(2025, 12, 31), "extend_until": date(2027, 1, 1)}, None, {}, True),
        ({"closes_on": date(2025, 12, 31)}, date(2025, 10, 15), {}, True),
        ({"closes_on": date(2025, 12, 31)}, date(2025, 8, 15), {}, False),
        ({"closes_on": date(2025, 8, 1), "extend_until": date(2027, 1, 1)}, None, {}, True),
        ({"closes_on": date(2025, 12, 31)}, None, {"after_months": 10**9}, True),
    ],
)
def test_to_come(columns, leaves_on, policy, comes):
    person = ontheemde("H1", 30, 31, current_site="A", leaves_on=leaves_on)
    given = instance([person], [site("A", **columns)], [rooms("A", 2)], policy=policy)
    last = 4 if leaves_on == date(2025, 8, 15) else 5
    plan = stay("H1", "A", "2-01", 0, last)
    assert to_come(*laid_out(given, plan), "H1") is comes
    found = tiers(given, plan)
    found.pop("extension", 0)
    assert found == ({"moves": 2} if comes else {})


def test_nothing_comes_of_no_place():
    given = instance([ontheemde("H1", 30)], [site("A")], [])
    assert not to_come(*laid_out(given), "H1")
