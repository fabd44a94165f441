"""A tiny problem with every kind of row, and its second tier as a file.

``python -m tests.models.golden`` writes the file anew.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from models.assignment import formulate
from models.cbc import write_model
from models.tiers import Fixed
from tests.models import build

FILE = Path(__file__).parent.parent / "golden" / "assignment.lp"

# Three households of 2, 3 and 4 persons; place 1 is for one kind, and 0-1 is locked.
PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2)]
PROBLEM = build.problem(
    PAIRS,
    [1, 2, 3],
    kind=[0, 1, 0],
    one_kind=[1],
    limits=[
        ({(0, 1): 2, (1, 1): 3, (2, 1): 4}, 6),
        ({(1, 1): 3, (1, 2): 3, (2, 1): 4, (2, 2): 4}, 5),
    ],
    forced=[(0, 1)],
)
MOST = build.tier(PAIRS, [20, 21, 30, 31, 32, 41, 42], name="most", constant=-5)
LEAST = build.tier(
    PAIRS,
    [1, 0, 2, 0, 0, 3, 0],
    "min",
    name="least",
    excesses=[({(0, 0): 2, (1, 0): 3}, 1), ({(0, 1): 2, (2, 2): 4}, -2)],
)
LAST = build.tier(
    PAIRS, [0, -1, 0, 5, -6, 0, 7], "min", constant=13, excesses=[({(1, 2): 3, (2, 2): 4}, 3)]
)
FIXED = (Fixed(MOST, 48), Fixed(LEAST, 9))
MODEL = formulate(PROBLEM, LAST, FIXED)


def text() -> str:
    """Return the model as it is written to an ``.lp`` file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.lp"
        write_model(MODEL, file)
        return file.read_text()


if __name__ == "__main__":
    FILE.write_text(text())
