"""Plain mode on a terminal of its own that can do nothing: a passphrase unseen, half a line, a terminal that goes."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.services.drafts import draft_at, unfinished
from psw_tui.storage.vault import Vault
from tests.conftest import PASSPHRASE
from tests.plain.conftest import reopened
from tests.terminal.program import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals on Windows")
REPOSITORY = Path(__file__).parents[2]
AROUND = {"TERM": "dumb", "PSW_TUI_LANGUAGE": "en", "PYTHONUNBUFFERED": ""}


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "psw_tui", "plain", "--vault", str(folder)]


@pytest.fixture
def folder(vault: Vault) -> Path:
    vault.close()
    return vault.folder


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    with Program(command(folder), environment=AROUND, folder=REPOSITORY) as running:
        running.until("Passphrase:")
        yield running


def unlock(program: Program) -> None:
    program.type(f"{PASSPHRASE}\n")
    program.until(r"\d+\. team >")


def kept_in(folder: Path) -> dict[str, str]:
    with reopened(folder) as vault:
        return {note.place.form: draft_at(vault, note.place).get("pronouns", "") for note in unfinished(vault)}


def test_the_passphrase_is_not_shown_and_may_be_mistyped(program: Program) -> None:
    """The crisis card comes up before anything is open."""
    program.type("!\n")
    program.until("Crisis card.*Passphrase:")
    program.type("nonsense\n")
    program.until("! This passphrase does not open the vault.*Passphrase:")
    unlock(program)
    assert PASSPHRASE not in program.screen.squeezed
    program.type("q\n")
    program.until(re.escape("The vault is closed."))
    assert program.until_ended() == 0


@pytest.mark.parametrize("ending", [b"\x03", b"\x04\x04"], ids=["ctrl+c", "ctrl+d"])
def test_half_a_line_is_kept(program: Program, folder: Path, ending: bytes) -> None:
    """Typed, and Enter never pressed."""
    unlock(program)
    program.type("4\nRiver\n")
    program.until("Pronouns >")
    program.type("they/th")
    program.until("they/th")
    program.send(ending)
    program.until("kept as a draft")
    assert program.until_ended() in (1, 130)
    assert kept_in(folder) == {"client": "they/th"}


@pytest.mark.parametrize("deaf", [False, True], ids=["hang up", "deaf to hanging up"])
def test_a_terminal_that_goes_leaves_a_draft_and_a_closed_vault(folder: Path, *, deaf: bool) -> None:
    """Whether the system says so or not."""
    wrap = ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh"] if deaf else []
    with Program([*wrap, *command(folder)], environment=AROUND, folder=REPOSITORY) as program:
        program.until("Passphrase:")
        unlock(program)
        program.type("4\nRiver\nshe/her\n")
        program.until("They know I keep notes")
        program.hang_up()
        assert program.process.wait(30) in (1, 128 + signal.SIGHUP)
    assert kept_in(folder) == {"client": "she/her"}
