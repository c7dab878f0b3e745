"""How long nobody has touched the keys, also while the lid was closed."""

from __future__ import annotations

import time
from collections.abc import Callable

NAP = 3.0
"""Seconds the two clocks of the system may differ by without the computer having slept."""


def _clock(*names: str) -> Callable[[], float]:
    """The first of these clocks that the system has; else the one that every system has."""
    number = next((getattr(time, name) for name in names if hasattr(time, name)), None)
    return time.monotonic if number is None else lambda: time.clock_gettime(number)


boot_seconds = _clock("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW")
"""Seconds that go on during suspend: Linux has a clock for it, on macOS the raw one does."""

awake_seconds = _clock("CLOCK_UPTIME_RAW", "CLOCK_MONOTONIC")
"""Seconds that stand still during suspend: on macOS the first, on Linux the second. Elsewhere both clocks go on."""


class IdleWatch:
    """Measures idle time by two clocks and believes the longer: either may stand still while the laptop sleeps."""

    def __init__(
        self,
        boot: Callable[[], float] = boot_seconds,
        wall: Callable[[], float] = time.time,
        awake: Callable[[], float] = awake_seconds,
    ) -> None:
        self._boot = boot
        self._wall = wall
        self._awake = awake
        self._asleep = boot() - awake()
        self.touch()

    def touch(self) -> None:
        """Somebody is here."""
        self._since = (self._boot(), self._wall())

    @property
    def seconds(self) -> float:
        """Seconds since somebody was here."""
        boot, wall = self._since
        return max(self._boot() - boot, self._wall() - wall)

    @property
    def slept(self) -> bool:
        """Whether the computer was suspended meanwhile, where that can be known; a key since then changes nothing."""
        return self._boot() - self._awake() - self._asleep > NAP
