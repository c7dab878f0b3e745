"""What keyboards and clipboards hand over, on a real terminal: accents, signs behind AltGr, a megabyte at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.failing.test_full_disk import DEBRIEF, begin, kept_words, with_client
from tests.terminal.notebook import Notebook
from tests.terminal.writing import go_to_client, open_sheet

AZERTY = "é ê ë ç à ù € @ # { } [ ] œ Ç « l’été »"
"""Behind dead keys, AltGr and compose: a terminal sends what came of them."""

JOINED = "می\u200cخواهم क्\u200dष 👩\u200d👧"
"""Signs that cannot be seen keep letters apart or join them; without them they are other words, or other people."""

MEGABYTE = ("walked to the food bank together again and again\n" * 21_000)[:1_000_000]


@pytest.mark.parametrize("typed", [AZERTY, JOINED], ids=["accents", "joined"])
def test_accents_and_signs_arrive_as_they_were_typed(tmp_path: Path, typed: str) -> None:
    """On screen, in the draft, and in the saved debrief."""
    notebook = with_client(Notebook(tmp_path / "home"))
    with notebook.program() as program:
        begin(program, "")
        program.type(f"{typed} so")
        program.until("so")
        program.press("f2")
        program.until("d debriefs")
    assert kept_words(notebook) == ("", [f"{typed} so"])


def test_a_megabyte_in_a_notes_box_is_kept_and_not_saved(tmp_path: Path) -> None:
    """It is too long for a field: said so, whole in the draft, and the keys go on working."""
    notebook = with_client(Notebook(tmp_path / "home"))
    with notebook.program() as program:
        begin(program, "before: ")
        program.paste(MEGABYTE)
        program.type("the end")
        program.until("the end")
        program.press("f2")
        program.until("This is too long by .* It is kept in your draft. Shorten it to save.")
        program.press("escape")
        program.until("d debriefs")
    assert kept_words(notebook) == (f"before: {MEGABYTE}the end", [])


def test_a_megabyte_in_a_line_is_kept_as_one_line(tmp_path: Path) -> None:
    """The lines become one, nothing is cut off."""
    notebook = with_client(Notebook(tmp_path / "home"))
    with notebook.program() as program:
        program.until("1-9 steps")
        go_to_client(program, 0)
        open_sheet(program, replace(DEBRIEF, box="Next: what"))
        program.paste(MEGABYTE)
        program.type("the end")
        program.until("the end")
        program.press("f2")
        program.until("This is too long by .* It is kept in your draft. Shorten it to save.")
