"""Keys, on a shorter way from the terminal to the app."""

from __future__ import annotations

from textual.driver import Driver
from textual.message import Message


def straight(driver: type[Driver]) -> type[Driver]:
    """That driver, but what it reads is put into the app's queue at once: Textual makes a task for each key."""

    class StraightDriver(driver):  # type: ignore[misc, valid-type]  # a class known only when it runs: each system has its own driver
        def send_message(self, message: Message) -> None:
            self._loop.call_soon_threadsafe(self._app.post_message, message)

    return StraightDriver
