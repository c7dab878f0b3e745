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
    clock: Clock,
    profile: Profile,
) -> Vault:
    """Make a vault and write its settings. Raises what storage.vault.create does."""
    vault, _code = create(folder, passphrase, clock=clock, profile=profile, author=worker, recovery_code=recovery_code)
    form = SettingForm.model_validate({"worker": worker, "language": language})
    first_settings(vault, form)
    return vault
