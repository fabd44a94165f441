"""``summary.json``: the keys of interfaces.md, in order, and how they are counted."""

from __future__ import annotations

import json
from datetime import date

from allocator.plan import TaakstellingResult, TierResult, Unplaced
from allocator.report.summary import summary, to_json
from tests.figures.rows import proposal
from tests.report.test_tables import plan

# from interfaces.md
KEYS = (
    "name, peildatum, status, tiers, placed_households, placed_persons, unplaced_households, "
    "unplaced_persons, over_term_placed, provisional, deviations, taakstelling, possible_pairs, "
    "seconds, solver, version, lottery_seed, input_digest"
)
SECONDS = "read, eligibility, solve, explain, write, total"


def test_keys_in_order():
    found = summary(plan(), {})
    assert ", ".join(found) == KEYS
    assert ", ".join(found["seconds"]) == SECONDS
    tiers = summary(plan(tiers=(TierResult("fit", "max", 1),)), {})["tiers"]
    assert ", ".join(tiers[0]) == "name, sense, value, best, bound, optimal"


def test_counts():
    made = plan(
        proposals=(
            proposal("H1", 1, provisional=True),
            proposal("H2", 2, provisional=True, deviation=("SIZE", "RENT")),
            proposal("H4", 4),
        ),
        unplaced=(
            Unplaced("H8", 8, 1, "no_home", "", 0, ""),
            Unplaced("H9", 16, 1, "no_home", "", 0, ""),
        ),
        over_term_placed=11,
        possible_pairs=22,
        lottery_seed=33,
    )
    found = summary(made, {"read": 0.12345, "total": 1.0})
    counts = {k: v for k, v in found.items() if isinstance(v, int)}
    assert counts == {
        "placed_households": 3,
        "placed_persons": 7,
        "unplaced_households": 2,
        "unplaced_persons": 24,
        "over_term_placed": 11,
        "provisional": 2,
        "deviations": 1,
        "possible_pairs": 22,
        "lottery_seed": 33,
    }
    assert found["seconds"]["read"] == 0.123
    assert found["seconds"]["write"] == 0.0


def test_taakstelling_and_tiers_as_written():
    made = plan(
        tiers=(
            TierResult("waiting", "max", 5, 6, 7, False),
            TierResult("fit", "max", -1),
        ),
        taakstelling=(TaakstellingResult(date(2025, 6, 30), 9, -2),),
    )
    found = json.loads(to_json(summary(made, {})))
    assert found["tiers"] == [
        {"name": "waiting", "sense": "max", "value": 5, "best": 6, "bound": 7, "optimal": False},
        {"name": "fit", "sense": "max", "value": -1, "best": None, "bound": None, "optimal": None},
    ]
    assert found["taakstelling"] == [{"until": "2025-06-30", "to_do_before": 9, "to_do_after": -2}]
    assert (found["peildatum"], found["status"]) == ("2025-07-01", "feasible")


def test_json_is_for_people_too():
    assert to_json({"name": "Één"}) == '{\n  "name": "Één"\n}\n'.encode()
