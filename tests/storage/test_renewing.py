"""The second act: a new root. Afterwards neither the old passphrase nor the old code opens the vault, whatever lies beside it."""

from __future__ import annotations

import errno
import json
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from psw_tui import backups
from psw_tui.domain.clock import Clock
from psw_tui.progress import Cancelled, Doing
from psw_tui.storage import errors, keyfiles, recovery, renewed_copy, renewing, vault
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.keyfile import pack
from tests.storage.conftest import PASSPHRASE
from tests.working import Heard, StopsAt

NEW = "two lamps burning"
NEW_CODE = recovery.encode(bytes(range(50, 70)))
WHOLE = ["backups", "vault.db", "vault.keys", "vault.keys2"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(folder: Path, clock: Clock) -> None:
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        opened.connection.execute("CREATE TABLE word(body TEXT)")
        opened.connection.executemany("INSERT INTO word VALUES (?)", [("kettle" * 50,)] * 200)


def words(opened: vault.Vault) -> int:
    return int(opened.connection.execute("SELECT count(*) FROM word").fetchone()[0])


def keep_backup(folder: Path, day: int) -> Path:
    """A backup as the launcher makes it: the closed files, copied."""
    place = folder / "backups" / f"202603{day:02}T120000Z"
    place.mkdir(parents=True, mode=0o700)
    for name in ("vault.db", "vault.keys"):
        shutil.copy2(folder / name, place / name)
    made_at = datetime(2026, 3, day, 12, tzinfo=UTC).isoformat()
    about = {"format": 1, "made_at": made_at, "kind": "closed", "size": 1, "verified_at": None, "fault": ""}
    (place / "backup.json").write_text(json.dumps(about | {"sha256": {"vault.db": "", "vault.keys": ""}}))
    return place


@pytest.fixture
def old_backup(folder: Path, code: str, clock: Clock) -> Path:
    write(folder, clock)
    return keep_backup(folder, 1)


def renew(folder: Path, clock: Clock, **how: Any) -> bool:
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        return opened.renew(PASSPHRASE, NEW, NEW_CODE, profile=CHEAPEST, **how)


def opens(folder: Path, clock: Clock, passphrase: str, code: str) -> bool:
    """Whether both words of a pair open the vault, with all that was written; or else neither."""
    ways = (
        lambda: vault.open_with_passphrase(folder, passphrase, clock=clock),
        lambda: vault.open_with_recovery_code(folder, code, clock=clock),
    )
    opened = []
    for way in ways:
        try:
            with way() as found:
                assert words(found) == 200
                assert found.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            opened.append(True)
        except (errors.WrongPassphrase, errors.WrongRecoveryCode):
            opened.append(False)
    assert len(set(opened)) == 1, opened
    return opened[0]


def test_only_the_new_words_open_it(folder: Path, code: str, clock: Clock, old_backup: Path) -> None:
    """All records are there; the old backups are gone, and a verified one under the new words stands in their place."""
    assert renew(folder, clock)
    assert names(folder) == WHOLE
    assert opens(folder, clock, NEW, NEW_CODE)
    assert not opens(folder, clock, PASSPHRASE, code)
    (kept,) = backups.list_backups(folder)
    assert (kept.kind, kept.fault) == ("rekey", "")
    assert kept.verified_at is not None
    assert [path.name for path in (folder / "backups").iterdir()] == [kept.folder.name]
    assert opens(kept.folder, clock, NEW, NEW_CODE)


@pytest.mark.parametrize("which", ["vault.keys", "both"])
def test_the_key_file_of_an_old_backup_does_not_help(
    folder: Path, code: str, clock: Clock, old_backup: Path, which: str
) -> None:
    """A stick in the wrong hands: its key file beside the vault of today opens nothing, and nothing is overwritten."""
    stick = Path(shutil.copytree(old_backup, folder.parent / "stick"))
    renew(folder, clock)
    for path in keyfiles.paths(folder)[: 1 if which == "vault.keys" else 2]:
        shutil.copy(stick / "vault.keys", path)
    with pytest.raises(errors.VaultError):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    with pytest.raises(errors.VaultError):
        vault.open_with_recovery_code(folder, code, clock=clock)
    vault.open_with_recovery_code(folder, NEW_CODE, clock=clock).close()
    assert opens(stick, clock, PASSPHRASE, code)


def test_both_key_files_lost_the_new_code_is_enough(folder: Path, clock: Clock, old_backup: Path) -> None:
    """As before: sheet and database."""
    renew(folder, clock)
    for path in keyfiles.paths(folder):
        path.unlink()
    vault.open_with_recovery_code(folder, NEW_CODE, clock=clock, new_passphrase="third", profile=CHEAPEST).close()
    vault.open_with_passphrase(folder, "third", clock=clock).close()


def test_a_second_renewal_follows_the_first(folder: Path, clock: Clock, old_backup: Path) -> None:
    renew(folder, clock)
    code = vault.new_recovery_code()
    with vault.open_with_passphrase(folder, NEW, clock=clock) as opened:
        assert opened.renew(NEW, "third words", code, profile=CHEAPEST)
    assert opens(folder, clock, "third words", code)
    assert not opens(folder, clock, NEW, NEW_CODE)
    assert len(backups.list_backups(folder)) == 1


@pytest.mark.parametrize(
    ("present", "new", "typed", "expected"),
    [
        ("guess", NEW, NEW_CODE, errors.WrongPassphrase),
        (PASSPHRASE, PASSPHRASE, NEW_CODE, errors.SamePassphrase),
        (PASSPHRASE, "", NEW_CODE, errors.EmptyPassphrase),
        (PASSPHRASE, NEW, NEW_CODE[:-1], errors.CodeLength),
    ],
)
def test_a_refusal_changes_nothing(
    folder: Path, clock: Clock, old_backup: Path, present: str, new: str, typed: str, expected: type[Exception]
) -> None:
    """Not one byte, and the vault stays open."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        with pytest.raises(expected):
            opened.renew(present, new, typed, profile=CHEAPEST)
        assert words(opened) == 200
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


STAGES = [Doing.COPYING_ANEW, Doing.CHECKING_ANEW, Doing.KEEPING_ANEW, Doing.SWAPPING]


@pytest.mark.parametrize("doing", STAGES)
def test_it_can_be_stopped_until_the_swap(
    folder: Path, code: str, clock: Clock, old_backup: Path, doing: Doing
) -> None:
    """Nothing of the attempt stays, and work goes on."""
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        with pytest.raises(Cancelled):
            opened.renew(PASSPHRASE, NEW, NEW_CODE, profile=CHEAPEST, progress=StopsAt(doing))
        opened.connection.execute("INSERT INTO word VALUES ('after')")
        opened.connection.execute("DELETE FROM word WHERE body = 'after'")
        assert opened.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert names(folder) == WHOLE
    assert [path.name for path in (folder / "backups").iterdir()] == [old_backup.name]
    assert opens(folder, clock, PASSPHRASE, code)
    assert not opens(folder, clock, NEW, NEW_CODE)


def test_from_the_swap_on_it_is_done_to_its_end(
    folder: Path, code: str, clock: Clock, old_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress, really = Heard(), renewing._swap

    def late(*given: Any) -> None:
        assert not progress.stop()
        really(*given)

    monkeypatch.setattr(renewing, "_swap", late)
    assert renew(folder, clock, progress=progress)
    assert progress.stages == STAGES
    assert progress.shares(Doing.COPYING_ANEW)[-1] == 1
    assert opens(folder, clock, NEW, NEW_CODE)


def test_a_full_disk_is_noticed_first(
    folder: Path, code: str, clock: Clock, old_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two more copies of the vault need room."""
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(renewing.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(errors.DiskFull):
        renew(folder, clock)
    assert names(folder) == WHOLE
    assert opens(folder, clock, PASSPHRASE, code)


def failing(monkeypatch: pytest.MonkeyPatch, number: int, kind: str) -> list[str]:
    """Let the n-th call that changes a file fail as a full disk or a read-only folder does."""
    calls: list[str] = []

    def wrap(module: Any, name: str) -> None:
        really = getattr(module, name)

        def called(*arguments: Any, **more: Any) -> Any:
            calls.append(name)
            if len(calls) >= number:
                raise OSError(getattr(errno, kind), "no")
            return really(*arguments, **more)

        monkeypatch.setattr(module, name, called)

    for name in ("fsync", "replace", "mkdir", "rename"):
        wrap(os, name)
    wrap(Path, "rename")
    return calls


@pytest.mark.parametrize("kind", ["ENOSPC", "EROFS"])
def test_wherever_the_disk_refuses_one_pair_of_words_opens(
    folder: Path, code: str, clock: Clock, old_backup: Path, tmp_path: Path, kind: str
) -> None:
    """From the first refusal on everything refuses: either all is as it was, or the new words count and are told so."""
    outcomes = []
    for number in range(1, 40):
        here = Path(shutil.copytree(folder, tmp_path / f"{number}"))
        done = None
        with pytest.MonkeyPatch.context() as patch:
            opened = vault.open_with_passphrase(here, PASSPHRASE, clock=clock)
            calls = failing(patch, number, kind)
            with suppress(errors.DiskFull, errors.FolderUnwritable):
                done = opened.renew(PASSPHRASE, NEW, NEW_CODE, profile=CHEAPEST)
            opened.close()
        outcomes.append(done)
        new, old = (NEW, NEW_CODE), (PASSPHRASE, code)
        assert opens(here, clock, *(old if done is None else new)), number
        assert not opens(here, clock, *(new if done is None else old)), number
        assert names(here) == WHOLE, number
        assert len(backups.list_backups(here)) == 1
        shutil.rmtree(here)
        if len(calls) < number:
            break
    assert {None, False, True} <= set(outcomes)


@pytest.mark.parametrize("check", ["quick_check", "rows", "backup"])
def test_a_copy_that_is_not_the_vault_is_never_swapped_in(
    folder: Path, code: str, clock: Clock, old_backup: Path, monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    """A bad disk wrote something else than it was given."""
    if check == "backup":
        monkeypatch.setattr(renewed_copy, "_hash_of", lambda _: "another")
    else:
        really = renewing._copy

        def spoil(connection: Any, staged: Path, key: bytearray, progress: Any) -> None:
            again = bytearray(key)
            really(connection, staged, key, progress)
            if check == "rows":
                with vault.connect(staged, again) as copy:
                    copy.execute("DELETE FROM word WHERE rowid = 7")
            else:
                content = bytearray(staged.read_bytes())
                content[4096 * 3 + 100] ^= 1
                staged.write_bytes(content)

        monkeypatch.setattr(renewing, "_copy", spoil)
    with pytest.raises(errors.RenewalUnsound):
        renew(folder, clock)
    assert names(folder) == WHOLE
    assert [path.name for path in (folder / "backups").iterdir()] == [old_backup.name]
    assert opens(folder, clock, PASSPHRASE, code)


def test_work_goes_on_where_the_rename_is_refused(
    folder: Path, code: str, clock: Clock, old_backup: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is saved after it survives a kill: it lies in a log that the next opening finds."""

    def refuse(_fresh: Path, path: Path) -> None:
        raise PermissionError(13, "held", str(path))

    opened = vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    with monkeypatch.context() as patch:
        patch.setattr(renewing, "replace", refuse)
        with pytest.raises(errors.FolderUnwritable):
            opened.renew(PASSPHRASE, NEW, NEW_CODE, profile=CHEAPEST)
    opened.connection.execute("INSERT INTO word VALUES ('after')")
    as_killed = Path(shutil.copytree(folder, tmp_path / "as killed"))
    opened.close()
    for place in (as_killed, folder):
        with vault.open_with_passphrase(place, PASSPHRASE, clock=clock) as found:
            assert words(found) == 201
        assert names(place) == WHOLE


def test_planted_pending_keys_do_not_keep_the_worker_out(folder: Path, code: str, clock: Clock) -> None:
    """Whoever can write the folder can annoy, but the sheet opens it, what was planted goes, and backups stay."""
    write(folder, clock)
    about = keep_backup(folder, 1) / "backup.json"
    about.write_text(about.read_text().replace("closed", "rekey"))
    other = folder.parent / "other"
    vault.create(other, "mine", clock=clock, profile=CHEAPEST)[0].close()
    planted = keyfiles.load(other)
    salt = (folder / "vault.db").read_bytes()[:16]
    (folder / keyfiles.PENDING).write_bytes(pack(replace(planted, file_salt=salt)))
    vault.open_with_recovery_code(folder, code, clock=clock).close()
    assert opens(folder, clock, PASSPHRASE, code)
    assert len(backups.list_backups(folder)) == 1
