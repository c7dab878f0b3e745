"""Windows: a batch file on the desktop and in the Start menu. A .lnk could have a picture, but takes COM to write."""

from __future__ import annotations

from psw_tui.icons.errors import NoDesktop
from psw_tui.icons.folders import Folders
from psw_tui.icons.placing import Piece
from psw_tui.icons.start import Start

NAME = "psw-tui.cmd"


def pieces(start: Start, folders: Folders) -> list[Piece]:
    """The files of the icon, in the folders that are there. Raises NoDesktop."""
    shown_in = [folder for folder in (folders.desktop, folders.menu) if folder.is_dir()]
    if not shown_in:
        raise NoDesktop(folders.desktop)
    # Until chcp a batch file is read in the code page of the computer; from then on paths may have accents.
    lines = ["@echo off", "rem psw-tui shortcut", "chcp 65001 >nul", "title Notes"]
    lines += [f'set "{name}={_literal(value)}"' for name, value in start.variables.items()]
    lines.append(" ".join(f'"{_literal(word)}"' for word in start.words))
    content = "".join(line + "\r\n" for line in lines).encode()
    return [Piece(folder / NAME, content) for folder in shown_in]


def _literal(value: str) -> str:
    """No path on Windows has quotes or newlines in it, and between quotes only the percent sign means something."""
    return value.replace("%", "%%")
