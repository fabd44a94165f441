"""Killed (SIGKILL) at a hundred random moments: no half step, and nothing lost that was confirmed.

On each kind of database, of each kind of step, some kills come from outside after a random while,
and some in the middle of a step, at a random statement.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from subprocess import Popen

import pytest
from django.db import connections

from allocator.matching import Settings
from allocator.reading import digest, read_instance
from allocator.rounds import drafting, importing, offering, sending
from allocator.rounds.case import known
from allocator.store import log
from allocator.store.models import Candidate, Change, Draft, Import, LogEntry
from tests.databases import Place
from tests.rounds.children import started, tell, wait_until_ready
from tests.rounds.people import MONDAY, TINY, WEEK, imported, proposed, sent, team
from tests.rounds.whole import assert_whole

# 2 kinds of database × 4 kinds of step × (6 + 7) = 104 kills.
FROM_OUTSIDE, AT_A_STATEMENT = 6, 7
SECONDS = 0.3  # within which a kill comes from outside after a first step: during the next ones
# So many statements are about two steps of a kind.
STATEMENTS = {"propose": 124, "decide": 40, "resolve": 124, "import": 66}
BEGIN = {"propose": proposed, "decide": sent, "resolve": sent, "import": imported}


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another week of instances/tiny: a household changed, one gone, one new, other settings."""
    folder = tmp_path / "other"
    shutil.copytree(TINY, folder)
    for name, old, new in (
        ("households.csv", "H1;statushouder;2024-06-28;complete;0;;none",
         "H1;statushouder;2024-06-28;complete;1;zuid;light"),
        ("households.csv", "H6;", "H7;"),
        ("persons.csv", "H6-1;H6;", "H7-1;H7;"),
        ("homes.csv", "W2;wonen;noord;sociale_huur;3;80;3;5;1;none;725.50",
         "W2;wonen;noord;sociale_huur;3;81;3;5;1;none;735.50"),
        ("instance.toml", "lottery_seed = 20250407", "lottery_seed = 20250414"),
    ):  # fmt: skip
        text = (folder / name).read_text("utf-8")
        assert text.count(old) == 1
        (folder / name).write_text(text.replace(old, new), "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("kind", BEGIN)
def test_a_kill_leaves_no_half_step_and_loses_nothing(place, kind, other):
    BEGIN[kind]()
    possible = {digest(read_instance(folder).instance) for folder in (TINY, other)}
    rng = random.Random(f"{place.kind} {kind}")
    at = [0] * FROM_OUTSIDE + [rng.randint(1, STATEMENTS[kind]) for _ in range(AT_A_STATEMENT)]
    rng.shuffle(at)
    confirmed = 0
    with started("stepper", place, kind, other) as stepper:
        wait_until_ready([stepper])
        for statement in at:
            before = log.head()[0]
            connections.close_all()
            lines = killed(stepper, rng, statement)
            place.connect()
            wait_for_the_server(place)
            confirmed += len(lines)
            assert_whole()
            # What was confirmed is there, and at most one step that could not be told.
            hashes = dict(LogEntry.objects.filter(n__gt=before).values_list("n", "hash"))
            assert [hashes.get(int(n)) for _, n, *_ in lines] == [line[2] for line in lines]
            _nothing_lost(kind, lines, possible)
    assert confirmed >= FROM_OUTSIDE
    _goes_on(kind, other)
    assert_whole()


def killed(stepper: Popen[str], rng: random.Random, statement: int) -> list[list[str]]:
    """Have steps taken until a kill; return what was confirmed."""
    tell(stepper, f"{rng.randrange(10**6)} {statement}")
    ready, pid = stepper.stdout.readline().split()
    assert ready == "ready"
    lines = []
    while (line := stepper.stdout.readline().split())[0] == "done":
        lines.append(line)
        if not statement and len(lines) == 1:
            time.sleep(rng.uniform(0, SECONDS))
            os.kill(int(pid), signal.SIGKILL)
    assert line == ["ended", str(-signal.SIGKILL)]
    return lines


def wait_for_the_server(place: Place) -> None:
    """Wait until PostgreSQL has noticed that its client is gone, and ended what it did."""
    while place.kind == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)


def _nothing_lost(kind: str, lines: list[list[str]], possible: set[str]) -> None:
    """What steps of a kind wrote is there: the drafts told, the newest import and no other."""
    for _, n, _, *what in lines:
        if kind in ("propose", "resolve"):
            assert Draft.objects.get(n=int(n)).number == int(what[1])
        elif kind == "import":
            assert Import.objects.get(n=int(n)).digest == what[1]
        else:
            _, household, home = what
            rows = Candidate.objects.filter(subject__ref=household, home=home)
            assert rows.filter(steps__n=int(n)).exists()
    if kind == "import":
        newest = Import.objects.order_by("-n")[0]
        assert digest(known().instance) == newest.digest
        assert newest.digest in possible
        assert Change.objects.filter(n=newest.n).exists() or Import.objects.count() == 1


def _goes_on(kind: str, other: Path) -> None:
    """Take the next step: nothing stands in its way."""
    entries = LogEntry.objects.count()
    if kind == "propose":
        drafting.propose(team(), Settings())
        sending.send(team(), MONDAY + WEEK)
    elif kind == "resolve":
        drafting.resolve(team(), Settings())
    elif kind == "import":
        importing.apply(team(), other)
    else:
        offering.withdraw_home(team(), "W1", "brand")
    assert LogEntry.objects.count() > entries
