"""Every number of every sentence, recomputed from instance and plan by other code."""

from __future__ import annotations

from collections import Counter

import pytest

from allocator.plan import Unplaced
from allocator.texts import LANGUAGES
from tests.explain.expected import Expected
from tests.explain.plans import plans
from tests.explain.sentences import (
    PLACED,
    limit_parts,
    part_of,
    proposal_parts,
    reason_part,
    rule_counts,
    rules_named,
    waited,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_proposals(language):
    told = Counter()
    for plan, expected in plans(language):
        for row in plan.proposals:
            assert waited(language, row.why) == expected.waited(row.household)
            parts = dict(proposal_parts(language, row.why))
            if deviation := parts.get("why.deviation"):
                deviation["rules"] = ",".join(rules_named(language, deviation["rules"]))
            right = expected.placed(row.household, row.home)
            assert list(parts.items()) == list(right.items()), row.why
            told.update(parts.keys())
    assert set(told) == set(PLACED)
    assert min(told.values()) >= 5, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_left_out(language):
    reasons, limits = Counter(), Counter()
    for plan, expected in plans(language):
        for row in plan.unplaced:
            assert waited(language, row.why) == expected.waited(row.household)
            message, values = reason_part(language, row.why)
            assert message == f"why.{row.reason}"
            assert (row.reason, row.detail) == expected.beside.reason(row.household)
            JUDGES[row.reason](language, row, values, expected)
            reasons[row.reason] += 1
            if row.reason == "limit":
                limits.update({name.partition(":")[0] for name in row.detail.split("|")})
    assert set(reasons) == set(JUDGES)
    assert len(limits) == 5
    assert min((*reasons.values(), *limits.values())) >= 5, (reasons, limits)


def no_home(language: str, row: Unplaced, values: dict[str, str], expected: Expected) -> None:
    assert int(values["homes"]) == len(expected.case.homes)
    counts = rule_counts(language, values["counts"])
    facts = expected.case.households[row.household]
    blocked = {c: expected.pairs.blocked(c, facts).bit_count() for c in expected.pairs.codes}
    assert counts == {code: n for code, n in blocked.items() if n}
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def limit(language: str, row: Unplaced, values: dict[str, str], expected: Expected) -> None:
    assert int(values["n"]) == len(expected.free(row.household))
    names = row.detail.split("|")
    for name, (message, told) in zip(names, limit_parts(language, values["limits"]), strict=True):
        assert message == f"why.limit.{name.partition(':')[0]}"
        subject, load, most = expected.limit(name)
        assert told == {"load": load, "most": most} | ({"subject": subject} if subject else {})


def choice(language: str, row: Unplaced, values: dict[str, str], expected: Expected) -> None:
    homes = values["homes"].split(", ")
    assert (int(values["n"]), homes) == (len(homes), row.detail.split("|"))
    assert set(homes) <= expected.free(row.household)


def priority(language: str, row: Unplaced, values: dict[str, str], expected: Expected) -> None:
    homes = len(expected.possible(row.household))
    assert int(values.get("n", 1)) == homes == row.possible_homes
    weeks = expected.weeks_of_others(row.household)
    _, others = part_of(language, values["others"], ("why.others",))
    assert int(others["n"]) == len(weeks)
    message, told = part_of(language, others["waited"], ("weeks", "why.weeks_from_to"))
    if message == "weeks":
        assert {int(told["n"])} == set(weeks)
    else:
        assert (int(told["least"]), int(told["most"])) == (min(weeks), max(weeks))
        assert min(weeks) < max(weeks)


JUDGES = {"no_home": no_home, "limit": limit, "choice": choice, "priority": priority}


def test_both_languages_tell_the_same():
    for (dutch, _), (english, _) in zip(plans("nl"), plans("en"), strict=True):
        for one, other in zip(dutch.proposals, english.proposals, strict=True):
            assert (one.household, one.home) == (other.household, other.home)
            parts = [[name for name, _ in proposal_parts("nl", one.why)]]
            assert parts == [[name for name, _ in proposal_parts("en", other.why)]]
        for one, other in zip(dutch.unplaced, english.unplaced, strict=True):
            assert (one.household, one.detail) == (other.household, other.detail)
            assert waited("nl", one.why) == waited("en", other.why)
