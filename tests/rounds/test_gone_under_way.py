"""A household that an import does not have any more, while a proposal of it goes on."""

from __future__ import annotations

import pytest

from allocator.reading import read_instance, write_folder
from allocator.rounds import corporatie, drafting, importing, sending
from allocator.rounds.use import Refused
from tests.rounds.people import MONDAY, TINY, WEEK, Settings, owner, proposed, sent, team


def import_without(household, folder):
    """Import tiny without a household."""
    tiny = read_instance(TINY).instance
    left = tuple(h for h in tiny.households if h.id != household)
    write_folder(tiny.model_copy(update={"households": left}), folder)
    importing.apply(team(), folder)


def test_the_cards_of_the_others_can_be_read(place, tmp_path):
    sent()
    import_without("H2", tmp_path / "left")
    read = [one.card for one in corporatie.with_owner(owner("wonen"))]
    assert sorted(card.household for card in read) == ["H1", "H3", "H4", "H6"]


def test_it_is_not_sent(place, tmp_path):
    proposed()
    import_without("H2", tmp_path / "left")
    with pytest.raises(Refused) as caught:
        sending.send(team(), MONDAY + WEEK)
    assert (caught.value.message, caught.value.values) == (
        "rounds.household_out", {"household": "H2"},
    )  # fmt: skip
    drafting.propose(team(), Settings())
    done = sending.send(team(), MONDAY + WEEK)
    assert "H2" not in {card.household for card in done.cards["wonen"]}
