"""Typing in a long note: from a key to its letter, with drafts being kept, and in a bare text box."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from tests.bench.probe import Probe, module
from tests.bench.row import Bench, Measure, Pair, Round, Row, in_turn, tail
from tests.bench.typing import WORDS
from tests.services.giving import give_client
from tests.terminal.notebook import Notebook
from tests.terminal.writing import SHEETS, go_to_client, open_sheet

CHARACTERS = 19_500
"""In the box beforehand; with what is typed it comes to about twenty thousand, and fits."""

KEYS = 30
SIZE = (80, 24)


def rounds(name: str, _bench: Bench, *, unbroken: bool) -> Iterator[Round]:
    """Two boxes with the same text, the cursor at its end; a block of keys into each in turn."""
    random = Random(1)
    text = (WORDS * (CHARACTERS // len(WORDS) + 1))[:CHARACTERS].strip()
    with tempfile.TemporaryDirectory() as around, ExitStack() as programs:
        bare = programs.enter_context(Probe(*module("tests.bench.apps.bare_box"), size=SIZE))
        ours = programs.enter_context(_debrief(Path(around)))
        for program in (ours, bare):
            program.quiet(0.3)
            program.paste(text if unbroken else text.replace("again ", "again\n"))
            program.quiet(0.4)
        for number in count():
            sides = {"ours": partial(_block, ours, random), "bare": partial(_block, bare, random)}
            taken = in_turn(number, sides)
            yield {name: Pair(tail(taken["ours"]), tail(taken["bare"]))}


def _debrief(around: Path) -> Probe:
    """The program with the cursor in a notes box of a debrief."""
    notebook = Notebook(around / "home")
    notebook.make()
    vault = notebook.inside()
    give_client(vault, "Maple-27")
    vault.close()
    command = (sys.executable, "-m", "psw_tui", "--passphrase-file", str(notebook.passphrase_file))
    program = Probe(*command, size=SIZE, environment={"PSW_TUI_HOME": str(notebook.home)})
    program.until("1-9 steps")
    go_to_client(program, 0)
    open_sheet(program, SHEETS[0])
    return program


def _block(program: Probe, random: Random) -> list[float]:
    """Milliseconds from each letter to the first picture with it; words of six, so that lines go on wrapping."""
    taken = []
    for number in range(KEYS):
        if number % 7 == 0:
            program.type(" ")
        letter = random.choice("abcdeghilmnoprstu")
        taken.append(program.answer(letter, lambda: program.screen.lines[1:])[0])
    return taken


MEASURES = (
    Measure(
        "typing",
        (Row("typing", "typing in a note of 20,000 characters, drafts kept, p95", "a bare TextArea, p95", 1.1),),
        partial(rounds, "typing", unbroken=False),
    ),
    Measure(
        "unbroken",
        (Row("unbroken", "the same in one unbroken paragraph, p95", "a bare TextArea, p95", 1.1),),
        partial(rounds, "unbroken", unbroken=True),
    ),
)
