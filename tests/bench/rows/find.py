"""Finding as one types in more than a hundred thousand debriefs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from psw_tui.domain.find_query import read_query
from tests.bench.probe import Probe, module
from tests.bench.row import Bench, Measure, Pair, Round, Row, middle, tail
from tests.bench.rows.start import open_caseload
from tests.bench.vaults import opened

CLIENTS = 10_000
TYPED = ("garden", "landlord", "food bank", "pharm", "courage quiet", "they said", "maple-2")
"""Seldom and common words, beginnings, several at once, a code; each letter of them is a question."""

HITS = 51
UNKNOWN = "zq"
"""Begins no word: what follows is looked for and never found."""

STEADY = 0.09
"""Seconds between two keys of somebody who types fast and does not wait."""

RAW = (
    "SELECT search.entity, search.row, search.client, search.day, search.body FROM search_words"
    " JOIN search ON search.n = search_words.rowid WHERE search_words MATCH ? ORDER BY search_words.rowid DESC LIMIT ?"
)


def rounds(bench: Bench) -> Iterator[Round]:
    """Each letter in the program; each question raw, and what painting a full screen anew takes."""
    vault = bench.vault(CLIENTS)
    with Probe(*module("tests.bench.apps.repaint")) as bare:
        bare.until("Maple")
        for number in count():
            raw = _raw(vault)
            repaint = middle([bare.answer(letter)[1] for letter in "garden walk"])
            for _ in "garden walk":
                bare.press("backspace")
            with Probe(*module("tests.bench.apps.practice", vault)) as program:
                open_caseload(program)
                program.press("/")
                program.until("Words, or parts")
                ours = _typed(program)
                echo = _steady(program, number)
            yield {
                "find": Pair(tail(ours), tail([query + repaint for query in raw])),
                "echo": Pair(tail(echo["found"]), tail(echo["unknown"])),
            }


def _raw(folder: Path) -> list[float]:
    """Milliseconds for each question on SQLCipher's own connection, the newest rows first."""
    taken = []
    with opened(folder) as vault:
        for typed in TYPED:
            for end in range(1, len(typed) + 1):
                match = read_query(typed[:end], vault.clock.today()).match
                began = time.perf_counter()
                vault.connection.execute(RAW, (match, HITS)).fetchall()
                taken.append((time.perf_counter() - began) * 1000)
    return taken


def _typed(program: Probe) -> list[float]:
    """Milliseconds from each letter until its hits stand there; the cursor's blinking counts for nothing."""
    taken = []
    for typed in TYPED:
        for letter in typed:
            if letter == " ":  # changes nothing that can be seen
                program.press(letter)
            else:
                taken.append(program.answer(letter, lambda: program.screen.lines)[1])
        _empty(program, len(typed))
    return taken


def _steady(program: Probe, number: int) -> dict[str, list[float]]:
    """Milliseconds from a key to its letter, whatever is being looked for: words that are found, and words that are not."""
    sides = {"found": TYPED, "unknown": tuple(UNKNOWN + typed.replace(" ", "") for typed in TYPED)}
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for name in sorted(sides, reverse=bool(number % 2)):
        for typed in sides[name]:
            taken[name] += program.type_steadily(typed, STEADY, lambda: program.screen.lines[1])
            _empty(program, len(typed))
    return taken


def _empty(program: Probe, letters: int) -> None:
    for _ in range(letters):
        program.press("backspace")
    program.until("Words, or parts")


MEASURE = Measure(
    "find",
    (
        Row(
            "find",
            "find as you type in 120,000 debriefs, key to hits painted, p95",
            "raw FTS5 query + one repaint, p95",
            2.0,
        ),
        Row("echo", "key to its letter while a search runs, p95", "the same while none finds anything, p95", 1.5),
    ),
    rounds,
)
