"""Text in lines that fit, measured in columns of a terminal: a letter of Japanese takes two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from psw_tui.columns import breadth

_WORDS = re.compile(r" *[^ ]+")
"""Each with the spaces before it, which stay unless a line ends there."""


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width`, its own line ends kept. A word that is too long is broken."""
    return [line for part in text.split("\n") for line in _wrapped(part, width)]


def hung(mark: str, text: str, width: int) -> list[str]:
    """The text behind a mark, with its other lines below its first."""
    first, *others = wrapped(text, width - breadth(mark))
    return [mark + first, *indented(others, breadth(mark))]


def indented(lines: list[str], by: int) -> list[str]:
    """The lines further in; an empty one stays empty."""
    return [" " * by + line if line else line for line in lines]


def _wrapped(part: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for word in _WORDS.findall(part):
        if used and used + (wide := breadth(word)) <= width:
            line, used = line + word, used + wide
            continue
        if used:
            yield line
        *whole, line = _broken(word.lstrip(" ") if used else word, width)
        yield from whole
        used = breadth(line)
    yield line


def _broken(word: str, width: int) -> list[str]:
    """The word in pieces that fit: mostly one."""
    pieces, used = [""], 0
    for character in word:
        wide = breadth(character)
        if used + wide > width and pieces[-1]:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += wide
    return pieces
