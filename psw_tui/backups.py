"""The backups of a vault: what lies in one, how one is made without a key.

    <vault folder>/backups/<stamp>/   vault.db  vault.keys  backup.json        a vault folder of its own
    <stick>/psw-tui-<label>-<stamp>/  the same

Each is built beside its place and renamed, so a half one never has a name that counts. A backup is *good* once it was
opened and looked through with the key; until then it is only a copy. The launcher, which holds no key, uses this.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from psw_tui.files import Hear, copy_private, folder_in_the_making, hash_of, nobody, sweep, sync_folder, write_private

FOLDER = "backups"
DATABASE, KEYS, ABOUT = "vault.db", "vault.keys", "backup.json"
FORMAT = 1
HALF_MADE = ".new-"
ON_STICK = "psw-tui-"
STAMP = "%Y%m%dT%H%M%SZ"

CLOSED, MIGRATION, STICK, REKEY = "closed", "migration", "stick", "rekey"
"""What a backup was made for: after closing, before a migration, for a stick, after new keys."""

UNREADABLE, CUT_SHORT, CHANGED = "unreadable", "cut_short", "changed"
"""Faults that need no key to be seen: the description cannot be read, a file is short or not there, its hash differs."""

DAMAGED, FOREIGN, PLAINTEXT, KEYS_LOST = "damaged", "foreign", "plaintext", "keys_lost"
"""Faults that looking inside shows: pages or tables, a key that does not fit, no encryption at all, keys beside it that
nobody can read, so that only the sheet opens it."""

_LONGEST_ABOUT = 100_000
_SAID = {"made_at", "kind", "sha256", "size", "verified_at", "fault"}


@dataclass(frozen=True)
class Backup:
    """One backup, as its own description tells it."""

    folder: Path
    made_at: datetime
    kind: str
    size: int
    """Bytes of its vault.db."""
    verified_at: datetime | None = None
    """When it was looked through; what was found is in `fault`."""
    fault: str = ""

    @property
    def good(self) -> bool:
        """Whether it was looked through and is whole."""
        return self.verified_at is not None and not self.fault

    @property
    def database(self) -> Path:
        """Its copy of the notes, still encrypted."""
        return self.folder / DATABASE


def list_backups(vault_folder: Path) -> list[Backup]:
    """The backups beside a vault, newest first; half-made ones do not count."""
    around = vault_folder / FOLDER
    if not around.is_dir():
        return []
    folders = [entry for entry in around.iterdir() if not entry.name.startswith(".") and (entry / DATABASE).exists()]
    return sorted(map(read, folders), key=lambda backup: (backup.made_at, backup.folder.name), reverse=True)


def read(folder: Path) -> Backup:
    """What a folder says about the backup in it. Whatever is wrong with that is its fault, never an error."""
    database = folder / DATABASE
    size = database.stat().st_size if database.is_file() else 0
    try:
        about = _about(folder)
        backup = Backup(folder, _instant(about["made_at"]), str(about["kind"]), int(about["size"]))
        seen = about["verified_at"]
        backup = replace(backup, verified_at=_instant(seen) if seen else None, fault=str(about["fault"]))
    except (OSError, ValueError, KeyError, TypeError):
        moment = datetime.fromtimestamp(folder.stat().st_mtime if folder.exists() else 0, UTC)
        return Backup(folder, moment, CLOSED, size, fault=UNREADABLE)
    return backup if size == backup.size else replace(backup, fault=CUT_SHORT)


def fault_without_key(backup: Backup, hear: Hear = nobody) -> str:
    """What is wrong as far as size and hash can tell; empty if nothing. Raises OSError, and what `hear` raises."""
    if not backup.database.is_file():
        return CUT_SHORT
    found = read(backup.folder)
    if found.fault in (UNREADABLE, CUT_SHORT):
        return found.fault
    said = _about(backup.folder)["sha256"][DATABASE]
    return "" if hash_of(backup.database, hear) == said else CHANGED


def has_keys(folder: Path) -> bool:
    """Whether keys were put into this backup when it was made."""
    with suppress(OSError, ValueError):
        return KEYS in _about(folder)["sha256"]
    return True


def remove(backup: Backup) -> None:
    """Take a backup away. It stops counting first, so that what is left after a crash is no half backup."""
    gone = backup.folder.with_name(HALF_MADE + "gone-" + backup.folder.name)
    backup.folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def mark_verified(backup: Backup, at: datetime, fault: str = "") -> Backup:
    """Write down that the backup was looked through, and what is wrong with it."""
    about = _about_or_new(backup)
    about |= {"verified_at": _spelled(at), "fault": fault}
    _write(backup.folder, about)
    return read(backup.folder)


def note_keys(backup: Backup) -> None:
    """Write down the hash of the key file anew, after it was rewritten for a new passphrase."""
    about = _about_or_new(backup)
    about["sha256"][KEYS] = hash_of(backup.folder / KEYS)
    _write(backup.folder, about)


@contextmanager
def being_made(place: Path, kind: str, now: datetime, *, verified: bool = False, hear: Hear = nobody) -> Iterator[Path]:
    """A folder to put vault.db and vault.keys into, both on disk; it becomes the backup at `place`, or nothing.

    Only one of `free_place` and `stick_place` gives such a place; `hear` hears of the hashing at the end. Raises
    OSError, and what `hear` raises.
    """
    place.parent.mkdir(mode=0o700, exist_ok=True)
    sweep(place.parent, HALF_MADE)
    with folder_in_the_making(place.with_name(HALF_MADE + place.name), place) as fresh:
        yield fresh
        seen = _spelled(now) if verified else None
        hashes = _hashes(fresh, hear)
        size = (fresh / DATABASE).stat().st_size
        about = {"format": FORMAT, "made_at": _spelled(now), "kind": kind, "sha256": hashes, "size": size}
        _write(fresh, about | {"verified_at": seen, "fault": ""})


def free_place(vault_folder: Path, now: datetime) -> Path:
    """Where the next backup beside the vault goes."""
    return _free(vault_folder / FOLDER, now.astimezone(UTC).strftime(STAMP))


def stick_place(chosen: Path, label: str, now: datetime) -> Path:
    """Where the next backup of a vault goes on a stick."""
    return _free(chosen, f"{ON_STICK}{label}-{now.astimezone(UTC):{STAMP}}")


def copy_files(vault_folder: Path, into: Path, hear: Hear = nobody) -> None:
    """Copy the two files of a closed vault; where its keys are lost the notes alone, which its sheet opens.

    Raises OSError, and what `hear` raises.
    """
    copy_private(vault_folder / DATABASE, into / DATABASE, hear)
    if _keys_of(vault_folder).is_file():
        copy_private(_keys_of(vault_folder), into / KEYS)


def newest_sound(backups: list[Backup]) -> Backup | None:
    """The newest backup that nothing is known against."""
    return next((backup for backup in backups if not backup.fault), None)


def newest_good(backups: list[Backup]) -> Backup | None:
    """The newest backup that was looked through and is whole."""
    return next((backup for backup in backups if backup.good), None)


def unchanged_since(vault_folder: Path, backup: Backup) -> bool:
    """Whether the closed vault is byte for byte what this backup holds: by size and time, and by hash in doubt."""
    present, kept = (vault_folder / DATABASE).stat(), backup.database.stat()
    if present.st_size != kept.st_size or not _same_keys(vault_folder, backup):
        return False
    if present.st_mtime_ns == kept.st_mtime_ns:
        return True
    with suppress(OSError, ValueError, KeyError, TypeError):
        return bool(_about(backup.folder)["sha256"][DATABASE] == hash_of(vault_folder / DATABASE))
    return False


def _free(around: Path, name: str) -> Path:
    place, number = around / name, 1
    while place.exists():
        number += 1
        place = around / f"{name}-{number}"
    return place


def _keys_of(vault_folder: Path) -> Path:
    first, second = vault_folder / KEYS, vault_folder / "vault.keys2"
    return first if first.is_file() or not second.is_file() else second


def _same_keys(vault_folder: Path, backup: Backup) -> bool:
    present, kept = _keys_of(vault_folder), backup.folder / KEYS
    return present.is_file() == kept.is_file() and (not kept.is_file() or present.read_bytes() == kept.read_bytes())


def _hashes(folder: Path, hear: Hear = nobody) -> dict[str, str]:
    return {name: hash_of(folder / name, hear) for name in (DATABASE, KEYS) if (folder / name).is_file()}


def _about(folder: Path) -> dict[str, Any]:
    with (folder / ABOUT).open("rb") as file:
        about = json.loads(file.read(_LONGEST_ABOUT))
    if not isinstance(about, dict) or about.get("format") != FORMAT or not about.keys() >= _SAID:
        raise ValueError(ABOUT)
    if not isinstance(about["sha256"], dict) or DATABASE not in about["sha256"]:
        raise ValueError(ABOUT)
    return about


def _about_or_new(backup: Backup) -> dict[str, Any]:
    """The description, or where it cannot be read a new one of what is there."""
    with suppress(OSError, ValueError):
        return _about(backup.folder)
    made_at, hashes = _spelled(backup.made_at), _hashes(backup.folder)
    return {"format": FORMAT, "made_at": made_at, "kind": backup.kind, "sha256": hashes, "size": backup.size}


def _write(folder: Path, about: dict[str, Any]) -> None:
    write_private(folder / ABOUT, json.dumps(about, indent=1).encode())
    sync_folder(folder)


def _instant(spelled: object) -> datetime:
    moment = datetime.fromisoformat(str(spelled))
    if moment.tzinfo is None:
        raise ValueError(spelled)
    return moment.astimezone(UTC)


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
