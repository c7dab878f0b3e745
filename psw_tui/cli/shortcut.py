"""`psw-tui shortcut`: an icon that opens a window with psw-tui."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from psw_tui import places
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.icons import linux, macos, windows
from psw_tui.icons.folders import Folders, this_system
from psw_tui.icons.placing import Piece, put, take_away
from psw_tui.icons.start import Start, this_program

Kind = Callable[[Start, Folders], list[Piece]]

KINDS: dict[str, Kind] = {"darwin": macos.pieces, "win32": windows.pieces}
"""By sys.platform; all others are like Linux."""


def run(request: Request) -> int:
    """Make the icon, or take it away."""
    if request.asked.passphrase_file is not None:
        raise Refused(request.say("An icon keeps no passphrase: it is asked for each time psw-tui opens."))
    pieces = KINDS.get(sys.platform, linux.pieces)
    if request.asked.remove:
        _remove(request, pieces(Start(), this_system()))
    else:
        start = this_program(os.environ, request.asked.vault)
        _make(request, pieces(start, this_system()), start)
    return DONE


def _make(request: Request, pieces: list[Piece], start: Start) -> None:
    put(pieces)
    for piece in pieces:
        if piece.opens:
            request.tell(request.say("The icon is in {file}. It opens a window with psw-tui.", file=piece.path))
    if places.HOME_VARIABLE in start.variables:
        sentence = "It looks for your data in {folder}, because PSW_TUI_HOME says so now."
        request.tell(request.say(sentence, folder=start.variables[places.HOME_VARIABLE]))
    if request.asked.vault is not None:
        request.tell(request.say("It opens only the vault you named."))
    if sys.platform not in KINDS:
        sentence = 'If it does not start, press the right mouse button on it and choose "Allow Launching".'
        request.tell(request.say(sentence))
    request.tell(request.say("psw-tui shortcut --remove takes it away again."))


def _remove(request: Request, pieces: list[Piece]) -> None:
    gone = take_away(pieces)
    for path in gone:
        request.tell(request.say("The icon in {file} is gone. Your notes are untouched.", file=path))
    if not gone:
        request.tell(request.say("There is no icon of psw-tui. Nothing was changed."))
