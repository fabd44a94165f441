"""What to say when a relocation plan is asked a question."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.explain.shelter import SiteAlternative
from allocator.explain.shelter.words import Words
from allocator.explaining_shelter import OpenedShelter
from allocator.interpret_shelter import visits
from allocator.messages.costs import cost, nearest
from allocator.texts import Texts

WIDTH = 12


def site_document(
    opened: OpenedShelter, found: Sequence[SiteAlternative]
) -> list[dict[str, object]]:
    """Return alternatives as a document for ``--json``."""
    shelter = opened.shelter
    return [
        {
            "household": shelter.residents[one.household].id,
            "site": str(shelter.sites[one.site].id),
            "status": one.status,
            "blocked_by": list(one.blocked_by),
            "loss": one.loss,
            "exact": one.exact,
        }
        for one in found
    ]


class ShelterLines:
    """Writes what people read of one relocation plan."""

    def __init__(self, opened: OpenedShelter, t: Texts) -> None:
        self._opened, self._t = opened, t
        self._words = Words(opened.standing, t)

    def household(self, h: int) -> list[str]:
        """Return who a household is, where the plan has it when, and why."""
        t, words = self._t, self._words
        name = self._opened.shelter.residents[h].id
        stays = [
            f"{words.site(visit.site)} {words.months(visit.first, visit.last)}"
            for visit in visits(self._opened.shelter, self._opened.standing.plan)
            if visit.household == h
        ]
        key = "explain.resident" if stays else "explain.resident.nowhere"
        line = t(key, household=name, who=words.persons(h), stays="; ".join(stays))
        return [line, *(f"  {why}" for why in self._opened.why.get(name, ())), ""]

    def site(self, s: int) -> list[str]:
        """Return what a site is, and how many the plan has there."""
        plan, t = self._opened.standing.plan, self._t
        there = (plan == s).any(axis=1)
        persons = int(self._opened.shelter.persons[there].sum())
        return [
            t(
                "explain.site",
                site=str(self._opened.shelter.sites[s].id),
                name=self._words.site(s),
                households=t.count("households", int(there.sum())),
                persons=t.count("persons", persons),
            ),
            "",
        ]

    def alternatives(self, found: Sequence[SiteAlternative], *, of_site: bool) -> list[str]:
        """Return a line per alternative, the nearest first."""
        shelter = self._opened.shelter
        lines = []
        for one in sorted(found, key=nearest):
            household = shelter.residents[one.household].id
            name = household if of_site else str(shelter.sites[one.site].id)
            lines.append(f"{name:<{WIDTH}}{self._alternative(one)}")
        return lines

    def _alternative(self, one: SiteAlternative) -> str:
        t = self._t
        if one.status == "proposed":
            return t("explain.proposed.site")
        if one.status == "blocked":
            rules = "; ".join(f"[{c}] {self._words.rules([c])}" for c in one.blocked_by)
            return t("explain.blocked", rules=rules)
        if one.loss is None:
            return t("explain.no_plan.site")
        return t("explain.possible", cost=cost(one.loss, t, exact=one.exact))
