"""Making a vault with its first settings."""

from __future__ import annotations

from pathlib import Path

from psw_tui.domain.clock import Clock
from psw_tui.records.setting import SettingForm
from psw_tui.services.settings import first_settings
from psw_tui.storage.kdf import Profile
from psw_tui.storage.vault import Vault, create


def set_up(
    folder: Path,
    passphrase: str,
    *,
    recovery_code: str,
    worker: str,
    language: str,
    country: str = "",
    clock: Clock,
    profile: Profile,
) -> Vault:
    """Make a vault and write its settings; an empty country is the one settings begin with.

    Raises what storage.vault.create does.
    """
    vault, _code = create(folder, passphrase, clock=clock, profile=profile, author=worker, recovery_code=recovery_code)
    given = {"worker": worker, "language": language} | ({"country": country} if country else {})
    form = SettingForm.model_validate(given)
    first_settings(vault, form)
    return vault
