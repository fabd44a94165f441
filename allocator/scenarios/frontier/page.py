"""The page and the workbook of trade-offs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from babel.numbers import format_percent

from allocator.domain.instance import Instance
from allocator.report.document import Chart, Fact, Grid, Paragraph, Part, to_page
from allocator.report.page import Shown
from allocator.report.sheets import Sheet, workbook_of
from allocator.scenarios.frontier.chart import frontier_chart
from allocator.scenarios.frontier.tables import bought, explained, numbered, tables
from allocator.scenarios.frontier.trading import TradeOff
from allocator.texts import Texts, texts


def to_html(instance: Instance, found: Sequence[TradeOff], *, language: str) -> bytes:
    """Return the page of trade-offs."""
    t = texts(language)
    show = Shown(t)
    best = max(one.points[0].waiting for one in found)
    return to_page(
        t("report.frontier.title", name=instance.name),
        instance.peildatum,
        lead=[t("report.frontier.lead"), t("report.frontier.reading")],
        facts=[Fact(show.number(best), t("report.frontier.best_waiting"))],
        parts=[_part(one, found, show, t) for one in found],
        t=t,
    )


def to_workbook(instance: Instance, found: Sequence[TradeOff], *, language: str) -> bytes:
    """Return the trade-offs as the bytes of an .xlsx file."""
    t = texts(language)
    sheets = [Sheet(name, name, table) for name, table in tables(found).items()]
    title = t("report.frontier.title", name=instance.name)
    day: date = instance.peildatum
    return workbook_of(title, day, sheets, explained(found), t)


def said(found: TradeOff, t: Texts) -> Iterator[str]:
    """Say what the ends of a trade-off are, and whether all between them is known."""
    show = Shown(t)
    best, end = found.points[0], found.points[-1]
    if len(found.points) == 1 and found.whole:
        yield t("report.frontier.one", value=show.number(best.values[found.tier]))
        return
    yield t(
        "report.frontier.ends",
        best=show.number(best.values[found.tier]),
        end=show.number(end.values[found.tier]),
        unit=t(f"report.tier.{found.tier}.unit"),
        lost=show.number(best.waiting - end.waiting),
        share=percent(Fraction(best.waiting - end.waiting, max(1, abs(best.waiting))), t),
    )
    yield t(
        "report.frontier.whole" if found.whole else "report.frontier.some",
        points=show.number(len(found.points)),
    )
    beaten = sum(not point.proven for point in found.points)
    if beaten:
        yield t.count("report.frontier.unproven", beaten)


def percent(share: Fraction, t: Texts) -> str:
    """Return a fraction as a percentage to two decimals at most."""
    return str(format_percent(float(share), format="#,##0.##%", locale=t.language))


def _part(found: TradeOff, every: Sequence[TradeOff], show: Shown, t: Texts) -> Part:
    """Return the part of the page of one trade-off."""
    name = t(f"report.tier.{found.tier}")
    chart = Chart(
        f"chart-{found.tier}",
        t("report.frontier.chart", tier=name),
        t("report.frontier.chart_text"),
        frontier_chart(found, t),
    )
    sentences = Paragraph(" ".join(said(found, t)))
    if len(found.points) == 1:
        return Part(found.tier, name, [sentences])
    return Part(found.tier, name, [sentences, chart, _buys(found, show, t), _all(found, every, t)])


def _buys(found: TradeOff, show: Shown, t: Texts) -> Grid:
    """Return what a part of the waiting buys."""
    rows = [
        (
            percent(row.share, t),
            show.number(row.lost),
            show.number(row.point.values[found.tier]),
            show.number(row.gained),
            show.number(row.point.households),
            show.number(row.point.persons),
        )
        for row in bought(found)
    ]
    headings = (
        t("report.frontier.given_up"),
        t("report.frontier.lost"),
        t("report.frontier.value", unit=t(f"report.tier.{found.tier}.unit")),
        t("report.frontier.gained"),
        t("report.households"),
        t("report.persons"),
    )
    caption = t("report.frontier.buys")
    return Grid(f"table-buys-{found.tier}", caption, headings, rows, range(len(headings)))


def _all(found: TradeOff, every: Sequence[TradeOff], t: Texts) -> Grid:
    """Return all points of a trade-off."""
    show = Shown(t)
    best = found.points[0].waiting
    rows = [
        (
            show.number(number),
            show.number(point.waiting),
            show.number(best - point.waiting),
            show.number(point.values[found.tier]),
            show.number(point.households),
            show.number(point.persons),
            t("report.tiers.proven" if point.proven else "report.tiers.not_proven"),
        )
        for one, number, point in numbered(every)
        if one is found
    ]
    headings = (
        t("report.frontier.plan"),
        t("report.frontier.waiting"),
        t("report.frontier.lost"),
        t("report.frontier.value", unit=t(f"report.tier.{found.tier}.unit")),
        t("report.households"),
        t("report.persons"),
        t("report.tiers.proof"),
    )
    return Grid(
        f"table-{found.tier}", t("report.frontier.points"), headings, rows, range(len(headings) - 1)
    )
