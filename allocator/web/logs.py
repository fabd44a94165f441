"""What the server and the worker write on standard error: where something failed, never whose.

An address, a form and the words of an exception may say something about people.  Of what others
log (Django, gunicorn) only the part that is always the same is written; of an exception its kind
and where in the code it was.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator

OURS = ("allocator", "django_tasks", "django_tasks_db")


class WithoutRequests(logging.Formatter):
    """Writes an event without anything of the request that it came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of an event."""
        words = [self.formatTime(record), record.levelname, record.name, _said(record)]
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            words.append(str(status))
        return "\n".join([" ".join(filter(None, words)), *_where(record)])


def set_up() -> None:
    """Write warnings and worse on standard error, in this form."""
    logging.raiseExceptions = False  # what cannot be written is not shown either
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutRequests())
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def _said(record: logging.LogRecord) -> str:
    """Return the message; of others the part that is the same for every request."""
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg) if record.args else ""


def _where(record: logging.LogRecord) -> Iterator[str]:
    """Return the kind of an exception and of those that it came from, each with its place."""
    error = record.exc_info[1] if record.exc_info else None
    while error is not None:
        yield f"  {type(error).__name__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__
