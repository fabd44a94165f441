"""Instances made by hand, for mutants that the random ones leave alive.

In those a shared home is for one person, nobody is a partner without a head, no complex is
fuller than full, the tables name only who is there, and no locks differ in gender alone.
"""

from __future__ import annotations

from collections.abc import Callable

from allocator.domain.home import Complex
from allocator.domain.instance import Instance
from tests.rules import build


def rooms() -> Instance:
    """Shared homes with room for two and three persons; relatives that just fit, or not."""
    couple = [build.person(1), build.person(2, role="partner")]
    people = [
        build.household("H1", nareis_persons=1),
        build.household("H2", nareis_persons=2),
        build.household("H3", nareis_persons=3),
        build.household("H4", persons=couple),
    ]
    homes = [
        build.home("W1", sharing="mixed", max_persons=2, units=2),
        build.home("W2", sharing="women", max_persons=3, kind="flexwoning"),
        build.home("W3", max_persons=3, bedrooms=2),
    ]
    return build.instance(people, homes)


def partners() -> Instance:
    """Households of a partner alone, and of two partners."""
    alone = [build.person(1, role="partner", age=22, ex_amv=True)]
    two = [build.person(1, role="partner", age=40), build.person(2, role="partner", age=39)]
    people = [build.household("H1", persons=alone), build.household("H2", persons=two)]
    return build.instance(people, [build.home("W1", target_group="ex_amv"), build.home("W2")])


def over_full() -> Instance:
    """A complex with more persons than it may have, and one that is called None."""
    complexes = (
        Complex(id="ndw21", name="N", wijk="hatert", max_persons=3, placed_persons=5),
        Complex(id="None", name="O", wijk="hatert", max_persons=0),
    )
    homes = [build.home("W1", complex="ndw21"), build.home("W2")]
    return build.instance([build.household("H1")], homes, complexes=complexes)


def strangers() -> Instance:
    """Tables that name households and homes that are gone."""
    return build.instance(
        [build.household("H1"), build.household("H2")],
        [build.home("W1"), build.home("W2")],
        decisions=[build.refusal("H0", "W1"), build.refusal("H1", "W0")],
        points=[build.points("H0", "W1", 7), build.points("H2", "W0", 9)],
        previous=[build.previous("H0", "W1"), build.previous("H1", "W0")],
    )


def two_genders() -> Instance:
    """Locks that only have different genders."""
    man = [build.person(1, gender="m")]
    return build.instance(
        [build.household("H1"), build.household("H2"), build.household("H3", persons=man)],
        [build.home("W1", sharing="same", max_persons=1, units=3)],
        decisions=[build.lock(f"H{i}", "W1") for i in (1, 2, 3)],
    )


HANDMADE: dict[str, Callable[[], Instance]] = {
    made.__name__: made for made in (rooms, partners, over_full, strangers, two_genders)
}
