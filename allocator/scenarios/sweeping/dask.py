"""Tasks done on a Dask cluster: the only place that knows Dask.

Who can reach a scheduler without TLS can run any code on every machine of the cluster, so it is
refused but on this machine itself; with TLS both sides show a certificate of the cluster's own CA.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from ssl import SSLError
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from distributed import Client, Future, KilledWorker, Security, as_completed, get_worker
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError

from allocator.errors import BadCall, SweepStopped
from allocator.scenarios.sweeping.executors import Job, Result
from allocator.scenarios.sweeping.same_code import differences, versions

AHEAD = 2
"""Tasks that are sent at a time, for each thread of the workers: one to do and one to do next."""


@dataclass(frozen=True)
class Certificates:
    """PEM files: the certificate of the CA, and our own with its key."""

    ca: str
    cert: str
    key: str


@dataclass(frozen=True)
class DaskExecutor:
    """Does tasks on the workers of a scheduler.

    Parameters
    ----------
    address
        ``tls://host:port``; ``tcp://`` only to this machine itself.
    certificates
        For ``tls://``.
    seconds
        How long to wait for the scheduler, and for its first worker.
    """

    address: str
    certificates: Certificates | None = None
    seconds: float = 30.0

    def results(
        self, do: Callable[[Job], Result], tasks: Sequence[Job]
    ) -> Iterator[tuple[int, Result]]:
        """Yield what comes of each task.

        A task whose worker dies is done again by another one.

        Raises
        ------
        BadCall
            When the address or the certificates are not right, nothing answers, there is no
            worker, or a worker has other versions.
        SweepStopped
            When the scheduler is gone, or a task was there when several workers died.
        """
        refuse_open(self.address, self.certificates)
        with _connected(self) as client:
            _compare(client)
            yield from _as_they_come(client, self.address, do, tasks)


def refuse_open(address: str, certificates: Certificates | None) -> None:
    """Make sure that an address is one of a scheduler that not everybody can use.

    Raises
    ------
    BadCall
        When it is not.
    """
    parts = urlsplit(address)
    try:
        whole = parts.hostname is not None and parts.port is not None
    except ValueError:
        whole = False
    if parts.scheme not in ("tls", "tcp") or not whole:
        raise BadCall("sweep.address", address=address)
    if parts.scheme == "tcp" and not _is_here(str(parts.hostname)):
        raise BadCall("sweep.open_scheduler", address=address)
    if (parts.scheme == "tls") != (certificates is not None):
        raise BadCall(f"sweep.certificates_{parts.scheme}")


def _is_here(host: str) -> bool:
    """Whether a host is this machine itself, by an address that others cannot reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _connected(to: DaskExecutor) -> Iterator[Client]:
    """Give a connection to a scheduler with a worker at least."""
    security = _security(to.certificates)
    try:
        # It warns of versions when it connects; they are compared hereafter, more of them.
        with warnings.catch_warnings(action="ignore"):
            client = Client(
                to.address,
                security=security,
                timeout=to.seconds,
                set_as_default=False,
            )
    except SSLError as error:
        raise BadCall("sweep.certificates_wrong", error=str(error)) from error
    except OSError as error:
        # Who does not accept our certificate says so, or just ends the connection.
        closed = isinstance(error, CommClosedError) and security is not None
        message = "sweep.certificates_refused" if closed else "sweep.no_scheduler"
        raise BadCall(message, address=to.address) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=to.seconds)
        except TimeoutError as error:
            raise BadCall("sweep.no_workers", address=to.address) from error
        yield client


def _security(certificates: Certificates | None) -> Security | None:
    if certificates is None:
        return None
    for path in vars(certificates).values():
        try:
            Path(path).open("rb").close()
        except OSError as error:
            raise BadCall("sweep.no_certificate", path=path, error=error.strerror) from error
    return Security(
        require_encryption=True,
        tls_ca_file=certificates.ca,
        tls_client_cert=certificates.cert,
        tls_client_key=certificates.key,
    )


def _compare(client: Client) -> None:
    """Refuse workers, and a scheduler, with other versions."""
    with warnings.catch_warnings(action="error"):
        try:
            client.get_versions(check=True)
            found = client.run(versions)
        except (ValueError, UserWarning, ImportError) as error:
            raise BadCall("sweep.versions", error=str(error).strip()) from error
    for worker, there in sorted(found.items()):
        _refuse_other(worker, there, versions())


def _refuse_other(worker: str, there: dict[str, str], here: dict[str, str]) -> None:
    if there != here:
        raise BadCall("sweep.other_versions", worker=worker, versions=differences(there, here))


def _as_they_come(
    client: Client, address: str, do: Callable[[Job], Result], tasks: Sequence[Job]
) -> Iterator[tuple[int, Result]]:
    """Yield results; so many tasks are sent as the workers that are there can do soon."""
    sweep = uuid4().hex
    here = versions()
    left = iter(range(len(tasks)))
    running: dict[Future[Result], int] = {}

    def send() -> list[Future[Result]]:
        sent = []
        most = AHEAD * max(1, sum(client.nthreads().values()))
        while len(running) < most and (i := next(left, None)) is not None:
            future = client.submit(_do, do, tasks[i], here, key=f"{sweep}-{i}", pure=False)
            running[future] = i
            sent.append(future)
        return sent

    with _here_still(address):
        done = as_completed(send(), loop=client.loop, with_results=True, raise_errors=False)
    for future, result in done:
        yield running.pop(future), _result(address, future, result)
        with _here_still(address):
            done.update(send())


@contextmanager
def _here_still(address: str) -> Iterator[None]:
    """Say so when the scheduler is gone."""
    try:
        yield
    except (OSError, ClosedClientError) as error:
        raise SweepStopped("sweep.scheduler_gone", address=address) from error


def _result(address: str, future: Future[Result], result: Any) -> Result:
    """Return what came of a task, or raise what it raised."""
    if future.status == "error":
        error: BaseException = result[1]
        if isinstance(error, KilledWorker):
            raise SweepStopped("sweep.workers_died") from error
        raise error
    if future.status != "finished":
        raise SweepStopped("sweep.scheduler_gone", address=address)
    done: Result = result
    return done


def _do(do: Callable[[Job], Result], task: Job, here: dict[str, str]) -> Result:
    """Do a task on a worker; one that came later is looked at now."""
    _refuse_other(get_worker().address, versions(), here)
    return do(task)
