"""Started from an icon: the window goes with the program, so what it says last waits for Enter."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.notebook import Notebook

FROM_ICON = ("-m", "psw_tui", "--icon")


def test_a_stick_that_is_not_plugged_in_is_said_and_waits(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "no stick" / "data")
    with notebook.program(command=FROM_ICON, unlocked=False, environment={"PSW_TUI_LANGUAGE": "fr"}) as program:
        program.until("Le dossier de vos données.*Appuyez sur Entrée pour fermer cette fenêtre")
        assert "Traceback" not in program.screen.text
        assert program.process.poll() is None
        program.press("enter")
        assert program.until_ended() == 1


def test_after_an_ordinary_end_nothing_is_asked(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "home")
    notebook.make()
    with notebook.program(command=FROM_ICON) as program:
        program.until("1-9 steps")
        program.press("q")
        assert program.until_ended() == 0
