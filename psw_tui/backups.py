"""The backups beside a vault, as their own notes describe them. Needs no key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER = "backups"
NOTE = "backup.json"


@dataclass(frozen=True)
class Backup:
    """One copy of a vault, and what is known of it."""

    folder: Path
    made_at: datetime
    kind: str
    size: int
    verified_at: datetime | None
    fault: str


def list_backups(vault_folder: Path) -> list[Backup]:
    """Every backup in the vault's folder, the newest first."""
    notes = sorted((vault_folder / FOLDER).glob(f"[!.]*/{NOTE}"))
    return sorted((_read(note) for note in notes), key=lambda backup: backup.made_at, reverse=True)


def _read(note: Path) -> Backup:
    said = json.loads(note.read_text(encoding="utf-8"))
    verified = said["verified_at"]
    return Backup(
        folder=note.parent,
        made_at=datetime.fromisoformat(said["made_at"]),
        kind=said["kind"],
        size=said["size"],
        verified_at=datetime.fromisoformat(verified) if verified else None,
        fault=said["fault"],
    )
