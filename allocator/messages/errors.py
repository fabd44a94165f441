"""What to say about errors and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import singledispatch

from allocator.check import Violation
from allocator.errors import (
    AllocatorError,
    BadCalls,
    BadInput,
    Fault,
    LocksContradict,
    NoPlan,
    PlanRejected,
    Told,
)
from allocator.reading import render_fault
from allocator.texts import Texts


@singledispatch
def error_lines(error: AllocatorError, t: Texts) -> list[str]:
    """Return what to tell people about an error."""
    return [t("cli.stopped")]


@error_lines.register
def _(error: BadInput, t: Texts) -> list[str]:
    wrong = [fault for fault in error.faults if not fault.warning]
    lines = [render_fault(fault, t) for fault in wrong]
    odd = tuple(fault for fault in error.faults if fault.warning)
    return [*warning_lines(odd, t), *lines, t.count("cli.faults", len(wrong))]


@error_lines.register
def _(error: Told, t: Texts) -> list[str]:
    return [t(error.message, **{name: _in_words(v, t) for name, v in error.values.items()})]


@error_lines.register
def _(error: BadCalls, t: Texts) -> list[str]:
    return [line for call in error.calls for line in error_lines(call, t)]


def _in_words(value: object, t: Texts) -> object:
    """Return a value as people read it: a choice by its word, a day as a date."""
    if isinstance(value, StrEnum):
        kind = type(value).__name__.lower()
        return t(f"rounds.{kind}.{value}")
    if isinstance(value, list):
        return ", ".join(str(_in_words(one, t)) for one in value) or "–"
    if isinstance(value, date):
        return t.day(value)
    return "–" if value is None else value


@error_lines.register
def _(error: NoPlan, t: Texts) -> list[str]:
    found = error.conflict
    kind, _, subject = found.limit.partition(":")
    limit = t(f"cli.limit.{kind}", subject=subject)
    lines = [t("cli.no_plan", limit=limit, load=found.load, capacity=found.capacity)]
    lines += [t("cli.no_plan.lock", household=h, home=p) for h, p in found.locks]
    return [*lines, t("cli.no_plan.do")]


@error_lines.register
def _(error: LocksContradict, t: Texts) -> list[str]:
    what = ", ".join(_broken(code, t) for code in error.broken) or t("cli.locks.several")
    lines = [t("cli.locks.no_plan", what=what)]
    lines += [t("cli.locks.lock", household=h, site=s) for h, s in error.locks]
    return [*lines, t("cli.no_plan.do")]


def _broken(code: str, t: Texts) -> str:
    """Return a rule or a limit in words."""
    kind, _, subject = code.partition(":")
    return t(f"cli.locks.{kind}", subject=subject)


@error_lines.register
def _(error: PlanRejected, t: Texts) -> list[str]:
    lines = violation_lines([v for v in error.violations if isinstance(v, Violation)], t)
    return [*lines, t("cli.rejected", folder=error.folder)] if error.folder else lines


def error_document(error: AllocatorError, t: Texts) -> dict[str, object]:
    """Return an error as a document for ``--json``."""
    document: dict[str, object] = {"exit": error.exit_code}
    if isinstance(error, BadInput):
        document["errors"] = [fault_document(f, t) for f in error.faults if not f.warning]
        document["warnings"] = [fault_document(f, t) for f in error.faults if f.warning]
    elif isinstance(error, NoPlan):
        document["limit"] = error.conflict.limit
        document["locks"] = [{"household": h, "home": p} for h, p in error.conflict.locks]
        document["load"] = error.conflict.load
        document["capacity"] = error.conflict.capacity
    elif isinstance(error, LocksContradict):
        document["limits"] = list(error.broken)
        document["locks"] = [{"household": h, "site": s} for h, s in error.locks]
    else:
        document["errors"] = error_lines(error, t)
    return document


def fault_document(fault: Fault, t: Texts) -> dict[str, object]:
    """Return a fault as a document for ``--json``."""
    return {
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "message": render_fault(fault, t).removeprefix(fault.place + ": "),
    }


def warning_lines(warnings: Sequence[Fault], t: Texts) -> list[str]:
    """Return the warnings about an instance."""
    return [t("cli.warning", fault=render_fault(fault, t)) for fault in warnings]


def violation_lines(violations: Sequence[Violation], t: Texts) -> list[str]:
    """Return the broken rules and wrong figures, each with its rule."""
    return [f"{v.rule}: {v.render(t)}" for v in violations]
