"""The terminal vanishes at any moment, several at once: the program ends by itself and what was on screen is kept."""

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random

import psutil

from psw_tui.services.drafts import draft_at, unfinished
from tests.long.__main__ import common_options
from tests.services.giving import give_client
from tests.terminal.notebook import Notebook
from tests.terminal.program import NeverCame, Program
from tests.terminal.writing import SHEETS, go_home, go_to_client, open_sheet

ROUNDS = 100
LONGEST_LIFE = 12.0
"""Seconds after which at the latest the terminal is gone."""

PATIENCE = 20.0
"""Seconds the program has to end by itself."""


class Vanished(Exception):
    """The terminal is gone, as it was to be."""


class Fleeting(Program):
    """A program whose terminal vanishes when its time has come."""

    end = float("inf")
    """On the monotonic clock."""
    family: Sequence[psutil.Process] = ()
    """The launcher and the app, as there were when it vanished."""

    def _wait(self, seconds: float) -> bool:
        limit = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            if now >= self.end:
                launcher = psutil.Process(self.process.pid)
                self.family = [launcher, *launcher.children(recursive=True)]
                self.hang_up()
                raise Vanished
            if super()._wait(max(0.0, min(limit - now, 0.02))):
                return True
            if now >= limit:
                return False


def options(parser: ArgumentParser) -> None:
    """How many at once."""
    common_options(parser)
    parser.add_argument("--together", type=int, default=4, help="so many at once: a busy computer is what it takes")


def run(args: Namespace) -> int:
    """1 if a process stayed, or a word that had been on screen is not in the draft."""
    rounds = -(-(args.rounds or ROUNDS) // args.together)
    with ThreadPoolExecutor(args.together) as threads:
        found = list(threads.map(lambda number: _sessions(args.seed + number, rounds), range(args.together)))
    faults = [fault for each, _ in found for fault in each]
    print(*faults, sep="\n", end="\n" * bool(faults))
    written = sum(words for _, words in found)
    print(f"vanish: {rounds * args.together} terminals, {written} with words on them, {len(faults)} faults")
    return 1 if faults else 0


def _sessions(seed: int, rounds: int) -> tuple[list[str], int]:
    """What went wrong, and in how many rounds there were words on screen."""
    random, faults, written = Random(seed), [], 0
    with tempfile.TemporaryDirectory() as around:
        notebook = Notebook(Path(around) / "home")
        notebook.make()
        vault = notebook.inside()
        give_client(vault, "Maple-27")
        vault.close()
        for number in range(rounds):
            with notebook.program_on(Fleeting) as program:
                program.end = time.monotonic() + random.uniform(0.3, LONGEST_LIFE)
                seen = _work_until_it_vanishes(program, f"{number:03}w")
                stayed = _still_running(program)
            written += bool(seen)
            if stayed:
                faults.append(f"seed {seed}, round {number}: {stayed} processes stayed")
            if seen not in _kept(notebook):
                faults.append(f"seed {seed}, round {number}: {seen!r} was on screen and is not kept")
    return faults, written


def _work_until_it_vanishes(program: Fleeting, beginning: str) -> str:
    """Go to a new note and write there; what of it was last seen."""
    seen = ""
    with suppress(Vanished):
        while True:
            with suppress(NeverCame):  # a slow moment: from home the way is found again
                program.until(r"1-9 steps|\d unfinished note")
                go_home(program)
                go_to_client(program, 0)
                open_sheet(program, SHEETS[0])
                for word in (f"{beginning}{each:03}" for each in count()):
                    program.type(word + " ")
                    program.listen(0.1)
                    if word in program.screen.squeezed:
                        seen = word
    return seen


def _still_running(program: Fleeting) -> int:
    """How many of its processes do not end."""
    limit = time.monotonic() + PATIENCE
    while True:
        program.process.poll()
        left = sum(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in program.family)
        if not left or time.monotonic() > limit:
            return left
        time.sleep(0.05)


def _kept(notebook: Notebook) -> str:
    """What is in drafts of notes."""
    vault = notebook.inside()
    try:
        return " ".join(str(draft_at(vault, note.place).get("their_words", "")) for note in unfinished(vault))
    finally:
        vault.close()
