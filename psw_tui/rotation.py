"""Which backups may go when there are many: 2 newest, 7 daily, 4 weekly, within a quarter of the free disk."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from psw_tui.backups import MIGRATION, Backup, list_backups, newest_good, remove

NEWEST, DAYS, WEEKS = 2, 7, 4
SHARE_OF_DISK = 4
"""Backups take a quarter of what would be free without them, at the most."""


def tidy(vault_folder: Path, now: datetime, just_made: Path) -> list[Backup]:
    """Take away what need not be kept any more; only ever after a new backup was made. Gives what went."""
    backups = list_backups(vault_folder)
    free = shutil.disk_usage(vault_folder).free
    gone = superfluous(backups, now, just_made, free)
    for backup in gone:
        with suppress(OSError):  # it stays, and is tried again the next time
            remove(backup)
    return gone


def superfluous(backups: list[Backup], now: datetime, just_made: Path, free: int) -> list[Backup]:
    """Which of these may go: all but 2 newest, 7 daily, 4 weekly, and of those the oldest beyond a quarter of the disk.

    What must stay whatever the room: the one just made, the newest good one, the newest from before a migration.
    A damaged one takes no place, so those before it are kept longer; it goes once a newer one is known to be good.
    """
    # After the clock was set back, those of the future are the old ones.
    by_age = sorted(backups, key=lambda backup: (backup.made_at <= now + timedelta(minutes=1), backup.made_at))[::-1]
    good, migration = newest_good(by_age), next((each for each in by_age if each.kind == MIGRATION), None)
    must = {just_made} | {backup.folder for backup in (good, migration) if backup}
    wanted = must | _rotated([backup for backup in by_age if not backup.fault or backup.folder == just_made])
    wanted |= {backup.folder for backup in by_age if backup.fault and (good is None or good.made_at < backup.made_at)}
    kept = [backup for backup in by_age if backup.folder in wanted]
    most = (free + sum(backup.size for backup in backups)) // SHARE_OF_DISK
    while sum(backup.size for backup in kept) > most:
        spare = [backup for backup in kept if backup.folder not in must]
        if not spare:
            break
        kept.remove(spare[-1])
    stays = {backup.folder for backup in kept}
    return [backup for backup in by_age if backup.folder not in stays]


def _rotated(by_age: list[Backup]) -> set[Path]:
    kept = {backup.folder for backup in by_age[:NEWEST]}
    for most, period in ((DAYS, "%Y-%j"), (WEEKS, "%G-%V")):
        newest_of: dict[str, Path] = {}
        for backup in by_age:
            newest_of.setdefault(backup.made_at.strftime(period), backup.folder)
        kept |= set(list(newest_of.values())[:most])
    return kept
