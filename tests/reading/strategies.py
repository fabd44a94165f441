"""Hypothesis strategies for sound instances: every column, every kind of value."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from allocator.domain import choices
from allocator.domain.decision import Decision, Points, Previous, SiteDecision
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance, Taakstelling
from allocator.domain.policy import (
    MATCHING_TIERS,
    RELOCATION_TIERS,
    FitPoints,
    Policy,
    RentLimits,
    TierOrder,
)
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk

PEILDATUM = date(2025, 4, 7)
# Signs that files must quote or escape, and text that looks like something else.
TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "0012", "1,5", "ja", 'a "b"; c, d', "regel 1\nregel 2", "http://x.nl", "-", "'",
         "_x0041_", "2025-04-07", "#1", "é\u0142\u0436", "a\\nb", "tab\tin", "𝕏", "&amp;<b>", "|"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6),
)  # fmt: skip
BOOLS = st.booleans()
COUNTS = st.integers(0, 40)
MAYBE_COUNT = st.none() | COUNTS
AMOUNTS = st.none() | st.decimals(0, 2000, places=3).map(lambda d: d + 0)
LATER = st.integers(0, 900).map(lambda days: PEILDATUM + timedelta(days=days))
EARLIER = st.integers(0, 900).map(lambda days: PEILDATUM - timedelta(days=days))
BIRTHS = st.dates(date(1900, 1, 1), PEILDATUM)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return a sorted choice from values."""
    if not values:
        return st.just(())
    return st.lists(st.sampled_from(values), max_size=2).map(lambda v: tuple(sorted(set(v))))


def maybe(values: list[str]) -> st.SearchStrategy[str | None]:
    """Return one of the values, or nothing."""
    return st.none() | st.sampled_from(values) if values else st.none()


def ids(prefix: str, least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Return ids, some of which look like numbers."""
    return st.integers(least, most).flatmap(
        lambda n: st.sampled_from([[f"{prefix}{i}" for i in range(n)], [f"0{i}" for i in range(n)]])
    )


POLICIES = st.builds(
    Policy,
    documents=st.sampled_from(["provisional", "required"]),
    priority_mode=st.sampled_from(["priority", "rooms_only", "equal"]),
    m2_per_person=st.sampled_from([Decimal(12), Decimal("10.125"), Decimal(0)]),
    share_age=st.sampled_from([12, 10]),
    couple_in_studio=BOOLS,
    care_exclusive=BOOLS,
    rent_limits=st.builds(RentLimits, youth_age=st.none() | st.just(23), small=AMOUNTS),
    max_placements=MAYBE_COUNT,
    fit=st.builds(FitPoints, adapted=st.integers(-50, 0)),
    tiers=st.builds(
        TierOrder,
        matching=st.permutations(MATCHING_TIERS).map(lambda t: tuple(t[:4])),
        relocation=st.just(RELOCATION_TIERS) | st.just(()),
    ),
    tolerance=st.dictionaries(st.sampled_from(MATCHING_TIERS), st.just(Decimal("0.5")), max_size=2),
    slack=st.dictionaries(st.sampled_from(RELOCATION_TIERS), st.just(3), max_size=2),
)


@st.composite
def homes(
    draw: st.DrawFn, id_: str, owners: list[str], areas: list[str], blocks: list[str]
) -> Home:
    """Return a home in any wijk and complex."""
    least = draw(st.integers(1, 3))
    start = draw(EARLIER | LATER)
    until = draw(st.none() | st.just(start + timedelta(days=400)))
    return draw(
        st.builds(
            Home, id=st.just(id_), corporatie=st.sampled_from(owners), wijk=st.sampled_from(areas),
            complex=maybe(blocks), kind=st.sampled_from(choices.HomeKind), bedrooms=COUNTS,
            area_m2=AMOUNTS, min_persons=st.just(least), max_persons=st.integers(least, 6),
            units=st.integers(1, 3), sharing=st.sampled_from(choices.Sharing), step_free=BOOLS,
            wheelchair=BOOLS, safe_place=BOOLS, support=st.sampled_from(choices.Support),
            target_group=st.sampled_from(choices.TargetGroup), rent_eur=AMOUNTS,
            available_from=st.just(start), available_until=st.just(until),
            bag_id=st.none() | st.just("0268100000000001"),
        )
    )  # fmt: skip


@st.composite
def persons(draw: st.DrawFn, household: str, areas: list[str]) -> tuple[Person, ...]:
    """Return one or more persons of a household, in order."""
    roles: list[choices.Role | None] = [choices.Role.HEAD, choices.Role.PARTNER, None]
    found = [
        draw(
            st.builds(
                Person, id=st.just(f"{household}-{i}"), household=st.just(household),
                birth_date=BIRTHS, gender=st.sampled_from(choices.Gender),
                role=st.just(roles[i]), lhbtiq=BOOLS,
                mobility=st.sampled_from(choices.Mobility), ex_amv=BOOLS, school_wijk=maybe(areas),
            )
        )
        for i in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    return tuple(found)


@st.composite
def households(draw: st.DrawFn, id_: str, areas: list[str], sites: list[str]) -> Household:
    """Return a household of either group."""
    group = draw(st.sampled_from(choices.Group))
    is_statushouder = group == choices.Group.STATUSHOUDER
    site = None if is_statushouder else draw(maybe(sites))
    here: dict[str, Any] = {"current_site": site}
    if site:
        here |= {"moved_in_on": draw(st.none() | EARLIER), "earlier_moves": draw(COUNTS)}
    elif not is_statushouder:
        here["arrives_on"] = draw(st.none() | LATER)
    if not is_statushouder:
        here["leaves_on"] = draw(st.none() | st.just(PEILDATUM + timedelta(days=1000)))
    return draw(
        st.builds(
            Household, id=st.just(id_), group=st.just(group), koppeling=maybe(areas),
            koppeldatum=EARLIER if is_statushouder else st.none(),
            documents=st.sampled_from(choices.Documents), nareis_persons=COUNTS,
            nareis_on=st.none() | LATER, preferred_wijken=some(areas),
            support=st.sampled_from(choices.Support), needs=some(list(choices.Need)),
            urgency=BOOLS, hold_until=st.none() | LATER, hold_reason=st.just("") | TEXTS,
            rent_limit_eur=AMOUNTS, keep_with=st.just("") | TEXTS,
            persons=persons(id_, areas), **{name: st.just(v) for name, v in here.items()},
        )
    )  # fmt: skip


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Return a sound instance, every table in order."""
    areas = draw(ids("w", 1, 3))
    owners, blocks = draw(ids("c", 1, 2)), draw(ids("x", 0, 2))
    sites, home_ids, people = draw(ids("s", 0, 2)), draw(ids("h", 0, 3)), draw(ids("p", 0, 4))
    wijken = [
        draw(st.builds(Wijk, code=st.just(code), name=TEXTS, within=maybe(areas[:i]),
                       draagkracht_persons=MAYBE_COUNT, placed_persons=COUNTS,
                       fair_share_persons=MAYBE_COUNT, shelter_persons_max=MAYBE_COUNT,
                       shelter_fair_share_persons=MAYBE_COUNT,
                       draagkracht_source=st.just("") | TEXTS))
        for i, code in enumerate(areas)
    ]  # fmt: skip
    everyone = [draw(households(id_, areas, sites)) for id_ in people]
    first = [h.id for h in everyone if h.group == choices.Group.STATUSHOUDER]
    second = [h.id for h in everyone if h.group == choices.Group.ONTHEEMDE]
    pairs = [(h, w) for h in first for w in home_ids if draw(BOOLS)]
    return Instance(
        name=draw(TEXTS),
        municipality=draw(st.sampled_from(["0268", "CR17", "9001"])),
        peildatum=PEILDATUM,
        horizon_days=draw(st.sampled_from([28, 14])),
        horizon_months=draw(st.sampled_from([24, 6])),
        lottery_seed=draw(st.integers(1, 10**18)),
        policy=draw(POLICIES),
        taakstelling=draw(_tasks()),
        wijken=tuple(wijken),
        corporaties=tuple(Corporatie(id=i, name=draw(TEXTS), max_placements=draw(MAYBE_COUNT))
                          for i in owners),
        complexes=tuple(Complex(id=i, name=draw(TEXTS), wijk=draw(st.sampled_from(areas)),
                                max_persons=draw(MAYBE_COUNT), placed_supported=draw(COUNTS))
                        for i in blocks),
        homes=tuple(draw(homes(i, owners, areas, blocks)) for i in home_ids),
        households=tuple(everyone),
        decisions=tuple(Decision(household=h, home=w, reason=draw(st.just("") | TEXTS),
                                 decision=choices.DecisionKind.REFUSED_BY_TEAM,
                                 decided_on=draw(st.none() | EARLIER)) for h, w in pairs),
        points=tuple(Points(household=h, home=w, points=draw(st.integers(-9, 9)),
                            reason=draw(TEXTS)) for h, w in pairs),
        previous=tuple(Previous(household=h, home=home_ids[0]) for h in first if home_ids),
        sites=tuple(draw(_site(i, areas)) for i in sites),
        rooms=tuple(RoomGroup(site=i, beds=b, count=draw(st.integers(1, 9)),
                              closes_on=draw(st.none() | LATER)) for i in sites for b in (1, 4)),
        site_decisions=tuple(SiteDecision(household=h, site=s, from_on=draw(st.none() | LATER),
                                          decision=choices.SiteDecisionKind.REFUSED)
                             for h in second for s in sites),
    )  # fmt: skip


@st.composite
def _site(draw: st.DrawFn, id_: str, areas: list[str]) -> Site:
    """Return a site that is open on the peildatum."""
    closes = draw(st.none() | LATER)
    extended = closes + timedelta(days=90) if closes and draw(BOOLS) else None
    return Site(
        id=id_, name=draw(TEXTS), wijk=draw(st.sampled_from(areas)),
        opens_on=draw(st.none() | EARLIER), closes_on=closes, extend_until=extended,
        max_persons=draw(MAYBE_COUNT), max_moves_in=draw(MAYBE_COUNT), care=draw(BOOLS),
        women_only=draw(BOOLS),
    )  # fmt: skip


@st.composite
def _tasks(draw: st.DrawFn) -> tuple[Taakstelling, ...]:
    """Return up to two half-years."""
    found = [
        Taakstelling(from_on=date(2025, 1, 1), until=date(2025, 6, 30), persons=draw(COUNTS),
                     backlog_persons=draw(st.integers(-5, 5))),
        Taakstelling(from_on=date(2025, 7, 1), until=date(2025, 12, 31), persons=draw(COUNTS)),
    ]  # fmt: skip
    return tuple(found[: draw(st.integers(0, 2))])
