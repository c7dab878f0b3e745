"""Terminals without colours, and people who want none: not one colour is asked for."""

from __future__ import annotations

from pathlib import Path

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
