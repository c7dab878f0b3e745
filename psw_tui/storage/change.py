"""One line of the log as it travels, and what its device knew when it wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha1
from secrets import randbelow
from typing import Any
from uuid import UUID

NOTHING = "nothing"
"""A line that says nothing: of somebody who is not shared, private, or erased. It keeps the numbers without a gap."""

COUNTER_BITS = 16
LATEST_CLOCK = 1 << 61
"""No honest clock comes near it, for 30 million years; a greater one would leave no room for those to come."""

Vector = Mapping[str, int]
"""Up to which number the lines of each device are here, without a gap."""


@dataclass(frozen=True)
class Change:
    """One line of one device's log."""

    device: str
    seq: int
    clock: int
    at: str = ""
    client: str = ""
    entity: str = ""
    row: str = ""
    op: str = NOTHING
    vals: str = "{}"
    """JSON of the columns and what they became, just as its device wrote it."""
    author: str = ""
    save: int = 0
    knows: str = ""
    """JSON of a vector, where its device had taken something in since the line before; empty otherwise."""
    sig: str = ""

    @cached_property
    def id(self) -> str:
        """Its name for those who cannot read it; it follows from device, number and clock."""
        return change_id(self.device, self.seq, self.clock)

    @property
    def key(self) -> tuple[str, int]:
        """Whose it is, and its number there."""
        return self.device, self.seq

    def emptied(self) -> Change:
        """The same line saying nothing. What its device knew stays: others' order hangs on it."""
        return Change(self.device, self.seq, self.clock, knows=self.knows)

    def signed(self, sig: str) -> Change:
        """The same line with its signature."""
        return Change(*[*self._said, sig])

    def contradicts(self, other: Change) -> bool:
        """Whether two lines with the same number cannot both come from one device; an erased one says nothing any more."""
        if self.clock != other.clock:
            return True
        return NOTHING not in {self.op, other.op} and self._said != other._said

    @property
    def _said(self) -> tuple[Any, ...]:
        """Everything but the signature, in the order of the fields."""
        label = (self.device, self.seq, self.clock, self.at, self.client, self.entity, self.row)
        return *label, self.op, self.vals, self.author, self.save, self.knows


def change_id(device: str, seq: int, clock: int) -> str:
    """A UUID that everybody who knows device, number and clock can work out: their `uuid5`, a third of the time."""
    digest = sha1(_bytes_of(device) + f"{seq}/{clock}".encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16]) & ~(0xF << 76) & ~(0b11 << 62) | 5 << 76 | 0b10 << 62
    found = f"{number:032x}"
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"


@lru_cache
def _bytes_of(device: str) -> bytes:
    """Raises ValueError for what is no device's name."""
    return UUID(device).bytes


def clock_after(newest: int, milliseconds: int) -> int:
    """The clock of the next line: that of the wall, and never behind what is known.

    Less than a millisecond of it is chance: a copy of this vault that goes on from the same line must not come to the same
    clock, for that is how the two are told apart.
    """
    return max(milliseconds << COUNTER_BITS, newest + 1) + randbelow(1 << COUNTER_BITS)
