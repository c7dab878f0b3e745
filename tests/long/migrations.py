"""Kills in the middle of a migration: afterwards the vault is the old one or the new one, never between.

A child process opens a kept vault and takes a step that rebuilds every table of clients, slowly; it is killed at a
moment of chance. What was in the vault must be there in the old or in the new shape.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from psw_tui.storage import keyfile, keyfiles
from psw_tui.storage.connection import connect, disconnect
from psw_tui.storage.making import DATABASE
from psw_tui.storage.migrate import migrate, version_of
from psw_tui.storage.migrations import STEPS
from tests.long.damage import PASSPHRASE, make_sample

STARTED, DONE = "started", "done"
SHIFTS = 300
"""Rewrites of every debrief within the step: enough to be caught in."""


def options(parser: ArgumentParser) -> None:
    """How many kills."""
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", metavar="DIR", help="be the process that gets killed")


def run(arguments: Namespace) -> int:
    """Kill many; 1 if a single vault was left between."""
    if arguments.child:
        return be_killed(Path(arguments.child))
    with tempfile.TemporaryDirectory() as folder:
        outcomes, failures = killed(Path(folder), arguments.kills, arguments.seed)
    told = ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items()))
    print(f"migrations: {arguments.kills} kills, {len(failures)} left between; {told}", *failures, sep="\n")
    return 1 if failures else 0


def killed(around: Path, kills: int, seed: int) -> tuple[Counter[str], list[str]]:
    """What so many vaults were after a kill, and a line for each that is neither old nor new."""
    chance = random.Random(seed)
    kept = around / "kept"
    make_sample(kept)
    whole = _shape(kept)
    outcomes: Counter[str] = Counter()
    failures = []
    longest = _one(kept, around / "timed", None)
    for number in range(kills):
        folder = around / "killed"
        _one(kept, folder, chance.uniform(0, longest))
        try:
            outcomes[_state(folder, whole)] += 1
        except AssertionError as between:
            failures.append(f"kill {number}: {between}")
    return outcomes, failures


def second(connection: Any) -> None:
    """A step as a later release may bring one: a column more, and every row written anew."""
    connection.execute("ALTER TABLE debrief ADD COLUMN later TEXT")
    for shift in range(SHIFTS):
        connection.execute("UPDATE debrief SET later = ? || what_line", (str(shift),))
    connection.execute("CREATE INDEX ix_debrief_later ON debrief (later)")


def be_killed(folder: Path) -> int:
    """Take the step; whoever started this kills it meanwhile."""
    connection = _connected(folder)
    connection.execute("PRAGMA cache_size = 10")  # so that the step reaches the disk before it is done
    print(STARTED, flush=True)
    migrate(connection, (*STEPS, second))
    print(DONE, flush=True)
    disconnect(connection)
    return 0


def _one(kept: Path, folder: Path, seconds: float | None) -> float:
    """Start a child on a copy, kill it so many seconds after it began; gives how long the step took."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    command = [sys.executable, "-m", "tests.long", "migrations", "--child", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == STARTED + "\n"
        began = time.monotonic()
        if seconds is None:
            assert child.stdout.readline() == DONE + "\n"
        else:
            time.sleep(seconds)
        took = time.monotonic() - began
        child.kill()
        child.wait()
    return took


def _state(folder: Path, whole: tuple[Any, ...]) -> str:
    connection = _connected(folder)
    try:
        version = version_of(connection)
        columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('debrief')")]
        indexes = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'ix_debrief_later'").fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "not whole"
        assert version in {len(STEPS), len(STEPS) + 1}, f"version {version}"
        is_new = version > len(STEPS)
        assert ("later" in columns, indexes) == (is_new, int(is_new)), "between"
        if is_new:
            wanted = f"{SHIFTS - 1}%"
            left = connection.execute("SELECT count(*) FROM debrief WHERE later NOT LIKE ?", (wanted,)).fetchone()[0]
            assert left == 0, "half of the rows"
        migrate(connection, (*STEPS, second))
    finally:
        disconnect(connection)
    assert _shape(folder) == whole, "rows are not what they were"
    return "new" if is_new else "old"


def _shape(folder: Path) -> tuple[Any, ...]:
    """All that was in the vault before."""
    connection = _connected(folder)
    try:
        tables = ("client", "goal", "rating", "change", "follow_up")
        found = [connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in tables]
        found.append(connection.execute("SELECT id, what_line, their_words FROM debrief ORDER BY rowid").fetchall())
    finally:
        disconnect(connection)
    return tuple(map(tuple, found))


def _connected(folder: Path) -> Any:
    keys = keyfiles.load(folder)
    root, _slot = keyfile.unlock(keys, PASSPHRASE)
    return connect(folder / DATABASE, keyfile.database_key(root, keys.file_salt))
