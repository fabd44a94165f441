"""Charts of differences: their axis."""

from __future__ import annotations

import re

import pytest

from allocator.scenarios.comparison.charts import Dot, dot_chart
from allocator.texts import texts

LABEL = re.compile(r"<text ([^>]*)>([^<]*)</text>")
HIDDEN = re.compile(r'opacity="0"')


@pytest.mark.parametrize(
    ("low", "high"), [(-470, 865), (-580, 900), (-3, 8.5), (-0.4, 0.2), (-12345, 6), (5, 40)]
)
def test_the_line_at_0_has_its_number(low, high):
    dot = Dot("Kerkwijk", (low + high) / 2, low, high, sure=False)
    drawn = dot_chart([dot], "weken", texts("nl"))
    labels = [text for given, text in LABEL.findall(drawn.inside) if not HIDDEN.search(given)]
    assert "0" in labels
    assert sum(bool(re.fullmatch(r"−?[0-9,]+", text)) for text in labels) <= 10
