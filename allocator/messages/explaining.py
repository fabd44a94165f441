"""What to say when a plan is asked a question."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.explain.alternatives import Alternative
from allocator.explain.help_text import help_sentence
from allocator.explain.helping import Help
from allocator.explain.known import KnownPlan
from allocator.explain.rule_text import rule_sentence
from allocator.explaining import Opened, Price
from allocator.formulate import Case
from allocator.messages.costs import cost, nearest
from allocator.plan import Proposal
from allocator.rules.columns import takes_part
from allocator.texts import Texts


def alternatives_document(plan: KnownPlan, found: Sequence[Alternative]) -> list[dict[str, object]]:
    """Return alternatives as a document for ``--json``."""
    households, homes = plan.case.households.id.tolist(), plan.case.homes.id.tolist()
    return [
        {
            "household": households[one.household],
            "home": homes[one.home],
            "status": one.status,
            "blocked_by": list(one.blocked_by),
            "loss": one.loss,
            "exact": one.exact,
        }
        for one in found
    ]


class ExplainLines:
    """Writes what people read of one plan."""

    def __init__(self, opened: Opened, case: Case, t: Texts) -> None:
        self._opened, self._case, self._t = opened, case, t
        self._households, self._homes = takes_part(case.instance)
        self._given = dict(opened.pairs)

    def household(self, at: int) -> list[str]:
        """Return who a household is and what the plan says of it."""
        t, name = self._t, self._households[at].id
        home = self._given.get(name)
        key = "explain.household.placed" if home else "explain.household.left_out"
        line = t(key, household=name, home=home, who=self._who(at))
        return [line, f"  {self._opened.why[name]}", ""]

    def home(self, at: int) -> list[str]:
        """Return what a home is, who is proposed for it, and whether it has room."""
        t, row = self._t, self._homes[at]
        taken = sorted(h for h, home in self._given.items() if home == row.id)
        line = t.count("explain.home", row.units, home=row.id, taken=len(taken))
        return [f"{line} {', '.join(taken)}".rstrip(), ""]

    def alternatives(self, found: Sequence[Alternative], *, of_home: bool) -> list[str]:
        """Return a line per alternative, the nearest first."""
        lines = []
        for one in sorted(found, key=nearest):
            name = self._households[one.household].id if of_home else self._homes[one.home].id
            first, *more = self._alternative(one)
            lines += [f"{name:<12}{first}", *(f"{'':<14}{line}" for line in more)]
        return lines

    def _alternative(self, one: Alternative) -> list[str]:
        t = self._t
        if one.status == "proposed":
            return [t("explain.proposed")]
        if one.status == "blocked":
            names = "; ".join(self._rule(code, one) for code in one.blocked_by)
            return [t("explain.blocked", rules=names)]
        if one.loss is None:
            return [t("explain.no_plan")]
        line = t("explain.possible", cost=cost(one.loss, t, exact=one.exact))
        return [
            line,
            *(t("explain.waits", who=self._named(h)) for h in one.waits_longer),
            *(t("explain.gains", who=self._named(h)) for h in one.gains if h != one.household),
        ]

    def _rule(self, code: str, one: Alternative) -> str:
        household, home = self._households[one.household], self._homes[one.home]
        sentence = rule_sentence(code, household, home, self._case.instance, self._t)
        return f"[{code}] {sentence}"

    def _named(self, at: int) -> str:
        return f"{self._households[at].id} ({self._who(at)})"

    def _who(self, at: int) -> str:
        columns = self._case.households
        persons = self._t.count("persons", int(columns.persons[at]))
        return f"{persons}, {self._t.count('weeks', int(columns.weeks[at]))}"

    def help(self, found: Help) -> list[str]:
        """Return what would house a household."""
        t = self._t
        if not found.complete:
            return ["", t("explain.help.not_known")]
        if not found.parts:
            return ["", t("explain.help.nothing")]
        return [
            "",
            t("explain.help", change=help_sentence(self._case.instance, found.parts, t)),
        ]

    def price(self, price: Price) -> list[str]:
        """Return what decisions would do."""
        t = self._t
        at = {str(h.id): i for i, h in enumerate(self._households)}
        costs = cost(price.worse, t, exact=True)
        lines = [t("explain.price", cost=costs)]
        if price.plan.status != "optimal":
            lines.append(t("explain.price.not_proven"))
        lines += [t("explain.waits", who=self._named(at[h])) for h in price.waits_longer]
        lines += [t("explain.gains", who=self._named(at[h])) for h in price.gains]
        lines += [
            t("explain.moves", who=self._named(at[h]), now=now, then=then)
            for h, now, then in price.moves
        ]
        lines += [
            t(
                "cli.check.deviation",
                household=row.household,
                home=row.home,
                codes=", ".join(row.deviation),
            )
            for row in _overriding(self._opened, price)
        ]
        return lines


def help_document(household: str, found: Help | None) -> dict[str, object]:
    """Return what would house a household as a document for ``--json``."""
    document: dict[str, object] = {"household": household, "placed": found is None}
    if found is not None:
        document["complete"] = found.complete
        document["change"] = [
            {"kind": part.kind, "subject": part.subject, "amount": part.amount}
            for part in found.parts
        ]
    return document


def price_document(opened: Opened, price: Price) -> dict[str, object]:
    """Return what decisions would do as a document for ``--json``."""
    return {
        "status": price.plan.status,
        "tiers": [
            {
                "name": tier.name,
                "before": opened.values[tier.name],
                "after": tier.value,
                "loss": price.worse[tier.name],
                "optimal": tier.optimal,
            }
            for tier in price.plan.tiers
        ],
        "gains": list(price.gains),
        "waits_longer": list(price.waits_longer),
        "moves": [{"household": h, "from": now, "to": then} for h, now, then in price.moves],
        "deviations": [
            {"household": row.household, "home": row.home, "codes": list(row.deviation)}
            for row in _overriding(opened, price)
        ],
    }


def _overriding(opened: Opened, price: Price) -> list[Proposal]:
    """Return the proposals with which decisions override rules, that were not in the plan."""
    given = dict(opened.pairs)
    return [
        row
        for row in price.plan.proposals
        if row.deviation and given.get(row.household) != row.home
    ]
