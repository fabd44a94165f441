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

    ``out`` gives of each subject that was placed or withdrawn the number of the log where it was,
    ``withdrawn`` that of each home.
    """

    placed: tuple[models.Placement, ...]
    out: dict[str, int]
    withdrawn: dict[str, int]
    day: date

    @classmethod
    def now(cls, day: date) -> Since:
        """Return what holds today."""
        rows = models.Placement.objects.filter(undone_n=None).select_related("candidate")
        placed = tuple(rows.order_by("n"))
        out = {p.candidate.subject_id: p.n for p in placed}
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
            there = [r for r in rows if self.out.get(r.subject_id, 0) <= r.since.get(BACK, 0)]
            return [facts.from_row(table, row, persons=()) for row in there]
        if table is facts.HOMES:
            units = {row.key: self.units(row) for row in rows}
            left = [row for row in rows if units[row.key] > 0]
            return [facts.from_row(table, row, units=units[row.key]) for row in left]
        more = self._more(table, rows)
        return [facts.from_row(table, row, **more(row)) for row in rows]

    def units(self, row: Any) -> int:
        """Return how many units of a home nobody has yet."""
        if self.withdrawn.get(row.ref, 0) > row.since.get("units", 0):
            return 0
        return int(row.units) - len(self._new(row, "units", lambda p: p.home == row.ref))

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

    def _new(
        self, row: Any, field: str, of_it: Callable[[models.Placement], bool]
    ) -> list[models.Placement]:
        """Return the placements that a figure of a row does not hold yet."""
        n = row.since.get(field, 0)
        return [p for p in self.placed if p.n > n and of_it(p)]

    def _of_task(self, row: Any) -> dict[str, Any]:
        new = self._new(row, "realised_persons", lambda p: row.from_on <= p.signed_on <= row.until)
        return {"realised_persons": row.realised_persons + sum(p.persons for p in new)}

    def _of_wijk(self, row: Any, inside: set[str]) -> dict[str, Any]:
        year = self.day.year
        new = self._new(
            row, "placed_persons", lambda p: p.wijk in inside and p.signed_on.year == year
        )
        return {"placed_persons": row.placed_persons + sum(p.counted for p in new)}

    def _of_corporatie(self, row: Any) -> dict[str, Any]:
        if row.max_placements is None:
            return {}
        new = self._new(row, "max_placements", lambda p: p.corporatie == row.ref)
        return {"max_placements": max(0, row.max_placements - len(new))}

    def _of_complex(self, row: Any) -> dict[str, Any]:
        persons = self._new(row, "placed_persons", lambda p: p.complex == row.ref)
        supported = self._new(row, "placed_supported", lambda p: p.complex == row.ref)
        return {
            "placed_persons": row.placed_persons + sum(p.counted for p in persons),
            "placed_supported": row.placed_supported + sum(bool(p.supported) for p in supported),
        }


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
