"""What is said about an instance."""

from __future__ import annotations

from pathlib import Path

from allocator.generate import generate
from allocator.messages.instances import generated_document, generated_lines, instance_counts
from allocator.texts import texts
from tests.check.build import home, household, instance

GIVEN = instance(
    [
        household("H1", 30, 31, 2),
        household("H2", 30),
        household("O1", 30, 60, group="ontheemde", koppeldatum=None),
    ],
    [home("W1", units=4), home("W2")],
)


def test_counts():
    assert instance_counts(GIVEN) == {
        "statushouders": 2,
        "ontheemden": 1,
        "persons": 6,
        "homes": 2,
        "units": 5,
        "sites": 0,
    }
    assert instance_counts(generate("village", 1))["sites"] == 3


def test_generated():
    assert generated_lines(GIVEN, Path("new"), texts("nl")) == [
        "Geschreven: new. Huishoudens van statushouders: 2, van ontheemden: 1; personen: 6. "
        "Rijen woningen: 2, met eenheden: 5. Opvanglocaties: 0."
    ]
    document = generated_document(GIVEN, Path("new"))
    assert document == {"folder": "new", "name": "tiny", **instance_counts(GIVEN)}
