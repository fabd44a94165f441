"""Judges a mutant in a process of its own: is it noticed, and by what?"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.mutation.load import load
from tests.mutation.mutants import Mutant

# Seconds of processor time for one case of a mutant, and seconds on the clock for all of them.
CASE_SECONDS = 6.0
WAIT_SECONDS = 600.0


class Battery(Protocol):
    """Cases, in the order in which to try them, with what must come out of each."""

    users: tuple[str, ...]
    """Modules that import the mutated one."""

    def cases(self, module: str) -> Sequence[object]:
        """Return the cases for the mutants of a module."""

    def warm(self) -> None:
        """Do what takes long and is the same for all, before there are processes."""

    def notice(self, case: object) -> str | None:
        """Return what is wrong in a case, or ``None``; imports what it judges itself."""


@dataclass(frozen=True)
class Verdict:
    """What noticed a mutant; ``None`` when nothing did."""

    mutant: Mutant | None
    noticed: str | None


def judge(battery: Battery, mutant: Mutant | None, most: int | None = None) -> Verdict:
    """Try the cases (or the first ``most`` and the last) until one notices the mutant.

    With ``None`` for the mutant nothing is changed, and nothing must be noticed.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.write(write, (_noticed(battery, mutant, most) or "").encode()[:4000])
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        ready, _, _ = select.select([pipe], [], [], WAIT_SECONDS)
        said = pipe.read().decode(errors="replace") if ready else ""
    if not ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not ready or os.WIFSIGNALED(status):
        said = "it does not end, or ends the process"
    return Verdict(mutant, said or None)


def _noticed(battery: Battery, mutant: Mutant | None, most: int | None) -> str | None:
    """Return what the first case that notices the mutant says."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - till the process ends
    try:
        if mutant is not None:
            load(mutant, battery.users)
        cases = battery.cases(mutant.module if mutant is not None else "")
        for case in cases if most is None else [*cases[:most], cases[-1]]:
            if mutant is not None:
                signal.setitimer(signal.ITIMER_PROF, CASE_SECONDS)
            said = battery.notice(case)
            if said is not None:
                return said
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return None
