"""The settings that hold, who set them, and changing them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from allocator.domain.policy import FitPoints, Policy
from allocator.errors import BadCall, BadInput, Refused
from allocator.reading import read_instance, write_folder
from allocator.reading.settings import SETTINGS
from allocator.rounds import importing
from allocator.rounds.case import known, policy
from allocator.rounds.previewing import preview
from allocator.rounds.settings import NOT_SET_HERE, key_of, settings, settings_edit
from allocator.rounds.use import Actor
from allocator.store import models
from tests.rounds.people import MONDAY, TINY, imported, owner, team
from tests.rounds.whole import assert_whole

AUDITOR = Actor("els", "auditor", today=MONDAY)
# Another value for each setting, as people write it, and what it then is.
OTHERS: dict[str, tuple[str, object]] = {
    "horizon_days": ("35", 35), "horizon_months": ("12", 12), "lottery_seed": ("7", 7),
    "min_stay_days": ("200", 200), "documents": ("required", "required"),
    "priority_mode": ("rooms_only", "rooms_only"), "spare_bedrooms": ("2", 2),
    "m2_per_person": ("12,5", "12.5"), "reserve_adapted_days": ("14", 14), "baby_age": ("1", 1),
    "share_age": ("10", 10), "couple_in_studio": ("ja", True), "rent_limits.youth_age": ("21", 21),
    "rent_limits.youth": ("477.20", "477.2"), "rent_limits.small": ("682,96", "682.96"),
    "rent_limits.large": ("731,93", "731.93"), "count_nareis": ("waar", True),
    "max_placements": ("17", 17), "overdue_factor": ("3", 3), "term_weeks": ("14", 14),
    "stay_days": ("365", 365), "fit.ties": ("41", 41), "fit.nareis_room": ("26", 26),
    "fit.nareis_transit": ("21", 21), "fit.safe": ("22", 22), "fit.group": ("16", 16),
    "fit.support": ("17", 17), "fit.exact": ("11", 11), "fit.adapted": ("-31", -31),
    "tiers.matching": ("fit|waiting", ["fit", "waiting"]),
    "tiers.relocation": ("moves", ["moves"]), "grace_days": ("4", 4),
    "care_exclusive": ("nee", False), "care_strict": ("ja", True), "first_move_month": ("2", 2),
    "after_months": ("4", 4), "repeat_months": ("7", 7), "tolerance.waiting": ("2,5", "2.5"),
    "slack.fit": ("9", 9),
}  # fmt: skip


def now() -> dict[str, object]:
    return {one.key: one.value for one in settings(team()).settings}


def change(reason: str = "besluit van het college", **values: str) -> tuple[str, ...]:
    return settings_edit(team(), {k.replace("__", "."): v for k, v in values.items()}, reason)


def with_policy(folder: Path, **values: object) -> Path:
    tiny = read_instance(TINY).instance
    write_folder(tiny.model_copy(update={"policy": Policy(**values)}), folder)
    return folder


def test_every_setting_is_there_with_its_default(place):
    imported()
    seen = settings(team())
    keys = {key_of(one.path) for one in SETTINGS} - {"peildatum"}
    assert {one.key for one in seen.settings} == keys
    assert {one.key for one in seen.settings if not one.can_change} == {"name", "municipality"}
    differs = {one.key for one in seen.settings if one.value != one.default}
    assert differs == {"name", "municipality", "lottery_seed"}
    for one in seen.settings:
        assert one.made.source == "tiny"
    (past,) = seen.past
    assert {key for key, _, _ in past.values} == differs


def test_others_have_a_value_for_every_setting():
    keys = {key_of(one.path) for one in SETTINGS if one.path not in NOT_SET_HERE}
    of_tiers = {key for key in keys if key.split(".")[0] in ("tolerance", "slack")}
    assert keys - of_tiers == OTHERS.keys() - of_tiers


@pytest.mark.parametrize("key", list(OTHERS))
def test_every_setting_can_be_changed_and_put_back(file, key):
    imported()
    before = now()
    text, value = OTHERS[key]
    first = known().instance
    assert settings_edit(team(), {key: text}, "proef") == (key,)
    assert now() == {**before, key: value}
    assert known().instance != first
    of_policy = key not in ("horizon_days", "horizon_months", "lottery_seed")
    assert settings_edit(team(), {f"policy.{key}" if of_policy else key: ""}, "terug") == (key,)
    defaults = {one.key: one.default for one in settings(team()).settings}
    assert now() == {**before, key: defaults[key]}


def test_a_change_holds_and_says_who_and_why(place):
    imported()
    change("besluit 12", term_weeks="14", fit__ties="41")
    assert (policy().term_weeks, policy().fit.ties) == (14, 41)
    seen = settings(AUDITOR)
    newest = seen.past[0]
    assert (newest.made.who, newest.made.source, newest.reason) == ("anna", None, "besluit 12")
    assert set(newest.values) == {("fit.ties", 40, 41), ("term_weeks", 10, 14)}
    assert seen.named("term_weeks").made.who == "anna"
    assert seen.named("stay_days").made.source == "tiny"
    entry = models.LogEntry.objects.get(action="settings_edit")
    assert json.loads(entry.result) == {
        "reason": "besluit 12",
        "changed": {"fit.ties": [40, 41], "term_weeks": [10, 14]},
    }
    assert_whole()


def test_the_rest_of_the_settings_stays_to_the_letter(place, tmp_path):
    folder = with_policy(tmp_path / "in", m2_per_person=Decimal("12.5"))
    toml = folder / "instance.toml"
    toml.write_text(toml.read_text("utf-8").replace("12.5", "12.50"), "utf-8")
    importing.apply(team(), folder)
    change(term_weeks="14")
    held = models.Settings.objects.order_by("-n").first().values
    assert held["policy"]["m2_per_person"] == "12.50"
    with pytest.raises(Refused, match="nothing_edited"):
        change(m2_per_person="12,5")


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("term_weeks", "tien", "reading.not_a_number"),
        ("term_weeks", "-1", "reading.too_small"),
        ("term_weeks", "1,5", "reading.not_whole"),
        ("documents", "soms", "reading.not_a_choice"),
        ("couple_in_studio", "misschien", "reading.not_yes_or_no"),
        ("tiers.matching", "waiting|zoek", "reading.unknown_tier"),
        ("tiers.matching", "fit|fit", "reading.twice_in_list"),
        ("tolerance.fit", "-2", "reading.too_small"),
        ("horizon_months", "0", "reading.too_small"),
    ],
)
def test_a_wrong_value_is_refused_at_its_key(place, key, text, message):
    imported()
    with pytest.raises(BadInput) as caught:
        settings_edit(team(), {key: text, "stay_days": "x"}, "proef")
    found = {fault.column: fault.message for fault in caught.value.faults}
    assert found == {key: message, "stay_days": "reading.not_a_number"}
    assert models.Settings.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "reason", "message"),
    [
        ({"term_weeks": "12"}, "  ", "rounds.reason_needed"),
        ({"term_weeks": "10"}, "proef", "rounds.nothing_edited"),
        ({"name": "Anders"}, "proef", "rounds.no_such_setting"),
        ({"peildatum": "2025-05-05"}, "proef", "rounds.no_such_setting"),
        ({"zoek": "1"}, "proef", "rounds.no_such_setting"),
    ],
)
def test_what_cannot_be_changed_is_refused(place, values, reason, message):
    imported()
    with pytest.raises((BadCall, Refused)) as caught:
        settings_edit(team(), values, reason)
    assert caught.value.message == message
    assert models.Settings.objects.count() == 1


def test_who_was_second_overwrites_nothing(place):
    imported()
    seen = settings(team()).seen
    settings_edit(team(), {"term_weeks": "12"}, "eerst", seen=seen)
    with pytest.raises(Refused) as caught:
        settings_edit(team(), {"term_weeks": "13"}, "daarna", seen=seen)
    assert (caught.value.message, caught.value.values) == ("rounds.edited_first", {"who": "anna"})


@pytest.mark.parametrize(
    ("who", "may_look", "may_change"),
    [
        (team(), True, True),
        (AUDITOR, True, False),
        (Actor("dirk", "planner", today=MONDAY), False, False),
        (owner("wonen"), False, False),
    ],
)
def test_who_may_look_and_who_may_change(place, who, may_look, may_change):
    imported()
    for may, step in (
        (may_look, lambda: settings(who)),
        (may_change, lambda: settings_edit(who, {"term_weeks": "12"}, "proef")),
    ):
        if may:
            step()
            continue
        with pytest.raises(Refused) as caught:
            step()
        assert caught.value.message == "rounds.not_for_role"


def test_the_next_import_says_what_it_puts_back(place):
    imported()
    change(term_weeks="14", horizon_days="35")
    found = preview(team(), TINY, "tiny")
    said = {key: (before, after, made.who) for key, before, after, made in found.settings}
    assert said == {"horizon_days": (35, 28, "anna"), "term_weeks": (14, 10, "anna")}
    importing.apply(team(), TINY, seen=found.difference.fingerprint)
    assert policy().term_weeks == 10
    assert settings(team()).past[0].made.source == "tiny"
    assert preview(team(), TINY, "tiny").settings == ()


def test_a_file_with_other_settings_is_not_marked_as_by_hand(place, tmp_path):
    imported()
    change(term_weeks="14")
    folder = with_policy(tmp_path / "in", term_weeks=14, fit=FitPoints(ties=50))
    assert preview(team(), folder, "in").settings == (("fit.ties", 40, 50, None),)
    importing.apply(team(), folder)
    # What was set by hand before this file is of this file now.
    assert [made for *_, made in preview(team(), TINY, "tiny").settings] == [None, None]


def test_a_store_without_settings_says_so(place):
    with pytest.raises(Refused) as caught:
        settings(team())
    assert caught.value.message == "rounds.nothing_imported"


def test_a_tier_that_gives_nothing_up_is_not_kept(place):
    imported()
    settings_edit(team(), {"tolerance.fit": "3", "slack.waiting": "2"}, "proef")
    assert (policy().tolerance, policy().slack) == ({"fit": Decimal(3)}, {"waiting": 2})
    settings_edit(team(), {"tolerance.fit": "0", "slack.waiting": ""}, "terug")
    assert (policy().tolerance, policy().slack) == ({}, {})
    assert importing.compare(team(date(2025, 4, 7)), TINY).settings == ()
