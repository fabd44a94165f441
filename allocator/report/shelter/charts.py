"""Charts of a relocation plan: all months, and each site over the months."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from allocator.report.charts import INK, LIMIT, NEW, Drawing, color_scale, drawn
from allocator.report.shelter.figures.months import MonthFigure
from allocator.report.shelter.figures.sites import SiteFigure
from allocator.report.shelter.shown import ShelterShown
from allocator.texts import Texts

if TYPE_CHECKING:
    import altair as alt

EXTENDED = "#b45f06"
MONTHS_WIDTH, MONTHS_HEIGHT = 560, 220
SITE_WIDTH, SITE_HEIGHT = 215, 90
"""Pixels: with its axis a site is narrower than the smallest screen."""
QUARTERS = ("01", "04", "07", "10")


def month_chart(figures: Sequence[MonthFigure], show: ShelterShown, t: Texts) -> Drawing | None:
    """Draw who has a place in each month, and who has none; ``None`` without anybody."""
    import altair as alt

    if not any(figure.sheltered or figure.without for figure in figures):
        return None
    names = t("report.shelter.open"), t("report.shelter.extended"), t("report.shelter.without")
    bars = [
        {"at": i, "what": name, "order": order, "persons": persons}
        for i, figure in enumerate(figures)
        for order, (name, persons) in enumerate(
            zip(names, (figure.open, figure.extended, figure.without), strict=True)
        )
    ]
    chart = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar()
        .encode(
            x=_months([figure.month for figure in figures], show, yearly=False),
            y=alt.Y("persons:Q", title=t("report.persons"), axis=_whole()),
            color=color_scale(names, (NEW, EXTENDED, LIMIT)),
            order="order:O",
        )
    )
    return drawn(chart.properties(width=MONTHS_WIDTH, height=MONTHS_HEIGHT))


def site_chart(figure: SiteFigure, months: Sequence[str], show: ShelterShown) -> Drawing:
    """Draw the persons in a site in each month, with its beds above them."""
    import altair as alt

    there = [(i, place) for i, place in enumerate(figure.places) if place is not None]
    bars = [{"at": i, "persons": p.persons, "extended": p.extended} for i, p in there]
    beds = [{"at": i, "persons": p.beds} for i, p in there]
    x = _months(months, show, yearly=True)
    y = alt.Y("persons:Q", title=None, axis=_whole(3))
    color = alt.Color(
        "extended:N",
        scale=alt.Scale(domain=[False, True], range=[NEW, EXTENDED]),
        legend=None,
    )
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=bars)).mark_bar().encode(x=x, y=y, color=color),
        alt.Chart(alt.InlineData(values=beds))
        .mark_tick(orient="horizontal", thickness=2, width={"band": 1}, color=INK, opacity=1)
        .encode(x=x, y=y),
    )
    return drawn(chart.properties(width=SITE_WIDTH, height=SITE_HEIGHT))


def _months(months: Sequence[str], show: ShelterShown, *, yearly: bool) -> alt.X:
    """Return the axis of all months, with the name of some: of each quarter, or of each year."""
    import altair as alt

    labels = [_label(months, i, show, yearly=yearly) for i in range(len(months))]
    named = [i for i, label in enumerate(labels) if label]
    axis = alt.Axis(
        labelExpr=f"{json.dumps(labels)}[datum.value]", labelAngle=0, values=named, grid=False
    )
    scale = alt.Scale(domain=list(range(len(months))), paddingInner=0.15)
    return alt.X("at:O", title=None, axis=axis, scale=scale)


def _label(months: Sequence[str], at: int, show: ShelterShown, *, yearly: bool) -> str | list[str]:
    """Return what stands beneath a month; nothing beneath most."""
    year, _, number = months[at].partition("-")
    if yearly:
        return year if number == "01" else ""
    if number not in QUARTERS:
        return ""
    return [show.short_month(months[at]), year if at == 0 or number == "01" else ""]


def _whole(ticks: int = 5) -> alt.Axis:
    """Return an axis of whole numbers."""
    import altair as alt

    return alt.Axis(tickMinStep=1, tickCount=ticks, format="d")
