"""Long work in tests: stopped where a test wants it, heard as it goes, and held where a test has to catch it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from psw_tui import files
from psw_tui.progress import Doing, Progress, Told

PATIENCE = 20
"""Seconds after which what a test waits for is not coming."""


class Heard(Progress):
    """Remembers all that was told, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Told] = []

    def at(self, doing: Doing, done: int = 0, of: int = 0) -> None:
        self.all.append(Told(doing, done, of))
        super().at(doing, done, of)

    def past_stopping(self, doing: Doing) -> None:
        self.all.append(Told(doing))
        super().past_stopping(doing)

    @property
    def stages(self) -> list[Doing]:
        """What was done, in order."""
        every = [told.doing for told in self.all]
        return [doing for at, doing in enumerate(every) if at == 0 or every[at - 1] is not doing]

    def shares(self, doing: Doing) -> list[float]:
        """The shares told while this was done."""
        return [told.share for told in self.all if told.doing is doing and told.share is not None]


class StopsAt(Heard):
    """Is not wanted any more once this is done for the given time."""

    def __init__(self, doing: Doing, time: int = 1) -> None:
        super().__init__()
        self._doing = doing
        self._left = time

    def at(self, doing: Doing, done: int = 0, of: int = 0) -> None:
        self._count(doing)
        super().at(doing, done, of)

    def past_stopping(self, doing: Doing) -> None:
        self._count(doing)
        super().past_stopping(doing)

    def _count(self, doing: Doing) -> None:
        self._left -= self._left > 0 and doing is self._doing
        if self._left == 0:
            self._left -= 1
            self.reached()

    def reached(self) -> None:
        """Nobody wants it any more."""
        self.stop()


@dataclass
class Slowed:
    """A piece of the program that waits once it has begun."""

    begun: Event = field(default_factory=Event)
    let_on: Event = field(default_factory=Event)


def slowed(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, *, until_stopped: bool = False) -> Slowed:
    """Let this function of a module wait for `let_on`, or until the progress it is given was stopped."""
    really, slow = getattr(module, name), Slowed()

    def waiting(*given: Any, **named: Any) -> Any:
        slow.begun.set()
        progress = next((each for each in (*given, *named.values()) if isinstance(each, Progress)), None)
        waits_for = progress.stopped if until_stopped and progress is not None else slow.let_on
        assert waits_for.wait(PATIENCE)
        return really(*given, **named)

    monkeypatch.setattr(module, name, waiting)
    return slow


def contents(folder: Path) -> dict[str, str]:
    """Every file in a folder, and what is in it."""
    return {str(path.relative_to(folder)): files.hash_of(path) for path in folder.rglob("*") if path.is_file()}
