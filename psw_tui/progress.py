"""How far a long piece of work is, and how it hears that nobody wants it any more.

One `Progress` goes with one piece of work. The work tells it where it is, in its own thread; a screen or a command looks
at it as often as it likes, from another one, and may stop it. Nobody waits for anybody here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from threading import Event, RLock
from typing import TypeVar

T = TypeVar("T")

EVERY = 100
"""Things of which one is told."""


class Cancelled(Exception):
    """Whoever asked for the work does not want it any more. Nothing half done of it is left."""


class Doing(StrEnum):
    """What is being done."""

    BEGINNING = "beginning"
    COPYING = "copying"
    HASHING = "hashing"
    LOOKING = "looking"
    PUTTING = "putting"
    """A vault that was brought back takes its place: two renames."""

    COPYING_ANEW = "copying anew"
    CHECKING_ANEW = "checking anew"
    KEEPING_ANEW = "keeping anew"
    SWAPPING = "swapping"
    """The last step of a renewal."""

    REPLAYING = "replaying"
    COMPARING = "comparing"
    SAVING = "saving"
    INDEXING = "indexing"
    MAKING = "making"
    READING = "reading"
    CHECKING = "checking"
    IMPORTING = "importing"
    TAKING_BACK = "taking back"
    SEALING = "sealing"
    OPENING = "opening"
    ERASING = "erasing"
    MEETING = "meeting"
    """What somebody has is compared with what is here."""

    BRINGING = "bringing"
    SENDING = "sending"
    GATHERING = "gathering"
    """What others have not got is put together for a stick."""


@dataclass(frozen=True)
class Told:
    """Where the work is."""

    doing: Doing
    done: int = 0
    of: int = 0
    """Of how many; 0 where nobody knows."""

    @property
    def share(self) -> float | None:
        """How much of this is done, from 0 to 1; None where nobody knows."""
        return min(self.done / self.of, 1.0) if self.of else None


class Progress:
    """What the work tells, and whether it is still wanted. Safe across threads."""

    def __init__(self) -> None:
        self.told = Told(Doing.BEGINNING)
        self.stopped = Event()
        """Set from the moment it is not wanted any more."""
        self._lock = RLock()  # a signal may want to stop it while its own thread tells something
        self._too_late = False

    @property
    def can_stop(self) -> bool:
        """Whether it can still be stopped."""
        return not self._too_late

    def at(self, doing: Doing, done: int = 0, of: int = 0) -> None:
        """Tell where the work is. Raises Cancelled as soon as it is not wanted any more."""
        self.told = Told(doing, done, of)
        if not self.go_on():
            raise Cancelled

    def over(self, doing: Doing, things: Iterable[T], of: int = 0, before: int = 0) -> Iterator[T]:
        """The same things, one by one, telling how many there were, `before` these included. Raises Cancelled."""
        self.at(doing, before, of)
        for number, thing in enumerate(things, 1):
            if number % EVERY == 0:
                self.at(doing, before + number, of)
            yield thing

    def go_on(self) -> bool:
        """Whether it is still wanted, or cannot be stopped any more."""
        return self._too_late or not self.stopped.is_set()

    def past_stopping(self, doing: Doing) -> None:
        """Tell that what is done now has to be done to its end. Raises Cancelled if it was stopped before that."""
        with self._lock:
            if self.stopped.is_set():
                raise Cancelled
            self._too_late = True
        self.told = Told(doing)

    def stop(self) -> bool:
        """Let it stop at its next look; whether it can still be stopped."""
        with self._lock:
            if not self._too_late:
                self.stopped.set()
            return not self._too_late
