"""Nothing on the screen moves or blinks by itself, so there is nothing to switch off: tired eyes are left in peace."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.notebook import Notebook
from tests.terminal.program import Program

STILL = 1.2
"""Seconds; a cursor blinks every half second, and whatever turns does so more often."""

LOOKS = 6
"""How often to wait for that, because some things that are to be said come late, once."""


def stands_still(program: Program) -> bool:
    """Whether nothing at all is sent to the terminal while nobody presses a key."""
    return any(not program.listen(STILL) for _ in range(LOOKS))


def test_nothing_moves_by_itself(tmp_path: Path) -> None:
    """Not even where somebody asked Textual for all its animations: with a passphrase box, on a list, in a text."""
    notebook = Notebook(tmp_path / "home")
    notebook.make()
    around = {"TEXTUAL_ANIMATIONS": "full"}
    with notebook.program(unlocked=False, environment=around) as program:
        program.until("Passphrase")
        assert stands_still(program)
    with notebook.program(environment=around) as program:
        program.until("1-9 steps")
        assert stands_still(program)
        program.press("a")
        program.until("F2 save")
        assert stands_still(program)
        program.press("f1")
        program.until("Esc back")
        assert stands_still(program)
