"""Two rounds side by side: what one has sent the other leaves alone, and shows as loopt nog."""

from __future__ import annotations

import pytest

from allocator.domain.instance import Instance
from allocator.errors import Refused
from allocator.matching import Settings
from allocator.reading import read_instance, write_folder
from allocator.rounds import deciding, drafting, expiring, importing, opening, sending, showing
from allocator.rounds.deciding import Pair
from allocator.rounds.states import State
from tests.rounds.people import MONDAY, TINY, WEEK, imported, team


def two_drafts() -> tuple[drafting.Drafted, drafting.Drafted]:
    """Have two rounds with a draft each, nothing sent."""
    imported()
    opening.open_new(team())
    opening.open_new(team())
    return drafting.propose(team(), Settings(), 1), drafting.propose(team(), Settings(), 2)


def test_the_first_to_send_wins_and_the_other_drafts_again(place):
    two_drafts()
    sending.send(team(), MONDAY + WEEK, 1)
    with pytest.raises(Refused) as refused:
        sending.send(team(), MONDAY + WEEK, 2)
    assert refused.value.message == "rounds.resolve_first"
    again = drafting.resolve(team(), Settings(), 2)
    first = {(line.household, line.home) for line in showing.show(team(), 1).lines}
    assert {(r.household, r.home) for r in again.going_on} == first
    assert first == {(row.household, row.home) for row in again.plan.proposals}
    with pytest.raises(Refused) as refused:  # every home is under way in round 1
        sending.send(team(), MONDAY + WEEK, 2)
    assert refused.value.message == "rounds.nothing_to_send"
    shown = showing.show(team(), 2)
    assert {(line.household, line.home) for line in shown.going_on} == first


def test_at_the_answer_by_day_the_households_are_free_again(place):
    two_drafts()
    sending.send(team(), MONDAY + WEEK, 1)
    late = MONDAY + WEEK + WEEK / 7
    assert expiring.expire(team(MONDAY + WEEK)) == []
    freed = drafting.resolve(team(late), Settings(), 2)
    assert freed.going_on == ()
    sent = sending.send(team(late), late + WEEK, 2)
    assert sum(map(len, sent.cards.values())) == len(freed.plan.proposals) > 0
    assert {line.state for line in showing.show(team(late), 1).lines} == {State.EXPIRED}


def with_draagkracht(persons: int) -> Instance:
    """Return instances/tiny with another limit in noord (6 placed before)."""
    instance = read_instance(TINY).instance
    wijken = tuple(
        w.model_copy(update={"draagkracht_persons": persons}) if w.code == "noord" else w
        for w in instance.wijken
    )
    return instance.model_copy(update={"wijken": wijken})


def test_a_limit_that_got_lower_is_seen_before_anything_is_sent(place, tmp_path):
    drafted = two_drafts()[0]
    noord = [row.persons for row in drafted.plan.proposals if row.wijk == "noord"]
    write_folder(with_draagkracht(6 + sum(noord) - 1), tmp_path / "lower")
    importing.apply(team(), tmp_path / "lower")
    with pytest.raises(Refused) as refused:
        sending.send(team(), MONDAY + WEEK, 1)
    assert (refused.value.message, refused.value.values) == (
        "rounds.resolve_first", {"what": "noord"},
    )  # fmt: skip
    drafting.resolve(team(), Settings(), 1)
    assert sending.send(team(), MONDAY + WEEK, 1).cards


def test_a_draft_beside_keeps_to_the_limits_that_the_other_uses(place):
    """A decision on what is under way in one round counts in the other."""
    drafted, _ = two_drafts()
    sending.send(team(), MONDAY + WEEK, 1)
    row = drafted.plan.proposals[0]
    deciding.refuse(team(), Pair(row.household, row.home), code="other")
    again = drafting.resolve(team(), Settings(), 2)
    assert (row.household, row.home) not in {(p.household, p.home) for p in again.plan.proposals}
