"""A new passphrase reaches the local backups too, and a derivation grows costlier over the years, never cheaper."""

from __future__ import annotations

import errno
import json
import os
import shutil
import unicodedata
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.clock import Clock
from psw_tui.storage import errors, kdf, keyfile, keyfiles, passphrases, vault
from psw_tui.storage.kdf import CHEAPEST, FLOOR, MIDDLE, STANDARD, Profile
from tests.storage.conftest import PASSPHRASE
from tests.storage.test_renewing import keep_backup

NEW = "two lamps burning"
DEARER = Profile(20 * 1024, 1)


@pytest.fixture
def backup(folder: Path, code: str) -> Path:
    return keep_backup(folder, 1)


def change(folder: Path, clock: Clock, present: str = PASSPHRASE, new: str = NEW) -> list[Path]:
    with vault.open_with_passphrase(folder, present, clock=clock) as opened:
        return opened.change_passphrase(present, new, profile=CHEAPEST)


def refuses(folder: Path, clock: Clock, passphrase: str) -> errors.WrongPassphrase:
    with pytest.raises(errors.WrongPassphrase) as caught:
        vault.open_with_passphrase(folder, passphrase, clock=clock)
    return caught.value


def test_backups_open_by_the_new_one_and_the_database_is_untouched(folder: Path, clock: Clock, backup: Path) -> None:
    databases = [(folder / "vault.db").read_bytes(), (backup / "vault.db").read_bytes()]
    assert change(folder, clock) == []
    assert [(folder / "vault.db").read_bytes(), (backup / "vault.db").read_bytes()] == databases
    for place in (folder, backup):
        assert type(refuses(place, clock, PASSPHRASE)) is errors.WrongPassphrase
        vault.open_with_passphrase(place, NEW, clock=clock).close()
    noted = json.loads((backup / "backup.json").read_text())["sha256"]["vault.keys"]
    assert len(noted) == 64


def test_both_key_files_deleted_the_code_still_opens_and_the_old_passphrase_does_not(
    folder: Path, code: str, clock: Clock, backup: Path
) -> None:
    change(folder, clock)
    for path in keyfiles.paths(folder):
        path.unlink()
    with pytest.raises(errors.KeysMissing):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    vault.open_with_recovery_code(folder, code, clock=clock, new_passphrase="third", profile=CHEAPEST).close()
    for place in (folder, backup):
        vault.open_with_passphrase(place, "third", clock=clock).close()
        refuses(place, clock, PASSPHRASE)
        refuses(place, clock, NEW)


def test_a_backup_that_refuses_is_named_and_reached_at_the_next_opening(
    folder: Path, clock: Clock, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a kill in between."""
    with monkeypatch.context() as patch:
        patch.setattr(passphrases, "atomic_write", lambda path, _: (_ for _ in ()).throw(errors.DiskFull(path)))
        assert change(folder, clock) == [backup]
    vault.open_with_passphrase(folder, NEW, clock=clock).close()
    refuses(backup, clock, PASSPHRASE)
    vault.open_with_passphrase(backup, NEW, clock=clock).close()


def test_a_folder_of_backups_that_cannot_be_read_keeps_nobody_out(
    folder: Path, clock: Clock, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> Any:
        raise PermissionError(13, "no")

    monkeypatch.setattr(passphrases.backups, "list_backups", refuse)
    assert change(folder, clock) == []
    refuses(folder, clock, PASSPHRASE)
    vault.open_with_passphrase(folder, NEW, clock=clock).close()


def test_a_backup_of_another_vault_is_left_alone(folder: Path, clock: Clock, backup: Path, tmp_path: Path) -> None:
    """Somebody copied a colleague's folder in."""
    other = tmp_path / "other"
    vault.create(other, "theirs", clock=clock, profile=CHEAPEST)[0].close()
    for name in ("vault.db", "vault.keys"):
        shutil.copy(other / name, backup / name)
    change(folder, clock)
    vault.open_with_passphrase(backup, "theirs", clock=clock).close()


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", ["ENOSPC", "EROFS"])
def test_no_room_in_the_middle_leaves_the_old_one_or_takes_the_new(
    folder: Path, clock: Clock, backup: Path, monkeypatch: pytest.MonkeyPatch, count: int, kind: str
) -> None:
    """The two copies are written before either is replaced; once one is, the new one counts, and is said to."""
    really, left = os.fsync, [count]

    def fails(descriptor: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(getattr(errno, kind), "no")
        really(descriptor)

    opened = vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with nullcontext() if count > 2 else pytest.raises((errors.DiskFull, errors.FolderUnwritable)):
            opened.change_passphrase(PASSPHRASE, NEW, profile=CHEAPEST)
    opened.close()
    good = PASSPHRASE if count < 3 else NEW
    vault.open_with_passphrase(folder, good, clock=clock).close()
    refuses(folder, clock, NEW if count < 3 else PASSPHRASE)


@pytest.mark.parametrize(
    ("present", "new", "expected"),
    [
        ("guess", NEW, errors.WrongPassphrase),
        (PASSPHRASE, PASSPHRASE, errors.SamePassphrase),
        (PASSPHRASE, "", errors.EmptyPassphrase),
        ("", NEW, errors.EmptyPassphrase),
    ],
)
def test_what_cannot_be_changes_no_key_file(
    folder: Path, clock: Clock, backup: Path, present: str, new: str, expected: type[Exception]
) -> None:
    before = keyfiles.load(folder)
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened, pytest.raises(expected):
        opened.change_passphrase(present, new, profile=CHEAPEST)
    assert keyfiles.load(folder) == before


@pytest.mark.parametrize("new", ["été à Québec, œuf", "x" * 5000, "  spaces  ", "日本 語", "\ud83d lone"])
def test_any_letters_will_do(folder: Path, clock: Clock, backup: Path, new: str) -> None:
    """Accents typed in one key or in two are one passphrase."""
    change(folder, clock, new=new)
    vault.open_with_passphrase(folder, unicodedata.normalize("NFD", new), clock=clock).close()
    with (
        vault.open_with_passphrase(folder, new, clock=clock) as opened,
        pytest.raises(errors.SamePassphrase),
    ):
        opened.change_passphrase(new, unicodedata.normalize("NFD", new), profile=CHEAPEST)


def test_key_files_of_another_vault_are_called_so(folder: Path, clock: Clock, backup: Path, tmp_path: Path) -> None:
    """Not simply a wrong passphrase; and what lies there is left as it is."""
    other = tmp_path / "other"
    vault.create(other, "theirs", clock=clock, profile=CHEAPEST)[0].close()
    for name in keyfiles.NAMES:
        shutil.copy(other / name, folder / name)
    assert type(refuses(folder, clock, PASSPHRASE)) is errors.KeysOfAnother
    assert keyfiles.load(folder) == keyfiles.load(other)


def test_a_restored_key_file_that_is_older_is_called_so(folder: Path, code: str, clock: Clock, backup: Path) -> None:
    """The passphrase of that time opens it; a new change is newer than everything before."""
    older = (folder / "vault.keys").read_bytes()
    change(folder, clock)
    for path in keyfiles.paths(folder):
        path.write_bytes(older)
    assert type(refuses(folder, clock, NEW)) is errors.KeysOlder
    assert keyfiles.paths(folder)[0].read_bytes() == older
    change(folder, clock, PASSPHRASE, "third words")
    for place in (folder, backup):
        vault.open_with_passphrase(place, "third words", clock=clock).close()


def test_one_older_copy_is_mended_by_the_newer(folder: Path, clock: Clock, backup: Path) -> None:
    older = (folder / "vault.keys").read_bytes()
    change(folder, clock)
    (folder / "vault.keys").write_bytes(older)
    vault.open_with_passphrase(folder, NEW, clock=clock).close()
    assert (folder / "vault.keys").read_bytes() == (folder / "vault.keys2").read_bytes() != older


@pytest.mark.parametrize(
    ("cost", "took", "expected"),
    [
        (FLOOR, 0.1, STANDARD),  # a quick laptop whose vault came from a slow one
        (FLOOR, 0.35, MIDDLE),
        (FLOOR, 0.7, FLOOR),
        (MIDDLE, 0.55, STANDARD),
        (MIDDLE, 0.7, MIDDLE),  # 1.4 seconds would be allowed, but not by a clear margin
        (STANDARD, 0.01, STANDARD),
        (STANDARD, 9.0, STANDARD),  # slower than allowed, and never lowered
        (Profile(512 * 1024, 3), 0.01, Profile(512 * 1024, 3)),
        (Profile(64 * 1024, 4), 0.01, Profile(64 * 1024, 4)),  # fewer passes would be less in a way
        (CHEAPEST, 9.0, FLOOR),  # the least a worker's vault has, whatever it takes
    ],
)
def test_what_a_derivation_should_cost_from_now_on(cost: Profile, took: float, expected: Profile) -> None:
    assert kdf.raised(cost, took) == expected


def test_an_opened_vault_says_what_it_should_cost(
    folder: Path, code: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        assert opened.costlier in (FLOOR, MIDDLE, STANDARD)
    monkeypatch.setattr(kdf, "raised", lambda cost, _took: cost)
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        assert opened.costlier is None


def cost_of(folder: Path) -> Profile:
    return keyfiles.load(folder).slots[0].cost


def test_the_same_passphrase_at_a_greater_cost(folder: Path, code: str, clock: Clock) -> None:
    """While the vault is open; passphrase and code go on as before."""
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock):
        assert passphrases.raise_cost(folder, PASSPHRASE, DEARER)
    assert cost_of(folder) == DEARER
    assert not passphrases.raise_cost(folder, PASSPHRASE, CHEAPEST)
    assert cost_of(folder) == DEARER
    vault.open_with_passphrase(folder, PASSPHRASE, clock=clock).close()
    vault.open_with_recovery_code(folder, code, clock=clock).close()


def test_too_slow_after_all_is_left(folder: Path, code: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(0, 100, 2))
    monkeypatch.setattr(passphrases.time, "perf_counter", lambda: next(ticks))
    assert not passphrases.raise_cost(folder, PASSPHRASE, DEARER)
    assert cost_of(folder) == CHEAPEST


def test_a_passphrase_changed_meanwhile_wins(
    folder: Path, code: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The costlier seal of the old one comes a second later, and must not bring it back."""
    opened = vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    really = keyfile.with_passphrase

    def meanwhile(*arguments: Any, **more: Any) -> Any:
        monkeypatch.setattr(keyfile, "with_passphrase", really)
        opened.change_passphrase(PASSPHRASE, NEW, profile=CHEAPEST)
        return really(*arguments, **more)

    monkeypatch.setattr(keyfile, "with_passphrase", meanwhile)
    assert not passphrases.raise_cost(folder, PASSPHRASE, DEARER)
    opened.close()
    refuses(folder, clock, PASSPHRASE)
    vault.open_with_passphrase(folder, NEW, clock=clock).close()
