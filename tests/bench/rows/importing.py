"""Importing a list: through the service, and the very rows it wrote written raw in one transaction. In this process."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from psw_tui.services.clients import code_words
from psw_tui.services.importing import Prepared, Table, bring_in, first_wishes, prepare, read_table
from psw_tui.storage.vault import Vault
from tests.bench.row import Bench, Measure, Pair, Round, Row, in_turn
from tests.bench.statements import Statement, overheard, written_raw
from tests.bench.vaults import opened

CLIENTS = 100
"""Who are in the vault before."""
ROWS = 10_000
NUMBERS = range(100, 1000)
"""Three digits, which no client of the vault has: codes are drawn with two while there are any."""


def rounds(bench: Bench) -> Iterator[Round]:
    """Each side writes the same list into a fresh copy of one vault, on the disk of the cache."""
    with tempfile.TemporaryDirectory(dir=bench.cache) as around:
        table = read_table(_list(Path(around)))
        with _copied(bench, Path(around)) as vault, overheard(vault) as statements:
            bring_in(vault, _prepared(vault, table))
        for number in count():
            sides: dict[str, Callable[[], float]] = {
                "ours": lambda: _ours(bench, Path(around), table),
                "raw": lambda: _raw(bench, Path(around), statements),
            }
            taken = in_turn(number, sides)
            yield {"import": Pair(taken["ours"], taken["raw"])}


def _list(folder: Path) -> Path:
    codes = (f"{word}-{number}" for number in NUMBERS for word in code_words())
    rows = (f"{code};they;2026-01-15;active;cooks, sings" for code, _ in zip(codes, range(ROWS), strict=False))
    path = folder / "list.csv"
    path.write_text("Code;Pronouns;Met on;Status;Strengths\n" + "\n".join(rows), encoding="utf-8")
    return path


def _prepared(vault: Vault, table: Table) -> Prepared:
    return prepare(vault, table, first_wishes(table))


@contextmanager
def _copied(bench: Bench, around: Path) -> Iterator[Vault]:
    with tempfile.TemporaryDirectory(dir=around) as folder:
        shutil.copytree(bench.vault(CLIENTS), Path(folder) / "vault")
        with opened(Path(folder) / "vault") as vault:
            yield vault


def _ours(bench: Bench, around: Path, table: Table) -> float:
    """Milliseconds for writing down what was looked through."""
    with _copied(bench, around) as vault:
        prepared = _prepared(vault, table)
        began = time.perf_counter()
        bring_in(vault, prepared)
        return (time.perf_counter() - began) * 1000


def _raw(bench: Bench, around: Path, statements: Sequence[Statement]) -> float:
    with _copied(bench, around) as vault:
        return written_raw(vault, statements)


MEASURE = Measure(
    "import",
    (Row("import", f"import a list of {ROWS:,} clients", "the same three inserts for each, raw", 6.0),),
    rounds,
)
