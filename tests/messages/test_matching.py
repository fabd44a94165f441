"""What is said about a matching round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from allocator.matching_run import Finished
from allocator.messages.matching import matching_lines
from allocator.plan import TierResult, Unplaced
from allocator.texts import texts
from tests.figures.rows import proposal
from tests.report.test_tables import plan

TIERS = (
    TierResult("waiting", "max", 5, 6, 6, True),
    TierResult("fit", "max", 7, 7, 9, False),
    TierResult("lottery", "max", 3),
)
PLAN = plan(
    proposals=(proposal("H1", 2), proposal("H2", 3)),
    unplaced=(Unplaced("H9", 4, 1, "priority", "", 1, ""),) * 3,
    tiers=TIERS,
    seconds={"solve": 12.345},
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            [
                "Voorgesteld: 2 huishoudens, 5 personen; 3 huishoudens blijven wachten.",
                "",
                "doel                  waarde         beste  bewijs",
                "waiting                    5             6  bewezen",
                "fit                        7             7  niet bewezen; grens 9",
                "lottery                    3                niet nagestreefd",
                "",
                "Niet elk doel is bewezen (12,3 s gerekend); "
                "het plan is gecontroleerd en houdt zich aan alle regels.",
                "Geschreven: out/plan",
            ],
        ),
        (
            "en",
            [
                "Proposed: 2 households, 5 persons; 3 households keep waiting.",
                "",
                "tier                   value          best  proof",
                "waiting                    5             6  proven",
                "fit                        7             7  not proven; bound 9",
                "lottery                    3                not optimised",
                "",
                "Not every tier is proven (12.3 s of solving); "
                "the plan passed its check and keeps all rules.",
                "Written: out/plan",
            ],
        ),
    ],
)
def test_lines(language, expected):
    finished = Finished(PLAN, Path("out/plan"), {}, ())
    assert matching_lines(finished, texts(language)) == expected


def test_proven():
    proven = replace(PLAN, tiers=TIERS[:1], seconds={"solve": 0.04})
    lines = matching_lines(Finished(proven, Path("p"), {}, ()), texts("nl"))
    assert lines[-2] == "Alle doelen zijn bewezen (0 s gerekend); het plan is gecontroleerd."
