"""The tables and keys of a scenario file, each in English and in Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from allocator.reading.columns import (
    COMPLEXES,
    CORPORATIES,
    DAY,
    HOMES,
    ROOMS,
    SITES,
    TAAKSTELLING,
    WIJKEN,
)
from allocator.reading.kinds import Number, Text, Whole
from allocator.reading.rows import UNREAD
from allocator.reading.schema import Column, Table
from allocator.reading.settings import TOP_SETTINGS


class Named(Protocol):
    """Something with a name, and a Dutch one that is accepted too."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def dutch(self) -> str:
        """Its Dutch name."""


@dataclass(frozen=True)
class Key:
    """A table or a key that holds more than one value."""

    name: str
    dutch: str


NAME = Column("name", "naam", Text())
NOTE = Column("note", "toelichting", Text())
INSTANCE, POLICY = Key("instance", "instance"), Key("policy", "policy")
TASK = Key(TAAKSTELLING.name, TAAKSTELLING.dutch)
ADD, CHANGE, REMOVE = Key("add", "toevoegen"), Key("change", "wijzigen"), Key("remove", "weghalen")
SHIFT, CONVERT = Key("shift", "verschuiven"), Key("convert", "ombouwen")
FUTURE = Key("future", "verwachting")
TOP: tuple[Named, ...] = (
    NAME, NOTE, INSTANCE, POLICY, TASK, ADD, CHANGE, SHIFT, CONVERT, REMOVE, FUTURE
)  # fmt: skip

# What is removed first does not hold what comes after it.
CHANGEABLE: tuple[Table, ...] = (ROOMS, HOMES, COMPLEXES, SITES, CORPORATIES, WIJKEN)
KEPT_SETTINGS = ("name", "municipality", "peildatum")
INSTANCE_KEYS = tuple(
    Column(setting.path[0], setting.dutch or setting.path[0], setting.kind, default=UNREAD)
    for setting in TOP_SETTINGS
    if setting.path[0] not in KEPT_SETTINGS
)

WHERE = Key("where", "waar")
FACTOR = Column("factor", "factor", Number(), mandatory=True)
FROM = TAAKSTELLING.column("from")

OF_HOMES, OF_COMPLEX, OF_SITES = (
    Key("homes", "woningen"),
    Key("complex", "complexen"),
    Key("sites", "locaties"),
)
MONTHS = Column("months", "maanden", Whole(-1_200, 1_200))
WEEKS = Column("weeks", "weken", Whole(-5_200, 5_200))
DAYS = Column("days", "dagen", Whole(-36_500, 36_500))
TO = Column("to", "naar", DAY)
BY = (MONTHS, WEEKS, DAYS, TO)
SHIFT_KEYS: tuple[Named, ...] = (OF_HOMES, OF_COMPLEX, OF_SITES, *BY)

SITE = ROOMS.column("site")
ON = Column("on", "op", DAY, mandatory=True)
CONVERT_KEYS: tuple[Named, ...] = (SITE, ON, OF_HOMES)
