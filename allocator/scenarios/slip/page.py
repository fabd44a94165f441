"""The page and the workbook of slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from allocator.plan import TierResult
from allocator.report.document import Chart, Fact, Grid, Paragraph, Part, to_page
from allocator.report.sheets import Sheet, workbook_of
from allocator.report.shelter.figures.sites import site_names
from allocator.report.shelter.shown import ShelterShown
from allocator.scenarios.slip.base import BasePlan
from allocator.scenarios.slip.chart import Bar, slip_chart
from allocator.scenarios.slip.holding import Slip, SlipResult
from allocator.scenarios.slip.tables import SHOWN, status_of, tables
from allocator.texts import Texts, texts

WITHOUT = "unsheltered"


def to_html(base: BasePlan, results: Sequence[SlipResult], *, language: str) -> bytes:
    """Return the page of slips."""
    t = texts(language)
    show, name = ShelterShown(t), base.instance.name
    return to_page(
        t("report.slip.title", name=name),
        base.instance.peildatum,
        lead=list(lead(base, results, t)),
        facts=[
            Fact(show.number(results[0].replay.moves.households), t("report.slip.moves")),
            Fact(show.number(base.values[WITHOUT]), t("report.slip.without")),
        ],
        parts=[
            Part("left", t("report.slip.left"), _left(base, results, show, t)),
            Part("again", t("report.slip.again"), _again(base, results, show, t)),
            Part("tiers", t("report.slip.tiers"), [_tiers(base, results, show, t)]),
            Part("broken", t("report.slip.broken"), _broken(base, results, show, t)),
        ],
        t=t,
    )


def to_workbook(base: BasePlan, results: Sequence[SlipResult], *, language: str) -> bytes:
    """Return slips as the bytes of an .xlsx file."""
    t = texts(language)
    sheets = [Sheet(name, name, table) for name, table in tables(base, results).items()]
    title = t("report.slip.title", name=base.instance.name)
    day: date = base.instance.peildatum
    known = [TierResult(name, "min", value) for name, value in base.values.items()]
    return workbook_of(title, day, sheets, known, t)


def lead(base: BasePlan, results: Sequence[SlipResult], t: Texts) -> Iterator[str]:
    """Say how many slips the plan survives as it is, which is the worst, and what is left then."""
    whole = [one for one in results if not one.replay.broken.households]
    yield t(
        "report.slip.survives",
        number=len(whole),
        all=len(results),
    )
    worst = max(results, key=lambda one: one.replay.person_months)
    if not worst.replay.person_months:
        return
    yield t(
        "report.slip.worst",
        slip=named(base, worst.slip, t),
        moves=t.count("report.slip.moves_count", worst.replay.broken.households),
        persons=t.count("persons", worst.replay.broken_persons),
        months=worst.replay.person_months,
    )
    again = None if worst.replanned is None else worst.replanned.tier(WITHOUT)
    if again is None or worst.replanned is None:
        yield t("report.slip.worst_unplanned")
        return
    more = again.value - base.values[WITHOUT]
    yield t(
        "report.slip.worst_again" if more > 0 else "report.slip.worst_less",
        number=abs(more),
        households=t.count("households", worst.replanned.households),
    )
    if again.optimal is False:
        yield t("report.slip.worst_maybe")


def named(base: BasePlan, slip: Slip, t: Texts) -> str:
    """Return what people call a slip."""
    names = site_names(base.instance)
    together = len(slip.sites) > 1
    what = t("report.slip.together") if together else names[slip.sites[0]]
    return t.count("report.slip.named", slip.months, what=what)


def _left(
    base: BasePlan, results: Sequence[SlipResult], show: ShelterShown, t: Texts
) -> list[Paragraph | Chart | Grid]:
    """Return what is left of the plan if nobody plans again."""
    rows = [
        (
            named(base, one.slip, t),
            show.number(one.replay.valid.households),
            show.number(one.replay.early.households),
            show.number(one.replay.broken.households),
            show.number(one.replay.broken_persons),
            show.number(one.replay.person_months),
            "–" if one.replay.first_month is None else show.month(one.replay.first_month),
        )
        for one in results
    ]
    headings = (
        t("report.slip.slip"),
        t("report.slip.valid"),
        t("report.slip.early"),
        t("report.slip.gone"),
        t("report.slip.persons"),
        t("report.slip.more_months"),
        t("report.slip.first"),
    )
    bars = [_bar(base, one, t) for one in results]
    title, text = t("report.slip.chart"), t("report.slip.chart_text")
    return [
        Paragraph(t("report.slip.left_intro")),
        Chart("chart-slips", title, text, slip_chart(bars, t)),
        Grid("table-left", t("report.slip.left_caption"), headings, rows, range(1, 6)),
        Paragraph(t("report.slip.left_note"), quiet=True),
    ]


def _bar(base: BasePlan, one: SlipResult, t: Texts) -> Bar:
    """Return the bar of a slip."""
    again = None if one.replanned is None else one.replanned.tier(WITHOUT)
    return Bar(
        named(base, one.slip, t),
        base.values[WITHOUT],
        one.replay.person_months,
        None if again is None else again.value,
    )


def _again(
    base: BasePlan, results: Sequence[SlipResult], show: ShelterShown, t: Texts
) -> list[Paragraph | Chart | Grid]:
    """Return what planning again comes to: the tiers that count most, and who goes elsewhere."""
    rows = []
    for one in results:
        tiers = [None if one.replanned is None else one.replanned.tier(name) for name in SHOWN]
        values = [_changed(base, tier, show, t) for tier in tiers]
        households = "–"
        if one.replanned is not None and one.replanned.tiers:
            households = show.number(one.replanned.households)
        status = status_of(one)
        proof = t(f"report.slip.status.{status}")
        rows.append((named(base, one.slip, t), *values, households, proof))
    headings = (
        t("report.slip.slip"),
        *(t(f"report.slip.short.{name}") for name in SHOWN),
        t("report.slip.changed"),
        t("report.tiers.proof"),
    )
    numbers = range(1, len(SHOWN) + 2)
    return [
        Paragraph(t("report.slip.again_intro")),
        Grid("table-again", t("report.slip.again_caption"), headings, rows, numbers),
        Paragraph(t("report.slip.again_note"), quiet=True),
    ]


def _changed(base: BasePlan, tier: TierResult | None, show: ShelterShown, t: Texts) -> str:
    """Return the value of a tier and how much it is above that of the plan."""
    if tier is None:
        return "–"
    more = tier.value - base.values[tier.name]
    said = f"{show.number(tier.value)} ({more:+d})" if more else show.number(tier.value)
    return said if tier.optimal is not False else t("report.slip.unproven", value=said)


def _tiers(base: BasePlan, results: Sequence[SlipResult], show: ShelterShown, t: Texts) -> Grid:
    """Return all tiers that a slip changes, with what is proven of them."""
    rows = [
        (
            named(base, one.slip, t),
            t(f"report.tier.{tier.name}"),
            "–" if tier.name not in base.values else show.number(base.values[tier.name]),
            show.number(tier.value),
            "–" if tier.bound is None else show.number(tier.bound),
            t("report.tiers.reported")
            if tier.optimal is None
            else t("report.tiers.proven" if tier.optimal else "report.tiers.not_proven"),
        )
        for one in results
        if one.replanned is not None
        for tier in one.replanned.tiers
        if tier.value != base.values.get(tier.name, 0)
    ]
    headings = (
        t("report.slip.slip"),
        t("report.tiers.goal"),
        t("report.slip.before"),
        t("report.slip.after"),
        t("report.tiers.bound"),
        t("report.tiers.proof"),
    )
    return Grid("table-tiers", t("report.slip.tiers_caption"), headings, rows, (2, 3, 4))


def _broken(
    base: BasePlan, results: Sequence[SlipResult], show: ShelterShown, t: Texts
) -> list[Paragraph | Chart | Grid]:
    """Return for each slip and site how many households break, and from which month."""
    names = site_names(base.instance)
    rows = []
    for one in results:
        count = Counter((row.site, row.from_month) for row in one.replay.breaks)
        persons = Counter[tuple[str, str]]()
        for row in one.replay.breaks:
            persons[row.site, row.from_month] += row.persons
        rows += [
            (
                named(base, one.slip, t),
                names[site],
                show.month(month),
                show.number(number),
                show.number(persons[site, month]),
            )
            for (site, month), number in sorted(count.items())
        ]
    headings = (
        t("report.slip.slip"),
        t("report.slip.site"),
        t("report.slip.from"),
        t("report.households"),
        t("report.persons"),
    )
    caption = t("report.slip.broken_caption")
    return [
        Paragraph(t("report.slip.broken_intro")),
        Grid("table-broken", caption, headings, rows, (3, 4)),
    ]
