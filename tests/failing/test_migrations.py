"""The real migrations, stopped at each of its statements, and one still to come, killed: old or new, never between.

`python -m tests.long migrations` kills forty times.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from psw_tui.storage import keyfile
from psw_tui.storage.connection import connect, disconnect
from psw_tui.storage.migrate import migrate, version_of
from psw_tui.storage.migrations import STEPS
from tests.long.migrations import killed

KILLS = 4
CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "PRAGMA user_version =", "PRAGMA application_id =", "COMMIT")
"""How a statement begins that writes something."""


class Bomb(Exception):
    """Goes off at a chosen statement."""


class Fused:
    """A connection that hands on every statement but the one its fuse has burnt down at."""

    def __init__(self, connection: Any, fuse: int | None) -> None:
        self._connection = connection
        self._fuse = fuse
        self.burnt = 0
        """How many statements that write something went through."""

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.in_transaction)

    def execute(self, statement: str, *values: Any) -> Any:
        if statement.startswith(CHANGES):
            if self._fuse == self.burnt:
                raise Bomb
            self.burnt += 1
        return self._connection.execute(statement, *values)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Any]:
    yield from opened(tmp_path / "vault.db")


@pytest.fixture
def other_file(tmp_path: Path) -> Iterator[Any]:
    yield from opened(tmp_path / "other.db")


def opened(path: Path) -> Iterator[Any]:
    connection = connect(path, keyfile.database_key(bytes(20), bytes(16)), new=True)
    yield connection
    disconnect(connection)


def test_the_migrations_stopped_anywhere_leaves_nothing(file: Any, other_file: Any) -> None:
    """At every table, index and trigger, at its version, its name and its commit."""
    whole = Fused(other_file, None)
    migrate(whole, STEPS)  # type: ignore[arg-type]
    assert whole.burnt > len(STEPS) + 100
    for fuse in range(whole.burnt):
        with pytest.raises(Bomb):
            migrate(Fused(file, fuse), STEPS)  # type: ignore[arg-type]
        left = file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        state = (left, version_of(file), file.execute("PRAGMA application_id").fetchone()[0])
        assert (fuse, *state) == (fuse, 0, 0, 0)
        assert file.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert not file.in_transaction
    assert migrate(Fused(file, whole.burnt), STEPS) == len(STEPS)  # type: ignore[arg-type]


def test_a_kill_in_the_middle_leaves_old_or_new(tmp_path: Path) -> None:
    outcomes, failures = killed(tmp_path, KILLS, seed=3)
    assert failures == []
    assert sum(outcomes.values()) == KILLS
