"""Plans for the tests of figures: rows with only what is counted."""

from __future__ import annotations

from allocator.plan import Proposal, Unplaced


def proposal(household: str, persons: int = 1, weeks: int = 3, **changed) -> Proposal:
    """Return a proposal."""
    given = {
        "household": household,
        "home": "W1",
        "persons": persons,
        "wijk": "hatert",
        "corporatie": "A",
        "kind": "flexwoning",
        "weeks": weeks,
        "urgency": 1,
        "fit": 77,
        "relocates": False,
        "provisional": False,
        "deviation": (),
        "why": "",
        **changed,
    }
    return Proposal(**given)


def unplaced(household: str, persons: int = 1, weeks: int = 3, **changed) -> Unplaced:
    """Return a household left out."""
    given = {
        "household": household,
        "persons": persons,
        "weeks": weeks,
        "reason": "priority",
        "detail": "",
        "possible_homes": 1,
        "why": "",
        **changed,
    }
    return Unplaced(**given)
