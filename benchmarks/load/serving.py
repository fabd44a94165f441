"""The pages as production serves them, behind a proxy that says https."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 60.0


@contextmanager
def serving(where: str, keys: Path, workers: int, folder: Path) -> Iterator[int]:
    """Serve a store until the end of the block; return the port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [
        sys.executable, "-c", "import cli; cli.main()", "serve", "--production",
        "--store", where, "--keys", str(keys), "--port", str(port), "--workers", str(workers),
    ]  # fmt: skip
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port, process, folder / "serve.log")
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request(
                "GET", "/inloggen/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"}
            )
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(log.read_text("utf-8"))
