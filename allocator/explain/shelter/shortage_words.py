"""The sentences beside months without a place: the rule or limit, and what would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from allocator.explain.shelter.change import Change, candidates
from allocator.explain.shelter.standing import Limit, Standing
from allocator.explain.shelter.trial import Trial
from allocator.explain.shelter.without import Suiting, Without
from allocator.explain.shelter.words import Words, sentences
from allocator.rules.shelter.site_rules import SITE_RULES
from allocator.texts import Texts

# What is said of sites that would do, in this order, with the limits after the rooms.
ROOMS = ("full_in", "full_at_times")
FULL = (*ROOMS, "notice", "closed")


class ShortageWhy:
    """Writes the sentences of the shortages of one plan."""

    def __init__(self, standing: Standing, suiting: Suiting, texts: Texts) -> None:
        self._standing, self._texts = standing, texts
        self._words, self._suiting = Words(standing, texts), suiting

    def __call__(self, row: Without, change: Change | None, found: Trial | None) -> str:
        """Return why a household is without a place in these months.

        Parameters
        ----------
        change
            The smallest change that would give it a place, if any would.
        found
            What would become of the tiers (``priority`` only).
        """
        if found is not None:
            return sentences(self._priority(found))
        why = {"no_site": self._no_site, "closed": self._closed, "full": self._full}[row.reason]
        needed = self._site_needed(row) if change is None else self._change(change)
        return sentences([why(row), needed])

    def _no_site(self, row: Without) -> str:
        """Return how many sites each rule forbids."""
        standing, t, h = self._standing, self._texts, row.household
        sites = range(len(standing.shelter.sites))
        if not sites:
            return t("why.shelter.no_sites_at_all")
        counts: Counter[str] = Counter()
        for s in sites:
            counts.update(standing.codes(h, s))
            counts["DECIDED"] += standing.is_refused(h, s, row.last)
            counts["rooms"] += not self._suiting.has_rooms(h, s)
        order = [rule.code for rule in SITE_RULES] + ["DECIDED", "rooms"]
        told = ", ".join(f"{self._words.rules([c])} {counts[c]}" for c in order if counts[c])
        return t.count("why.shelter.no_site", len(sites), counts=told)

    def _closed(self, row: Without) -> str:
        """Return which sites would do, if they were there."""
        sites = self._suiting.sites(row.household, row.last)
        return self._texts(
            "why.shelter.all_closed",
            months=self._words.months(row.first, row.last),
            sites=self._words.sites(sites),
        )

    def _full(self, row: Without) -> str:
        """Return what is in the way in the sites that would do."""
        standing, t, h = self._standing, self._texts, row.household
        sites: dict[str, list[int]] = {name: [] for name in FULL}
        told: list[Limit] = []
        for s, stays in candidates(standing, self._suiting, h, row.months):
            may = [m for m in row.months if not standing.barriers(h, s, m, first=stays)]
            if not may:
                early = any(standing.has_notice(h, s, m) for m in row.months)
                sites["notice" if early else "closed"].append(s)
            lacking = [m for m in may if not standing.has_rooms(h, s, m, first=stays)]
            if lacking:
                sites["full_in" if lacking == may else "full_at_times"].append(s)
            told += self._first_limits(h, s, may, stays=stays)
        months, persons = self._words.months(row.first, row.last), self._words.persons(h)
        parts = {
            kind: t(
                f"why.shelter.sites.{kind}",
                months=months,
                persons=persons,
                sites=self._words.sites(named),
            )
            for kind, named in sites.items()
            if named
        }
        rooms = [text for kind, text in parts.items() if kind in ROOMS]
        others = [text for kind, text in parts.items() if kind not in ROOMS]
        return "; ".join([*rooms, *self._words.limits(told, persons), *others])

    def _first_limits(self, h: int, s: int, months: list[int], *, stays: bool) -> list[Limit]:
        """Return the limit in the way in a site, in the first of some months that has one."""
        for m in months:
            enters = int(self._standing.before[h, m]) != s and m == months[0]
            limits = self._standing.limits(h, s, m, first=stays, enters=enters)
            if limits:
                return list(limits[:1])
        return []

    def _change(self, change: Change) -> str:
        """Return what would give the household a place."""
        site, parts = self._words.site(change.site), self._parts(change)
        if not parts:
            return self._texts("why.shelter.may_stay", site=site)
        return self._texts("why.shelter.needed", site=site, parts=_listed(parts, self._texts))

    def _parts(self, change: Change) -> list[str]:
        """Return each change."""
        t, words, site = self._texts, self._words, self._words.site(change.site)
        parts = []
        if change.opens is not None:
            parts.append(t("why.shelter.open_from", site=site, day=t.day(change.opens)))
        if change.closes is not None:
            parts.append(t("why.shelter.open_until", site=site, day=t.day(change.closes)))
        if change.rooms is not None:
            rooms = _listed([self._rooms(b, n, change) for b, n in _sizes(change)], t)
            when = words.months(change.rooms.first, change.rooms.last)
            parts.append(t("why.shelter.rooms_open", rooms=rooms, site=site, months=when))
        for limit in change.limits:
            parts.append(
                t.count(
                    f"why.shelter.higher.{limit.kind}",
                    limit.over,
                    subject=words.subject(limit),
                    most=limit.most + limit.over,
                )
            )
        if change.first_move_month is not None:
            month = words.month(change.first_move_month)
            parts.append(t("why.shelter.earlier", month=month))
        return parts

    def _rooms(self, beds: int, number: int, change: Change) -> str:
        """Return how many rooms of a size."""
        size = self._texts.count("why.shelter.beds", beds)
        if change.rooms is not None and change.rooms.wheelchair:
            return self._texts.count("why.shelter.wheelchair_rooms", number, size=size)
        return self._texts.count("why.shelter.rooms", number, size=size)

    def _site_needed(self, row: Without) -> str:
        """Return what a site would need, when rules forbid every site there is."""
        t, standing, h = self._texts, self._standing, row.household
        household = standing.shelter.residents[h].household
        policy = standing.shelter.instance.policy
        parts = []
        if household.koppeling is not None:
            names = {str(w.code): w.name for w in standing.shelter.instance.wijken}
            area = names.get(str(household.koppeling), str(household.koppeling))
            parts.append(t("why.shelter.needs.area", area=area))
        if policy.care_strict and standing.shelter.residents[h].intensive:
            parts.append(t("why.shelter.needs.care"))
        room = "wheelchair_room" if standing.shelter.residents[h].wheelchair else "room"
        parts.append(t(f"why.shelter.needs.{room}", persons=self._words.persons(h)))
        return t("why.shelter.needs", parts=", ".join(parts))

    def _priority(self, found: Trial) -> list[str]:
        """Return where the household could be, and what that does to the tiers."""
        t, site = self._texts, self._words.site(found.site)
        months = self._words.months(found.first, found.last)
        could = t("why.shelter.could", site=site, months=months)
        if not found.changes:
            return [could, t("why.shelter.nothing_changes")]
        if found.worse is None:
            better = self._tier(found.changes[0])
            return [could, t("why.shelter.nothing_worse", better=better)]
        worse = self._tier(found.worse)
        if found.explains:
            return [could, t("why.shelter.worse", worse=worse)]
        better = self._tier(found.changes[0])
        return [could, t("why.shelter.better_first", better=better, worse=worse)]

    def _tier(self, change: tuple[str, int]) -> str:
        """Return by how much a tier gets higher or lower."""
        name, by = change
        tier, unit = self._texts(f"report.tier.{name}"), self._texts(f"report.tier.{name}.unit")
        message = "why.shelter.tier_higher" if by > 0 else "why.shelter.tier_lower"
        return self._texts(message, tier=tier, unit=unit, by=abs(by))


def _sizes(change: Change) -> list[tuple[int, int]]:
    """Return the sizes of the extra rooms, and how many of each."""
    beds = () if change.rooms is None else change.rooms.beds
    return sorted(Counter(beds).items())


def _listed(parts: Sequence[str], texts: Texts) -> str:
    """Return parts as a list that ends with ``en``."""
    if len(parts) == 1:
        return parts[0]
    return texts("why.shelter.and", parts=", ".join(parts[:-1]), last=parts[-1])
