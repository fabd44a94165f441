"""The tier ``scarcity`` of a plan that looks ahead, from its table ``prices.csv`` alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from allocator.check.beside import Beside
from allocator.check.case import Case
from allocator.check.claims import Row
from allocator.check.limits import Placement
from allocator.check.verdict import Violation
from allocator.domain.choices import Support

TIER = "scarcity"
TABLE = "prices.csv"
KINDS = ("household", "home", "wijk", "complex", "supported")

Prices = Mapping[tuple[str, str], int]


def prices_of(rows: Sequence[Row]) -> Prices:
    """Return the prices that can be read, by kind and id."""
    found = {}
    for row in rows:
        price = _whole(row.get("price", ""))
        if price is not None:
            found[row.get("kind", ""), row.get("id", "")] = price
    return found


def wrong_prices(case: Case, rows: Sequence[Row]) -> Iterator[Violation]:
    """Find rows that are no price, of nothing that exists, or there twice."""
    known = {
        "household": set(case.households),
        "home": set(case.homes),
        "wijk": set(case.wijken),
        "complex": set(case.complexes),
        "supported": set(case.complexes),
    }
    seen = set()
    for row in rows:
        kind, subject, price = (row.get(name, "") for name in ("kind", "id", "price"))
        if subject not in known.get(kind, set()) or (kind, subject) in seen:
            message = "check.row_twice" if (kind, subject) in seen else "check.row_extra"
            values = (("table", TABLE), ("id", f"{kind} {subject}"))
            yield Violation("figure", message, values)
        elif _whole(price) is None:
            yield Violation("figure", "check.cell", _expected(subject, price))
        seen.add((kind, subject))


def scarcity(case: Case, prices: Prices, placements: Sequence[Placement]) -> int:
    """Return what the placements cost later."""
    return sum(_price(case, prices, household, home) for household, home in placements)


def left_empty(
    case: Case, prices: Prices, beside: Beside, placed: AbstractSet[str]
) -> Iterator[Violation]:
    """Find homes that are left empty for a price, and who could have them beside the plan.

    With a price below 0 it is another tier that keeps it empty, or the plan is not proven.
    """
    for household in case.households:
        if household in placed:
            continue
        reason, homes = beside.reason(household)
        for home in homes.split("|") if reason == "choice" else ():
            if _price(case, prices, household, home) >= 0:
                yield Violation("addable", "check.addable", household=household, home=home)


def _price(case: Case, prices: Prices, household: str, home: str) -> int:
    """Return the price of one pair: household, home, and the room that it takes."""
    facts, place = case.households[household], case.homes[home]
    total = prices.get(("household", household), 0) + prices.get(("home", home), 0)
    for area in case.areas[place.wijk]:
        if case.wijken[area].draagkracht_persons is not None:
            total += facts.counted * prices.get(("wijk", area), 0)
    if place.complex is not None:
        complex_ = case.complexes[place.complex]
        if complex_.max_persons is not None:
            total += facts.counted * prices.get(("complex", place.complex), 0)
        if complex_.max_supported is not None and facts.support != Support.NONE:
            total += prices.get(("supported", place.complex), 0)
    return total


def _expected(subject: str, price: str) -> tuple[tuple[str, str], ...]:
    """Return what is said of a price that is no whole number."""
    return (
        ("table", TABLE),
        ("column", "price"),
        ("id", subject),
        ("found", price),
        ("expected", "int"),
    )


def _whole(text: str) -> int | None:
    """Return a text as an integer, ``None`` when it is none."""
    bare = text.removeprefix("-")
    return int(text) if bare.isascii() and bare.isdigit() and len(bare) < 19 else None
