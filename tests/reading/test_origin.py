"""No field for origin: what looks like one is refused, and what only sounds like it is not."""

from __future__ import annotations

import pytest

from allocator.reading.columns import SETTINGS, TAAKSTELLING, TABLES
from allocator.reading.origin import looks_like_origin
from allocator.reading.settings import SETTINGS as KEYS
from tests.reading.small import Files

LIKE_ORIGIN = [
    "nationaliteit", "Nationaliteit", "NATIONALITEIT_CODE", "nationality", "Nationalité",
    "land_van_herkomst", "Land van herkomst", "landVanHerkomst", "herkomst", "herkomstland",
    "country", "Country of birth", "birth_country", "geboorteland", "geboorte land", "land",
    "etniciteit", "ethnicity", "etnische groep", "ethnic-group", "afkomst", "geloof",
    "geloofsovertuiging", "religie", "religion", "Religious", "godsdienst", "taal", "Taal 1",
    "talen", "moedertaal", "moeder_taal", "voorkeurstaal", "taal_niveau", "language", "Languages",
    "mother tongue", "ras", "race", "staatsburgerschap", "citizenship", "origin", "paspoort",
]  # fmt: skip
OTHER = [
    "totaal", "betaald", "original_id", "bron", "landlord", "opmerking", "hoe_lang", "grasveld",
    "terras", "status", "eiland", "notitie", "e-mail", "metaal",
]  # fmt: skip


@pytest.mark.parametrize("name", LIKE_ORIGIN)
def test_refused_as_column(files: Files, name: str) -> None:
    files.replace("persons.csv", "gender;role", f"gender;role;{name}")
    assert files.faults() == [("persons.csv", 1, name, "origin")]


@pytest.mark.parametrize("name", OTHER)
def test_only_unknown(files: Files, name: str) -> None:
    files.replace("persons.csv", "gender;role", f"gender;role;{name}")
    assert files.faults() == [("persons.csv", 1, name, "unknown_column")]


def test_refused_in_instance_toml(files: Files) -> None:
    files.replace("instance.toml", "lottery_seed = 7", 'lottery_seed = 7\ntaal = "nl"')
    files.replace("instance.toml", "spare_bedrooms = 2", "fit.nationality = 3")
    files.replace("instance.toml", "persons = 40", 'persons = 40\nland = "x"')
    assert files.faults() == [
        ("instance.toml", 5, "taal", "origin"),
        ("instance.toml", 8, "policy.fit.nationality", "origin"),
        ("instance.toml", 14, "land", "origin"),
    ]


def test_none_of_our_own_names_looks_like_it() -> None:
    columns = [c for table in (*TABLES, TAAKSTELLING, SETTINGS) for c in table.columns]
    names = {name for column in columns for name in (column.name, column.dutch)}
    names |= {part for key in KEYS for part in key.path}
    assert [name for name in names if looks_like_origin(name)] == []
