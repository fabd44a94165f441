"""On which line each key of a TOML file stands; the TOML reader does not tell.

Scans a text that is known to be valid TOML.
"""

from __future__ import annotations

import re
from bisect import bisect_left

Path = tuple[str | int, ...]

SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)
BARE = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]}#\n]*")
DOT = re.compile(r"[ \t]*\.[ \t]*")
BLANK = re.compile(r"[ \t]*")


def key_lines(text: str) -> dict[Path, int]:
    """Return the line of each key, by its path; tables in a list have a number in it."""
    return _Scanner(text).scan()


class _Scanner:
    """Walks through the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.ends = [found.start() for found in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        """Read the whole document."""
        prefix: Path = ()
        self._skip(SPACE)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
            self._skip(SPACE)
        return self.lines

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """Move past a pattern and return what it matched."""
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def _note(self, path: Path, at: int) -> None:
        """Note the line of a key, for its outer keys too."""
        line = bisect_left(self.ends, at) + 1
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _header(self) -> Path:
        """Read ``[table]`` or ``[[table]]`` and return its path."""
        start = self.at
        brackets = len(self._skip(re.compile(r"\[\[?")))
        self._skip(BLANK)
        path = self._resolve(self._key())
        self._skip(BLANK)
        self.at += brackets
        if brackets == 2:
            number = self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, number)
        self._note(path, start)
        return path

    def _resolve(self, keys: Path) -> Path:
        """Return the path with the number of the last table of each list on the way."""
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path])
        return (*path, keys[-1])

    def _key(self) -> Path:
        """Read a key, dotted or not."""
        parts: list[str | int] = []
        while True:
            if self.text[self.at] in "\"'":
                parts.append(self._skip(STRING)[1:-1])
            else:
                parts.append(self._skip(BARE))
            if not self._skip(DOT):
                return tuple(parts)

    def _pair(self, prefix: Path) -> None:
        """Read ``key = value``."""
        start = self.at
        path = (*prefix, *self._key())
        self._note(path, start)
        self._skip(BLANK)
        self.at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        """Read a value, and the keys in it."""
        self._skip(BLANK)
        if self.text[self.at] == "{":
            self._items("}", path)
        elif self.text[self.at] == "[":
            self._items("]", path)
        elif not self._skip(STRING):
            self._skip(SCALAR)

    def _items(self, end: str, path: Path) -> None:
        """Read an inline table or a list up to its end."""
        self.at += 1
        number = 0
        while True:
            self._skip(SPACE)
            if self.text[self.at] == end:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                number += 1
            elif end == "}":
                self._pair(path)
            else:
                self._note((*path, number), self.at)
                self._value((*path, number))
