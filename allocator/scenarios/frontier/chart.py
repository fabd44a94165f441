"""The chart of a trade-off: what the tier comes to, for the waiting that is given up."""

from __future__ import annotations

from allocator.report.charts import NEW, WAITING_HEIGHT, WIDTH, Drawing, drawn
from allocator.scenarios.frontier.trading import TradeOff
from allocator.texts import Texts

HUNDRED = 100


def frontier_chart(found: TradeOff, t: Texts) -> Drawing:
    """Draw the points of a trade-off as steps: between two of them there is no plan.

    Where it is not known whether there is, the points stand by themselves.
    """
    import altair as alt

    best = max(1, abs(found.points[0].waiting))
    dots = [
        {
            "lost": HUNDRED * (found.points[0].waiting - point.waiting) / best,
            "value": point.values[found.tier],
        }
        for point in found.points
    ]
    base = alt.Chart(alt.InlineData(values=dots)).encode(
        x=alt.X("lost:Q", title=t("report.frontier.lost_share")),
        y=alt.Y(
            "value:Q",
            title=t(f"report.tier.{found.tier}.unit"),
            axis=alt.Axis(tickMinStep=1, format="d"),
            scale=alt.Scale(zero=False),
        ),
    )
    marks = [base.mark_point(filled=True, size=28, color=NEW, opacity=1)]
    if found.whole:
        marks.insert(0, base.mark_line(interpolate="step-after", color=NEW, strokeWidth=1.5))
    chart = alt.layer(*marks).properties(width=WIDTH, height=WAITING_HEIGHT)
    return drawn(chart)
