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
from psw_tui.storage.migrations.paragraphs import paragraphs_of
from tests.long.migrations import killed

KILLS = 4
COUNTED = ("CREATE", "DROP", "INSERT", "PRAGMA user_version =", "PRAGMA application_id =", "COMMIT")
"""How statements begin that a bomb may lie at."""

SCRIPTS = ("first.sql", "second.sql", "fifth.sql", "sixth.sql")
STATEMENTS = sum(statement.startswith(COUNTED) for name in SCRIPTS for statement in paragraphs_of(name))
LAST = STATEMENTS + len(STEPS) + 4
"""The statements, a guard taken down and put up again, a version for each step, the name, and the commit."""


class Bomb(Exception):
    """Goes off at a chosen statement."""


class Fused:
    """A connection that hands on every statement but the one its fuse has burnt down at."""

    def __init__(self, connection: Any, fuse: int) -> None:
        self._connection = connection
        self._fuse = fuse

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.in_transaction)

    def execute(self, statement: str, *values: Any) -> Any:
        if statement.startswith(COUNTED):
            self._fuse -= 1
            if self._fuse < 0:
                raise Bomb
        return self._connection.execute(statement, *values)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Any]:
    connection = connect(tmp_path / "vault.db", keyfile.database_key(bytes(20), bytes(16)), new=True)
    yield connection
    disconnect(connection)


def test_the_migrations_stopped_anywhere_leaves_nothing(file: Any) -> None:
    """At every table, index and trigger, at its version, its name and its commit."""
    for fuse in range(LAST):
        with pytest.raises(Bomb):
            migrate(Fused(file, fuse), STEPS)  # type: ignore[arg-type]
        left = file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        state = (left, version_of(file), file.execute("PRAGMA application_id").fetchone()[0])
        assert (fuse, *state) == (fuse, 0, 0, 0)
        assert file.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert not file.in_transaction
    assert migrate(Fused(file, LAST), STEPS) == len(STEPS)  # type: ignore[arg-type]


def test_a_kill_in_the_middle_leaves_old_or_new(tmp_path: Path) -> None:
    outcomes, failures = killed(tmp_path, KILLS, seed=3)
    assert failures == []
    assert sum(outcomes.values()) == KILLS
