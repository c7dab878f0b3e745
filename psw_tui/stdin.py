"""Standard input below Python's own buffer, for whoever reads a first line and leaves the rest to others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import BinaryIO


def standard_input() -> BinaryIO:
    """Standard input without a buffer, whose lock a waiting thread would hold to the very end."""
    buffer = sys.stdin.buffer
    raw: BinaryIO = getattr(buffer, "raw", buffer)
    return raw


def first_line(source: BinaryIO, longest: int) -> bytes:
    """The bytes up to the first line end, at most one more than `longest`; nothing after it is read."""
    found = b""
    while len(found) <= longest:
        byte = source.read(1)
        if not byte or byte == b"\n":
            break
        found += byte
    return found.removesuffix(b"\r")


@contextmanager
def typed_survives_interrupt(source: BinaryIO) -> Iterator[None]:
    """On a terminal: let Ctrl+C leave what was typed of a line where `hand_over` finds it. Elsewhere nothing happens."""
    if sys.platform == "win32" or not source.isatty():
        yield
        return
    import termios

    saved = termios.tcgetattr(source.fileno())
    keeping = deepcopy(saved)
    keeping[3] |= termios.NOFLSH
    termios.tcsetattr(source.fileno(), termios.TCSANOW, keeping)
    try:
        yield
    finally:
        with suppress(termios.error, OSError):
            # Half a note must not reach the shell, where it would be shown, run and remembered.
            termios.tcsetattr(source.fileno(), termios.TCSAFLUSH, saved)


def hand_over(source: BinaryIO) -> bool:
    """Let a terminal give out the line that was not ended, to whoever is reading. Whether there is anything to wait for."""
    if sys.platform == "win32" or not source.isatty():
        return False
    import termios

    with suppress(termios.error, OSError):
        modes = termios.tcgetattr(source.fileno())
        modes[3] &= ~(termios.ICANON | termios.ECHO)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 0, 1
        termios.tcsetattr(source.fileno(), termios.TCSANOW, modes)
        return True
    return False
