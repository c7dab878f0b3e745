"""Backups as they lie on the disk: what counts as one, what its description says, and which may go."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from psw_tui import backups, files, rotation
from psw_tui.backups import Backup

NOW = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files in the place of a closed vault: nothing here looks into them."""
    vault = tmp_path / "ash"
    vault.mkdir()
    (vault / "vault.db").write_bytes(os.urandom(8192))
    (vault / "vault.keys").write_bytes(b"keys")
    return vault


def made(folder: Path, now: datetime = NOW, kind: str = backups.CLOSED, *, verified: bool = False) -> Backup:
    place = backups.free_place(folder, now)
    with backups.being_made(place, kind, now, verified=verified) as fresh:
        backups.copy_files(folder, fresh)
    return backups.read(place)


def test_what_lies_in_a_backup(folder: Path) -> None:
    backup = made(folder)
    assert backup.folder == folder / "backups" / "20260313T170000Z"
    assert sorted(path.name for path in backup.folder.iterdir()) == ["backup.json", "vault.db", "vault.keys"]
    assert backup.database.read_bytes() == (folder / "vault.db").read_bytes()
    said = json.loads((backup.folder / "backup.json").read_text())
    assert {name: said[name] for name in ("format", "made_at", "kind", "size", "verified_at", "fault")} == {
        "format": 1,
        "made_at": "2026-03-13T17:00:00+00:00",
        "kind": "closed",
        "size": 8192,
        "verified_at": None,
        "fault": "",
    }
    assert said["sha256"] == {name: files.hash_of(folder / name) for name in ("vault.db", "vault.keys")}


@pytest.mark.skipif(sys.platform == "win32", reason="modes are for POSIX")
def test_nobody_else_may_read_it(folder: Path) -> None:
    before = os.umask(0)
    try:
        backup = made(folder)
    finally:
        os.umask(before)
    for path in (folder / "backups", backup.folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in backup.folder.iterdir()} == {0o600}


def test_two_of_one_second_do_not_meet(folder: Path) -> None:
    first, second = made(folder), made(folder)
    assert second.folder.name == "20260313T170000Z-2"
    assert backups.list_backups(folder) == [second, first]


def test_a_half_made_one_does_not_count_and_is_swept(folder: Path) -> None:
    kept = made(folder)
    half = folder / "backups" / ".new-20260314T000000Z"
    shutil.copytree(kept.folder, half)
    assert backups.list_backups(folder) == [kept]
    later = made(folder, NOW + timedelta(hours=1))
    assert not half.exists()
    assert backups.list_backups(folder) == [later, kept]


def test_what_somebody_is_making_right_now_is_not_swept(folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there age tells")
    place = backups.free_place(folder, NOW)
    with backups.being_made(place, backups.CLOSED, NOW) as fresh:
        backups.copy_files(folder, fresh)
        files.sweep(folder / "backups", backups.HALF_MADE)
        assert fresh.is_dir()
    assert [backup.folder for backup in backups.list_backups(folder)] == [place]


def test_one_that_fails_leaves_nothing(folder: Path) -> None:
    (folder / "vault.db").unlink()
    with pytest.raises(FileNotFoundError):
        made(folder)
    assert list((folder / "backups").iterdir()) == []


def test_it_is_good_once_it_was_looked_through(folder: Path) -> None:
    backup = made(folder)
    assert not backup.good
    assert backups.newest_good([backup]) is None
    seen = backups.mark_verified(backup, NOW)
    assert seen.good
    assert seen.verified_at == NOW
    assert backups.list_backups(folder) == [seen]
    spoilt = backups.mark_verified(seen, NOW, backups.DAMAGED)
    assert (spoilt.good, spoilt.fault) == (False, "damaged")
    assert backups.newest_sound([spoilt]) is None


def test_new_keys_within_are_noted(folder: Path) -> None:
    backup = made(folder)
    (backup.folder / "vault.keys").write_bytes(b"newer")
    backups.note_keys(backup)
    said = json.loads((backup.folder / "backup.json").read_text())
    assert said["sha256"]["vault.keys"] == files.hash_of(backup.folder / "vault.keys")
    assert backups.fault_without_key(backup) == ""


def test_one_that_was_cut_short_or_changed(folder: Path) -> None:
    backup = made(folder)
    backup.database.write_bytes(backup.database.read_bytes()[:4096])
    assert backups.read(backup.folder).fault == backups.fault_without_key(backup) == backups.CUT_SHORT
    backup.database.write_bytes(os.urandom(8192))
    assert backups.read(backup.folder).fault == ""
    assert backups.fault_without_key(backup) == backups.CHANGED
    backup.database.unlink()
    assert backups.fault_without_key(backup) == backups.CUT_SHORT


@pytest.mark.parametrize("words", [b"", b"{", b"[]", b'{"format": 2}', b'{"format": 1, "sha256": {}}', b"\xff" * 10])
def test_a_description_nobody_can_read_is_a_fault_and_no_traceback(folder: Path, words: bytes) -> None:
    backup = made(folder)
    (backup.folder / "backup.json").write_bytes(words)
    assert [each.fault for each in backups.list_backups(folder)] == [backups.UNREADABLE]
    assert backups.fault_without_key(backups.read(backup.folder)) == backups.UNREADABLE
    assert backups.mark_verified(backups.read(backup.folder), NOW).good


def test_without_keys_the_notes_are_copied_all_the_same(folder: Path) -> None:
    (folder / "vault.keys").unlink()
    backup = made(folder)
    assert backups.fault_without_key(backup) == ""
    assert backups.unchanged_since(folder, backup)


def test_whether_the_vault_has_changed(folder: Path) -> None:
    backup = made(folder)
    assert backups.unchanged_since(folder, backup)
    os.utime(folder / "vault.db")
    assert backups.unchanged_since(folder, backup)
    content = bytearray((folder / "vault.db").read_bytes())
    content[5000] ^= 1
    (folder / "vault.db").write_bytes(content)
    assert not backups.unchanged_since(folder, backup)
    newer = made(folder)
    (folder / "vault.keys").write_bytes(b"newer")
    assert not backups.unchanged_since(folder, newer)


def test_removing_one(folder: Path) -> None:
    backup, other = made(folder), made(folder)
    backups.remove(backup)
    assert backups.list_backups(folder) == [other]
    assert [path.name for path in (folder / "backups").iterdir()] == [other.folder.name]


ROOM = 10**12


def one(days: float, *, good: bool = True, fault: str = "", kind: str = backups.CLOSED, size: int = 1000) -> Backup:
    moment = NOW - timedelta(days=days)
    return Backup(Path(f"{days:07.3f}"), moment, kind, size, NOW if good else None, fault)


def kept(all_: list[Backup], free: int = ROOM, just_made: Backup | None = None) -> list[float]:
    gone = rotation.superfluous(all_, NOW, (just_made or all_[0]).folder, free)
    return sorted((NOW - each.made_at) / timedelta(days=1) for each in all_ if each not in gone)


def test_two_newest_seven_daily_four_weekly() -> None:
    year = [one(n / 4) for n in range(4 * 365)]
    assert kept(year) == [0.0, 0.25, 0.75, 1.75, 2.75, 3.75, 4.75, 5.75, 11.75, 18.75]


def test_few_are_all_kept() -> None:
    assert kept([one(0), one(30), one(300)]) == [0, 30, 300]


def test_the_newest_good_one_and_the_one_before_a_migration_stay() -> None:
    unseen = [one(n / 48, good=False) for n in range(2000)]
    late = [one(80), one(90), one(100, kind=backups.MIGRATION), one(110, kind=backups.MIGRATION)]
    assert [day for day in kept([*unseen, *late]) if day > 50] == [80, 100]


def test_damaged_ones_take_no_place_and_go_once_a_newer_one_is_good() -> None:
    damaged = [one(n / 100, good=False, fault="damaged") for n in range(1, 20)]
    older = [one(40 + n) for n in range(2)]
    assert kept([*damaged, *older]) == sorted([n / 100 for n in range(1, 20)] + [40, 41])
    assert kept([one(0), *damaged, *older]) == [0, 40, 41]


def test_a_quarter_of_the_disk() -> None:
    days = [one(n, size=100) for n in range(10)]
    assert kept(days, free=1000) == [0, 1, 2, 3, 4]
    assert kept(days, free=0) == [0, 1]
    assert kept([one(n, size=100) for n in range(2)], free=0) == [0]


def test_the_last_good_one_stays_however_little_room_there_is() -> None:
    assert kept([one(0, good=False), one(1, good=False), one(5), one(6)], free=0) == [0, 5]


def test_after_the_clock_was_set_back_the_new_ones_are_kept() -> None:
    future = [one(-400 + n) for n in range(30)]
    new = [one(0, good=False), one(0.1, good=False)]
    assert {0.0, 0.1} <= set(kept([*future, *new], just_made=new[0]))


def test_nothing_goes_unless_tidying_follows_a_new_one(folder: Path) -> None:
    old = [made(folder, NOW - timedelta(days=100 + n)) for n in range(20)]
    assert len(backups.list_backups(folder)) == len(old)
    new = made(folder)
    rotation.tidy(folder, NOW, new.folder)
    left = backups.list_backups(folder)
    assert left[0] == new
    assert 5 < len(left) < len(old)
