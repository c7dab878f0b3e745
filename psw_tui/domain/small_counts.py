"""Counts that tell of nobody: under five is shown as "<5", and no total gives away what was hidden (DOMAIN 4.9).

A total is the sum of its parts. With one part hidden, taking the others from it gives the hidden one; with two, it often
does. So a total is exact only where none of its parts is hidden. Elsewhere it is "at least" the parts that are shown and
one for each that is hidden, which says nothing that the parts do not say.

The rule holds for a group whose parts are counted nowhere else. Whoever makes a table sees to that: the same people split
up in two ways would let one table be worked out from the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_SHOWN = 5


@dataclass(frozen=True)
class Count:
    """A count as it may be told."""

    n: int
    """The number itself, or of a total the least it can be; nothing of it is told where it is `hidden`."""
    hidden: bool = False
    """Told as "<5"."""
    at_least: bool = False


def part(n: int) -> Count:
    """One count. None is told as none; fewer than five are hidden."""
    return Count(0, hidden=True) if 0 < n < LEAST_SHOWN else Count(n)


def total(parts: Sequence[int]) -> Count:
    """What these parts add up to, as far as it may be told."""
    told = [part(n) for n in parts]
    hidden = sum(each.hidden for each in told)
    if not hidden:
        return part(sum(parts))
    least = sum(each.n for each in told) + hidden
    return Count(0, hidden=True) if hidden == 1 and least == 1 else Count(least, at_least=True)


def enough(n: int) -> bool:
    """Whether so many lie behind a figure that it tells of nobody."""
    return n >= LEAST_SHOWN
