"""Every figure of ``summary.json`` (interfaces.md) but seconds, solver and version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from allocator.check.case import Case
from allocator.check.claims import whole, written, wrong_key
from allocator.check.limits import Placement
from allocator.check.pairs import Pairs
from allocator.check.scarcity import TIER as SCARCITY
from allocator.check.tier_claims import all_optimal, wrong_tiers
from allocator.check.tiers import ranking_of
from allocator.check.verdict import Verdict, Violation


def wrong_summary(
    case: Case,
    pairs: Pairs,
    summary: Mapping[str, object],
    placements: Sequence[Placement],
    verdict: Verdict,
    digest: str,
) -> Iterator[Violation]:
    """Find wrong keys; ``placements`` are the known pairs, ``verdict`` is on their plan."""
    ranking = ranking_of(case, ahead=SCARCITY in verdict.tier_values)
    tiers = summary.get("tiers")
    expected: dict[str, object] = {
        "name": case.instance.name,
        "peildatum": case.day.isoformat(),
        "status": "optimal" if all_optimal(ranking, tiers) else "feasible",
        **_counts(case, placements),
        "deviations": len({d.household for d in verdict.deviations}),
        "possible_pairs": sum(pairs.possible(h).bit_count() for h in case.households),
        "input_digest": digest,
    }
    for key, right in expected.items():
        yield from wrong_key(key, summary.get(key, "–"), right)
    seed = summary.get("lottery_seed", "–")
    if not whole(seed):
        yield from wrong_key("lottery_seed", seed, case.instance.lottery_seed)
    yield from wrong_tiers(ranking, tiers, verdict.tier_values)
    persons = sum(case.households[h].persons for h, _ in placements)
    yield from _wrong_taakstelling(case, summary.get("taakstelling", "–"), persons)


def _counts(case: Case, placements: Sequence[Placement]) -> dict[str, object]:
    """Return the numbers of households and persons that the summary must give."""
    placed = {h for h, _ in placements}
    inside = [facts for h, facts in case.households.items() if h in placed]
    outside = [facts for h, facts in case.households.items() if h not in placed]
    return {
        "placed_households": len(inside),
        "placed_persons": sum(facts.persons for facts in inside),
        "unplaced_households": len(outside),
        "unplaced_persons": sum(facts.persons for facts in outside),
        "over_term_placed": sum(facts.weeks > case.policy.term_weeks for facts in inside),
        "provisional": sum(not facts.documents_complete for facts in inside),
    }


def _wrong_taakstelling(case: Case, found: object, persons: int) -> Iterator[Violation]:
    """Find a wrong list of half-years; its order does not matter."""
    expected: list[object] = []
    for task in case.instance.taakstelling:
        before = task.persons + task.backlog_persons - task.realised_persons
        now = task.from_on <= case.day <= task.until
        expected.append(
            {
                "until": task.until.isoformat(),
                "to_do_before": before,
                "to_do_after": before - persons if now else before,
            }
        )
    if not isinstance(found, list) or sorted(map(written, found)) != sorted(map(written, expected)):
        yield from wrong_key("taakstelling", found, expected)
