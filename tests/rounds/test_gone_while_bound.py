"""What is bound stays so when a file has it no more: people end it, no draft does."""

from __future__ import annotations

from allocator.matching import Settings
from allocator.reading import read_instance, write_folder
from allocator.rounds import deciding, drafting, importing, offering
from allocator.rounds.states import State
from allocator.store import models
from tests.rounds.people import TINY, sent, team


def test_a_bound_home_that_left_the_files(place, tmp_path):
    pair = sent()[0]
    deciding.accept(team(), pair)
    instance = read_instance(TINY).instance
    homes = tuple(home for home in instance.homes if home.id != pair.home)
    write_folder(instance.model_copy(update={"homes": homes}), tmp_path / "less")
    importing.apply(team(), tmp_path / "less")
    made = drafting.resolve(team(), Settings())
    assert pair.home not in {row.home for row in made.plan.proposals}
    row = models.Candidate.objects.get(home=pair.home, subject__ref=pair.household)
    assert row.state == State.ACCEPTED
    done = offering.withdraw_home(team(), pair.home, "verkocht")
    assert [one.state for one in done] == [State.WITHDRAWN]
