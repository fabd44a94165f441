"""The server of the pages: gunicorn, with processes and no threads.

The keys of a store are held per process, and forgotten at every use, so two requests do not
share one.  ``python -m allocator.web.server HOST:PORT WORKERS``; ``allocator serve`` starts it.
"""

from __future__ import annotations

import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from allocator.web import logs
from allocator.web.tied import end_with_parent
from allocator.web.worker import connected

SECONDS = 60  # an import of a nation takes longer; that is for the command


class Log(Logger):  # type: ignore[misc]
    """The log of gunicorn, in our form."""

    def setup(self, cfg: Any) -> None:
        """Take over our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.WithoutRequests())


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our own settings."""

    def __init__(self, bind: str, workers: int) -> None:
        self._settings = {
            "bind": bind,
            "workers": workers,
            "worker_class": "sync",
            "timeout": SECONDS,
            "graceful_timeout": 10,
            "max_requests": 5000,
            "max_requests_jitter": 500,
            "preload_app": True,
            "accesslog": None,  # addresses may hold what somebody searched for
            "loglevel": "warning",
            "logger_class": Log,
            "control_socket_disable": True,
            "limit_request_line": 4094,
            "limit_request_fields": 60,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take over our settings."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application; what was connected here is not shared with what is forked."""
        from django.core.wsgi import get_wsgi_application
        from django.db import connections

        logs.set_up()
        connected()
        application = get_wsgi_application()
        connections.close_all()
        return application


def main() -> None:
    """Serve until somebody says stop."""
    end_with_parent()
    bind, workers = sys.argv[1:3]
    sys.argv = sys.argv[:1]
    Server(bind, int(workers)).run()


if __name__ == "__main__":
    main()
