"""The most that anybody may upload, counted while it comes in.

What comes after that is read and thrown away, so that who sent it gets a page that says so.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from allocator.reading.untrusted import MOST_BYTES, MOST_FILES

OVER = "upload_stopped"  # what of: the message of the fault
TOO_LARGE, TOO_MANY = "reading.upload_too_large", "reading.upload_too_many"
# Around the files of a form there is little else.
MOST_BODY = MOST_BYTES + 1024 * 1024
# Who sends more than this is cut off: nobody does so by mistake.
CUT_OFF = 8 * MOST_BODY


class Quota(FileUploadHandler):
    """Stops an upload that is too large, or of too many files, before it is on a disk."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._length = 0
        self._received = 0
        self._files = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Note how much is announced."""
        self._length = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin no file when too much is announced; the fields before it were read by now."""
        super().new_file(*args, **kwargs)
        self._files += 1
        if self._files > MOST_FILES:
            self._stop(TOO_MANY)
        if self._length > MOST_BODY:
            self._stop(TOO_LARGE)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what comes in, and hand it on."""
        self._received += len(raw_data)
        if self._received > MOST_BYTES:
            self._stop(TOO_LARGE)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to who keeps it."""

    def _stop(self, why: str) -> NoReturn:
        if self.request is not None:
            setattr(self.request, OVER, why)
        raise StopUpload(connection_reset=self._length > CUT_OFF)


def stopped(request: HttpRequest) -> str:
    """Return the message of why an upload was stopped; empty when it was not."""
    return getattr(request, OVER, "")
