"""The exceptions of the program, and the exit code of each, in one place.

=====  =====================================================================
exit   meaning (interfaces.md)
=====  =====================================================================
1      stopped before there was a plan, or an error of ours; nothing written
2      the input or the call is wrong
3      no plan exists: locks and limits contradict each other
5      a plan breaks a rule or carries a wrong figure
=====  =====================================================================

Exit 4 (a plan that is not proven) is not an error: the plan is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in the input, with its place.

    Parameters
    ----------
    file
        File name as found (``homes.csv``), or the sheet name in a workbook.
    row
        Line number with the heading as row 1; in a TOML file its line; ``None``
        for a fault of the whole file.
    column
        Column (or key) as written; empty when the fault is not of one column.
    message
        Message id in the catalogue ``reading``: what was found, what is expected
        and what to do.
    values
        Values that the message names, as sorted ``(name, text)`` pairs.
    warning
        True when the instance can be used all the same.
    """

    file: str
    row: int | None
    column: str
    message: str
    values: tuple[tuple[str, str], ...] = ()
    warning: bool = False

    @property
    def place(self) -> str:
        """``file:row:column`` as far as known."""
        parts = [self.file]
        if self.row is not None:
            parts.append(str(self.row))
            if self.column:
                parts.append(self.column)
        return ":".join(parts)


class AllocatorError(Exception):
    """Any error that this program raises on purpose."""

    exit_code = 1


class Stopped(AllocatorError):
    """Stopped by the user or a limit before there was a plan."""


class BadInput(AllocatorError):
    """The instance is unsound: all faults together."""

    exit_code = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class Told(AllocatorError):
    """An error that a sentence tells: ``message`` is its id, ``values`` what it names."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class BadCall(Told):
    """An option, path or argument that cannot be used."""

    exit_code = 2


class BadCalls(AllocatorError):
    """Several things that cannot be used, all of them together."""

    exit_code = 2

    def __init__(self, calls: Sequence[BadCall]) -> None:
        super().__init__(", ".join(call.message for call in calls))
        self.calls = tuple(calls)


class Refused(Told):
    """A step that may not be taken, or not any more."""

    exit_code = 2


class StoreFailed(Told):
    """The database refused; nothing was changed."""


class SweepStopped(Told):
    """A sweep that ended before all was done; what was done is kept where it has a store."""


@dataclass(frozen=True)
class Conflict:
    """A smallest set of locks that break one limit together.

    ``limit`` is the limit's name (``draagkracht:hatert``); ``locks`` are
    ``(household, home)`` pairs; ``load`` and ``capacity`` in the limit's unit.
    """

    limit: str
    locks: tuple[tuple[str, str], ...]
    load: int
    capacity: int


@dataclass
class NoPlan(AllocatorError):
    """Locks and limits contradict each other, so no plan exists."""

    conflict: Conflict
    exit_code: int = field(default=3, init=False)

    def __str__(self) -> str:
        return f"{self.conflict.limit}: {self.conflict.locks}"


@dataclass
class LocksContradict(AllocatorError):
    """Locks of site_decisions leave no relocation plan.

    ``locks`` are a smallest set of ``(household, site)`` that do; ``broken`` the rules and
    limits they break, by code (``CARE``, ``max_persons:PH7``), none when it is not one alone.
    """

    locks: tuple[tuple[str, str], ...]
    broken: tuple[str, ...]
    exit_code: int = field(default=3, init=False)

    def __str__(self) -> str:
        return f"{', '.join(self.broken)}: {self.locks}"


class PlanRejected(AllocatorError):
    """The independent checker found a broken rule or a wrong figure in a plan."""

    exit_code = 5

    def __init__(self, violations: Sequence[object], folder: str = "") -> None:
        super().__init__(f"{len(violations)} violations")
        self.violations = tuple(violations)
        self.folder = folder
