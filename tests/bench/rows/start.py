"""To the first screen, and from the passphrase to the caseload."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from psw_tui.storage.kdf import CHEAPEST, seconds
from tests.bench.probe import Probe, module
from tests.bench.row import Bench, Measure, Pair, Round, Row, in_turn, starting
from tests.bench.vaults import PASSPHRASE

CLIENTS = 10_000
A_ROW = r"> [^\W\d]+-\d\d"
"""A client on the caseload, marked."""

TYPING = 2.0
"""Seconds a worker needs at least for a passphrase; the program loads meanwhile."""


def rounds(bench: Bench) -> Iterator[Round]:
    """The empty app, the program up to its first screen, and up to the caseload."""
    vault = bench.vault(CLIENTS)
    empty = module("tests.bench.apps.empty")
    sides = {
        "empty": starting(empty, "ready"),
        "ours": starting(module("psw_tui", f"--vault={vault}"), "Passphrase"),
    }
    for number in count():
        taken = in_turn(number, sides)
        unlocked = to_caseload(module("tests.bench.apps.practice", vault))
        yield {"start": Pair(taken["ours"], taken["empty"]), "unlock": Pair(unlocked, taken["empty"])}


def to_caseload(command: Sequence[str]) -> float:
    """Milliseconds from Enter until a client stands there, but for the time it takes to derive a key."""
    with Probe(*command) as program:
        sent = open_caseload(program)
        return (program.painted - sent) * 1000 - min(seconds(CHEAPEST) for _ in range(3)) * 1000


def open_caseload(program: Probe) -> float:
    """Type the passphrase; the moment of Enter."""
    program.until("Passphrase")
    program.listen(TYPING)
    program.quiet()
    program.type(PASSPHRASE)
    program.quiet()
    sent = program.press("enter")
    program.until(A_ROW)
    return sent


MEASURE = Measure(
    "start",
    (
        Row("start", "start to the unlock screen", "an empty Textual app", 1.25),
        Row(
            "unlock",
            "passphrase accepted to the caseload, 10,000 clients, key derivation aside",
            "the empty app's start",
            0.5,
        ),
    ),
    rounds,
)
