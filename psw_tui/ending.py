"""Ending when the system asks for it, so that everything begun is still put away."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Ended(SystemExit):
    """Somebody asked the program to end."""


@contextmanager
def ending_tidily() -> Iterator[None]:
    """Let a request to end, or a terminal that went away, run through the `finally`s."""
    names = ("SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [number for name in names if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.getsignal(number) for number in numbers}
    wanted = [number for number in numbers if before[number] is signal.SIG_DFL]
    for number in wanted:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in wanted:
            signal.signal(number, before[number])


def _end(number: int, _frame: FrameType | None) -> None:
    raise Ended(128 + number)
