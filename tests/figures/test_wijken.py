"""Wijken: order, larger area, source, and which are left out of the table."""

from __future__ import annotations

from allocator.domain.wijk import Wijk
from allocator.figures.wijken import wijk_figures
from allocator.plan import WijkLoad
from tests.check.build import instance
from tests.report.test_tables import plan

WIJKEN = (
    Wijk(code="a", name="A", within="z", draagkracht_persons=9, draagkracht_source="raad"),
    Wijk(code="b", name="B", within="y"),
    Wijk(code="c", name="C", within="y"),
    Wijk(code="y", name="Y", within="z"),
    Wijk(code="z", name="Z", draagkracht_persons=0),
)


def test_order_and_what_is_shown():
    made = plan(
        wijken=tuple(
            WijkLoad(w.code, w.name, w.draagkracht_persons, before, new)
            for w, before, new in zip(WIJKEN, (0, 0, 2, 2, 2), (0, 0, 3, 3, 3), strict=True)
        )
    )
    found = wijk_figures(instance([], [], wijken=WIJKEN), made)
    # z first, as the others lie within it; b has no limit and nobody
    assert [(f.load.code, f.within, f.source, f.after) for f in found] == [
        ("z", "", "", 5),
        ("a", "Z", "raad", 0),
        ("y", "Z", "", 5),
        ("c", "Y", "", 5),
    ]
