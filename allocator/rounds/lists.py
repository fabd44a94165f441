"""A list for each corporatie of what is proposed for its homes: letting needs, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from allocator.cards import BANDS, Card
from allocator.errors import BadCall
from allocator.report.csv import to_csv
from allocator.report.folder import new_folder, put_in_place, write_file
from allocator.report.tables import Table

COLUMNS = (
    "home", "wijk", "household", "adults", "children",
    *(f"children_{first}_{last}" for first, last in BANDS), "start",
)  # fmt: skip


def refuse_used(folder: Path) -> None:
    """Make sure that a folder is new or empty.

    Raises
    ------
    BadCall
        When something stands there.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise BadCall("cli.target_exists", path=folder)


def put_lists(cards: Mapping[str, Sequence[Card]], folder: Path) -> None:
    """Write ``corporatie-ID.csv`` for each corporatie to a new folder, all or nothing."""
    with new_folder(folder) as made:
        for owner, own in cards.items():
            write_file(made / f"corporatie-{owner}.csv", to_csv(list_of(own)))
        put_in_place(made, folder)


def list_of(cards: Iterable[Card]) -> Table:
    """Return the list of a corporatie, a row per proposal."""
    return Table(COLUMNS, [*map(_row, cards)])


def _row(card: Card) -> tuple[object, ...]:
    return (
        card.home.id,
        card.home.wijk_name,
        card.household,
        card.adults,
        card.children,
        *card.by_age,
        card.start.isoformat(),
    )
