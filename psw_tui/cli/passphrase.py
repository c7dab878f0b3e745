"""`psw-tui passphrase`: a new passphrase; with --leaked a new recovery code too, and the vault under a new key."""

from __future__ import annotations

from pathlib import Path

from psw_tui.cli.making import new_private_file, write_down
from psw_tui.cli.opening import new_passphrase, passphrase, refuse_two_from_input, vault_folder
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.watching import watching
from psw_tui.clock import SystemClock
from psw_tui.ending import ending_tidily
from psw_tui.services.passphrases import change_passphrase, renew_vault
from psw_tui.storage.kdf import calibrate
from psw_tui.storage.vault import new_recovery_code, open_with_passphrase


def run(request: Request) -> int:
    """Give the vault a new passphrase."""
    asked = request.asked
    if asked.leaked != (asked.recovery_file is not None):
        sentence = "Give --leaked and --recovery-file together: the new recovery code has to go somewhere."
        raise Refused(request.say(sentence))
    refuse_two_from_input(request, asked.passphrase_file, asked.new_passphrase_file)
    return _renew(request) if asked.leaked else _change(request)


def _change(request: Request) -> int:
    folder, present = vault_folder(request), passphrase(request)
    with open_with_passphrase(folder, present, clock=SystemClock()) as vault:
        new = new_passphrase(request, request.asked.new_passphrase_file)
        missed = change_passphrase(vault, present, new, calibrate())
    request.tell(request.say("Done. The new passphrase opens the vault; the old one no longer does."))
    if missed:
        request.tell(_missed(request, missed))
    sentence = (
        "Backups on sticks and other computers still open with the old passphrase. The recovery code is the same."
    )
    request.tell(request.say(sentence))
    return DONE


def _missed(request: Request, count: int) -> str:
    return request.language.say_n(
        "{n} backup on this computer could not be changed yet. That is tried again at the next opening.",
        "{n} backups on this computer could not be changed yet. That is tried again at the next opening.",
        count,
    )


def _renew(request: Request) -> int:
    folder, present = vault_folder(request), passphrase(request)
    with open_with_passphrase(folder, present, clock=SystemClock()) as vault, ending_tidily():
        new = new_passphrase(request, request.asked.new_passphrase_file)
        code = new_recovery_code()
        with new_private_file(request, request.asked.recovery_file) as sheet, watching(request) as (progress, _):
            write_down(request, sheet, code)
            done = renew_vault(vault, present, new, code, calibrate(), progress)
    _tell_renewed(request, sheet, done=done)
    return DONE


def _tell_renewed(request: Request, sheet: Path, *, done: bool) -> None:
    request.tell(request.say("Done. Only the new passphrase and the new recovery code open the vault."))
    sentence = "Its recovery code is in {file}. Copy it onto paper, then take that file away from this computer."
    request.tell(request.say(sentence, file=sheet))
    if not done:
        request.tell(request.say("Some old backups could not be taken away yet. The next opening does that."))
    sentence = (
        "Backups on sticks and other computers still open with the old passphrase and the old code."
        " Make new ones, then erase those."
    )
    request.tell(request.say(sentence))
