"""The first sheet of a workbook, row by row. Its reader is loaded here and only when there is one to read.

openpyxl, because it is plain Python: a hostile file can make it refuse, but not reach for memory that its own size does
not show. (A reader that lays a sheet out as one block takes gigabytes for two cells far apart.)
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from psw_tui.domain.delimited import Record
from psw_tui.services.errors import FileFault, FileRefused

ZIPPED = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the workbooks of twenty years ago begin, and those of today that are kept under a password."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")

MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes all parts of a workbook may have together."""
MOST_PARTS = 2000
LAST_ROW = 1_048_576
"""No sheet has more; a row that claims a higher number would be reached by counting."""

_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What the readers raise for a damaged or odd workbook: they have no one type for it, and spoiled files brought up these.

NotImplementedError is a compression that zipfile does not know, RuntimeError a part under a password. The file is in
memory by then, so that OSError does not mean the disk.
"""


def is_locked(raw: bytes) -> bool:
    """Whether a file that begins like an old workbook is a new one under a password."""
    return _LOCKED in raw


def read(path: Path, raw: bytes, most_columns: int) -> tuple[str, Iterator[Record]]:
    """The name of the first sheet that is shown, and its rows, blank ones too. Raises FileRefused."""
    _refuse_what_swells(path, raw)
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise FileRefused(FileFault.NO_READER, path) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and the like, which nobody asks for
            book = load_workbook(BytesIO(raw), read_only=True, keep_links=False)
        sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
    except _BROKEN:
        raise FileRefused(FileFault.DAMAGED, path) from None
    except StopIteration:
        raise FileRefused(FileFault.EMPTY, path) from None
    return str(sheet.title), _rows(path, sheet, most_columns)


def _rows(path: Path, sheet: Any, most_columns: int) -> Iterator[Record]:
    """Its rows by the cells there really are: what a sheet says of its own size may be anything."""
    sheet.reset_dimensions()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wide = most_columns + 1
            for line, cells in enumerate(sheet.iter_rows(values_only=True, max_col=wide, max_row=LAST_ROW), 1):
                blank = cells.count(None) == len(cells)
                yield Record(line, () if blank else _trimmed(tuple(map(_text, cells))))
    except _BROKEN:
        raise FileRefused(FileFault.DAMAGED, path) from None


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _text(value: object) -> str:
    """A cell as text. A formula is kept as it is written, and never worked out."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def _refuse_what_swells(path: Path, raw: bytes) -> None:
    """Unpacking stops at the size that the list of parts gives, so that list is enough to go by."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as parts:
            every = parts.infolist()
    except _BROKEN:
        raise FileRefused(FileFault.DAMAGED, path) from None
    if len(every) > MOST_PARTS or sum(part.file_size for part in every) > MOST_UNPACKED:
        raise FileRefused(FileFault.SWELLS, path, most=MOST_UNPACKED // 1024 // 1024)
    if any(part.flag_bits & 1 for part in every):
        raise FileRefused(FileFault.LOCKED, path)
