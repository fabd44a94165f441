"""instance.toml: keys, lines, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from allocator.domain.policy import MATCHING_TIERS, Policy
from allocator.reading.settings import SETTINGS, TOP_SETTINGS
from allocator.reading.write_toml import policy_values
from tests.reading.small import Files

HEAD = 'name = "Dorp"\nmunicipality = "0268"\npeildatum = 2025-04-07\nlottery_seed = 7\n'


def test_every_policy_key_has_a_setting_with_its_default(files: Files) -> None:
    files.replace("instance.toml", "spare_bedrooms = 2", "")
    assert list(policy_values(files.read().instance)) == []
    keys = {setting.path[1] for setting in SETTINGS[len(TOP_SETTINGS) :]}
    assert keys == set(Policy.model_fields)


def test_dutch_keys_and_dates_as_text(files: Files) -> None:
    files.texts["instance.toml"] = """\
Naam = "Dorp"
gemeente = 268
peildatum = "7-4-2025"
lottery_seed = 7
[[taakstelling]]
Van = 2025-01-01
tot = "30-06-2025"
personen = 40
achterstand = -3
gerealiseerd = 5
[[taakstelling]]
from = 2024-07-01
until = 2024-12-31
persons = 30
"""
    instance = files.read().instance
    assert (instance.name, instance.municipality) == ("Dorp", "0268")
    assert instance.peildatum == date(2025, 4, 7)
    first, second = instance.taakstelling
    assert first.until == date(2024, 12, 31)
    assert (second.persons, second.backlog_persons, second.realised_persons) == (40, -3, 5)


def test_policy(files: Files) -> None:
    files.texts["instance.toml"] = (
        HEAD
        + """\
policy.documents = "required"
policy.m2_per_person = 12.5
[policy.rent_limits]
small = "682,96"
youth_age = 23
[policy.fit]
adapted = -40
[policy.tiers]
matching = ["Waiting", "fit"]
[policy.tolerance]
waiting = 0.5
fit = 0
[policy.slack]
lottery = 5_000_000
"""
    )
    policy = files.read().instance.policy
    assert (policy.documents, policy.m2_per_person) == ("required", Decimal("12.5"))
    assert (policy.rent_limits.small, policy.rent_limits.youth_age) == (Decimal("682.96"), 23)
    assert policy.rent_limits.large is None
    assert (policy.fit.adapted, policy.fit.ties) == (-40, 40)
    assert policy.tiers.matching == ("waiting", "fit")
    assert policy.tolerance == {"waiting": Decimal("0.5")}
    assert policy.slack == {"lottery": 5_000_000}


def test_no_tier_at_all(files: Files) -> None:
    files.texts["instance.toml"] = HEAD + "policy.tiers.matching = []\n"
    tiers = files.read().instance.policy.tiers
    assert tiers.matching == ()
    assert len(MATCHING_TIERS) == 7


FAULTS = [
    ("horizon_days = -1", "horizon_days", "too_small"),
    ("horizon_days = 1_000_000", "horizon_days", "too_large"),
    ("horizon_months = 0", "horizon_months", "too_small"),
    ("horizon_months = 24.5", "horizon_months", "not_whole"),
    ("horizon_months = true", "horizon_months", "not_a_number"),
    ("horizon_months = nan", "horizon_months", "not_a_number"),
    ("horizon_months = [24]", "horizon_months", "not_one_value"),
    ("Horizon_Months = 12:30:00", "Horizon_Months", "not_a_number"),
    ('naam = "nog een"', "naam", "key_twice"),
    ("policy.spare = 1", "policy.spare", "unknown_policy_key"),
    ("policy = 3", "policy", "unknown_policy_key"),
    ("policy.fit.geld = 1", "policy.fit.geld", "unknown_policy_key"),
    ("policy.fit = 1", "policy.fit", "unknown_policy_key"),
    ("policy.spare_bedrooms.x = 1", "policy.spare_bedrooms.x", "unknown_policy_key"),
    ("policy.overdue_factor = -1", "policy.overdue_factor", "too_small"),
    ("policy.documents = 'soms'", "policy.documents", "not_a_choice"),
    ("policy.couple_in_studio = 'soms'", "policy.couple_in_studio", "not_yes_or_no"),
    ("policy.tolerance.waiting = -0.5", "policy.tolerance.waiting", "too_small"),
    ("policy.tolerance.wachten = 1", "policy.tolerance.wachten", "unknown_tier"),
    ("policy.slack.waiting = -1", "policy.slack.waiting", "too_small"),
    ("policy.slack.wachten = 1", "policy.slack.wachten", "unknown_tier"),
    ("policy.tiers.matching = ['wachten']", "policy.tiers.matching", "unknown_tier"),
    ("policy.tiers.matching = ['moves']", "policy.tiers.matching", "unknown_tier"),
    ("policy.tiers.matching = ['fit', 'fit']", "policy.tiers.matching", "twice_in_list"),
    ("policy.tiers.matching = [['fit']]", "policy.tiers.matching", "not_one_value"),
    ("policy.tiers.relocation = ['fit']", "policy.tiers.relocation", "unknown_tier"),
    ("taakstelling = 3", "taakstelling", "not_a_list_of_tables"),
    ("taakstelling = {persons = 3}", "taakstelling", "not_a_list_of_tables"),
]


@pytest.mark.parametrize(("line", "column", "message"), FAULTS)
def test_a_wrong_key(files: Files, line: str, column: str, message: str) -> None:
    files.texts["instance.toml"] = HEAD + "# een regel\n" + line + "\n"
    assert files.faults() == [("instance.toml", 6, column, message)]


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "message"),
    [
        ("name =", "noem =", 1, "name", "missing_key"),
        ('name = "Dorp"', 'name = " "', 1, "name", "missing_value"),
        ('municipality = "0268"\n', "", 1, "municipality", "missing_key"),
        ("peildatum = 2025-04-07\n", "", 1, "peildatum", "missing_key"),
        ("2025-04-07", "2024-12-31", 3, "peildatum", "peildatum_too_early"),
        ("2025-04-07", "2025-04-07T12:00:00", 3, "peildatum", "not_a_date"),
        ("2025-04-07", "'morgen'", 3, "peildatum", "not_a_date"),
        ('"0268"', '"02 68"', 2, "municipality", "not_an_id"),
    ],
)
def test_wrong_top_keys(
    files: Files, old: str, new: str, row: int, column: str, message: str
) -> None:
    files.texts["instance.toml"] = HEAD.replace(old, new)
    faults = [f for f in files.faults() if f[3] not in ("unknown_key", "after_peildatum")]
    assert faults == [("instance.toml", row, column, message)]


def test_midnight_is_a_day(files: Files) -> None:
    files.texts["instance.toml"] = HEAD.replace("2025-04-07", "2025-04-07T00:00:00")
    assert files.read().instance.peildatum == date(2025, 4, 7)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (HEAD + "horizon_days 28\n", 5),
        (HEAD + "name = 'x'\n", 5),
        (HEAD + "horizon_days = ", 5),
        (HEAD + "x = " + "[" * 5000, 5),
        (HEAD + "x = " + "1" * 5000 + "\n", 6),
    ],
)
def test_not_toml(files: Files, text: str, row: int) -> None:
    files.texts["instance.toml"] = text
    files.replace("homes.csv", "650,50", "veel")
    assert files.faults() == [
        ("homes.csv", 2, "rent_eur", "not_a_number"),
        ("instance.toml", row, "", "not_toml"),
    ]


def test_toml_that_is_not_utf8(files: Files) -> None:
    files.write()
    (files.folder / "instance.toml").write_bytes(b"name = '\xff'")
    del files.texts["instance.toml"]
    assert files.faults() == [("instance.toml", None, "", "not_utf8")]


def test_missing_instance_toml(files: Files) -> None:
    del files.texts["instance.toml"]
    assert files.faults() == [("instance.toml", None, "", "missing_file")]


def test_wrong_taakstelling(files: Files) -> None:
    files.texts["instance.toml"] = (
        HEAD
        + """\
[[taakstelling]]
from = 2025-07-01
tot = 2025-06-30
persons = [1]
[[taakstelling]]
from = 2025-01-01
until = 2025-06-30
tot = 2025-06-30
[[Taakstelling]]
persons = 3
"""
    )
    assert files.faults() == [
        ("instance.toml", 7, "tot", "ends_before_it_begins"),
        ("instance.toml", 8, "persons", "not_one_value"),
        ("instance.toml", 9, "persons", "missing_key"),
        ("instance.toml", 12, "tot", "key_twice"),
        ("instance.toml", 13, "Taakstelling", "key_twice"),
        ("instance.toml", 13, "from", "missing_key"),
        ("instance.toml", 13, "until", "missing_key"),
    ]
