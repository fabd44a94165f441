"""Somebody who takes steps of a kind until killed, and somebody after that, and so on.

Hears ``SEED STATEMENT``, starts a process that takes steps, says ``ready PID``, and when that was
killed ``ended CODE``.  After each step that was confirmed the process says ``done N HASH WHAT``:
the newest entry of the log, which is the step's own, for nobody else is at work.  It kills itself
before or after a statement in the middle of a step, counted from the first one; at statement 0 it
waits to be killed.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections

from allocator.matching import Settings
from allocator.rounds import deciding, drafting, importing, offering, sending
from allocator.rounds.deciding import Pair
from allocator.rounds.states import State
from allocator.store import log
from allocator.store.models import Candidate, Import
from tests.rounds.child import hear, say
from tests.rounds.people import MONDAY, TINY, WEEK, team

# Who was not killed by then stops, so that the test fails and does not hang.
MOST_STEPS = 500


def propose() -> Iterator[str]:
    """Make a first draft, again and again."""
    while True:
        yield f"draft {drafting.propose(team(), Settings()).draft.number}"


def resolve() -> Iterator[str]:
    """Make another draft of what was sent, again and again."""
    while True:
        yield f"draft {drafting.resolve(team(), Settings()).draft.number}"


def imports(other: Path) -> Iterator[str]:
    """Import one folder and the other, by turns."""
    while True:
        newest = Import.objects.order_by("-n").first()
        folder = other if newest and newest.source == TINY.name else TINY
        yield f"import {importing.apply(team(), folder).difference.digest}"


def decide(rng: random.Random) -> Iterator[str]:
    """Decide on one proposal and another; what came to an end is proposed anew."""
    rows = Candidate.objects.select_related("subject")
    pairs = sorted({(row.subject.ref or "", row.home) for row in rows})
    while True:
        pair = Pair(*rng.choice(pairs))
        row = rows.filter(subject__ref=pair.household, home=pair.home).order_by("-steps__n")[0]
        yield f"{_decide(rng, pair, State(row.state))} {pair.household} {pair.home}"


def _decide(rng: random.Random, pair: Pair, state: State) -> str:
    """Take one of the steps that can follow."""
    actor, who = team(), pair.household
    steps: dict[State, list[Callable[[], Any]]] = {
        State.PROPOSED: [lambda: sending.send(actor, MONDAY + WEEK)],
        State.SENT: [
            lambda: deciding.accept(actor, pair),
            lambda: deciding.refuse(actor, pair, code="works_needed", reason="dak lekt"),
        ],
        State.ACCEPTED: [
            lambda: offering.offer(actor, who),
            lambda: deciding.revoke(actor, pair, code="already_let", reason="toch niet"),
        ],
        State.OFFERED: [lambda: offering.decline(actor, who, code="too_far")],
    }
    again = [lambda: deciding.override(actor, pair, "opnieuw")]
    rng.choice(steps.get(state, again))()
    return state.value


def kill_at(number: int, *, after: bool) -> Callable[..., Any]:
    """Return what kills this process around a statement of a step."""
    counted = itertools.count(1)

    def wrapper(execute: Callable[..., Any], *given: Any) -> Any:
        here = connection.in_atomic_block and next(counted) == number
        if here and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = execute(*given)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return wrapper


def take_steps(kind: str, seed: int, statement: int, other: Path) -> None:
    """Take steps until killed."""
    rng = random.Random(seed)
    steps = {
        "propose": propose, "resolve": resolve, "import": lambda: imports(other),
        "decide": lambda: decide(rng),
    }[kind]()  # fmt: skip
    say(f"ready {os.getpid()}")
    if statement:
        connection.execute_wrappers.append(kill_at(statement, after=rng.random() < 0.5))
    for what in itertools.islice(steps, MOST_STEPS):
        n, head = log.head()
        say(f"done {n} {head} {what}")


def main(kind: str, other: str) -> None:
    """Start one process after another; a fork begins at once, with no connection to share."""
    connections.close_all()
    say("ready")
    while line := hear():
        seed, statement = map(int, line.split())
        pid = os.fork()
        if pid == 0:
            take_steps(kind, seed, statement, Path(other))
            os._exit(0)
        say(f"ended {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")
