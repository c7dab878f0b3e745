"""Between the app and its terminal: keys come on a shorter way, and a terminal that is gone is not waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from textual.driver import Driver
from textual.message import Message


class Outlet:
    """A stream that takes everything, also when there is nowhere left to write.

    Textual's thread that writes ends at the first failure, and the app then waits for room in the queue before that
    thread, for ever: it could keep no draft and forget no key.
    """

    def __init__(self, stream: IO[str], on_gone: Callable[[], None]) -> None:
        """`on_gone` is called once, in the thread that writes: an app that nobody can see any more has to end."""
        self._stream = stream
        self._on_gone = on_gone
        self._is_gone = False

    def write(self, text: str) -> None:
        """Write, or drop it."""
        self._try(lambda: self._stream.write(text))

    def flush(self) -> None:
        """Send what was written."""
        self._try(self._stream.flush)

    def fileno(self) -> int:
        """That of the stream."""
        return self._stream.fileno()

    def _try(self, step: Callable[[], object]) -> None:
        if not self._is_gone:
            try:
                step()
            except OSError:
                self._is_gone = True
                self._on_gone()


def to_terminal(driver: type[Driver], on_gone: Callable[[], None]) -> type[Driver]:
    """That driver with an outlet, and what it reads is put into the app's queue at once: Textual makes a task for each key."""

    class ToTerminal(driver):  # type: ignore[misc, valid-type]  # a class known only when it runs: each system has its own driver
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            own: dict[str, Any] = self.__dict__
            if "_file" in own:  # tests draw nowhere
                own["_file"] = Outlet(own["_file"], on_gone)

        def send_message(self, message: Message) -> None:
            self._loop.call_soon_threadsafe(self._app.post_message, message)

    return ToTerminal
