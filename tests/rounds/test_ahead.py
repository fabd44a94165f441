"""A draft that looks ahead: its prices are kept, sealed where they are of people, and used."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.db import connection

import cli
from allocator.domain.prices import Priced
from allocator.matching import Settings
from allocator.messages.rounds import draft_lines
from allocator.report.page import to_html
from allocator.rounds import asking, drafting, opening, personal, pricing, replaying, reporting
from allocator.rounds.stored import prices_of
from allocator.scenarios import ahead as scenarios_ahead
from allocator.store import models
from allocator.texts import texts
from models.budget import Budget
from tests.rounds.people import MONDAY, imported, team

WEEKS = 9


def looking(**settings: object) -> drafting.Drafted:
    """Have a first draft that looks ahead in the store."""
    imported()
    opening.open_new(team())
    return drafting.propose(team(), Settings(**settings), ahead=WEEKS)


def test_the_prices_are_kept_as_they_were(place):
    drafted = looking()
    assert drafted.plan.prices is not None
    assert drafted.plan.prices.weeks == WEEKS
    kept = prices_of(models.Draft.objects.get())
    assert kept == drafted.plan.prices
    assert {row.kind for row in kept.rows} >= {Priced.HOUSEHOLD, Priced.HOME}


def test_it_comes_out_the_same_again(place):
    looking()
    done = replaying.replay(team())
    assert (done.identical, done.differs) == (True, ())


def test_without_its_prices_it_would_not(file):
    looking()
    draft = models.Draft.objects.get()
    draft.settings = {k: v for k, v in draft.settings.items() if k != "ahead"}
    draft.save()
    assert "tiers" in replaying.replay(team()).differs


def test_what_is_of_people_stands_sealed(file):
    """No household and no price of one stands in what can be read of the draft."""
    drafted = looking()
    draft = models.Draft.objects.get()
    assert drafted.plan.prices is not None
    kinds = {row["kind"] for row in draft.settings["ahead"]["rows"]}
    assert "household" not in kinds
    with connection.cursor() as cursor:
        cursor.execute("SELECT settings, summary, wijken FROM store_draft")
        text = json.dumps(cursor.fetchone())
    assert not any(f'"{h.id}"' in text for h in drafted.instance.households)


def test_the_price_of_an_erased_household_is_gone(place):
    looking()
    personal.erase(team(), "H1")
    kept = prices_of(models.Draft.objects.get())
    assert kept is not None
    assert "H1" not in {row.id for row in kept.rows}
    assert "H2" in {row.id for row in kept.rows}


def test_the_report_says_how_far_it_looked(place):
    drafted = looking()
    page = reporting.report(team(), "report", None, None, "nl")
    seconds = models.Draft.objects.get().summary["seconds"]
    whole = replace(drafted.plan, seconds=seconds)
    assert page == to_html(drafted.instance, whole)
    assert "weken vooruitgekeken" in page.decode()


def test_what_a_decision_costs_counts_what_is_scarce(place):
    drafted = looking()
    first = drafted.plan.proposals[0]
    found = pricing.price(team(), first.household, first.home, Settings(), refused=True)
    assert "scarcity" in found.price.worse
    ways = pricing.alternatives_of(team(), first.household, Budget())
    assert all("scarcity" in way.loss for way in ways.found if way.loss is not None)


def test_the_second_draft_may_look_ahead_too(place):
    looking()
    again = drafting.resolve(team(), Settings(), ahead=WEEKS)
    assert again.plan.prices is not None
    assert drafting.resolve(team(), Settings()).plan.prices is None


def test_a_worker_looks_ahead_when_asked(file):
    imported()
    opening.open_new(team())
    row = asking.ask(team(), "propose", lambda pk: None, question={"ahead": WEEKS})
    asking.answer(row.pk)
    kept = prices_of(models.Draft.objects.get())
    assert kept is not None
    assert kept.weeks == WEEKS


def test_a_draft_that_could_not_look_ahead_says_so(file, monkeypatch):
    monkeypatch.setattr(scenarios_ahead, "price", lambda *given: None)
    drafted = looking()
    t = texts("nl")
    assert models.Draft.objects.get().summary["look_ahead_weeks"] == 0
    assert t("cli.match.not_ahead") in draft_lines(drafted, t)
    assert replaying.replay(team()).identical
    page = reporting.report(team(), "report", None, None, "nl").decode()
    assert t("report.settings.not_ahead") in page


@pytest.mark.parametrize("weeks", ["1", "105"])
def test_the_command_refuses_a_period_that_makes_no_sense(place, weeks):
    imported()
    words = ["round", "propose", "--look-ahead", weeks, *place.arguments]
    assert CliRunner().invoke(cli.commands, words).exit_code == 2


def test_the_command_looks_ahead(place):
    imported()
    opening.open_new(team())
    words = ["round", "propose", "--look-ahead", "9", "--json", "--today", MONDAY.isoformat()]
    done = CliRunner().invoke(cli.commands, [*words, *place.arguments], catch_exceptions=False)
    assert done.exit_code == 0
    assert prices_of(models.Draft.objects.get()) is not None
