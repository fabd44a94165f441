"""The options of a sweep, and what a command says of it."""

from __future__ import annotations

import subprocess
import sys
import time

import click
import pytest

import cli
from allocator.commands.scenario_sweeping import Sweeping, sweeping_options
from allocator.commands.sweep_progress import SweepProgress
from allocator.console import InOrder, common
from allocator.errors import BadCall, SweepStopped
from allocator.messages.errors import error_lines
from allocator.scenarios.sweeping.dask import Certificates, DaskExecutor
from allocator.scenarios.sweeping.local import LocalExecutor
from allocator.texts import Texts
from tests.scenarios.sweeping.doing import ROOT, interrupted, tasks

NO_TLS = (None, None, None)


def called(*arguments: str) -> Sweeping:
    """Return what a command is handed."""
    found: list[Sweeping] = []

    @click.group(cls=InOrder)
    def group() -> None:
        pass

    @group.command("try")
    @sweeping_options
    def attempt(sweeping: Sweeping) -> None:
        found.append(sweeping)

    group.main(["try", *arguments], standalone_mode=False)
    return found[0]


def test_without_options_it_is_this_machine_and_nothing_is_kept():
    assert called() == Sweeping(replications=20, seed=1, folder=None)
    assert called().executor == LocalExecutor(None)


def test_each_option_does_something(tmp_path):
    options = ("--replications", "3", "--seed", "5", "--processes", "2", "--store", str(tmp_path))
    found = called(*options)
    assert (found.replications, found.seed, found.folder) == (3, 5, tmp_path)
    assert found.executor == LocalExecutor(2)
    tls = ("--tls-ca", "a.pem", "--tls-cert", "b.pem", "--tls-key", "c.pem")
    assert called("--scheduler", "tls://h:8786", *tls).executor == DaskExecutor(
        "tls://h:8786", Certificates("a.pem", "b.pem", "c.pem")
    )


@pytest.mark.parametrize(
    ("processes", "scheduler", "tls", "message"),
    [
        (None, None, ("a", None, None), "sweep.certificates_local"),
        (2, "tcp://127.0.0.1:1", NO_TLS, "sweep.processes_elsewhere"),
        (None, "tls://h:1", ("a", "b", None), "sweep.certificates_tls"),
        (None, "tls://h:1", NO_TLS, "sweep.certificates_tls"),
        (None, "tcp://h:1", NO_TLS, "sweep.open_scheduler"),
        (None, "tcp://127.0.0.1:1", ("a", "b", "c"), "sweep.certificates_tcp"),
    ],
)
def test_options_that_do_not_go_together(processes, scheduler, tls, message):
    with pytest.raises(BadCall) as caught:
        _ = Sweeping(processes=processes, scheduler=scheduler, tls=tls).executor
    assert caught.value.message == message
    assert caught.value.exit_code == 2
    for language in ("nl", "en"):
        assert len(error_lines(caught.value, Texts(language))) == 1


def test_zero_replications_are_refused():
    with pytest.raises(click.BadParameter):
        called("--replications", "0")


def test_what_was_there_and_what_was_damaged_is_said(tmp_path, capsys):
    sweeping = Sweeping(2, 7, processes=1, folder=tmp_path / "s")
    sweeping.sweep(tasks(2))
    assert capsys.readouterr().err == ""
    next((tmp_path / "s").rglob("0001-*.parquet")).write_bytes(b"half")
    found = sweeping.sweep(tasks(2))
    assert len(found.figures.query("measure == 'housed_persons' and group == 'all'")) == 2
    assert capsys.readouterr().err.splitlines() == [
        "1 bestand was beschadigd of half; die herhaling is opnieuw gedaan.",
        "1 van de 2 herhalingen waren er al; die zijn niet opnieuw gedaan.",
    ]


def test_without_a_store_nothing_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = Sweeping(1, 7, processes=1).sweep(tasks(1))
    assert len(found.outcomes) >= 6
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_is_interrupted_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        "allocator.scenarios.sweeping.sweep.sweep.__defaults__", (_unseen, interrupted)
    )

    @click.group(cls=InOrder)
    def group() -> None:
        pass

    @group.command("try")
    @common
    @sweeping_options
    def attempt(sweeping: Sweeping, as_json: bool) -> None:
        sweeping.sweep(tasks(4))

    with pytest.raises(SystemExit) as caught:
        group.main(["try", "--store", str(tmp_path), "--processes", "1", "--lang", "en"])
    assert caught.value.code == SweepStopped.exit_code == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"Interrupted: 2 of the 4 replications are done and stand in {tmp_path}."
        " Give the same command again to go on where it was."
    )


def test_a_command_says_what_is_wrong_with_its_options(capsys):
    call = ["scenario", "run", "instances/tiny", "--out", "nowhere", "--scheduler", "tcp://h:8786"]
    with pytest.raises(SystemExit) as caught:
        cli.main([*call, "--lang", "en"])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("tcp://h:8786 is a scheduler without TLS.")
    assert len(said.splitlines()) == 1


def _unseen(done: int, total: int) -> None:
    pass


@pytest.mark.parametrize("terminal", [True, False])
def test_the_bar_is_shown_on_a_terminal_after_a_while(terminal, monkeypatch, capsys):
    monkeypatch.setattr("allocator.commands.sweep_progress.QUIET_SECONDS", 0.01)
    monkeypatch.setenv("FORCE_COLOR", "1")
    progress = SweepProgress(Texts("en"), terminal=terminal)
    progress.told(3, 16)
    until = time.monotonic() + 120
    while terminal and not progress._bar.live.is_started and time.monotonic() < until:
        time.sleep(0.01)
    progress.told(4, 16)
    progress.end()
    said = capsys.readouterr().err
    assert ("Replications" in said) == terminal
    assert ("4/16" in said) == terminal


def test_a_bar_that_ends_at_once_is_never_shown(capsys):
    progress = SweepProgress(Texts("nl"), terminal=True)
    progress.told(1, 1)
    progress.end()
    assert capsys.readouterr().err == ""


def test_options_are_there_without_anything_that_takes_long():
    code = (
        "import sys; import allocator.commands.scenario_sweeping;"
        "heavy = {'pandas', 'numpy', 'distributed', 'pyarrow', 'rich'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == "[]\n"
