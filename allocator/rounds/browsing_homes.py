"""Looking through homes: a page of those that match, each with where it stands now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from allocator.domain.choices import HomeKind, TargetGroup
from allocator.rounds.browsing import ALL
from allocator.rounds.found import Asked, Found, in_order, page_of, refuse_unknown
from allocator.rounds.standing import HERE, OF_HOME, OUT, Homes, HomeStands
from allocator.rounds.use import Actor, using
from allocator.store import models

MANY = 5  # so many bedrooms, or more
ADAPTED = ("wheelchair", "step_free", "safe_place", "none")
FILTERS: Mapping[str, Sequence[str] | None] = {
    "state": (HERE, *OF_HOME, ALL),
    "corporatie": None,
    "wijk": None,
    "kind": tuple(HomeKind),
    "bedrooms": tuple(str(n) for n in range(MANY + 1)),
    "adapted": ADAPTED,
    "target_group": tuple(TargetGroup),
}
ORDERS = ("id", "corporatie", "wijk", "bedrooms", "rent", "available_from")
FIRST = "available_from"


@dataclass(frozen=True)
class HomeRow:
    """A home in a list.

    ``units`` of the file, ``left`` nobody has yet.  ``candidates`` are the households on the way
    to it, each with how far it is.
    """

    home: str
    corporatie: str
    corporatie_name: str
    wijk: str
    wijk_name: str
    kind: str
    bedrooms: int
    max_persons: int
    units: int
    left: int
    adapted: tuple[str, ...]
    target_group: str
    rent: Decimal | None
    available_from: date
    state: str
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Places:
    """What homes can be filtered on: corporaties and wijken that have any, with their names."""

    corporaties: tuple[tuple[str, str], ...]
    wijken: tuple[tuple[str, str], ...]


def homes(actor: Actor, asked: Asked) -> tuple[Found[HomeRow], Places]:
    """Return a page of the homes that match; those that still take part when not asked else.

    Raises
    ------
    BadCall
        When a filter or an order does not exist.
    """
    refuse_unknown(asked, FILTERS, ORDERS)
    with using(actor, "browse_homes") as use:
        owners = dict(models.Corporatie.objects.values_list("ref", "name"))
        wijken = dict(models.Wijk.objects.values_list("code", "name"))
        stands = Homes(actor.today)
        known = _refs()
        rows = [
            _row(row, stands.of(row), owners, wijken, known) for row in models.Home.objects.all()
        ]
        found = in_order(
            [row for row in rows if _matches(row, asked)],
            asked.sort or FIRST, KEYS[(asked.sort or FIRST).removeprefix("-")],
            lambda row: row.home,
        )  # fmt: skip
        page = page_of(found, asked.page)
        subject = {ref: subject for subject, ref in known.items()}
        use.about(
            subject[household]
            for row in page.rows
            for household, _ in row.candidates
            if household in subject
        )
        use.result = {"filters": sorted(asked.filters), "shown": len(page.rows)}
        return page, _places(rows)


KEYS: dict[str, Callable[[HomeRow], Any]] = {
    "id": lambda row: row.home,
    "corporatie": lambda row: row.corporatie_name,
    "wijk": lambda row: row.wijk_name,
    "bedrooms": lambda row: row.bedrooms,
    "rent": lambda row: row.rent,
    "available_from": lambda row: row.available_from,
}


def _refs() -> dict[str, str]:
    known = models.Subject.objects.exclude(ref=None).values_list("pk", "ref")
    return {pk: ref or "" for pk, ref in known}


def _row(
    row: models.Home,
    stands: HomeStands,
    owners: Mapping[str, str],
    wijken: Mapping[str, str],
    known: Mapping[str, str],
) -> HomeRow:
    return HomeRow(
        home=row.ref,
        corporatie=row.corporatie,
        corporatie_name=owners.get(row.corporatie, row.corporatie),
        wijk=row.wijk,
        wijk_name=wijken.get(row.wijk, row.wijk),
        kind=row.kind,
        bedrooms=row.bedrooms,
        max_persons=row.max_persons,
        units=row.units,
        left=stands.left,
        adapted=tuple(name for name in ADAPTED[:-1] if getattr(row, name)),
        target_group=row.target_group,
        rent=None if row.rent_eur is None else Decimal(row.rent_eur),
        available_from=row.available_from,
        state=stands.state,
        candidates=tuple((known.get(subject, ""), state) for subject, state in stands.candidates),
    )


def _places(rows: Sequence[HomeRow]) -> Places:
    return Places(
        tuple(sorted({(row.corporatie, row.corporatie_name) for row in rows}, key=_name)),
        tuple(sorted({(row.wijk, row.wijk_name) for row in rows}, key=_name)),
    )


def _name(place: tuple[str, str]) -> str:
    return place[1].casefold()


def _matches(row: HomeRow, asked: Asked) -> bool:
    search = asked.search.strip().casefold()
    if search not in row.home.casefold():
        return False
    given = asked.filters if search else {"state": HERE, **asked.filters}
    return all(TESTS[name](row, value) for name, value in given.items())


def _in_state(row: HomeRow, value: str) -> bool:
    return row.state not in OUT if value == HERE else value in (ALL, row.state)


def _is_adapted(row: HomeRow, value: str) -> bool:
    return not row.adapted if value == ADAPTED[-1] else value in row.adapted


TESTS: dict[str, Callable[[HomeRow, str], bool]] = {
    "state": _in_state,
    "corporatie": lambda row, value: row.corporatie == value,
    "wijk": lambda row, value: row.wijk == value,
    "kind": lambda row, value: row.kind == value,
    "bedrooms": lambda row, value: min(row.bedrooms, MANY) == int(value),
    "adapted": _is_adapted,
    "target_group": lambda row, value: row.target_group == value,
}
