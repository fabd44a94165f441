"""A corporatie that guesses: of what was not sent to it there is one answer only."""

from __future__ import annotations

import pytest

from allocator.errors import Refused
from allocator.matching import Settings
from allocator.messages.errors import error_lines
from allocator.rounds import deciding, drafting, opening
from allocator.rounds.deciding import Pair
from allocator.texts import texts
from tests.rounds.people import imported, owner, sent, team


def answer(household: str, home: str) -> str:
    """Return what a corporatie is told that decides on a pair, without the ids it gave."""
    with pytest.raises(Refused) as refused:
        deciding.accept(owner("wonen"), Pair(household, home))
    (line,) = error_lines(refused.value, texts("nl"))
    return line.replace(household, "H").replace(home, "W")


def test_what_was_not_sent_is_not_there(place):
    imported()
    opening.open_new(team())
    drafted = drafting.propose(team(), Settings())
    row = drafted.plan.proposals[0]
    unsent = answer(row.household, row.home)
    unproposed = answer(drafted.plan.unplaced[0].household, row.home)
    deciding.reject(team(), Pair(row.household, row.home), code="other")
    taken_back = answer(row.household, row.home)
    assert {unsent, unproposed, taken_back} == {answer("H-9999", row.home)}


def test_who_of_the_team_was_first_stays_within_the_team(place):
    pair = sent()[0]
    deciding.accept(team(), pair)
    with pytest.raises(Refused) as refused:
        deciding.accept(owner("wonen"), pair)
    assert refused.value.values["who"] == "team"
    with pytest.raises(Refused) as refused:
        deciding.accept(team(), pair)
    assert refused.value.values["who"] == "anna"
