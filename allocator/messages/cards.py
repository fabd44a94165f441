"""What to say to a corporatie about the homes of its own that were proposed."""

from __future__ import annotations

from allocator.cards import BANDS, Card, CardHome
from allocator.domain.choices import Sharing
from allocator.texts import Texts


def card_document(card: Card) -> dict[str, object]:
    """Return a card as a document for ``--json``; every card has the same keys."""
    home = card.home
    return {
        "home": home.id,
        "corporatie": home.corporatie,
        "corporatie_name": home.corporatie_name,
        "wijk": home.wijk,
        "wijk_name": home.wijk_name,
        "complex": home.complex,
        "kind": str(home.kind),
        "bedrooms": home.bedrooms,
        "area_m2": None if home.area_m2 is None else float(home.area_m2),
        "min_persons": home.min_persons,
        "max_persons": home.max_persons,
        "units": home.units,
        "sharing": str(home.sharing),
        "rent_eur": None if home.rent_eur is None else float(home.rent_eur),
        "available_from": home.available_from.isoformat(),
        "available_until": None if home.available_until is None else str(home.available_until),
        "bag_id": home.bag_id,
        "household": card.household,
        "adults": card.adults,
        "children": card.children,
        "children_by_age": {
            f"{first}-{last}": n for (first, last), n in zip(BANDS, card.by_age, strict=True)
        },
        "start": card.start.isoformat(),
        "suitable": True,
    }


def card_lines(card: Card, t: Texts) -> list[str]:
    """Return a card as lines for people."""
    return [
        t("cards.home", home=card.home.id, owner=card.home.corporatie_name),
        f"  {'; '.join(home_words(card.home, t))}",
        "  " + t("cards.household", household=card.household, people=people_words(card, t)),
        "  " + t("cards.start", day=t.day(card.start)),
        "  " + t("cards.suitable"),
    ]


def home_words(home: CardHome, t: Texts) -> list[str]:
    """Return what is known of a home, fact by fact."""
    facts = [f"{home.wijk_name} ({home.wijk})"]
    if home.complex is not None:
        facts.append(t("cards.complex", complex=home.complex))
    facts += [t(f"cards.kind.{home.kind}"), t.count("bedrooms", home.bedrooms)]
    if home.area_m2 is not None:
        facts.append(t("cards.area", area=t.number(home.area_m2)))
    if home.rent_eur is not None:
        facts.append(t("cards.rent", rent=t.euro(home.rent_eur)))
    facts.append(t("cards.persons", least=home.min_persons, most=home.max_persons))
    facts.append(t.count("cards.units", home.units))
    if home.sharing != Sharing.NONE:
        facts.append(t(f"cards.sharing.{home.sharing}"))
    facts.append(t("cards.available", day=t.day(home.available_from)))
    if home.available_until is not None:
        facts.append(t("cards.until", day=t.day(home.available_until)))
    if home.bag_id is not None:
        facts.append(f"BAG {home.bag_id}")
    return facts


def people_words(card: Card, t: Texts) -> str:
    """Return how many adults and children there are, and how old the children."""
    people = t.count("cards.adults", card.adults)
    if not card.children:
        return people
    ages = [
        t("cards.band", n=n, first=first, last=last)
        for (first, last), n in zip(BANDS, card.by_age, strict=True)
        if n
    ]
    return f"{people}, {t.count('cards.children', card.children)} ({', '.join(ages)})"
