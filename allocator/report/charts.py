"""Charts as SVG, drawn by Altair and vl-convert without a browser or a script.

The page gives each chart its role, title and description, in its own language; what Vega
would say of the marks, in English, is left out.  Both libraries take a third of a second to
load, so they are imported when a chart is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from allocator.figures.waiting import WeekBand
from allocator.figures.wijken import WijkFigure
from allocator.texts import Texts

if TYPE_CHECKING:
    import altair as alt

BEFORE, NEW, LIMIT = "#8a94a3", "#14508c", "#b3261e"
INK, LINE = "#1c2430", "#d5dbe3"
WIDTH, WAITING_HEIGHT, ROW = 440, 220, 22
MOST_WIJKEN = 40
FONT = "Arial, Helvetica, sans-serif"
LABEL, TITLE = 12, 13
LABEL_LIMIT, LETTER = 200, 7.5
"""Pixels: the longest label, and the width of a letter in a wide typeface."""
ROOT = re.compile(r'<svg[^>]* width="(\d+)" height="(\d+)"[^>]*>')
END = "</svg>"


@dataclass(frozen=True)
class Drawing:
    """The inside of an SVG, and its size in pixels."""

    width: int
    height: int
    inside: Markup


def wijk_chart(figures: Sequence[WijkFigure], t: Texts) -> Drawing | None:
    """Draw the persons in the fullest wijken; ``None`` where nobody is placed.

    Only wijken with a draagkracht where somebody is placed, in the order of ``figures``.
    """
    import altair as alt

    limited = [f for f in figures if f.load.draagkracht_persons is not None and f.after]
    if not limited:
        return None
    # a draagkracht of zero is full
    fullest = sorted(limited, key=lambda f: 1.0 if f.load.load is None else f.load.load)
    shown = [f for f in limited if f in fullest[-MOST_WIJKEN:]]
    names = t("report.wijken.before"), t("report.wijken.new"), t("report.wijken.draagkracht")
    bars = [
        {"at": i, "wijk": f.load.name, "what": name, "order": order, "persons": persons}
        for i, f in enumerate(shown)
        for order, (name, persons) in enumerate(
            zip(names, (f.load.placed_before, f.load.placed_new), strict=False)
        )
    ]
    marks = [
        {"at": i, "what": names[2], "persons": f.load.draagkracht_persons}
        for i, f in enumerate(shown)
    ]
    labels = [f.load.name for f in shown]
    y = alt.Y("at:O", title=None, axis=_named(labels))
    color = color_scale(names, (BEFORE, NEW, LIMIT))
    x = alt.X("persons:Q", title=t("report.persons"), axis=alt.Axis(tickMinStep=1, format="d"))
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(height=ROW * 0.6)
        .encode(y=y, x=x, color=color, order="order:O"),
        alt.Chart(alt.InlineData(values=marks))
        .mark_tick(thickness=3, height=ROW * 0.85, opacity=1)
        .encode(y=y, x=x, color=color),
    )
    return drawn(chart.properties(width=WIDTH, height=alt.Step(ROW)))


def waiting_chart(bands: Sequence[WeekBand], t: Texts) -> Drawing | None:
    """Draw the households by weeks waited; ``None`` where there are none."""
    import altair as alt

    if not bands:
        return None
    names = t("report.placed"), t("report.left_out")
    bars = [
        {"weeks": f"{band.first}–{band.last}", "what": name, "order": order, "households": n}
        for band in bands
        for order, (name, n) in enumerate(
            zip(
                names,
                (band.outcome.placed.households, band.outcome.left_out.households),
                strict=True,
            )
        )
    ]
    chart = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar()
        .encode(
            x=alt.X("weeks:O", sort=None, title=t("report.weeks"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y(
                "households:Q",
                title=t("report.households"),
                axis=alt.Axis(tickMinStep=1, format="d"),
            ),
            color=color_scale(names, (NEW, BEFORE)),
            order="order:O",
        )
    )
    return drawn(chart.properties(width=WIDTH, height=WAITING_HEIGHT))


def _named(labels: Sequence[str]) -> alt.Axis:
    """Return an axis that writes names at positions, so that two wijken may share a name."""
    import json

    import altair as alt

    room = min(LABEL_LIMIT, max(map(len, labels)) * LETTER)
    expression = f"{json.dumps(labels)}[datum.value]"
    return alt.Axis(labelExpr=expression, labelLimit=LABEL_LIMIT, minExtent=room)


def color_scale(names: Sequence[str], colors: Sequence[str]) -> alt.Color:
    """Return the colour of each name, with a legend above the chart."""
    import altair as alt

    return alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=list(names), range=list(colors)),
        legend=alt.Legend(orient="top", symbolType="square"),
    )


def drawn(chart: Any) -> Drawing:
    """Return a chart drawn in the type and colours of the page."""
    import vl_convert

    axis = {"domainColor": BEFORE, "tickColor": LINE, "gridColor": LINE, "aria": False}
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": LABEL, "titleFontSize": TITLE}
    config = {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "aria": False,
        "axis": {**axis, **text, "titleFontWeight": "normal"},
        "legend": {**text, "aria": False, "columnPadding": 24},
    }
    svg = vl_convert.vegalite_to_svg({**chart.to_dict(), "config": config})
    root = ROOT.match(svg)
    if root is None or not svg.endswith(END):
        raise ValueError("vl-convert gave no SVG that we know")
    # What vl-convert writes is ours: texts in it are escaped there, and a test looks.
    inside = Markup(svg[root.end() : -len(END)])  # noqa: S704
    return Drawing(int(root[1]), int(root[2]), inside)
