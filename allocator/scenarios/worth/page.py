"""The page and the workbook of what more of something is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator import __version__
from allocator.reading.scenario import ScenarioReading
from allocator.report.document import Chart, Fact, Grid, Paragraph, Part, to_page
from allocator.report.sheets import Sheet, workbook_of
from allocator.scenarios.comparison.basis import number_row
from allocator.scenarios.comparison.charts import Dot, dot_chart
from allocator.scenarios.comparison.shown import Amounts, Measure, Verdict, verdict
from allocator.scenarios.comparison.tables import numbers_used
from allocator.scenarios.worth.sites import site_items
from allocator.scenarios.worth.tables import of, worth_table
from allocator.scenarios.worth.things import ItemWorth, Thing
from allocator.scenarios.worth.words import named
from allocator.texts import Texts, texts

FIRST = (Thing.HOME, Thing.DRAAGKRACHT, Thing.CORPORATIE, Thing.EARLIER, Thing.SITE_EARLIER)
WEEKS = Measure("person_weeks", 1)
MOST_DOTS = 25
NOT = ("city", "together", "alone", "people")


@dataclass(frozen=True)
class Valued:
    """What was found: for which scenario, of how many draws, how chance fell, and if of sites."""

    reading: ScenarioReading
    found: tuple[ItemWorth, ...]
    draws: int
    seed: int
    sites: bool = False


def to_html(valued: Valued, *, language: str) -> bytes:
    """Return the page."""
    t = texts(language)
    return to_page(
        _title(valued, t),
        valued.reading.base.peildatum,
        lead=[*lead(valued, t), t("report.worth.reading")],
        facts=list(_facts(valued, t)),
        parts=list(_parts(valued, t)),
        t=t,
    )


def to_workbook(valued: Valued, *, language: str) -> bytes:
    """Return it as the bytes of an .xlsx file."""
    t = texts(language)
    table = worth_table(valued.found, valued.reading.instance, t)
    sheets = [Sheet("worth", "worth", table)]
    return workbook_of(_title(valued, t), valued.reading.base.peildatum, sheets, (), t)


def lead(valued: Valued, t: Texts) -> Iterator[str]:
    """Say of each thing what is worth most of it."""
    show = Amounts(t)
    yield t(
        "report.worth.lead",
        scenario=valued.reading.scenario.name,
        weeks=valued.reading.scenario.future.weeks,
        draws=valued.draws,
    )
    for thing in Thing:
        most = of(valued.found, thing)
        if thing is Thing.LATER or not most:
            continue
        best = most[0]
        if best.value.mean > 0:
            yield t(
                f"report.worth.most.{thing}",
                what=named(best.item, valued.reading.instance, t),
                amount=best.item.amount,
                value=show.value(WEEKS, best.value),
                remark=_remark(best, t),
            )
        else:
            yield t(f"report.worth.none.{thing}", amount=best.item.amount)


def _remark(one: ItemWorth, t: Texts) -> str:
    """Return what to add where the interval holds 0."""
    return f" ({t('report.worth.unsure')})" if verdict(one.value) is Verdict.UNSURE else ""


def _title(valued: Valued, t: Texts) -> str:
    return t("report.worth.title", name=valued.reading.instance.name)


def _facts(valued: Valued, t: Texts) -> Iterator[Fact]:
    """Yield for the first things the value of the best item."""
    show = Amounts(t)
    for thing in FIRST:
        best = of(valued.found, thing)
        if best:
            yield Fact(show.value(WEEKS, best[0].value), t(f"report.worth.fact.{thing}"))


def _parts(valued: Valued, t: Texts) -> Iterator[Part]:
    for thing in Thing:
        if of(valued.found, thing):
            yield Part(thing, t(f"report.worth.thing.{thing}"), _part(valued, thing, t))
    reading = valued.reading
    headings = (
        t("report.scenario.number"),
        t("report.scenario.value"),
        t("report.scenario.source"),
    )
    rows = [number_row(one, t) for one in numbers_used(reading)]
    how = t("report.worth.how", draws=valued.draws, seed=valued.seed, version=__version__)
    caption = t("report.scenario.numbers_caption", base=reading.scenario.name)
    yield Part(
        "numbers",
        t("report.scenario.numbers"),
        [Paragraph(how), Grid("table-numbers", caption, headings, rows)],
    )
    limits = [Paragraph(t(f"report.worth.not.{what}")) for what in NOT]
    if not valued.sites and site_items(reading.instance):
        limits.append(Paragraph(t("report.worth.no_sites")))
    yield Part("limits", t("report.scenario.limits"), limits)


def _part(valued: Valued, thing: Thing, t: Texts) -> Sequence[Paragraph | Chart | Grid]:
    """Return a thing: what it is, a chart of what is worth something, and all of it."""
    some = of(valued.found, thing)
    blocks: list[Paragraph | Chart | Grid] = [Paragraph(t(f"report.worth.intro.{thing}"))]
    dots = list(_dots(valued, some, t))
    if dots:
        title = t("report.worth.chart", thing=t(f"report.worth.thing.{thing}"))
        drawing = dot_chart(dots, t("report.worth.axis"), t)
        blocks.append(Chart(f"chart-{thing}", title, t("report.worth.chart_text"), drawing))
    return [*blocks, _grid(valued, thing, some, t)]


def _dots(valued: Valued, some: Sequence[ItemWorth], t: Texts) -> Iterator[Dot]:
    """Yield a dot for each item that is worth something, the first ones only when many are."""
    worth_it = [one for one in some if one.value.mean]
    for one in worth_it[:MOST_DOTS]:
        low, high = one.value.low, one.value.high
        if low is not None and high is not None:
            sure = verdict(one.value) in (Verdict.MORE, Verdict.LESS)
            name = one.item.id if one.item.thing is Thing.HOME else _name(valued, one, t)
            yield Dot(name, one.value.mean, low, high, sure)


def _name(valued: Valued, one: ItemWorth, t: Texts) -> str:
    return named(one.item, valued.reading.instance, t)


def _grid(valued: Valued, thing: Thing, some: Sequence[ItemWorth], t: Texts) -> Grid:
    show = Amounts(t)
    rows = [
        (
            _name(valued, one, t),
            show.value(WEEKS, one.value),
            "–" if one.estimate is None else show.number(one.estimate, 1),
            t(f"report.worth.verdict.{found}"),
            t("report.tiers.proven" if one.proven else "report.tiers.not_proven"),
        )
        for one, found in ((one, verdict(one.value)) for one in some)
    ]
    headings = (
        t(f"report.worth.column.{thing}"),
        t("report.worth.value"),
        t("report.worth.estimate"),
        t("report.scenario.in_words"),
        t("report.tiers.proof"),
    )
    caption = t(f"report.worth.caption.{thing}", amount=some[0].item.amount)
    return Grid(f"table-{thing}", caption, headings, rows, (1, 2))
