"""The types of homes that come free, with what is usual for each, and how many of each.

Scarcity is how far the offer is from what the households need.

==========  ==================================================================
``low``     the offer follows the households: half of the homes are for one person
``mid``     small homes are scarce: a third is for one person, most others have
            two or three bedrooms
``high``    hardly anything for one person or for six and more, fewer adapted homes
            and homes with support, rents more often above the limit
==========  ==================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from allocator.domain.choices import HomeKind, Sharing, Support, TargetGroup

SCARCITIES = ("low", "mid", "high")
RENTS = (Decimal("0.97"), Decimal(1), Decimal("1.03"))
"""What rents are multiplied by at low, mid and high scarcity."""


@dataclass(frozen=True)
class HomeType:
    """What homes of one type have in common.

    ``area`` in square metres and ``rent`` in euro per month: lowest and highest;
    ``units`` likewise, per row; ``weights`` is the share of units (low, mid, high scarcity).
    """

    name: str
    kind: HomeKind
    bedrooms: int
    persons: tuple[int, int]
    area: tuple[int, int]
    rent: tuple[int, int]
    weights: tuple[float, float, float]
    units: tuple[int, int] = (1, 1)
    sharing: Sharing = Sharing.NONE
    target: TargetGroup = TargetGroup.ANY
    support: Support = Support.NONE
    adapted: bool = False
    temporary: float = 0.0


HUUR, FLEX, DOORSTROOM = HomeKind.SOCIALE_HUUR, HomeKind.FLEXWONING, HomeKind.DOORSTROOM
LIGHT, INTENSIVE = Support.LIGHT, Support.INTENSIVE

HOME_TYPES = (
    HomeType("flex studio", FLEX, 0, (1, 1), (22, 30), (420, 560), (11, 8, 5), (2, 6)),
    HomeType("flex one", FLEX, 1, (1, 2), (32, 42), (480, 660), (6, 5, 3), (1, 4)),
    HomeType("flex two", FLEX, 2, (2, 4), (46, 58), (560, 700), (3, 4, 4), (1, 3)),
    HomeType(
        "youth studio",
        HUUR,
        0,
        (1, 1),
        (20, 28),
        (400, 480),
        (7, 4, 2),
        (1, 3),
        target=TargetGroup.UNDER_28,
    ),
    HomeType(
        "student room",
        HUUR,
        0,
        (1, 1),
        (16, 22),
        (330, 450),
        (2, 1, 1),
        target=TargetGroup.UNDER_23,
    ),
    HomeType("studio", HUUR, 0, (1, 1), (24, 34), (450, 620), (8, 4, 2)),
    HomeType("flat one", HUUR, 1, (1, 2), (38, 52), (510, 690), (14, 11, 8)),
    HomeType("flat two", HUUR, 2, (2, 3), (52, 66), (560, 735), (10, 14, 20)),
    HomeType("house two", HUUR, 2, (2, 4), (60, 74), (590, 735), (4, 7, 12)),
    HomeType("house three", HUUR, 3, (3, 6), (74, 92), (610, 740), (8, 13, 17)),
    HomeType("house four", HUUR, 4, (4, 8), (90, 112), (640, 740), (5, 5, 3)),
    HomeType("house five", HUUR, 5, (5, 9), (108, 130), (680, 740), (2, 1, 0.3)),
    HomeType(
        "doorstroom studio",
        DOORSTROOM,
        0,
        (1, 1),
        (16, 24),
        (380, 520),
        (6, 6, 5),
        (3, 7),
        support=LIGHT,
        temporary=1.0,
    ),
    HomeType(
        "ex-amv studio",
        DOORSTROOM,
        0,
        (1, 1),
        (16, 24),
        (380, 470),
        (3, 3, 3),
        (2, 4),
        target=TargetGroup.EX_AMV,
        support=INTENSIVE,
        temporary=0.3,
    ),
    HomeType(
        "rooms women",
        HUUR,
        0,
        (1, 1),
        (60, 100),
        (350, 460),
        (2, 2, 2),
        (2, 4),
        sharing=Sharing.WOMEN,
    ),
    HomeType(
        "rooms men",
        HUUR,
        0,
        (1, 1),
        (60, 100),
        (350, 460),
        (3, 2, 2),
        (2, 4),
        sharing=Sharing.MEN,
    ),
    HomeType(
        "rooms same",
        HUUR,
        0,
        (1, 1),
        (60, 110),
        (350, 460),
        (3, 3, 3),
        (2, 5),
        sharing=Sharing.SAME,
        temporary=0.4,
    ),
    HomeType(
        "rooms mixed",
        FLEX,
        0,
        (1, 1),
        (60, 110),
        (350, 460),
        (2, 2, 2),
        (2, 4),
        sharing=Sharing.MIXED,
        temporary=0.3,
    ),
    HomeType(
        "senior flat",
        HUUR,
        1,
        (1, 2),
        (48, 60),
        (540, 690),
        (2, 2, 2.5),
        target=TargetGroup.OVER_55,
    ),
    HomeType("adapted one", HUUR, 1, (1, 2), (50, 62), (560, 690), (2, 1, 0.6), adapted=True),
    HomeType("adapted three", HUUR, 3, (2, 6), (80, 98), (640, 735), (1, 0.8, 0.4), adapted=True),
    HomeType(
        "supported studio",
        FLEX,
        0,
        (1, 1),
        (24, 34),
        (430, 560),
        (3, 2, 1),
        (1, 3),
        support=INTENSIVE,
    ),
    HomeType(
        "supported house", HUUR, 2, (2, 5), (66, 80), (590, 720), (1.5, 1, 0.5), support=INTENSIVE
    ),
)
