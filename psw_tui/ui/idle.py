"""How long nobody has touched the keys, also while the lid was closed."""

from __future__ import annotations

import time
from collections.abc import Callable

_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


def boot_seconds() -> float:
    """Seconds that go on during suspend where the system has such a clock."""
    return time.clock_gettime(_BOOT_CLOCK) if _BOOT_CLOCK is not None else time.monotonic()


class IdleWatch:
    """Measures idle time by two clocks and believes the longer: either may stand still while the laptop sleeps."""

    def __init__(self, boot: Callable[[], float] = boot_seconds, wall: Callable[[], float] = time.time) -> None:
        self._boot = boot
        self._wall = wall
        self.touch()

    def touch(self) -> None:
        """Somebody is here."""
        self._since = (self._boot(), self._wall())

    @property
    def seconds(self) -> float:
        """Seconds since somebody was here."""
        boot, wall = self._since
        return max(self._boot() - boot, self._wall() - wall)
