"""Nijmegen's stadsdelen, wijken and corporaties, with invented limits.

Where the names come from stands in ``nijmegen/README.md``.  Every number of persons here is
invented.
"""

from __future__ import annotations

import re

from allocator.domain.base import ComplexId, CorporatieId, WijkCode
from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from allocator.generate.places import Municipality

SOURCE = "verzonnen voor dit voorbeeld, januari 2025"

# CBS code, name, fair share of housing, fair share of shelter (persons, invented), wijken
STADSDELEN = (
    ("WK026801", "Centrum", 28, 58, "Benedenstad, Stadscentrum"),
    (
        "WK026802",
        "Oost",
        70,
        146,
        "Bottendaal, Galgenveld, Altrade, Hunnerberg, Hengstdal, Kwakkenberg, Groenewoud, "
        "Ooyse Schependom",
    ),
    ("WK026803", "Oud-West", 26, 54, "Biezen, Wolfskuil"),
    (
        "WK026804",
        "Nieuw-West",
        46,
        96,
        "Hees, Heseveld, Neerbosch-Oost, Haven- en industrieterrein",
    ),
    ("WK026805", "Midden", 42, 88, "Nije Veld, Hazenkamp, Goffert, St. Anna, Heijendaal"),
    ("WK026806", "Zuid", 46, 96, "Hatertse Hei, Grootstal, Hatert, Brakkenstein"),
    (
        "WK026807",
        "Dukenburg",
        52,
        109,
        "Tolhuis, Zwanenveld, Meijhorst, Lankforst, Aldenhof, Malvert, Weezenhof, Vogelzang, "
        "Staddijk",
    ),
    (
        "WK026808",
        "Lindenholt",
        32,
        67,
        "'t Broek, De Kamp, 't Acker, Neerbosch-West, Westkanaaldijk, Kerkenbos, Bijsterhuizen",
    ),
    ("WK026809", "Noord", 34, 71, "Oosterhout, Lent, Ressen"),
)
FEW_HOMES = {
    "ooyse-schependom",
    "haven-en-industrieterrein",
    "vogelzang",
    "staddijk",
    "westkanaaldijk",
    "kerkenbos",
    "bijsterhuizen",
    "ressen",
}
# draagkracht, placed already, fair share (persons in 2025, invented)
LIMITS = {
    "WK026802": (24, 0, None),
    "WK026806": (33, 3, None),
    "WK026809": (19, 0, None),
    "hengstdal": (19, 0, 10),
    "hatert": (28, 3, 14),
    "lent": (17, 0, 9),
    "goffert": (22, 0, 12),
    "zwanenveld": (11, 0, 9),
    "meijhorst": (7, 0, None),
    "neerbosch-oost": (8, 0, 5),
    "wolfskuil": (6, 0, None),
    "grootstal": (7, 0, 5),
    "t-acker": (8, 0, None),
    "heseveld": (7, 0, 4),
}
OTHER_WIJKEN = 9
CORPORATIES = (
    ("oosterpoort", "Oosterpoort", None),
    ("portaal", "Portaal", 12),
    ("ssh", "SSH&", None),
    ("talis", "Talis", 14),
    ("woonwaarts", "Woonwaarts", None),
)
# id, name, wijk, max_persons, max_supported
COMPLEXES = (
    ("doorstroom-a", "Doorstroomlocatie A (verzonnen plek)", "zwanenveld", None, 4),
    ("doorstroom-b", "Doorstroomlocatie B (verzonnen plek)", "lent", 6, 3),
    ("ex-amv-hatert", "Ex-AMV-woningen Hatert (verzonnen plek)", "hatert", None, 6),
    ("ex-amv-hengstdal", "Ex-AMV-woningen Hengstdal (verzonnen plek)", "hengstdal", None, None),
    ("ndw21", "Nieuwe Dukenburgseweg 21 (NDW21)", "goffert", 24, 5),
)


def code_of(name: str) -> WijkCode:
    """Make a readable code of a name: ``St. Anna`` gives ``st-anna``."""
    return WijkCode(re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"))


def wijken() -> tuple[Wijk, ...]:
    """Make all stadsdelen and the wijken within them."""
    result = []
    for code, name, share, shelter_share, names in STADSDELEN:
        area = _wijk(code, name, None).model_copy(
            update={"fair_share_persons": share, "shelter_fair_share_persons": shelter_share}
        )
        result.append(area)
        result.extend(_wijk(code_of(part), part, code) for part in names.split(", "))
    return tuple(sorted(result, key=lambda wijk: wijk.code))


def _wijk(code: str, name: str, within: str | None) -> Wijk:
    """Make one area; wijken where hardly anybody lives get no limit."""
    other = None if within is None or code in FEW_HOMES else OTHER_WIJKEN
    draagkracht, placed, share = LIMITS.get(code, (other, 0, None))
    return Wijk(
        code=WijkCode(code),
        name=name,
        within=WijkCode(within) if within else None,
        draagkracht_persons=draagkracht,
        placed_persons=placed,
        fair_share_persons=share,
        draagkracht_source=SOURCE if draagkracht is not None else "",
    )


def municipality(households: int, homes: int, ontheemden: int) -> Municipality:
    """Make what the generator draws people for: the wijken that people live in."""
    names = [part for *_, text in STADSDELEN for part in text.split(", ")]
    return Municipality(
        code=None,
        name="Nijmegen",
        homes=homes,
        households=households,
        persons=ontheemden,
        stadsdelen=[WijkCode(code) for code, *_ in STADSDELEN],
        wijken=[code_of(name) for name in names if code_of(name) not in FEW_HOMES],
    )


def corporaties() -> tuple[Corporatie, ...]:
    """Make the corporaties; the limits are invented."""
    return tuple(
        Corporatie(id=CorporatieId(code), name=name, max_placements=most)
        for code, name, most in CORPORATIES
    )


def complexes() -> tuple[Complex, ...]:
    """Make the complexes; only NDW21 is a real place."""
    return tuple(
        Complex(
            id=ComplexId(code),
            name=name,
            wijk=WijkCode(wijk),
            max_persons=persons,
            max_supported=supported,
        )
        for code, name, wijk, persons, supported in COMPLEXES
    )
