"""The vault of one worker: made, opened by passphrase or recovery code, and closed.

Everything on an open vault happens in one thread, closing included: closing under a running query ends the process
without a word. The root is never kept; what Python leaves of it in memory goes when the process ends.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from psw_tui.domain.clock import Clock
from psw_tui.domain.ids import Ids
from psw_tui.progress import Progress
from psw_tui.storage import kdf, keyfile, keyfiles, passphrases, recovery, renewing
from psw_tui.storage.connection import check_file, connect, disconnect, named_refusals, read_salt, rewrite_first_page
from psw_tui.storage.errors import (
    KeyRefused,
    VaultDamaged,
    VaultForeign,
    WrongRecoveryCode,
)
from psw_tui.storage.kdf import STANDARD, Profile
from psw_tui.storage.keyfile import KeyFile
from psw_tui.storage.making import DATABASE, lay_down, take_away
from psw_tui.storage.migrate import migrate, version_of
from psw_tui.storage.stopping import Stopping

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlalchemy import Engine

BeforeMigration = Callable[["Connection", int], None]
"""Gets the open connection and its version before an existing vault changes: the place for a verified backup."""


def _no_backup(_connection: Connection, _version: int) -> None:
    """For vaults nobody would miss."""


class Vault:
    """An open vault. Use it in one thread; leave it by `close`, or as a context manager."""

    def __init__(self, folder: Path, clock: Clock, connection: Connection, engine: Engine, author: str = "") -> None:
        self.folder = folder
        self.clock = clock
        self.connection = connection
        """SQLCipher's own; the engine works on this very connection, so never use both within one transaction."""

        self.engine = engine
        self.stopping = Stopping(connection)
        """Stops a question that nobody waits for any more."""
        self.author = author
        """Whose name stands beside a change; settable."""

        self.costlier: Profile | None = None
        """What the derivation of its key should cost from now on, where that is more than it does."""

        self.salt = b""
        """How vault.db begins; says which key files belong to it."""

        self.worked_out: dict[str, object] = {}
        """What services have worked out from it and need not work out again; it goes with the open vault."""

        self._ids = Ids(clock, after=_newest_id(connection))
        self.is_open = True
        """False once it is closed, be it by a renewal."""

    def new_id(self) -> str:
        """A UUIDv7 as text, greater than those this vault gave before."""
        return self._ids.new()

    def verify_passphrase(self, passphrase: str) -> None:
        """Return if the passphrase would open this vault.

        Raises WrongPassphrase, EmptyPassphrase, KeysMissing, KeysDamaged or NotEnoughMemory if not.
        """
        keyfile.unlock(keyfiles.in_force(self.folder, self.salt), passphrase)

    def change_passphrase(self, present: str, new: str, *, profile: Profile = STANDARD) -> list[Path]:
        """Make `new` open this vault instead of `present`; the database and the recovery code stay as they are.

        The same goes for its local backups; those that could not be reached are returned. Raises what
        `verify_passphrase` does, SamePassphrase, and DiskFull or FolderUnwritable: then `present` still opens it.
        """
        return passphrases.change(self.folder, self.salt, present, new, profile)

    def renew(
        self,
        present: str,
        new: str,
        new_code: str,
        *,
        profile: Profile = STANDARD,
        progress: Progress | None = None,
    ) -> bool:
        """A new root, which is `new_code`: neither `present` nor the old code opens this vault afterwards. It is closed then.

        False: the rest, such as taking the old backups away, is done at the next opening. If it raises, the vault is
        as it was, and open (on Windows perhaps closed): what `change_passphrase` and `renewing.renew` raise,
        BadRecoveryCode, SamePassphrase, Cancelled.
        """
        root = recovery.decode(new_code)
        keys = keyfiles.in_force(self.folder, self.salt)
        keyfile.unlock(keys, present)
        passphrases.refuse_same(present, new)
        fresh = keyfile.fresh(root, new, profile, file_salt=secrets.token_bytes(keyfile.FILE_SALT_BYTES), after=keys)
        done = renewing.renew(self.folder, self.connection, root, fresh, self.clock.now(), progress or Progress())
        self.close()
        return done

    def close(self) -> None:
        """Fold the log into the file and drop the key. Never refuses, whatever the disk says; again does nothing."""
        if self.is_open:
            self.is_open = False
            disconnect(self.connection)
            self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def new_recovery_code() -> str:
    """The code of a vault that is still to be made: 160 bits of chance."""
    return recovery.encode(secrets.token_bytes(recovery.ROOT_BYTES))


def create(
    folder: Path,
    passphrase: str,
    *,
    clock: Clock,
    profile: Profile = STANDARD,
    author: str = "",
    recovery_code: str | None = None,
) -> tuple[Vault, str]:
    """Make a vault; the text is its recovery code, which exists nowhere else.

    `recovery_code` is one from `new_recovery_code`, so that it can be written down and typed back before there is
    anything it would have to recover.

    If it fails nothing is left. Raises VaultExists, VaultBusy, EmptyPassphrase, NotEnoughMemory, DiskFull,
    FolderUnwritable, VaultUnwritable.
    """
    from psw_tui.storage.migrations import STEPS

    root = recovery.decode(recovery_code or new_recovery_code())
    keys = keyfile.fresh(root, passphrase, profile, file_salt=secrets.token_bytes(keyfile.FILE_SALT_BYTES))
    lay_down(folder, root, keys, STEPS)
    try:
        connection, salt = connected(folder / DATABASE, root, (keys.file_salt,))
        vault = _ready(folder, connection, clock, _no_backup, _nothing)
        vault.salt = salt
    except BaseException:
        take_away(folder)
        raise
    vault.author = author
    return vault, recovery.encode(root)


def open_with_passphrase(
    folder: Path, passphrase: str, *, clock: Clock, before_migration: BeforeMigration | None = None
) -> Vault:
    """Open a vault with what the worker remembers. Before a migration, a verified backup is made unless told otherwise.

    Raises, before the passphrase is looked at: FolderMissing, VaultMissing, VaultEmpty, VaultPlaintext,
    VaultTruncated, KeysMissing, KeysDamaged, KeysOutOfRange. Then EmptyPassphrase, WrongPassphrase, NotEnoughMemory.
    Then VaultBusy, NoLocks, VaultDamaged, VaultForeign, VaultNewer, VaultUnwritable, DiskFull.
    """
    path = folder / DATABASE
    check_file(path)
    in_file = read_salt(path)
    keys = keyfiles.in_force(folder, in_file)
    started = time.perf_counter()
    root, slot = passphrases.unlock(folder, keys, in_file, passphrase)
    took = time.perf_counter() - started
    try:
        connection, salt = connected(path, root, (in_file, keys.file_salt))
    except KeyRefused as refusal:
        raise VaultDamaged(path, keys_differ=in_file != keys.file_salt) from refusal

    def tidy() -> None:
        renewing.tidy(folder, root, salt)
        keyfiles.mend(folder, keys)
        passphrases.carry_to_backups(folder, keys)

    vault = _ready(folder, connection, clock, before_migration, tidy)
    vault.salt = salt
    costlier = kdf.raised(slot.cost, took)
    vault.costlier = costlier if costlier != slot.cost else None
    return vault


def open_with_recovery_code(
    folder: Path,
    code: str,
    *,
    clock: Clock,
    new_passphrase: str | None = None,
    profile: Profile = STANDARD,
    before_migration: BeforeMigration | None = None,
) -> Vault:
    """Open a vault with its sheet; `vault.db` is all it needs. With `new_passphrase`, fresh key files are written.

    The new passphrase comes along because the root is not kept for later. Raises BadRecoveryCode for what is no code,
    WrongRecoveryCode for another vault's, and what `open_with_passphrase` and `create` raise about files.
    """
    root = recovery.decode(code)
    path = folder / DATABASE
    check_file(path)
    in_file = read_salt(path)
    readable = keyfiles.readable(folder)
    is_renewed = any(keys.file_salt == in_file for keys in keyfiles.pending(folder))  # then older keys prove nothing
    proven = [
        keys for keys in readable if keyfile.is_signed_by(keys, root) and (keys.file_salt == in_file or not is_renewed)
    ]
    try:
        connection, salt = connected(path, root, (in_file, *(keys.file_salt for keys in readable)))
    except KeyRefused as refusal:
        raise (VaultDamaged(path) if proven else WrongRecoveryCode()) from refusal

    def write_keys() -> None:
        renewing.tidy(folder, root, salt)
        if new_passphrase is not None:
            newest = passphrases.newest_signed(folder, root, salt)
            keys = keyfile.fresh(root, new_passphrase, profile, file_salt=salt, after=newest)
            keyfiles.save(folder, keys)
            passphrases.carry_to_backups(folder, keys)

    vault = _ready(folder, connection, clock, before_migration, write_keys)
    vault.salt = salt
    return vault


def open_with_root(folder: Path, root: bytes, keys: KeyFile, *, clock: Clock) -> Vault:
    """Open a vault that was just laid down with these keys. Raises what opening by passphrase does."""
    connection, salt = connected(folder / DATABASE, root, (keys.file_salt,))
    vault = _ready(folder, connection, clock, _no_backup, _nothing)
    vault.salt = salt
    return vault


def connected(path: Path, root: bytes, salts: Sequence[bytes], *, lenient: bool = False) -> tuple[Connection, bytes]:
    """A connection, and the salt that gave it; the first salt is the one in the file. Raises KeyRefused."""
    for salt in dict.fromkeys(salts):
        key = keyfile.database_key(root, salt)
        try:
            connection = connect(path, key, lenient=lenient)
        except KeyRefused:
            continue
        finally:
            key[:] = bytes(len(key))
        if salt != salts[0]:
            rewrite_first_page(connection)
        return connection, salt
    raise KeyRefused(path)


def _ready(
    folder: Path,
    connection: Connection,
    clock: Clock,
    before_migration: BeforeMigration | None,
    last: Callable[[], None],
) -> Vault:
    """The vault on this connection, at the newest version; `last` happens once all else has. Closes it on failure."""
    from psw_tui.storage.engine import engine_over  # SQLAlchemy is slow to load, and nobody needs it before
    from psw_tui.storage.migrations import STEPS

    path = folder / DATABASE
    try:
        with named_refusals(path):
            _refuse_unfinished(connection, path)
            before = before_migration or _verified_backup(folder, clock)
            migrate(connection, STEPS, lambda version: before(connection, version), _fold_again)
            last()
            return Vault(folder, clock, connection, engine_over(connection))
    except BaseException as error:
        disconnect(connection)
        if isinstance(error, KeyRefused):  # it opened, and a later page does not
            raise VaultDamaged(path) from error
        raise


def _verified_backup(folder: Path, clock: Clock) -> BeforeMigration:
    def make(connection: Connection, _version: int) -> None:
        from psw_tui.storage.copying import back_up_before_migration  # needed once in a release

        back_up_before_migration(connection, folder, clock.now())

    return make


def _fold_again(connection: Connection) -> None:
    from psw_tui.storage.refolding import fold_again  # needed once in a release

    fold_again(connection)


def _newest_id(connection: Connection) -> str | None:
    """The newest id of any record: those to come exceed it, also on a laptop whose clock was set back."""
    newest = connection.execute("SELECT max(row) FROM change WHERE row < 'g'").fetchone()[0]
    return None if newest is None else str(newest)


def _refuse_unfinished(connection: Connection, path: Path) -> None:
    """Ours never stand in their place before the first migration; migrating this one would hide what was lost."""
    if not version_of(connection):
        raise VaultForeign(path)


def _nothing() -> None:
    """Nothing is left to do."""
