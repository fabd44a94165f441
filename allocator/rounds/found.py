"""A list that people look through: filtered, in an order, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from allocator.errors import BadCall

PAGE = 50
YES_NO = ("yes", "no")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see.

    ``search`` is a part of an id; ``filters`` gives a value by name; ``sort`` the name of an
    order, with a sign before it for the other way around.
    """

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found(Generic[Row]):
    """A page of what was found; ``found`` is how many there are on all pages."""

    rows: tuple[Row, ...]
    found: int
    page: int
    pages: int


def refuse_unknown(
    asked: Asked, filters: Mapping[str, Sequence[str] | None], orders: Sequence[str]
) -> None:
    """Make sure that filters and order are ones that there are.

    Parameters
    ----------
    filters
        The values that each may have; ``None`` for any.

    Raises
    ------
    BadCall
        When one is not.
    """
    for name, value in asked.filters.items():
        if name not in filters:
            raise BadCall("rounds.unknown_filter", name=name, known=", ".join(filters))
        known = filters[name]
        if known is not None and value not in known:
            raise BadCall("rounds.filter_value", name=name, value=value, known=", ".join(known))
    if asked.sort and asked.sort.removeprefix("-") not in orders:
        raise BadCall("rounds.unknown_order", name=asked.sort, known=", ".join(orders))


def in_order(
    rows: Sequence[Row], sort: str, key: Callable[[Row], Any], name: Callable[[Row], str]
) -> list[Row]:
    """Return rows in an order; those without a value come last, alike ones by their id."""
    backwards = sort.startswith("-")
    by_name = sorted(rows, key=name)
    there = [row for row in by_name if key(row) is not None]
    there.sort(key=key, reverse=backwards)
    return [*there, *(row for row in by_name if key(row) is None)]


def page_of(rows: Sequence[Row], page: int) -> Found[Row]:
    """Return a page of rows; the nearest that there is."""
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(1, page), pages)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return Found(tuple(shown), len(rows), number, pages)
