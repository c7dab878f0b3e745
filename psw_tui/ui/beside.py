"""Work beside the app that may be left behind: in a thread that the end of the process does not wait for."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from psw_tui.progress import Cancelled
from psw_tui.storage.errors import VaultError

R = TypeVar("R")

LAST = 10
"""How politely it lets others go first, on Linux, where a thread can be polite by itself."""


async def beside(work: Callable[[], R]) -> R:
    """Do some work and wait for what it gives, or raises; typing goes on meanwhile."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[R] = loop.create_future()

    def tell(say: Callable[[Any], None], what: object) -> None:
        with suppress(RuntimeError):  # the app has ended meanwhile
            loop.call_soon_threadsafe(lambda: None if done.done() else say(what))

    def run() -> None:
        _let_others_go_first()
        try:
            answer = work()
        except (VaultError, Cancelled) as error:
            tell(done.set_exception, error)
        except BaseException as error:
            tell(done.set_exception, error)
            raise
        else:
            tell(done.set_result, answer)

    threading.Thread(target=run, name="beside", daemon=True).start()
    return await done


def _let_others_go_first() -> None:
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LAST)
