from __future__ import annotations

import numpy as np
import pytest

from models.path_types import types_of
from models.relocation import Held
from models.relocation_master import Master
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of
from tests.models.shelter.test_paths import cost_of


@pytest.mark.parametrize("seed", range(40))
def test_what_a_path_costs_is_its_reduced_cost(seed):
    problem, aims = problem_of(seed)
    types = types_of(problem, aims)
    for i, aim in enumerate(aims):
        master = Master(problem, types, aim, [Held(one, 3) for one in aims[:i]])
        duals = np.random.default_rng(seed).random(len(master.model.rows)) * -3
        costs = master.costs(duals)
        for k, h in enumerate(types.example.tolist()):
            for row in brute.rows(problem, h)[:50]:
                (column,) = master.columns([(k, np.array(row))])
                assert column.rows.size == np.unique(column.rows).size
                reduced = column.cost - float(duals[column.rows] @ column.coefficients)
                assert reduced + duals[k] == pytest.approx(cost_of(problem, h, k, costs, row))
