"""A goal's numbers as one short line. It never stands alone: the numbers are always beside it in words (DOMAIN 6, R6)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

HIGHEST = 10
"""The top of the scale; the bottom is 0 (DOMAIN 4.2)."""
NEWEST = 12
"""So many numbers fit beside a goal's words at 60 columns."""


class OffTheScale(ValueError):
    """A number that is not from 0 to 10."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value
        """The number."""


class Glyphs(StrEnum):
    """The marks of a line, lowest first."""

    BLOCKS = "▁▂▃▄▅▆▇█"
    ASCII = "_.-=+*#@"
    """For terminals and fonts without blocks."""


def sparkline(values: Sequence[int], glyphs: Glyphs = Glyphs.BLOCKS, newest: int = NEWEST) -> str:
    """The newest numbers, one mark each, oldest first. Raises OffTheScale.

    The scale is always 0 to 10, never that of the numbers themselves, which would make a cliff of every point.
    """
    return "".join(_mark(value, glyphs) for value in values[max(len(values) - newest, 0) :])


def _mark(value: int, glyphs: Glyphs) -> str:
    if not 0 <= value <= HIGHEST:
        raise OffTheScale(value)
    return glyphs[(value * (len(glyphs) - 1) + HIGHEST // 2) // HIGHEST]
