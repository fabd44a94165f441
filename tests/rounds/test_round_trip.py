"""What goes into the store comes out as it was."""

from __future__ import annotations

import pytest

from allocator.reading import digest, read_instance
from allocator.rounds import exporting, importing
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
