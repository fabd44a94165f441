"""A few weeks in instances/tiny, small enough to count by hand.

=========  ==========================================================================
day        what happens
=========  ==========================================================================
Mon 7 Apr  sent: H1 (4 persons) W3, H2 (3) W2, H3 (2) W1, H4 (1) W4, H6 (1) W4
Tue 8      H1 is accepted
Wed 9      H2 is accepted
Thu 10     H4 is accepted
Fri 11     H3 is refused (works_needed); H2 signs
Sat 12     H6 is accepted, offered, and says no (too_small); the corporatie goes back on
           H1 (already_let); H5 (1) is put into W4 against the plan
Sun 13     the team turns H5 down (facts_wrong)
Thu 1 May  H4 signs
=========  ==========================================================================

Weeks from koppeldatum to 1 May 2025: H1 43, H3 47, H5 and H6 55.  H2 waited 61 weeks until it
signed (427 days), H4 55 (391 days).
"""

from __future__ import annotations

from datetime import date, timedelta

from allocator.rounds import deciding, offering
from allocator.rounds.deciding import Pair
from allocator.rounds.use import Actor, Role
from tests.rounds.people import MONDAY, owner, sent, team

FIRST_OF_MAY = date(2025, 5, 1)


def day(n: int) -> date:
    """Return the day so many days after the Monday."""
    return MONDAY + timedelta(days=n)


def seen_by(role: Role, when: date = FIRST_OF_MAY) -> Actor:
    """Return somebody who looks on a day."""
    return Actor("kijker", role, today=when)


def let(household: str, n: int) -> None:
    """Have a home offered and signed on a day."""
    for step in (offering.offer, offering.agree, offering.sign):
        step(team(day(n)), household)


def lived() -> None:
    """Live these weeks."""
    sent()
    for n, pair in ((1, ("H1", "W3")), (2, ("H2", "W2")), (3, ("H4", "W4"))):
        deciding.accept(owner("wonen", day(n)), Pair(*pair))
    deciding.refuse(owner("wonen", day(4)), Pair("H3", "W1"), code="works_needed")
    let("H2", 4)
    deciding.accept(owner("wonen", day(5)), Pair("H6", "W4"))
    offering.offer(team(day(5)), "H6")
    offering.decline(team(day(5)), "H6", code="too_small")
    deciding.revoke(owner("wonen", day(5)), Pair("H1", "W3"), code="already_let")
    deciding.override(team(day(5)), Pair("H5", "W4"), "dicht bij begeleiding")
    deciding.reject(team(day(6)), Pair("H5", "W4"), code="facts_wrong")
    let("H4", 24)
