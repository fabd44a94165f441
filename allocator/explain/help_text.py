"""A change that would house a household, in words; whole, or for a page that many may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from allocator.domain.instance import Instance
from allocator.explain.change import Part
from allocator.texts import Texts

# Where the names stand of what a kind of change is about.
NAMED = {
    "draagkracht": "wijken",
    "complex": "complexes",
    "supported": "complexes",
    "corporatie": "corporaties",
}


def help_sentence(instance: Instance, parts: Sequence[Part], t: Texts) -> str:
    """Return a change in words, for the housing team."""
    return t("explain.and").join(_part(instance, part, t) for part in parts)


def public_sentence(
    instance: Instance, parts: Sequence[Part], impersonal: Collection[str], t: Texts
) -> str:
    """Return a change in words that tell no personal trait.

    A home may have a label that says something about who fits in it, and so may a complex;
    rules other than ``impersonal`` do.  They are not named.
    """
    return t("explain.and").join(_public_part(instance, part, impersonal, t) for part in parts)


def _public_part(instance: Instance, part: Part, impersonal: Collection[str], t: Texts) -> str:
    if part.kind in ("draagkracht", "corporatie", "guidance"):
        return _part(instance, part, t)
    if part.kind == "rule" and part.subject in impersonal:
        return _part(instance, part, t)
    kind = "complex" if part.kind == "supported" else part.kind
    return t(f"explain.help.some.{kind}")


def _part(instance: Instance, part: Part, t: Texts) -> str:
    subject = part.subject
    if part.kind in NAMED:
        rows = getattr(instance, NAMED[part.kind])
        subject = {getattr(row, "code", None) or row.id: row.name for row in rows}[subject]
    if part.kind == "rule":
        return t("explain.help.rule", rule=t(f"rule.{subject}.name"))
    if part.kind == "priority":
        return t("explain.help.priority", subject=subject)
    return t.count(f"explain.help.{part.kind}", part.amount, subject=subject)
