"""Puts a text between two markers of the README."""

from __future__ import annotations

from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
START = "<!-- benchmarks:start -->"
END = "<!-- benchmarks:end -->"


def put(text: str, path: Path | None = None) -> None:
    """Replace what stands between the markers.

    Raises
    ------
    ValueError
        When the markers are not there, once each and in order.
    """
    path = path or README
    before, start, rest = path.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end or START in rest or END in after:
        raise ValueError(f"{path} needs the markers {START} and {END}, once each")
    path.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", encoding="utf-8")
