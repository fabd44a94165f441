"""Every figure of ``summary.json`` of a relocation plan but seconds, solver and version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from allocator.check.claims import whole, wrong_key
from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.moves import Move
from allocator.check.shelter.places import Places
from allocator.check.shelter.tiers import ANNOUNCED, shelter_ranking
from allocator.check.tier_claims import all_optimal, wrong_tiers
from allocator.check.verdict import ShelterVerdict, Violation


def wrong_shelter_summary(
    case: ShelterCase,
    places: Places,
    moves: Sequence[Move],
    summary: Mapping[str, object],
    verdict: ShelterVerdict,
    digest: str,
) -> Iterator[Violation]:
    """Find wrong keys; ``verdict`` is on the stays of the plan."""
    ranking = shelter_ranking(case, announced=ANNOUNCED in verdict.tier_values)
    tiers = summary.get("tiers")
    expected: dict[str, object] = {
        "name": case.instance.name,
        "peildatum": case.instance.peildatum.isoformat(),
        "status": "optimal" if all_optimal(ranking, tiers) else "feasible",
        **_counts(case, places, moves),
        "deviations": len({d.household for d in verdict.deviations}),
        "input_digest": digest,
    }
    for key, right in expected.items():
        yield from wrong_key(key, summary.get(key, "–"), right)
    yield from wrong_tiers(ranking, tiers, verdict.tier_values)
    yield from _wrong_room_changes(summary.get("room_changes"), verdict.room_changes)


def _counts(case: ShelterCase, places: Places, moves: Sequence[Move]) -> dict[str, object]:
    """Return the numbers of households and persons that the summary must give."""
    persons = {household: facts.persons for household, facts in case.households.items()}
    moved = {move.household for move in moves if move.kind == "move"}
    return {
        "households": len(persons),
        "persons": sum(persons.values()),
        "moved_households": len(moved),
        "moved_persons": sum(persons[household] for household in moved),
        "unsheltered_households": sum(bool(places.without(household)) for household in persons),
    }


def _wrong_room_changes(found: object, value: int) -> Iterator[Violation]:
    """Find a wrong value, or a bound above it; the bound may be unknown (null)."""
    claim = found if isinstance(found, dict) else {}
    yield from wrong_key("room_changes.value", claim.get("value", "–"), value)
    bound = claim.get("bound", "–")
    if bound is not None and not whole(bound):
        yield from wrong_key("room_changes.bound", bound, "int")
    elif bound is not None and bound > value:
        values = (("found", value), ("limit", bound))
        yield Violation("figure", "check.shelter.room_changes_bound", values)
