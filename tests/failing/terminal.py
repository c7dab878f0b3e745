"""The real program on a terminal of its own: keys go in, the bytes that come out are kept, its processes can be counted."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from psw_tui.places import HOME_VARIABLE

ROOT = Path(__file__).parents[2]
PATIENCE = 15.0
COLUMNS, LINES = 80, 24
_ESCAPES = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[\[<>=?][0-9;:<>=?$ ]*[@-~]|\x1b[^\[\]]")


class Terminal:
    """One running psw-tui and what it wrote to its terminal."""

    def __init__(self, process: subprocess.Popen[bytes], keyboard: int, screen: int, before: list[Any]) -> None:
        self.process = process
        self.screen = screen
        self.before = before
        """The modes of the terminal until the program had it."""
        self._keyboard = keyboard
        self._said = bytearray()
        self._deaf = False
        Thread(target=self._listen, daemon=True).start()

    @property
    def written(self) -> bytes:
        """Every byte so far."""
        return bytes(self._said)

    def text(self, since: int = 0) -> str:
        """The words among the bytes."""
        return _ESCAPES.sub(b" ", self.written[since:]).decode(errors="replace")

    def until(self, there: Callable[[], bool], wanted: str) -> None:
        """Wait for something."""
        end = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < end, (
                f"no {wanted}; exit {self.process.poll()}; last words: {self.text()[-1500:]!r}"
            )
            time.sleep(0.02)

    def reads(self, words: str, since: int = 0) -> None:
        """Wait for words."""
        self.until(lambda: words in " ".join(self.text(since).split()), repr(words))

    def type(self, keys: str) -> int:
        """Press keys; returns how much had been written before."""
        before = len(self._said)
        os.write(self._keyboard, keys.encode())
        return before

    def unlock(self, passphrase: str, first_words: str) -> None:
        """Type the passphrase once it is asked for, and wait for what comes first."""
        self.reads("Passphrase")
        since = self.type(passphrase + "\r")
        self.reads(first_words, since)

    def begin_note(self, words: str) -> None:
        """From the caseload into a debrief about the marked client, with these words in it and no draft of them yet."""
        self.reads("Goals:", self.type("\r"))
        self.reads("New note", self.type("n"))
        self.reads("[1 met]", self.type("1"))
        self.reads("[1 nothing noticed]", self.type("1"))
        for _ in range(8):
            since = self.type("\t")
            self.until(lambda since=since: len(self._said) > since and self._is_still(), "cursor")  # type: ignore[misc]
            if "One to three lines" in " ".join(self.text(since).split()):
                break
        self.type(words)

    def _is_still(self) -> bool:
        before = len(self._said)
        time.sleep(0.15)
        return len(self._said) == before

    @property
    def child(self) -> int:
        """The process that may hold a key. 0 between two of them."""
        found = children_of(self.process.pid)
        return found[0] if found else 0

    def hang_up(self) -> None:
        """The window is gone: neither keys nor a place to write any more."""
        os.close(self.screen)
        self.screen = -1
        keyboard, self._keyboard = self._keyboard, -1
        os.close(keyboard)

    def stop_listening(self) -> None:
        """Whoever shows the terminal stands still: what is written stays in the pipe until it is full."""
        self._deaf = True

    def ends(self) -> int:
        """Wait for the end of the program; returns its exit code."""
        return self.process.wait(PATIENCE)

    def take_down(self) -> None:
        """Leave nothing running, whatever a test did."""
        for pid in [*tree_of(self.process.pid), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        for fd in (self.screen, self._keyboard):
            with suppress(OSError):
                os.close(fd)

    def _listen(self) -> None:
        with suppress(OSError):
            while not self._deaf and (said := os.read(self._keyboard, 65536)):
                self._said += said


@contextmanager
def running(
    home: Path, *arguments: str, controlling: bool = True, ignore: int = 0, wrap: Sequence[str] = (), **more: str
) -> Iterator[Terminal]:
    """psw-tui on a new terminal: deaf to the signal `ignore`, within the command `wrap`, with `more` in its environment."""
    keyboard, screen = os.openpty()
    os.set_inheritable(keyboard, False)
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def prepare() -> None:
        os.setsid()
        if controlling:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        if ignore:
            signal.signal(ignore, signal.SIG_IGN)

    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    environment = kept | {HOME_VARIABLE: str(home), "TERM": "xterm-256color", "PSW_TUI_LANGUAGE": "en"} | more
    before = termios.tcgetattr(screen)
    process = subprocess.Popen(
        [*wrap, sys.executable, "-m", "psw_tui", *arguments],
        stdin=screen,
        stdout=screen,
        stderr=screen,
        env=environment,
        cwd=ROOT,
        preexec_fn=prepare,
    )
    terminal = Terminal(process, keyboard, screen, before)
    try:
        yield terminal
    finally:
        terminal.take_down()


def children_of(pid: int) -> list[int]:
    """The processes a process has started."""
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return sorted(int(child) for task in tasks for child in task.read_text().split())
    return []


def tree_of(pid: int) -> list[int]:
    """All that came from a process."""
    return [each for child in children_of(pid) for each in (child, *tree_of(child))]


def is_running(pid: int) -> bool:
    """Whether a process is still there and not only waiting to be buried."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
