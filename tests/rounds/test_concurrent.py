"""Many at once: nobody's decision is lost, and the log stays one chain."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import connection

from allocator.errors import StoreFailed
from allocator.rounds import deciding
from allocator.store import log
from allocator.store.models import Candidate, LogEntry, Step
from tests.databases import Place
from tests.rounds.children import started, tell, wait_until_ready
from tests.rounds.people import NIJMEGEN, sent, team
from tests.rounds.whole import assert_whole

WRITERS, TIMES = 8, 60
# A decision is told so many seconds before both take it.
AHEAD = 0.03


def versions() -> dict[str, int]:
    """Return how often each candidate was changed."""
    rows = Candidate.objects.select_related("subject")
    return {f"{row.subject.ref} {row.home}": row.version for row in rows}


@pytest.mark.slow
def test_eight_writers_lose_nothing_and_the_chain_does_not_fork(place):
    pairs = [(pair.household, pair.home) for pair in sent(NIJMEGEN)]
    free, held = pairs[:20], pairs[20:]  # held: on the same ones all the time
    before, entries = versions(), log.head()[0]
    with started("writer", place, WRITERS, TIMES) as writers:
        wait_until_ready([writers])
        tell(writers, json.dumps([held, free]))
        said = json.loads(writers.stdout.readline() or '"died"')
        assert writers.wait() == 0
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for one in said:
        done.update(one["done"])
        refused.update(one["refused"])
    assert done.total() + refused.total() == WRITERS * TIMES
    after = versions()
    assert {pair: after[pair] - before[pair] for pair in after} == {
        pair: done[pair] for pair in after
    }
    assert LogEntry.objects.count() == entries + done.total()
    assert set(refused) <= {"rounds.illegal", "rounds.somebody_first"}
    assert refused["rounds.somebody_first"] > 0  # they did get in each other's way
    assert_whole()


def test_who_waits_too_long_for_another_is_told(place, monkeypatch):
    pairs = sent()
    monkeypatch.setattr(log, "SECONDS_TO_WAIT", 1)
    if place.kind == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 1000")
    entries = log.head()
    with hanging(place):
        with pytest.raises(StoreFailed, match=r"store\.busy"):
            deciding.accept(team(), pairs[0])
        assert log.head() == entries  # looking is still possible
    deciding.accept(team(), pairs[0])
    assert_whole()


@contextmanager
def hanging(place: Place) -> Iterator[None]:
    """Have another in the middle of a step, doing nothing."""
    if place.kind == "sqlite":
        with closing(sqlite3.connect(place.where, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(place.where) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [log.LOCK])
            yield


@pytest.mark.slow
@pytest.mark.parametrize("looked", [True, False], ids=["looked", "did not look"])
def test_of_two_people_who_decide_at_once_one_wins_and_the_other_is_told(place, looked):
    pairs = sent(NIJMEGEN)[:30]
    wins: Counter[str] = Counter()
    with started("decider", place, "accept") as one, started("decider", place, "refuse") as two:
        wait_until_ready([one, two])
        for pair in pairs:
            row = Candidate.objects.get(subject__ref=pair.household, home=pair.home)
            version = row.version if looked else "-"
            moment = time.time() + AHEAD
            for person in (one, two):
                tell(person, f"{pair.household} {pair.home} {version} {moment}")
            answers = {
                "accept": one.stdout.readline().strip(),
                "refuse": two.stdout.readline().strip(),
            }
            told = "rounds.somebody_first" if looked else "rounds.illegal"
            assert sorted(answers.values()) == sorted(["done", told]), pair
            (won,) = (verb for verb, answer in answers.items() if answer == "done")
            wins[won] += 1
            steps = Step.objects.filter(candidate=row).order_by("n")
            assert list(steps.values_list("name", flat=True)) == ["propose", "send", won]
        for person in (one, two):
            tell(person, "")
    assert wins.total() == len(pairs)
    assert_whole()
