"""A chart of time against size, from ``results.csv``: ``python -m benchmarks.chart``.

One point per instance and solver, of the last run that there is.  A triangle is a run that reached
its limit before all tiers were proven.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import results
from benchmarks.ours import OURS
from benchmarks.results import Row
from benchmarks.runs import MATCH

FILE = Path(__file__).parent.parent / "docs" / "time-and-size.svg"
PROVEN, CUT_OFF = "proven", "cut off"
COLORS = {
    OURS: "#14508c",
    MATCH: "#6f9fd0",
    "cbc": "#b3261e",
    "cpsat": "#d98324",
    "cpsat1": "#8a6d1f",
    "highs": "#3f7d4e",
}
WIDTH, HEIGHT = 560, 340


def main() -> int:
    """Write the chart into the documentation."""
    FILE.write_text(draw(last(results.read())) + "\n", encoding="utf-8")
    print(FILE)
    return 0


def last(rows: Sequence[Row]) -> list[Row]:
    """Return the last run of each solver on each matching instance with tight limits."""
    found = {
        (row.size, row.seed, row.solver): row
        for row in rows
        if row.limits == "tight" and row.pairs and row.solver in COLORS
    }
    return list(found.values())


def points(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return what is drawn of each row; a run that is cut off counts as its limit."""
    return [
        {
            "pairs": row.pairs,
            "seconds": row.seconds if row.status == PROVEN else max(row.limit, row.seconds),
            "solver": row.solver,
            "tiers": PROVEN if row.status == PROVEN else CUT_OFF,
        }
        for row in rows
    ]


def draw(rows: Sequence[Row]) -> str:
    """Return the chart as SVG."""
    import altair as alt
    import vl_convert

    solvers = [solver for solver in COLORS if any(row.solver == solver for row in rows)]

    def axis(column: str, title: str, first: int, last: int) -> dict[str, object]:
        tens = [10.0**power for power in range(first, last + 1)]
        scale = alt.Scale(type="log", domain=[tens[0] / 2, tens[-1]])
        return {
            "shorthand": column,
            "scale": scale,
            "axis": alt.Axis(title=title, values=tens, format=",~f"),
        }

    chart = (
        alt.Chart(alt.InlineData(values=points(rows)))
        .mark_point(filled=True, size=55, opacity=0.85)
        .encode(
            x=alt.X(**axis("pairs:Q", "possible pairs", 2, 6)),
            y=alt.Y(**axis("seconds:Q", "seconds, all tiers", 0, 3)),
            color=alt.Color(
                "solver:N",
                title=None,
                scale=alt.Scale(domain=solvers, range=[COLORS[solver] for solver in solvers]),
            ),
            shape=alt.Shape(
                "tiers:N",
                title=None,
                scale=alt.Scale(domain=[PROVEN, CUT_OFF], range=["circle", "triangle-up"]),
            ),
        )
        .properties(width=WIDTH, height=HEIGHT)
        .configure(
            font="Arial, Helvetica, sans-serif",
            padding={"left": 8, "top": 8, "right": 40, "bottom": 8},
        )
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg


if __name__ == "__main__":
    sys.exit(main())
