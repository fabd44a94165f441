"""What an alternative costs, in words, and which of them come first."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.explain.alternatives import Alternative
from allocator.explain.shelter import SiteAlternative
from allocator.texts import Texts

ORDER = {"proposed": 0, "possible": 1, "blocked": 2}


def cost(loss: Mapping[str, int | None], t: Texts, *, exact: bool) -> str:
    """Return what a plan loses, tier by tier; at least, when it is not exact."""
    # A bound below 0 only says that a loose tier may get better.
    lost = {name: n for name, n in loss.items() if n and (exact or n > 0)}
    if len(lost) > 1:  # the lottery only says something when all else is equal
        lost.pop("lottery", None)
    parts = [_tier(name, n, t) for name, n in lost.items()]
    if exact:
        return ", ".join(parts) or t("explain.costs_nothing")
    return t("explain.at_least", cost=", ".join(parts)) if parts else t("explain.not_known")


def _tier(name: str, n: int, t: Texts) -> str:
    key = "explain.worse" if n > 0 else "explain.better"
    return t(key, tier=t(f"report.tier.{name}"), n=abs(n))


def nearest(one: Alternative | SiteAlternative) -> tuple[object, ...]:
    """Return what orders alternatives: proposed, then by cost, then blocked by the fewest."""
    losses = tuple((n is None, n or 0) for n in (one.loss or {}).values())
    return ORDER[one.status], one.loss is None, losses, len(one.blocked_by)
