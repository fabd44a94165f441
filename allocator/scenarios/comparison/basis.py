"""The parts of the page that say what it is based on, and what it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from allocator import __version__
from allocator.report.document import Grid, Paragraph
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.sheltered import sheltered
from allocator.scenarios.comparison.tables import numbers_used, plain
from allocator.scenarios.numbers import Number, Origin
from allocator.texts import Texts

NOT = ("people", "refusals", "shelter", "waiting", "others", "sample")


def scenarios(result: Result, t: Texts) -> Sequence[Paragraph | Grid]:
    """Return what each scenario is, in its own words."""
    rows = [
        (reading.scenario.name, " ".join(reading.scenario.note.split()) or "–")
        for reading in result.readings
    ]
    headings = t("report.scenario.scenario"), t("report.scenario.what")
    how = t(
        f"report.scenario.how.{result.policy}",
        n=result.found.replications,
        seed=result.seed,
        weeks=result.weeks,
        version=__version__,
    )
    return [
        Grid("table-scenarios", t("report.scenario.scenarios_caption"), headings, rows),
        Paragraph(how),
    ]


def numbers(result: Result, t: Texts) -> Sequence[Paragraph | Grid]:
    """Return every number of the base, and those of others that differ from it."""
    base = list(numbers_used(result.readings[0]))
    of_base = {(n.key, n.from_on): n.value for n in base}
    differ = [
        (reading.scenario.name, *number_row(number, t))
        for reading in result.others
        for number in numbers_used(reading)
        if of_base.get((number.key, number.from_on), Decimal(-1)) != number.value
    ]
    headings = (
        t("report.scenario.number"),
        t("report.scenario.value"),
        t("report.scenario.source"),
    )
    caption = t("report.scenario.numbers_caption", base=result.found.base)
    blocks: list[Paragraph | Grid] = [
        Paragraph(t("report.scenario.numbers_intro")),
        Grid("table-numbers", caption, headings, [number_row(number, t) for number in base]),
    ]
    if differ:
        caption = t("report.scenario.numbers_differ", base=result.found.base)
        headings_all = (t("report.scenario.scenario"), *headings)
        blocks.append(Grid("table-numbers-other", caption, headings_all, differ))
    return blocks


def limits(result: Result, t: Texts) -> Sequence[Paragraph]:
    """Return what the page does not say."""
    some = [what for what in NOT if what != "shelter" or not sheltered(result)]
    return [Paragraph(t(f"report.scenario.not.{what}")) for what in some]


def number_row(number: Number, t: Texts) -> tuple[str, str, str]:
    """Return a number as people read it: what it is, how much, and who says so."""
    source = number.source[t.language]
    if number.origin is Origin.GIVEN:
        source = t("report.scenario.given")
    return " ".join(_name(number, t)), _value(number, t), source


def _name(number: Number, t: Texts) -> Iterator[str]:
    yield number.name[t.language]
    if number.of:
        what = ", ".join(f"{name} {plain(value)}" for name, value in number.of.items())
        yield f"({what})"
    if number.from_on is not None:
        yield t("report.scenario.from_on", day=t.day(number.from_on))


def _value(number: Number, t: Texts) -> str:
    """Return how much, with its unit; a dash where nothing is set."""
    value, unit = number.value, number.unit[t.language]
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return t("report.scenario.yes" if value else "report.scenario.no")
    if isinstance(value, Decimal):
        return f"{t.number(value)} {unit}"
    return str(value)
