"""macOS: a script on the desktop that the Terminal opens in a window of its own."""

from __future__ import annotations

import shlex

from psw_tui.icons.errors import NoDesktop
from psw_tui.icons.folders import Folders
from psw_tui.icons.placing import Piece
from psw_tui.icons.start import Start

NAME = "psw-tui.command"


def pieces(start: Start, folders: Folders) -> list[Piece]:
    """The file of the icon. Raises NoDesktop."""
    if not folders.desktop.is_dir():
        raise NoDesktop(folders.desktop)
    lines = ["#!/bin/sh", "# psw-tui shortcut"]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in start.variables.items()]
    lines.append("exec " + shlex.join(start.words))
    return [Piece(folders.desktop / NAME, ("\n".join(lines) + "\n").encode(errors="surrogateescape"))]
