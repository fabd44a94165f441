"""The files of a plan and the columns each must have (interfaces.md)."""

from __future__ import annotations

from typing import Literal

PlanKind = Literal["matching", "relocation"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "proposals": (
        "household", "home", "persons", "wijk", "corporatie", "kind", "weeks", "urgency", "fit",
        "relocates", "provisional", "deviation", "why",
    ),
    "unplaced": ("household", "persons", "weeks", "reason", "detail", "possible_homes", "why"),
    "wijken": ("code", "name", "draagkracht_persons", "placed_before", "placed_new", "load"),
    "prices": ("kind", "id", "price", "need", "expected", "offered"),
    "stays": ("household", "site", "rooms", "from_month", "to_month"),
    "moves": (
        "household", "persons", "month", "kind", "from_site", "to_site", "reason", "repeat", "why",
    ),
    "occupancy": ("site", "month", "persons", "beds", "share", "extended"),
    "shortages": ("household", "from_month", "to_month", "persons", "reason", "why"),
    "announced": (
        "household", "persons", "from_month", "to_month", "announced_site", "site", "changed",
    ),
}  # fmt: skip
TABLES_OF: dict[PlanKind, tuple[str, ...]] = {
    "matching": ("proposals", "unplaced", "wijken"),
    "relocation": ("stays", "moves", "occupancy", "shortages"),
}
# Tables that are only there when they were asked for.
OPTIONAL: dict[PlanKind, tuple[str, ...]] = {
    "matching": ("prices",),
    "relocation": ("announced",),
}
# The file that tells what kind of plan a folder holds.
FIRST_TABLE: dict[PlanKind, str] = {kind: tables[0] for kind, tables in TABLES_OF.items()}
SUMMARY = "summary.json"
