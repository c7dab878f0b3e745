"""Lists as agencies export them, and workbooks that nobody should export."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from psw_tui.services.importing import Prepared, Wishes, first_wishes, prepare, read_table
from psw_tui.storage.vault import Vault

HEAD = "Code,Goes by,Met on,Status"


def text(folder: Path, words: str | bytes, name: str = "list.csv") -> Path:
    """A file with these words in it."""
    path = folder / name
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


def rows(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """A list with commas."""
    return text(folder, "\n".join([head, *lines]) + "\n")


def workbook(folder: Path, lines: Sequence[Sequence[object]], name: str = "list.xlsx") -> Path:
    """A workbook with one sheet."""
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    book.save(folder / name)
    return folder / name


def bomb(folder: Path) -> Path:
    """A small workbook whose sheet unpacks to a gigabyte of nothing."""
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(workbook(folder, [["Code"], ["Maple-27"]])) as good,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, good.read(name))
        with bad.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * (1024 * 1024))
    return text(folder, whole.getvalue(), "bomb.xlsx")


def looked(vault: Vault, path: Path, **wishes: object) -> Prepared:
    """The list looked through, columns matched by their names."""
    table = read_table(path)
    wanted = first_wishes(table)
    return prepare(vault, table, Wishes(**{"columns": wanted.columns, "values": wanted.values} | wishes))
