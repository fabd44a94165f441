"""The view of a corporatie: what is on a card, and that no secret can be read from it."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from allocator.cards import (
    HOME_FIELDS,
    HOUSEHOLD_FIELDS,
    PERSON_FIELDS,
    Card,
    CardHome,
    card,
    card_home,
    cards,
)
from allocator.domain.choices import (
    DecisionKind,
    Documents,
    Gender,
    Group,
    Mobility,
    Need,
    Role,
    Support,
    TargetGroup,
)
from allocator.domain.decision import Decision, Points, Previous
from allocator.domain.home import Home
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.errors import BadCall
from allocator.messages.cards import card_document, card_lines
from allocator.texts import LANGUAGES, texts
from tests.check.build import DAY, days, home, household, instance, lock, years_old
from tests.random_instances import small_instance

# What a card never tells, with values that differ from those of most households.
OF_HOUSEHOLD: dict[str, tuple[Any, ...]] = {
    "group": tuple(Group),
    "koppeling": (None, "noord"),
    "koppeldatum": (date(2024, 1, 1), date(2024, 12, 1)),
    "documents": tuple(Documents),
    "nareis_persons": (0, 3),
    "nareis_on": (None, date(2026, 9, 1)),
    "preferred_wijken": ((), ("noord",)),
    "support": tuple(Support),
    "needs": ((), tuple(Need), (Need.SAFE_PLACE,)),
    "urgency": (False, True),
    "hold_until": (None, date(2027, 1, 1)),
    "hold_reason": ("", "in het ziekenhuis"),
    "rent_limit_eur": (None, Decimal(450)),
    "current_site": (None, "PH7"),
    "moved_in_on": (None, date(2024, 3, 1)),
    "earlier_moves": (0, 4),
    "arrives_on": (None, date(2026, 2, 1)),
    "leaves_on": (None, date(2026, 3, 1)),
    "keep_with": ("", "zussen"),
}
OF_PERSON: dict[str, tuple[Any, ...]] = {
    "id": ("iemand", "iemand-anders"),
    "household": ("een", "ander"),
    "gender": tuple(Gender),
    "role": (None, *Role),
    "lhbtiq": (False, True),
    "mobility": tuple(Mobility),
    "ex_amv": (False, True),
    "school_wijk": (None, "noord"),
}
# Labels of a home: beside a household they would say something about people.
OF_HOME: dict[str, tuple[Any, ...]] = {
    "step_free": (False, True),
    "wheelchair": (False, True),
    "safe_place": (False, True),
    "support": tuple(Support),
    "target_group": tuple(TargetGroup),
}
# Fields of the instance: what teams and policy say.
OF_INSTANCE = ("policy", "decisions", "points", "previous", "horizon_days", "lottery_seed")


def told(given: Instance, pairs: list[tuple[str, str]]) -> str:
    """Return all that goes out about these pairs, in every form and language."""
    made = cards(given, pairs)
    lines = [card_lines(one, texts(language)) for language in LANGUAGES for one in made]
    return json.dumps([[card_document(one) for one in made], lines], ensure_ascii=False)


def some_pairs(given: Instance, dice: Random) -> list[tuple[str, str]]:
    """Return a home for every household, whatever the rules say."""
    return [(h.id, dice.choice(given.homes).id) for h in given.households]


def replaced(given: Instance, **changed: Any) -> Instance:
    return given.model_copy(update=changed)


def with_households(given: Instance, **changed: Any) -> Instance:
    people = tuple(h.model_copy(update=changed) for h in given.households)
    return replaced(given, households=people)


def with_persons(given: Instance, **changed: Any) -> Instance:
    people = tuple(
        h.model_copy(update={"persons": tuple(p.model_copy(update=changed) for p in h.persons)})
        for h in given.households
    )
    return replaced(given, households=people)


@pytest.mark.parametrize("seed", range(20))
def test_a_card_is_the_same_with_and_without_each_secret(seed):
    given, dice = small_instance(seed), Random(seed)
    pairs = some_pairs(given, dice)
    right = told(given, pairs)
    for field, values in OF_HOUSEHOLD.items():
        for value in values:
            assert told(with_households(given, **{field: value}), pairs) == right, field
    for field, values in OF_PERSON.items():
        for value in values:
            assert told(with_persons(given, **{field: value}), pairs) == right, field
    for field, values in OF_HOME.items():
        for value in values:
            homes = tuple(one.model_copy(update={field: value}) for one in given.homes)
            assert told(replaced(given, homes=homes), pairs) == right, field


@pytest.mark.parametrize("seed", range(20))
def test_a_card_is_the_same_whatever_was_decided(seed):
    given, dice = small_instance(seed), Random(seed)
    pairs = some_pairs(given, dice)
    (person, place), *_ = pairs
    told_to_team = "ziek en bedreigd"
    changes: dict[str, tuple[Any, ...]] = {
        "policy": (Policy(), Policy(documents="required")),
        "decisions": (
            (),
            (
                Decision(
                    household=person, home=place, decision=DecisionKind.LOCK, reason=told_to_team
                ),
            ),
            tuple(
                Decision(
                    household=h, home=p, decision=DecisionKind.REFUSED_BY_TEAM, reason=told_to_team
                )
                for h, p in pairs
            ),
        ),
        "points": ((), (Points(household=person, home=place, points=-9, reason=told_to_team),)),
        "previous": ((), (Previous(household=person, home=place),)),
        "horizon_days": (0, 90),
        "lottery_seed": (1, 99),
    }
    assert tuple(changes) == OF_INSTANCE
    right = told(given, pairs)
    for field, values in changes.items():
        for value in values:
            assert told(replaced(given, **{field: value}), pairs) == right, field


def test_every_field_is_on_the_card_or_tried_as_a_secret():
    """A new column must be put on one of the two lists."""
    assert set(Household.model_fields) == {*HOUSEHOLD_FIELDS, *OF_HOUSEHOLD}
    assert set(Person.model_fields) == {*PERSON_FIELDS, *OF_PERSON}
    assert set(Home.model_fields) == {*HOME_FIELDS, *OF_HOME}
    assert not set(HOUSEHOLD_FIELDS) & set(OF_HOUSEHOLD)
    assert not set(PERSON_FIELDS) & set(OF_PERSON)
    assert not set(HOME_FIELDS) & set(OF_HOME)


def test_a_card_is_made_of_these_fields_alone():
    """What has no other fields does, so nothing else is looked at."""
    given = home("W1")
    person = household("H1", 30).persons[0]
    only = {name: getattr(person, name) for name in PERSON_FIELDS}
    people: Any = SimpleNamespace(id="H1", persons=(SimpleNamespace(**only),))
    assert tuple(vars(people)) == HOUSEHOLD_FIELDS
    place: Any = SimpleNamespace(**{name: getattr(given, name) for name in HOME_FIELDS})
    names = {"corporatie_name": "A", "wijk_name": "Hatert"}
    right = card(household("H1", 30), card_home(given, **names), DAY)
    assert card(people, card_home(place, **names), DAY) == right


def test_the_fields_of_a_card_and_of_its_document():
    names = {"corporatie_name", "wijk_name"}
    assert {field.name for field in fields(CardHome)} - names == set(HOME_FIELDS)
    assert [field.name for field in fields(Card)] == [
        *("household", "home", "adults", "by_age", "start")
    ]
    (made,) = cards(instance([household("H1", 30)], [home("W1")]), [("H1", "W1")])
    assert list(card_document(made)) == [
        *("home", "corporatie", "corporatie_name", "wijk", "wijk_name", "complex", "kind"),
        *("bedrooms", "area_m2", "min_persons", "max_persons", "units", "sharing", "rent_eur"),
        *("available_from", "available_until", "bag_id", "household", "adults", "children"),
        *("children_by_age", "start", "suitable"),
    ]


def full_home(**changed: Any) -> Home:
    return home(
        "W1",
        bedrooms=2,
        area_m2=Decimal("62.5"),
        rent_eur=Decimal("612.4"),
        min_persons=2,
        units=3,
        available_from=days(10),
        available_until=days(400),
        complex="C1",
        bag_id="0268010000012345",
        **changed,
    )


def test_a_card_in_full():
    # one person at each edge of a band: 3|4, 11|12, 17|18
    given = instance([household("H1", 45, 18, 17, 12, 11, 4, 3, 0)], [full_home()])
    (made,) = cards(given, [("H1", "W1")])
    assert card_document(made) == {
        "home": "W1",
        "corporatie": "A",
        "corporatie_name": "A",
        "wijk": "hatert",
        "wijk_name": "Hatert",
        "complex": "C1",
        "kind": "flexwoning",
        "bedrooms": 2,
        "area_m2": 62.5,
        "min_persons": 2,
        "max_persons": 4,
        "units": 3,
        "sharing": "none",
        "rent_eur": 612.4,
        "available_from": "2025-07-11",
        "available_until": "2026-08-05",
        "bag_id": "0268010000012345",
        "household": "H1",
        "adults": 2,
        "children": 6,
        "children_by_age": {"0-3": 2, "4-11": 2, "12-17": 2},
        "start": "2025-07-11",
        "suitable": True,
    }
    assert card_lines(made, texts("nl")) == [
        "Woning W1 van A",
        "  Hatert (hatert); deel van complex C1; een flexwoning; 2 slaapkamers; 62,5 m² groot; "
        "€ 612,40 per maand; voor 2 tot 4 personen; 3 eenheden; vrij vanaf 11-7-2025; "
        "tot 5-8-2026; BAG 0268010000012345",
        "  voorgesteld: H1, 2 volwassenen, 6 kinderen (2 van 0–3 jaar, 2 van 4–11 jaar, "
        "2 van 12–17 jaar)",
        "  vanaf 11-7-2025",
        "  passend: ja",
    ]


def test_a_card_of_little():
    given = instance([household("H1", 30)], [home("W1", sharing="women", available_from=days(-5))])
    (made,) = cards(given, [("H1", "W1")])
    assert (made.adults, made.children, made.by_age) == (1, 0, (0, 0, 0))
    assert made.start == DAY
    assert card_lines(made, texts("en"))[1:4] == [
        "  Hatert (hatert); a flexwoning; 1 bedroom; for 1 to 4 persons; 1 unit; "
        "shared by women; free from 26 June 2025",
        "  proposed: H1, 1 adult",
        "  from 1 July 2025",
    ]


@pytest.mark.parametrize(("born", "adults"), [(years_old(18), 1), (years_old(18, -1), 0)])
def test_adult_from_the_birthday(born, adults):
    people = household("H1", 20, people={0: {"birth_date": born}})
    (made,) = cards(instance([people], [home("W1")]), [("H1", "W1")])
    assert (made.adults, made.children) == (adults, 1 - adults)


@pytest.mark.parametrize(("free", "start"), [(-1, 0), (0, 0), (1, 1)])
def test_start_is_the_later_of_the_two(free, start):
    given = instance([household("H1", 20)], [home("W1", available_from=days(free))])
    (made,) = cards(given, [("H1", "W1")])
    assert made.start == DAY + timedelta(days=start)


def test_a_lock_that_overrides_rules_says_the_same():
    small = home("W1", max_persons=1)
    people = household("H1", 40, 38, 5)
    free, held = (
        instance([people], [small], decisions=decisions) for decisions in ((), (lock("H1", "W1"),))
    )
    assert told(held, [("H1", "W1")]) == told(free, [("H1", "W1")])


def test_order_and_filter():
    people = [household(f"H{n}", 30) for n in (1, 2, 3)]
    given = instance(people, [home("W2", units=2), home("W1", corporatie="B")])
    pairs = [("H3", "W2"), ("H1", "W2"), ("H2", "W1")]
    order = [(one.home.id, one.household) for one in cards(given, pairs)]
    assert order == [("W1", "H2"), ("W2", "H1"), ("W2", "H3")]
    assert [one.household for one in cards(given, pairs, "B")] == ["H2"]
    assert cards(given, pairs[:2], "B") == []


@pytest.mark.parametrize(
    ("pair", "corporatie", "message"),
    [
        (("H1", "W1"), "Z", "cards.unknown_corporatie"),
        (("H9", "W1"), None, "cards.unknown_pair"),
        (("H1", "W9"), "A", "cards.unknown_pair"),
    ],
)
def test_what_is_not_there(pair, corporatie, message):
    given = instance([household("H1", 30)], [home("W1")])
    with pytest.raises(BadCall) as refused:
        cards(given, [pair], corporatie)
    assert refused.value.message == message
    assert texts()(message, **refused.value.values)
