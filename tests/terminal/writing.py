"""Going to a form on the terminal and typing into one of its boxes, as a worker does."""

from __future__ import annotations

import re
import textwrap
from contextlib import suppress
from dataclasses import dataclass

from tests.terminal.program import NeverCame, Program

LABEL_COLUMNS = 24
MOST_TABS = 40
MOST_SCREENS = 6
KEY_LOST = 5.0
"""Seconds after which a key is pressed once more, as anybody would."""


@dataclass(frozen=True)
class Sheet:
    """A form: how to get to it from a client's page, and the box to type into."""

    name: str
    entity: str
    """Its records' name in the change log."""
    way: tuple[tuple[str, str], ...]
    """Each key, and what is on screen after it."""
    box: str
    """The words of the question to type into."""
    answers: tuple[tuple[str, str], ...] = ()
    """What must be answered first: each key, and what is on screen after it."""


def _step(number: int, slug: str, box: str, *answers: tuple[str, str]) -> Sheet:
    return Sheet(slug, f"step_{slug}", ((str(number), f"Step {number} of 9"),), box, answers)


SHEETS = (
    Sheet(
        "debrief",
        "debrief",
        (("n", "New note: "),),
        "In their words",
        (("1", r"\[1 met\]"), ("1", r"\[1 nothing noticed\]")),
    ),
    _step(1, "reflect", "What have I been doing? *"),
    _step(2, "goals", "What they hope for from our time together"),
    _step(3, "listen", "What I heard, in their words*"),
    _step(4, "solve", "The problem as they see it*"),
    _step(5, "supporters", "What they offered or said*", ("1", r"\[1 yes, someone\]")),
    _step(6, "supervision", "My question*"),
    _step(7, "refer", "What they said to it, in their words"),
    _step(8, "respect", "What they decided, in their words*"),
    _step(9, "learn", "What did I learn? *"),
    Sheet("goal", "goal", (("g", "Goals: "), ("a", "New goal: ")), "What they want, in their words*"),
    Sheet("safety_note", "safety_note", (("f8", "Crisis card"), ("n", "Safety note: ")), "What I saw or heard"),
)


def go_home(program: Program) -> None:
    """From the drafts that are offered first, or from wherever, to the caseload."""
    _escape_to(program, "1-9 steps")


def go_to_client(program: Program, number: int) -> str:
    """Open the client on this row of the caseload, from 0; the code that stands on top of the page."""
    program.press("home", *["down"] * number, "enter")
    program.until("d debriefs")
    return program.screen.lines[0].split()[0]


def back_to_client(program: Program) -> None:
    """Leave whatever is above the client's page; what was typed stays as a draft."""
    _escape_to(program, "d debriefs")


def _escape_to(program: Program, key_line: str) -> None:
    """Press Esc until the bottom line names these keys, each time only once the one before has been obeyed."""
    for _ in range(MOST_SCREENS):
        line = program.screen.lines[-1]
        if key_line in line:
            return
        program.press("escape")
        with suppress(NeverCame):  # a notice may have been all that changed
            program.until(re.escape(" ".join(line.split())) + "$", 2.0, gone=True)
    raise NeverCame(f"{key_line!r} is not there:\n{program.screen.text}")


def open_sheet(program: Program, sheet: Sheet) -> None:
    """From a client's page to the box that this form is about."""
    for key, shown in sheet.way:
        program.quiet()  # a screen is painted before it takes keys
        program.press(key)
        try:
            program.until(shown, KEY_LOST)
        except NeverCame:
            program.press(key)
            program.until(shown)
    program.quiet(0.15)
    for key, shown in sheet.answers:
        if not re.search(shown, program.screen.squeezed):
            program.press(key)
            program.until(shown)
            program.quiet(0.1)
    reach(program, sheet.box)
    program.press("end")


def reach(program: Program, question: str) -> None:
    """Press Tab until the question with the cursor is this one: its words are bold."""
    for _ in range(MOST_TABS):
        if _bold_question(program, question):
            return
        program.press("tab")
        program.quiet(0.06)
    raise NeverCame(f"no box beside {question!r}:\n{program.screen.text}")


def _bold_question(program: Program, question: str) -> bool:
    """Whether the words of this question stand in bold in their column."""
    own = textwrap.wrap(question, LABEL_COLUMNS - 1)
    bold = [words[:LABEL_COLUMNS].replace("\xa0", " ").strip() for words in program.screen.bold]
    return any(bold[row : row + len(own)] == own for row in range(len(bold)))
