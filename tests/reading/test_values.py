"""Numbers, dates, yes and no, choices and lists, as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from allocator.domain import choices
from allocator.reading.cells import Kind, Unreadable, read_cell
from allocator.reading.columns import COUNT, DAY, DECIMAL, YES_NO, choice
from allocator.reading.kinds import Id, ListOf, Number, Whole
from allocator.reading.numbers import number_text, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"), ("0", "0"), ("-3", "-3"), ("\u22123", "-3"), ("+3", "3"), ("007", "7"),
        ("1,5", "1.5"), ("1.5", "1.5"), ("682,96", "682.96"), (",5", "0.5"), ("1.0500", "1.05"),
        ("1.085,50", "1085.50"), ("1,085.50", "1085.50"), ("12.345.678,9", "12345678.9"),
        ("1.085.500", "1085500"), ("1,085,500", "1085500"), ("€ 682,96", "682.96"),
        ("€682.96", "682.96"), ("€ 1.085,50", "1085.5"), ("-0", "0"), ("1.085,505", "1085.505"),
    ],
)  # fmt: skip
def test_numbers(text: str, number: str) -> None:
    assert read_cell(Number(None), text) == Decimal(number)


def test_zero_has_no_sign() -> None:
    assert str(read_cell(DECIMAL, "-0")) == "0"


@pytest.mark.parametrize("text", ["1.050", "1,050", "€ 1.050", "0,125", "12345,678", "-1.050"])
def test_ambiguous_numbers(text: str) -> None:
    with pytest.raises(Unreadable, match="ambiguous_number"):
        read_cell(DECIMAL, text)


@pytest.mark.parametrize(
    "text", ["x", "1 2", "1.2.3", "1.08,5", "1,", "1e3", "--1", "€", "12%", "१२", "1.085.50", "nan"]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Unreadable, match="not_a_number"):
        read_cell(DECIMAL, text)


def test_infinite_and_endless_numbers() -> None:
    for number, message in (("NaN", "not_a_number"), ("Infinity", "not_a_number"),
                            ("1e999999", "too_large"), ("1e-999999", "too_precise")):  # fmt: skip
        with pytest.raises(Unreadable, match=message):
            read_cell(DECIMAL, Decimal(number))
    with pytest.raises(Unreadable, match="too_small"):
        read_cell(Whole(None), Decimal("-1e999999"))


def test_whole_numbers() -> None:
    assert read_cell(COUNT, "3,0") == 3
    assert read_cell(COUNT, Decimal("3.0")) == 3
    with pytest.raises(Unreadable, match="not_whole"):
        read_cell(COUNT, "3,5")
    with pytest.raises(Unreadable, match="not_a_number"):
        read_cell(COUNT, "€ 3")


@pytest.mark.parametrize("number", ["0", "12", "1.5", "0.125", "-3.25", "1000000000"])
@pytest.mark.parametrize("sign", [".", ","])
def test_a_written_number_reads_back(number: str, sign: str) -> None:
    assert read_number(number_text(Decimal(number), sign)) == Decimal(number)


@pytest.mark.parametrize("text", ["2025-04-07", "07-04-2025", "7-4-2025", "2025-4-7"])
def test_dates(text: str) -> None:
    assert read_cell(DAY, text) == date(2025, 4, 7)


@pytest.mark.parametrize(
    "text",
    ["2025-04-31", "29-02-2025", "7-4-25", "2025/04/07", "07.04.2025", "20250407", "2025-04-07 12",
     "4-2025", "45754"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(Unreadable, match="not_a_date"):
        read_cell(DAY, text)
    with pytest.raises(Unreadable, match="not_a_date"):
        read_cell(DAY, Decimal(45754))


@pytest.mark.parametrize("day", ["1899-12-31", "2201-01-01", "31-12-1899"])
def test_far_dates(day: str) -> None:
    with pytest.raises(Unreadable, match="date_too_far"):
        read_cell(DAY, day)


def test_far_date_cell() -> None:
    with pytest.raises(Unreadable, match="date_too_far"):
        read_cell(DAY, date(1899, 12, 31))


@pytest.mark.parametrize("text", ["true", "True", "WAAR", "ja", "Ja", "1"])
def test_yes(text: str) -> None:
    assert read_cell(YES_NO, text) is True


@pytest.mark.parametrize("text", ["false", "Onwaar", "NEE", "0"])
def test_no(text: str) -> None:
    assert read_cell(YES_NO, text) is False


@pytest.mark.parametrize("text", ["x", "2", "misschien", "01"])
def test_neither(text: str) -> None:
    with pytest.raises(Unreadable, match="not_yes_or_no"):
        read_cell(YES_NO, text)


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        (choices.HomeKind, ("sociale_huur", "Sociale huur", "SOCIALEHUUR", "sociale-huur"),
         choices.HomeKind.SOCIALE_HUUR),
        (choices.TargetGroup, ("ex_amv", "ex-AMV", "Ex AMV"), choices.TargetGroup.EX_AMV),
        (choices.TargetGroup, ("under_23", "onder 23", "Onder_23"), choices.TargetGroup.UNDER_23),
        (choices.Gender, ("f", "v", "V", "vrouw"), choices.Gender.F),
        (choices.Gender, ("m", "man", "Man"), choices.Gender.M),
        (choices.Support, ("none", "geen"), choices.Support.NONE),
        (choices.DecisionKind, ("refused_by_team", "Geweigerd door team"),
         choices.DecisionKind.REFUSED_BY_TEAM),
        (choices.SiteDecisionKind, ("lock", "vast"), choices.SiteDecisionKind.LOCK),
    ],
)  # fmt: skip
def test_choices(kind: type, words: tuple[str, ...], value: str) -> None:
    assert {read_cell(choice(kind), word) for word in words} == {value}


def test_lists() -> None:
    kind = ListOf(Id())
    assert read_cell(kind, "zuid | noord||zuid ") == ("noord", "zuid")
    with pytest.raises(Unreadable, match="not_an_id"):
        read_cell(kind, "noord, zuid")


@pytest.mark.parametrize("text", ["a", "0012", "A.b_c-9", "x" * 64])
def test_ids(text: str) -> None:
    assert read_cell(Id(), text) == text


@pytest.mark.parametrize("text", ["-a", ".a", "a b", "a/b", "é", "x" * 65, "a\nb", "a;b"])
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(Unreadable, match="not_an_id"):
        read_cell(Id(), text)


def test_a_kind_writes_text_unless_it_knows_better() -> None:
    kind: Kind = Id()
    assert kind.cell("a", dutch=True) == "a"
