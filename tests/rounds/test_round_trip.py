"""What goes into the store comes out as it was."""

from __future__ import annotations

import pytest

from allocator.reading import digest, read_instance
from allocator.rounds import exporting, importing
from allocator.rounds.case import known
from tests.rounds.people import NIJMEGEN, TINY, team


@pytest.mark.parametrize("folder", [TINY, NIJMEGEN], ids=["tiny", "nijmegen"])
def test_an_instance_comes_out_as_it_went_in(place, tmp_path, folder):
    importing.apply(team(), folder)
    exporting.export(team(), tmp_path / "out")
    assert read_instance(tmp_path / "out").instance == read_instance(folder).instance


@pytest.mark.parametrize("folder", [TINY, NIJMEGEN], ids=["tiny", "nijmegen"])
def test_importing_what_was_exported_changes_nothing(place, tmp_path, folder):
    importing.apply(team(), folder)
    done = exporting.export(team(), tmp_path / "out")
    again = importing.compare(team(), tmp_path / "out")
    assert (again.rows, again.settings, again.stays_out) == ((), (), ())
    assert again.digest == done.digest == digest(read_instance(folder).instance)


def test_who_is_who_is_worked_out_once(file):
    """It is asked for every household: worked out anew, a nation takes minutes."""
    importing.apply(team(), TINY)
    now = known()
    assert now.subject is now.subject
    assert {now.names[subject] for subject in now.subject.values()} == set(now.subject)
