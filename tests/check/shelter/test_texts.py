"""Every fault in a relocation plan can be read in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from allocator.check import Stay, check_stays
from allocator.domain.wijk import Wijk
from allocator.texts import texts
from tests.check.shelter.build import (
    DAY,
    MAN,
    instance,
    lock,
    ontheemde,
    refused,
    rooms,
    site,
    stay,
)

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "allocator" / "check" / "shelter"
# Of the files of a plan; tests/check/shelter/test_plan.py reads those.
OF_FILES = {"split", "room_changes_bound"}


def messages_in_code() -> set[str]:
    code = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    return set(re.findall(r'"check\.shelter\.(\w+)"', code))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_messages_are_those_that_the_code_uses(language):
    catalogue = ROOT / "allocator" / "texts" / language / "check.po"
    ids = re.findall(r'msgid "check\.shelter\.(\w+)"', catalogue.read_text("utf-8"))
    assert set(ids) == messages_in_code()


def everything_wrong():
    """Return violations of all rules."""
    needs = {"koppeling": "zuid", "people": {0: {**MAN, "mobility": "wheelchair"}}}
    people = [
        ontheemde("H1", 30, **needs),
        ontheemde("H2", 30, 31),
        ontheemde("H3", 30, needs=("own_room",)),
        ontheemde("H4", 30, current_site="B", leaves_on=date(2025, 6, 20)),
        *(ontheemde(f"H{i}", 30) for i in (5, 6)),
        ontheemde("H7", 30, people={0: MAN}),
        ontheemde("S1", 30, group="statushouder", koppeldatum=DAY),
    ]
    sites = [
        site("A", care=True, women_only=True, max_persons=3, max_moves_in=2),
        site("B"),
        site("C", closes_on=date(2025, 7, 31)),
    ]
    groups = [
        rooms("A", 2, 4),
        rooms("A", 1, 5, opens_on=date(2025, 8, 1)),
        rooms("B", 2, 3),
        rooms("C", 2),
    ]
    wijken = (
        Wijk(code="hatert", name="Hatert", shelter_persons_max=3),
        Wijk(code="zuid", name="Zuid"),
    )
    given = instance(
        people, sites, groups, wijken=wijken, site_decisions=(refused("H1", "A"), lock("H2", "B"))
    )
    plan = [
        stay("H1", "A", "2-01"),
        stay("H2", "A", "2-01|2-02"),
        stay("H3", "A", "2-01|2-02"),
        stay("H4", "A", "2-03"),
        stay("H5", "C", "2-01"),
        stay("H6", "C", "2-01", 0, 2),
        stay("H6", "B", "", 2, 2),
        stay("H6", "B", "2-09", 3),
        stay("H7", "C", "2-01"),
        stay("S1", "A", "2-01"),
        stay("H9", "A", "2-01"),
        stay("H1", "D", "2-01"),
        Stay("H7", "A", ("A/1-01",), "2025-01", "2025-02"),
    ]
    small = [stay("H5", "A", "1-01", 0, 1), stay("H6", "B", "", 0, 1)]
    return [*check_stays(given, plan).violations, *check_stays(given, small).violations]


def test_every_rule_can_be_read():
    found = everything_wrong()
    assert {v.message.removeprefix("check.shelter.") for v in found} == (
        messages_in_code() - OF_FILES
    )
    for fault in found:
        for language in ("nl", "en"):
            text = fault.render(texts(language))
            for part in (fault.household, fault.site, fault.wijk, fault.month):
                assert part in text


def test_every_fault_has_a_rule():
    assert {v.rule for v in everything_wrong()} == {
        *("KOPPELING", "CARE", "WOMEN", "MOBILITY", "DECIDED"),
        *("rooms", "sharing", "max_persons", "max_moves_in", "shelter_persons_max"),
        *("notice", "lock", "usable", "present", "one_site", "household", "group", "site"),
    }


def test_no_reason_of_a_need_is_told():
    told = " ".join(v.render(texts(lang)) for v in everything_wrong() for lang in ("nl", "en"))
    for word in ("lhbti", "lgbt", "rolstoel", "wheelchair", "ziek", "health", "intensi"):
        assert word not in told.lower()
