"""`psw-tui new`: sets up a vault, in the app or, for scripts, from two files."""

from __future__ import annotations

import os
from pathlib import Path

from psw_tui import launcher
from psw_tui.cli.making import new_private_file, take_away, write_down
from psw_tui.cli.opening import passphrase
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.clock import SystemClock
from psw_tui.ending import ending_tidily
from psw_tui.hygiene import has_terminal, refuse_leaky_environment
from psw_tui.places import place_for
from psw_tui.services.set_up import set_up
from psw_tui.storage.errors import VaultBusy, VaultExists
from psw_tui.storage.kdf import calibrate
from psw_tui.storage.vault import new_recovery_code

SET_UP = "--set-up"
"""Tells the app to begin with the set-up, also where there is a vault already."""

LABEL = "notes"
"""The label of a vault whose worker gave neither a label nor a name."""


def run(request: Request) -> int:
    """Set up a vault."""
    asked = request.asked
    if asked.recovery_file is not None and asked.passphrase_file is not None:
        return _without_asking(request)
    if any(given is not None for given in (asked.recovery_file, asked.passphrase_file, asked.label, asked.worker)):
        sentence = (
            "The app asks for all it needs: type psw-tui new alone. To set up a vault without the app, give both"
            " --passphrase-file and --recovery-file."
        )
        raise Refused(request.say(sentence))
    if not has_terminal(os.environ):
        sentence = (
            "Setting up a vault needs a terminal window, and there is none here. In a script, give both"
            " --passphrase-file and --recovery-file."
        )
        raise Refused(request.say(sentence))
    refuse_leaky_environment(os.environ)
    # Only the first child: after locking, the vault that was made is there to unlock.
    return launcher.run([], first=[SET_UP])


def _without_asking(request: Request) -> int:
    asked = request.asked
    folder = _folder(request)
    secret = passphrase(request)
    code = new_recovery_code()
    with ending_tidily(), new_private_file(request, asked.recovery_file) as sheet:
        write_down(request, sheet, code)
        _make(request, folder, secret, code)
    request.tell(request.say("Your vault is in {folder}.", folder=folder))
    sentence = "Its recovery code is in {file}. Copy it onto paper, then take that file away from this computer."
    request.tell(request.say(sentence, file=sheet))
    return DONE


def _make(request: Request, folder: Path, secret: str, code: str) -> None:
    is_new = not folder.exists()
    try:
        set_up(
            folder,
            secret,
            recovery_code=code,
            worker=request.asked.worker or folder.name,
            language=request.language.code,
            clock=SystemClock(),
            profile=calibrate(),
        ).close()
    except (VaultExists, VaultBusy):  # somebody else's
        raise
    except BaseException:
        take_away(folder, whole=is_new)
        raise


def _folder(request: Request) -> Path:
    asked = request.asked
    if asked.vault is not None and asked.label is not None:
        raise Refused(request.say("Give --label or --vault, not both: each of them says where the vault goes."))
    if asked.vault is not None:
        return Path(asked.vault).expanduser().absolute()
    return place_for(asked.label or asked.worker or LABEL).path
