"""What travels between laptops: changes that are sealed, with just enough beside them to put them in order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """One change as the hub and the stick carry it: nothing readable."""

    device: str
    seq: int
    id: str
    clock: int
    body: bytes
