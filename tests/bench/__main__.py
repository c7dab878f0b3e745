"""Measures every promise about speed against its reference, in one run, and prints a table: `python -m tests.bench`.

Rounds of all measures take turns, and within a round both sides do. Ctrl+C ends it early and prints
what there is. `--quick` only looks whether the caseload stays as
quick with forty thousand clients as with a hundred, in processor time, and fails when it does not.
"""

from __future__ import annotations

import compileall
import os
import platform
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import platformdirs

from tests.bench import noise, quick, table
from tests.bench.probe import ROOT, shielded
from tests.bench.row import Bench, Measure, NotHere, Round
from tests.bench.rows import caseload, find, importing, jrnl, page, peers, save, start, team, typing, weight

MEASURES: Sequence[Measure] = (
    start.MEASURE,
    *caseload.MEASURES,
    *typing.MEASURES,
    save.MEASURE,
    find.MEASURE,
    importing.MEASURE,
    team.MEASURE,
    page.MEASURE,
    *weight.MEASURES,
    jrnl.MEASURE,
    *peers.MEASURES,
)

TRIES = 2
"""Rounds begun at most, for each that is wanted; the noisiest are thrown away."""


def main() -> int:
    asked = _options().parse_args()
    cache = asked.cache or Path(platformdirs.user_cache_dir("psw-tui-bench", appauthor=False))
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    bench = Bench(cache, asked.peers)
    _compile()
    if asked.quick:
        return quick.run(bench)
    is_shielded = shielded()
    taken = [_Taken(measure, asked.runs) for measure in _chosen(asked)]
    with ExitStack() as ended:
        for one in taken:
            one.begin(bench, ended)
        going_on = True
        with suppress(KeyboardInterrupt):  # what was measured until then is printed
            while going_on:  # a list: each of them gets its turn
                going_on = True in [one.go_on(is_shielded=is_shielded) for one in taken]
    _print(bench, taken, is_shielded=is_shielded)
    return 0


def _compile() -> None:
    """As an installer leaves it: told to write no bytecode, Python would compile the program anew at each start."""
    for folder in (ROOT / "psw_tui", ROOT / "tests"):
        compileall.compile_dir(folder, quiet=1)


def _options() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(measure.name for measure in MEASURES))
    parser.add_argument("--runs", type=int, default=20, help="rounds of each")
    parser.add_argument("--quick", action="store_true", help="only whether it stays flat; exit code 1 if not")
    parser.add_argument("--cache", type=Path, help="where vaults are kept, outside of the repository")
    parser.add_argument(
        "--peers",
        type=Path,
        nargs="*",
        default=(),
        metavar="VENV",
        help="where jrnl, posting and harlequin are installed",
    )
    return parser


def _chosen(asked: Namespace) -> list[Measure]:
    unknown = set(asked.names) - {measure.name for measure in MEASURES}
    if unknown:
        sys.exit(f"no such measure: {', '.join(sorted(unknown))}")
    return [measure for measure in MEASURES if not asked.names or measure.name in asked.names]


class _Taken:
    """The rounds of one measure so far."""

    def __init__(self, measure: Measure, wanted: int) -> None:
        self.measure = measure
        self.wanted = wanted
        self.rounds: list[tuple[noise.Noise, Round]] = []
        self.loud: list[tuple[noise.Noise, Round]] = []
        self.missing = ""
        self._more: Iterator[Round] = iter(())

    def begin(self, bench: Bench, ended: ExitStack) -> None:
        self._more = ended.enter_context(closing(self.measure.rounds(bench)))  # type: ignore[type-var]

    def go_on(self, *, is_shielded: bool) -> bool:
        """One more round; False when there are enough of them."""
        if self.missing or len(self.rounds) >= self.wanted or self._tried >= self.wanted * TRIES:
            return False
        listening = noise.Listening()
        try:
            one = next(self._more)
        except NotHere as reason:
            self.missing = str(reason)
            return False
        heard = listening.heard()
        (self.loud if heard.is_too_much(shielded=is_shielded) else self.rounds).append((heard, one))
        print(f"{self.measure.name} {len(self.rounds)}/{self.wanted}", end="\r", file=sys.stderr)
        return True

    def finish(self) -> None:
        """Where it was too loud for enough rounds, the least loud of those thrown away count after all."""
        self.loud.sort(key=lambda one: one[0].foreign + one[0].stolen)
        while self.loud and len(self.rounds) < self.wanted:
            self.rounds.append(self.loud.pop(0))

    @property
    def _tried(self) -> int:
        return len(self.rounds) + len(self.loud)


def _print(bench: Bench, taken: Sequence[_Taken], *, is_shielded: bool) -> None:
    print(*table.HEAD, sep="\n")
    told = []
    for one in taken:
        thrown = len(one.loud)
        too_few = one.wanted - len(one.rounds)
        one.finish()
        if one.missing:
            told.append(f"{one.measure.name}: left out, {one.missing}")
            continue
        print(*table.lines(one.measure, [round_ for _, round_ in one.rounds]), sep="\n")
        told.append(table.noise_line(one.measure.name, [heard for heard, _ in one.rounds], thrown))
        if thrown and too_few > 0:
            told[-1] += f"; {min(thrown, too_few)} of them louder than the bound, for there were no quieter ones"
    shield = "before nearly all others (nice -15)" if is_shielded else "beside all others"
    most = noise.MOST_FOREIGN_SHIELDED if is_shielded else noise.MOST_FOREIGN
    print(
        f"\nMedian (middle half) of as many rounds as are named below. {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, run {shield}. A round is thrown away when others use more than {most}"
        f" cores or the host keeps back more than {noise.MOST_STOLEN}.\n"
    )
    print(*(f"- {line}" for line in (*told, *bench.notes)), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
