"""`psw-tui recover`: the passphrase is forgotten, or its key files are gone; the sheet opens the vault."""

from __future__ import annotations

from psw_tui.cli.opening import new_passphrase, refuse_two_from_input, secret, vault_folder
from psw_tui.cli.request import DONE, Request
from psw_tui.clock import SystemClock
from psw_tui.storage import recovery
from psw_tui.storage.kdf import calibrate
from psw_tui.storage.vault import open_with_recovery_code


def run(request: Request) -> int:
    """Open the vault with its recovery code, and let a new passphrase open it from now on."""
    asked = request.asked
    refuse_two_from_input(request, asked.passphrase_file, asked.recovery_file)
    folder = vault_folder(request)
    code = secret(request, asked.recovery_file, request.say("Recovery code: "))
    recovery.decode(code)  # a slip in it is told before anybody thinks of a new passphrase
    new = new_passphrase(request, asked.passphrase_file)
    open_with_recovery_code(folder, code, clock=SystemClock(), new_passphrase=new, profile=calibrate()).close()
    request.tell(request.say("Done. The new passphrase opens the vault, and the recovery code stays as it is."))
    return DONE
