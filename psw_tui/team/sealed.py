"""What travels between laptops: a change as it looks to everyone who has no key."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """One locked change: whose it is, its number there, its id and its clock; the rest only the team can read."""

    device: str
    seq: int
    id: str
    clock: int
    body: bytes
