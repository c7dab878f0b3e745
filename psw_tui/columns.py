"""Text in columns and paragraphs that fit a screen of 80."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from psw_tui.domain.text import one_line

WIDTH = 80
GAP = "  "
CUT = "…"


def aligned(rows: Sequence[Sequence[str]], *, gives_way: int, width: int = WIDTH) -> Iterator[str]:
    """The rows with their columns below each other, the one that gives way cut where a line would get too long."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(breadth, column)) for column in zip(*cells, strict=True)]
    others = sum(widths) - widths[gives_way] + len(GAP) * (len(widths) - 1)
    widths[gives_way] = max(1, min(widths[gives_way], width - others))
    for row in cells:
        yield GAP.join(_fitted(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()


def breadth(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_breadth_of(character) for character in text)


def paragraph(text: str, *, indent: str = "", hanging: str = "", width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width`, its own line ends kept."""
    wrapper = textwrap.TextWrapper(width, subsequent_indent=hanging, break_on_hyphens=False)
    lines: list[str] = []
    for part in text.split("\n"):
        wrapper.initial_indent = hanging if lines else indent
        lines.extend(wrapper.wrap(part) or [""])
    return lines


def _fitted(cell: str, size: int) -> str:
    if breadth(cell) > size:
        while breadth(cell) > size - len(CUT):
            cell = cell[:-1]
        cell = cell.rstrip() + CUT
    return cell + " " * (size - breadth(cell))


def _breadth_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
