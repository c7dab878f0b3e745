"""The daily act in a real terminal, typed without ever waiting for the screen, its keys counted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from psw_tui.records.debrief import Debrief
from psw_tui.services.client_page import client_page
from psw_tui.services.clients import client_by_code
from tests.services.giving import give_client, give_goal
from tests.terminal.notebook import Notebook
from tests.terminal.program import Program

THEIRS = "It is too loud at the shelter, and I only want one good night there before Tuesday."
RESPONDED = "Smiled at the dog, then told me about the old kitchen job without my asking."
DONE = "made earplugs out of wax, both of us"
NEXT = "see the quiet room together"


class Typist:
    """Types and counts the keys beside the words."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.keys = 0
        self.words = 0

    def press(self, *keys: str) -> None:
        self.keys += len(keys)
        self._program.press(*keys)

    def write(self, words: str) -> None:
        self.words += len(words.split())
        self._program.type(words)


def notebook_with_goals(home: Path) -> Notebook:
    notebook = Notebook(home)
    notebook.make()
    vault = notebook.inside()
    client = give_client(vault, "Maple-27")
    for words in ("sleep", "a room", "sister"):
        give_goal(vault, client.id, words)
    vault.close()
    return notebook


def only_debrief(notebook: Notebook) -> Debrief:
    vault = notebook.inside()
    (kept,) = client_page(vault, client_by_code(vault, "Maple-27").id).debriefs
    vault.close()
    return kept


def test_a_full_debrief_takes_at_most_60_keys_beside_its_45_words(tmp_path: Path) -> None:
    """Every question is answered; nothing is waited for between the first key and the last."""
    notebook = notebook_with_goals(tmp_path / "home")
    with notebook.program() as program:
        program.until("1-9 steps")
        typist = Typist(program)
        typist.press("n", "enter", "1", "1", "enter", "3", "2")
        typist.write(THEIRS)
        typist.press("tab", "1", "3", "enter")
        typist.write(DONE)
        typist.press("enter")
        typist.write(RESPONDED)
        typist.press("tab", "2", "5", "p", "2", "enter")
        typist.write(NEXT)
        typist.press("enter", "3", "+", "3", "enter", "2", "1", "f2")
        program.until("Next: see the quiet room together")
    kept = only_debrief(notebook)
    assert (typist.words, typist.keys) == (45, 26)
    assert (kept.contact, kept.safety, kept.how_long, kept.place) == ("met", "nothing", "30", "shelter")
    assert (kept.their_words, kept.what_line, kept.how_they_responded) == (THEIRS, DONE, RESPONDED)
    assert kept.what_we_did == ["listened", "practical_help"]
    assert [row["rating"] for row in kept.goals] == ["2", "5", "p"]
    assert (kept.useful_today, kept.next_what, kept.next_who) == ("partly", NEXT, "both")
    assert kept.held_on is not None
    assert kept.next_due == kept.held_on + timedelta(days=3)
    assert (kept.written_together, kept.how_am_i) == ("read_back", "fine")


def test_a_try_takes_at_most_12_keys(tmp_path: Path) -> None:
    """With what was tried and the day of the next try."""
    notebook = notebook_with_goals(tmp_path / "home")
    with notebook.program() as program:
        program.until("1-9 steps")
        typist = Typist(program)
        typist.press("n", "enter", "4", "1", "enter")
        typist.write("knocked twice")
        typist.press("enter", "enter", "+", "2", "f2")
        program.until("Next: Try again")
    kept = only_debrief(notebook)
    assert typist.keys == 10
    assert (kept.contact, kept.tried, kept.next_what) == ("tried", "knocked twice", "Try again")
