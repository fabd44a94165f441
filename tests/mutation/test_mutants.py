"""The mutator itself: which changes it makes, and that a mutant takes a module's place."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.mutation import modules
from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.mutants import ROOT, mutants

CHANGES = {
    "x = a >= b": ["x = a > b"],
    "x = a < b <= c": ["x = a <= b <= c", "x = a < b < c"],
    "x = a == b": ["x = a != b"],
    "x = a is not b": ["x = a is b"],
    "x = a not in b": ["x = a in b"],
    "x = a > 0": ["x = a > 0 + 1", "x = a >= 0"],
    "x = f(3) + 4": ["x = f(3) + (4 + 1)"],
    "x = max(0, f(a))": ["x = max(0 + 1, f(a))"],
    "x = a[1:2]": [],
    "LIMIT = 18": ["LIMIT = 18 + 1"],
    "LIMITS = (23, 28)": ["LIMITS = (23 + 1, 28)", "LIMITS = (23, 28 + 1)"],
    "x = a + c.policy.stay_days": ["x = a + (c.policy.stay_days + 1)"],
    "x = a & b": ["x = a", "x = b"],
    "x = a or b or c": ["x = b or c", "x = a or c", "x = a or b"],
    "x |= a": ["pass"],
    "x = ~a": ["x = a"],
    "x = not a": ["x = a"],
    "RULES = (f, g)": ["RULES = (g,)", "RULES = (f,)"],
    "PARTS: dict[str, F] = {'a': f, 'b': g}": [
        "PARTS: dict[str, F] = {'b': g}",
        "PARTS: dict[str, F] = {'a': f}",
    ],
    "other = (f, g)": [],
    "blocks = [f(), g()]": ["blocks = [g()]", "blocks = [f()]"],
    "x = Rows(upper=a, lower=np.full(m, -np.inf))": [
        "x = Rows(upper=a + 1, lower=np.full(m, -np.inf))",
        "x = Rows(upper=a + -1, lower=np.full(m, -np.inf))",
    ],
    "x = Limit(a, b)": ["x = Limit(a, b + 1)", "x = Limit(a, b + -1)"],
    "lower[a] = 1.0": ["pass"],
    "x: int | None = y": [],
    "def f(x: int | None = None) -> int | None: ...": [],
}


@pytest.mark.parametrize("source", CHANGES)
def test_the_changes_of_a_line(source):
    made = [ast.unparse(mutant.tree()) for mutant in mutants("models.tiers", source)]
    assert made == [ast.unparse(ast.parse(change)) for change in CHANGES[source]]


def test_a_mutant_says_where_it_is():
    source = "class A:\n    def f(self):\n        return self.a > b\n"
    (mutant,) = mutants("models.tiers", source)
    assert mutant.place == "models/tiers.py:3"
    assert mutant.name == "models.tiers.A.f: self.a > b with GtE"


def test_every_module_is_mutated_or_left_out_for_a_reason():
    there = {
        f"{folder}.{file.stem}".replace("/", ".")
        for folder in ("allocator/rules", "models")
        for file in (ROOT / folder).glob("*.py")
    }
    mutated = {f"allocator.rules.{name}" for name in modules.RULES}
    mutated |= {f"models.{name}" for name in modules.MODELS}
    assert mutated | set(modules.LEFT_OUT) == there
    assert not mutated & set(modules.LEFT_OUT)
    assert all(modules.LEFT_OUT.values())


def test_every_equivalent_mutant_is_still_there():
    names = [f"allocator.rules.{name}" for name in modules.RULES]
    names += [f"models.{name}" for name in modules.MODELS]
    made = [mutant.name for name in names for mutant in mutants(name)]
    assert set(EQUIVALENT) <= set(made)
    assert all(made.count(name) == 1 for name in EQUIVALENT)
    assert all(EQUIVALENT.values())


def test_a_mutant_takes_the_place_of_its_module():
    """In a process of its own, since there is no way back."""
    script = (
        "import models.tiers, models.merge\n"
        "from tests.mutation.load import load\n"
        "from tests.mutation.mutants import mutants\n"
        "kept = models.merge.Tier\n"
        "(mutant,) = [m for m in mutants('models.tiers') if 'one > other' in m.name]\n"
        "load(mutant, ['models'])\n"
        "from models.merge import Tier\n"
        "from models.tiers import Tier as same\n"
        "assert Tier is same is not kept\n"
        "print(kept('a', 'max', []).better(1, 1), Tier('a', 'max', []).better(1, 1))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "False True\n"
