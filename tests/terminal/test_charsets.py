"""Terminals set to another character set than UTF-8: what is shown can be read, and a key never ends the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.services.drafts import unfinished
from tests.terminal.notebook import Notebook
from tests.terminal.program import Program


def note_down(program: Program, typed: bytes) -> None:
    """Begin a quick note and type bytes into it."""
    program.until("1-9 steps")
    program.press(".")
    program.until("F2 save")
    program.send(typed)
    program.until(r"\bhere")  # what the screen says itself has only a "there"


def test_a_byte_that_is_no_letter_is_seen_and_harms_nothing(tmp_path: Path) -> None:
    """Latin-1 from a terminal that says it speaks UTF-8: the letters around it are kept, the program goes on."""
    notebook = Notebook(tmp_path / "home")
    notebook.make()
    with notebook.program() as program:
        note_down(program, b"caf\xe9 \xff\xfe here")
        assert "caf\ufffd \ufffd\ufffd here" in program.screen.text
        program.press("escape")
        program.until("1-9 steps")
        program.press("q")
        assert program.until_ended() == 0


@pytest.mark.parametrize("charset", ["iso8859-1", "cp1252"])
def test_accents_typed_in_the_charset_of_the_terminal_are_accents(tmp_path: Path, charset: str) -> None:
    notebook = Notebook(tmp_path / "home")
    notebook.make()
    with notebook.program(environment={"PYTHONIOENCODING": charset}) as program:
        note_down(program, "déjà vu, là-bas here".encode(charset))
        program.press("escape")
        program.until("1-9 steps")
        program.press("q")
        program.until_ended()
    vault = notebook.inside()
    assert "déjà vu, là-bas here" in str(unfinished(vault))
    vault.close()


def test_french_without_accents_where_the_terminal_has_none(tmp_path: Path) -> None:
    """Dialogs are drawn with plain lines, words lose their accents and nothing else."""
    notebook = Notebook(tmp_path / "home")
    notebook.make()
    around = {"PYTHONIOENCODING": "ascii", "PSW_TUI_LANGUAGE": "fr"}
    with notebook.program(unlocked=False, environment=around) as program:
        program.until("Echap quitter")
        program.press("f8")
        program.until("Ligne d'aide.* en francais et en anglais")
        assert program.screen.text.isascii()
