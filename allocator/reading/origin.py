"""Columns that tell where somebody comes from: there is no field for that.

A column for nationality, ethnicity, language or religion is refused with an
explanation, and not just ignored: whoever adds it should know that a plan never looks
at it.  Stems are sought anywhere in the name, words only as whole words (``taal`` must
not refuse ``totaal``).
"""

from __future__ import annotations

from functools import cache

from allocator.reading.headings import words

STEMS = (
    # nationality and country
    "nationali", "staatsburger", "citizen", "herkomst", "afkomst", "geboorteland",
    "geboorteplaats", "country", "birthplace", "placeofbirth", "landvan", "landcode", "landnaam",
    "asielland", "thuisland", "vaderland", "moederland", "homeland", "ancestry", "oorsprong",
    "placeoforigin", "regionoforigin", "passport", "paspoort",
    # ethnicity
    "etnic", "etnisch", "ethni", "huidskleur", "skincolo", "bevolkingsgroep", "migratieachtergrond",
    "culture", "cultuur", "volksgroep",
    # religion
    "geloof", "geloven", "religi", "godsdienst", "levensbeschouw", "levensovertuig", "kerkgenoot",
    "kerkelijk", "denominati", "moslim", "muslim", "islam", "christen", "christian", "joods",
    "jewish", "hindoe", "hindu", "boeddhis", "buddhis",
    # language
    "moedertaal", "spreektaal", "voertaal", "thuistaal", "voorkeurstaal", "tolktaal", "taalcode",
    "taalniveau", "taalgroep", "language", "mothertongue", "dialect",
)  # fmt: skip
WORDS = frozenset((
    "taal", "talen", "tongue", "land", "landen", "nation", "nationaal", "origin", "origins",
    "origine", "ras", "race", "races", "racial", "tribe", "tribal", "stam", "clan", "kaste",
    "caste", "volk", "faith", "belief", "beliefs", "creed", "church", "kerk", "sect", "sekte",
))  # fmt: skip


@cache
def looks_like_origin(name: str) -> bool:
    """Tell whether a column or key of this name would hold somebody's origin."""
    parts = words(name)
    joined = "".join(parts)
    return any(stem in joined for stem in STEMS) or not WORDS.isdisjoint(parts)
