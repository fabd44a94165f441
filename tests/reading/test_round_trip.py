"""What is written reads back as the same instance, in every form and row order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.reading import digest, read_instance, write_folder, write_workbook
from allocator.reading.csvfile import numbered_rows
from tests.reading.small import FILES, Files
from tests.reading.strategies import instances

FORMS: dict[str, Callable[[Instance, Path], None]] = {
    "folder": lambda i, p: write_folder(i, p),
    "commas": lambda i, p: write_folder(i, p, separator=","),
    "dutch": lambda i, p: write_folder(i, p, dutch=True),
    "dutch commas": lambda i, p: write_folder(i, p, dutch=True, separator=","),
    "book.xlsx": lambda i, p: write_workbook(i, p),
    "boek.XLSX": lambda i, p: write_workbook(i, p, dutch=True),
}
MANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("form", FORMS)
@MANY
@given(instance=instances())
def test_written_reads_back_the_same(form: str, instance: Instance) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / form
        FORMS[form](instance, path)
        read = read_instance(path).instance
    assert read == instance
    assert digest(read) == digest(instance)


@MANY
@given(instance=instances(), seed=st.integers(0, 99))
def test_row_order_does_not_matter(instance: Instance, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance"
        write_folder(instance, path, separator=";")
        for file in path.glob("*.csv"):
            _shuffle(file, Random(seed))
        assert read_instance(path).instance == instance


def _shuffle(file: Path, dice: Random) -> None:
    """Put the rows of a CSV file in another order."""
    text = file.read_text(encoding="utf-8")
    starts = [line.number - 1 for line in numbered_rows(text, ";")]
    lines = text.split("\n")[:-1]
    ends = [*starts[1:], len(lines)]
    rows = ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    rest = rows[1:]
    dice.shuffle(rest)
    file.write_text("\n".join([rows[0], *rest]) + "\n", encoding="utf-8")


@MANY
@given(instance=instances())
def test_an_instance_in_another_order_has_the_same_digest(instance: Instance) -> None:
    turned = {
        name: tuple(reversed(value))
        for name, value in instance.__dict__.items()
        if isinstance(value, tuple)
    }
    households = [
        household.model_copy(
            update={
                "persons": household.persons[::-1],
                "preferred_wijken": household.preferred_wijken[::-1] * 2,
                "needs": household.needs[::-1],
            }
        )
        for household in turned["households"]
    ]
    other = instance.model_copy(update={**turned, "households": tuple(households)})
    assert digest(other) == digest(instance)


def test_the_digest_tells_instances_apart(files: Files) -> None:
    before = digest(files.read().instance)
    files.replace("persons.csv", "1990-03-02", "1990-03-03")
    assert digest(files.read().instance) != before


def test_the_digest_does_not_see_the_form_of_a_value(files: Files) -> None:
    before = digest(files.read().instance)
    files.replace("homes.csv", "650,50", "€ 650.5000")
    files.replace("households.csv", "2025-01-06", "6-1-2025")
    files.replace("homes.csv", ";2;none;", ";2;;")
    files.replace(
        "instance.toml", "spare_bedrooms = 2", 'spare_bedrooms = "2"\nfit.ties = 40\nslack.fit = 0'
    )
    assert digest(files.read().instance) == before


def test_the_digest_knows_all_types() -> None:
    from allocator.reading.digest import _plain

    with pytest.raises(TypeError):
        _plain(object())


@pytest.mark.parametrize("form", ["dutch", "boek.xlsx"])
def test_the_same_bytes_every_time(files: Files, tmp_path: Path, form: str) -> None:
    instance = files.read().instance
    write = write_workbook if form.endswith("xlsx") else write_folder
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(instance, tmp_path / name / form, dutch=True)
    first = sorted((tmp_path / "one").rglob("*.*"))
    assert first
    for path in first:
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == other.read_bytes()


def test_only_what_says_something_is_written(files: Files, tmp_path: Path) -> None:
    del files.texts["previous.csv"]
    del files.texts["site_decisions.csv"]
    write_folder(files.read().instance, tmp_path / "out")
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == set(FILES) - {"previous.csv", "site_decisions.csv"}
    wijken = (tmp_path / "out" / "wijken.csv").read_text(encoding="utf-8")
    assert wijken.splitlines()[0] == "code;name;within;draagkracht_persons;placed_persons"
    assert (
        (tmp_path / "out" / "instance.toml").read_text(encoding="utf-8")
        == """\
name = "Testdorp"
municipality = "0268"
peildatum = 2025-04-07
horizon_days = 28
horizon_months = 24
lottery_seed = 7

[policy]
spare_bedrooms = 2

[[taakstelling]]
from = 2025-01-01
until = 2025-06-30
persons = 40
"""
    )


def test_the_dutch_form(files: Files, tmp_path: Path) -> None:
    write_folder(files.read().instance, tmp_path / "uit", dutch=True)
    homes = (tmp_path / "uit" / "woningen.csv").read_text(encoding="utf-8").splitlines()
    assert homes[0].startswith("id;corporatie;wijk;complex;soort;slaapkamers;minimaal personen;")
    assert homes[2].startswith("w2;talis;zuid;;sociale huur;3;3;5;")
    assert "650,5" in homes[1]


def test_never_two_instances_in_one_folder(files: Files, tmp_path: Path) -> None:
    instance = files.read().instance
    write_folder(instance, tmp_path / "out")
    write_folder(instance, tmp_path / "out")
    with pytest.raises(BadCall) as error:
        write_folder(instance, tmp_path / "out", dutch=True)
    assert error.value.message == "reading.folder_in_use"
    assert error.value.values["file"] == "complexes.csv"
