"""Three laptops write at once, lose sticks and are restored: in the end all hold the same. `--rounds` examples.

With `--hub`: two of them reach a real hub by the real meeting, the third has only real sticks. With `--mutants`: the same
with one rule broken at a time; each has to be noticed.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from psw_tui.services.set_up import set_up
from psw_tui.storage.kdf import CHEAPEST
from tests.conftest import PASSPHRASE, RECOVERY_CODE, WORKER, StillClock
from tests.team.broken import CORE, MUTANTS
from tests.team.laptops import a_life
from tests.team.postgres import QUICK, NoServerHere, started
from tests.team.together import a_year, hub_of_all

ROUNDS = 300
A_MUTANT = 25
"""Examples in which a broken rule has to show."""

Example = Callable[[Path, Path, int], Counter[str]]


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, help="how many examples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hub", action="store_true", help="with a real hub and real sticks")
    parser.add_argument("--mutants", action="store_true", help="with one rule broken at a time")


def run(arguments: Namespace) -> int:
    """0 when every example held, or every broken rule was noticed."""
    with tempfile.TemporaryDirectory() as home:
        new = Path(home) / "new"
        how = {"recovery_code": RECOVERY_CODE, "worker": WORKER, "language": "en"}
        set_up(new, PASSPHRASE, clock=StillClock(), profile=CHEAPEST, **how).close()
        try:
            if not arguments.hub and not arguments.mutants:
                return _examples(arguments, new, _life)
            with _with_hub() as example:
                return _mutants(arguments, new, example) if arguments.mutants else _examples(arguments, new, example)
        except NoServerHere as reason:
            print(f"exchange: {reason}")
            return 1


def _life(new: Path, place: Path, seed: int) -> Counter[str]:
    a_life(new, place, seed)
    return Counter()


@contextmanager
def _with_hub() -> Iterator[Example]:
    with started(*QUICK) as server, hub_of_all(server) as database:
        yield lambda new, place, seed: Counter(a_year(new, place, seed, server, database))


def _examples(arguments: Namespace, new: Path, example: Example) -> int:
    rounds, began = arguments.rounds or ROUNDS, time.monotonic()
    happened: Counter[str] = Counter()
    wrong = []
    for seed in range(arguments.seed, arguments.seed + rounds):
        try:
            happened += _one(new, seed, example)
        except Exception:  # noqa: BLE001 - it is shown, and counted
            traceback.print_exc()
            wrong.append(seed)
    took = time.monotonic() - began
    told = "".join(f"\n  {how_often:6} {what}" for what, how_often in sorted(happened.items()))
    print(f"exchange: {rounds} examples, {len(wrong)} wrong {wrong[:10]}, {took:.0f} s{told}")
    return 1 if wrong else 0


def _mutants(arguments: Namespace, new: Path, example: Example) -> int:
    unnoticed = 0
    for name, change in MUTANTS.items():
        began = time.monotonic()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(*change)
            seed, seen = _first_wrong(arguments, new, _life if name in CORE else example)
        unnoticed += seed is None
        said = f"noticed in example {seed}: {seen}" if seed is not None else "NOT NOTICED"
        print(f"exchange: {name}: {said}, {time.monotonic() - began:.0f} s", flush=True)
    return unnoticed


def _first_wrong(arguments: Namespace, new: Path, example: Example) -> tuple[int | None, str]:
    for seed in range(arguments.seed, arguments.seed + (arguments.rounds or A_MUTANT)):
        try:
            _one(new, seed, example)
        except Exception as problem:  # noqa: BLE001 - that is what is looked for
            where = traceback.extract_tb(problem.__traceback__)[-1]
            return seed, f"{type(problem).__name__} in {where.name}"
    return None, ""


def _one(new: Path, seed: int, example: Example) -> Counter[str]:
    place = new.with_name(str(seed))
    place.mkdir()
    try:
        return example(new, place, seed)
    finally:
        shutil.rmtree(place)
