"""What happens by itself, with nobody at a page: proposals come back, and the team is told."""

from __future__ import annotations

import json
import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from allocator.errors import AllocatorError
from allocator.rounds.expiring import expire_if_any
from allocator.store import log
from allocator.store.models import LogEntry
from allocator.web import notices
from allocator.web.acting import today

EVERY = 60.0  # seconds
KEPT = timedelta(days=1)
LOG = logging.getLogger(__name__)


class Watch:
    """Looks every minute, from a place in the log on: what came back before is not told again."""

    def __init__(self) -> None:
        self._seen, _ = log.head()

    def look(self) -> int:
        """Let what is overdue come back; tell the team how many did since the last look.

        Whoever opens a page lets them come back too, so the log says what there is to tell.
        """
        expire_if_any(today())
        entries = LogEntry.objects.filter(n__gt=self._seen, action="expire").order_by("n")
        n = 0
        for entry in entries:
            self._seen = entry.n
            n += int(json.loads(entry.result).get("expired", 0))
        if n:
            host = next(iter(settings.OURS.hosts), "localhost")
            notices.expired(n, f"https://{host}/ronde/")
        return n


def forget_done() -> int:
    """Take away what the worker did more than a day ago: a mail names who it went to."""
    done = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT)
    deleted, _ = done.delete()
    return int(deleted)


def begin() -> None:
    """Look every minute from now on, beside whatever this process does."""
    threading.Thread(target=_forever, args=(Watch(),), daemon=True).start()


def _forever(watch: Watch) -> None:
    pause = threading.Event()
    while True:
        try:
            watch.look()
            forget_done()
        except (AllocatorError, DatabaseError) as error:  # busy or away: the next minute again
            LOG.warning("could not look for what is overdue: %s", type(error).__name__)
        connection.close()
        pause.wait(EVERY)
