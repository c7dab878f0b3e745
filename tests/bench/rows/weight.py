"""What the program costs when nobody asks anything of it: memory, at first and after a day, and the processor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from tests.bench.probe import Probe, module
from tests.bench.row import Bench, Measure, Pair, Round, Row
from tests.bench.rows.find import TYPED
from tests.bench.rows.start import A_ROW, open_caseload
from tests.terminal.writing import go_home, go_to_client

CLIENTS, CROWD = 10_000, 40_000
PAGES_AT_ONCE = 25
SEARCHES = 200
FORMS = 5
IDLE = 10.0
"""Seconds."""


def memory(bench: Bench) -> Iterator[Round]:
    """The launcher counts too. A day is a scroll through forty thousand, 200 searches and some forms, opened and left."""
    for _ in count():
        with Probe(*module("tests.bench.apps.empty")) as bare:
            bare.until("ready")
            bare.quiet(0.5)
            empty = bare.memory()
        with Probe(*module("tests.bench.apps.practice", bench.vault(CLIENTS))) as program:
            open_caseload(program)
            program.quiet(1.0)
            caseload = program.memory()
        with Probe(*module("tests.bench.apps.practice", bench.vault(CROWD))) as program:
            open_caseload(program)
            _look_around(program, pages=PAGES_AT_ONCE, searches=1)
            first = program.memory()
            _look_around(program, pages=CROWD // 30, searches=SEARCHES)
            looked = program.memory()
            _open_forms(program, FORMS)
            after = program.memory()
        yield {
            "memory": Pair(caseload, empty),
            "memory.day": Pair(after, empty),
            "memory.growth": Pair(looked, first),
        }


def _look_around(program: Probe, *, pages: int, searches: int) -> None:
    for _ in range(pages // PAGES_AT_ONCE):
        program.press(*["pagedown"] * PAGES_AT_ONCE)
        program.quiet(0.1)
    program.press("home")
    program.press("/")
    program.until("Words, or parts")
    for number in range(searches):
        typed = TYPED[number % len(TYPED)]
        program.type(typed)
        program.quiet(0.1)
        program.press(*["backspace"] * len(typed))
    program.until("Words, or parts")
    go_home(program)
    _settle(program)


def _open_forms(program: Probe, forms: int) -> None:
    for number in range(forms):
        go_to_client(program, number)
        program.quiet()
        program.press("n")
        program.until("New note: ")
        program.quiet()  # nothing is typed: a draft would stay in the vault, and be offered at the next opening
        go_home(program)
    _settle(program)


def _settle(program: Probe) -> None:
    program.until(A_ROW)
    program.quiet(1.0)


def idle(bench: Bench) -> Iterator[Round]:
    """Both at once, side by side, over the same seconds; thousandths of a core."""
    for _ in count():
        with (
            Probe(*module("tests.bench.apps.empty")) as bare,
            Probe(*module("tests.bench.apps.practice", bench.vault(CLIENTS))) as program,
        ):
            bare.until("ready")
            open_caseload(program)
            program.listen(5.0)  # what is loaded behind the caseload
            bare.quiet()
            before = program.cpu(), bare.cpu()
            program.listen(IDLE)
            bare.quiet()
            spent = [(now - then) * 1000 / IDLE for now, then in zip((program.cpu(), bare.cpu()), before, strict=True)]
        yield {"idle": Pair(*spent)}


MEASURES = (
    Measure(
        "memory",
        (
            Row("memory", "memory at the caseload, 10,000 clients", "an empty Textual app", 2.7, "MiB"),
            Row("memory.day", "memory after a day's use, 40,000 clients", "an empty Textual app", 3.0, "MiB"),
            Row(
                "memory.growth",
                "memory after a scroll through 40,000 clients and 200 searches",
                "itself after the first page and search",
                1.1,
                "MiB",
            ),
        ),
        memory,
    ),
    Measure("idle", (Row("idle", "idle at the caseload", "an empty Textual app", 2.0, "mcore"),), idle),
)
