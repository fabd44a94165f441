"""The tables."""

from __future__ import annotations

from allocator.store.models.asked import Asked
from allocator.store.models.changes import Change, Import, Retired
from allocator.store.models.facts import (
    Complex,
    Corporatie,
    Decision,
    Fact,
    Home,
    Household,
    Person,
    Points,
    Previous,
    RoomGroup,
    Settings,
    Site,
    SiteDecision,
    Taakstelling,
    Wijk,
)
from allocator.store.models.log import LogEntry
from allocator.store.models.rounds import Candidate, Draft, DraftRow, Note, Placement, Round, Step
from allocator.store.models.scenarios import Comparison, Scenario
from allocator.store.models.shelter import Announced, Announcement, Move, MoveStep
from allocator.store.models.subject import Subject

__all__ = [
    "Announced",
    "Announcement",
    "Asked",
    "Candidate",
    "Change",
    "Comparison",
    "Complex",
    "Corporatie",
    "Decision",
    "Draft",
    "DraftRow",
    "Fact",
    "Home",
    "Household",
    "Import",
    "LogEntry",
    "Move",
    "MoveStep",
    "Note",
    "Person",
    "Placement",
    "Points",
    "Previous",
    "Retired",
    "RoomGroup",
    "Round",
    "Scenario",
    "Settings",
    "Site",
    "SiteDecision",
    "Step",
    "Subject",
    "Taakstelling",
    "Wijk",
]
