"""The measure of relocation plans: what a run of either solver leaves behind."""

from __future__ import annotations

import json

import pytest

from allocator.generating import generate_files
from benchmarks import relocation
from tests.benchmarks.rows import row


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village") / "instance"
    given = {"size": "village", "limits": "tight", "shelter": "enough", "scarcity": "mid"}
    generate_files(folder, seed=1, **given)
    return folder


def test_the_plain_formulation_tells_what_it_found_before_its_limit(village, tmp_path):
    report = tmp_path / "plain.json"
    relocation.main(["--limit", "0", "--plain", str(village), str(report)])
    tiers = json.loads(report.read_text())["tiers"]
    assert [tier["name"] for tier in tiers] == ["evictions"]  # cut off at once
    assert not tiers[0]["optimal"]


def test_a_row_shows_the_bound_where_it_is_not_the_value():
    shown = relocation._line(row(1, "us", 2.0, tiers="moves|repeat", values="5|3", bounds="5|1"))
    assert "moves 5  repeat 3≥1" in shown
