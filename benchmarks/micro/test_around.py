"""What is not solving: reading, the possible pairs, checking."""

from __future__ import annotations

from allocator.check import check_matching
from allocator.formulate import lay_out
from allocator.reading import read_instance
from allocator.reading.digest import digest


def test_read_folder(benchmark, folder, week):
    """A folder of a city week to an instance."""
    reading = benchmark(read_instance, folder)
    assert reading.instance == week


def test_possible_pairs(benchmark, week):
    """The columns, pairs and limits of a city week."""
    case = benchmark(lay_out, week)
    assert len(case.possible) > 1000


def test_digest(benchmark, week):
    """The digest of a city week."""
    assert len(benchmark(digest, week)) == 64


def test_check_locks(benchmark, week):
    """The check of a plan that holds only the locks."""
    locks = [(d.household, d.home) for d in week.decisions if d.decision == "lock"]
    assert benchmark(check_matching, week, locks).sound
