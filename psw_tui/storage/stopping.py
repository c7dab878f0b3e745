"""Stopping a question that nobody waits for any more, without ever touching a write.

SQLite's interrupt stops whatever runs on the connection. The lock makes sure that what runs is the question: while it
is marked as running, nothing else can begin, and once it is not, nobody interrupts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from psw_tui.storage.errors import Stopped

if TYPE_CHECKING:
    from sqlite3 import Connection


class Stopping:
    """Marks what may be stopped on one connection. `stop` may be called from any thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = Lock()
        self._running = False
        self._stopped = False

    def stop(self) -> None:
        """Stop the question that is running, if one is."""
        with self._lock:
            if self._running:
                self._stopped = True
                self._connection.interrupt()

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """What runs in here may be stopped. Raises Stopped when it was."""
        with self._lock:
            self._running, self._stopped = True, False
        try:
            yield
        except BaseException as failure:
            if self._ended() and isinstance(failure, Exception):
                raise Stopped from failure
            raise
        self._ended()

    def heed(self) -> None:
        """Between two questions of one answer: raises Stopped if it was to be stopped while neither ran."""
        with self._lock:
            if self._stopped:
                raise Stopped

    def _ended(self) -> bool:
        """Nothing may be stopped any more; whether something was."""
        with self._lock:
            self._running = False
            return self._stopped
