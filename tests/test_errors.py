"""The exit code of each error (interfaces.md), and the place of a fault."""

from __future__ import annotations

import pytest

from allocator.errors import (
    AllocatorError,
    BadCall,
    BadInput,
    Conflict,
    Fault,
    NoPlan,
    PlanRejected,
    Stopped,
)

CONFLICT = Conflict("units:W1", (("H1", "W1"), ("H2", "W1")), 2, 1)


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (Stopped(), 1, ""),
        (BadInput([Fault("homes.csv", 2, "kind", "reading.x")]), 2, "1 faults"),
        (BadCall("cli.target_exists", path="p"), 2, "cli.target_exists"),
        (NoPlan(CONFLICT), 3, "units:W1: (('H1', 'W1'), ('H2', 'W1'))"),
        (PlanRejected(["a", "b"], "plan.rejected"), 5, "2 violations"),
    ],
)
def test_exit_codes(error, code, text):
    assert isinstance(error, AllocatorError)
    assert error.exit_code == code
    assert str(error) == text


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (Fault("homes.csv", None, "", "m"), "homes.csv"),
        (Fault("homes.csv", 14, "", "m"), "homes.csv:14"),
        (Fault("homes.csv", 14, "rent_eur", "m"), "homes.csv:14:rent_eur"),
    ],
)
def test_the_place_of_a_fault(fault, place):
    assert fault.place == place
