"""Passphrases, after set-up: a new one, and everything new where somebody may know it or the sheet is lost."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from psw_tui.domain.passphrase import LONGEST, SHORTEST
from psw_tui.progress import Progress
from psw_tui.services.errors import PassphrasesDiffer, PassphraseTooLong, PassphraseTooShort
from psw_tui.services.receiving import keep_key, receiving_key
from psw_tui.storage.errors import EmptyPassphrase, VaultError
from psw_tui.storage.kdf import Profile
from psw_tui.storage.passphrases import raise_cost, refuse_same
from psw_tui.storage.vault import Vault


def check_new(new: str, again: str) -> None:
    """Raise EmptyPassphrase, PassphraseTooShort, PassphraseTooLong or PassphrasesDiffer for what no worker should have."""
    if not new:
        raise EmptyPassphrase
    if len(new) < SHORTEST:
        raise PassphraseTooShort(SHORTEST)
    if len(new) > LONGEST:
        raise PassphraseTooLong(LONGEST)
    if new != again:
        raise PassphrasesDiffer


def check_is_workers(vault: Vault, typed: str) -> None:
    """Raise WrongPassphrase or EmptyPassphrase for what does not open this vault. It takes as long as opening one."""
    vault.verify_passphrase(typed)


def check_present(vault: Vault, present: str, new: str) -> None:
    """Before a code is shown and written down for nothing: raise WrongPassphrase, EmptyPassphrase or SamePassphrase."""
    vault.verify_passphrase(present)
    refuse_same(present, new)


def change_passphrase(vault: Vault, present: str, new: str, profile: Profile) -> int:
    """Let `new` open the vault and its local backups from now on; how many backups could not be reached yet.

    Raises what `check_new` and `Vault.change_passphrase` do: then `present` still counts.
    """
    check_new(new, new)
    return len(vault.change_passphrase(present, new, profile=profile))


def renew_vault(vault: Vault, present: str, new: str, new_code: str, profile: Profile, progress: Progress) -> bool:
    """A new passphrase and a new code for a vault put under a new key; the old ones open nothing of it. Closes it.

    The key that others lock with goes too: whoever could open the vault knows it. The next one who asks gets a new one.

    False if the old backups could not all be taken away yet; the next opening does so. Raises what `check_new` and
    `Vault.renew` do: then nothing has changed, and the vault is open.
    """
    check_new(new, new)
    known = receiving_key(vault)
    if known:
        keep_key(vault, "")
    try:
        return vault.renew(present, new, new_code, profile=profile, progress=progress)
    except BaseException:
        if known and vault.is_open:
            keep_key(vault, known)
        raise


def raise_cost_quietly(folder: Path, passphrase: str, profile: Profile) -> threading.Thread:
    """Let guessing cost more from now on, beside the work; nobody is told, and nothing waits for it to end.

    A refusal is left for the next opening. If the program ends in the middle, one of both key files is whole.
    """

    def work() -> None:
        with suppress(VaultError):
            raise_cost(folder, passphrase, profile)

    thread = threading.Thread(target=work, name="cost", daemon=True)
    thread.start()
    return thread
