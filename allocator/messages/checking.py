"""What to say about a check."""

from __future__ import annotations

from allocator.checking import Checked, differences
from allocator.messages.columns import columns, heading
from allocator.messages.errors import fault_document, violation_lines
from allocator.messages.instances import instance_counts
from allocator.texts import Texts


def check_lines(checked: Checked, t: Texts) -> list[str]:
    """Return the outcome of a check."""
    verdict = checked.verdict
    if verdict is None:
        counts = instance_counts(checked.instance)
        return [t("cli.check.sound", name=checked.instance.name, **counts)]
    lines = violation_lines(verdict.violations, t)
    for one in verdict.deviations:
        codes = ", ".join(one.codes)
        if one.site:
            named = {"household": one.household, "site": one.site, "codes": codes}
            lines.append(t("cli.check.deviation_site", **named))
        else:
            named = {"household": one.household, "home": one.home, "codes": codes}
            lines.append(t("cli.check.deviation", **named))
    if lines:
        lines.append("")
    lines += [*_tier_lines(checked, t), ""]
    if not all(tier.optimal for tier in checked.best if tier.optimal is not None):
        lines.append(t("cli.check.best_not_proven"))
    if not verdict.sound:
        return [*lines, t.count("cli.check.bad", len(verdict.violations))]
    return [*lines, t("cli.check.good_by_hand" if checked.by_hand else "cli.check.good")]


def _tier_lines(checked: Checked, t: Texts) -> list[str]:
    """Return the tier values, beside those of the best plan when there is one."""
    assert checked.verdict is not None  # noqa: S101 - the caller looked
    values = checked.verdict.tier_values
    if not checked.best:
        heads = heading(t, "cli.tiers.name", "cli.tiers.value")
        return [heads, *(columns(name, str(value)) for name, value in values.items())]
    worse = differences(values, checked.best)
    lines = [heading(t, "cli.tiers.name", "cli.tiers.value", "cli.tiers.best", "cli.tiers.worse")]
    for tier in checked.best:
        if tier.name in values:
            more = str(worse[tier.name])
            lines.append(columns(tier.name, str(values[tier.name]), str(tier.value), more))
    return lines


def check_document(checked: Checked, t: Texts) -> dict[str, object]:
    """Return the outcome of a check as a document for ``--json``."""
    verdict = checked.verdict
    document: dict[str, object] = {
        "sound": verdict is None or verdict.sound,
        "warnings": [fault_document(fault, t) for fault in checked.warnings],
    }
    if verdict is None:
        return document | instance_counts(checked.instance)
    document["violations"] = [
        {
            "rule": v.rule,
            "household": v.household,
            "home": v.home,
            "site": v.site,
            "wijk": v.wijk,
            "month": v.month,
            "message": v.render(t),
        }
        for v in verdict.violations
    ]
    document["deviations"] = [
        {"household": d.household}
        | ({"site": d.site} if d.site else {"home": d.home})
        | {"codes": list(d.codes)}
        for d in verdict.deviations
    ]
    best = {tier.name: tier for tier in checked.best}
    document["tiers"] = [
        {"name": name, "value": value}
        | ({"best": best[name].value, "optimal": best[name].optimal} if name in best else {})
        for name, value in verdict.tier_values.items()
    ]
    return document
