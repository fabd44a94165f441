"""The tiers of ``summary.json``: values, tolerances and bounds, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from allocator.check.claims import whole, wrong_key
from allocator.check.ranking import Ranking
from allocator.check.verdict import Violation

Claim = Mapping[str, object]


def wrong_tiers(ranking: Ranking, claims: object, values: Mapping[str, int]) -> Iterator[Violation]:
    """Find what is wrong in the list of tiers, given the recomputed ``values``."""
    optimised, reported = ranking.optimised, ranking.reported
    rows = rows_of(claims)
    names = [row.get("name") for row in rows]
    yield from wrong_key("tiers", names, [*optimised, *reported])
    for row in rows:
        name = row.get("name")
        if name in optimised or name in reported:
            yield from _wrong_figures(ranking, row, str(name), values)
        if name in optimised:
            yield from _wrong_proof(ranking, row, str(name), values)
        elif name in reported:
            for key in ("best", "bound", "optimal"):
                yield from wrong_key(f"tiers.{name}.{key}", row.get(key, "–"), None)


def rows_of(claims: object) -> Sequence[Claim]:
    """Return the tiers as far as they are a list of tables with a name."""
    if not isinstance(claims, list):
        return ()
    tables = [claim for claim in claims if isinstance(claim, dict)]
    return [table for table in tables if isinstance(table.get("name"), str)]


def proven(ranking: Ranking, claims: object, tier: str, value: int) -> bool:
    """Return whether a tier comes first and its plan value equals the bound claimed."""
    row = next((r for r in rows_of(claims) if r.get("name") == tier), {})
    return ranking.optimised[:1] == (tier,) and row.get("bound") == value


def all_optimal(ranking: Ranking, claims: object) -> bool:
    """Return whether every optimised tier claims to be optimal."""
    claimed = {row.get("name"): row.get("optimal") for row in rows_of(claims)}
    return all(claimed.get(name) is True for name in ranking.optimised)


def _wrong_figures(
    ranking: Ranking, row: Claim, name: str, values: Mapping[str, int]
) -> Iterator[Violation]:
    """Find a wrong sense or value."""
    yield from wrong_key(f"tiers.{name}.sense", row.get("sense"), ranking.senses[name])
    yield from wrong_key(f"tiers.{name}.value", row.get("value"), values[name])


def _wrong_proof(
    ranking: Ranking, row: Claim, name: str, values: Mapping[str, int]
) -> Iterator[Violation]:
    """Find a best value or bound that cannot be; a bound may be unknown (null)."""
    best, bound = row.get("best"), row.get("bound", "–")
    if not whole(best):
        yield from wrong_key(f"tiers.{name}.best", best, "int")
        return
    allowed = ranking.allowance(name, best)
    if ranking.better(name, best, values[name]) and abs(best - values[name]) > allowed:
        yield _fault("check.tolerance", name, values[name], best, allowed)
    yield from wrong_key(f"tiers.{name}.optimal", row.get("optimal"), best == bound)
    if bound is None:
        return
    if not whole(bound):
        yield from wrong_key(f"tiers.{name}.bound", bound, "int")
        return
    if ranking.better(name, best, bound):
        yield _fault("check.best_bound", name, best, bound)
    if ranking.better(name, values[name], bound):
        yield _fault("check.value_bound", name, values[name], bound)


def _fault(message: str, tier: str, found: int, limit: int, allowed: int = 0) -> Violation:
    """Return a fault on the value of a tier and what limits it."""
    values = (("tier", tier), ("found", found), ("limit", limit), ("allowed", allowed))
    return Violation("tier", message, values)
