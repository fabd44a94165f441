"""The checker, brute force or another backend notices every change of what is decided."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.mutation.equivalent import MODELS, RULES
from tests.mutation.mutants import ROOT

CONSTRAINTS = (
    "without one_place(problem)",
    "without units(problem)",
    "without one_kind(problem, kinds)",
    "without which_kind(problem, kinds)",
    "without limit(problem)",
    "without lower[:problem.pairs][problem.forced] = 1.0",
    "without excess_rows(excesses, first_z)",
    "without tier_rows(fixed, first_z)",
)


def judged(what: str) -> list[dict[str, str]]:
    """Return the mutants with what noticed each; nothing is noticed in the code as it is."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.mutation", what], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["unchanged"] is None
    return report["mutants"]


def all_noticed(mutants: list[dict[str, str]], equivalent: dict[str, str]) -> None:
    """Nothing survives but what changes nothing; that does."""
    survivors = [f"{m['place']}: {m['name']}" for m in mutants if not m["noticed"]]
    wrong = [line for line in survivors if line.partition(": ")[2] not in equivalent]
    assert not wrong, "nothing notices:\n" + "\n".join(wrong)
    known = [m for m in mutants if m["noticed"] and m["name"] in equivalent]
    assert not known, "not equivalent after all"


@pytest.mark.slow
def test_every_mutant_of_the_rules_is_noticed():
    mutants = judged("rules")
    assert len(mutants) > 300
    all_noticed(mutants, RULES)


@pytest.mark.slow
def test_every_mutant_of_the_models_is_noticed():
    mutants = judged("models")
    assert len(mutants) > 280
    all_noticed(mutants, MODELS)
    by_answers = [m["name"] for m in mutants if m["noticed"] and "own tests" not in m["noticed"]]
    for constraint in CONSTRAINTS:
        assert f"models.assignment.formulate: {constraint}" in by_answers
