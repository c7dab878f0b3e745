"""Starts the app in the process that may hold a key."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from psw_tui.charset import write_closest
from psw_tui.clock import SystemClock
from psw_tui.crisis import country_of
from psw_tui.domain.passphrase import PRACTICE
from psw_tui.language import LANGUAGES, Language, from_environment, speak
from psw_tui.lifeline import watch, watch_terminal
from psw_tui.places import VaultPlace, lesson_folder, list_vaults
from psw_tui.ui.app import PswApp
from psw_tui.ui.ending import LastResort
from psw_tui.ui.gate import Start
from psw_tui.ui.typed_bytes import hear_every_byte

if TYPE_CHECKING:
    from psw_tui.storage.kdf import Profile

OFTEN = 0.0005
"""Seconds after which one thread lets another one go on. Those that read keys, send pictures, load the records or ask
the vault each need a moment at a time, and the usual ten times that could be felt in typing."""


def run_app(
    *,
    vault: Path | None,
    return_to: str,
    lifeline: int | None,
    notes: int | None,
    practice: bool,
    passphrase_fd: int | None,
    set_up: bool = False,
    lesson: bool = False,
    at_once: bool = False,
) -> int:
    """Show the app until it locks or ends; returns the exit code for the launcher.

    `lesson` is the practice with its own vault, opened `at_once` when the worker comes from their own.
    """
    vault = lesson_folder() if lesson else vault
    vaults = [VaultPlace(vault.name, vault)] if vault is not None else list_vaults()
    start = Start(
        vaults=[] if set_up else vaults,
        clock=SystemClock(),
        language=_language(return_to),
        country=country_of(os.environ),
        # A practice vault holds nobody's secrets, and its passphrase is printed on the screen.
        profile=_cheapest if practice else _calibrated,
        raises_cost=not practice,
        practice=practice,
        lesson=lesson,
        return_to="" if return_to in LANGUAGES else return_to,
        passphrase=_passphrase(passphrase_fd, practice=at_once),
        notes=notes,
    )
    sys.setswitchinterval(OFTEN)
    for stream in (sys.__stdout__, sys.__stderr__):  # the app draws on one of them
        write_closest(stream)
    hear_every_byte()
    app = PswApp(start)
    if lifeline is not None:
        watch(lifeline, app.hang_up)
    watch_terminal(0, app.hang_up)
    LastResort(app.overdue).watch()
    code = app.run()
    return 1 if app.return_code else (code or 0)


def _language(return_to: str) -> Language:
    """That of the vault the worker comes from when they go to practise, else that of the computer."""
    return speak(return_to) if return_to in LANGUAGES else from_environment(os.environ)


def _passphrase(fd: int | None, *, practice: bool) -> str | None:
    if practice:
        return PRACTICE
    return None if fd is None else _read_passphrase(fd)


def _read_passphrase(fd: int) -> str:
    """Read the passphrase to its end and close; one newline at the end is not part of it."""
    with os.fdopen(fd, encoding="utf-8") as source:
        return source.read().removesuffix("\n")


def _cheapest() -> Profile:
    from psw_tui.storage.kdf import CHEAPEST  # the cipher library, which the first screen does without

    return CHEAPEST


def _calibrated() -> Profile:
    from psw_tui.storage.kdf import calibrate

    return calibrate()
