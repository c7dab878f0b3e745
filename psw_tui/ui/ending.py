"""What ends the app in spite of everything: a fault in it, a terminal that is gone or takes nothing any more."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from psw_tui.domain.words import N_
from psw_tui.language import Language

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.traceback import Trace

SETTLE_ROUNDS = 4
"""So often round a key has to go from its box up to the app and back until the form around the box knows of it."""

SETTLE_SECONDS = 0.25
"""Nobody who hides waits longer."""

RESCUE_SECONDS = 10.0
"""What a broken app gets to put its drafts down."""

GRACE = 5.0
"""Seconds within which a closed app must be gone; one that should have locked by itself gets some more."""

LONGEST_END = 60.0
"""Seconds an app gets to close when its terminal or its launcher is gone: a slow disk may hold it up, and nobody sees it."""

LOOK_EVERY = 2.0

BROKE = N_(
    "The program stopped because of a fault in it. What you saved is safe, and what you were writing is kept as a"
    " draft. Start psw-tui again to go on. Where the fault is, without a word of yours:"
)


async def settle(screens: Iterable[Screen[Any]]) -> None:
    """Let every key pressed so far reach its box and the form around it. A screen that is stuck is not waited for."""
    nodes = [node for screen in screens if screen.focused for node in screen.focused.ancestors_with_self]
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLE_SECONDS):
            for _ in range(SETTLE_ROUNDS):
                for node in nodes:
                    reached = asyncio.Event()
                    if node.is_attached and node.call_later(reached.set):
                        await reached.wait()


def report(language: Language) -> RenderableType:
    """What is said about a fault: where in the program it is. Neither variables nor messages, they hold what was typed."""
    from rich.console import Group
    from rich.text import Text
    from rich.traceback import Traceback

    said = Text(language.say(BROKE) + "\n")
    if sys.exc_info()[0] is None:
        return said
    where = Traceback(show_locals=False, width=None)
    _hush(where.trace)
    return Group(said, where)


def be_quiet(loop: asyncio.AbstractEventLoop) -> None:
    """Say nothing of a task that failed unheard: asyncio would print what it failed at, with the words in it."""
    loop.set_exception_handler(lambda _loop, _context: None)


def hear_the_end(loop: asyncio.AbstractEventLoop, end: Callable[[], None], lock: Callable[[], object]) -> None:
    """End when the terminal, the launcher or the system asks for it, and lock rather than be stopped."""
    if sys.platform != "win32":
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, end)
        # A stopped process would keep the key in memory for as long as nobody wakes it.
        loop.add_signal_handler(signal.SIGTSTP, lock)


class LastResort:
    """Ends the process when the app should be gone and is not: whoever cannot draw any more cannot leave either."""

    def __init__(self, overdue: Callable[[], int | None]) -> None:
        """`overdue` gives the exit code once it is time."""
        self._overdue = overdue

    def watch(self) -> None:
        """Look from now on, in a thread that nothing holds up."""
        Thread(target=self._watch, name="last resort", daemon=True).start()

    def _watch(self) -> None:
        while (code := self._overdue()) is None:
            time.sleep(LOOK_EVERY)
        os._exit(code)  # nothing is left to be written, and a way out through the terminal there is not


def _hush(trace: Trace) -> None:
    """Take every message out of a traceback: a value that was refused, or a name that was not found, stands in it."""
    for stack in trace.stacks:
        stack.exc_value, stack.syntax_error, stack.notes = "", None, []
        for each in stack.exceptions:
            _hush(each)
