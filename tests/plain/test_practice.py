"""Practising in plain mode: offered after set-up, said step by step, left and taken up, never mixed with one's own."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from psw_tui.domain.passphrase import PRACTICE
from psw_tui.places import HOME_VARIABLE, lesson_folder
from psw_tui.plain.start import DONE, PRACTISE, PRACTISE_ANEW, Kind, talk
from psw_tui.records.choices import NoteLanguage
from psw_tui.services.practice import how_far, open_lesson
from psw_tui.services.settings import settings
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.plain.conftest import Script, reopened, squeezed
from tests.plain.test_pipe import program


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


def lesson_vault(clock: StillClock, language: str = "en") -> Vault:
    return open_lesson(lesson_folder(), PRACTICE, clock=clock, language=NoteLanguage(language))


def said(vault: Vault, kind: Kind, *lines: str) -> tuple[int, str]:
    out = io.StringIO()
    code = talk(vault, Script(list(lines)), out, on_terminal=False, kind=kind)
    assert not vault.is_open
    return code, squeezed(out.getvalue())


NEW, LESSON = Kind(new=True), Kind(lesson=True)


@pytest.mark.parametrize(("choice", "code"), [("1", PRACTISE), ("2", DONE)])
def test_a_new_vault_asks_for_the_rhythm_and_offers_the_practice(vault: Vault, choice: str, code: int) -> None:
    """The same questions as on the screens."""
    found, text = said(vault, NEW, "1", "555-0199", "2", "7", "1", choice, "q")
    assert found == code
    assert "4 of 5: your rhythm" in text
    assert "Nothing of it is ever counted with your own clients." in text
    with reopened(vault.folder) as again:
        kept = settings(again)
        assert (kept.on_call_phone, str(kept.country), kept.idle_minutes) == ("555-0199", "us", 7)


def test_the_first_day_can_be_left(vault: Vault) -> None:
    code, text = said(vault, NEW, "q", "q", "q")
    assert code == DONE
    assert "The vault is closed." in text


def test_from_the_first_room_to_the_practice(vault: Vault) -> None:
    code, _ = said(vault, Kind(), "13", "2", "13", "1")
    assert code == PRACTISE


def test_the_lessons_are_said_one_after_the_other(clock: StillClock) -> None:
    """The first room says what comes next; where it was left, it is taken up."""
    code, text = said(lesson_vault(clock), LESSON, "q")
    assert code == DONE
    assert "Practice: Practice-01 is made up" in text
    assert "No backup" not in text
    debrief = ["2", "1", "1", "1", *[""] * 7, "3", ">", "1"]
    _, text = said(lesson_vault(clock), LESSON, *debrief, "q", "q")
    assert "now 3 and 3. 3 ratings, not higher yet." in text
    with lesson_vault(clock) as vault:
        assert how_far(vault).wrote
    back, there = ["<", "<", "<"], ["1", "1", "2"]
    opening, step = ["o", "", ">", "1"], ["1", "tea", "", ">", "1"]
    _, text = said(lesson_vault(clock), LESSON, *there, *opening, *back, *there, *step, *back, "q")
    assert "The fresh look is open: nine steps, in any order." in text
    assert "Step 1 is in the record." in text


@pytest.mark.parametrize(
    ("answer", "code", "there"), [("1", DONE, True), ("2", DONE, False), ("3", PRACTISE_ANEW, True)]
)
def test_the_practice_ends_as_it_is_told(clock: StillClock, answer: str, code: int, *, there: bool) -> None:
    found, _ = said(lesson_vault(clock), LESSON, "13", answer)
    assert found == code
    assert lesson_folder().exists() is there


def test_as_a_program_in_french(home: Path) -> None:
    """Made, begun anew, removed; nothing is left and nothing was asked for."""
    lines = "13\n3\n13\n2\n"
    done = program("plain", "--practice", typed=lines, PSW_TUI_HOME=str(home), PSW_TUI_LANGUAGE="fr")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().count("Exercice-01 est une personne inventée") == 2
    assert not lesson_folder().exists()
