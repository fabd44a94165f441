"""A sweep on a Dask cluster of real processes with mutual TLS: the same files, byte for byte."""

from __future__ import annotations

import threading
import warnings

import psutil
import pytest
from distributed import Client

from allocator.errors import BadCall, SweepStopped
from allocator.scenarios.replication import replicate
from allocator.scenarios.sweeping import dask
from allocator.scenarios.sweeping.dask import Certificates, DaskExecutor, refuse_open
from allocator.scenarios.sweeping.local import LocalExecutor
from allocator.scenarios.sweeping.store import Store
from allocator.scenarios.sweeping.sweep import sweep
from tests.scenarios.sweeping.certificates import make
from tests.scenarios.sweeping.cluster import cluster
from tests.scenarios.sweeping.doing import LOG, content, deadly, noted, quick, slow, tasks, wrong

ASKED = tasks(8, "a", "b")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def ours(place):
    return make(place, "ours")


@pytest.fixture(scope="module")
def one_worker(place, ours):
    """Return a cluster with a worker that no test kills."""
    (place / "one").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LOG, str(place / "log"))
        with cluster(place / "one", ours, workers=1) as found:
            patch.undo()
            yield found


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the files of the sweep in one process of this machine."""
    store = Store(tmp_path_factory.mktemp("whole") / "s")
    sweep(ASKED, LocalExecutor(1), store, do=quick)
    return content(store)


def test_a_worker_that_is_killed_on_the_way_changes_no_byte(tmp_path, ours, whole):
    store = Store(tmp_path / "s")
    began = threading.Event()
    with cluster(tmp_path, ours, workers=2) as found:

        def told(done: int, total: int) -> None:
            if done == 4 and not began.is_set():
                began.set()
                found.kill("w0")  # in the middle of a task: each takes a while

        executor = DaskExecutor(found.address, ours)
        wait_for_workers(executor, 2)
        sweep(ASKED, executor, store, told, slow)
        assert found.processes["w0"].poll() == -9
        assert found.processes["w1"].poll() is None
        log = (tmp_path / "scheduler.log").read_text("utf-8")
        assert "Remove worker" in log
    assert content(store) == whole


def wait_for_workers(executor: DaskExecutor, workers: int) -> None:
    with dask._connected(executor) as client:
        client.wait_for_workers(workers, timeout=180)


def test_the_simulation_itself_gives_the_same_there(tmp_path, one_worker, ours):
    asked = tasks(2, "a")
    here, there = Store(tmp_path / "here"), Store(tmp_path / "there")
    sweep(asked, LocalExecutor(1), here, do=replicate)
    sweep(asked, DaskExecutor(one_worker.address, ours), there, do=replicate)
    assert content(here) == content(there)


def test_what_a_scenario_does_wrong_is_told(tmp_path, one_worker, ours):
    with pytest.raises(BadCall) as caught:
        sweep(tasks(4), DaskExecutor(one_worker.address, ours), Store(tmp_path), do=wrong)
    assert caught.value.values == {"number": "1"}


def test_no_process_of_the_cluster_can_be_reached_from_elsewhere(one_worker):
    """As docs/sweeps.md starts them: what Dask tells of itself over HTTP stays on the machine."""
    for process in one_worker.processes.values():
        found = psutil.Process(process.pid).net_connections()
        listening = {c.laddr.ip for c in found if c.status == psutil.CONN_LISTEN}
        assert listening == {"127.0.0.1"}


def test_a_scheduler_without_tls_is_refused_but_here():
    refuse_open("tcp://127.0.0.1:8786", None)
    refuse_open("tcp://[::1]:8786", None)
    refuse_open("tcp://localhost:8786", None)
    for address in ("tcp://10.0.0.5:8786", "tcp://scheduler:8786", "tcp://0.0.0.0:8786"):
        with pytest.raises(BadCall, match=r"sweep\.open_scheduler"):
            refuse_open(address, None)


@pytest.mark.parametrize(
    "address", ["scheduler:8786", "ws://127.0.0.1:8786", "tls://host", "tls://host:x", "tls://", ""]
)
def test_what_is_no_address(address):
    with pytest.raises(BadCall, match=r"sweep\.address"):
        refuse_open(address, None)


def test_certificates_go_with_tls(ours):
    with pytest.raises(BadCall, match="certificates_tls"):
        refuse_open("tls://127.0.0.1:8786", None)
    with pytest.raises(BadCall, match="certificates_tcp"):
        refuse_open("tcp://127.0.0.1:8786", ours)


@pytest.mark.parametrize("which", ["all", "the CA only", "our own only"])
def test_certificates_of_another_ca_are_refused(one_worker, ours, place, which):
    other = make(place, "other")
    wrong_one = {
        "all": other,
        "the CA only": Certificates(other.ca, ours.cert, ours.key),
        "our own only": Certificates(ours.ca, other.cert, other.key),
    }[which]
    with pytest.raises(BadCall) as caught:
        list(DaskExecutor(one_worker.address, wrong_one, seconds=20).results(abs, [1]))
    assert caught.value.message == "sweep.certificates_refused"


def test_certificates_that_are_none(one_worker, ours, place):
    other = make(place, "other")
    missing = Certificates(ours.ca, ours.cert, str(place / "nothing.pem"))
    with pytest.raises(BadCall) as caught:
        list(DaskExecutor(one_worker.address, missing).results(abs, [1]))
    assert caught.value.message == "sweep.no_certificate"
    assert caught.value.values["path"] == missing.key
    for mixed in (Certificates(ours.ca, ours.cert, other.key), Certificates(*[ours.key] * 3)):
        with pytest.raises(BadCall, match=r"sweep\.certificates_wrong"):
            list(DaskExecutor(one_worker.address, mixed).results(abs, [1]))


def test_nothing_answers(ours):
    with pytest.raises(BadCall, match=r"sweep\.no_scheduler"):
        list(DaskExecutor("tls://127.0.0.1:9", ours, seconds=1).results(abs, [1]))


def test_a_scheduler_without_workers_and_one_that_goes_away(tmp_path, ours):
    with cluster(tmp_path, ours, workers=0) as found:
        executor = DaskExecutor(found.address, ours, seconds=1)
        with pytest.raises(BadCall, match=r"sweep\.no_workers"):
            list(executor.results(abs, [1]))
        found.work("w0")
        wait_for_workers(DaskExecutor(found.address, ours, seconds=60), 1)
        results = DaskExecutor(found.address, ours, seconds=3).results(slow, tasks(20))
        next(results)
        found.kill("scheduler")
        with pytest.raises(SweepStopped, match=r"sweep\.scheduler_gone"):
            list(results)


def test_a_task_that_ends_every_worker_is_given_up(tmp_path, ours):
    store = Store(tmp_path / "s")
    with cluster(tmp_path, ours, workers=4) as found:
        executor = DaskExecutor(found.address, ours)
        wait_for_workers(executor, 4)
        with pytest.raises(SweepStopped, match=r"sweep\.workers_died"):
            sweep(tasks(3), executor, store, do=deadly)
    # What was done before is kept.
    assert sweep(tasks(3), LocalExecutor(1), store, do=quick).done_before == 2


def test_a_worker_with_other_versions_is_refused(one_worker, ours, monkeypatch):
    here = {**dask.versions(), "highspy": "0.1"}
    there = dask.versions()["highspy"]
    monkeypatch.setattr(dask, "versions", lambda: here)
    executor = DaskExecutor(one_worker.address, ours)
    with pytest.raises(BadCall) as caught:
        list(executor.results(abs, [1]))
    assert caught.value.message == "sweep.other_versions"
    assert caught.value.values["versions"] == f"highspy {there} / 0.1"
    # One that comes when the others were looked at is looked at itself.
    monkeypatch.setattr(dask, "_compare", lambda client: None)
    with pytest.raises(BadCall, match=r"sweep\.other_versions"):
        list(executor.results(abs, [1]))


def test_what_dask_itself_says_of_versions_is_told(one_worker, ours, monkeypatch):
    def mismatch(client: Client, check: bool) -> None:
        warnings.warn("Mismatched versions found: msgpack", stacklevel=1)

    monkeypatch.setattr(Client, "get_versions", mismatch)
    with pytest.raises(BadCall) as caught:
        list(DaskExecutor(one_worker.address, ours).results(abs, [1]))
    assert caught.value.message == "sweep.versions"
    assert caught.value.values["error"] == "Mismatched versions found: msgpack"


def test_what_is_not_done_is_given_up(one_worker, ours, place):
    executor = DaskExecutor(one_worker.address, ours)
    results = executor.results(slow, tasks(40, "given up"))
    next(results)
    results.close()
    assert list(executor.results(abs, [-3])) == [(0, 3)]
    # At most those that were sent: to do, and to do next, when the first came back.
    done = [name for name in noted(place / "log") if name.startswith("given up")]
    assert 1 <= len(done) <= 1 + dask.AHEAD
