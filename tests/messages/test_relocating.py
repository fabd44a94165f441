"""What is said about a relocation plan, and about locks that leave none."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import LocksContradict
from allocator.messages.errors import error_document, error_lines
from allocator.messages.relocating import relocation_lines
from allocator.plan import TierResult
from allocator.relocating_run import Relocated
from allocator.shelter_plan import Move, Shortage
from allocator.texts import texts
from tests.report.shelter.plans import plan

TIERS = (
    TierResult("moves", "min", 5, 4, 4, True),
    TierResult("care", "min", 7, 7, 3, False),
    TierResult("school", "min", 3),
)
# H1 (2 persons) moves twice, H2 (3) once, H3 enters only.
MOVES = tuple(
    Move(h, n, month, kind, None, "A", "other", False, "")
    for h, n, month, kind in (
        ("H1", 2, "2025-05", "move"),
        ("H1", 2, "2025-07", "move"),
        ("H2", 3, "2025-05", "move"),
        ("H3", 4, "2025-05", "entry"),
    )
)
# H4 is without a place twice.
SHORTAGES = tuple(Shortage("H4", month, month, 1, "full", "") for month in ("2025-04", "2025-06"))
PLAN = plan(
    tiers=TIERS,
    moves=MOVES,
    shortages=SHORTAGES,
    room_changes=1234,
    households=5,
    persons=12,
    seconds={"solve": 12.345},
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            [
                "Ontheemden: 5 huishoudens, 12 personen; "
                "1 huishouden is een of meer maanden zonder plek.",
                "2 huishoudens verhuizen, 5 personen.",
                "Wisselingen van kamer (personen × maanden): 1234.",
                "",
                "doel                  waarde         beste  bewijs",
                "moves                      5             4  bewezen",
                "care                       7             7  niet bewezen; grens 3",
                "school                     3                niet nagestreefd",
                "",
                "Niet elk doel is bewezen (12,3 s gerekend); "
                "het plan is gecontroleerd en houdt zich aan alle regels.",
                "Geschreven: out/plan",
            ],
        ),
        (
            "en",
            [
                "Displaced: 5 households, 12 persons; "
                "1 household is without a place for a month or more.",
                "2 households move, 5 persons.",
                "Changes of room (persons × months): 1234.",
                "",
                "tier                   value          best  proof",
                "moves                      5             4  proven",
                "care                       7             7  not proven; bound 3",
                "school                     3                not optimised",
                "",
                "Not every tier is proven (12.3 s of solving); "
                "the plan passed its check and keeps all rules.",
                "Written: out/plan",
            ],
        ),
    ],
)
def test_lines(language, expected):
    finished = Relocated(PLAN, Path("out/plan"), {}, ())
    assert relocation_lines(finished, texts(language)) == expected


def test_one_that_moves_and_none_without_a_place():
    proven = plan(tiers=TIERS[:1], moves=MOVES[:2], households=1, persons=1, seconds={"solve": 0.0})
    lines = relocation_lines(Relocated(proven, Path("p"), {}, ()), texts("nl"))
    assert lines[:3] == [
        "Ontheemden: 1 huishouden, 1 persoon; 0 huishoudens zijn een of meer maanden zonder plek.",
        "1 huishouden verhuist, 2 personen.",
        "Wisselingen van kamer (personen × maanden): 0.",
    ]
    assert lines[-2] == "Alle doelen zijn bewezen (0 s gerekend); het plan is gecontroleerd."


ERROR = LocksContradict((("H1", "A"), ("H2", "B")), ("CARE", "max_persons:A"))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            [
                "Er bestaat geen plan: deze vastgelegde besluiten kunnen niet, of niet samen. "
                "Wat in de weg staat: voor wie de locatie bedoeld is (CARE), "
                "het grootste aantal personen in A.",
                "  vast: huishouden H1 in locatie A",
                "  vast: huishouden H2 in locatie B",
                "Laat een van deze besluiten los, of verruim de grens.",
            ],
        ),
        (
            "en",
            [
                "No plan exists: these locks cannot be, or not together. "
                "What stands in the way: whom the site is for (CARE), the most persons in A.",
                "  lock: household H1 in site A",
                "  lock: household H2 in site B",
            ],
        ),
    ],
)
def test_locks_that_leave_no_plan(language, expected):
    found = error_lines(ERROR, texts(language))
    assert found[: len(expected)] == expected
    assert len(found) == 4


def test_more_than_one_limit():
    lines = error_lines(LocksContradict((("H1", "A"),), ()), texts("nl"))
    assert lines[0].endswith("Wat in de weg staat: meer dan één grens tegelijk.")


def test_locks_as_a_document():
    assert error_document(ERROR, texts("nl")) == {
        "exit": 3,
        "limits": ["CARE", "max_persons:A"],
        "locks": [{"household": "H1", "site": "A"}, {"household": "H2", "site": "B"}],
    }
    assert str(ERROR) == "CARE, max_persons:A: (('H1', 'A'), ('H2', 'B'))"
