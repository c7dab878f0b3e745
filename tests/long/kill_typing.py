"""kill -9 while somebody types into debriefs, steps, goals and safety notes: nothing older than two seconds is missing."""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Timer

import psutil

from psw_tui.services.doctor import Check, examine
from psw_tui.services.drafts import unfinished
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.services.giving import give_client, give_look
from tests.terminal.notebook import Notebook
from tests.terminal.program import Ended, NeverCame, Program
from tests.terminal.writing import SHEETS, Sheet, back_to_client, go_home, go_to_client, open_sheet

ROUNDS = 200
CODES = ("Maple-27", "Birch-14", "Zinnia-99")
A_VAULT_LASTS = 40
"""Rounds until a new vault is begun, so that the boxes do not grow for ever."""

PROMISED = 2.0
"""Seconds: what was typed longer ago than this is never lost."""

LONGEST_LIFE = 4.5
"""Seconds of typing after which at the latest the program is killed."""

LAUNCHER_EVERY = 10
"""In one round of so many it is the launcher that is killed: the app then has to end by itself."""

Place = tuple[str, str]
"""A client's code and the name of a form."""


@dataclass
class Memory:
    """What was typed where, and when: it knows what the vault must hold."""

    typed: dict[Place, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """Every word, with the moment its last letter was sent."""
    begun: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Words that may have been cut off by a kill."""
    seen: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Words that have been in the vault: they stay there."""
    missing_age: float = 0.0
    """The oldest word that was missing after a kill, in seconds."""
    last: tuple[Place, list[tuple[str, float]]] = (("", ""), [])
    """The word typed last: as far as it had come, letter by letter."""
    drafts: bool = False
    """Whether the program will offer drafts at its start."""

    def next_word(self, place: Place) -> str:
        """A word nobody else has: it tells of the client and the form it was typed for."""
        code, form = place
        word = f"{code.replace('-', '').lower()}{form.replace('_', '')}{len(self.typed[place]):03}"
        self.begun[place].add(word)
        return word

    def faults(self, vault: Vault, killed: float) -> Iterator[str]:
        """What is not as it must be after a kill at this moment."""
        found = _words(vault)
        for place, words in found.items():
            known = self.typed[place].keys() | self.begun[place] | self.seen[place]
            strange = {word for word in words - known if not any(each.startswith(word) for each in self.begun[place])}
            yield from (f"{word} is in {place}, where nobody typed it" for word in sorted(strange))
        yield from self._letters_missing(found, killed)
        for place, typed in self.typed.items():
            missing = typed.keys() - found[place]
            ages = {word: killed - typed[word] for word in missing}
            self.missing_age = max([self.missing_age, *ages.values()])
            yield from (f"{word}, typed {age:.2f} s before, is missing" for word, age in ages.items() if age > PROMISED)
            yield from (f"{word} was there and is gone" for word in sorted(missing & self.seen[place]))
        for finding in examine(vault, rebuild=True):
            if finding.check is not Check.ROOM and not finding.fine:
                yield f"{finding.check}: {', '.join(finding.wrong)}"
        self.drafts = bool(unfinished(vault))
        self._go_on_from(found)

    def _letters_missing(self, found: dict[Place, set[str]], killed: float) -> Iterator[str]:
        place, letters = self.last
        for beginning, sent in letters:
            if not any(word.startswith(beginning) for word in found[place]):
                self.missing_age = max(self.missing_age, killed - sent)
                if killed - sent > PROMISED:
                    yield f"{beginning}, typed {killed - sent:.2f} s before, is missing"

    def _go_on_from(self, found: dict[Place, set[str]]) -> None:
        """What was lost within the two seconds is not asked for again."""
        for place, words in found.items():
            self.seen[place] |= words
        for place, typed in self.typed.items():
            for word in typed.keys() - found[place]:
                self.typed[place][word] = float("inf")


class Typist:
    """Types into one form after the other until the program is killed."""

    def __init__(self, program: Program, memory: Memory, random: Random) -> None:
        self._program = program
        self._memory = memory
        self._random = random
        self.saves = 0

    def write_until_killed(self, kill: Timer) -> None:
        with suppress(Ended):
            while True:
                try:
                    go_home(self._program)
                    code = go_to_client(self._program, self._random.randrange(len(CODES)))
                    for sheet in self._random.sample(SHEETS, 2):
                        self._write(code, sheet, kill)
                except NeverCame:  # a slow moment on a busy computer: from home the way is found again
                    self._let_run(kill)

    def _let_run(self, kill: Timer) -> None:
        """Start the time until the kill, once."""
        if not kill.is_alive() and not kill.finished.is_set():
            kill.start()

    def _write(self, code: str, sheet: Sheet, kill: Timer) -> None:
        open_sheet(self._program, sheet)
        self._let_run(kill)
        for _ in range(self._random.randint(3, 30)):  # most kills meet somebody who has typed for seconds
            self._type(code, sheet)
        if sheet.name not in {"goal", "safety_note"} and self._random.random() < 0.5:
            self._program.press("f2")
            self.saves += 1
        back_to_client(self._program)

    def _type(self, code: str, sheet: Sheet) -> None:
        place = (code, sheet.name)
        word = self._memory.next_word(place)
        haste = self._random.choice((0.0, 0.02, 0.05))
        self._memory.last = place, []
        self._program.type(" ")  # a kill may have left half a word
        for end, letter in enumerate(word, 1):
            sent = self._program.type(letter)
            self._memory.last[1].append((word[:end], sent))
            self._program.listen(haste)
        self._memory.typed[place][word] = sent


def run(args: Namespace) -> int:
    rounds = args.rounds or ROUNDS
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as around:
        told = kill_rounds(Path(around), rounds, args.seed)
    print(
        f"kill_typing: {told.sentence}, {time.monotonic() - began:.0f} s"
        + "".join(f"\n  {each}" for each in told.wrong[:10])
    )
    return 1 if told.wrong or not told.words else 0


@dataclass
class Told:
    """How the rounds went."""

    rounds: int = 0
    words: int = 0
    saves: int = 0
    missing_age: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        return (
            f"{self.rounds} kills -9, {self.words} words typed, {self.saves} saves, {len(self.wrong)} faults,"
            f" the oldest letter lost was {self.missing_age:.2f} s old"
        )


def kill_rounds(around: Path, rounds: int, seed: int) -> Told:
    """Kill so many times; a new vault now and then."""
    random = Random(seed)
    told = Told()
    for number in range(rounds):
        if number % A_VAULT_LASTS == 0:
            notebook, memory = new_notebook(around / f"home{number}"), Memory()
        before = sum(map(len, memory.typed.values()))
        killed, saves = _one_kill(notebook, memory, random, launcher=number % LAUNCHER_EVERY == LAUNCHER_EVERY - 1)
        vault = notebook.inside()
        try:
            for fault in memory.faults(vault, killed):
                told.wrong.append(f"round {number}: {fault}")
                print(told.wrong[-1], file=sys.stderr, flush=True)  # at once: a long run may be broken off
        finally:
            vault.close()
        told.rounds += 1
        told.saves += saves
        told.words += sum(map(len, memory.typed.values())) - before
        told.missing_age = max(told.missing_age, memory.missing_age)
    return told


def new_notebook(home: Path) -> Notebook:
    """Three clients, each with a fresh look."""
    notebook = Notebook(home)
    notebook.make()
    vault = notebook.inside()
    for code in CODES:
        give_look(vault, give_client(vault, code).id)
    vault.close()
    return notebook


def _one_kill(notebook: Notebook, memory: Memory, random: Random, *, launcher: bool) -> tuple[float, int]:
    """Type until a kill out of nowhere; the moment of it, and how often was saved."""
    killed: list[float] = []
    with notebook.program() as program:
        program.until(r"\d unfinished note" if memory.drafts else "1-9 steps")
        app = program.child

        def strike() -> None:
            killed.append(time.monotonic())
            os.kill(program.process.pid if launcher else app.pid, signal.SIGKILL)

        kill = Timer(random.uniform(0.1, LONGEST_LIFE), strike)
        typist = Typist(program, memory, random)
        try:
            typist.write_until_killed(kill)
        finally:
            kill.cancel()
        psutil.wait_procs([app], timeout=20)  # without a launcher it ends by itself, drafts kept
    return killed[0], typist.saves


def _words(vault: Vault) -> dict[Place, set[str]]:
    """Every word of the drafts and of the log, by client and form."""
    codes = {row["id"]: row["code"] for row in listing(vault, "SELECT id, code FROM client")}
    forms = {sheet.entity: sheet.name for sheet in SHEETS}
    found: dict[Place, set[str]] = defaultdict(set)
    texts = [
        *listing(vault, "SELECT client, form AS form, body AS text FROM draft"),
        *listing(vault, "SELECT client, entity AS form, vals AS text FROM change"),
    ]
    for row in texts:
        place = (codes.get(row["client"], ""), forms.get(row["form"], row["form"]))
        found[place].update(re.findall(r"(?:maple|birch|zinnia)\w*", row["text"].replace("\\n", " ")))
    return found
