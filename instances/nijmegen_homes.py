"""Homes on offer in the sample of Nijmegen: invented rows in places that exist or are planned."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from allocator.domain.base import ComplexId, CorporatieId, HomeId, WijkCode
from allocator.domain.choices import HomeKind, Sharing, Support, TargetGroup
from allocator.domain.home import Home

# flags: s step_free, w wheelchair, v safe_place (veilige plek)
ROWS = """\
id,corporatie,wijk,complex,kind,br,m2,persons,units,sharing,flags,support,target,rent,from,until
W-001,portaal,goffert,ndw21,flexwoning,0,26,1-1,4,none,s,none,any,475.10,2024-12-16,2039-12-31
W-002,ssh,goffert,ndw21,flexwoning,0,24,1-1,4,none,s,none,under_28,455.00,2025-01-13,2039-12-31
W-003,talis,goffert,ndw21,flexwoning,1,38,1-2,3,none,sv,light,any,612.40,2024-12-16,2039-12-31
W-004,woonwaarts,goffert,ndw21,flexwoning,2,52,2-4,3,none,,none,any,668.75,2025-01-20,2039-12-31
W-010,talis,zwanenveld,doorstroom-a,doorstroom,0,22,1-1,6,none,,light,any,431.00,2025-01-06,2027-12-31
W-011,portaal,lent,doorstroom-b,doorstroom,0,20,1-1,3,none,,light,any,425.50,2025-01-15,2027-12-31
W-012,portaal,lent,doorstroom-b,doorstroom,1,36,1-2,2,none,sv,intensive,any,519.00,2025-01-15,2027-12-31
W-020,ssh,hatert,ex-amv-hatert,sociale_huur,0,22,1-1,8,none,,intensive,ex_amv,441.20,2025-01-06,
W-021,ssh,hengstdal,ex-amv-hengstdal,sociale_huur,0,24,1-1,4,none,,light,ex_amv,448.90,2025-01-27,
W-030,woonwaarts,hengstdal,,sociale_huur,0,94,1-1,3,women,v,none,any,392.00,2025-01-06,
W-031,portaal,hatert,,sociale_huur,0,71,1-1,2,same,,none,any,384.00,2025-01-10,2026-06-30
W-041,talis,hengstdal,,sociale_huur,2,61,2-3,1,none,,none,any,681.30,2025-01-06,
W-042,talis,hengstdal,,sociale_huur,3,78,3-5,1,none,,none,any,724.60,2025-01-20,
W-043,portaal,hengstdal,,sociale_huur,4,96,4-7,1,none,,none,any,729.95,2025-02-01,
W-044,woonwaarts,hengstdal,,sociale_huur,1,46,1-2,1,none,s,none,any,598.45,2024-12-30,
W-045,woonwaarts,hengstdal,,sociale_huur,3,81,2-5,1,none,sw,none,any,718.20,2025-01-06,
W-046,portaal,hengstdal,,sociale_huur,2,66,2-4,1,none,,none,any,690.10,2025-01-13,
W-051,talis,hatert,,sociale_huur,3,84,3-6,1,none,,none,any,715.00,2025-01-06,
W-052,talis,hatert,,sociale_huur,3,76,3-5,1,none,v,none,any,702.80,2025-01-17,
W-053,talis,hatert,,sociale_huur,2,64,2-4,1,none,s,none,any,655.35,2025-01-06,
W-054,portaal,hatert,,sociale_huur,2,58,2-3,1,none,,none,any,662.10,2025-01-31,
W-055,portaal,hatert,,sociale_huur,4,102,4-8,1,none,,none,any,731.90,2025-01-06,
W-056,woonwaarts,hatert,,sociale_huur,1,48,1-2,1,none,s,none,over_55,571.00,2025-01-06,
W-057,woonwaarts,hatert,,sociale_huur,1,44,1-2,1,none,,none,any,583.15,2025-01-24,
W-061,talis,lent,,sociale_huur,3,88,3-5,1,none,,none,any,731.00,2025-01-06,
W-062,talis,lent,,sociale_huur,3,92,3-6,1,none,,none,any,730.15,2025-02-03,
W-063,portaal,lent,,sociale_huur,2,63,2-3,1,none,sv,none,any,676.40,2025-01-13,
W-064,woonwaarts,lent,,sociale_huur,4,104,4-7,1,none,,none,any,728.70,2025-01-20,
W-071,talis,zwanenveld,,sociale_huur,3,82,3-6,1,none,,none,any,689.00,2025-01-06,
W-072,portaal,meijhorst,,sociale_huur,2,67,2-4,1,none,,none,any,671.25,2025-01-13,
W-073,woonwaarts,neerbosch-oost,,sociale_huur,3,79,3-5,1,none,,none,any,707.60,2025-01-06,
W-074,woonwaarts,wolfskuil,,sociale_huur,1,51,1-2,1,none,sw,none,any,644.80,2024-12-01,
W-075,talis,grootstal,,sociale_huur,2,65,2-4,1,none,s,none,any,660.00,2025-01-27,
W-076,portaal,t-acker,,sociale_huur,4,99,4-7,1,none,,none,any,719.45,2025-02-17,
W-077,talis,heseveld,,sociale_huur,2,70,2-5,1,none,s,intensive,any,680.55,2025-01-06,
"""


def homes() -> tuple[Home, ...]:
    """Make the homes, in order of id."""
    return tuple(_home(row) for row in csv.DictReader(StringIO(ROWS)))


def _home(row: dict[str, str]) -> Home:
    """Make a home of its row."""
    fewest, most = row["persons"].split("-")
    return Home(
        id=HomeId(row["id"]),
        corporatie=CorporatieId(row["corporatie"]),
        wijk=WijkCode(row["wijk"]),
        complex=ComplexId(row["complex"]) if row["complex"] else None,
        kind=HomeKind(row["kind"]),
        bedrooms=int(row["br"]),
        area_m2=Decimal(row["m2"]),
        min_persons=int(fewest),
        max_persons=int(most),
        units=int(row["units"]),
        sharing=Sharing(row["sharing"]),
        step_free="s" in row["flags"],
        wheelchair="w" in row["flags"],
        safe_place="v" in row["flags"],
        support=Support(row["support"]),
        target_group=TargetGroup(row["target"]),
        rent_eur=Decimal(row["rent"]),
        available_from=date.fromisoformat(row["from"]),
        available_until=date.fromisoformat(row["until"]) if row["until"] else None,
    )
