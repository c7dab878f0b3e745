"""Passphrase, recovery code and blank sheet from the command line, for scripts and for whoever has no screen."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from psw_tui.cli import opening, passphrase, recover
from psw_tui.clock import SystemClock
from psw_tui.services.set_up import set_up
from psw_tui.storage import recovery
from psw_tui.storage.errors import WrongPassphrase, WrongRecoveryCode
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from tests.cli.conftest import Ask

OLD, NEW = "seven quiet rivers", "two lamps burning"
OLD_CODE = recovery.encode(bytes(range(20)))


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (passphrase, recover):
        monkeypatch.setattr(command, "calibrate", lambda: CHEAPEST)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A vault that opens by OLD and OLD_CODE, and both words in files."""
    place = tmp_path / "ash"
    how: dict[str, Any] = {"recovery_code": OLD_CODE, "worker": "Ash", "language": "en"}
    set_up(place, OLD, clock=SystemClock(), profile=CHEAPEST, **how).close()
    for name, word in (("old", OLD), ("new", NEW), ("code", OLD_CODE)):
        (tmp_path / name).write_text(word + "\n")
    return place


def opened_by(folder: Path, word: str) -> bool:
    try:
        open_with_passphrase(folder, word, clock=SystemClock()).close()
    except WrongPassphrase:
        return False
    return True


def test_a_new_passphrase(ask: Ask, folder: Path, tmp_path: Path) -> None:
    files = ("--passphrase-file", tmp_path / "old", "--new-passphrase-file", tmp_path / "new")
    code, out, err = ask("passphrase", "--vault", folder, *files)
    assert (code, err) == (0, "")
    assert "sticks" in out
    assert opened_by(folder, NEW)
    assert not opened_by(folder, OLD)
    open_with_recovery_code(folder, OLD_CODE, clock=SystemClock()).close()


def test_both_key_files_deleted_and_the_code_still_opens(ask: Ask, folder: Path, tmp_path: Path) -> None:
    """The show of the issue: change, delete, recover."""
    files = ("--passphrase-file", tmp_path / "old", "--new-passphrase-file", tmp_path / "new")
    assert ask("passphrase", "--vault", folder, *files)[0] == 0
    (folder / "vault.keys").unlink()
    (folder / "vault.keys2").unlink()
    code, _, err = ask("caseload", "--vault", folder, "--passphrase-file", tmp_path / "new")
    assert code == 1
    assert "key files are missing" in err
    (tmp_path / "third").write_text("a third one\n")
    recovering = ("--recovery-file", tmp_path / "code", "--passphrase-file", tmp_path / "third")
    assert ask("recover", "--vault", folder, *recovering)[0] == 0
    assert opened_by(folder, "a third one")
    assert not opened_by(folder, OLD)
    assert not opened_by(folder, NEW)


def leaked(ask: Ask, folder: Path, tmp_path: Path, *more: object) -> tuple[int, str, str]:
    files = ("--passphrase-file", tmp_path / "old", "--new-passphrase-file", tmp_path / "new")
    return ask("passphrase", "--vault", folder, *files, "--leaked", *(more or ("--recovery-file", tmp_path / "sheet")))


def test_when_somebody_may_know_it_everything_is_new(ask: Ask, folder: Path, tmp_path: Path) -> None:
    code, out, err = leaked(ask, folder, tmp_path)
    assert (code, err) == (0, "")
    sheet = tmp_path / "sheet"
    assert sheet.stat().st_mode & 0o777 == 0o600
    new_code = sheet.read_text().strip()
    assert new_code not in out
    assert opened_by(folder, NEW)
    assert not opened_by(folder, OLD)
    with pytest.raises(WrongRecoveryCode):
        open_with_recovery_code(folder, OLD_CODE, clock=SystemClock())
    open_with_recovery_code(folder, new_code, clock=SystemClock()).close()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"old": "guess"}, "does not open the vault"),
        ({"new": OLD}, "This is the passphrase you have now."),
        ({"new": "short"}, "too short"),
        ({"new": ""}, "is empty"),
        ({"new": "x" * 3000}, "too long"),
    ],
)
@pytest.mark.parametrize("act", ["change", "leaked"])
def test_what_cannot_be_leaves_vault_and_no_code(
    ask: Ask, folder: Path, tmp_path: Path, act: str, words: dict[str, str], sentence: str
) -> None:
    for name, word in words.items():
        (tmp_path / name).write_text(word + "\n")
    files = ("--passphrase-file", tmp_path / "old", "--new-passphrase-file", tmp_path / "new")
    more = ("--leaked", "--recovery-file", tmp_path / "sheet") if act == "leaked" else ()
    code, out, err = ask("passphrase", "--vault", folder, *files, *more)
    assert (code, out) == (1, "")
    assert sentence in err
    assert not (tmp_path / "sheet").exists()
    assert opened_by(folder, OLD)


def test_a_sheet_that_is_there_is_not_written_over(ask: Ask, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet").write_text("another code")
    code, _, err = leaked(ask, folder, tmp_path)
    assert code == 1
    assert "was not touched" in err
    assert (tmp_path / "sheet").read_text() == "another code"
    assert opened_by(folder, OLD)


def test_half_of_it_is_refused(ask: Ask, folder: Path, tmp_path: Path) -> None:
    assert "together" in ask("passphrase", "--vault", folder, "--leaked")[2]
    assert "together" in ask("passphrase", "--vault", folder, "--recovery-file", tmp_path / "sheet")[2]
    both = ("--passphrase-file", "-", "--new-passphrase-file", "-")
    assert "standard input" in ask("passphrase", "--vault", folder, *both, typed=OLD + "\n")[2]


def test_typed_twice_on_a_terminal(ask: Ask, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([NEW, NEW + "s", NEW, NEW])
    monkeypatch.setattr(opening, "getpass", lambda _prompt: next(typed))
    monkeypatch.setattr(opening, "_asked_here", lambda: True)
    code, _, err = ask("passphrase", "--vault", folder, "--passphrase-file", tmp_path / "old")
    assert code == 1
    assert "not the same" in err
    assert ask("passphrase", "--vault", folder, "--passphrase-file", tmp_path / "old")[0] == 0
    assert opened_by(folder, NEW)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (recovery.encode(bytes(20)), "belongs to another vault"),
        (OLD_CODE[:-1], "35"),
        (("0" if OLD_CODE[0] != "0" else "1") + OLD_CODE[1:], "group 1"),
        ("", "0"),
    ],
)
def test_a_wrong_code_is_told_and_nothing_written(
    ask: Ask, folder: Path, tmp_path: Path, code: str, sentence: str
) -> None:
    (tmp_path / "code").write_text(code + "\n")
    files = ("--recovery-file", tmp_path / "code", "--passphrase-file", tmp_path / "new")
    status, _, err = ask("recover", "--vault", folder, *files)
    assert status == 1
    assert sentence in err
    assert opened_by(folder, OLD)


def test_interrupted_at_the_swap_the_code_stays(folder: Path, tmp_path: Path) -> None:
    """The new code counts from then on, so its file must not be taken away with the interrupt."""
    script = (
        "import os, signal, sys\n"
        "from psw_tui.cli import passphrase\n"
        "from psw_tui.cli.main import run\n"
        "from psw_tui.storage import renewing\n"
        "from psw_tui.storage.kdf import CHEAPEST\n"
        "passphrase.calibrate = lambda: CHEAPEST\n"
        "really = renewing._swap\n"
        "def swap(*given):\n"
        "    really(*given)\n"
        "    os.kill(os.getpid(), signal.SIGINT); os.kill(os.getpid(), signal.SIGTERM)\n"
        "renewing._swap = swap\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    files = ["--passphrase-file", str(tmp_path / "old"), "--new-passphrase-file", str(tmp_path / "new")]
    command = ["passphrase", "--vault", str(folder), *files, "--leaked", "--recovery-file", str(tmp_path / "sheet")]
    done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    open_with_recovery_code(folder, (tmp_path / "sheet").read_text(), clock=SystemClock()).close()


def test_a_blank_sheet_has_boxes_and_no_code(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = ask("sheet", tmp_path / "sheet.html")
    assert (code, err) == (0, "")
    assert "sheet.html" in out
    page = (tmp_path / "sheet.html").read_text("utf-8")
    assert page.count('class="box"') == 9 * 4
    assert "@media print" in page
    assert 'lang="en"' in page
    assert not re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b", page)
    again = ask("sheet", tmp_path / "sheet.html")
    assert again[0] == 1
    assert "was not touched" in again[2]
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "fr")
    assert ask("sheet", tmp_path / "feuille")[0] == 0
    assert "Mon code de secours" in (tmp_path / "feuille.html").read_text("utf-8")


def test_a_sheet_that_cannot_be_written(ask: Ask, tmp_path: Path) -> None:
    code, _, err = ask("sheet", tmp_path / "nowhere" / "sheet.html")
    assert code == 1
    assert "Nothing can be written" in err
