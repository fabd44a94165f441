"""What may not come before something else, and what may not lie after the peildatum."""

from __future__ import annotations

from typing import NamedTuple

from allocator.reading.faults import Faults
from allocator.reading.source import Source


class Order(NamedTuple):
    """``low`` may not be more than ``high``; when ``strictly`` not equal either."""

    table: str
    low: str
    high: str
    message: str = "reading.ends_before_it_begins"
    strictly: bool = False


ORDERS = (
    Order("homes", "min_persons", "max_persons", "reading.min_above_max"),
    Order("homes", "available_from", "available_until"),
    Order("households", "arrives_on", "leaves_on"),
    Order("households", "moved_in_on", "leaves_on"),
    Order("sites", "opens_on", "closes_on"),
    Order("sites", "closes_on", "extend_until", "reading.extend_not_after_closes", strictly=True),
    Order("rooms", "opens_on", "closes_on"),
    Order("taakstelling", "from", "until"),
)
NOT_AFTER_PEILDATUM = (
    ("households", "koppeldatum"),
    ("households", "moved_in_on"),
    ("persons", "birth_date"),
)


def check(source: Source, faults: Faults) -> None:
    """Note what stands in the wrong order."""
    for order in ORDERS:
        rows = source.tables[order.table]
        for line, low, high in rows.given(order.low, order.high):
            if low > high or (order.strictly and low == high):
                rows.note(
                    faults, line, order.high, order.message,
                    beside=(order.low,), found=high, low=low, other=rows.heading(order.low),
                )  # fmt: skip
    peildatum = source.settings.peildatum
    if peildatum is None:
        return
    for table, column in NOT_AFTER_PEILDATUM:
        rows = source.tables[table]
        for line, day in rows.given(column):
            if day > peildatum:
                rows.note(
                    faults, line, column, "reading.after_peildatum",
                    found=day, peildatum=peildatum,
                )  # fmt: skip
