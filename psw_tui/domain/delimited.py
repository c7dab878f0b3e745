"""Tables as text, the way agencies export them: which encoding, which sign between the cells, which line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

SIGNS = (",", ";", "\t")
"""What may stand between two cells."""

_DECLARED = re.compile("sep=([,;\t])\r?\n", re.IGNORECASE)
"""How a spreadsheet program names the sign, in a line before all others."""

_TWICE_DECODED = re.compile("[ÂÃ][\u0080-\u00bf€-™]")
"""A letter of UTF-8 that was read as two of Windows-1252; no word of either language has such a pair."""

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Encoding(StrEnum):
    """How the letters of a text file are kept, named as spreadsheet programs name it."""

    UTF_8 = "UTF-8"
    UTF_16 = "UTF-16"
    WINDOWS = "Windows-1252"


class NotText(ValueError):
    """The bytes are no text that a person could read: another kind of file, or an encoding nobody can tell."""


class BrokenQuote(ValueError):
    """A quotation mark opens and never closes, or stands where none may."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
        """Where the row begins, counted from 1."""


@dataclass(frozen=True)
class Record:
    """One row of a table."""

    line: int
    """Where it begins in the file, counted from 1."""
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


def decoded(raw: bytes) -> tuple[str, Encoding]:
    """The text, and how it was kept. Raises NotText."""
    text, encoding = _decoded(raw)
    if "\x00" in text:
        raise NotText
    return text, encoding


def records(text: str) -> Iterator[Record]:
    """Every row, blank ones too. Raises BrokenQuote when it comes to one."""
    declared = _DECLARED.match(text)
    skipped = text[: declared.end()] if declared else ""
    sign = declared[1] if declared else sign_of(text)
    lines = csv.reader(StringIO(text[len(skipped) :], newline=""), delimiter=sign, strict=True)
    before = skipped.count("\n")
    while True:
        begins = before + lines.line_num + 1
        try:
            cells = next(lines, None)
        except csv.Error as error:
            raise BrokenQuote(begins) from error
        if cells is None:
            return
        yield Record(begins, tuple(cells))


def sign_of(text: str) -> str:
    """The sign between the cells: the one there is most of in the first line with words, quoted cells aside."""
    first = next((line for line in StringIO(text) if line.strip()), "")
    bare = re.sub('"[^"]*"', "", first)
    return max(SIGNS, key=bare.count)


def _decoded(raw: bytes) -> tuple[str, Encoding]:
    marked = _MARKS.get(raw[:2])
    try:
        if marked is not None:
            return raw.decode(marked), Encoding.UTF_16
        return raw.decode("utf-8-sig"), Encoding.UTF_8
    except UnicodeDecodeError:
        if marked is not None:
            raise NotText from None
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise NotText from None
    if _TWICE_DECODED.search(text):  # nearly UTF-8, with something broken in it
        raise NotText
    return text, Encoding.WINDOWS
