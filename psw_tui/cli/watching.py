"""Long work on the command line: how far it is, on a terminal, and ctrl+c that leaves nothing half done."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from types import FrameType
from typing import TextIO

from psw_tui.cli.request import Request
from psw_tui.domain.text import one_line
from psw_tui.ending import Ended
from psw_tui.language import Language
from psw_tui.progress import Cancelled, Doing, Progress
from psw_tui.progress_words import how_far, sign
from psw_tui.sentences import sentence

QUIET = 0.5
"""Seconds of work without a word about it."""
OFTEN = 0.2
"""Seconds between two pictures."""

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Ticker:
    """One line on the terminal that says how far the work is, and is gone afterwards."""

    def __init__(self, progress: Progress, language: Language, terminal: TextIO) -> None:
        self._progress = progress
        self._language = language
        self._terminal = terminal
        self._lock = Lock()
        self._over = Event()
        self._thread = Thread(target=self._tick, name="ticker", daemon=True)
        self._drawn = 0
        """Cells the line takes now."""

    def __enter__(self) -> Ticker:
        if self._terminal.isatty():
            self._thread.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While in here, the line is out of the way of what is printed."""
        with self._lock:
            self._erase()
            yield
            sys.stdout.flush()

    def _tick(self) -> None:
        turn = 0
        pause = QUIET
        while not self._over.wait(pause):
            turn, pause = turn + 1, OFTEN
            with self._lock:
                self._draw(f"{sign(turn)} {self._words()}")
        with self._lock:
            self._erase()

    def _words(self) -> str:
        say = self._language.say
        if not self._progress.can_stop:
            return how_far(self._progress.told, self._language)
        if self._progress.stopped.is_set():
            return say("Stopping.")
        return say("{how_far}. Ctrl+C stops it.", how_far=how_far(self._progress.told, self._language))

    def _draw(self, words: str) -> None:
        shown = one_line(words)[: shutil.get_terminal_size().columns - 1]
        self._write("\r" + shown.ljust(self._drawn))
        self._drawn = len(shown)

    def _erase(self) -> None:
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _write(self, words: str) -> None:
        with suppress(OSError):  # the terminal is gone, and the work is not about it
            self._terminal.write(words)
            self._terminal.flush()


@contextmanager
def watching(request: Request) -> Iterator[tuple[Progress, Ticker]]:
    """Work that tells how far it is, and looks whether to go on: ctrl+c, or a request to end, stops it in good order.

    Nothing else is broken off by them in here, so nothing is left half taken away either. Ends the program when it was
    stopped; if it was done before it looked, it is done.
    """
    progress, asked = Progress(), list[int]()

    def stop(number: int, _frame: FrameType | None) -> None:
        if not asked:  # one that comes while this one is answered finds it done
            asked.append(number)
            progress.stop()

    with _answering(stop), Ticker(progress, request.language, sys.stderr) as ticker:
        try:
            yield progress, ticker
        except Cancelled as cancelled:
            ticker.__exit__()
            with suppress(OSError):
                sys.stderr.write(one_line(sentence(cancelled, request.language)) + "\n")
            raise Ended(128 + next(iter(asked), signal.SIGINT)) from None


@contextmanager
def waiting(request: Request) -> Iterator[Progress]:
    """Work that changes nothing, which ctrl+c may break off anywhere; a sign moves meanwhile."""
    progress = Progress()
    progress.at(Doing.READING)
    with Ticker(progress, request.language, sys.stderr):
        yield progress


@contextmanager
def _answering(stop: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    numbers = [number for name in ENDING if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.getsignal(number) for number in numbers}
    wanted = [number for number in numbers if before[number] is not signal.SIG_IGN]  # as under nohup
    for number in wanted:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in wanted:
            signal.signal(number, before[number])
