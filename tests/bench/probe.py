"""A program on a terminal, measured from outside: what it sends is stamped at once and played only when it has gone quiet."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

import psutil

from tests.terminal.program import PATIENCE, Ended, NeverCame, Program

ROOT = Path(__file__).parents[2]
SIZE = (120, 40)
SETTLED = 0.08
"""Seconds of silence after which a picture counts as finished; well below the blinking of a cursor."""

LONGEST_BREAK = 0.02
"""Seconds at most between silence and the next key, so that keys do not fall into step with the program."""

FIRST = -15
"""How little it lets others go first; at -20 it would compete with what keeps the computer running."""

A_LOOK = 0.25
"""Seconds after which what came is played though more is coming."""


class Probe(Program):
    """Use it as a context manager. Times are on the monotonic clock, in seconds."""

    def __init__(self, *command: str, size: tuple[int, int] = SIZE, environment: dict[str, str] | None = None) -> None:
        self._heard: list[tuple[float, bytes]] = []
        self._random = Random(5)
        self.began = time.monotonic()
        super().__init__(command, size=size, environment=environment, folder=ROOT)

    def _take_in(self, sent: bytes, at: float) -> None:
        self._heard.append((at, sent))

    def play(self) -> Iterator[float]:
        """Show what has come, and the moment of each picture. What a caller leaves unplayed comes the next time."""
        while self._heard:
            at, sent = self._heard.pop(0)
            if self.screen.feed(sent):
                self.painted = at
                yield at

    def until(self, pattern: str, patience: float = PATIENCE, *, gone: bool = False) -> float:
        wanted, limit = re.compile(pattern), time.monotonic() + patience
        while bool(wanted.search(self.screen.squeezed)) == gone:
            if not any(bool(wanted.search(self.screen.squeezed)) != gone for _ in self.play()):
                if self.process.poll() is not None:
                    raise Ended(f"{pattern!r} is not there:\n{self.screen.text}")
                if time.monotonic() > limit:
                    raise NeverCame(f"{pattern!r} {'stayed' if gone else 'is not there'}:\n{self.screen.text}")
                self._gather(SETTLED)
        return self.painted

    def quiet(self, seconds: float = 0.1, patience: float = PATIENCE) -> None:
        super().quiet(seconds, patience)
        for _ in self.play():
            pass

    def answer(
        self,
        key: str,
        look: Callable[[], Any] | None = None,
        patience: float = 5.0,
        *,
        send: Callable[[str], float] | None = None,
    ) -> tuple[float, float]:
        """Press a key once all is quiet: milliseconds to the first and to the last picture that looks different.

        `send` hands over something else than a key.
        """
        look = look or (lambda: self.screen.cells)
        self.quiet(SETTLED)
        self.listen(self._random.uniform(0, LONGEST_BREAK))
        for _ in self.play():
            pass
        before, sent, changes = look(), (send or self.press)(key), []
        limit = sent + patience
        while not changes or self._gather(SETTLED):
            for at in self.play():
                if (now := look()) != before:
                    before = now
                    changes.append((at - sent) * 1000)
            if time.monotonic() > limit:
                break
            if not changes:
                self._gather(SETTLED)
        if not changes:
            raise NeverCame(f"an answer to {key!r}:\n{self.screen.text}")
        return changes[0], changes[-1]

    def type_steadily(self, text: str, every: float, look: Callable[[], str]) -> list[float]:
        """Type at one speed whatever is painted: milliseconds from each key until all up to it can be seen by `look`."""
        self.quiet(SETTLED)
        sent = []
        for letter in text:
            sent.append(self.type(letter))
            self.listen(every)
        self._gather(SETTLED)
        taken: list[float] = []
        shown = 0
        for at in self.play():
            while shown < len(text) and text[: shown + 1].rstrip() in look():
                if text[shown] != " ":  # cannot be seen
                    taken.append((at - sent[shown]) * 1000)
                shown += 1
        return taken

    def _gather(self, silence: float) -> bool:
        """Take in what comes until it is quiet; whether anything came."""
        limit, came = time.monotonic() + A_LOOK, False
        while time.monotonic() < limit and self._wait(silence):
            came = True
        return came

    # what it costs

    @property
    def family(self) -> list[psutil.Process]:
        """Its processes: a launcher, and the app behind it, or just the app."""
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def memory(self) -> float:
        """MiB: all that the largest of its processes holds, and what each other one holds alone.

        What is shared with strangers counts whole, or it would hang on what else runs on this computer.
        """
        largest, *others = sorted((process.memory_full_info() for process in self.family), key=lambda each: -each.rss)
        return float(largest.rss + sum(each.uss for each in others)) / 2**20

    def cpu(self) -> float:
        """Seconds of processor so far."""
        spent = 0
        for process in self.family:
            for task in Path(f"/proc/{process.pid}/task").iterdir():
                with suppress(FileNotFoundError):
                    spent += int((task / "schedstat").read_text("ascii").split()[0])
        return spent / 1e9

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill the app and let its launcher go by itself, so that what both have cost is known to the system."""
        with suppress(Ended, NeverCame, psutil.Error):
            if len(self.family) > 1:
                self.kill(self.family[-1].pid)
                self.until_ended(3.0)
        super().__exit__(kind, error, trace)


def module(name: str, *arguments: object) -> Sequence[str]:
    """How a module of ours is started."""
    return (sys.executable, "-m", name, *map(str, arguments))


def shielded() -> bool:
    """Put this process, and what it starts, before most else on the computer, where that is allowed.

    Not as a real-time process: there a thread that wakes waits for the other threads of its own program, which on the
    laptop of a worker it does not.
    """
    try:
        os.setpriority(os.PRIO_PROCESS, 0, FIRST)
    except (AttributeError, OSError):
        return False
    return True
