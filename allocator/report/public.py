"""Reasons without personal traits, for the page: needs, age and gender stay out of its rows.

The full sentences, in the CSV files, name the rules and limits in the way.  Some of these give
a trait away: who meets a limit on households with support needs support, who is blocked by
the rule on safe places needs one.  A rule or limit that does so is left out here, and which
complex has reached its limit is never told, as a complex may be for one group, nor which homes
stand open to somebody.  For the same reason the page has no fit points.
"""

from __future__ import annotations

from collections.abc import Mapping

from allocator.plan import Proposal, Unplaced
from allocator.texts import Texts

IMPERSONAL = (
    "AVAILABLE",
    "HOLD",
    "DOCUMENTS",
    "KOPPELING",
    "PRIORITY",
    "SIZE",
    "BEDROOMS",
    "SPARE",
    "AREA",
    "REFUSED",
)
"""Rules that look at the process, the persons that the rows give, or the rooms they need."""
COMPLEX_LIMITS = ("complex", "supported")


def reason(row: Unplaced, names: Mapping[str, str], t: Texts) -> str:
    """Return why a household is left out, as far as the page may tell.

    ``names`` gives what people call a wijk or a corporatie, by the name of its limit.
    """
    if row.reason == "no_home":
        return _no_home(row.detail, t)
    if row.reason == "limit":
        return _limits(row.detail, names, t)
    if row.reason == "choice":  # without the homes, which may be for one group
        return t("report.why.choice")
    return _without_wait(row.why, row.weeks, t)


def _no_home(detail: str, t: Texts) -> str:
    """Return that no home is possible, and the impersonal rules, that of most homes first.

    How many homes each blocks is not told: what is missing to all homes is the others' work.
    """
    counts = [item.split(":") for item in detail.split("|") if item]
    told = [(-int(n), code) for code, n in counts if code in IMPERSONAL]
    said = t("report.why.no_home")
    if not told:
        return said
    rules = ", ".join(t(f"rule.{code}.name") for _, code in sorted(told))
    return f"{said}; {t('report.why.rules', rules=rules)}"


def _limits(detail: str, names: Mapping[str, str], t: Texts) -> str:
    """Return which limits are in the way; that of a complex without its name."""
    told = []
    for limit in detail.split("|"):
        kind = limit.partition(":")[0]
        kind = "complex" if kind in COMPLEX_LIMITS else kind
        said = t(f"report.limit.{kind}", name=names.get(limit, ""))
        if said not in told:
            told.append(said)
    return t("report.why.limit", limits=", ".join(told))


def placed(row: Proposal, t: Texts) -> str:
    """Return why a household is proposed for its home, without the rules that are overridden."""
    said = row.why
    if row.deviation:
        overridden = ", ".join(t(f"rule.{code}.name") for code in row.deviation)
        said = said.removesuffix(f"; {t('why.deviation', rules=overridden)}")
    return _without_wait(said, row.weeks, t)


def _without_wait(why: str, weeks: int, t: Texts) -> str:
    """Return a sentence of the plan without the weeks it begins with: they have a column."""
    first, separator, rest = why.partition("; ")
    return rest if separator and first.startswith(t.count("why.waited", weeks)) else why


def deviation(row: Proposal, t: Texts) -> str:
    """Return which rules a decision overrides, the personal ones without their name."""
    told = []
    for code in row.deviation:
        personal = code not in IMPERSONAL
        said = t("report.deviations.personal") if personal else t(f"rule.{code}.name")
        if said not in told:
            told.append(said)
    return ", ".join(told)
