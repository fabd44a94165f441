"""Facts with what was signed since.

A household that was placed, and a home of which every unit was let, are there no more;
``placed_persons`` of a wijk and the areas around it, of a complex, and ``realised_persons`` of a
half-year have grown; ``units`` and a corporatie's ``max_placements`` have shrunk.  A figure in a
file counts from the import in which it last changed: what was signed before is in it, what was
signed since is added.  Draagkracht is of a calendar year, so only placements of the year of the
peildatum count against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.store import facts, models
from allocator.store.facts import FactTable

# The field of a household that says since when it is (back) in the files.
BACK = "in"


@dataclass(frozen=True)
class Since:
    """What was signed or withdrawn, in order of the log.

    ``placed`` holds every lease, those taken back too.  ``out`` gives of each subject that was
    placed or withdrawn the number of the log where it was, ``withdrawn`` that of each home.
    """

    placed: tuple[models.Placement, ...]
    out: dict[str, int]
    withdrawn: dict[str, int]
    day: date

    @classmethod
    def now(cls, day: date) -> Since:
        """Return what holds today."""
        placed = tuple(models.Placement.objects.select_related("candidate").order_by("n"))
        out = {p.candidate.subject_id: p.n for p in placed if p.undone_n is None}
        withdrawn: dict[str, int] = {}
        for retired in models.Retired.objects.filter(back_n=None).order_by("n"):
            if retired.subject_id is not None:
                out[retired.subject_id] = max(retired.n, out.get(retired.subject_id, 0))
            elif retired.home is not None:
                withdrawn[retired.home] = retired.n
        return cls(placed, out, withdrawn, day)

    def things(self, table: FactTable) -> list[Any]:
        """Return the rows of a table that are still there; households without their persons."""
        rows: list[Any] = list(facts.present(table).values())
        if table is facts.HOUSEHOLDS:
            return [facts.from_row(table, row, persons=()) for row in rows if not self.is_out(row)]
        if table is facts.HOMES:
            units = {row.key: self.units(row) for row in rows}
            left = [row for row in rows if units[row.key] > 0]
            return [facts.from_row(table, row, units=units[row.key]) for row in left]
        more = self._more(table, rows)
        return [facts.from_row(table, row, **more(row)) for row in rows]

    def is_out(self, row: Any) -> bool:
        """Whether a household was placed or withdrawn, and is not back in the files since."""
        return self.out.get(row.subject_id, 0) > int(row.since.get(BACK, 0))

    def units(self, row: Any) -> int:
        """Return how many units of a home nobody has yet."""
        if self.withdrawn.get(row.ref, 0) > row.since.get("units", 0):
            return 0
        return int(row.units) - self._more_of(row, "units", lambda p: int(p.home == row.ref))

    def _more(self, table: FactTable, rows: list[Any]) -> Callable[[Any], dict[str, Any]]:
        """Return what gives the figures of a row that placements changed."""
        if table is facts.WIJKEN:
            inside = areas(rows)
            return lambda row: self._of_wijk(row, inside[row.code])
        of_table: dict[str, Callable[[Any], dict[str, Any]]] = {
            facts.TAAKSTELLING.name: self._of_task,
            facts.CORPORATIES.name: self._of_corporatie,
            facts.COMPLEXES.name: self._of_complex,
        }
        return of_table.get(table.name, lambda row: {})

    def _more_of(self, row: Any, field: str, amount: Callable[[models.Placement], int]) -> int:
        """Return what leases add to a figure of a row since the import that it stands from."""
        n = row.since.get(field, 0)
        return sum(amount(p) * _times(p, n) for p in self.placed)

    def _of_task(self, row: Any) -> dict[str, Any]:
        def amount(p: models.Placement) -> int:
            return p.persons if row.from_on <= p.signed_on <= row.until else 0

        more = self._more_of(row, "realised_persons", amount)
        return {"realised_persons": row.realised_persons + more}

    def _of_wijk(self, row: Any, inside: set[str]) -> dict[str, Any]:
        def amount(p: models.Placement) -> int:
            return p.counted if p.wijk in inside and p.signed_on.year == self.day.year else 0

        more = self._more_of(row, "placed_persons", amount)
        return {"placed_persons": row.placed_persons + more}

    def agreed_and_used(self, row: Any) -> tuple[int | None, int]:
        """Return of a corporatie how many placements a file said, and how many were signed since.

        Without an agreement all are counted.
        """
        return row.max_placements, self._more_of(
            row, "max_placements", lambda p: int(p.corporatie == row.ref)
        )

    def _of_corporatie(self, row: Any) -> dict[str, Any]:
        agreed, used = self.agreed_and_used(row)
        return {} if agreed is None else {"max_placements": max(0, agreed - used)}

    def _of_complex(self, row: Any) -> dict[str, Any]:
        def persons(p: models.Placement) -> int:
            return p.counted if p.complex == row.ref else 0

        def supported(p: models.Placement) -> int:
            return int(p.complex == row.ref and bool(p.supported))

        return {
            "placed_persons": row.placed_persons + self._more_of(row, "placed_persons", persons),
            "placed_supported": row.placed_supported
            + self._more_of(row, "placed_supported", supported),
        }


def _times(placement: models.Placement, n: int) -> int:
    """Return how often a lease adds to a figure that stands from number ``n`` of the log.

    Minus once when the figure held it, and it was taken back since.
    """
    signed = placement.n > n
    undone = placement.undone_n is not None and placement.undone_n > n
    return int(signed) - int(undone)


def areas(rows: list[Any]) -> dict[str, set[str]]:
    """Return of each wijk the codes of all wijken in it, itself too."""
    around = {row.code: row.within for row in rows}
    found: dict[str, set[str]] = {code: {code} for code in around}
    for code in around:
        area = around[code]
        while area is not None:
            found[area].add(code)
            area = around.get(area)
    return found
