"""Sentences filled in: values, numbers, days, euros, and ids that do not exist."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import allocator.texts
from allocator.texts import LANGUAGES, Texts, _catalogue, texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", ["no.such", "cli.faults.many", "persons.many"])
def test_an_unknown_id(language, id_):
    with pytest.raises(KeyError):
        texts(language)(id_)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_count_of_what_has_no_plural(language, n):
    with pytest.raises(KeyError):
        texts(language).count("no.such", n)


def test_values():
    assert texts("nl")("cli.tiers.bound", bound=7) == "niet bewezen; grens 7"
    assert texts("en")("cli.tiers.bound", bound=7) == "not proven; bound 7"
    with pytest.raises(KeyError):
        texts("nl")("cli.tiers.bound")


def test_a_value_with_braces_is_left_as_it_is():
    assert texts("nl")("cli.warning", fault="{x}") == "let op: {x}"


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("nl", 0, "0 personen"),
        ("nl", 1, "1 persoon"),
        ("nl", 2, "2 personen"),
        ("en", 1, "1 person"),
        ("en", 11, "11 persons"),
    ],
)
def test_count(language, n, said):
    assert texts(language).count("persons", n) == said


@pytest.mark.parametrize(("language", "said"), [("nl", "1-4-2025"), ("en", "1 April 2025")])
def test_day(language, said):
    assert texts(language).day(date(2025, 4, 1)) == said


@pytest.mark.parametrize(("language", "said"), [("nl", "€ 1.085,50"), ("en", "€1,085.50")])
def test_euro(language, said):
    assert texts(language).euro(Decimal("1085.5")) == said


@pytest.mark.parametrize(("language", "said"), [("nl", "12345,5"), ("en", "12345.5")])
def test_number(language, said):
    assert texts(language).number(Decimal("12345.5")) == said
    assert texts(language).number(3) == "3"


def test_loaded_once():
    assert texts("nl") is texts("nl")
    assert texts().language == "nl"
    assert Texts("en").language == "en"


def test_a_language_without_files(tmp_path, monkeypatch):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "README").write_text("nothing here")
    monkeypatch.setattr(allocator.texts.resources, "files", lambda _: tmp_path)
    with pytest.raises(FileNotFoundError, match="xx"):
        _catalogue("xx")
    source = Path(allocator.texts.__file__).parent / "nl" / "why.po"
    shutil.copy(source, tmp_path / "xx" / "why.po")
    assert _catalogue("xx").gettext("why.ties") == "in een voorkeurswijk"
