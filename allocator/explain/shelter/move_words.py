"""The sentences beside a move: why away, why there, and what else there was."""

from __future__ import annotations

from allocator.explain.shelter.moves import (
    Elsewhere,
    Went,
    broken_rules,
    elsewhere,
    members,
)
from allocator.explain.shelter.standing import Standing
from allocator.explain.shelter.without import Suiting
from allocator.explain.shelter.words import Words, sentences
from allocator.texts import Texts
from models.relocation import NONE


class MoveWhy:
    """Writes the sentences of the moves of one plan."""

    def __init__(self, standing: Standing, suiting: Suiting, texts: Texts) -> None:
        self._standing, self._texts = standing, texts
        self._words, self._suiting = Words(standing, texts), suiting

    def __call__(self, went: Went) -> str:
        """Return why a household goes elsewhere."""
        begin = self._entry(went) if went.before < 0 else self._leaves(went)
        if went.to < 0:
            return sentences([begin, self._texts("why.shelter.no_place_after")])
        others = elsewhere(self._standing, self._suiting, went)
        return sentences([begin, self._others(went, others), self._stay(went, others)])

    def _entry(self, went: Went) -> str:
        """Return that a household enters a site, and why this one."""
        household = self._standing.shelter.residents[went.household].household
        comes = int(self._standing.problem.first[went.household])
        arrives = household.arrives_on is not None and went.month == comes
        message = "why.shelter.arrives" if arrives else "why.shelter.enters"
        site, month = self._words.site(went.to), self._words.month(went.month)
        parts = [self._texts(message, month=month, site=site)]
        if locked := self._locked(went):
            parts.append(locked)
        elif went.reason == "need":
            parts.append(self._suits_better(went))
        elif went.reason == "room":
            parts.append(self._texts("why.shelter.only_site"))
        elif went.reason == "together":
            parts.append(self._together(went))
        return "; ".join(parts)

    def _leaves(self, went: Went) -> str:
        """Return why a household leaves a site."""
        return {
            "closes": self._closes,
            "need": self._need,
            "room": self._room,
            "together": self._together,
            "other": self._other,
        }[went.reason](went)

    def _closes(self, went: Went) -> str:
        t, site = self._texts, self._standing.shelter.sites[went.before]
        months, name = self._standing.shelter.months, self._words.site(went.before)
        closes = site.closes_on
        if site.extend_until is not None and closes is not None:
            closes = max(closes, site.extend_until)
        if closes is not None and closes < months.last[went.month]:
            return t("why.shelter.closes", site=name, day=t.day(closes))
        return t("why.shelter.closed_in", site=name, month=self._words.month(went.month))

    def _need(self, went: Went) -> str:
        codes = broken_rules(self._standing, went.household, went.before, went.month)
        if codes:
            site, rules = self._words.site(went.before), self._words.rules(codes)
            return self._texts("why.shelter.rules", site=site, rules=rules)
        return self._suits_better(went)

    def _suits_better(self, went: Went) -> str:
        t, name = self._texts, self._words.site(went.to)
        resident = self._standing.shelter.residents[went.household]
        site = self._standing.shelter.sites[went.to]
        old = self._standing.shelter.sites[went.before] if went.before >= 0 else None
        if site.care and resident.intensive and not (old and old.care):
            return t("why.shelter.care", site=name)
        return t("why.shelter.suits_better", site=name)

    def _room(self, went: Went) -> str:
        standing, h, s, t = self._standing, went.household, went.before, went.month
        first = standing.starts_first(h, s, t)
        if not standing.has_rooms(h, s, t, first=first):
            return self._texts(
                "why.shelter.room",
                site=self._words.site(s),
                month=self._words.month(t),
                persons=self._words.persons(h),
            )
        limits = standing.limits(h, s, t, first=first, enters=False)
        found = "; ".join(self._words.limits(limits, self._words.persons(h)))
        return self._texts("why.shelter.room_limit", month=self._words.month(t), limits=found)

    def _together(self, went: Went) -> str:
        standing, h, t = self._standing, went.household, went.month
        there = members(standing, h, went.to, t)
        site = self._words.site(went.to)
        return self._texts.count("why.shelter.together", there, site=site)

    def _other(self, went: Went) -> str:
        t, standing = self._texts, self._standing
        site, month = self._words.site(went.before), self._words.month(went.month)
        if standing.is_refused(went.household, went.before, went.month):
            return t("why.shelter.rules", site=site, rules=t("why.shelter.rule.DECIDED"))
        if went.to < 0:
            return t("why.shelter.loses", site=site, month=month)
        to = self._words.site(went.to)
        begin = t("why.shelter.could_stay", site=site, month=month, to=to)
        return "; ".join(part for part in (begin, self._locked(went)) if part)

    def _locked(self, went: Went) -> str:
        """Return that a decision says so, if one does."""
        to, begin = self._standing.locked_from.get(went.household, (NONE, 0))
        if to != went.to or to == NONE or went.month < begin:
            return ""
        return self._texts("why.shelter.locked", site=self._words.site(to))

    def _others(self, went: Went, others: Elsewhere) -> str:
        """Return what the other sites come to, those that come nearest first."""
        t, words, month = self._texts, self._words, self._words.month(went.month)
        persons = words.persons(went.household)
        if self._locked(went):
            return ""
        parts = []
        if others.full:
            names = words.sites(others.full)
            parts.append(t("why.shelter.sites.full", month=month, persons=persons, sites=names))
        parts += words.limits([limit for _, limit in others.limited], persons)
        if others.shorter:
            names = ", ".join(
                t.count("why.shelter.shorter", months, site=words.site(s))
                for s, months in others.shorter[:3]
            )
            parts.append(t("why.shelter.only_so_long", sites=names))
        for kind in ("notice", "closed", "unsuited"):
            if getattr(others, kind):
                parts.append(
                    t(f"why.shelter.sites.{kind}", sites=words.sites(getattr(others, kind)))
                )
        return "; ".join(parts)

    def _stay(self, went: Went, others: Elsewhere) -> str:
        """Return how long the household stays, and where else it could have gone."""
        t, months = self._texts, went.last + 1 - went.month
        site = self._words.site(went.to)
        if went.last == int(self._standing.problem.last[went.household]):
            stay = t("why.shelter.stays_till_end", site=site, month=self._words.month(went.last))
        else:
            stay = t.count("why.shelter.stays", months, site=site)
        if not others.possible or self._locked(went):
            return stay
        names = self._words.sites(others.possible)
        parts = [stay, t("why.shelter.also_possible", sites=names)]
        if went.reason != "other" or went.before < 0:
            parts.append(t("why.shelter.whole_plan"))
        return "; ".join(parts)
