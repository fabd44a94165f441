"""What to say about households and homes that were looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allocator.messages.columns import aligned
from allocator.rounds.browsing import HouseholdRow
from allocator.rounds.browsing_homes import HomeRow
from allocator.rounds.found import Found
from allocator.texts import Texts

HOUSEHOLD_COLUMNS = ("household", "group", "persons", "weeks", "documents", "stands", "home")
HOME_COLUMNS = ("home", "corporatie", "wijk", "bedrooms", "left", "stands", "household")


def households_document(found: Found[HouseholdRow]) -> dict[str, Any]:
    """Return a page of households."""
    return {
        **_page(found),
        "households": [
            {
                "household": row.household,
                "group": row.group,
                "persons": row.persons,
                "adults": row.adults,
                "koppeldatum": None if row.koppeldatum is None else row.koppeldatum.isoformat(),
                "weeks": row.weeks,
                "overdue": row.overdue,
                "documents": row.documents,
                "hold_until": None if row.held is None else row.held.isoformat(),
                "current_site": row.site,
                "state": row.stands.state,
                "home": row.stands.home,
                "round": row.stands.round,
            }
            for row in found.rows
        ],
    }


def households_lines(found: Found[HouseholdRow], t: Texts) -> list[str]:
    """Return a page of households as a table."""
    rows = [
        (
            row.household, row.group, str(row.persons), _or_none(row.weeks), row.documents,
            _stands(row.stands.state, t), row.stands.home or "",
        )
        for row in found.rows
    ]  # fmt: skip
    return [*_table(HOUSEHOLD_COLUMNS, rows, t), _said(found, t)]


def homes_document(found: Found[HomeRow]) -> dict[str, Any]:
    """Return a page of homes."""
    return {
        **_page(found),
        "homes": [
            {
                "home": row.home,
                "corporatie": row.corporatie,
                "wijk": row.wijk,
                "kind": row.kind,
                "bedrooms": row.bedrooms,
                "max_persons": row.max_persons,
                "units": row.units,
                "left": row.left,
                "adapted": list(row.adapted),
                "target_group": row.target_group,
                "rent_eur": None if row.rent is None else str(row.rent),
                "available_from": row.available_from.isoformat(),
                "state": row.state,
                "candidates": [
                    {"household": household, "state": state} for household, state in row.candidates
                ],
            }
            for row in found.rows
        ],
    }


def homes_lines(found: Found[HomeRow], t: Texts) -> list[str]:
    """Return a page of homes as a table."""
    rows = [
        (
            row.home, row.corporatie, row.wijk, str(row.bedrooms), str(row.left),
            _stands(row.state, t), ", ".join(household for household, _ in row.candidates),
        )
        for row in found.rows
    ]  # fmt: skip
    return [*_table(HOME_COLUMNS, rows, t), _said(found, t)]


def _stands(state: str, t: Texts) -> str:
    return t(f"pages.stands.{state}")


def _table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]], t: Texts) -> list[str]:
    heading = tuple(t(f"rounds.browse.{name}") for name in names)
    return aligned([heading, *rows], text_columns=len(heading)) if rows else []


def _said(found: Found[Any], t: Texts) -> str:
    return t.count("rounds.found", found.found, page=found.page, pages=found.pages)


def _page(found: Found[Any]) -> dict[str, Any]:
    return {"found": found.found, "page": found.page, "pages": found.pages}


def _or_none(number: int | None) -> str:
    return "" if number is None else str(number)
