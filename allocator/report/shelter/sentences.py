"""What the page says of a relocation plan in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocator.domain.instance import Instance
from allocator.report.public import IMPERSONAL
from allocator.report.shelter.figures.deviations import SiteDeviation
from allocator.report.shelter.figures.households import pupils
from allocator.report.shelter.figures.months import MonthFigure, worst
from allocator.report.shelter.figures.sites import SiteFigure
from allocator.report.shelter.shown import PERSON_MONTHS, UNITS, ShelterShown, chosen
from allocator.shelter_plan import RelocationPlan
from allocator.texts import Texts


@dataclass(frozen=True)
class KeyFigure:
    """A number that stands out at the head of the page; ``tone`` is a class of its style."""

    value: str
    what: str
    tone: str


def lead(
    plan: RelocationPlan, months: tuple[MonthFigure, ...], show: ShelterShown, t: Texts
) -> tuple[str, str]:
    """Say who has no place, who moves and what is proven; and before it what the plan is about."""
    said = [_without(plan, months, show, t), _moving(plan, t)]
    proven = plan.status == "optimal"
    said.append(t("report.summary.proven" if proven else "report.summary.not_proven"))
    said += [
        t("report.shelter.lead.slip", site=site, months=f"{months:+d}")
        for site, months in plan.slips.items()
    ]
    households = t.count("households", plan.households)
    persons = t.count("persons", plan.persons)
    if not plan.months:
        return t("report.shelter.lead.bare", households=households, persons=persons), " ".join(said)
    first, last = show.month(plan.months[0]), show.month(plan.months[-1])
    values = {"households": households, "persons": persons, "first": first, "last": last}
    return t("report.shelter.lead", **values), " ".join(said)


def _without(
    plan: RelocationPlan, months: tuple[MonthFigure, ...], show: ShelterShown, t: Texts
) -> str:
    """Say how many are without a place in some month, and in which most."""
    people = {row.household: row.persons for row in plan.shortages}
    peak = worst(months)
    return t(
        chosen("report.shelter.lead.without", len(people)),
        households=t.count("households", len(people)),
        persons=t.count("persons", sum(people.values())),
        month=show.month(peak.month) if peak else "",
        most=t.count("persons", peak.without) if peak else "",
    )


def _moving(plan: RelocationPlan, t: Texts) -> str:
    """Say how many move."""
    return t(
        chosen("report.shelter.lead.moves", plan.moved_households),
        households=t.count("households", plan.moved_households),
        persons=t.count("persons", plan.moved_persons),
    )


def key_figures(
    plan: RelocationPlan, months: tuple[MonthFigure, ...], show: ShelterShown, t: Texts
) -> list[KeyFigure]:
    """Return the numbers at the head of the page."""
    peak = worst(months)
    without = (
        t("report.shelter.key.without", month=show.month(peak.month))
        if peak
        else t("report.shelter.key.without.none")
    )
    counted = value_of(plan, "extension")
    stretched = sum(month.extended for month in months) if counted is None else counted
    ranked = [tier for tier in plan.tiers if tier.optimal is not None]
    proven = sum(bool(tier.optimal) for tier in ranked)
    everybody = show.number(plan.persons)
    said = t("report.shelter.key.proven.value", proven=proven, all=len(ranked))
    return [
        KeyFigure(show.number(peak.without if peak else 0), without, "bad" if peak else "fine"),
        KeyFigure(
            show.number(plan.moved_persons), t("report.shelter.key.moves", persons=everybody), ""
        ),
        KeyFigure(
            show.number(stretched),
            t("report.shelter.key.extension"),
            "warm" if stretched else "fine",
        ),
        KeyFigure(
            said, t("report.shelter.key.proven"), "fine" if proven == len(ranked) else "warm"
        ),
    ]


def tier_sentences(plan: RelocationPlan, show: ShelterShown, t: Texts) -> Iterator[str]:
    """Say what each tier costs: its value in words, with its unit."""
    planned = sum(move.persons for move in plan.moves if move.kind == "move")
    for tier in plan.tiers:
        amount = show.amount(UNITS[tier.name], tier.value)
        said = t(f"report.shelter.said.{tier.name}", amount=amount)
        coming = tier.value - planned if tier.name == "moves" else 0
        if coming:
            said += " " + t("report.shelter.said.coming", number=show.number(coming))
        yield said


def announced(plan: RelocationPlan, show: ShelterShown, t: Texts) -> str:
    """Say how many are elsewhere than an earlier plan announced, and for how long."""
    changed = {row.household: row.persons for row in plan.announced or () if row.changed}
    return t(
        chosen("report.shelter.announced.changed", len(changed)),
        households=t.count("households", len(changed)),
        persons=t.count("persons", sum(changed.values())),
        amount=show.amount(PERSON_MONTHS, value_of(plan, "announced") or 0),
    )


def again(plan: RelocationPlan, show: ShelterShown, t: Texts) -> str:
    """Say how many moves come soon after another."""
    moves = [move for move in plan.moves if move.repeat]
    return t(
        chosen("report.shelter.again", len(moves)),
        number=show.number(len(moves)),
        persons=t.count("persons", sum(move.persons for move in moves)),
    )


def school(instance: Instance, plan: RelocationPlan, show: ShelterShown, t: Texts) -> str:
    """Say how often a child moves out of the wijk of its school."""
    children = show.number(pupils(instance))
    moves = value_of(plan, "school")
    if moves is None:
        return t("report.shelter.school.unknown", children=children)
    message = chosen("report.shelter.school.moves", moves)
    return t(message, children=children, number=show.number(moves))


def value_of(plan: RelocationPlan, tier: str) -> int | None:
    """Return the value of a tier, ``None`` where the plan does not have it."""
    return next((found.value for found in plan.tiers if found.name == tier), None)


def extension(
    plan: RelocationPlan, sites: Sequence[SiteFigure], show: ShelterShown, t: Texts
) -> str:
    """Say what the tier leaves out of the person-months in extended sites; nothing if nothing.

    A site that closes in the first month is still open in it for those who live there.
    """
    counted = value_of(plan, "extension")
    if counted is None or counted == sum(site.person_months for site in sites):
        return ""
    return t("report.shelter.extension.counted", amount=show.amount(PERSON_MONTHS, counted))


def deviation(row: SiteDeviation, names: Mapping[str, str], t: Texts) -> str:
    """Say who deviates from which rules, the personal ones without their name."""
    rules = dict.fromkeys(
        t(f"rule.{code}.name") if code in IMPERSONAL else t("report.deviations.personal")
        for code in row.codes
    )
    return t(
        "report.shelter.deviations.row",
        household=row.household,
        site=names[row.site],
        rules=", ".join(rules),
    )


def room_changes(plan: RelocationPlan, show: ShelterShown, t: Texts) -> str:
    """Say how often somebody changes rooms within a site, and how few times it could be."""
    value, bound = plan.room_changes, plan.room_changes_bound
    said = t("report.shelter.rooms.value", amount=show.amount(PERSON_MONTHS, value))
    if bound == value:
        proof = t("report.shelter.rooms.proven")
    elif not bound:  # that there are 0 or more says nothing
        proof = t("report.shelter.rooms.unknown")
    else:
        proof = t("report.shelter.rooms.bound", bound=show.number(bound))
    return f"{said} {proof}"
