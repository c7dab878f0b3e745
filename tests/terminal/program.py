"""A program on a terminal of its own, used from outside: keys go in, a picture comes out, nothing is left behind."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

import psutil

from tests.terminal.keys import encoded, pasted
from tests.terminal.replies import Replies
from tests.terminal.screen import Screen

PATIENCE = 30.0
"""Seconds after which what is waited for is not coming."""

MOST_AT_ONCE = 65_536
_HIDDEN = ("LINES", "COLUMNS", "NO_COLOR", "TERM_PROGRAM", "LANGUAGE")
_ON_TERMINAL = 'exec "$@" <>"$0" >&0 2>&1'
"""Opening a terminal as the first of its session makes it the session's own: it ends with the terminal."""


class NeverCame(AssertionError):
    """What was waited for did not appear; the message shows the screen instead."""


class Ended(Exception):
    """The program has gone, and its terminal with it."""


class Program:
    """One program in its own session. Use it as a context manager: at the end its whole process group is killed."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        folder: str | os.PathLike[str] | None = None,
    ) -> None:
        self.screen = Screen(*size)
        self.painted = 0.0
        """When what is to be seen was sent, on the monotonic clock."""
        self._replies = Replies()
        self._unseen = b""
        self._terminal, inside = os.openpty()
        self.resize(*size)
        around = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
        around |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"} | dict(environment or {})
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _ON_TERMINAL, os.ttyname(inside), *command],
            env=around,
            cwd=folder,
            start_new_session=True,
        )
        # Held open until the program has it: a terminal nobody has open reads as ended.
        self._inside: int | None = inside

    # what goes in

    def send(self, keys: bytes) -> float:
        """Hand bytes to the program, reading meanwhile what it paints; the moment the last of them went."""
        left = memoryview(keys)
        os.set_blocking(self._terminal, False)
        limit = time.monotonic() + PATIENCE
        while left:
            if self.process.poll() is not None:
                raise Ended
            readable, writable, _ = select.select([self._terminal], [self._terminal], [], 0.1)
            if readable:
                self._receive()
            if writable:
                with suppress(BlockingIOError):
                    left = left[os.write(self._terminal, left[:1024]) :]
            if time.monotonic() > limit:
                raise NeverCame(f"room for {len(left)} more bytes of keys")
        return time.monotonic()

    def press(self, *keys: str) -> float:
        """Press keys one after the other, each by its name or character."""
        for key in keys:
            sent = self.send(encoded(key))
            if key == "escape":
                self.listen(0.15)  # bare, it is a key of its own only when nothing follows at once
        return sent

    def type(self, text: str) -> float:
        return self.send(text.replace("\n", "\r").encode())

    def paste(self, text: str) -> float:
        return self.send(pasted(text))

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(columns, rows)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))

    # what comes out

    def listen(self, seconds: float) -> bool:
        """Show what comes within this time; whether anything came."""
        limit, came = time.monotonic() + seconds, False
        while (left := limit - time.monotonic()) > 0 and self._wait(left):
            came = True
        return came

    def until(self, pattern: str, patience: float = PATIENCE, *, gone: bool = False) -> float:
        """Wait until a regular expression is found on the screen, or no more; the moment it was painted.

        Line breaks count as blanks. Raises NeverCame, or Ended if the program went before.
        """
        wanted, limit = re.compile(pattern), time.monotonic() + patience
        while bool(wanted.search(self.screen.squeezed)) == gone:
            left = limit - time.monotonic()
            if left <= 0:
                raise NeverCame(f"{pattern!r} {'stayed' if gone else 'is not there'}:\n{self.screen.text}")
            if not self._wait(min(left, 0.5)) and self.process.poll() is not None:
                raise Ended(f"{pattern!r} is not there:\n{self.screen.text}")
        return self.painted

    def until_painted(self, patience: float = PATIENCE) -> float:
        """Wait for one more picture, whatever it shows; the moment it was whole."""
        limit = time.monotonic() + patience
        before = self.painted
        while self.painted == before:
            if not self._wait(max(0.0, limit - time.monotonic())):
                raise NeverCame(f"no new picture:\n{self.screen.text}")
        return self.painted

    def until_ended(self, patience: float = PATIENCE) -> int:
        """Wait for the end of the program; its exit code."""
        limit = time.monotonic() + patience
        while self.process.poll() is None:
            if time.monotonic() > limit:
                raise NeverCame(f"it did not end:\n{self.screen.text}")
            self._wait(0.05)
        self.listen(0.05)
        return self.process.returncode

    def quiet(self, seconds: float = 0.1, patience: float = PATIENCE) -> None:
        """Wait until nothing has come for this long."""
        limit = time.monotonic() + patience
        while self._wait(seconds) and time.monotonic() < limit:
            pass

    # what it is made of

    @property
    def child(self) -> psutil.Process:
        """The newest process the program has started: behind our launcher, the app."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        if not children:
            raise Ended
        return children[-1]

    def kill(self, pid: int | None = None) -> None:
        """End a process without a warning: this program, or one of its children."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid if pid is None else pid, signal.SIGKILL)

    def hang_up(self) -> None:
        """The window is gone: neither keys nor a place to write any more."""
        os.close(self._terminal)
        self._terminal = -1

    def close(self) -> None:
        """End everything in the session, then the terminal."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        for end in (self._inside, self._terminal):
            if end is not None and end >= 0:
                os.close(end)
        self._inside = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _wait(self, seconds: float) -> bool:
        """Take in the next bytes, if any come within this time."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        return self._receive()

    def _receive(self) -> bool:
        try:
            sent = os.read(self._terminal, MOST_AT_ONCE)
        except (BlockingIOError, OSError):
            sent = b""
        now = time.monotonic()
        if not sent:
            return False
        if self._inside is not None:
            os.close(self._inside)
            self._inside = None
        self._take_in(sent, now)
        for reply in self._replies.to(sent, self.screen.cursor):
            os.write(self._terminal, reply)
        return True

    def _take_in(self, sent: bytes, at: float) -> None:
        """Show what came at this moment."""
        if self.screen.feed(sent):
            self.painted = at
