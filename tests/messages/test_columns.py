"""Lines of columns that stand below each other."""

from __future__ import annotations

from allocator.messages.columns import columns, heading
from allocator.texts import texts


def test_numbers_stand_right_and_remarks_left():
    lines = [
        heading(
            texts("nl"), "cli.tiers.name", "cli.tiers.value", "cli.tiers.best", "cli.tiers.proof"
        ),
        columns("waiting", "1", "22", "x"),
        columns("lottery", "123456789012", "7", "yy"),
    ]
    assert lines == [
        "doel                  waarde         beste  bewijs",
        "waiting                    1            22  x",
        "lottery         123456789012             7  yy",
    ]


def test_nothing_at_the_end_of_a_line():
    assert columns("fit", "3") == "fit                        3"
    assert columns("fit", "3", "", "x") == "fit                        3                x"
