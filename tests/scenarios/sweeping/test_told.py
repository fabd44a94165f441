"""What docs/sweeps.md says of a sweep is so."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from distributed.cli.dask_scheduler import main as scheduler
from distributed.cli.dask_worker import main as worker

from allocator.commands.scenario_sweeping import REPLICATIONS, SEED, sweeping_options
from allocator.scenarios.sweeping.dask import Certificates, DaskExecutor
from allocator.scenarios.sweeping.parquet import SCHEMA
from tests.scenarios.sweeping.cluster import NOT_SHOWN, cluster
from tests.scenarios.sweeping.doing import ROOT

PAGE = (ROOT / "docs" / "sweeps.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
START = re.findall(r"^\.venv/bin/dask (scheduler|worker) (.*)$", PAGE, re.MULTILINE)


def test_every_option_is_told_with_its_default():
    @click.command
    @sweeping_options
    def command(sweeping: object) -> None:
        pass

    rows = dict(re.findall(r"^\| `(--[a-z-]+)[^|]*\| (.*) \|$", PAGE, re.MULTILINE))
    assert list(rows) == [option.opts[0] for option in command.params]
    assert f"({REPLICATIONS})" in rows["--replications"]
    assert f"({SEED})" in rows["--seed"]


def test_every_column_of_a_file_is_told():
    text = PAGE[PAGE.index("Each file has one row") :].split("\n\n")[0]
    told = re.findall(r"`(\w+)`", text)
    lists = {f.name: [one.name for one in f.type.value_type] for f in SCHEMA if f.name in told[2:]}
    columns = [name for f in SCHEMA for name in (f.name, *lists.get(f.name, []))]
    assert told == columns


def test_dask_understands_how_it_is_started():
    assert [name for name, _ in START] == ["scheduler", "worker"]
    for name, arguments in START:
        words = shlex.split(arguments)
        assert words[words.index(NOT_SHOWN[0]) :][: len(NOT_SHOWN)] == list(NOT_SHOWN)
        assert ("--no-nanny" in words) == (name == "worker")
        command = {"scheduler": scheduler, "worker": worker}[name]
        words = [w for w in words if not w.endswith(".pem") and not w.startswith("--tls")]
        command.make_context(name, words)
        assert f".venv/bin/dask {name} {arguments}\n" in README


@pytest.mark.skipif(shutil.which("openssl") is None, reason="only the page needs openssl")
def test_certificates_are_made_as_told_and_open_a_cluster(tmp_path: Path):
    calls = re.findall(r"^openssl .*$", PAGE, re.MULTILINE)
    assert len(calls) == 2
    for call in calls:
        subprocess.run(shlex.split(call), cwd=tmp_path, check=True, capture_output=True)
    made = Certificates(*(str(tmp_path / f"{name}.pem") for name in ("ca", "cert", "key")))
    shown = subprocess.run(
        ["openssl", "x509", "-in", made.cert, "-noout", "-text"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "CA:FALSE" in shown.stdout  # who has it cannot let others in
    with cluster(tmp_path, made, workers=1) as found:
        executor = DaskExecutor(found.address, made)
        assert list(executor.results(abs, [-4])) == [(0, 4)]


@pytest.mark.parametrize("secret", ["lhbtiq", "BAG", "reasons", "names"])
def test_what_stays_is_told(secret):
    table = PAGE[PAGE.index("## What leaves the machine") :]
    assert any(secret in row.rsplit("|", 2)[1] for row in re.findall(r"^\|.*\|$", table, re.M))
