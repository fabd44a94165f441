"""Lines of four columns: a name, two numbers, and a remark."""

from __future__ import annotations

from allocator.texts import Texts


def heading(t: Texts, *headings: str) -> str:
    """Return the headings of such lines, by message id."""
    return columns(*(t(heading) for heading in headings))


def columns(name: str, value: str, best: str = "", remark: str = "") -> str:
    """Return one line."""
    return f"{name:<14}{value:>14}{best:>14}  {remark}".rstrip()
