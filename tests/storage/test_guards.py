"""What is no vault is refused by name, and what is one is never opened twice."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from psw_tui.domain.clock import Clock
from psw_tui.storage import connection, errors, keyfile, keyfiles, recovery, vault
from psw_tui.storage.connection import connect, disconnect
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.migrate import APPLICATION_ID
from tests.storage.conftest import PASSPHRASE, reopen
from tests.storage.planting import planted

OPENER = """
import sys
from pathlib import Path
from psw_tui.clock import SystemClock
from psw_tui.storage import errors, vault
try:
    vault.open_with_passphrase(Path(sys.argv[1]), sys.argv[2], clock=SystemClock()).close()
except errors.VaultError as error:
    print(type(error).__name__)
"""


def plaintext(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE recipes(name)")
    file.close()


def blank(path: Path) -> None:
    path.write_bytes(b"")


def short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(8192))


def first_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[2000] ^= 1
    path.write_bytes(content)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (Path.unlink, errors.VaultMissing),
        (blank, errors.VaultEmpty),
        (plaintext, errors.VaultPlaintext),
        (short, errors.VaultTruncated),
        (cut, errors.VaultTruncated),
        (folder_instead, errors.VaultForeign),
    ],
)
@pytest.mark.parametrize("way", ["passphrase", "code"])
def test_what_is_no_vault_is_named_before_any_key_is_used(
    folder: Path,
    code: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path], None],
    expected: type[Exception],
    way: str,
) -> None:
    """Each kind has its own remedy; none of them is a wrong passphrase, and none of them is changed."""
    harm(folder / "vault.db")
    monkeypatch.setattr(vault, "connect", lambda *_: pytest.fail("key used"))
    before = sorted((path.name, path.stat().st_size) for path in folder.iterdir())
    with pytest.raises(expected) as caught:
        reopen(folder, way, code, clock, passphrase="wrong")
    assert type(caught.value) is expected
    assert sorted((path.name, path.stat().st_size) for path in folder.iterdir()) == before


def test_a_missing_folder_is_not_a_missing_file(tmp_path: Path, clock: Clock) -> None:
    """The stick is not plugged in, or the label is another one."""
    with pytest.raises(errors.FolderMissing):
        vault.open_with_passphrase(tmp_path / "nowhere", PASSPHRASE, clock=clock)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("harm", [noise, first_page])
@pytest.mark.parametrize("way", ["passphrase", "code"])
def test_a_proven_key_that_opens_nothing_means_damage(
    folder: Path, code: str, clock: Clock, harm: Callable[[Path], None], way: str
) -> None:
    """The key file vouches for the passphrase, and for the code as well."""
    harm(folder / "vault.db")
    with pytest.raises(errors.VaultDamaged) as caught:
        reopen(folder, way, code, clock)
    assert caught.value.keys_differ == (harm is noise and way == "passphrase")


def test_keys_of_another_vault_say_so(folder: Path, code: str, clock: Clock, tmp_path: Path) -> None:
    """Two vaults, one passphrase, mixed-up files: the code still opens it."""
    other, _ = vault.create(tmp_path / "other", PASSPHRASE, clock=clock, profile=CHEAPEST)
    other.close()
    for path in keyfiles.paths(folder):
        path.write_bytes((tmp_path / "other" / path.name).read_bytes())
    with pytest.raises(errors.VaultDamaged) as caught:
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    assert caught.value.keys_differ
    vault.open_with_recovery_code(folder, code, clock=clock).close()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("PRAGMA application_id = 77", errors.VaultForeign),
        ("PRAGMA user_version = 0", errors.VaultForeign),
        ("PRAGMA user_version = 999", errors.VaultNewer),
    ],
)
def test_foreign_and_newer_vaults_are_left_alone(
    folder: Path, code: str, clock: Clock, statement: str, expected: type[Exception]
) -> None:
    """They open with the key, and are closed again unchanged."""
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        opened.connection.execute(statement)
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(expected):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    assert (folder / "vault.db").read_bytes() == before


def test_a_vault_without_its_tables_is_not_filled_again(folder: Path, code: str, clock: Clock) -> None:
    """An encrypted file before its first migration is none of ours; an empty caseload would look like a loss."""
    path = folder / "vault.db"
    salt = path.read_bytes()[:16]
    path.unlink()
    disconnect(connect(path, keyfile.database_key(recovery.decode(code), salt), new=True))
    with pytest.raises(errors.VaultForeign):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)


def test_an_edited_key_file_is_refused(folder: Path, code: str, clock: Clock) -> None:
    """And not written over the good copy before it was proven."""
    first, second = keyfiles.paths(folder)
    keys, good = keyfiles.load(folder), second.read_bytes()
    first.write_bytes(planted(keys, lambda it: it.update(seq=50)))
    with pytest.raises(errors.KeysDamaged):
        vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    assert second.read_bytes() == good


def test_a_second_window_is_told(folder: Path, code: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process, and this one again, without breaking the first one's lock."""
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock):
        with pytest.raises(errors.VaultBusy):
            vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
        assert opened_elsewhere(folder) == "VaultBusy"
    assert opened_elsewhere(folder) == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_vault_is_unwritable(folder: Path, code: str, clock: Clock) -> None:
    """A stick with its switch on."""
    (folder / "vault.db").chmod(0o400)
    folder.chmod(0o500)
    try:
        with pytest.raises(errors.VaultUnwritable):
            vault.open_with_passphrase(folder, PASSPHRASE, clock=clock)
    finally:
        folder.chmod(0o700)


def test_a_key_of_the_wrong_length_never_reaches_the_cipher(tmp_path: Path) -> None:
    """SQLCipher would have taken it for a passphrase."""
    with pytest.raises(ValueError, match="keyspec"):
        connect(tmp_path / "vault.db", bytearray(b"x'5a'"), new=True)
    assert not list(tmp_path.iterdir())


def test_the_connection_is_set_up_as_designed(folder: Path, code: str, clock: Clock) -> None:
    """The settings that keep words off the disk and rows on it."""
    wanted = {
        "locking_mode": "exclusive",
        "journal_mode": "wal",
        "synchronous": 2,
        "temp_store": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "application_id": APPLICATION_ID,
    }
    with vault.open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        found = {name: opened.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted
    assert os.environ["OPENSSL_CONF"] == os.devnull


def test_the_light_modules_do_not_load_the_heavy_ones() -> None:
    """The unlock screen must not wait for SQLAlchemy."""
    program = (
        "import sys; import psw_tui.storage.vault, psw_tui.storage.keyparse; "
        "print(sorted({'sqlalchemy', 'sqlmodel', 'textual', 'sqlite3'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def opened_elsewhere(folder: Path) -> str:
    """What another process is told when it tries."""
    command = [sys.executable, "-c", OPENER, str(folder), PASSPHRASE]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_closed_connection_is_forgotten(tmp_path: Path) -> None:
    """However it was closed."""
    key = keyfile.database_key(bytes(20), bytes(16))
    path = tmp_path / "vault.db"
    connect(path, key, new=True).close()
    assert not connection._held
    disconnect(connect(path, key))
