"""A file as a table: a text with a sign between its cells, or a workbook. What it is, is told by what is in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from psw_tui.domain.delimited import BrokenQuote, NotText, Record, decoded, records
from psw_tui.domain.headings import told_apart
from psw_tui.domain.text import one_line, plain
from psw_tui.progress import Doing, Progress
from psw_tui.services.errors import FileFault, FileRefused
from psw_tui.services.importing import workbook

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100

TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt"})
WORKBOOKS = frozenset({".xlsx", ".xlsm"})

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Table:
    """Everything a file holds, in memory: it is not read a second time."""

    path: Path
    """Where it lies, from the root on."""
    headings: tuple[str, ...]
    """No two are the same."""
    rows: tuple[Record, ...]
    """Those with something in them; each has as many cells as there are headings, or one more for what is too much."""
    kept_as: str
    """The encoding of a text, or the name of the sheet of a workbook."""

    def column(self, heading: str) -> int:
        """Where the cells below this heading stand in a row. Raises ValueError."""
        return self.headings.index(heading)

    def sample(self, heading: str) -> str:
        """The first thing in a column, on one line; empty where there is nothing."""
        at = self.column(heading)
        return next((one_line(row.cells[at]) for row in self.rows if row.cells[at].strip()), "")


def read_table(path: Path, progress: Progress | None = None, *, nameless: str = "column") -> Table:
    """The table in a file. Raises FileRefused and Cancelled."""
    progress = progress or Progress()
    path = path.absolute()
    raw = _bytes_of(path, progress)
    is_workbook = _is_workbook(path, raw)
    try:
        if is_workbook:
            kept_as, found = workbook.read(path, raw, MOST_COLUMNS)
        else:
            text, encoding = decoded(raw)
            kept_as, found = str(encoding), records(text)
        lines = list(progress.over(Doing.READING, islice(_filled(found), MOST_ROWS + 2)))
    except NotText:
        raise FileRefused(FileFault.NOT_TEXT, path) from None
    except BrokenQuote as broken:
        raise FileRefused(FileFault.BROKEN_QUOTE, path, line=broken.line) from None
    return _table(path, lines, kept_as, nameless)


def _filled(found: Iterable[Record]) -> Iterable[Record]:
    return (record for record in found if not record.is_blank)


def _table(path: Path, lines: list[Record], kept_as: str, nameless: str) -> Table:
    if not lines:
        raise FileRefused(FileFault.EMPTY, path)
    head, *rows = lines
    if not rows:
        raise FileRefused(FileFault.ONLY_HEADINGS, path)
    if len(rows) > MOST_ROWS:
        raise FileRefused(FileFault.TOO_MANY_ROWS, path, most=MOST_ROWS)
    named = [one_line(cell) for cell in head.cells]
    while named and not named[-1] and not any(row.cells[len(named) - 1 : len(named)] != ("",) for row in rows):
        named.pop()  # a sign at the end of every line makes no column
    if len(named) > MOST_COLUMNS:
        raise FileRefused(FileFault.TOO_MANY_COLUMNS, path, most=MOST_COLUMNS)
    wide = len(named)
    return Table(path, tuple(told_apart(named, nameless)), tuple(_fitting(row, wide) for row in rows), kept_as)


def _fitting(row: Record, wide: int) -> Record:
    """The row with a cell for every heading; what stands beyond them stays, as one cell, if it is anything."""
    cells = [plain(cell).strip() for cell in row.cells]
    beyond = " ".join(filter(None, cells[wide:]))
    cells = cells[:wide] + [""] * (wide - len(cells))
    return Record(row.line, (*cells, beyond) if beyond else tuple(cells))


def _bytes_of(path: Path, progress: Progress) -> bytes:
    """What is in the file. A pipe or a device is never opened: it might not end, or never begin."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileRefused(FileFault.NO_FILE, path)
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MOST_BYTES:
                raise FileRefused(FileFault.TOO_BIG, path, most=MOST_BYTES // CHUNK)
            parts: list[bytes] = []
            while part := file.read(CHUNK):
                parts.append(part)
                progress.at(Doing.READING)
                if len(parts) > MOST_BYTES // CHUNK:  # it grows while it is read
                    raise FileRefused(FileFault.TOO_BIG, path, most=MOST_BYTES // CHUNK)
    except (FileNotFoundError, NotADirectoryError):
        raise FileRefused(FileFault.MISSING, path) from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise FileRefused(FileFault.UNREADABLE, path, reason=getattr(error, "strerror", None) or "?") from None
    return b"".join(parts)


def _is_workbook(path: Path, raw: bytes) -> bool:
    """Whether it is a workbook, by name and content alike. Raises FileRefused where those two differ."""
    named = path.suffix.lower()
    if not raw.strip():
        raise FileRefused(FileFault.EMPTY, path)
    if raw.startswith(workbook.OLD):
        raise FileRefused(FileFault.LOCKED if workbook.is_locked(raw) else FileFault.OLD_WORKBOOK, path)
    if named not in TEXTS | WORKBOOKS:
        raise FileRefused(FileFault.UNKNOWN_KIND, path)
    is_one = raw.startswith(workbook.ZIPPED)
    if is_one and named in TEXTS:
        raise FileRefused(FileFault.WORKBOOK_NAMED_TEXT, path)
    if not is_one and named in WORKBOOKS:
        raise FileRefused(FileFault.TEXT_NAMED_WORKBOOK, path)
    return is_one
