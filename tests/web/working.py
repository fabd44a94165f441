"""The worker, in tests: does all that waits, and comes back."""

from __future__ import annotations

import signal

from django.core.management import call_command

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


def work() -> None:
    """Do all that waits, as the worker does it."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        call_command("db_worker", batch=True, interval=0.0, startup_delay=False, reload=False)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
