"""How busy everybody else kept the computer while something was measured. Linux only; elsewhere all is said to be quiet."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

MOST_STOLEN = 0.1
"""Cores the host may keep to itself; above it a round is thrown away, whatever was done to shield it."""

MOST_FOREIGN = 0.3
"""Cores others may use, where we run beside them."""

MOST_FOREIGN_SHIELDED = 1.0
"""The same, where we run before them: they still share caches and memory."""


@dataclass(frozen=True)
class Noise:
    """Cores, on the average of a round."""

    foreign: float
    stolen: float

    def is_too_much(self, *, shielded: bool) -> bool:
        """Whether the round has to be thrown away."""
        most = MOST_FOREIGN_SHIELDED if shielded else MOST_FOREIGN
        return self.stolen > MOST_STOLEN or self.foreign > most


class Listening:
    """From its making to `heard`."""

    def __init__(self) -> None:
        self._began, self._own = time.monotonic(), _own()
        self._busy, self._stolen = _system()

    def heard(self) -> Noise:
        """The noise so far."""
        busy, stolen = _system()
        seconds = max(0.001, time.monotonic() - self._began)
        foreign = busy - self._busy - (_own() - self._own)
        return Noise(max(0.0, foreign / seconds), (stolen - self._stolen) / seconds)


def _system() -> tuple[float, float]:
    """Seconds all processors together have worked, and were kept from it by the host."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0.0, 0.0
    user, nice, system, _idle, _waiting, irq, softirq, stolen = map(int, stat.read_text("ascii").split()[1:9])
    tick = os.sysconf("SC_CLK_TCK")
    return (user + nice + system + irq + softirq) / tick, stolen / tick


def _own() -> float:
    """Seconds this process and all it has started have worked, those that have ended too."""
    ours = os.times()
    spent = ours.user + ours.system + ours.children_user + ours.children_system
    for process in psutil.Process().children(recursive=True):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        spent += times.user + times.system + times.children_user + times.children_system
    return spent
