"""Migrations happen whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from psw_tui.storage import keyfile
from psw_tui.storage.connection import connect, disconnect
from psw_tui.storage.errors import MigrationRefused, VaultForeign, VaultNewer
from psw_tui.storage.migrate import APPLICATION_ID, migrate, version_of
from psw_tui.storage.migrations import STEPS

Statements = tuple[str, ...]

FIRST: Statements = (
    "CREATE TABLE client(id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE note(id INTEGER PRIMARY KEY, client INTEGER NOT NULL REFERENCES client ON DELETE CASCADE)",
    "INSERT INTO client VALUES (1, 'Maple')",
    "INSERT INTO note VALUES (1, 1), (2, 1)",
)
REBUILD: Statements = (
    "CREATE TABLE client_new(id INTEGER PRIMARY KEY, name TEXT, day TEXT)",
    "INSERT INTO client_new SELECT id, name, NULL FROM client",
    "DROP TABLE client",
    "ALTER TABLE client_new RENAME TO client",
    "CREATE INDEX client_day ON client(day)",
)
BOTH = FIRST + REBUILD


class Bomb(Exception):
    """Goes off at a chosen statement."""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Any]:
    connection = connect(tmp_path / "vault.db", keyfile.database_key(bytes(20), bytes(16)), new=True)
    yield connection
    disconnect(connection)


def step(statements: Statements, fuse: list[int] | None = None) -> Callable[[Any], None]:
    def run(connection: Any) -> None:
        for statement in statements:
            if fuse is not None:
                fuse[0] -= 1
                if fuse[0] < 0:
                    raise Bomb
            connection.execute(statement)

    return run


def pragma(connection: Any, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def contents(connection: Any) -> list[Any]:
    return connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def test_all_steps_are_taken_once(file: Any) -> None:
    """The second time there is nothing to do, and no backup is asked for."""
    steps = (step(FIRST), step(REBUILD))
    assert migrate(file, steps) == 2
    assert (version_of(file), pragma(file, "application_id"), pragma(file, "foreign_keys")) == (2, APPLICATION_ID, 1)
    assert migrate(file, steps, lambda _: pytest.fail("backup")) == 2


def test_rebuilding_a_parent_keeps_its_children(file: Any) -> None:
    """With foreign keys on, dropping the old table would have emptied the other."""
    migrate(file, (step(FIRST),))
    migrate(file, (step(FIRST), step(REBUILD)))
    assert file.execute("SELECT count(*) FROM note").fetchone() == (2,)


@pytest.mark.parametrize("fuse", range(len(BOTH)))
def test_a_bomb_at_any_statement_of_a_new_vault_leaves_nothing(file: Any, fuse: int) -> None:
    """Neither a table nor a version nor a switched-off guard."""
    with pytest.raises(Bomb):
        migrate(file, (step(FIRST, left := [fuse]), step(REBUILD, left)))
    assert contents(file) == []
    assert (version_of(file), pragma(file, "application_id"), pragma(file, "foreign_keys")) == (0, 0, 1)
    assert migrate(file, (step(FIRST), step(REBUILD))) == 2


@pytest.mark.parametrize("fuse", range(len(REBUILD)))
def test_a_bomb_at_any_statement_of_an_old_vault_keeps_it(file: Any, fuse: int) -> None:
    """The old version is whole, after the backup was asked for."""
    migrate(file, (step(FIRST),))
    before, backups = contents(file), []
    with pytest.raises(Bomb):
        migrate(file, (step(FIRST), step(REBUILD, [fuse])), backups.append)
    assert (contents(file), version_of(file), pragma(file, "foreign_keys"), backups) == (before, 1, 1, [1])


def test_a_bomb_in_the_real_steps_leaves_nothing(file: Any) -> None:
    """Also after the last of them."""
    with pytest.raises(Bomb):
        migrate(file, (*STEPS, step(("SELECT 1",), [0])))
    assert (contents(file), version_of(file)) == ([], 0)


def test_without_its_backup_a_vault_is_not_changed(file: Any) -> None:
    """What the backup raises stops everything."""
    migrate(file, (step(FIRST),))

    def fails(_version: int) -> None:
        raise Bomb

    with pytest.raises(Bomb):
        migrate(file, (step(FIRST), step(REBUILD)), fails)
    assert version_of(file) == 1


def test_broken_references_are_refused(file: Any) -> None:
    """A step that loses a parent is undone, and the tables are named."""
    migrate(file, (step(FIRST),))
    with pytest.raises(MigrationRefused) as caught:
        migrate(file, (step(FIRST), step(("DELETE FROM client",))))
    assert caught.value.tables == ("note",)
    assert file.execute("SELECT count(*) FROM client").fetchone() == (1,)


def test_a_step_that_commits_by_itself_is_found_out(file: Any) -> None:
    """executescript does so silently."""
    with pytest.raises(RuntimeError, match="step 1"):
        migrate(file, (lambda connection: connection.executescript("CREATE TABLE x(y)"),))


def test_a_newer_vault_is_left_alone(file: Any) -> None:
    """The remedy is an update, so both numbers are told."""
    migrate(file, (step(FIRST), step(REBUILD)))
    with pytest.raises(VaultNewer) as caught:
        migrate(file, (step(FIRST),))
    assert (caught.value.found, caught.value.known) == (2, 1)


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE recipes(name)",),
        ("PRAGMA application_id = 77",),
        ("PRAGMA application_id = 77", "PRAGMA user_version = 99"),
        ("PRAGMA user_version = 1",),
        (f"PRAGMA application_id = {APPLICATION_ID}", "CREATE TABLE recipes(name)"),
    ],
)
def test_what_is_not_ours_is_left_alone(file: Any, statements: Statements) -> None:
    """Tables before the first step, another application, a version without ours."""
    for statement in statements:
        file.execute(statement)
    before = contents(file)
    with pytest.raises(VaultForeign) as caught:
        migrate(file, (step(FIRST),))
    assert contents(file) == before
    assert caught.value.path.name == "vault.db"
