"""The backups beside a vault: where they lie and what is written about each of them. Holds no key."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = "backups"
ABOUT = "backup.json"
KEYS = "vault.keys"


@dataclass(frozen=True)
class Backup:
    """One backup, by what its `backup.json` says."""

    folder: Path
    made_at: datetime
    kind: str
    size: int
    verified_at: datetime | None
    fault: str


def list_backups(vault_folder: Path) -> list[Backup]:
    """Every whole backup of this vault, the newest first."""
    folder = vault_folder / FOLDER
    if not folder.is_dir():
        return []
    found = [_backup(entry) for entry in folder.iterdir() if (entry / ABOUT).is_file() and entry.name[0] != "."]
    return sorted((each for each in found if each), key=lambda backup: backup.folder.name, reverse=True)


def remove(backup: Backup) -> None:
    """Take a backup away: hidden by one rename first, so that no half of one is ever listed. Raises OSError."""
    gone = backup.folder.with_name(".old-" + backup.folder.name)
    backup.folder.rename(gone)
    shutil.rmtree(gone)


def note_keys(backup: Backup) -> None:
    """Write down the hash of a key file that was just replaced. Raises OSError."""
    about = json.loads((backup.folder / ABOUT).read_text("utf-8"))
    about["sha256"][KEYS] = hashlib.sha256((backup.folder / KEYS).read_bytes()).hexdigest()
    fresh = backup.folder / (ABOUT + ".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(about, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(backup.folder / ABOUT)


def _backup(folder: Path) -> Backup | None:
    try:
        about: Mapping[str, Any] = json.loads((folder / ABOUT).read_text("utf-8"))
        verified = about["verified_at"]
        return Backup(
            folder,
            datetime.fromisoformat(about["made_at"]),
            about["kind"],
            about["size"],
            datetime.fromisoformat(verified) if verified else None,
            about["fault"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
