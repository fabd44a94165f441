"""What the sentence of each household must say, worked out by the checker's plain Python."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.check import Pairs, blocked_by, capacities, case_of
from allocator.check.beside import Beside
from allocator.check.case import Case
from allocator.check.limits import loads
from allocator.check.measures import fit_parts
from allocator.domain.choices import Sharing
from allocator.domain.instance import Instance

Placements = Sequence[tuple[str, str]]


class Expected:
    """The facts behind the sentences of a plan."""

    def __init__(self, instance: Instance, placements: Placements) -> None:
        self.case: Case = case_of(instance)
        self.placements = placements
        self.pairs = Pairs(self.case)
        self.beside = Beside(self.case, self.pairs, placements)
        self.new = loads(self.case, placements)

    def waited(self, household: str) -> dict[str, int]:
        """Return the weeks, and those over the term when there are any."""
        weeks = self.case.households[household].weeks
        over = weeks - self.case.policy.term_weeks
        return {"n": weeks} | ({"over": over} if over > 0 else {})

    def placed(self, household: str, home: str) -> dict[str, dict[str, str]]:
        """Return the parts of the sentence of a proposal, after the weeks."""
        facts, place = self.case.households[household], self.case.homes[home]
        parts: dict[str, dict[str, str]] = {}
        if place.sharing == Sharing.NONE:
            needed = {"n": str(facts.bedrooms_needed), "bedrooms": str(place.bedrooms)}
            parts["why.bedrooms"] = needed
        else:
            parts["why.shared"] = {}
        holding = fit_parts(self.case, household, home)
        if "ties" in holding:
            parts["why.ties"] = {}
        if "nareis_room" in holding:
            parts["why.nareis_room"] = {"n": str(facts.nareis)}
        for area in self.case.areas[place.wijk]:
            wijk = self.case.wijken[area]
            if wijk.draagkracht_persons is not None:
                name, load, most = self.limit(f"draagkracht:{area}")
                parts["why.load"] = {"wijk": name, "load": load, "draagkracht": most}
                break
        if self.case.locks.get(household) == home:
            parts["why.locked"] = {}
            if codes := blocked_by(self.case, household, home):
                parts["why.deviation"] = {"rules": ",".join(codes)}
        return parts

    def limit(self, name: str) -> tuple[str, str, str]:
        """Return what people call a limit, what it carries with the plan, and its most."""
        kind, _, subject = name.partition(":")
        case, new = self.case, self.new[name]
        if kind == "draagkracht":
            wijk = case.wijken[subject]
            return wijk.name, str(wijk.placed_persons + new), str(wijk.draagkracht_persons)
        if kind == "complex":
            block = case.complexes[subject]
            return block.name, str(block.placed_persons + new), str(block.max_persons)
        if kind == "supported":
            block = case.complexes[subject]
            return block.name, str(block.placed_supported + new), str(block.max_supported)
        if kind == "corporatie":
            return case.corporaties[subject].name, str(new), str(capacities(case)[name])
        return "", str(len(self.placements)), str(case.policy.max_placements)

    def possible(self, household: str) -> set[str]:
        """Return the homes that pass the pair rules."""
        return set(self.pairs.names(self.pairs.possible(household)))

    def free(self, household: str) -> set[str]:
        """Return the possible homes with a free unit for the household."""
        gender = self.case.households[household].gender
        free = self.pairs.possible(household) & self.beside.free[gender]
        return set(self.pairs.names(free))

    def weeks_of_others(self, household: str) -> list[int]:
        """Return how long those wait who got the possible homes."""
        homes = self.possible(household)
        there = [h for h, home in self.placements if home in homes]
        return [self.case.households[h].weeks for h in there]
