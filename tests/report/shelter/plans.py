"""Relocation plans for the tests: the one worked out by hand, and variants of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from allocator.domain.instance import Instance
from allocator.domain.policy import RELOCATION_TIERS
from allocator.plan import TierResult
from allocator.report.csv import to_csv
from allocator.report.shelter.page import to_html
from allocator.report.shelter.summary import summary
from allocator.report.shelter.tables import tables
from allocator.report.summary import to_json
from allocator.shelter_plan import (
    Announced,
    ExtraRooms,
    Missing,
    Move,
    Occupancy,
    RelocationPlan,
    Shortage,
    Stay,
)
from tests.check.shelter import build
from tests.check.shelter.golden import DIGEST, TIERS, files
from tests.check.shelter.golden import golden as golden_instance

ROOMS = (build.rooms("A", 2, 2), build.rooms("B", 2))
NOTHING = dict.fromkeys(RELOCATION_TIERS, 0)


def tiers(values: dict[str, int]) -> tuple[TierResult, ...]:
    """Return tiers of these values, all proven."""
    return tuple(
        TierResult(name, "min", value, value, value, True) for name, value in values.items()
    )


def plan(**changed: Any) -> RelocationPlan:
    """Return a plan without rows, but for what is given."""
    given: dict[str, Any] = {
        "name": "tiny",
        "peildatum": build.DAY,
        "months": build.MONTHS,
        "stays": (),
        "moves": (),
        "occupancy": (),
        "shortages": (),
        "missing": (),
        "tiers": tiers(NOTHING),
        "room_changes": 0,
        "room_changes_bound": 0,
        "households": 0,
        "persons": 0,
        "deviations": 0,
        "seconds": {},
        "slips": {},
        "announced": None,
        "solver": "hand",
        "version": "0",
        "input_digest": DIGEST,
        **changed,
    }
    return RelocationPlan(**given)


def golden() -> tuple[Instance, RelocationPlan]:
    """Return the small instance and its plan, every figure worked out by hand."""
    found = files().tables
    made = plan(
        stays=tuple(
            Stay(
                row["household"],
                row["site"],
                tuple(row["rooms"].split("|")),
                row["from_month"],
                row["to_month"],
            )
            for row in found["stays"]
        ),
        moves=tuple(
            Move(
                row["household"],
                int(row["persons"]),
                row["month"],
                "move" if row["kind"] == "move" else "entry",
                row["from_site"] or None,
                row["to_site"] or None,
                "closes" if row["reason"] == "closes" else "other",
                row["repeat"] == "1",
                row["why"],
            )
            for row in found["moves"]
        ),
        occupancy=tuple(
            Occupancy(
                row["site"],
                row["month"],
                int(row["persons"]),
                int(row["beds"]),
                row["extended"] == "1",
            )
            for row in found["occupancy"]
        ),
        shortages=tuple(
            Shortage(
                row["household"],
                row["from_month"],
                row["to_month"],
                int(row["persons"]),
                {"full": "full", "closed": "closed", "no_site": "no_site"}[row["reason"]],
                row["why"],
            )
            for row in found["shortages"]
        ),
        missing=(
            Missing("2025-04", 2, 2, 0, (), 0, True),
            Missing("2025-05", 3, 5, 3, (ExtraRooms(3, False, 1),), 0, True),
            Missing("2025-06", 1, 1, 1, (ExtraRooms(1, True, 2),), 1, False),
        ),
        tiers=tiers(TIERS),
        room_changes=1,
        room_changes_bound=0,
        households=4,
        persons=7,
        deviations=1,
        seconds={"read": 0.25, "solve": 1.26, "total": 0.5},
    )
    return golden_instance(), made


@cache
def golden_page(language: str = "nl") -> str:
    """Return the report of the plan worked out by hand, made once."""
    return to_html(*golden(), language=language).decode("utf-8")


def empty() -> tuple[Instance, RelocationPlan]:
    """Return a plan for nobody, with two sites that stand empty."""
    sites = [build.site("A"), build.site("B", wijk="zuid")]
    occupancy = tuple(
        Occupancy(site, month, 0, beds, False)
        for site, beds in (("A", 4), ("B", 2))
        for month in build.MONTHS
    )
    return build.instance([], sites, list(ROOMS)), plan(occupancy=occupancy)


def settled() -> tuple[Instance, RelocationPlan]:
    """Return a plan in which one household stays where it is: no move and no shortage."""
    given, made = empty()
    given = given.model_copy(
        update={"households": (build.ontheemde("H1", 30, 31, current_site="A"),)}
    )
    occupancy = tuple(replace(row, persons=2) if row.site == "A" else row for row in made.occupancy)
    stays = (Stay("H1", "A", ("A/2-01",), build.MONTHS[0], build.MONTHS[-1]),)
    return given, replace(made, stays=stays, occupancy=occupancy, households=1, persons=2)


def waiting() -> tuple[Instance, RelocationPlan]:
    """Return a plan in which nobody moves, and one is without a place all the time."""
    given, made = empty()
    person = build.ontheemde("H1", 30, people={0: {"mobility": "wheelchair"}})
    given = given.model_copy(update={"households": (person,)})
    shortage = Shortage("H1", build.MONTHS[0], build.MONTHS[-1], 1, "no_site", "because")
    values = NOTHING | {"vulnerable": 6, "unsheltered": 6}
    return given, replace(made, shortages=(shortage,), tiers=tiers(values), households=1, persons=1)


def entering() -> tuple[Instance, RelocationPlan]:
    """Return a plan in which one household comes in on 1 May: everybody has a place."""
    given, made = empty()
    person = build.ontheemde("H1", 30, 31, arrives_on=date(2025, 5, 1))
    given = given.model_copy(update={"households": (person,)})
    stays = (Stay("H1", "A", ("A/2-01",), build.MONTHS[1], build.MONTHS[-1]),)
    moves = (Move("H1", 2, build.MONTHS[1], "entry", None, "A", "other", False, "because"),)
    occupancy = tuple(
        replace(row, persons=2) if row.site == "A" and row.month != build.MONTHS[0] else row
        for row in made.occupancy
    )
    return given, replace(
        made, stays=stays, moves=moves, occupancy=occupancy, households=1, persons=2
    )


def compared() -> tuple[Instance, RelocationPlan]:
    """Return the plan worked out by hand beside an earlier one, with a site that fell away."""
    given, made = golden()
    first, *rest = build.MONTHS
    announced = (
        Announced("H1", 2, first, "2025-08", "A", "A"),
        Announced("H1", 2, "2025-09", "2025-09", "gone", "B"),
        Announced("H4", 1, rest[-1], rest[-1], "B", None),
    )
    values = list(TIERS.items())
    values.insert(4, ("announced", 3))
    return given, replace(made, announced=announced, tiers=tiers(dict(values)))


PLANS = {
    "golden": golden,
    "empty": empty,
    "settled": settled,
    "waiting": waiting,
    "entering": entering,
    "compared": compared,
}


def write(made: RelocationPlan, folder: Path) -> None:
    """Write the files of a plan that are checked."""
    for name, table in tables(made).items():
        (folder / f"{name}.csv").write_bytes(to_csv(table))
    (folder / "summary.json").write_bytes(to_json(summary(made, made.seconds)))
