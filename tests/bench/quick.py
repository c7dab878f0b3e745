"""For CI: whether the caseload costs as much with forty thousand clients as with a hundred. Processor time, never seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random

from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from tests.bench.probe import Probe, module
from tests.bench.row import Bench, middle
from tests.bench.rows.page import mixed
from tests.bench.rows.start import open_caseload
from tests.bench.vaults import FEW, opened

SIZES = (100, 10_000, 40_000)
MOST = 1.3
"""How much more than with as many clients as it is compared with."""

TRIES = 5
"""A computer that does much else may spoil one."""

TIMES, PRESSES = 30, 16
KEYS = {"arrow": "down", "page down": "pagedown"}

Costs = Mapping[str, float]
"""Milliseconds of processor by what is done."""


def run(bench: Bench) -> int:
    """Exit code 1 if something grows with the caseload in every try."""
    vaults = {size: bench.vault(size, FEW) for size in SIZES}
    print(
        "| processor time | " + " | ".join(f"{size:,} clients" for size in SIZES) + " | most |",
        "|---|---|---|---|---|",
        sep="\n",
    )
    grown = [name for name, (cost, beside) in _COSTS.items() if not _is_flat(name, cost, beside, vaults)]
    if grown:
        print(f"\ngrows with the caseload: {', '.join(grown)}", file=sys.stderr)
    return 1 if grown else 0


def _is_flat(name: str, cost: Callable[[Path], float], beside: int, vaults: Mapping[int, Path]) -> bool:
    for _ in range(TRIES):
        costs = {size: cost(vault) for size, vault in vaults.items()}
        ratios = {size: spent / costs[beside] for size, spent in costs.items()}
        told = [f"{costs[size]:.2f} ms ({ratios[size]:.2f}x)" for size in SIZES]
        print(f"| {name} | {' | '.join(told)} | {MOST}x |", flush=True)
        if max(ratios.values()) <= MOST:
            return True
    return False


def _page(folder: Path) -> float:
    """One page, of clients from all over the list."""
    random = Random(3)
    with opened(folder) as vault:
        ids = caseload_order(vault)
        asked = mixed(ids, random)  # one and the same: a small vault lies in the cache, a large one does not
        caseload_rows(vault, asked)
        taken = []
        for _ in range(TIMES):
            began = time.process_time()
            caseload_rows(vault, asked)
            taken.append((time.process_time() - began) * 1000)
        return middle(taken)


def _key(key: str, folder: Path) -> float:
    """One key in the program, of so many from the top of the list, then from the top again."""
    with Probe(*module("tests.bench.apps.practice", folder)) as program:
        open_caseload(program)
        program.quiet(1.0)
        taken = []
        for number in range(PRESSES):
            if number % 2 == 0:
                program.press("home")
                program.quiet()
            before = program.cpu()
            program.press(key)
            program.quiet()
            taken.append((program.cpu() - before) * 1000)
        return middle(taken)


_COSTS: Mapping[str, tuple[Callable[[Path], float], int]] = {
    # A page of a hundred is most of the vault, so it costs less a row; what grows shows between the two large ones.
    "a page of the caseload": (_page, SIZES[1]),
    **{name: (partial(_key, key), SIZES[0]) for name, key in KEYS.items()},
}
"""What is done, and with how many clients what it costs is compared."""
