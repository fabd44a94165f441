"""Pair rules on how people live there: SHARING, SAFETY, SUPPORT, TRANSIT, REFUSED."""

from __future__ import annotations

from allocator.domain.choices import Gender, HomeKind, Sharing, Support
from allocator.rules.access_rules import no_numbers
from allocator.rules.arrays import BoolArray, equals
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.home_rules import young_ex_amv
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.rule import PROGRAMME, SETTING, Rule


def sharing(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a shared home for who needs one alone or has another gender."""
    return (
        (p.shared & h.own_home)
        | (equals(p.sharing, Sharing.WOMEN) & ~equals(h.gender, Gender.F))
        | (equals(p.sharing, Sharing.MEN) & ~equals(h.gender, Gender.M))
        | (equals(p.sharing, Sharing.SAME) & equals(h.gender, Gender.X))
    )


def safety(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a shared home that is not assessed as safe, for who needs that."""
    return p.shared & h.safe_place & ~p.safe_place


def support(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home without intensive support on site, for who needs that."""
    return equals(h.support, Support.INTENSIVE) & ~equals(p.support, Support.INTENSIVE)


def transit(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a doorstroomlocatie, but for singles, young ex-AMV and who waits for nareis."""
    welcome = equals(h.persons, 1) | young_ex_amv(h) | (h.nareis > 0)
    return equals(p.kind, HomeKind.DOORSTROOM) & ~welcome


def refused(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a pair that the corporatie, the household or the team refused."""
    return c.refused.at(h.position, p.position) > 0


RULES = (
    Rule("SHARING", f"{SETTING}: wie een woning kan delen", sharing, no_numbers),
    Rule(
        "SAFETY",
        f"{PROGRAMME}: matching let op gender en seksuele voorkeur; {SETTING}",
        safety,
        no_numbers,
    ),
    Rule(
        "SUPPORT",
        f"{SETTING}: intensieve begeleiding alleen met aanbod ter plaatse",
        support,
        no_numbers,
    ),
    Rule(
        "TRANSIT",
        f"{PROGRAMME}: doorstroomlocaties voor alleenstaanden, wachtenden op gezin en ex-AMV",
        transit,
        no_numbers,
    ),
    Rule("REFUSED", "besluit van de corporatie, het huishouden of het team", refused, no_numbers),
)
