"""Where the lines of a text box break, found again only around what a key has changed.

Textual wraps the whole paragraph anew at each key: in one of 20,000 letters that takes longer than a key may. A break
depends only on the words since the break before it, so what is wrapped anew begins a little before the change and ends
where a break falls on the same letter as before. The breaks are Textual's own: its function finds them, in a piece.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from textual._wrap import compute_wrap_offsets
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument

_WORD_START = re.compile(r"(?<=\s)(?=\S)")

PIECE = 8
"""Lines that are wrapped at once, in the hope that their breaks meet the old ones; four times as many if they do not."""


class SteadyWrap(WrappedDocument):
    """A wrapped document that keeps the breaks a change within one paragraph does not move."""

    _seen: list[str]
    """The paragraphs as they were last wrapped."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        super().wrap(width, tab_width)
        self._seen = list(self.document.lines)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """What Textual's own does; see there."""
        breaks = self._moved_breaks(start, old_end, new_end)
        if breaks is None:
            super().wrap_range(start, old_end, new_end)
            self._seen = list(self.document.lines)
        else:
            self._put(start[0], breaks)
            self._seen[start[0]] = self.document.lines[start[0]]

    @property
    def height(self) -> int:
        return len(self._offset_to_line_info)

    def get_sections(self, line_index: int) -> list[str]:
        line, ends = self.document.lines[line_index], self.get_offsets(line_index)
        return [line[start:end] for start, end in zip([0, *ends], [*ends, None], strict=True)]

    def section_at(self, row: int) -> tuple[int, int, int | None]:
        """The paragraph that this row of the box shows, and from where to where; to None for its end."""
        index, section = self._offset_to_line_info[row]
        ends = self._wrap_offsets[index]
        return index, ends[section - 1] if section else 0, ends[section] if section < len(ends) else None

    def _moved_breaks(self, start: Location, old_end: Location, new_end: Location) -> list[int] | None:
        """The breaks of the one paragraph that changed; None where all must be done anew."""
        index, column = start
        lines = self.document.lines
        if not (self._width and index == old_end[0] == new_end[0] < len(lines) == len(self._seen)):
            return None
        old, new = self._seen[index], lines[index]
        # Several edits undone at once name a span that need not hold all that changed: what is kept is looked at.
        is_within = column <= min(old_end[1], new_end[1]) and (
            old[:column] == new[:column] and old[old_end[1] :] == new[new_end[1] :]
        )
        if not is_within or "\t" in old + new:
            return None
        return self._rewrapped(new, index, column, old_end[1], new_end[1])

    def _rewrapped(self, line: str, index: int, column: int, old_end: int, new_end: int) -> list[int]:
        old = self._wrap_offsets[index]
        kept = bisect_left(old, column)
        while kept and not _stands(line, old[kept - 1], column):
            kept -= 1
        begin, shift, lines = old[kept - 1] if kept else 0, new_end - old_end, PIECE
        while True:
            cut = _WORD_START.search(line, begin + lines * self._width)
            end = cut.start() if cut else len(line)
            fresh = [begin + each for each in compute_wrap_offsets(line[begin:end], self._width, self._tab_width)]
            for number, place in enumerate(fresh):
                if place > new_end and _starts_word(line, place):
                    same = bisect_left(old, place - shift)
                    if same < len(old) and old[same] == place - shift:
                        return [*old[:kept], *fresh[:number], *(each + shift for each in old[same:])]
            if end == len(line):
                return [*old[:kept], *fresh]
            lines *= 4

    def _put(self, index: int, breaks: list[int]) -> None:
        rows = self._line_index_to_offsets[index]
        top, more = rows[0], len(breaks) - len(self._wrap_offsets[index])
        self._wrap_offsets[index] = breaks
        self._tab_width_cache[index] = [0] if self.document.lines[index] else []
        if more:
            self._offset_to_line_info[top : top + len(rows)] = [(index, part) for part in range(len(breaks) + 1)]
            self._line_index_to_offsets[index] = list(range(top, top + len(breaks) + 1))
            for below in range(index + 1, len(self._line_index_to_offsets)):
                self._line_index_to_offsets[below] = [row + more for row in self._line_index_to_offsets[below]]


def _starts_word(line: str, place: int) -> bool:
    return line[place - 1].isspace() and not line[place].isspace()


def _stands(line: str, place: int, column: int) -> bool:
    """Whether a break stays whatever was changed from `column` on: so it does if the whole word after it came before,
    and is followed by another that began before."""
    after = _WORD_START.search(line, place + 1, column)
    return _starts_word(line, place) and after is not None and after.start() < column
