"""Charts: what they are drawn from, and that nothing in them breaks the page."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import vl_convert

from allocator.figures.counts import Count, Outcome
from allocator.figures.waiting import WeekBand
from allocator.figures.wijken import WijkFigure
from allocator.plan import WijkLoad
from allocator.report.charts import waiting_chart, wijk_chart
from allocator.texts import texts

NL = texts("nl")


def wijk(name: str, limit: int | None, before: int, new: int) -> WijkFigure:
    return WijkFigure(WijkLoad(name, name, limit, before, new), "", "")


def test_nothing_to_draw():
    assert waiting_chart((), NL) is None
    assert wijk_chart((), NL) is None
    assert wijk_chart([wijk("A", None, 1, 2), wijk("B", 9, 0, 0)], NL) is None


def test_wijken_with_a_draagkracht_and_somebody():
    shown = [wijk("Hatert", 28, 3, 18), wijk("Lent", None, 0, 2), wijk("Hees", 9, 0, 0)]
    drawn = wijk_chart([*shown, wijk("Zuid & Zo", 9, 1, 0)], NL)
    assert drawn
    for text in ("Hatert", "Zuid &amp; Zo", "al geplaatst", "dit plan", "draagkracht", "personen"):
        assert text in drawn.inside
    assert "Lent" not in drawn.inside
    assert "Hees" not in drawn.inside
    assert drawn.width > 400
    # one more row is higher
    more = wijk_chart([*shown, wijk("Zuid", 9, 1, 0), wijk("Oost", 9, 1, 0)], NL)
    assert more
    assert more.height > drawn.height


def test_of_many_wijken_the_fullest_in_their_order():
    many = [wijk(f"W{i:03}", 100, 0, i) for i in range(1, 60)]
    drawn = wijk_chart([wijk("Nul", 0, 1, 0), *many], NL)
    assert drawn
    assert re.findall(r">(W\d{3}|Nul)<", drawn.inside) == ["Nul"] + [
        f"W{i:03}" for i in range(21, 60)
    ]


def test_two_wijken_of_one_name_are_two_rows():
    one, two = (wijk_chart([wijk("Zuid", 9, 1, 0)] * n, NL) for n in (1, 2))
    assert one
    assert two
    assert two.inside.count(">Zuid<") == 2 * one.inside.count(">Zuid<") == 2


def test_bands():
    bands = [
        WeekBand(0, 12, Outcome(Count(3, 3), Count(5, 5))),
        WeekBand(13, 25, Outcome(Count(0, 0), Count(40, 40))),
    ]
    drawn = waiting_chart(bands, NL)
    assert drawn
    for text in ("0–12", "13–25", "voorgesteld", "blijft wachten", "weken gewacht"):
        assert text in drawn.inside


def test_no_script_no_style_no_label(monkeypatch):
    drawn = wijk_chart([wijk("<script>x</script>", 28, 3, 18)], NL)
    assert drawn
    for sign in ("<script", " style=", "aria-label=", "<style", "href"):
        assert sign not in drawn.inside


def test_an_svg_of_another_form(monkeypatch):
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", lambda _: "<svg/>")
    with pytest.raises(ValueError, match="no SVG"):
        wijk_chart([wijk("A", 28, 3, 18)], NL)


def test_loaded_only_when_drawn():
    code = (
        "import sys, allocator.matching_run;"
        "print(*sorted({'altair', 'vl_convert', 'pandas'} & set(sys.modules)))"
    )
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, check=True, capture_output=True, text=True, timeout=180)
    assert done.stdout.strip() == ""
