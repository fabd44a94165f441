"""Whatever the files of a plan say, the checker answers, and in both languages."""

from __future__ import annotations

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.check import Stay, check_plan, check_stays
from allocator.texts import texts
from tests.check.shelter.golden import DIGEST, files, golden

WORDS = st.sampled_from(
    ["", "H1", "H2", "H3", "H9", "S1", "A", "B", "D", "A/2-01", "B/1-01|B/1-01", "B/4-01|",
     "2025-04", "2025-06", "2025-09", "2025-10", "2025-13", "0", "-1", "closed", "move"]
)  # fmt: skip
STAYS = st.builds(Stay, WORDS, WORDS, st.tuples(WORDS) | st.just(()), WORDS, WORDS)
CELLS = st.tuples(
    st.sampled_from(["stays", "moves", "occupancy", "shortages"]),
    st.integers(0, 30),
    st.integers(0, 8),
    WORDS,
)


@given(st.lists(STAYS, max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_stays(stays):
    for fault in check_stays(golden(), stays).violations:
        assert fault.render(texts("nl")) != fault.render(texts("en"))


@given(st.lists(CELLS, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_cells(cells):
    plan = copy.deepcopy(files())
    for table, row, column, text in cells:
        rows = plan.tables[table]
        changed = rows[row % len(rows)]
        changed[list(changed)[column % len(changed)]] = text
    for fault in check_plan(golden(), plan, digest=DIGEST).violations:
        assert fault.render(texts("nl")) != fault.render(texts("en"))


@given(CELLS)
@settings(max_examples=200, deadline=None)
def test_any_other_cell_is_found(change):
    """But the sentences, and reasons of which more than one can be true."""
    table, row, column, text = change
    plan = copy.deepcopy(files())
    rows = plan.tables[table]
    changed = rows[row % len(rows)]
    name = list(changed)[column % len(changed)]
    alike = name in ("why", "reason") or (name == "rooms" and text.rstrip("|") == changed[name])
    if alike or changed[name] == text:
        return
    changed[name] = text
    assert check_plan(golden(), plan, digest=DIGEST).violations
