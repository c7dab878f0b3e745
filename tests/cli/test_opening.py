"""Which vault, which passphrase: everything that can be wrong with either is a sentence and an exit code."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from psw_tui.cli import opening
from psw_tui.clock import SystemClock
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask


def test_a_wrong_passphrase(ask: Ask, folder: Path) -> None:
    code, out, err = ask("caseload", "--vault", folder, "--passphrase-file", "-", typed="nonsense\n")
    assert (code, out) == (1, "")
    assert err == "This passphrase does not open the vault. Look at capitals and the keyboard, try again.\n"


def test_no_passphrase_at_all(ask: Ask, folder: Path) -> None:
    code, _, err = ask("caseload", "--vault", folder, "--passphrase-file", "-", typed="\n")
    assert code == 1
    assert "passphrase is empty" in err


def test_a_folder_that_is_not_there(ask: Ask, tmp_path: Path) -> None:
    code, _, err = ask("caseload", "--vault", tmp_path / "gone")
    assert code == 1
    assert "gone is not there" in err


def test_a_folder_that_is_no_vault(ask: Ask, tmp_path: Path) -> None:
    code, _, err = ask("doctor", "--vault", tmp_path)
    assert code == 1
    assert "There is no vault at" in err


def test_a_second_window(ask_vault: Ask, folder: Path) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()):
        code, out, err = ask_vault("caseload")
    assert (code, out) == (1, "")
    assert "open in another window" in err


def test_a_damaged_vault(ask_vault: Ask, folder: Path) -> None:
    database = folder / "vault.db"
    database.write_bytes(database.read_bytes()[:-100])
    code, _, err = ask_vault("caseload")
    assert code == 1
    assert "cut short" in err


def test_an_unused_computer_is_not_written_to(ask: Ask, tmp_path: Path) -> None:
    code, _, err = ask("caseload")
    assert code == 1
    assert 'Set one up with "psw-tui new"' in err
    assert list(tmp_path.iterdir()) == []


def test_the_only_vault_needs_no_naming_and_two_do(ask: Ask, folder: Path, tmp_path: Path) -> None:
    vaults = tmp_path / "home" / "vaults"
    vaults.mkdir(parents=True)
    folder.rename(vaults / "ash")
    asked = ("caseload", "--json", "--passphrase-file", "-")
    assert ask(*asked, typed=PASSPHRASE)[0] == 0
    (vaults / "bo").mkdir()
    (vaults / "bo" / "vault.keys").touch()
    code, _, err = ask(*asked, typed=PASSPHRASE)
    assert code == 1
    assert "There are several vaults: ash, bo." in err


@pytest.mark.parametrize("content", [b"practice", b"practice\n", b"practice\r\n", b"\xef\xbb\xbfpractice\r\n"])
def test_a_passphrase_file_as_any_editor_leaves_it(ask: Ask, folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    assert ask("caseload", "--vault", folder, "--passphrase-file", tmp_path / "secret")[0] == 0


@pytest.mark.parametrize("content", [b"practice\n\n", b" practice", b"practice \n", b"\xff\xfe"])
def test_nothing_but_one_line_end_is_taken_off(ask: Ask, folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    code, _, err = ask("caseload", "--vault", folder, "--passphrase-file", tmp_path / "secret")
    assert code == 1
    assert "does not open" in err


def test_a_passphrase_file_that_cannot_be_one(ask: Ask, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(b"x" * 5000)
    assert "too long for a passphrase" in ask("caseload", "--vault", folder, "--passphrase-file", tmp_path / "long")[2]
    code, _, err = ask("caseload", "--vault", folder, "--passphrase-file", tmp_path / "gone")
    assert code == 1
    assert "cannot be read" in err


def test_without_a_terminal_nobody_is_asked(ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "getpass", lambda _: pytest.fail("asked"))
    code, _, err = ask("caseload", "--vault", folder)
    assert code == 1
    assert "there is no terminal" in err


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("named", [(), ("--passphrase-file", "-")])
def test_on_a_terminal_it_is_asked_for_unseen(
    ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch, named: tuple[str, ...]
) -> None:
    monkeypatch.setattr(opening, "getpass", lambda _: PASSPHRASE)
    monkeypatch.setattr(io, "TextIOWrapper", Terminal)
    assert ask("caseload", "--vault", folder, *named)[0] == 0


def test_giving_up_is_no_traceback(ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: str) -> str:
        raise EOFError

    monkeypatch.setattr(opening, "getpass", nothing)
    monkeypatch.setattr(io, "TextIOWrapper", Terminal)
    code, _, err = ask("caseload", "--vault", folder)
    assert code == 1
    assert "nothing was opened" in err


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["client"], ["demo", "--clients", "0"], ["demo", "--clients", "many"], ["caseload", "--js"]],
)
def test_arguments_that_make_no_sense(ask: Ask, arguments: list[str]) -> None:
    code, out, err = ask(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: psw-tui")


TEAM = ("show", "start", "card", "let-in", "join", "letter", "take-out", "hub", "sync", "export", "import", "numbers")


@pytest.mark.parametrize(
    "command",
    [
        *((), ("new",), ("demo",), ("plain",), ("caseload",), ("client",), ("doctor",)),
        *(("team",), *(("team", each) for each in (*TEAM, "hub-init", "hub-member"))),
    ],
)
def test_every_command_explains_itself(ask: Ask, command: tuple[str, ...]) -> None:
    code, out, _ = ask(*command, "--help")
    assert code == 0
    assert " ".join(("usage: psw-tui", *command)) in out


def test_a_terminal_without_accents_gets_question_marks(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "psw_tui", "client", "sapin-38", "--vault", str(folder), "--passphrase-file", "-"],
        input=PASSPHRASE.encode(),
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "PSW_TUI_LANGUAGE": "en"},
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"sa s?ur" in done.stdout
