"""Putting a restored vault in the place of another, which is kept aside within the same folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from psw_tui.backups import DATABASE, STAMP
from psw_tui.files import copy_private, replace, sync_folder
from psw_tui.storage import keyfiles

ASIDE = "before-"
LOG = DATABASE + "-wal"


def put_aside(vault_folder: Path, now: datetime) -> Path:
    """Give the vault that is there a second name in a folder of its own; its first name is still there."""
    aside = vault_folder / f"{ASIDE}{now.astimezone(UTC):{STAMP}}"
    number = 1
    while aside.exists():
        number += 1
        aside = vault_folder / f"{ASIDE}{now.astimezone(UTC):{STAMP}}-{number}"
    aside.mkdir(mode=0o700)
    for name in (DATABASE, *keyfiles.NAMES):
        if (vault_folder / name).is_file():
            _second_name(vault_folder / name, aside / name)
    if (vault_folder / LOG).exists():
        # Last, and only just before the new file comes: the former one is whole with it.
        replace(vault_folder / LOG, aside / LOG)
    sync_folder(aside)
    return aside


def _second_name(path: Path, other: Path) -> None:
    """Link, so that there is no moment without it; a stick that knows no links gets a copy."""
    try:
        os.link(path, other)
    except OSError:
        copy_private(path, other)


def put_in_place(fresh: Path, vault_folder: Path) -> None:
    """Let the new files take the names. Between the first and the last, keys of another root do not fit: again then."""
    replace(fresh / DATABASE, vault_folder / DATABASE)
    for name in keyfiles.NAMES:
        if (fresh / name).exists():
            replace(fresh / name, vault_folder / name)
        else:
            (vault_folder / name).unlink(missing_ok=True)  # of another root; it lies aside
