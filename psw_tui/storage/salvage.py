"""Reading a damaged database row by row, and writing what it still says into a new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psw_tui.progress import Doing, Progress
from psw_tui.storage.atomic import make_private_file, make_private_folder, named_failures
from psw_tui.storage.connection import DRIVER, PAGE_BYTES
from psw_tui.storage.errors import KeyRefused, NothingToRescue, VaultDamaged, VaultForeign, VaultNewer, VaultUnwritable
from psw_tui.storage.making import DATABASE
from psw_tui.storage.migrate import Step, version_of
from psw_tui.storage.migrations import STEPS
from psw_tui.storage.replay import LOG, SEARCH, TABLES, Database, beside, columns_of, indexed, replayed
from psw_tui.storage.rescue import Saved
from psw_tui.storage.vault import connected

if TYPE_CHECKING:
    from sqlite3 import Connection

ASIDE = "vault.damaged"
REPLAY = "vault.rebuild"
"""Folders within the new vault's own while it is being filled."""

UNREADABLE = (VaultDamaged, VaultUnwritable, KeyRefused)
"""What reading a damaged page raises: its seal does not fit, or the disk does not give it."""

FARTHEST = 2_000
"""Rows to look past a damaged page for, where nothing says how many there were."""

_LOST_PAGE = b"\xff" * PAGE_BYTES
"""For a page that is gone. Not zeros: those pass for an empty page, and a note would come back with a hole in it."""

Key = tuple[Any, ...]


@dataclass
class _Moved:
    """What was read of one table."""

    rows: int = 0
    missing: set[Key] = field(default_factory=set)
    """Keys that an index knows, of rows that are gone."""
    uncertain: bool = False
    """Neither table nor index could be read to the end: more may be gone than anybody knows."""


class Damaged:
    """An open copy of a damaged database. After a damaged page SQLCipher gives no other either, so it is opened anew."""

    def __init__(self, path: Path, root: bytes, salts: Sequence[bytes]) -> None:
        self._path = path
        self._root = root
        connection, self._salt = connected(path, root, salts, lenient=True)
        self.database = Database(connection, path)

    def ask(self, question: str, *values: Any) -> Iterator[Key]:
        """The rows one by one. Raises what is in UNREADABLE, and can be asked again afterwards."""
        try:
            yield from self.database.ask(question, *values)
        except UNREADABLE:
            self.close()
            connection, _salt = connected(self._path, self._root, (self._salt,), lenient=True)
            self.database = Database(connection, self._path)
            raise

    def close(self) -> None:
        """Let go of the copy."""
        self.database.connection.close()


@contextmanager
def copied(
    path: Path, aside: Path, root: bytes, salts: Sequence[bytes], progress: Progress
) -> Iterator[tuple[Damaged, Sequence[Step]]]:
    """An open copy of the damaged database, still encrypted, and the steps it has gone through. Gone afterwards.

    Raises NothingToRescue, VaultForeign, VaultNewer, DiskFull, Cancelled.
    """
    copy = aside / DATABASE
    try:
        make_private_folder(aside)
        _copy(path, copy, progress)
        with closing(_opened(path, copy, root, salts)) as old:
            yield old, STEPS[: _version(old, path)]
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def fill(connection: Connection, old: Damaged, target: Path, progress: Progress) -> tuple[list[Saved], bool]:
    """Write all that can be read into the new database, in one transaction; says whether the log has gaps.

    Raises Cancelled.
    """
    new = Database(connection, target / DATABASE)
    new.run("PRAGMA foreign_keys = OFF")  # a record whose client is lost is kept all the same
    new.run("BEGIN")
    moved: dict[str, _Moved] = {}
    for table in _tables(new):
        before = sum(each.rows for each in moved.values())
        moved[table] = _move(old, new, table, partial(progress.over, Doing.SAVING, before=before))
    log = moved[LOG]
    back: Mapping[str, int] = {}
    if any(each.missing or each.uncertain for each in moved.values()):
        back = _bring_back(new, target / REPLAY, moved, progress)
    for name, form in TABLES.items():
        for _unreadable in indexed(new, form, columns_of(new, name), partial(progress.over, Doing.INDEXING)):
            continue  # it stays in its table; only the search does not know it
    new.run("UPDATE device SET current = 0")  # the log goes on under another name, as after restoring a backup
    new.run("COMMIT")
    saved = [_saved(name, each, back.get(name, 0)) for name, each in moved.items()]
    return saved, bool(log.missing) or log.uncertain


def _saved(table: str, moved: _Moved, from_log: int) -> Saved:
    return Saved(table, moved.rows, from_log, max(len(moved.missing) - from_log, 0))


def _copy(path: Path, copy: Path, progress: Progress) -> None:
    """Page by page, so that one the disk does not give any more costs only itself."""
    with named_failures(copy):
        for ending in ("", "-wal"):
            source = path.with_name(path.name + ending)
            if source.exists():
                make_private_file(copy.with_name(copy.name + ending))
                _copy_pages(source, copy.with_name(copy.name + ending), progress, whole=not ending)


def _copy_pages(source: Path, copy: Path, progress: Progress, *, whole: bool) -> None:
    with source.open("rb", buffering=0) as old, copy.open("wb") as new:
        pages = -(-source.stat().st_size // PAGE_BYTES)
        for at in progress.over(Doing.COPYING, range(0, pages * PAGE_BYTES, PAGE_BYTES), pages):
            page = b""
            with suppress(OSError):
                old.seek(at)
                page = old.read(PAGE_BYTES)
            lost = whole and (len(page) < PAGE_BYTES or not any(page))
            new.write(_LOST_PAGE if lost else page)


def _opened(path: Path, copy: Path, root: bytes, salts: Sequence[bytes]) -> Damaged:
    try:
        return Damaged(copy, root, salts)
    except UNREADABLE as trouble:
        raise NothingToRescue(path) from trouble


def _version(old: Damaged, path: Path) -> int:
    try:
        version = version_of(old.database.connection)
        tables = [name for (name,) in old.ask("SELECT name FROM sqlite_schema WHERE name = ?", LOG)]
    except (*UNREADABLE, DRIVER.DatabaseError) as trouble:
        raise NothingToRescue(path) from trouble
    if version > len(STEPS):
        raise VaultNewer(version, len(STEPS))
    if not version or not tables:
        raise VaultForeign(path)
    return version


def _tables(new: Database) -> list[str]:
    """Every table with rows of its own; what the search knows is told by the others."""
    kept = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [name for (name,) in new.ask(kept) if name not in {SEARCH, "erasing"}]


def _move(
    old: Damaged, new: Database, table: str, over: Callable[[Iterator[Key | None]], Iterator[Key | None]]
) -> _Moved:
    names = columns_of(new, table)
    key = [name for (name,) in new.ask("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table)]
    places = [names.index(name) for name in key]
    moved, read, broken = _Moved(), set[Key](), False
    for row in over(_rows(old, table, names)):
        if row is None:
            broken = True
        elif _entered(new, table, names, row):
            moved.rows += 1
            read.add(tuple(row[at] for at in places))
        else:
            moved.missing.add(tuple(row[at] for at in places))
    if broken:
        known, whole = _known(old, table, key)
        moved.missing |= known - read
        moved.uncertain = not whole
    return moved


def _rows(old: Damaged, table: str, names: Sequence[str]) -> Iterator[Key | None]:
    """Every row that can be read; None wherever one could not be."""
    columns = ", ".join(f'"{name}"' for name in names)
    question = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid"  # noqa: S608 - names of our own, values by mark
    after = -1
    farthest: int | None = None
    while True:
        try:
            for rowid, *values in old.ask(question, after):
                after = rowid
                yield tuple(values)
        except UNREADABLE:
            yield None
            farthest = farthest or _last(old, table)
            found = _next(old, table, columns, after, after + FARTHEST if farthest is None else farthest)
        else:
            return
        if found is None:
            return
        after, *values = found
        yield tuple(values)


def _next(old: Damaged, table: str, columns: str, after: int, farthest: int) -> Key | None:
    """The first row from here on that can be read to its last column.

    One at a time: the driver reads a row ahead, and would keep back the last one before the damage.
    """
    question = f"SELECT rowid, {columns} FROM {table} WHERE rowid >= ? ORDER BY rowid LIMIT 1"  # noqa: S608 - names of our own, values by mark
    for at in range(after + 1, farthest + 1):
        try:
            found = list(old.ask(question, at))
        except UNREADABLE:
            continue
        return found[0] if found else None
    return None


def _last(old: Damaged, table: str) -> int | None:
    """The number of the last row, by the table or else by its index."""
    for how in ("NOT INDEXED", f"INDEXED BY sqlite_autoindex_{table}_1"):
        with suppress(*UNREADABLE):
            return max((rowid for (rowid,) in old.ask(f"SELECT rowid FROM {table} {how}")), default=0)  # noqa: S608 - names of our own, values by mark
    return None


def _known(old: Damaged, table: str, key: Sequence[str]) -> tuple[set[Key], bool]:
    """The keys its own index tells, read from both ends, and whether that is all of them."""
    columns = ", ".join(f'"{name}"' for name in key)
    known: set[Key] = set()
    whole = True
    for direction in ("ASC", "DESC"):
        order = ", ".join(f'"{name}" {direction}' for name in key)
        question = f"SELECT {columns} FROM {table} INDEXED BY sqlite_autoindex_{table}_1 ORDER BY {order}"  # noqa: S608 - names of our own, values by mark
        try:
            known.update(old.ask(question))
        except UNREADABLE:
            whole = False
    return known, whole


def _entered(new: Database, table: str, names: Sequence[str], row: Key) -> bool:
    """Whether the new database takes this row; one with a hole in its text is none."""
    if any(isinstance(value, str) and "\0" in value for value in row):
        return False
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    try:
        new.run(f"INSERT INTO {table} ({columns}) VALUES ({marks})", *row)  # noqa: S608 - names of our own
    except DRIVER.IntegrityError:
        return False
    return True


def _bring_back(new: Database, aside: Path, moved: Mapping[str, _Moved], progress: Progress) -> dict[str, int]:
    """Let the log tell again what tables lost; with gaps in it, only what an index says was there at the end."""
    has_gaps = bool(moved[LOG].missing) or moved[LOG].uncertain
    back: dict[str, int] = {}
    with beside(aside) as copy:
        for _fault in replayed(new, copy, {name: columns_of(copy, name) for name in TABLES}, progress):
            continue  # a line about something that is lost
        for table in TABLES:
            every = not has_gaps or moved[table].uncertain
            back[table] = _taken(new, copy, table, None if every else moved[table].missing)
    return back


def _taken(new: Database, copy: Database, table: str, wanted: set[Key] | None) -> int:
    names = columns_of(new, table)
    there = {key for (key,) in new.ask(f"SELECT id FROM {table}")}  # noqa: S608 - names of our own, values by mark
    columns = ", ".join(f'"{name}"' for name in names)
    told = copy.ask(f"SELECT id, {columns} FROM {table}")  # noqa: S608 - names of our own, values by mark
    fresh = [row for key, *row in told if key not in there and (wanted is None or (key,) in wanted)]
    return sum(_entered(new, table, names, tuple(row)) for row in fresh)
