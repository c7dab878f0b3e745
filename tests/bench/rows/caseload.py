"""Moving through the caseload: beside Textual's own table, and beside itself with fewer and with more clients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count

from tests.bench.probe import Probe, module
from tests.bench.row import Bench, Measure, Pair, Round, Row, in_turn, middle, tail
from tests.bench.rows.start import open_caseload
from tests.terminal.program import NeverCame

KEYS = 20
"""Of each kind."""

FOR_TAIL = 40
"""The same where the slowest twentieth counts: of fewer it is a single one."""

NO_MORE = 0.5
"""Seconds without an answer after which a list must have ended."""

LIST = slice(2, 30)
"""Lines that hold nothing but clients, in both: a page is there when all of them are. What ours says below the list
follows a moment later."""

A_CLIENT = r"[^\W\d]+-\d\d"
KINDS = {"mount": "mount", "arrow": "arrow key", "scroll": "scroll a line", "page": "page down"}
SMALL, USUAL, LARGE = 100, 10_000, 40_000

Taken = dict[str, list[float]]
"""Milliseconds by kind of key."""


def beside_table(bench: Bench) -> Iterator[Round]:
    """The same rows in a DataTable. Its mounting starts with the rows at hand, ours asks the vault for them."""
    vault = bench.vault(USUAL)
    for _ in count():
        with _hosted("table", vault) as program:
            table = {"mount": [_mounted(program)]} | keys(program)
        ours = _ours(bench, USUAL)
        yield {f"caseload.{kind}": Pair(middle(ours[kind]), middle(table[kind])) for kind in KINDS}


def flat(bench: Bench) -> Iterator[Round]:
    """A hundred and forty thousand clients, each beside ten thousand and beside one another."""
    for number in count():
        taken = in_turn(number, {str(size): partial(_ours, bench, size, FOR_TAIL) for size in (SMALL, USUAL, LARGE)})
        pairs = {}
        for kind in KINDS:
            for size in (SMALL, LARGE):
                there, here = taken[str(size)][kind], taken[str(USUAL)][kind]
                pairs[f"flat.{kind}.{size}"] = Pair(middle(there), middle(here))
        for kind in ("arrow", "page"):
            pairs[f"flat.{kind}.p95"] = Pair(tail(taken[str(LARGE)][kind]), tail(taken[str(SMALL)][kind]))
        yield pairs


def keys(program: Probe, most: int = KEYS) -> Taken:
    """From the top: arrows within the screen, arrows at its end, each until the mark has moved; then pages on and on."""
    program.press("home")
    there_and_back = [*["down"] * KEYS, *["up"] * (most - KEYS)]
    arrows = [program.answer(key)[0] for key in there_and_back]
    for _ in program.screen.lines:
        program.press("down")
    scrolls = [program.answer("down")[0] for _ in range(KEYS)]
    return {"arrow": arrows, "scroll": scrolls, "page": _pages(program, most)}


def _pages(program: Probe, most: int) -> list[float]:
    """Page after page. Where the list has ended the next ones count from its top again."""
    taken: list[float] = []
    program.press("home")
    while len(taken) < most:
        try:
            taken.append(program.answer("pagedown", lambda: program.screen.cells[LIST], patience=NO_MORE)[1])
        except NeverCame:
            program.press("home")
    return taken


def _hosted(kind: str, vault: object) -> Probe:
    return Probe(*module("tests.bench.apps.caseload", kind, vault))


def _mounted(program: Probe) -> float:
    program.until("ready")
    program.quiet(0.5)
    sent = program.press("m")
    return (program.until(A_CLIENT) - sent) * 1000


def _ours(bench: Bench, clients: int, most: int = KEYS) -> Taken:
    """Mounting in an app of its own, all else in the program itself."""
    vault = bench.vault(clients)
    with _hosted("ours", vault) as program:
        mount = _mounted(program)
    with Probe(*module("tests.bench.apps.practice", vault)) as program:
        open_caseload(program)
        program.quiet(0.5)
        return {"mount": [mount]} | keys(program, most)


def _rows() -> Sequence[Row]:
    targets = {"mount": 0.05, "arrow": 0.5, "scroll": 0.2, "page": 0.15}
    return [
        Row(f"caseload.{kind}", f"caseload of 10,000: {KINDS[kind]}", "DataTable, same rows", target)
        for kind, target in targets.items()
    ]


def _flat_rows() -> Sequence[Row]:
    rows = [
        Row(f"flat.{kind}.{size}", f"caseload of {size:,}: {words}", "itself at 10,000", 1.3)
        for size in (SMALL, LARGE)
        for kind, words in KINDS.items()
    ]
    for kind in ("arrow", "page"):
        rows.append(Row(f"flat.{kind}.p95", f"caseload of 40,000: {KINDS[kind]}, p95", "itself at 100, p95", 1.3))
    return rows


MEASURES = (Measure("caseload", _rows(), beside_table), Measure("flat", _flat_rows(), flat))
