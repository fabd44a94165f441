"""Looking through households: a page of those that match, each with where it stands now.

Sealed values are opened only to filter on them, and stand on no list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.domain.choices import Documents, Group
from allocator.rounds.case import policy
from allocator.rounds.found import YES_NO, Asked, Found, in_order, page_of, refuse_unknown
from allocator.rounds.secret_filters import SECRET, matching
from allocator.rounds.standing import HERE, OF_HOUSEHOLD, OUT, Households, Stands
from allocator.rounds.use import Actor, using
from allocator.rules.facts import ADULT_AGE, age_of
from allocator.store import models

ALL = "all"
INCOMPLETE = "incomplete"
LARGE = 6  # so many persons, or more
FILTERS: Mapping[str, tuple[str, ...]] = {
    "state": (HERE, *OF_HOUSEHOLD, ALL),
    "group": tuple(Group),
    "documents": (*Documents, INCOMPLETE),
    "size": tuple(str(n) for n in range(1, LARGE + 1)),
    "overdue": YES_NO,
    "hold": YES_NO,
    **SECRET,
}
ORDERS = ("id", "weeks", "persons", "state")
FIRST = "-weeks"
COLUMNS = (
    "ref", "subject_id", "group", "koppeldatum", "documents", "hold_until", "current_site",
    "since", "gone_n",
)  # fmt: skip


@dataclass(frozen=True)
class HouseholdRow:
    """A household in a list.

    ``weeks`` counts from the koppeldatum, ``None`` when there is none; ``overdue`` is whether
    that is more than the term.  ``held`` until a day, when that is still to come.
    """

    household: str
    group: str
    persons: int
    adults: int
    koppeldatum: date | None
    weeks: int | None
    overdue: bool
    documents: str
    held: date | None
    site: str | None
    stands: Stands


def households(actor: Actor, asked: Asked) -> Found[HouseholdRow]:
    """Return a page of the households that match; those that still take part when not asked else.

    Raises
    ------
    BadCall
        When a filter or an order does not exist.
    """
    refuse_unknown(asked, FILTERS, ORDERS)
    with using(actor, "browse_households") as use:
        rows = {row.subject_id: row for row in _facts()}
        all_rows = _rows(list(rows.values()), actor.today)
        matches = {s for s, row in all_rows.items() if _matches(row, asked)}
        secret = bool(asked.filters.keys() & SECRET.keys())
        if secret:
            use.about(matches)
            matches = matching(matches, asked.filters)
        found = in_order(
            [all_rows[subject] for subject in matches],
            asked.sort or FIRST, KEYS[(asked.sort or FIRST).removeprefix("-")],
            lambda row: row.household,
        )  # fmt: skip
        page = page_of(found, asked.page)
        refs = {row.ref: subject for subject, row in rows.items()}
        use.about(refs[row.household] for row in page.rows)
        # Of sealed values not how many match: of few people that would tell what they are.
        shown = {} if secret else {"shown": len(page.rows)}
        use.result = {"filters": sorted(asked.filters), **shown}
        return page


KEYS: dict[str, Callable[[HouseholdRow], Any]] = {
    "id": lambda row: row.household,
    "weeks": lambda row: row.weeks,
    "persons": lambda row: row.persons,
    "state": lambda row: OF_HOUSEHOLD.index(row.stands.state),
}


def _facts() -> Any:
    return models.Household.objects.values_list(*COLUMNS, named=True)


def _rows(facts: list[Any], day: date) -> dict[str, HouseholdRow]:
    """Return the row of each household, by subject."""
    stands = Households()
    births: dict[str, list[date]] = {}
    persons = models.Person.objects.filter(gone_n=None)
    for household, born in persons.values_list("household", "birth_date"):
        births.setdefault(household, []).append(born)
    term = policy().term_weeks if facts else 0
    return {
        row.subject_id: _row(row, births.get(row.ref, []), stands.of(row), day, term)
        for row in facts
    }


def row_of(row: Any, births: list[date], day: date) -> HouseholdRow:
    """Return the row of one household."""
    return _row(row, births, Households().of(row), day, policy().term_weeks)


def _row(row: Any, births: list[date], stands: Stands, day: date, term: int) -> HouseholdRow:
    waits = row.koppeldatum is not None and row.koppeldatum <= day
    weeks = (day - row.koppeldatum).days // 7 if waits else None
    return HouseholdRow(
        household=row.ref,
        group=row.group,
        persons=len(births),
        adults=sum(age_of(born, day) >= ADULT_AGE for born in births),
        koppeldatum=row.koppeldatum,
        weeks=weeks,
        overdue=weeks is not None and weeks > term,
        documents=row.documents,
        held=row.hold_until if row.hold_until is not None and row.hold_until > day else None,
        site=row.current_site,
        stands=stands,
    )


def _matches(row: HouseholdRow, asked: Asked) -> bool:
    """Whether a row matches all that can be seen without opening anything."""
    if asked.search.strip().casefold() not in row.household.casefold():
        return False
    given = {"state": HERE, **asked.filters} if not asked.search.strip() else asked.filters
    return all(TESTS[name](row, value) for name, value in given.items() if name in TESTS)


def _in_state(row: HouseholdRow, value: str) -> bool:
    if value == HERE:
        return row.stands.state not in OUT
    return value in (ALL, row.stands.state)


def _has_documents(row: HouseholdRow, value: str) -> bool:
    if value == INCOMPLETE:
        return row.documents != Documents.COMPLETE
    return row.documents == value


TESTS: dict[str, Callable[[HouseholdRow, str], bool]] = {
    "state": _in_state,
    "group": lambda row, value: row.group == value,
    "documents": _has_documents,
    "size": lambda row, value: min(row.persons, LARGE) == int(value),
    "overdue": lambda row, value: row.overdue == (value == "yes"),
    "hold": lambda row, value: (row.held is not None) == (value == "yes"),
}
