"""Files that are not what they should be: each gets a sentence of its own with a way out, and nothing is overwritten.

Both ways in are tried: the command line, and the sentence of the unlock screen. Every case names words that no other
case's sentence has.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from psw_tui.cli.main import run
from psw_tui.clock import SystemClock
from psw_tui.records.client import ClientForm, KnowsNotes
from psw_tui.services.clients import add_client
from psw_tui.services.doctor import Check, examine
from psw_tui.storage.connection import connect, disconnect
from psw_tui.storage.errors import NoLocks
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.keyfile import database_key
from psw_tui.storage.migrate import APPLICATION_ID
from psw_tui.storage.recovery import decode
from psw_tui.storage.vault import create, open_with_passphrase, open_with_recovery_code
from tests.conftest import PASSPHRASE, RECOVERY_CODE, StillClock
from tests.ui.driving import beginning, running

PAGE = 4096
KEYS = ("vault.keys", "vault.keys2")


@dataclass(frozen=True)
class Bad:
    """One thing that can be wrong."""

    harm: Callable[[Path], object]
    says: str
    """Words of the sentence that no other sentence has."""
    way_out: str
    passphrase: str = PASSPHRASE


def database(folder: Path) -> Path:
    return folder / "vault.db"


def change(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def other_vault(folder: Path, passphrase: str) -> Path:
    """The vault of another worker, beside this one."""
    other = folder.parent / "robin"
    create(other, passphrase, clock=SystemClock(), profile=CHEAPEST)[0].close()
    return other


def take_files(folder: Path, names: tuple[str, ...], passphrase: str) -> None:
    other = other_vault(folder, passphrase)
    for name in names:
        shutil.copy(other / name, folder / name)
    shutil.rmtree(other)


def plaintext(folder: Path) -> None:
    database(folder).unlink()
    with sqlite3.connect(database(folder)) as file:
        file.execute("CREATE TABLE recipes(name)")
    file.close()


def statement(folder: Path, sql: str) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as vault:
        vault.connection.execute(sql)


def cut_at_a_page(folder: Path) -> None:
    os.truncate(database(folder), database(folder).stat().st_size - 20 * PAGE)


def both_keys(folder: Path, content: bytes | None) -> None:
    for name in KEYS:
        (folder / name).unlink() if content is None else (folder / name).write_bytes(content)


def directory_instead(folder: Path) -> None:
    database(folder).unlink()
    database(folder).mkdir()


def older_keys(folder: Path) -> None:
    """A key file from before the passphrase was changed, brought back from a backup."""
    before = {name: (folder / name).read_bytes() for name in KEYS}
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as vault:
        vault.change_passphrase(PASSPHRASE, "two lamps burning", profile=CHEAPEST)
    for name, content in before.items():
        (folder / name).write_bytes(content)


DAMAGED = "is damaged, and nothing was changed in it"
RESCUE = "doctor --rescue"

CASES = {
    "a wrong passphrase": Bad(lambda _: None, "Look at capitals and the keyboard", "try again", "seven loud rivers"),
    "a restored key file older than the passphrase": Bad(
        older_keys, "Look at capitals and the keyboard", "try again", "two lamps burning"
    ),
    "zero bytes": Bad(lambda it: database(it).write_bytes(b""), "is empty: zero bytes", "from a backup"),
    "no file": Bad(lambda it: database(it).unlink(), "There is no vault at", "from a backup"),
    "a folder in its place": Bad(directory_instead, "was not made by psw-tui", "Is it the right file?"),
    "a plaintext database": Bad(plaintext, "is not encrypted", "Is it the right file?"),
    "noise": Bad(lambda it: database(it).write_bytes(os.urandom(8 * PAGE)), "do not belong together", "recovery code"),
    "a flipped byte on the first page": Bad(lambda it: change(database(it), 2000), DAMAGED, RESCUE),
    "cut at a page": Bad(cut_at_a_page, DAMAGED, RESCUE),
    "cut within a page": Bad(lambda it: os.truncate(database(it), 9 * PAGE + 7), "copy that was cut short", RESCUE),
    "no key files": Bad(lambda it: both_keys(it, None), "The key files are missing", "Use the recovery code"),
    "damaged key files": Bad(lambda it: both_keys(it, b"{}"), "The key files cannot be read", "Use the recovery code"),
    "keys of another vault, same passphrase": Bad(
        lambda it: take_files(it, KEYS, PASSPHRASE), "do not belong together", "recovery code"
    ),
    "keys of another vault, other passphrase": Bad(
        lambda it: take_files(it, KEYS, "two lamps burning"), "seem to belong to another one", "put back"
    ),
    "the database of another worker": Bad(
        lambda it: take_files(it, ("vault.db",), "two lamps burning"), "do not belong together", "Put back"
    ),
    "a backup of another worker": Bad(
        lambda it: take_files(it, ("vault.db", *KEYS), "two lamps burning"), "Look at capitals", "try again"
    ),
    "a newer version": Bad(lambda it: statement(it, "PRAGMA user_version = 99"), "A newer psw-tui wrote", "Update"),
    "another program's": Bad(lambda it: statement(it, "PRAGMA application_id = 7"), "was not made by psw-tui", "right"),
}


@pytest.fixture
def folder(new_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed vault of the test's own."""
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "en")
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(new_vault, tmp_path / "home" / "vaults" / "ash"))


def everything(folder: Path) -> dict[str, bytes]:
    """Every file around the vault, and what is in it."""
    around = folder.parent
    return {str(path.relative_to(around)): path.read_bytes() for path in around.rglob("*") if path.is_file()}


def refusal_of(
    folder: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """What the command line says when it will not open a vault."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(passphrase.encode())))
    assert run(["caseload", "--vault", str(folder), "--passphrase-file", "-"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.mark.parametrize("bad", CASES.values(), ids=CASES)
def test_the_command_line_says_what_to_do_and_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bad: Bad
) -> None:
    bad.harm(folder)
    before = everything(folder)
    said = refusal_of(folder, bad.passphrase, monkeypatch, capsys)
    assert bad.says in said
    assert bad.way_out in said
    assert everything(folder) == before


@pytest.mark.parametrize("bad", CASES.values(), ids=CASES)
async def test_the_unlock_screen_says_the_same_and_changes_nothing(folder: Path, clock: StillClock, bad: Bad) -> None:
    bad.harm(folder)
    before = everything(folder)
    async with running(beginning(clock, [folder])) as driver:
        await driver.at("UnlockScreen")
        await driver.type(bad.passphrase)
        await driver.press("enter")
        await driver.reads(bad.says)
        await driver.reads(bad.way_out)
        assert driver.here == "UnlockScreen"
    assert everything(folder) == before


def test_older_keys_open_with_the_passphrase_of_their_time(folder: Path) -> None:
    older_keys(folder)
    open_with_passphrase(folder, PASSPHRASE, clock=StillClock()).close()


def test_one_older_copy_of_the_keys_is_brought_up_to_date(folder: Path) -> None:
    """The newer one counts, whichever of the two it is."""
    old = (folder / KEYS[0]).read_bytes()
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as vault:
        vault.change_passphrase(PASSPHRASE, "two lamps burning", profile=CHEAPEST)
    (folder / KEYS[0]).write_bytes(old)
    open_with_passphrase(folder, "two lamps burning", clock=StillClock()).close()
    assert (folder / KEYS[0]).read_bytes() == (folder / KEYS[1]).read_bytes() != old


def test_an_encrypted_file_before_its_first_migration_is_not_filled(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty caseload would look like a loss."""
    salt = database(folder).read_bytes()[:16]
    database(folder).unlink()
    disconnect(connect(database(folder), database_key(decode(RECOVERY_CODE), salt), new=True))
    before = everything(folder)
    assert "was not made by psw-tui" in refusal_of(folder, PASSPHRASE, monkeypatch, capsys)
    assert everything(folder) == before


def test_a_damaged_salt_is_healed_from_the_key_file(folder: Path) -> None:
    """Every page depends on it, and the key file knows it too."""
    before = database(folder).read_bytes()[:16]
    change(database(folder), 3)
    open_with_passphrase(folder, PASSPHRASE, clock=StillClock()).close()
    assert database(folder).read_bytes()[:16] == before


def findings(folder: Path, clock: StillClock, *, rebuild: bool = False) -> set[Check]:
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        return {finding.check for finding in examine(vault, rebuild=rebuild) if not finding.fine}


def test_a_flipped_byte_and_swapped_pages_are_named_by_doctor(folder: Path, clock: StillClock) -> None:
    pristine = database(folder).read_bytes()
    change(database(folder), 60 * PAGE + 50)
    assert Check.PAGES in findings(folder, clock)
    one, other = pristine[60 * PAGE : 61 * PAGE], pristine[61 * PAGE : 62 * PAGE]
    database(folder).write_bytes(pristine[: 60 * PAGE] + other + one + pristine[62 * PAGE :])
    assert Check.PAGES in findings(folder, clock)


def test_an_older_page_put_back_is_found_by_replaying_the_log(folder: Path, clock: StillClock) -> None:
    """Its seal fits, so that nothing else can know."""
    form = ClientForm(knows_notes=KnowsNotes.YES, met_on=clock.today(), goes_by="Al")
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        add_client(vault, form, "Maple-27")
    older = database(folder).read_bytes()
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        (root,) = vault.connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'client'").fetchone()
        add_client(vault, form, "Cedar-12")
    newer = database(folder).read_bytes()
    at = (root - 1) * PAGE
    assert older[at : at + PAGE] != newer[at : at + PAGE]
    database(folder).write_bytes(newer[:at] + older[at : at + PAGE] + newer[at + PAGE :])
    assert Check.PAGES not in findings(folder, clock)
    assert Check.REBUILD in findings(folder, clock, rebuild=True)


def test_a_log_left_by_a_crash_raises_no_false_alarm(folder: Path, clock: StillClock) -> None:
    """What was acknowledged is there, and doctor folds it in before it looks."""
    script = (
        "import os, sys; from pathlib import Path; from datetime import date\n"
        "from psw_tui.clock import SystemClock; from psw_tui.records.client import ClientForm, KnowsNotes\n"
        "from psw_tui.services.clients import add_client; from psw_tui.storage.vault import open_with_passphrase\n"
        "vault = open_with_passphrase(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())\n"
        "add_client(vault, ClientForm(knows_notes=KnowsNotes.YES, met_on=date(2026, 1, 1)), 'Maple-27')\n"
        "os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(folder), PASSPHRASE], check=False).returncode == 9
    assert (folder / "vault.db-wal").stat().st_size > 0
    late = StillClock(datetime.now(UTC) + timedelta(minutes=1))
    assert findings(folder, late, rebuild=True) == set()
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        assert vault.connection.execute("SELECT code FROM client").fetchall() == [("Maple-27",)]


def test_a_clock_set_back_a_year_keeps_ids_and_log_in_order(folder: Path, clock: StillClock) -> None:
    """Ids go on upwards, lines are numbered, and doctor tells of it."""
    form = ClientForm(knows_notes=KnowsNotes.YES, met_on=clock.today() - timedelta(days=400))
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        first = add_client(vault, form, "Maple-27")
    clock.forward(days=-365)
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        second = add_client(vault, form, "Cedar-12")
        rows = vault.connection.execute(
            'SELECT "row" FROM change WHERE entity = ? ORDER BY seq', ("client",)
        ).fetchall()
        assert [row for (row,) in rows] == [first.id, second.id] == sorted([first.id, second.id])
    assert findings(folder, clock, rebuild=True) == {Check.CLOCK}


@contextmanager
def another_window(folder: Path) -> Iterator[None]:
    """A second process that has the vault open."""
    script = (
        "import sys; from pathlib import Path; from psw_tui.clock import SystemClock\n"
        "from psw_tui.storage.vault import open_with_passphrase\n"
        "with open_with_passphrase(Path(sys.argv[1]), sys.argv[2], clock=SystemClock()):\n"
        "    print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(folder), PASSPHRASE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "open\n"
        yield
        window.communicate("")


def test_a_second_window_is_told_and_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with another_window(folder):
        before = everything(folder)
        said = refusal_of(folder, PASSPHRASE, monkeypatch, capsys)
        assert "is open in another window. Close that one first." in said
        assert everything(folder) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps locks on every drive it can write to")
def test_a_folder_without_locks_is_not_called_busy(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite cannot tell the two apart, and closing a window that is not there helps nobody."""

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    with another_window(folder):
        before = everything(folder)
        monkeypatch.setattr("fcntl.lockf", no_locks)
        said = refusal_of(folder, PASSPHRASE, monkeypatch, capsys)
        assert "cannot keep two windows apart (No locks available)" in said
        assert "Copy the whole folder to this computer" in said
        assert everything(folder) == before


STRACE = shutil.which("strace")


@pytest.mark.skipif(
    STRACE is None, reason="only strace makes the system itself refuse a lock; the test before fakes it"
)
def test_a_system_that_refuses_locks_for_real(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from psw_tui.clock import SystemClock\n"
        "from psw_tui.storage.vault import open_with_passphrase\n"
        "try: open_with_passphrase(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())\n"
        "except Exception as error: print(type(error).__name__)"
    )
    refusing = [
        str(STRACE),
        "-f",
        "-qq",
        "-o",
        os.devnull,
        "-P",
        str(database(folder)),
        "-e",
        "inject=fcntl:error=ENOLCK",
    ]
    done = subprocess.run(
        [*refusing, sys.executable, "-c", script, str(folder), PASSPHRASE], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("this system does not let a process be traced")
    assert done.stdout == NoLocks.__name__ + "\n"


def can_mount() -> bool:
    """Whether a read-only mount of one's own may be made here."""
    if not shutil.which("unshare") or not shutil.which("mount"):
        return False
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="a read-only stick is played by a mount, which not every system allows")
def test_a_read_only_stick(folder: Path) -> None:
    """It is said what to look at, and that a copy opens."""
    before = everything(folder)
    script = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && exec {sys.executable} -m psw_tui"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{script} caseload --vault {folder} --passphrase-file -"],
        input=PASSPHRASE,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "whether the stick is write-protected. Or copy the whole folder to this computer" in done.stderr
    assert everything(folder) == before


def test_the_sheet_still_opens_what_has_lost_its_keys(folder: Path, clock: StillClock) -> None:
    """The way out that the sentences name is one."""
    both_keys(folder, None)
    open_with_recovery_code(folder, RECOVERY_CODE, clock=clock).close()
    take_files(folder, KEYS, "two lamps burning")
    open_with_recovery_code(folder, RECOVERY_CODE, clock=clock).close()


def test_every_case_is_ours_to_name() -> None:
    """The number that tells a vault of ours has not been mistaken for one of the cases."""
    assert APPLICATION_ID != 7
