"""The pictures of docs/pages.md can be made, and each is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.screens import FOLDER, HEIGHT, SCREENS, WIDTH, make
from tests.web.served import served

PAGE = Path(__file__).parents[2] / "docs" / "pages.md"


def size(file: Path) -> tuple[int, int]:
    """Return the width and height that a PNG says it has."""
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def test_every_picture_is_shown_with_words_for_who_cannot_see_it():
    shown = re.findall(r"!\[(.+?)\]\(screens/(\w+)\.png\)", PAGE.read_text("utf-8"))
    assert sorted(name for _, name in shown) == sorted(SCREENS)
    assert all(words.strip() for words, _ in shown)
    for name in SCREENS:
        assert size(FOLDER / f"{name}.png") == (WIDTH, HEIGHT)


@pytest.mark.slow
def test_the_pictures_can_be_made_anew(browser, tmp_path):
    with served(tmp_path) as demo:
        made = make(browser, demo, tmp_path / "screens")
    assert [file.stem for file in made] == list(SCREENS)
    for file in made:
        assert size(file) == (WIDTH, HEIGHT)
        assert file.stat().st_size > 10_000  # something is on it
