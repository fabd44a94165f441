"""What households cost at least, each by itself.

Limits and rooms are not looked at, so that the best path of each is quickly found; what they add
up to bounds an aim.  It is the bound M8 of :mod:`models.relocation_master` without prices.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.forbidden import without_forbidden
from models.linear import least_whole
from models.path_types import types_of
from models.paths import Priced
from models.relocation import Aim, Held, Relocation
from models.relocation_master import Master


def alone(problem: Relocation, aim: Aim, held: Sequence[Held]) -> int:
    """Return a bound on an aim.

    Of the aims before, those that may not be above 0 forbid what they count.
    """
    problem, _ = without_forbidden(problem, held)
    types = types_of(problem, [aim])
    master = Master(problem, types, aim)
    free = np.zeros(len(master.model.rows))
    priced = Priced(problem, types, master.costs(free))
    bound = master.bound(free, priced.least)
    return max(0, least_whole(bound)) if np.isfinite(bound) else 0
