"""`psw-tui plain`: the whole job by numbered questions, for screen readers, pipes and poor terminals."""

from __future__ import annotations

import sys
from pathlib import Path

from psw_tui.cli.opening import LONGEST, STANDARD_INPUT, passphrase, vault_folder
from psw_tui.cli.request import PlainMode, Refused, Request
from psw_tui.clock import SystemClock
from psw_tui.domain.passphrase import PRACTICE
from psw_tui.ending import ending_tidily
from psw_tui.places import lesson_folder, list_vaults
from psw_tui.records.choices import NoteLanguage
from psw_tui.sentences import sentence
from psw_tui.services.practice import open_lesson, take_lesson_away
from psw_tui.stdin import first_line, standard_input
from psw_tui.storage.errors import EmptyPassphrase, WrongPassphrase
from psw_tui.storage.kdf import calibrate
from psw_tui.storage.vault import Vault, open_with_passphrase

CRISIS = "!"
TRIES = 5
PRACTISE, PRACTISE_ANEW = 76, 77
"""How a conversation says that it is to go on in the vault of the lessons, as it is or made anew."""


def run(request: Request) -> int:
    """Open the vault, or make the first one, and talk about it."""
    if request.plain is None:
        raise Refused(request.say("Plain mode cannot be reached from here."))
    mode = request.plain(request.language)
    with ending_tidily():
        code = PRACTISE
        if not request.asked.practice:
            with _vault(request, mode) as vault:
                code = mode.run(vault)
        while code in (PRACTISE, PRACTISE_ANEW):
            code = _practise(mode, anew=code == PRACTISE_ANEW)
    return code


def _practise(mode: PlainMode, *, anew: bool) -> int:
    """Talk about the vault of the lessons. It is never open together with another."""
    folder = lesson_folder()
    if anew:
        take_lesson_away(folder)
    language = NoteLanguage(mode.language.code)
    with open_lesson(folder, PRACTICE, clock=SystemClock(), language=language, say=mode.language.say) as vault:
        return mode.run(vault, lesson=True)


def _vault(request: Request, mode: PlainMode) -> Vault:
    if request.asked.vault is None and not list_vaults() and sys.stdin.isatty():
        made = mode.set_up(SystemClock(), calibrate)
        if made is None:
            raise Refused(request.say("No vault was made."))
        return made
    folder = vault_folder(request)
    if request.asked.passphrase_file is None and sys.stdin.isatty():
        return _asked_for(request, folder, mode)
    return open_with_passphrase(folder, _given(request), clock=SystemClock())


def _asked_for(request: Request, folder: Path, mode: PlainMode) -> Vault:
    """The vault, opened by what is typed; a slip of the finger may be mended here. Raises what opening raises."""
    for tries_left in reversed(range(TRIES)):
        while (typed := passphrase(request)).strip() == CRISIS:  # no passphrase is as short as that
            mode.card()
        try:
            return open_with_passphrase(folder, typed, clock=SystemClock())
        except (WrongPassphrase, EmptyPassphrase) as error:
            if not tries_left:
                raise
            request.tell(f"! {sentence(error, request.language)}")
    raise AssertionError("the last try returns or raises")


def _given(request: Request) -> str:
    """From a file; from standard input it is the first line, and the answers come after it."""
    if request.asked.passphrase_file != STANDARD_INPUT or sys.stdin.isatty():
        return passphrase(request)
    typed = first_line(standard_input(), LONGEST)
    if len(typed) > LONGEST:
        raise Refused(request.say("{file} is too long for a passphrase. Is it the right file?", file=STANDARD_INPUT))
    return typed.decode("utf-8-sig", errors="surrogateescape")
