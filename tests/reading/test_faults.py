"""Faults in words, in both languages."""

from __future__ import annotations

import re
import string
from importlib import resources
from pathlib import Path

import pytest

import allocator.reading
from allocator.errors import BadInput, Fault
from allocator.reading import read_instance, render_fault
from allocator.reading.faults import Faults, shown
from allocator.texts import LANGUAGES, texts
from tests.reading.small import Files
from tests.reading.test_cell_faults import CASES


def test_the_example_of_the_style_guide(files: Files) -> None:
    files.replace("households.csv", "2025-01-06", "31-02-2025")
    with pytest.raises(BadInput) as error:
        read_instance(files.write())
    (fault,) = error.value.faults
    assert render_fault(fault, texts("nl")) == (
        "households.csv:2:koppeldatum: '31-02-2025' is geen datum; "
        "verwacht jjjj-mm-dd of dd-mm-jjjj"
    )
    assert render_fault(fault, texts("en")).startswith("households.csv:2:koppeldatum: '31-02-2025'")


def test_each_language_names_its_own_choices(files: Files) -> None:
    files.replace("persons.csv", "1990-03-02;f", "1990-03-02;meisje")
    with pytest.raises(BadInput) as error:
        read_instance(files.write())
    (fault,) = error.value.faults
    assert "verwacht een van: v, m, x" in render_fault(fault, texts("nl"))
    assert "expected one of: f, m, x" in render_fault(fault, texts("en"))


@pytest.mark.parametrize("case", range(len(CASES)))
def test_every_fault_has_its_words(files: Files, case: int) -> None:
    file, old, new, *_ = CASES[case]
    files.replace(file, old, new)
    with pytest.raises(BadInput) as error:
        read_instance(files.write())
    for fault in error.value.faults:
        for language in LANGUAGES:
            line = render_fault(fault, texts(language))
            assert line.startswith(f"{fault.place}: ")
            assert "\n" not in line


def _catalogue(language: str) -> dict[str, str]:
    """Return message ids and texts of a catalogue."""
    file = resources.files("allocator.texts") / language / "reading.po"
    pairs = re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', file.read_text(encoding="utf-8"))
    return dict(pairs)


def test_catalogues_have_the_same_messages_and_those_of_the_code() -> None:
    dutch, english = _catalogue("nl"), _catalogue("en")
    assert list(dutch) == list(english)
    folder = Path(allocator.reading.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    used = set(re.findall(r'"(reading\.[a-z0-9_]+)"', code))
    made = {"reading.second_head", "reading.second_partner", "reading.decision_on_ontheemde",
            "reading.decision_on_statushouder"}  # fmt: skip
    assert used | made == set(dutch)
    for message in dutch:
        names = [_names(catalogue[message]) for catalogue in (dutch, english)]
        assert names[0] - {"dutch"} == names[1] - {"english", "dutch"}, message


def _names(text: str) -> set[str]:
    """Return the values that a text names."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_found_values_are_short_and_printable() -> None:
    assert shown("a\nb\x1b[31m") == "a b [31m"
    assert shown("x" * 40) == "x" * 40
    assert shown("x" * 41) == "x" * 39 + "…"


def test_free_text_is_not_shown(files: Files) -> None:
    files.texts["households.csv"] = (
        files.texts["households.csv"]
        .replace("moved_in_on;arrives_on;leaves_on", "moved_in_on;arrives_on;leaves_on;hold_reason")
        .replace("own_home;;;;", "own_home;;;;;Geheim\x07")
    )
    with pytest.raises(BadInput) as error:
        read_instance(files.write())
    (fault,) = error.value.faults
    assert fault.message == "reading.control_character"
    assert "Geheim" not in render_fault(fault, texts())


def test_order_with_and_without_row() -> None:
    faults = Faults()
    faults.add("b", 2, "x", "m")
    faults.add("b", None, "", "m")
    faults.add("a", 10, "x", "m")
    faults.add("a", 9, "x", "m")
    faults.add("a", 9, "x", "m")
    assert [(f.file, f.row) for f in faults.sorted()] == [
        ("a", 9),
        ("a", 10),
        ("b", None),
        ("b", 2),
    ]
    assert faults.sorted()[0] == Fault("a", 9, "x", "m")
