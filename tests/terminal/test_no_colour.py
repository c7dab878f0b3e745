"""Terminals without colours, and people who want none: not one colour is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.notebook import Notebook


def test_no_color_means_none(tmp_path: Path) -> None:
    """Marks are there all the same: turned round, or bold."""
    notebook = Notebook(tmp_path / "home")
    notebook.make()
    with notebook.program(environment={"NO_COLOR": "1"}) as program:
        program.until("1-9 steps")
        program.press("a")
        program.until("F2 save")
        assert program.screen.colours == {"default"}
        assert "F2" in program.screen.marked


@pytest.mark.parametrize("terminal", ["vt100", "unknown", ""])
def test_a_terminal_that_lies_about_its_colours_is_sent_none(tmp_path: Path, terminal: str) -> None:
    """COLORTERM says truecolor; TERM says that it knows few, or nothing at all. Both keys and marks can be seen."""
    notebook = Notebook(tmp_path / "home")
    notebook.make()
    with notebook.program(environment={"TERM": terminal, "COLORTERM": "truecolor"}) as program:
        program.until("1-9 steps")
        program.press("a")
        program.until("F2 save")
        assert program.screen.colours == {"default"}
        assert "F2" in program.screen.marked
