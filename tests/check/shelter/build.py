"""Small relocation plans for the tests of the checker; a month is written by its number."""

from __future__ import annotations

from datetime import date
from typing import Any

from allocator.check import ShelterVerdict, Stay, check_stays
from allocator.check.shelter.case import ShelterCase, shelter_case
from allocator.check.shelter.places import Places, places_of
from allocator.domain.decision import SiteDecision
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk

DAY = date(2025, 4, 10)
MONTHS = ("2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09")
LAST = len(MONTHS) - 1
WIJKEN = (
    Wijk(code="hatert", name="Hatert", within="noord"),
    Wijk(code="noord", name="Noord"),
    Wijk(code="zuid", name="Zuid"),
)
MAN = {"gender": "m"}


def ontheemde(id_: str, *ages: int, **columns: Any) -> Household:
    """Return a household of women of these ages; ``people`` changes persons by position."""
    people: dict[int, dict[str, Any]] = columns.pop("people", {})
    persons = tuple(
        Person.model_validate(
            {
                "id": f"{id_}-{i}",
                "household": id_,
                "birth_date": date(DAY.year - age, DAY.month, DAY.day),
                "gender": "f",
                **people.get(i, {}),
            }
        )
        for i, age in enumerate(ages)
    )
    given = {"group": "ontheemde", **columns}
    return Household.model_validate({"id": id_, "persons": persons, **given})


def site(id_: str, **columns: Any) -> Site:
    """Return a site in hatert that is open all the time."""
    return Site.model_validate({"id": id_, "name": id_, "wijk": "hatert", **columns})


def rooms(site: str, beds: int, count: int = 1, **columns: Any) -> RoomGroup:
    """Return a group of rooms."""
    return RoomGroup.model_validate({"site": site, "beds": beds, "count": count, **columns})


def instance(
    households: list[Household],
    sites: list[Site],
    groups: list[RoomGroup],
    *,
    policy: dict[str, Any] | None = None,
    **tables: Any,
) -> Instance:
    """Return an instance of three wijken and six months from April 2025."""
    given: dict[str, Any] = {
        "name": "tiny",
        "municipality": "0268",
        "peildatum": DAY,
        "horizon_months": len(MONTHS),
        "wijken": WIJKEN,
        "corporaties": (),
        "homes": (),
        "policy": Policy.model_validate(policy or {}),
        **tables,
    }
    return Instance(households=tuple(households), sites=tuple(sites), rooms=tuple(groups), **given)


def stay(household: str, site: str, rooms: str, first: int = 0, last: int = LAST) -> Stay:
    """Return a stay; ``rooms`` as ``2-01|2-02``."""
    ids = tuple(f"{site}/{room}" for room in rooms.split("|") if room)
    return Stay(household, site, ids, MONTHS[first], MONTHS[last])


def lock(household: str, site: str, from_on: date | None = None) -> SiteDecision:
    """Return a lock."""
    return SiteDecision(household=household, site=site, decision="lock", from_on=from_on)


def refused(household: str, site: str, from_on: date | None = None) -> SiteDecision:
    """Return a refusal."""
    return SiteDecision(household=household, site=site, decision="refused", from_on=from_on)


Found = tuple[str, str, str, int]


def faults(given: Instance, *stays: Stay) -> list[Found]:
    """Return the rule, the household, the site or wijk, and the month of each fault."""
    return [
        (v.rule, v.household, v.site or v.wijk, MONTHS.index(v.month) if v.month else -1)
        for v in check_stays(given, stays).violations
    ]


def messages(given: Instance, *stays: Stay) -> list[str]:
    """Return the message of each fault."""
    found = check_stays(given, stays).violations
    return [v.message.removeprefix("check.shelter.") for v in found]


def verdict(given: Instance, *stays: Stay) -> ShelterVerdict:
    """Return what the checker says, of a plan without faults."""
    found = check_stays(given, stays)
    assert found.violations == ()
    return found


def tiers(given: Instance, *stays: Stay) -> dict[str, int]:
    """Return the tiers that are not 0, of a plan without faults."""
    return {name: value for name, value in verdict(given, *stays).tier_values.items() if value}


def laid_out(given: Instance, *stays: Stay) -> tuple[ShelterCase, Places]:
    """Return the case and who is where."""
    case = shelter_case(given)
    return case, places_of(case, stays)[0]
