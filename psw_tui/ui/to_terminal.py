"""Between the app and its terminal: keys come on a shorter way, and a terminal that is gone is not waited for."""

from __future__ import annotations

from typing import IO, Any

from textual.driver import Driver
from textual.message import Message


class Outlet:
    """A stream that takes everything, also when there is nowhere left to write.

    Textual's thread that writes ends at the first failure, and the app then waits for room in the queue before that
    thread, for ever: it could keep no draft and forget no key.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._is_gone = False

    def write(self, text: str) -> None:
        """Write, or drop it."""
        if not self._is_gone:
            try:
                self._stream.write(text)
            except OSError:
                self._is_gone = True  # whoever watches the terminal ends the app

    def flush(self) -> None:
        """Send what was written."""
        if not self._is_gone:
            try:
                self._stream.flush()
            except OSError:
                self._is_gone = True

    def fileno(self) -> int:
        """That of the stream."""
        return self._stream.fileno()


def to_terminal(driver: type[Driver]) -> type[Driver]:
    """That driver, but what it reads is put into the app's queue at once: Textual makes a task for each key."""

    class ToTerminal(driver):  # type: ignore[misc, valid-type]  # a class known only when it runs: each system has its own driver
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            own: dict[str, Any] = self.__dict__
            if "_file" in own:  # tests draw nowhere
                own["_file"] = Outlet(own["_file"])

        def send_message(self, message: Message) -> None:
            self._loop.call_soon_threadsafe(self._app.post_message, message)

    return ToTerminal
