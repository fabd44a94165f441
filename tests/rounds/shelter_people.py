"""A small shelter to take steps in, every move of it worked out by hand.

Site A closes on 30 April 2025, so in May, the first month in which people may be moved, nobody
can be in it.

- H1 (a mother and her child of 8, who goes to school in hatert) lives in A, in hatert.  B, there
  too, and C (noord) each have a room for two.  The school decides: in May from A to B.
- H2 (one person) lives in A, and refused B and C before: in May it loses its place.
- H3 (one person) comes on 5 May and refused C before: in May it enters B.
- H4 (one person) lives in C and stays there.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from allocator.domain.instance import Instance
from allocator.reading import write_folder
from allocator.rounds import importing
from allocator.rounds.announcing import Announcing, announce
from tests.check.shelter.build import DAY, instance, ontheemde, refused, rooms, site
from tests.rounds.people import team

MAY = "2025-05"
OBJECT_BY = date(2025, 4, 24)
SCHOOL = {1: {"school_wijk": "hatert", "role": "child"}}
SMALL = instance(
    [
        ontheemde("H1", 31, 8, people=SCHOOL, current_site="A", moved_in_on=date(2024, 3, 4)),
        ontheemde(
            "H2",
            40,
            current_site="A",
            moved_in_on=date(2024, 6, 7),
            earlier_moves=2,
        ),
        ontheemde("H3", 52, arrives_on=date(2025, 5, 5)),
        ontheemde("H4", 63, current_site="C", moved_in_on=date(2024, 1, 2)),
    ],
    [
        site("A", closes_on=date(2025, 4, 30)),
        site("B"),
        site("C", wijk="noord"),
    ],
    [rooms("A", 2, 2), rooms("B", 2), rooms("B", 1), rooms("C", 2), rooms("C", 1)],
    site_decisions=(refused("H2", "B"), refused("H2", "C"), refused("H3", "C")),
)


def written(given: Instance, folder: Path) -> Path:
    """Write an instance to a folder."""
    write_folder(given, folder)
    return folder


def imported(folder: Path, given: Instance = SMALL, day: date = DAY) -> Path:
    """Have an instance in the store; return the folder that it came from."""
    importing.apply(team(day), written(given, folder))
    return folder


def announced(folder: Path, given: Instance = SMALL) -> Announcing:
    """Have a first announcement in the store, made there."""
    imported(folder, given)
    return announce(team(DAY), None, OBJECT_BY)
