"""What the columns of a household say together, and of the site it lives in."""

from __future__ import annotations

from datetime import date

from allocator.domain.choices import Group
from allocator.reading.faults import Faults
from allocator.reading.rows import Rows
from allocator.reading.source import Source


def check(source: Source, faults: Faults) -> None:
    """Note households whose columns contradict each other."""
    rows = source.tables["households"]
    _check_mandatory_koppeldatum(rows, faults)
    _check_needs(rows, faults)
    if source.settings.peildatum:
        _check_sites(rows, source.tables["sites"], source.settings.peildatum, faults)
        _check_departure(rows, source.settings.peildatum, faults)


def _check_mandatory_koppeldatum(rows: Rows, faults: Faults) -> None:
    """Note statushouders without a koppeldatum."""
    if "koppeldatum" not in rows.headings and rows.lines:
        if Group.STATUSHOUDER in rows.values["group"]:
            faults.add(
                rows.file, rows.heading_line, "koppeldatum", "reading.missing_column",
                dutch=rows.table.column("koppeldatum").dutch,
            )  # fmt: skip
        return
    groups, days = rows.values["group"], rows.values["koppeldatum"]
    for line, group, day in zip(rows.lines, groups, days, strict=True):
        if group == Group.STATUSHOUDER and day is None:
            rows.note(faults, line, "koppeldatum", "reading.no_koppeldatum")


def _check_needs(rows: Rows, faults: Faults) -> None:
    """Note moved_in_on without a current_site, and arrives_on with one."""
    sites = rows.values["current_site"]
    columns = rows.values["moved_in_on"], rows.values["arrives_on"]
    for line, site, moved_in, arrives in zip(rows.lines, sites, *columns, strict=True):
        if site is None and isinstance(moved_in, date):
            rows.note(faults, line, "moved_in_on", "reading.moved_in_nowhere", found=moved_in)
        if isinstance(site, str) and isinstance(arrives, date):
            rows.note(
                faults, line, "arrives_on", "reading.arrives_but_is_here", found=arrives, site=site
            )


def _check_sites(rows: Rows, sites: Rows, peildatum: date, faults: Faults) -> None:
    """Note those who live in a site that is not open on the peildatum."""
    opens = {id_: day for _, id_, day in sites.given("id", "opens_on")}
    closes = {id_: day for _, id_, day in sites.given("id", "closes_on")}
    extended = {id_: day for _, id_, day in sites.given("id", "extend_until")}
    for line, site in rows.given("current_site"):
        if site in opens and opens[site] > peildatum:
            rows.note(
                faults, line, "current_site", "reading.site_not_open",
                found=site, opens=opens[site], peildatum=peildatum,
            )  # fmt: skip
        end = extended.get(site, closes.get(site))
        if site in closes and end is not None and end < peildatum:
            rows.note(
                faults, line, "current_site", "reading.site_closed", warning=True,
                found=site, closes=end, peildatum=peildatum,
            )  # fmt: skip


def _check_departure(rows: Rows, peildatum: date, faults: Faults) -> None:
    """Warn of households that have left: they take no part in any month."""
    for line, leaves in rows.given("leaves_on"):
        if leaves < peildatum:
            rows.note(
                faults, line, "leaves_on", "reading.has_left", warning=True,
                found=leaves, peildatum=peildatum,
            )  # fmt: skip
