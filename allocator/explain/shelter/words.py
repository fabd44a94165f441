"""What the sentences about shelter share: names, months, lists and limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel.dates import format_date

from allocator.explain.shelter.standing import Limit, Standing
from allocator.texts import Texts

MOST_NAMES = 3


class Words:
    """Writes of one plan what comes back in many sentences."""

    def __init__(self, standing: Standing, texts: Texts) -> None:
        self._standing, self._texts = standing, texts

    def site(self, s: int) -> str:
        """Return the name of a site."""
        return self._standing.shelter.sites[s].name

    def sites(self, numbers: Sequence[int]) -> str:
        """Return the names of a few sites, and how many there are besides."""
        return self.few([self.site(s) for s in numbers])

    def few(self, names: Sequence[str]) -> str:
        """Return a few names, and how many there are besides."""
        some, more = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
        return some if more <= 0 else self._texts("why.shelter.and_more", names=some, more=more)

    def month(self, t: int) -> str:
        """Return a month as people write it: ``maart 2025``."""
        day = self._standing.shelter.months.last[t]
        return format_date(day, "MMMM yyyy", locale=self._texts.language)

    def months(self, first: int, last: int) -> str:
        """Return one month, or from which to which."""
        if first == last:
            return self._texts("why.shelter.in_month", month=self.month(first))
        return self._texts("why.shelter.from_to", first=self.month(first), last=self.month(last))

    def persons(self, h: int) -> str:
        """Return how many persons a household has."""
        return self._texts.count("persons", int(self._standing.problem.persons[h]))

    def limits(self, limits: Iterable[Limit], persons: str) -> list[str]:
        """Return which limits leave no room for so many persons, a text for each kind."""
        t, kinds = self._texts, dict[str, list[str]]()
        for limit in dict.fromkeys(limits):
            name = self.subject(limit)
            one = t("why.shelter.of_most", name=name, there=limit.there, most=limit.most)
            kinds.setdefault(limit.kind, []).append(one)
        return [
            t(f"why.shelter.limit.{kind}", persons=persons, names=self.few(names))
            for kind, names in kinds.items()
        ]

    def subject(self, limit: Limit) -> str:
        """Return the name of the site or wijk of a limit."""
        if limit.kind == "shelter_persons_max":
            return self._standing.shelter.instance.wijken[limit.subject].name
        return self.site(limit.subject)

    def rules(self, codes: Iterable[str]) -> str:
        """Return the short names of rules."""
        return ", ".join(self._texts(f"why.shelter.rule.{code}") for code in codes)


def sentences(parts: Iterable[str]) -> str:
    """Return parts as sentences."""
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts if part)
