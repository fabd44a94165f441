"""A small instance and its best plan, every figure worked out by hand.

H1 (3 persons, 20 weeks) goes to W1; H2 (12 weeks) to a room of W2; H6 is locked in the
doorstroomlocatie W3, where two persons without nareis may not be: a deviation.  H3 is of
another gender than H2, so W2 is not for him (priority); H4 is on hold (no_home); H5 would
fit in W2, but hatert and the support of complex C1 are full (limit).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from allocator.domain.decision import Points, Previous
from allocator.domain.home import Complex, Corporatie
from allocator.domain.instance import Instance, Taakstelling
from allocator.domain.wijk import Wijk
from allocator.reading import PlanFiles
from tests.check.build import days, home, household, instance, lock

DIGEST = "d1ge57"
MAN = {"gender": "m"}

HOUSEHOLDS = [
    household(
        "H1",
        *(30, 32, 5),
        people={1: {"role": "partner"}},
        koppeldatum=days(-7 * 20),
        preferred_wijken=("noord",),
    ),
    household("H2", 40, koppeldatum=days(-7 * 12), documents="missing_bsn", support="light"),
    household("H3", 25, people={0: MAN}, koppeldatum=days(-7 * 12)),
    household("H4", 50, 20, koppeldatum=days(-7 * 5), hold_until=days(9)),
    household("H5", 60, koppeldatum=days(-7 * 3), support="intensive"),
    household("H6", 24, 25, people={1: {"role": "partner"}}, koppeldatum=days(-7 * 10)),
    household("O1", 33, group="ontheemde", koppeldatum=None),
]
HOMES = [
    home("W1", kind="sociale_huur", bedrooms=2, min_persons=2),
    home(
        "W2",
        corporatie="B",
        complex="C1",
        bedrooms=0,
        max_persons=1,
        units=2,
        sharing="same",
        support="intensive",
    ),
    home(
        "W3",
        corporatie="B",
        wijk="zuid",
        kind="doorstroom",
        min_persons=2,
        max_persons=2,
        wheelchair=True,
        available_from=days(-30),
    ),
    home("W4", corporatie="B", wijk="noord", bedrooms=6, max_persons=8, rent_eur=Decimal(700)),
]


def golden(**tables: Any) -> Instance:
    """Return the instance."""
    given: dict[str, Any] = {
        "wijken": (
            Wijk(
                code="hatert",
                name="=Hatert",
                within="noord",
                draagkracht_persons=6,
                placed_persons=2,
                fair_share_persons=3,
            ),
            Wijk(
                code="noord",
                name="Noord",
                draagkracht_persons=24,
                placed_persons=10,
                fair_share_persons=12,
            ),
            Wijk(code="oost", name="Oost", draagkracht_persons=0, placed_persons=3),
            Wijk(code="zuid", name="Zuid"),
        ),
        "corporaties": (
            Corporatie(id="A", name="A", max_placements=2),
            Corporatie(id="B", name="B", max_placements=9),
        ),
        "complexes": (
            Complex(
                id="C1",
                name="NDW",
                wijk="hatert",
                max_persons=5,
                placed_persons=1,
                max_supported=1,
            ),
        ),
        "decisions": (lock("H6", "W3"),),
        "points": (
            Points(household="H1", home="W1", points=7, reason="r"),
            Points(household="H2", home="W2", points=1, reason="r"),
        ),
        "previous": tuple(
            Previous(household=h, home=w)
            for h, w in (("H1", "W1"), ("H4", "W1"), ("H5", "W2"), ("H9", "W1"))
        ),
        "taakstelling": (
            Taakstelling(
                from_on=date(2025, 1, 1),
                until=date(2025, 6, 30),
                persons=40,
                realised_persons=38,
            ),
            Taakstelling(
                from_on=date(2025, 7, 1),
                until=date(2025, 12, 31),
                persons=50,
                backlog_persons=5,
                realised_persons=2,
            ),
        ),
        **tables,
    }
    return instance(HOUSEHOLDS, HOMES, **given)


PLAN = [("H1", "W1"), ("H2", "W2"), ("H6", "W3")]
PROPOSALS = """
household home persons wijk corporatie kind weeks urgency fit relocates provisional deviation
H1 W1 3 hatert A sociale_huur 20 123  57 0 0 .
H2 W2 1 hatert B flexwoning   12  17   1 0 1 .
H6 W3 2 zuid   B doorstroom   10  22 -20 1 0 TRANSIT
"""
# H1: 3 × (1 + 20 + 2 × 10); ties 40, exact 10, own 7.  H2: 1 × (1 + 12 + 2 × 2); own 1.
# H6: 2 × (1 + 10); exact 10, adapted −30.
UNPLACED = """
household persons weeks reason   detail                                           possible_homes
H3        1       12    priority .                                                1
H4        2       5     no_home  HOLD:4|SIZE:1|BEDROOMS:1|SPARE:1|RENT:1|TRANSIT:1 0
H5        1       3     limit    draagkracht:hatert|supported:C1                  1
"""
WIJKEN = """
code   name     draagkracht_persons placed_before placed_new load
hatert '=Hatert 6                   2             4          1.0
noord  Noord    24                  10            4          0.5833
oost   Oost     0                   3             0          .
zuid   Zuid     .                   0             2          .
"""


def lottery(*households: str) -> int:
    """Return the sum of the lottery numbers."""
    texts = (f"7:2025-07-01:{h}".encode() for h in households)
    return sum(int(sha256(text).hexdigest()[:5], 16) for text in texts)


def proven(name: str, sense: str, value: int) -> dict[str, Any]:
    """Return a tier of the summary that is proven."""
    proof = {"best": value, "bound": value, "optimal": True}
    return {"name": name, "sense": sense, "value": value, **proof}


def summary() -> dict[str, Any]:
    """Return summary.json of the best plan."""
    return {
        "name": "tiny",
        "peildatum": "2025-07-01",
        "status": "optimal",
        "tiers": [
            proven("waiting", "max", 162),  # 123 + 17 + 22
            proven("relocations", "min", 2),  # H6
            proven("stability", "min", 1),  # H5; H4 is on hold, H9 has gone
            proven("fit", "max", 38),  # 57 + 1 − 20
            proven("spread", "min", 5),  # hatert 2 + 4 − 3, noord 10 + 4 − 12
            proven("occupancy", "min", 1),  # W1: 4 − 3
            proven("lottery", "max", lottery("H1", "H2", "H6")),
        ],
        "placed_households": 3,
        "placed_persons": 6,
        "unplaced_households": 3,
        "unplaced_persons": 4,
        "over_term_placed": 2,  # H1 and H2; H6 is at 10 weeks
        "provisional": 1,
        "deviations": 1,
        "taakstelling": [
            {"until": "2025-06-30", "to_do_before": 2, "to_do_after": 2},
            {"until": "2025-12-31", "to_do_before": 53, "to_do_after": 47},
        ],
        "possible_pairs": 5,  # H1, H6 – W1; H2, H3, H5 – W2
        "seconds": {"total": 0.5},
        "solver": "hand",
        "version": "0",
        "lottery_seed": 7,
        "input_digest": DIGEST,
    }


def files() -> PlanFiles:
    """Return the files of the best plan."""
    tables = {
        "proposals": rows(PROPOSALS, why="because"),
        "unplaced": rows(UNPLACED, why="because"),
        "wijken": rows(WIJKEN),
    }
    return PlanFiles("matching", tables, summary())


def rows(text: str, **more: str) -> list[dict[str, str]]:
    """Return the rows of a table; a dot is an empty cell."""
    heading, *lines = [line.split() for line in text.strip().splitlines()]
    return [
        {**dict(zip(heading, ("" if c == "." else c for c in line), strict=True)), **more}
        for line in lines
    ]
