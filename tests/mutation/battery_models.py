"""Cases for the mutants of ``models``: brute force, the backends and the checker."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

from allocator.domain.instance import Instance
from tests.brute_force import best
from tests.mutation.modules import MODELS
from tests.mutation.mutants import ROOT
from tests.mutation.problems import HANDMADE, Data, draw
from tests.random_instances import small_instance

# Those that noticed a mutant when many more were tried, and a few besides.
PROBLEMS = (2, 1, 0, 3, 4, 10, 20, 29, 33, 40)
INSTANCES = (22, *range(5))
# Modules whose tests are those of what uses them.
TESTED_WITH = {"cuts": "again"}
NOTHING_NOTICED = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
# Without plugins, and without words for what is wrong: to get ready takes longer than these tests.
OPTIONS = (
    "-qx",
    "-pno:cacheprovider",
    "--noconftest",
    "--disable-plugin-autoload",
    "--assert=plain",
)
NAMES = (
    *(f"handmade {name}" for name in HANDMADE),
    *(f"problem {seed}" for seed in PROBLEMS),
    *(f"random {seed}" for seed in INSTANCES),
    "own tests",
)


@dataclass(frozen=True)
class Case:
    """A problem; or an instance with the best value of each tier; or files of tests."""

    name: str
    problem: Data | None = None
    instance: Instance | None = None
    expected: dict[str, int] | None = None
    tests: tuple[Path, ...] = ()


def prepare(name: str) -> Case:
    """Make a case by its name; of a problem without a plan, the next that has one."""
    kind, _, which = name.partition(" ")
    if kind == "own":
        return Case(name)
    if kind == "handmade":
        return Case(name, problem=HANDMADE[which])
    if kind == "random":
        instance = small_instance(int(which))
        return Case(name, instance=instance, expected=best(instance))
    from tests.models import build, plain

    number = int(which)
    while True:
        data = draw(number)
        problem = build.problem(
            data.pairs,
            data.units,
            kind=data.kind,
            one_kind=data.one_kind,
            limits=data.limits,
            forced=data.forced,
        )
        if next(plain.plans(problem), None) is not None:
            return Case(name, problem=data)
        number += 1000


class Guards:
    """Has pytest run no tests of Hypothesis: that would search long where nothing is wrong."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not is_hypothesis_test(getattr(item, "obj", None))]


def load_pytest() -> None:
    """Load pytest, so that the processes that judge need not."""
    with redirect_stdout(StringIO()):
        code = _run(ROOT / "tests/models/test_merge.py", "--collect-only")
    assert code == pytest.ExitCode.OK


class Battery:
    """Problems whose plans are all known, then instances for the checker."""

    users = (
        "models",
        "allocator.formulate",
        "allocator.matching",
        "allocator.interpret",
        "allocator.explain",
        "tests.models",
        "tests.mutation.by_models",
    )

    def __init__(self, prepared: Sequence[Case]) -> None:
        self._cases = prepared

    def cases(self, module: str) -> Sequence[Case]:
        """The tests of the module itself come first: they are quick, and tell most.

        But those of the formulation last: brute force and the checker must notice it.  Of no
        module, the code as it is, they are those of all that are mutated.
        """
        *cases, last = self._cases
        names = (module.rpartition(".")[2],) if module else MODELS
        own = replace(last, tests=tuple(dict.fromkeys(filter(Path.exists, map(_file_of, names)))))
        if module == "models.assignment":
            return [*cases, own]
        return [own, *cases]

    def warm(self) -> None:
        """Do nothing: a process in which a solver ran has threads, and must not be forked."""

    def notice(self, case: Case) -> str | None:
        wrong = _wrong(case)
        return f"{case.name}: {wrong}" if wrong else None


def _wrong(case: Case) -> str | None:
    if case.problem is not None:
        return _of_problem(case.problem)
    return _of_instance(case) if case.instance is not None else _of_tests(case.tests)


def _of_problem(data: Data) -> str | None:
    from tests.mutation.by_models import Models

    return next(Models(data).wrong(), None)


def _file_of(name: str) -> Path:
    """Return the file with the tests of a module; it need not be there."""
    return ROOT / f"tests/models/test_{TESTED_WITH.get(name, name)}.py"


def _of_tests(files: Sequence[Path]) -> str | None:
    """Run the tests of the module itself: for what only guards against a faulty solver.

    Where there is no file, or no test in it, nothing is noticed.
    """
    if not files:
        return None
    code = _run(*files)
    return None if code in NOTHING_NOTICED else f"{files[0].name}: {code.name}"


def _run(*arguments: object) -> int:
    return pytest.main([*map(str, arguments), *OPTIONS], [Guards()])


def _of_instance(case: Case) -> str | None:
    """Compare two backends with brute force and the checker."""
    from allocator.check import check_matching
    from allocator.matching import Settings, match

    for backend in ("highs", "cpsat"):
        plan = match(case.instance, Settings(backend=backend))
        if {t.name: t.best for t in plan.tiers if t.best is not None} != case.expected:
            return f"best values by {backend}"
        if plan.status != "optimal":
            return f"proof by {backend}"
        verdict = check_matching(case.instance, [(r.household, r.home) for r in plan.proposals])
        if verdict.violations:
            return f"plan by {backend}"
        if verdict.tier_values != {t.name: t.value for t in plan.tiers}:
            return f"values by {backend}"
    return None
