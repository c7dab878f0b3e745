"""Lines from whoever answers: read in a thread, so that idle time is noticed while nobody types."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from typing import BinaryIO, Protocol

from psw_tui.idle import IdleWatch
from psw_tui.stdin import hand_over

LOOK_EVERY = 1.0
"""Seconds between two looks at how long nobody has answered."""

LAST_MOMENT = 1.0
"""Seconds a terminal gets to hand over a line that was not ended."""

AT_ONCE = 65_536


class EndOfInput(Exception):
    """Nobody will answer any more."""


class LongIdle(Exception):
    """Nobody has answered for as long as the worker allows."""


class Lines(Protocol):
    """Where answers come from."""

    def next(self) -> str:
        """The next line, without its end. Raises EndOfInput, LongIdle."""
        ...

    def rest(self) -> str:
        """What was typed of a line that was never ended."""
        ...


class InputLines:
    """Standard input. What stands in it is read as text in its own encoding; what is no text becomes a visible sign."""

    def __init__(self, source: BinaryIO, encoding: str, *, watch: IdleWatch | None = None) -> None:
        self._source = source
        self._encoding = encoding
        self._watch = watch or IdleWatch()
        self._chunks: SimpleQueue[bytes] = SimpleQueue()
        self._waiting = b""
        self._ended = False
        self._wanted = Semaphore(0)
        self._reader: Thread | None = None
        self.idle_minutes: Callable[[], int] = lambda: 0
        """Minutes without a line after which LongIdle is raised; 0 for never."""

    def next(self) -> str:
        """The next line, without its end; what stands after the last line end counts as one. Raises EndOfInput, LongIdle."""
        self._watch.touch()
        while b"\n" not in self._waiting and not self._ended:
            chunk = self._chunk()
            self._ended = not chunk
            self._waiting += chunk
        if not self._waiting:
            raise EndOfInput
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line.removesuffix(b"\r").decode(self._encoding, errors="replace")

    def rest(self) -> str:
        """What was typed of a line that was never ended."""
        if hand_over(self._source):
            self._ask_for_some()  # the interrupt may have come before the question was
            with suppress(Empty):
                self._waiting += self._chunks.get(timeout=LAST_MOMENT)
        line, self._waiting = self._waiting.partition(b"\n")[0], b""
        return line.decode(self._encoding, errors="replace")

    def _chunk(self) -> bytes:
        """Some more, or nothing at the end."""
        limit = self.idle_minutes() * 60
        self._ask_for_some()
        while True:
            try:
                return self._chunks.get(timeout=LOOK_EVERY)
            except Empty:
                if limit and self._watch.seconds >= limit:
                    raise LongIdle from None

    def _ask_for_some(self) -> None:
        """Let the thread read once. In between it leaves the terminal alone, so that a passphrase can be asked for."""
        if self._reader is None:
            # A daemon: the end of the process does not wait for somebody to press Enter.
            self._reader = Thread(target=self._read, name="answers", daemon=True)
            self._reader.start()
        self._wanted.release()

    def _read(self) -> None:
        while True:
            self._wanted.acquire()
            self._chunks.put(_some_of(self._source))


def _some_of(source: BinaryIO) -> bytes:
    try:
        return source.read(AT_ONCE) or b""
    except OSError:  # a terminal that went away
        return b""
