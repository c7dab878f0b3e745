"""An answer that can be picked, whether the program made it up or the client's own record did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One answer to pick: what is stored and what is read."""

    value: str
    label: str
