"""Taking a household or a home out of the rounds by page, and back."""

from __future__ import annotations

from allocator.rounds.states import State
from allocator.store import models
from tests.rounds.people import sent
from tests.web.test_round import on_monday as on_monday
from tests.web.test_round import state_of, text
from tests.web.visitors import visitor


def test_a_household_goes_out_with_a_reason_and_comes_back(file):
    pair = sent()[0]
    page = visitor()
    address = f"/huishoudens/{pair.household}/"
    answer = page.post(address + "terugtrekken/", {"step": "out", "reason": ""}, follow=True)
    assert "alert--error" in answer.content.decode()
    assert state_of(pair) == State.SENT
    page.post(address + "terugtrekken/", {"step": "out", "reason": "woont bij familie"})
    assert state_of(pair) == State.WITHDRAWN
    said = text(page.get(address))
    assert "Doet nu niet mee" in said
    assert "woont bij familie" in said
    page.post(address + "terugtrekken/", {"step": "back"})
    assert not models.Retired.objects.filter(back_n=None).exists()
    answer = page.post(address + "terugtrekken/", {"step": "back"}, follow=True)
    assert "alert--error" in answer.content.decode()  # it is not out any more


def test_a_home_goes_out_and_comes_back(file):
    pair = sent()[0]
    page = visitor()
    address = f"/woningen/{pair.home}/"
    page.post(address + "terugtrekken/", {"step": "out", "reason": "brand"})
    assert state_of(pair) == State.WITHDRAWN
    assert "Doet nu niet mee" in text(page.get(address))
    page.post(address + "terugtrekken/", {"step": "back"})
    assert "Terugtrekken" in text(page.get(address))
