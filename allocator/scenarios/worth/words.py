"""What there may be more of, in words."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain.choices import Sharing, Support, TargetGroup
from allocator.domain.home import Home
from allocator.domain.instance import Instance
from allocator.scenarios.worth.things import OF_SITES, Item, Thing
from allocator.texts import Texts


def named(item: Item, instance: Instance, t: Texts) -> str:
    """Return what an item is: a home of a type, a wijk, a corporatie, a complex or a site."""
    if item.thing is Thing.HOME:
        return _home(item.id, instance, t)
    places = {
        Thing.DRAAGKRACHT: {str(wijk.code): wijk.name for wijk in instance.wijken},
        Thing.CORPORATIE: {str(owner.id): owner.name for owner in instance.corporaties},
    }
    if item.thing in OF_SITES:
        return next(site.name for site in instance.sites if site.id == item.id)
    complexes = {str(one.id): one.name for one in instance.complexes}
    return places.get(item.thing, complexes)[item.id]


def _home(home_id: str, instance: Instance, t: Texts) -> str:
    """Return the type of a home, and the home that stands for it."""
    (home,) = (home for home in instance.homes if home.id == home_id)
    (wijk,) = (wijk.name for wijk in instance.wijken if wijk.code == home.wijk)
    return t("report.worth.home", type=", ".join(_type(home, t)), home=home_id, wijk=wijk)


def _type(home: Home, t: Texts) -> Iterator[str]:
    """Yield what makes homes of a type alike, as :func:`allocator.scenarios.worth.type_of` has it.

    The usual is not said.
    """
    yield t(f"report.kind.{home.kind}")
    if home.min_persons == home.max_persons:
        yield t.count("persons", home.max_persons)
    else:
        yield t("report.worth.persons", least=home.min_persons, most=home.max_persons)
    yield (
        t.count("report.worth.bedrooms", home.bedrooms)
        if home.bedrooms
        else t("report.worth.studio")
    )
    if home.sharing is not Sharing.NONE:
        yield t(f"cards.sharing.{home.sharing}")
    for label in ("wheelchair", "safe_place"):
        if getattr(home, label):
            yield t(f"report.worth.{label}")
    if home.step_free and not home.wheelchair:
        yield t("report.worth.step_free")
    if home.support is not Support.NONE:
        yield t(f"report.worth.support.{home.support}")
    if home.target_group is not TargetGroup.ANY:
        yield t(f"report.worth.for.{home.target_group}")
    if home.available_until is not None:
        yield t("report.worth.temporary")
