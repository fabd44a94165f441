"""Dutch names of the cases in ``tests/cases``: the headings and values of data.md."""

from __future__ import annotations

HOUSEHOLD = {
    "koppeling": "koppeling",
    "koppeldatum": "koppeldatum",
    "documenten": "documents",
    "nareizigers": "nareis_persons",
    "voorkeurswijken": "preferred_wijken",
    "begeleiding": "support",
    "behoeften": "needs",
    "urgentie": "urgency",
    "wacht tot": "hold_until",
    "huurgrens": "rent_limit_eur",
}
PERSON = {
    "leeftijd": "age",
    "geboortedatum": "birth_date",
    "geslacht": "gender",
    "rol": "role",
    "lhbtiq": "lhbtiq",
    "mobiliteit": "mobility",
    "ex-amv": "ex_amv",
}
HOME = {
    "wijk": "wijk",
    "soort": "kind",
    "slaapkamers": "bedrooms",
    "oppervlakte": "area_m2",
    "minimaal personen": "min_persons",
    "maximaal personen": "max_persons",
    "aantal": "units",
    "delen": "sharing",
    "gelijkvloers": "step_free",
    "rolstoel": "wheelchair",
    "veilige plek": "safe_place",
    "begeleiding": "support",
    "doelgroep": "target_group",
    "rekenhuur": "rent_eur",
    "beschikbaar vanaf": "available_from",
    "beschikbaar tot": "available_until",
}
VALUES = {
    "ja": True,
    "nee": False,
    "geen": "none",
    "vrouwen": "women",
    "mannen": "men",
    "zelfde": "same",
    "gemengd": "mixed",
    "licht": "light",
    "intensief": "intensive",
    "sociale huur": "sociale_huur",
    "onder 23": "under_23",
    "onder 28": "under_28",
    "boven 55": "over_55",
    "v": "f",
    "hoofd": "head",
    "kind": "child",
    "anders": "other",
    "compleet": "complete",
    "geen bsn": "missing_bsn",
    "geen iban": "missing_iban",
    "beide ontbreken": "missing_both",
    "eigen woning": "own_home",
    "eigen kamer": "own_room",
    "veilige plek": "safe_place",
}
COLUMN_VALUES = {
    ("doelgroep", "ex-amv"): "ex_amv",
    ("mobiliteit", "gelijkvloers"): "step_free",
    ("mobiliteit", "rolstoel"): "wheelchair",
}


def translate(row: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    """Return a row with the names and values of the domain; an unknown name is an error."""
    return {names[key]: _value(key, value) for key, value in row.items()}


def _value(key: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(_value(key, one) for one in value)
    if isinstance(value, float):
        return str(value)  # as written, so that Decimal is exact
    if isinstance(value, str):
        return COLUMN_VALUES.get((key, value), VALUES.get(value, value))
    return value
