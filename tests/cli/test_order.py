"""The order of rows, the form of the files and the number of threads change nothing."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from pathlib import Path
from random import Random

import pytest

from allocator.generate import generate
from allocator.reading import write_folder, write_workbook
from tests.check.golden import golden as golden_instance
from tests.cli.build import summary, tables
from tests.random_instances import small_instance


@cache
def given(name):
    if name == "village":
        return generate("village", 2)
    if name == "golden":
        return golden_instance()
    return small_instance(int(name))


NAMES = ("village", "golden", "3", "8", "12", "21")


def shuffled(folder: Path, dice: Random) -> None:
    """Put the rows of every table, and the tables of instance.toml, in another order."""
    for file in sorted(folder.glob("*.csv")):
        text = file.read_text("utf-8")
        separator = ";" if ";" in text.splitlines()[0] else ","
        heading, *rest = csv.reader(io.StringIO(text), delimiter=separator)
        dice.shuffle(rest)
        columns = list(range(len(heading)))
        dice.shuffle(columns)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator)
        writer.writerows([row[i] for i in columns] for row in (heading, *rest))
        file.write_text(out.getvalue(), "utf-8")
    toml = folder / "instance.toml"
    text = toml.read_text("utf-8")
    blocks = re.split(r"(?m)^(?=\[)", text)
    first, rest = blocks[0], blocks[1:]
    dice.shuffle(rest)
    lines = first.rstrip("\n").split("\n")
    dice.shuffle(lines)
    toml.write_text("\n".join(lines) + "\n\n" + "".join(f"{b.rstrip()}\n\n" for b in rest), "utf-8")


def as_folder(instance, place, **how):
    write_folder(instance, place, **how)
    return place


def as_shuffled_folder(instance, place, **how):
    write_folder(instance, place, **how)
    shuffled(place, Random(str(place)))
    return place


def as_workbook(instance, place, **how):
    file = place.with_suffix(".xlsx")
    write_workbook(instance, file, **how)
    return file


FORMS = [
    (as_folder, {"separator": ","}, ()),
    (as_folder, {"dutch": True}, ()),
    (as_folder, {"dutch": True, "separator": ","}, ()),
    (as_workbook, {}, ()),
    (as_workbook, {"dutch": True}, ()),
    (as_shuffled_folder, {}, ()),
    (as_shuffled_folder, {"dutch": True, "separator": ","}, ("--threads", 2)),
    (as_folder, {}, ("--threads", 1)),
    (as_folder, {}, ("--threads", 2)),
]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_plan_byte_for_byte(call, tmp_path, name):
    folder = as_folder(given(name), tmp_path / "in")
    assert call("match", folder, "--out", tmp_path / "plan").code == 0
    expected, facts = tables(tmp_path / "plan"), summary(tmp_path / "plan")
    for number, (write, how, options) in enumerate(FORMS):
        place = write(given(name), tmp_path / f"in{number}", **how)
        plan = tmp_path / f"plan{number}"
        assert call("match", place, "--out", plan, *options).code == 0
        assert tables(plan) == expected, (write, how, options)
        assert summary(plan) == facts, (write, how, options)


def test_another_instance_has_another_digest(call, tmp_path):
    digests = set()
    for name in NAMES:
        folder = as_folder(given(name), tmp_path / name)
        called = call("match", folder, "--out", tmp_path / "plan", "--json")
        digests.add(called.document["input_digest"])
    assert len(digests) == len(NAMES)
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in digests)


@pytest.mark.parametrize("name", ["village", "3"])
def test_the_language_changes_only_the_sentences(call, tmp_path, name):
    folder = as_folder(given(name), tmp_path / "in")
    found = []
    for language in ("nl", "en"):
        assert call("match", folder, "--out", tmp_path / "plan", "--lang", language).code == 0
        cells = [
            row[:-1]
            for file in ("proposals.csv", "unplaced.csv")
            for row in csv.reader(io.StringIO((tmp_path / "plan" / file).read_text("utf-8")))
        ]
        found.append((cells, summary(tmp_path / "plan"), tables(tmp_path / "plan")["wijken.csv"]))
    assert found[0] == found[1]
