"""One encrypted connection: what is checked before the key is used, and how the file is opened.

All locks on a file belong to the process: closing *any* other descriptor of vault.db drops them on Linux and macOS.
So nothing in this process may open vault.db for reading while it is connected; `connect` refuses a second time first.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

# The wheel's OpenSSL looks for its settings where it was built: a folder anybody could create on a worker's laptop.
os.environ["OPENSSL_CONF"] = os.devnull

from sqlcipher3 import dbapi2 as sqlcipher

from psw_tui.storage.atomic import make_private_file, named_failures
from psw_tui.storage.errors import (
    DiskFull,
    FolderMissing,
    KeyRefused,
    NoLocks,
    VaultBusy,
    VaultDamaged,
    VaultEmpty,
    VaultError,
    VaultForeign,
    VaultMissing,
    VaultPlaintext,
    VaultTruncated,
    VaultUnwritable,
)

if TYPE_CHECKING:
    from sqlite3 import Connection  # sqlcipher3 has the same interface and no types of its own

DRIVER: Any = sqlcipher
"""The module behind every connection: take it from here, so that OPENSSL_CONF is set before it is loaded."""

PAGE_BYTES = 4096
SALT_BYTES = 16
KEYSPEC_BYTES = 99
PATIENCE = 2.0
"""Seconds to wait for whoever holds the file: a window that is just closing."""

_PLAINTEXT = b"SQLite format 3\0"
_LOG_HEADER_BYTES = 32
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}

_PRAGMAS = (
    "temp_store = MEMORY",  # a sorter's temporary file would be plaintext
    "secure_delete = ON",
    "foreign_keys = ON",
    "recursive_triggers = ON",  # or INSERT OR REPLACE slips past the triggers that guard the change log
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: an fsync that reaches the disk
    "checkpoint_fullfsync = ON",
    "cache_size = -8000",
    "journal_size_limit = 4194304",
)


class _Connection(sqlcipher.Connection):  # type: ignore[misc]  # sqlcipher3 has no types
    """Remembers which file it holds, so that this process does not open it twice, and the key that opened it.

    SQLCipher itself keeps the key as long as the connection is open, so this copy shows nobody more; it is what opens
    the backups of this vault, which have the same key and salt, while the root is already forgotten.
    """

    file: tuple[int, int] | None = None
    key = bytearray()

    def close(self) -> None:
        super().close()
        self.key[:] = bytes(len(self.key))
        if self.file:
            _held.pop(self.file, None)


_held: WeakValueDictionary[tuple[int, int], _Connection] = WeakValueDictionary()


def check_file(path: Path) -> None:
    """Refuse what SQLCipher would take for a vault, or for a wrong key, without needing the key.

    Raises FolderMissing, VaultMissing, VaultForeign, VaultEmpty, VaultPlaintext, VaultTruncated, VaultBusy or
    VaultUnwritable.
    """
    if not path.exists():
        raise VaultMissing(path) if path.parent.is_dir() else FolderMissing(path.parent)
    if not path.is_file():
        raise VaultForeign(path)
    size = path.stat().st_size
    if size == 0:
        raise VaultEmpty(path)
    if read_salt(path) == _PLAINTEXT:
        raise VaultPlaintext(path)
    if size < PAGE_BYTES or (size % PAGE_BYTES and not _log_is_hot(path)):
        raise VaultTruncated(path, size)


def read_salt(path: Path) -> bytes:
    """The first 16 bytes of a closed vault. Raises VaultBusy if this process has it open, VaultUnwritable."""
    _refuse_second(path)
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    except OSError as error:
        raise VaultUnwritable(path, error.strerror or type(error).__name__) from error


def connect(path: Path, keyspec: bytearray, *, new: bool = False, lenient: bool = False) -> Connection:
    """Open the encrypted file for one thread at a time; `new` makes it, and refuses one that is there.

    `lenient` opens also one that is shorter than it says: only for a copy that nobody will write to.

    Statements commit by themselves unless between BEGIN and COMMIT. Raises KeyRefused, VaultBusy, NoLocks,
    VaultForeign, VaultDamaged, VaultUnwritable, DiskFull, FolderUnwritable. ValueError for a key that is no keyspec.
    """
    if len(keyspec) != KEYSPEC_BYTES or keyspec[:2] != b"x'":
        raise ValueError("not a keyspec")  # SQLCipher would take it for a passphrase and say nothing
    if new:
        with named_failures(path):
            make_private_file(path)
    _refuse_second(path)
    with named_refusals(path):
        connection = _opened(path)
        try:
            _prepare(connection, path, keyspec, lenient=lenient)
        except BaseException:
            connection.close()
            if new:
                path.unlink(missing_ok=True)
            else:
                _refuse_without_locks(path)
            raise
    _held[_identity(path)] = connection
    connection.file = _identity(path)
    connection.key = bytearray(keyspec)
    return connection


def refuse_open_elsewhere(path: Path) -> None:
    """Raises VaultBusy if any process has the vault open. Needs no key and writes nothing."""
    _refuse_second(path)
    question = path.absolute().as_uri() + "?mode=ro"
    with (
        suppress(KeyRefused),
        named_refusals(path),
        closing(sqlcipher.connect(question, uri=True, timeout=0)) as looker,
    ):
        looker.execute("PRAGMA cipher_log_level = NONE")
        looker.execute("SELECT count(*) FROM sqlite_schema")


def connect_to_read(path: Path, keyspec: bytearray) -> Connection:
    """Open a file that nobody changes, as on a write-protected stick: no lock, nothing written, not even beside it.

    Raises KeyRefused, VaultDamaged, VaultUnwritable.
    """
    with named_refusals(path):
        connection = _opened(path, "immutable=1")
        try:
            connection.set_key(keyspec)
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            for pragma in ("temp_store = MEMORY", "trusted_schema = OFF", "cell_size_check = ON"):
                connection.execute("PRAGMA " + pragma)
        except BaseException:
            connection.close()
            raise
    return connection


def key_of(connection: Any) -> bytearray:
    """A copy of the keyspec that opened this connection. Overwrite it after use."""
    return bytearray(connection.key)


def disconnect(connection: Connection) -> None:
    """Fold the write-ahead log into the file and close. What cannot be folded now is folded at the next opening."""
    with suppress(sqlcipher.Error):
        if connection.in_transaction:
            connection.rollback()
    fold_log(connection)
    connection.close()


def fold_log(connection: Connection) -> None:
    """Fold the write-ahead log into the file and empty it: beside the file lies nothing older than the last commit.

    Never refuses: what cannot be folded now is folded at closing, or at the next opening.
    """
    with suppress(sqlcipher.Error):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rewrite_first_page(connection: Connection) -> None:
    """Write the salt into the file again, where it was damaged; if that fails now, the next opening tries again."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    with suppress(sqlcipher.Error):
        connection.execute(f"PRAGMA user_version = {int(version)}")


@contextmanager
def named_refusals(path: Path) -> Iterator[None]:
    """Turn SQLite's refusals about the file at `path` into ours; what is no refusal of the file passes unchanged."""
    try:
        yield
    except sqlcipher.Error as error:
        refusal = _refusal(path, error)
        if refusal is None:
            raise
        raise refusal from error


@contextmanager
def page_refusals(path: Path) -> Iterator[None]:
    """`named_refusals` for a file that its key has opened: what the key does not open in it then is a damaged page."""
    try:
        with named_refusals(path):
            yield
    except KeyRefused as refusal:
        raise VaultDamaged(path) from refusal


def _refusal(path: Path, error: Any) -> VaultError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest the circumstance
    if code in (sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED):
        return VaultBusy(path)
    if code == sqlcipher.SQLITE_FULL:
        return DiskFull(path)
    if code == sqlcipher.SQLITE_NOTADB:
        return KeyRefused(path)
    if code == sqlcipher.SQLITE_CORRUPT:
        return VaultDamaged(path)
    if code in (sqlcipher.SQLITE_READONLY, sqlcipher.SQLITE_CANTOPEN, sqlcipher.SQLITE_PERM, sqlcipher.SQLITE_IOERR):
        return VaultUnwritable(path, error.sqlite_errorname)
    return None


def _opened(path: Path, how: str = "mode=rw") -> _Connection:
    connection: _Connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?{how}",  # rw: never made by opening it
        uri=True,
        timeout=PATIENCE,
        check_same_thread=False,
        isolation_level=None,
        factory=_Connection,
    )
    return connection


def _prepare(connection: Any, path: Path, keyspec: bytearray, *, lenient: bool) -> None:
    connection.set_key(keyspec)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write over the screen
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # before the first read: no -shm file, one process
    if lenient:
        connection.execute("PRAGMA writable_schema = ON")  # takes the size of the file for its word
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    for pragma in _PRAGMAS:
        connection.execute("PRAGMA " + pragma)
    logs_ahead = connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    encrypts = connection.execute("PRAGMA cipher_status").fetchone() == ("1",)
    if not (logs_ahead and encrypts):
        raise VaultForeign(path)


def _log_is_hot(path: Path) -> bool:
    """Whether a crash left a log beside the file, which may hold the page that was not written whole."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > _LOG_HEADER_BYTES


def _refuse_without_locks(path: Path) -> None:
    """SQLite calls a folder that knows no locks a busy one; closing the other window would not help there.

    Raises NoLocks. Only while nothing here holds the file: closing it drops every lock of this process.
    """
    if os.name == "nt":
        return
    import fcntl

    try:
        with path.open("rb") as file:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise NoLocks(path, error.strerror or type(error).__name__) from error


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _refuse_second(path: Path) -> None:
    if path.exists() and _identity(path) in _held:
        raise VaultBusy(path)
