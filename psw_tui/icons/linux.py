"""Linux: an entry in the list of programs, the same on the desktop where there is one, and a picture for both.

After the Desktop Entry Specification 1.5 of freedesktop.org.
"""

from __future__ import annotations

from pathlib import Path

from psw_tui.icons.folders import Folders
from psw_tui.icons.placing import Piece
from psw_tui.icons.start import Start
from psw_tui.language import LANGUAGES, SOURCE_LANGUAGE, speak
from psw_tui.resources import asset

NAME = "psw-tui.desktop"


def pieces(start: Start, folders: Folders) -> list[Piece]:
    """The files of the icon."""
    picture = folders.pictures / "psw-tui.svg"
    entry = _entry(start, picture).encode(errors="surrogateescape")
    shown_in = [folders.menu]
    # Whoever wants no desktop folder says in user-dirs.dirs that it is the home folder.
    if folders.desktop.is_dir() and folders.desktop != Path.home():
        shown_in.append(folders.desktop)
    return [
        Piece(picture, asset("icon.svg").read_bytes(), opens=False),
        *(Piece(folder / NAME, entry) for folder in shown_in),
    ]


def _entry(start: Start, picture: Path) -> str:
    words = start.words
    if start.variables:
        words = ("env", *(f"{name}={value}" for name, value in start.variables.items()), *words)
    lines = ["# psw-tui shortcut", "[Desktop Entry]", "Type=Application", "Name=psw-tui"]
    for code in LANGUAGES:
        key = "Comment" if code == SOURCE_LANGUAGE else f"Comment[{code}]"
        lines.append(f"{key}={speak(code).say('An encrypted notebook on this computer')}")
    lines += [
        f"Exec={_escaped(' '.join(map(_quoted, words)))}",
        f"Icon={_escaped(str(picture))}",
        "Terminal=true",
        "Categories=Office;",
    ]
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """A word of Exec: a percent sign would begin a field code, and four signs mean something between quotes."""
    for sign in '\\"`$':
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("%", "%%") + '"'


def _escaped(value: str) -> str:
    """Any value: a backslash begins an escape, and a line ends at a newline."""
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
