"""A small relocation plan, every figure worked out by hand.

H1 (2 persons, linked to zuid) stays in A, which is extended in July and August, until it
closes: a deviation.  H2 (3 persons, a child among them) is in C, which closes on 15 April; in
May there is no place, then B opens.  H3 waits for B.  Nothing in zuid is fit for H4.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from allocator.domain.instance import Instance
from allocator.reading import PlanFiles
from tests.check.golden import DIGEST, proven, rows
from tests.check.shelter import build

__all__ = ["DIGEST", "files", "golden"]

HOUSEHOLDS = [
    build.ontheemde(
        "H1",
        *(30, 31),
        current_site="A",
        koppeling="zuid",
        moved_in_on=date(2025, 3, 20),
        earlier_moves=1,
    ),
    build.ontheemde("H2", 30, 31, 5, current_site="C"),
    build.ontheemde("H3", 40, koppeling="zuid"),
    build.ontheemde("H4", 50, koppeling="zuid", people={0: {"mobility": "wheelchair"}}),
    build.ontheemde("S1", 60, group="statushouder", koppeldatum=build.DAY),
]
SITES = [
    build.site("A", closes_on=date(2025, 6, 30), extend_until=date(2025, 8, 31)),
    build.site("B", wijk="zuid", opens_on=date(2025, 6, 1)),
    build.site("C", wijk="noord", closes_on=date(2025, 4, 15)),
]
GROUPS = [
    build.rooms("A", 2, 2),
    build.rooms("B", 1, 2),
    build.rooms("B", 2),
    build.rooms("B", 4),
    build.rooms("C", 3),
]


def golden(**tables: Any) -> Instance:
    """Return the instance."""
    return build.instance(HOUSEHOLDS, SITES, GROUPS, **tables)


STAYS = """
household site rooms  from_month to_month
H1        A    A/2-01 2025-04    2025-08
H1        B    B/2-01 2025-09    2025-09
H2        C    C/3-01 2025-04    2025-04
H2        B    B/4-01 2025-06    2025-09
H3        B    B/1-01 2025-06    2025-07
H3        B    B/1-02 2025-08    2025-09
"""
MOVES = """
household persons month   kind  from_site to_site reason repeat
H1        2       2025-09 move  A         B       closes 1
H2        3       2025-05 move  C         .       closes 0
H2        3       2025-06 entry .         B       other  0
H3        1       2025-06 entry .         B       other  0
"""
OCCUPANCY = """
site month   persons beds share extended
A    2025-04 2       4    0.5   0
A    2025-05 2       4    0.5   0
A    2025-06 2       4    0.5   0
A    2025-07 2       4    0.5   1
A    2025-08 2       4    0.5   1
B    2025-06 4       8    0.5   0
B    2025-07 4       8    0.5   0
B    2025-08 4       8    0.5   0
B    2025-09 6       8    0.75  0
C    2025-04 3       3    1.0   0
"""
SHORTAGES = """
household from_month to_month persons reason
H2        2025-05    2025-05  3       full
H3        2025-04    2025-05  1       closed
H4        2025-04    2025-09  1       no_site
"""
TIERS = {
    "evictions": 0,  # C is closed in May
    "vulnerable": 9,  # H2 3 × 1, H4 1 × 6
    "unsheltered": 11,  # and H3 1 × 2
    "displaced": 3,  # H2
    "care": 0,
    "safe": 0,
    "moves": 5,  # H1 2, H2 3
    "repeat": 2,  # H1 came in March
    "extension": 4,  # H1 2 × 2
    "school": 0,
    "together": 0,
    "shelter_spread": 0,
}


def files() -> PlanFiles:
    """Return the files of the plan."""
    tables = {
        "stays": rows(STAYS),
        "moves": rows(MOVES, why="because"),
        "occupancy": rows(OCCUPANCY),
        "shortages": rows(SHORTAGES, why="because"),
    }
    summary = {
        "name": "tiny",
        "peildatum": "2025-04-10",
        "status": "optimal",
        "tiers": [proven(name, "min", value) for name, value in TIERS.items()],
        "room_changes": {"value": 1, "bound": 0},  # H3 in August
        "households": 4,
        "persons": 7,
        "moved_households": 2,
        "moved_persons": 5,
        "unsheltered_households": 3,
        "deviations": 1,
        "seconds": {"total": 0.5},
        "solver": "hand",
        "version": "0",
        "input_digest": DIGEST,
    }
    return PlanFiles("relocation", tables, summary)
