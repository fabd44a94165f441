"""The tables of an instance and their columns: each name and Dutch heading once.

Readers, writers, the template and the reference pages all go by ``TABLES``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from allocator.domain import choices
from allocator.reading.cells import Kind
from allocator.reading.kinds import (
    Anything,
    BagId,
    Choice,
    Day,
    Id,
    ListOf,
    Number,
    Text,
    Whole,
    YesNo,
)
from allocator.reading.schema import Column, Table
from allocator.reading.words import words_of

TEXT, ID, DAY, YES_NO, DECIMAL = Text(), Id(), Day(), YesNo(), Number()
COUNT, FROM_ONE, ANY_WHOLE = Whole(0), Whole(1), Whole(None)


def must(name: str, dutch: str, kind: Kind, **more: Any) -> Column:
    """Return a mandatory column."""
    return Column(name, dutch, kind, mandatory=True, **more)


def choice(options: type[StrEnum]) -> Choice:
    """Return the kind of a choice of the domain."""
    return Choice(words_of(options))


WIJKEN = Table(
    "wijken",
    "wijken",
    (
        must("code", "code", ID),
        must("name", "naam", TEXT),
        Column("within", "binnen", Id("wijken")),
        Column("draagkracht_persons", "draagkracht", COUNT),
        Column("placed_persons", "al geplaatst", COUNT, default=0),
        Column("fair_share_persons", "evenredig deel", COUNT),
        Column("shelter_persons_max", "opvang maximaal", COUNT),
        Column("shelter_fair_share_persons", "opvang evenredig deel", COUNT),
        Column("draagkracht_source", "bron draagkracht", TEXT, default=""),
    ),
    mandatory=True,
    key="code",
    unique=("code",),
)
CORPORATIES = Table(
    "corporaties",
    "corporaties",
    (
        must("id", "id", ID),
        must("name", "naam", TEXT),
        Column("max_placements", "maximaal plaatsingen", COUNT),
    ),
    mandatory=True,
    key="id",
    unique=("id",),
)
COMPLEXES = Table(
    "complexes",
    "complexen",
    (
        must("id", "id", ID),
        must("name", "naam", TEXT),
        must("wijk", "wijk", Id("wijken")),
        Column("max_persons", "maximaal personen", COUNT),
        Column("placed_persons", "al geplaatst", COUNT, default=0),
        Column("max_supported", "maximaal met begeleiding", COUNT),
        Column("placed_supported", "al met begeleiding", COUNT, default=0),
    ),
    key="id",
    unique=("id",),
)
HOMES = Table(
    "homes",
    "woningen",
    (
        must("id", "id", ID),
        must("corporatie", "corporatie", Id("corporaties")),
        must("wijk", "wijk", Id("wijken")),
        Column("complex", "complex", Id("complexes")),
        must("kind", "soort", choice(choices.HomeKind)),
        must("bedrooms", "slaapkamers", COUNT),
        Column("area_m2", "oppervlakte", DECIMAL),
        Column("min_persons", "minimaal personen", FROM_ONE, default=1),
        must("max_persons", "maximaal personen", FROM_ONE),
        Column("units", "aantal", FROM_ONE, default=1),
        Column("sharing", "delen", choice(choices.Sharing), default=choices.Sharing.NONE),
        Column("step_free", "gelijkvloers", YES_NO, default=False),
        Column("wheelchair", "rolstoel", YES_NO, default=False),
        Column("safe_place", "veilige plek", YES_NO, default=False),
        Column("support", "begeleiding", choice(choices.Support), default=choices.Support.NONE),
        Column(
            "target_group",
            "doelgroep",
            choice(choices.TargetGroup),
            default=choices.TargetGroup.ANY,
        ),
        Column("rent_eur", "rekenhuur", DECIMAL),
        must("available_from", "beschikbaar vanaf", DAY),
        Column("available_until", "beschikbaar tot", DAY),
        Column("bag_id", "bag id", BagId()),
    ),
    mandatory=True,
    key="id",
    unique=("id",),
)
HOUSEHOLDS = Table(
    "households",
    "huishoudens",
    (
        must("id", "id", ID),
        must("group", "groep", choice(choices.Group)),
        Column("koppeling", "koppeling", Id("wijken")),
        Column("koppeldatum", "koppeldatum", DAY),
        Column(
            "documents",
            "documenten",
            choice(choices.Documents),
            default=choices.Documents.COMPLETE,
        ),
        Column("nareis_persons", "nareizigers", COUNT, default=0),
        Column("nareis_on", "nareis op", DAY),
        Column("preferred_wijken", "voorkeurswijken", ListOf(Id("wijken")), default=()),
        Column("support", "begeleiding", choice(choices.Support), default=choices.Support.NONE),
        Column("needs", "behoeften", ListOf(choice(choices.Need)), default=()),
        Column("urgency", "urgentie", YES_NO, default=False),
        Column("hold_until", "wacht tot", DAY),
        Column("hold_reason", "reden wachten", TEXT, default=""),
        Column("rent_limit_eur", "huurgrens", DECIMAL),
        Column("current_site", "huidige locatie", Id("sites")),
        Column("moved_in_on", "sinds", DAY),
        Column("earlier_moves", "eerdere verhuizingen", COUNT, default=0),
        Column("arrives_on", "komt op", DAY),
        Column("leaves_on", "vertrekt op", DAY),
        Column("keep_with", "samen met", TEXT, default=""),
    ),
    mandatory=True,
    key="id",
    unique=("id",),
)
PERSONS = Table(
    "persons",
    "personen",
    (
        must("id", "id", ID),
        must("household", "huishouden", Id("households")),
        must("birth_date", "geboortedatum", DAY),
        must("gender", "geslacht", choice(choices.Gender)),
        Column("role", "rol", choice(choices.Role)),
        Column("lhbtiq", "lhbtiq", YES_NO, default=False),
        Column("mobility", "mobiliteit", choice(choices.Mobility), default=choices.Mobility.NONE),
        Column("ex_amv", "ex-amv", YES_NO, default=False),
        Column("school_wijk", "schoolwijk", Id("wijken")),
    ),
    mandatory=True,
    key="id",
    unique=("id",),
)
# What decisions, points and previous proposals name may have left the instance.
PAIR = (
    must("household", "huishouden", Id("households"), may_be_gone=True),
    must("home", "woning", Id("homes"), may_be_gone=True),
)
DECISIONS = Table(
    "decisions",
    "besluiten",
    (
        *PAIR,
        must("decision", "besluit", choice(choices.DecisionKind)),
        Column("decided_on", "genomen op", DAY),
        Column("reason", "reden", TEXT, default=""),
    ),
    unique=("household", "home", "decision"),
)
POINTS = Table(
    "points",
    "punten",
    (*PAIR, must("points", "punten", ANY_WHOLE), must("reason", "reden", TEXT)),
    unique=("household", "home"),
)
PREVIOUS = Table("previous", "vorige", PAIR, unique=("household",))
SITES = Table(
    "sites",
    "locaties",
    (
        must("id", "id", ID),
        must("name", "naam", TEXT),
        must("wijk", "wijk", Id("wijken")),
        Column("opens_on", "opent op", DAY),
        Column("closes_on", "sluit op", DAY),
        Column("extend_until", "verlengbaar tot", DAY),
        Column("max_persons", "maximaal personen", COUNT),
        Column("max_moves_in", "maximaal instroom", COUNT),
        Column("step_free", "gelijkvloers", YES_NO, default=False),
        Column("safe_place", "veilige plek", YES_NO, default=False),
        Column("women_only", "alleen vrouwen", YES_NO, default=False),
        Column("care", "zorg", YES_NO, default=False),
    ),
    key="id",
    unique=("id",),
)
ROOMS = Table(
    "rooms",
    "kamers",
    (
        must("site", "locatie", Id("sites")),
        must("beds", "bedden", FROM_ONE),
        must("count", "aantal", FROM_ONE),
        Column("wheelchair", "rolstoel", YES_NO, default=False),
        Column("opens_on", "opent op", DAY),
        Column("closes_on", "sluit op", DAY),
    ),
)
SITE_DECISIONS = Table(
    "site_decisions",
    "locatiebesluiten",
    (
        must("household", "huishouden", Id("households")),
        must("site", "locatie", Id("sites")),
        must("decision", "besluit", choice(choices.SiteDecisionKind)),
        Column("from_on", "vanaf", DAY),
        Column("reason", "reden", TEXT, default=""),
    ),
    unique=("household", "site", "decision"),
)
TAAKSTELLING = Table(
    "taakstelling",
    "taakstelling",
    (
        must("from", "van", DAY, field="from_on"),
        must("until", "tot", DAY),
        must("persons", "personen", COUNT),
        Column("backlog_persons", "achterstand", ANY_WHOLE, default=0),
        Column("realised_persons", "gerealiseerd", COUNT, default=0),
    ),
)
# In a workbook only; in a folder it is instance.toml.
SETTINGS = Table(
    "instance",
    "instance",
    (must("key", "sleutel", TEXT), Column("value", "waarde", Anything(), default="")),
    mandatory=True,
)

TABLES = (
    WIJKEN, CORPORATIES, COMPLEXES, HOMES, HOUSEHOLDS, PERSONS, DECISIONS, POINTS, PREVIOUS,
    SITES, ROOMS, SITE_DECISIONS,
)  # fmt: skip
# Pages of a workbook that explain it or serve its drop-down lists.
IGNORED_SHEETS = ("uitleg", "toelichting", "explanation", "lijsten", "lists")
