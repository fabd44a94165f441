"""An instance: everything one municipality or region knows on the peildatum."""

from __future__ import annotations

from datetime import date

from allocator.domain.base import Frozen
from allocator.domain.decision import Decision, Points, Previous, SiteDecision
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk


class Taakstelling(Frozen):
    """The legal task of a half-year, in persons; ``from`` is a Python keyword."""

    from_on: date
    until: date
    persons: int
    backlog_persons: int = 0
    realised_persons: int = 0


class Instance(Frozen):
    """All that is known on the peildatum; every table in order of its ids.

    The order of rows in a file never matters, so readers sort: ``wijken`` by code,
    the others by id, ``decisions`` by household, home and decision, ``points`` and
    ``previous`` by household and home, ``rooms`` by site, beds, wheelchair and dates.
    """

    name: str
    municipality: str
    peildatum: date
    horizon_days: int = 28
    horizon_months: int = 24
    lottery_seed: int = 0
    policy: Policy = Policy()
    taakstelling: tuple[Taakstelling, ...] = ()
    wijken: tuple[Wijk, ...]
    corporaties: tuple[Corporatie, ...]
    complexes: tuple[Complex, ...] = ()
    homes: tuple[Home, ...]
    households: tuple[Household, ...]
    decisions: tuple[Decision, ...] = ()
    points: tuple[Points, ...] = ()
    previous: tuple[Previous, ...] = ()
    sites: tuple[Site, ...] = ()
    rooms: tuple[RoomGroup, ...] = ()
    site_decisions: tuple[SiteDecision, ...] = ()
