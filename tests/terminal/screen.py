"""What can be seen on a terminal: plays what a program sends, one whole picture at a time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import pyte

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a picture that a terminal is to show at once."""

_ESCAPE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    r"|\x1b[PX^_][^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
)
_CUT_OFF = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?)?\Z")
_ALTERNATE = {1047, 1049}


class _Emulation(pyte.Screen):
    """pyte lacks the second screen: entering it clears, leaving it brings back what was there before."""

    below: list[str] | None = None

    def set_mode(self, *modes: int, **how: bool) -> None:
        if how.get("private") and _ALTERNATE & set(modes):
            self.below = list(self.display)
            self.erase_in_display(2)
        super().set_mode(*modes, **how)

    def reset_mode(self, *modes: int, **how: bool) -> None:
        super().reset_mode(*modes, **how)
        if how.get("private") and _ALTERNATE & set(modes) and self.below is not None:
            self.erase_in_display(2)
            for row, line in enumerate(self.below[: self.lines]):
                self.cursor_position(row + 1, 1)
                self.draw(line.rstrip())
            self.below = None


class Screen:
    """The picture. What comes between BEGIN and END is seen when END has come, never half."""

    def __init__(self, columns: int, rows: int) -> None:
        self._emulation = _Emulation(columns, rows)
        self._stream = pyte.Stream(self._emulation)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        """Sent and not to be seen yet: an unfinished picture, or half an escape sequence."""

    @property
    def colours(self) -> set[str]:
        """Every colour on the screen, of letters or behind them; `default` is the terminal's own."""
        return {colour for cell in self._cells() for colour in (cell.fg, cell.bg)}

    @property
    def marked(self) -> str:
        """What is shown turned round."""
        return "".join(cell.data for cell in self._cells() if cell.reverse)

    def _cells(self) -> Iterator[pyte.screens.Char]:
        for y in range(self._emulation.lines):
            yield from (self._emulation.buffer[y][x] for x in range(self._emulation.columns))

    def feed(self, sent: bytes) -> bool:
        """Play some bytes; whether anything of them can be seen."""
        self._held += self._decoder.decode(sent)
        begun = self._held.rfind(BEGIN)
        if begun > self._held.rfind(END):
            seen, self._held = self._held[:begun], self._held[begun:]
        elif cut := _CUT_OFF.search(self._held):
            seen, self._held = self._held[: cut.start()], self._held[cut.start() :]
        else:
            seen, self._held = self._held, ""
        self._stream.feed(_ESCAPE.sub(_known, seen))
        return bool(seen)

    def resize(self, columns: int, rows: int) -> None:
        self._emulation.resize(rows, columns)

    @property
    def lines(self) -> list[str]:
        """The rows, without the blanks at their ends."""
        return [line.rstrip() for line in self._emulation.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """Every character with its colours, row by row: a moved mark may change nothing else."""
        rows = (self._emulation.buffer[row] for row in range(self._emulation.lines))
        return [[cells[column] for column in range(self._emulation.columns)] for cells in rows]

    @property
    def squeezed(self) -> str:
        """The text without what a line break does to a sentence."""
        return " ".join(self.text.split())

    @property
    def bold(self) -> list[str]:
        """What stands in bold, row by row."""
        return [words for row in range(self._emulation.lines) if (words := " ".join(self._bold_of(row)))]

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column, from 1."""
        return self._emulation.cursor.y + 1, self._emulation.cursor.x + 1

    def _bold_of(self, row: int) -> Iterator[str]:
        cells = self._emulation.buffer[row]
        run = "".join(cells[column].data if cells[column].bold else "\0" for column in range(self._emulation.columns))
        yield from filter(None, (words.strip() for words in run.split("\0")))


def _known(found: re.Match[str]) -> str:
    """An escape sequence if pyte understands it, else nothing: it would print what it does not know."""
    words = found[0]
    if words[1] != "[" or words[2] in "<=>" or re.search("[ -/]", words[2:-1]):
        return ""
    if words[2] == "?" and words[-1] not in "hlJK":
        return ""
    return words.replace(":", ";") if ":" in words else words
