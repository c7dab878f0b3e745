"""Plain mode as a program in a pipe: the passphrase first, then the answers; in English and in French."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from psw_tui.clock import SystemClock
from psw_tui.language import speak
from psw_tui.records.setting import SettingForm
from psw_tui.services.drafts import draft_at, unfinished
from psw_tui.services.settings import change_settings, settings
from psw_tui.storage.vault import Vault
from tests.conftest import PASSPHRASE
from tests.plain.conftest import reopened
from tests.plain.on_screens import do_the_job
from tests.plain.the_job import CLIENT, THE_JOB
from tests.ui.driving import Driver, beginning, running
from tests.ui.reading import english_on

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 60


def program(*arguments: object, typed: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "psw_tui", *map(str, arguments)],
        input=typed.encode(),
        capture_output=True,
        env=around(environment),
        cwd=REPOSITORY,
        timeout=PATIENCE,
        check=False,
    )


def around(environment: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "TERM": "dumb", "LC_ALL": "C.UTF-8", **environment}


def answers(*lines: str) -> str:
    return "\n".join([PASSPHRASE, *lines, ""])


def plain(vault: Path, *lines: str) -> subprocess.CompletedProcess[bytes]:
    return program("plain", "--vault", vault, "--passphrase-file", "-", typed=answers(*lines))


def caseload(vault: Path) -> Any:
    done = program("caseload", "--json", "--vault", vault, "--passphrase-file", "-", typed=answers())
    assert done.returncode == 0, done.stderr
    return [{**row, "code": ""} for row in json.loads(done.stdout)]


@pytest.fixture
def in_french(vault: Vault) -> Path:
    """The vault of a worker who reads French, closed."""
    present = settings(vault)
    answers = {name: getattr(present, name) for name in SettingForm.model_fields} | {"language": "fr"}
    change_settings(vault, SettingForm.model_validate(answers))
    vault.close()
    return vault.folder


@pytest.fixture
def folder(vault: Vault) -> Path:
    vault.close()
    return vault.folder


def test_the_whole_job_through_a_pipe_in_english_and_in_french(
    new_vault: Path, in_french: Path, tmp_path: Path
) -> None:
    """The same numbers in both languages, and the same caseload afterwards. Not one escape sequence."""
    english = Path(shutil.copytree(new_vault, tmp_path / "english"))
    for vault, words in ((english, b"The vault is closed."), (in_french, "Le coffre est fermé.".encode())):
        done = plain(vault, *THE_JOB)
        assert (done.returncode, done.stderr) == (0, b"")
        assert words in done.stdout
        assert b"\n! " not in done.stdout.replace(b"\n! No backup", b"").replace(b"\n! Aucune sauve", b"")
        assert b"\x1b" not in done.stdout
    assert caseload(english) == caseload(in_french)
    assert caseload(english)[0]["fresh_look"]["steps"]["8"] == "done"


async def test_the_whole_job_in_french_on_the_screens_and_through_a_pipe(
    new_vault: Path, in_french: Path, tmp_path: Path
) -> None:
    """From the passphrase to the end, at 80x24, by keys alone: the caseload is the one that the answers make.

    Wherever the job stops, and behind every answer, no word on the screen is one that only English sentences have.
    """
    on_screens = Path(shutil.copytree(in_french, tmp_path / "screens"))
    typed = " ".join(THE_JOB)
    seen: list[str] = []

    def is_french(driver: Driver) -> None:
        assert english_on(driver.text, typed) == set(), driver.text
        seen.append(driver.squeezed)

    # The program in the pipe reads the computer's clock, so the screens do too.
    start = beginning(SystemClock(), [on_screens])  # type: ignore[arg-type]
    async with running(replace(start, language=speak("fr"))) as driver:
        driver.by_keys = True
        is_french(driver)
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await do_the_job(driver, is_french)
        await driver.press("q")
        await driver.leaves_for(lambda: driver.app._exit, "end")
    for words in ("Phrase de passe", "Étape 8 : Respecter le choix de la personne"):
        assert any(words in each for each in seen), words
    done = plain(in_french, *THE_JOB)
    assert (done.returncode, done.stderr) == (0, b"")
    assert english_on(done.stdout.decode(), typed) == set()
    assert caseload(on_screens) == caseload(in_french)


def test_a_backup_is_made_at_the_end(folder: Path) -> None:
    """As the screens do when they lock."""
    plain(folder, *CLIENT, "<", "q")
    assert len(list((folder / "backups").iterdir())) == 1


def test_answers_that_end_within_a_form_leave_a_draft(folder: Path, tmp_path: Path) -> None:
    """The exit code says that something was left undone."""
    done = plain(folder, "4", "", "they/them")
    assert done.returncode == 1
    assert b"kept as a draft" in done.stdout
    assert done.stdout.rstrip().endswith(b"The vault is closed.")


def test_a_wrong_passphrase_is_a_sentence(folder: Path) -> None:
    done = program("plain", "--vault", folder, "--passphrase-file", "-", typed="nonsense\n1\n")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"does not open the vault" in done.stderr


def test_a_passphrase_file_leaves_all_of_standard_input_to_the_answers(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PASSPHRASE)
    done = program("plain", "--vault", folder, "--passphrase-file", tmp_path / "secret", typed="q\n")
    assert done.returncode == 0
    assert b"The vault is closed." in done.stdout


def test_without_a_vault_and_without_a_terminal_set_up_is_named(tmp_path: Path) -> None:
    done = program("plain", typed="", PSW_TUI_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert b'"psw-tui new"' in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_was_answered_is_there_after_a_signal(folder: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "psw_tui", "plain", "--vault", str(folder), "--passphrase-file", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=around({}), cwd=REPOSITORY
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(answers("7", "call the shelter", "1", "4", "River", "she/her", "1", "1").encode())
        running.stdin.flush()
        said = b""
        while b"Write together?" not in said:
            said += os.read(running.stdout.fileno(), 4096)
        running.send_signal(number)
        said += running.stdout.read()
        assert running.wait(PATIENCE) in (128 + number, 130)
    assert b"kept as a draft" in said
    with reopened(folder) as found:
        kept = {note.place.form: draft_at(found, note.place) for note in unfinished(found)}
        assert kept["quick"]["words"] == "call the shelter"
        assert kept["client"]["goes_by"] == "River"
        assert kept["client"]["pronouns"] == "she/her"
