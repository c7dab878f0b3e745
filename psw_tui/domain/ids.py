"""Names for records: UUIDv7 text that sorts in the order in which it was made."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from psw_tui.domain.clock import Clock

TAIL_BITS = 74
"""What a UUIDv7 holds beside its 48 bits of milliseconds, its version and its variant."""

STEP_BYTES = 4
"""How far apart, at most, two ids of one millisecond lie: far enough that the next cannot be guessed."""

_VARIANT_BITS = 62
_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << _VARIANT_BITS


class Ids:
    """Makes ids that only ever grow, also within one millisecond and while the clock goes back. Safe across threads."""

    def __init__(
        self, clock: Clock, entropy: Callable[[int], bytes] = secrets.token_bytes, after: str | None = None
    ) -> None:
        """`entropy(n)` gives n random bytes; `after` is a UUIDv7 every new id must exceed (ValueError if malformed)."""
        self._clock = clock
        self._entropy = entropy
        self._lock = Lock()
        self._newest = _moment_and_tail(after) if after else 0

    def new(self) -> str:
        """A fresh id, 36 lower-case characters, greater than every earlier one as text."""
        with self._lock:
            self._newest = max(self._from_the_clock(), self._newest + self._small_step())
            return _spelled(self._newest)

    def _from_the_clock(self) -> int:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        if milliseconds <= self._newest >> TAIL_BITS:
            return 0
        return milliseconds << TAIL_BITS | self._random(10) >> 80 - TAIL_BITS

    def _small_step(self) -> int:
        return 1 + self._random(STEP_BYTES)

    def _random(self, size: int) -> int:
        return int.from_bytes(self._entropy(size), "big")


def _spelled(moment_and_tail: int) -> str:
    """The 122 free bits with version and variant put between them."""
    moment, tail = moment_and_tail >> TAIL_BITS, moment_and_tail & (1 << TAIL_BITS) - 1
    high, low = tail >> _VARIANT_BITS, tail & (1 << _VARIANT_BITS) - 1
    return str(UUID(int=moment << 80 | _VERSION_7 | high << 64 | _VARIANT | low))


def _moment_and_tail(spelled: str) -> int:
    bits = UUID(spelled).int
    high, low = bits >> 64 & 0xFFF, bits & (1 << _VARIANT_BITS) - 1
    return (bits >> 80) << TAIL_BITS | high << _VARIANT_BITS | low
