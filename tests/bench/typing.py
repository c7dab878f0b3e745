"""Typing into a debrief: from a key to its letter on screen, with drafts, without, and in a bare text box.

`python -m tests.bench.typing` looks closer than the row of the table does: drafts against none.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.services.giving import give_client
from tests.terminal.notebook import Notebook
from tests.terminal.program import Program
from tests.terminal.writing import SHEETS, go_to_client, open_sheet

EVERY = {"drafts": "0.5", "no drafts": "1e9"}
"""Seconds between two drafts, as the app has it and as good as never."""

WORDS = "walked to the food bank together and he asked about the bus pass again "
A_WORD = 7
"""Letters."""

LONGEST_BREAK = 0.02
"""Seconds between a letter on screen and the next key, so that keys do not fall into step with the app."""


def run(args: Namespace) -> int:
    random = Random(1)
    with tempfile.TemporaryDirectory() as around, ExitStack() as programs:
        sides = {name: programs.enter_context(_in_debrief(Path(around), name, every)) for name, every in EVERY.items()}
        sides["bare box"] = programs.enter_context(Program([sys.executable, "-m", "tests.bench.apps.bare_box"]))
        text = (WORDS * (args.characters // len(WORDS) + 1))[: args.characters].strip()
        for program in sides.values():
            program.quiet(0.3)
            program.paste(text if args.unbroken else text.replace("again ", "again\n"))
            program.quiet(0.3)  # shorter than the cursor takes to blink
        taken: dict[str, list[list[float]]] = {name: [] for name in sides}
        for number in range(args.runs):
            order = list(sides)[number % len(sides) :] + list(sides)[: number % len(sides)]
            for name in order:
                taken[name].append(_block(sides[name], args.keys, random))
    _print(args, taken)
    return 0


def _in_debrief(around: Path, name: str, every: str) -> Program:
    """The app with the cursor in a notes box."""
    notebook = Notebook(around / name)
    notebook.make()
    vault = notebook.inside()
    give_client(vault, "Maple-27")
    vault.close()
    program = notebook.program(command=("-m", "tests.bench.drafts_every", every))
    program.until("1-9 steps")
    go_to_client(program, 0)
    open_sheet(program, SHEETS[0])
    return program


def _block(program: Program, keys: int, random: Random) -> list[float]:
    """Milliseconds from each key to its letter."""
    taken = []
    for number in range(keys):
        if number % A_WORD == 0:
            program.type(" ")  # to be seen only by the next letter
            program.quiet(0.05)
        program.listen(random.uniform(0, LONGEST_BREAK))
        before = program.screen.lines[1:]
        sent = program.type(random.choice("abcdeghilmnoprstu"))
        while program.screen.lines[1:] == before:
            program.until_painted(10.0)
        taken.append((program.painted - sent) * 1000)
    return taken


def _print(args: Namespace, taken: dict[str, list[list[float]]]) -> None:
    """A row for each side, then how much longer it takes with drafts than without, run by run."""
    shape = "in one paragraph" if args.unbroken else "in lines"
    print(f"Key to letter, {args.characters} characters {shape}, {args.runs} runs of {args.keys} keys\n")
    print("| | median of medians | spread of medians | p95 |\n|---|---|---|---|")
    for name, runs in taken.items():
        medians = [statistics.median(run) for run in runs]
        p95 = statistics.quantiles([key for run in runs for key in run], n=20)[-1]
        spread = f"{min(medians):.2f}-{max(medians):.2f} ms"
        print(f"| {name} | {statistics.median(medians):.2f} ms | {spread} | {p95:.2f} ms |")
    for name in ("no drafts", "bare box"):
        medians = _ratios(taken["drafts"], taken[name], statistics.median)
        tails = _ratios(taken["drafts"], taken[name], lambda run: statistics.quantiles(run, n=20)[-1])
        print(f"| drafts / {name} | {_told(medians)} | | {_told(tails)} |")


def _ratios(first: Sequence[list[float]], second: Sequence[list[float]], of: object) -> list[float]:
    return [of(one) / of(other) for one, other in zip(first, second, strict=True)]  # type: ignore[operator]


def _told(ratios: list[float]) -> str:
    quarters = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else [ratios[0]] * 3
    return f"{statistics.median(ratios):.2f}x ({quarters[0]:.2f}-{quarters[2]:.2f})"


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m tests.bench.typing", description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--keys", type=int, default=200, help="in each run")
    parser.add_argument("--characters", type=int, default=2000, help="in the box beforehand")
    parser.add_argument("--unbroken", action="store_true", help="all of them in one paragraph")
    sys.exit(run(parser.parse_args()))
