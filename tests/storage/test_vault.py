"""A vault opens for its worker, keeps every acknowledged row, and shows nobody else a word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, exc, text

from psw_tui import files
from psw_tui.domain.clock import Clock
from psw_tui.storage import errors, keyfiles, making, recovery, vault
from psw_tui.storage.kdf import CHEAPEST
from tests.storage.conftest import PASSPHRASE, reopen

WRITER = """
import os, sys
from pathlib import Path
from psw_tui.clock import SystemClock
from psw_tui.storage import vault
opened = vault.open_with_passphrase(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())
rows = opened.connection
rows.execute("CREATE TABLE IF NOT EXISTS kept(n INTEGER PRIMARY KEY, body TEXT)")
n = rows.execute("SELECT count(*) FROM kept").fetchone()[0]
while True:
    n += 1
    rows.execute("INSERT INTO kept VALUES (?, ?)", (n, "wordmark" * 50))
    os.write(1, b"%d\\n" % n)
"""


class Stop(Exception):
    """What a test lets happen half way."""


def stops(*_arguments: object, **_options: object) -> Any:
    raise Stop


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make_and_fail(rows: Connection) -> None:
    rows.execute(text("CREATE TABLE gone(x)"))
    rows.execute(text("not SQL"))


def write(opened: vault.Vault, word: str) -> None:
    opened.connection.execute("CREATE TABLE IF NOT EXISTS word(body TEXT)")
    opened.connection.execute("INSERT INTO word VALUES (?)", (word,))


def words(opened: vault.Vault) -> list[str]:
    return [row[0] for row in opened.connection.execute("SELECT body FROM word")]


def test_what_is_written_is_there_again(folder: Path, clock: Clock) -> None:
    """Through a passphrase, and through the code."""
    opened, code = vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST, author="Robin")
    with opened:
        assert opened.author == "Robin"
        write(opened, "kettle")
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as again:
        assert words(again) == ["kettle"]
    with vault.open_with_recovery_code(folder, code, clock=clock) as again:
        assert words(again) == ["kettle"]
    assert names(folder) == ["vault.db", "vault.keys", "vault.keys2"]


def test_a_wrong_passphrase_opens_nothing(folder: Path, code: str, clock: Clock) -> None:
    """Nor does an empty one; the right one still does."""
    with pytest.raises(errors.WrongPassphrase):
        vault.open_with_passphrase(folder, PASSPHRASE + " ", clock=clock)
    with pytest.raises(errors.EmptyPassphrase):
        vault.open_with_passphrase(folder, "", clock=clock)
    vault.open_with_passphrase(folder, PASSPHRASE, clock=clock).close()


def test_the_sheet_and_the_database_are_enough(folder: Path, code: str, clock: Clock) -> None:
    """Both key files are gone; the worker chooses a new passphrase, which opens it from then on."""
    for path in keyfiles.paths(folder):
        path.unlink()
    with pytest.raises(errors.KeysMissing):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    vault.open_with_recovery_code(folder, code.lower(), clock=clock).close()
    assert names(folder) == ["vault.db"]
    vault.open_with_recovery_code(folder, code, clock=clock, new_passphrase="two lamps", profile=CHEAPEST).close()
    vault.open_with_passphrase(folder, "two lamps", clock=clock).close()


def test_a_forgotten_passphrase_is_replaced(folder: Path, code: str, clock: Clock) -> None:
    """The old one ends, the vault keeps its name, the code stays valid."""
    before = keyfiles.load(folder)
    vault.open_with_recovery_code(folder, code, clock=clock, new_passphrase="two lamps", profile=CHEAPEST).close()
    after = keyfiles.load(folder)
    assert (after.vault, after.seq) == (before.vault, before.seq + 1)
    with pytest.raises(errors.WrongPassphrase):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    vault.open_with_recovery_code(folder, code, clock=clock).close()


@pytest.mark.parametrize("keys_too", [True, False])
def test_the_code_of_another_vault_is_refused(folder: Path, code: str, clock: Clock, keys_too: bool) -> None:
    """It is well formed, so neither the sheet nor the vault is called damaged; no key file is written."""
    if not keys_too:
        for path in keyfiles.paths(folder):
            path.unlink()
    before = names(folder)
    with pytest.raises(errors.WrongRecoveryCode):
        vault.open_with_recovery_code(folder, recovery.encode(bytes(20)), clock=clock, new_passphrase="two lamps")
    assert names(folder) == before


def test_a_mistyped_code_is_pointed_at(folder: Path, code: str, clock: Clock) -> None:
    """Before any file is touched."""
    slip = ("0" if code[0] != "0" else "1") + code[1:]
    with pytest.raises(errors.CodeMismatch) as caught:
        vault.open_with_recovery_code(folder, slip, clock=clock)
    assert 1 in caught.value.suspects


@pytest.mark.parametrize("way", ["passphrase", "code"])
def test_a_damaged_salt_is_healed_from_the_key_file(folder: Path, code: str, clock: Clock, way: str) -> None:
    """Without it every page is lost; afterwards sheet and database are enough again."""
    path = folder / "vault.db"
    path.write_bytes(os.urandom(16) + path.read_bytes()[16:])
    reopen(folder, way, code, clock).close()
    for keys in keyfiles.paths(folder):
        keys.unlink()
    vault.open_with_recovery_code(folder, code, clock=clock).close()


def test_one_damaged_copy_is_mended_by_opening(folder: Path, code: str, clock: Clock) -> None:
    """The next accident may hit the other one."""
    first, second = keyfiles.paths(folder)
    first.write_bytes(b"nonsense")
    vault.open_with_passphrase(folder, PASSPHRASE, clock=clock).close()
    assert first.read_bytes() == second.read_bytes()


def test_a_passphrase_is_verified_and_changed(folder: Path, code: str, clock: Clock) -> None:
    """Only who knows the present one may choose the next."""
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        opened.verify_passphrase(PASSPHRASE)
        with pytest.raises(errors.WrongPassphrase):
            opened.change_passphrase("guess", "mine now", profile=CHEAPEST)
        opened.change_passphrase(PASSPHRASE, "two lamps", profile=CHEAPEST)
        with pytest.raises(errors.WrongPassphrase):
            opened.verify_passphrase(PASSPHRASE)
    vault.open_with_passphrase(folder, "two lamps", clock=clock).close()


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_only_the_worker_may_read_it(folder: Path, clock: Clock, umask: int) -> None:
    """Whatever the umask is, while it is open and after."""
    previous = os.umask(umask)
    try:
        opened, _ = vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST)
        write(opened, "kettle")
    finally:
        os.umask(previous)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == dict.fromkeys(names(folder), 0o600)
    assert "vault.db-wal" in names(folder)
    opened.close()


@pytest.mark.parametrize("there", ["vault.db", "vault.keys", "vault.keys2"])
def test_a_vault_is_never_overwritten(folder: Path, clock: Clock, there: str) -> None:
    """Nor are the keys of one whose database got lost."""
    folder.mkdir(parents=True)
    (folder / there).write_bytes(b"precious")
    with pytest.raises(errors.VaultExists):
        vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [(there, b"precious")]


@pytest.mark.parametrize(
    ("module", "name"),
    [(making, "migrate"), (making.keyfiles, "save"), (making, "replace"), (vault, "_ready"), (files.os, "fsync")],
)
def test_a_failed_making_leaves_nothing(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    """Wherever it fails; the next attempt succeeds."""
    folder.parent.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(module, name, stops)
        with pytest.raises(Stop):
            vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST)
    assert not folder.exists() or names(folder) == []
    vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST)[0].close()


def test_an_empty_passphrase_makes_nothing(folder: Path, clock: Clock) -> None:
    """Not even the folder."""
    with pytest.raises(errors.EmptyPassphrase):
        vault.create(folder, "", clock=clock, profile=CHEAPEST)
    assert not folder.parent.exists()


def test_a_killed_making_is_swept(folder: Path, clock: Clock) -> None:
    """But not while another window may still be at it."""
    folder.mkdir(parents=True)
    for name in ("vault.db.new", "vault.db.new-wal", "vault.keys"):
        (folder / name).write_bytes(b"half")
    with pytest.raises(errors.VaultBusy):
        vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST)
    os.utime(folder / "vault.db.new", (0, 0))
    opened, _ = vault.create(folder, PASSPHRASE, clock=clock, profile=CHEAPEST)
    opened.close()
    assert names(folder) == ["vault.db", "vault.keys", "vault.keys2"]


def test_closing_twice_is_closing_once(folder: Path, code: str, clock: Clock) -> None:
    """And an open transaction does not hold it up: it is undone."""
    opened = vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    write(opened, "kettle")
    opened.connection.execute("BEGIN IMMEDIATE")
    write(opened, "lost")
    opened.close()
    opened.close()
    assert names(folder) == ["vault.db", "vault.keys", "vault.keys2"]
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as again:
        assert words(again) == ["kettle"]


def test_the_engine_works_on_the_same_connection(folder: Path, code: str, clock: Clock) -> None:
    """Tables made in a transaction that fails are gone; a beginning nobody knows is refused."""
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        with pytest.raises(exc.OperationalError), opened.engine.begin() as rows:
            make_and_fail(rows)
        with opened.engine.connect().execution_options(begin="IMMEDIATE") as rows, rows.begin():
            assert opened.connection.in_transaction
            assert not rows.execute(text("SELECT 1 FROM sqlite_schema WHERE name = 'gone'")).all()
        with pytest.raises(ValueError, match="begins"), opened.engine.connect().execution_options(begin="x") as rows:
            rows.execute(text("SELECT 1"))


def test_errors_do_not_repeat_what_was_written(folder: Path, code: str, clock: Clock) -> None:
    """A traceback may end on a screen."""
    with (
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened,
        pytest.raises(exc.OperationalError) as caught,
        opened.engine.begin() as rows,
    ):
        rows.execute(text("INSERT INTO nowhere VALUES (:body)"), {"body": "kettle"})
    assert "kettle" not in str(caught.value)


def test_ids_grow(folder: Path, code: str, clock: Clock) -> None:
    """Also while the clock stands still."""
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        made = [opened.new_id() for _ in range(50)]
    assert made == sorted(set(made))


def test_a_backup_comes_before_a_migration(
    folder: Path, code: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And if it fails, the vault stays closed and as it was."""
    from psw_tui.storage import migrations

    steps = migrations.STEPS
    seen: list[int] = []
    monkeypatch.setattr(migrations, "STEPS", (*steps, lambda rows: rows.execute("CREATE TABLE later(x)")))
    with pytest.raises(Stop):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock, before_migration=stops)
    opened = vault.open_with_passphrase(
        folder, PASSPHRASE, clock=clock, before_migration=lambda _rows, version: seen.append(version)
    )
    with opened:
        assert seen == [len(steps)]
        assert opened.connection.execute("SELECT count(*) FROM later").fetchone() == (0,)


def kill_a_writer(folder: Path, after: int) -> int:
    """Let another process write, kill it without warning, and say how many rows it had acknowledged."""
    command = [sys.executable, "-c", WRITER, str(folder), PASSPHRASE]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        seen = [writer.stdout.readline() for _ in range(after)]
        writer.kill()
        seen += writer.stdout.readlines()
    return max(int(line) for line in seen if line.endswith(b"\n"))


@pytest.mark.parametrize("meanwhile", ["nothing", "wrong code", "torn page"])
def test_kill_9_keeps_every_acknowledged_row(folder: Path, code: str, clock: Clock, meanwhile: str) -> None:
    """The log is still hot; neither a wrong code nor a page torn by the crash may cost it."""
    for after in (1, 40, 150):
        acknowledged = kill_a_writer(folder, after)
        assert (folder / "vault.db-wal").stat().st_size > 0
        if meanwhile == "wrong code":
            with pytest.raises(errors.WrongRecoveryCode):
                vault.open_with_recovery_code(folder, recovery.encode(bytes(20)), clock=clock)
        elif meanwhile == "torn page":
            with (folder / "vault.db").open("ab") as file:
                file.write(b"half a page")
        with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
            kept = opened.connection.execute("SELECT count(*), max(n) FROM kept").fetchone()
            assert kept[0] == kept[1] >= acknowledged
            assert opened.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_no_word_is_readable_in_any_file(folder: Path, code: str, clock: Clock) -> None:
    """Neither what was written, nor who wrote, nor the passphrase, nor the code; open, killed or closed."""
    kill_a_writer(folder, 30)
    assert_secret(folder, code)
    opened = vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    opened.author = "Robin"
    write(opened, "kettle" * 2000)
    opened.connection.execute("SELECT body FROM word UNION ALL SELECT body FROM kept ORDER BY 1").fetchall()
    assert_secret(folder, code)
    opened.close()
    assert_secret(folder, code)


def assert_secret(folder: Path, code: str) -> None:
    root = recovery.decode(code)
    words = ["wordmark", "kettle", "Robin", "CREATE TABLE", PASSPHRASE]
    canaries = [root, root.hex().encode(), *map(str.encode, words), *(word.encode("utf-16-le") for word in words)]
    for path in folder.iterdir():
        content = path.read_bytes()
        assert content
        assert not any(canary in content for canary in canaries)


def test_the_canary_would_be_seen(tmp_path: Path, code: str) -> None:
    """A test that cannot fail proves nothing."""
    leaky = tmp_path / "leaky"
    leaky.mkdir()
    (leaky / "vault.db").write_bytes(b"... kettle ...")
    with pytest.raises(AssertionError):
        assert_secret(leaky, code)
