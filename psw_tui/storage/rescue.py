"""Saving what can still be read of a damaged vault into a new one beside it. The damaged one is only ever read.

Its pages are copied as they lie, still encrypted, and the copy is read row by row around the pages that are damaged.
What a table lost is brought back from the change log, which tells everything a second time. The new vault opens with
the same passphrase and the same recovery code; until it is whole it is no vault.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from psw_tui.domain.clock import Clock
from psw_tui.progress import Progress
from psw_tui.storage import keyfile, keyfiles, recovery
from psw_tui.storage.atomic import make_private_folder
from psw_tui.storage.connection import check_file, read_salt, refuse_open_elsewhere
from psw_tui.storage.errors import NothingToRescue, VaultExists, VaultTruncated, WrongRecoveryCode
from psw_tui.storage.kdf import STANDARD, Profile
from psw_tui.storage.keyfile import KeyFile
from psw_tui.storage.making import DATABASE, lay_down
from psw_tui.storage.vault import Vault, open_with_root

if TYPE_CHECKING:
    from sqlite3 import Connection

MARK = "-rescued-"
"""Stands between the label of the damaged vault and the moment of the rescue."""


@dataclass(frozen=True)
class Saved:
    """How much of one table was saved."""

    table: str
    rows: int
    """Read from the table itself."""
    from_log: int = 0
    """Lost by the table, and told again by the change log."""
    lost: int = 0
    """Known to have been there, by an index or by the log, and in neither any more."""


@dataclass(frozen=True)
class Rescued:
    """What became of a rescue."""

    folder: Path
    tables: Sequence[Saved]
    log_has_gaps: bool
    """Lines of the log are lost too, so what was brought back from it may lack its last changes."""
    stand_ins: int = 0
    """Clients of whom only what was written about them is left; they have a new code."""

    @property
    def saved(self) -> int:
        """Rows in the new vault."""
        return sum(each.rows + each.from_log for each in self.tables)

    @property
    def lost(self) -> int:
        """Rows that are known to be missing from it."""
        return sum(each.lost for each in self.tables)


def place_beside(folder: Path, clock: Clock) -> Path:
    """Where the new vault goes, unless its worker names another folder."""
    return folder.absolute().with_name(f"{folder.name}{MARK}{clock.now():%Y%m%dT%H%M%SZ}")


def rescue_with_passphrase(
    folder: Path, passphrase: str, target: Path, *, clock: Clock, progress: Progress | None = None
) -> tuple[Vault, Rescued]:
    """Save what can be read into `target`, a new folder; gives the new vault, open.

    Raises NothingToRescue, Cancelled, and what opening a vault and making one raise. Nothing is left then.
    """
    _check(folder)
    keys = keyfiles.load(folder)
    root, _slot = keyfile.unlock(keys, passphrase)
    return _rescue(folder, target, root, (keys,), keyfile.moved(keys, root), clock, progress or Progress())


def rescue_with_code(
    folder: Path,
    code: str,
    new_passphrase: str,
    target: Path,
    *,
    clock: Clock,
    profile: Profile = STANDARD,
    progress: Progress | None = None,
) -> tuple[Vault, Rescued]:
    """The same with the sheet; `new_passphrase` opens the new vault."""
    _check(folder)
    root = recovery.decode(code)
    known = keyfiles.readable(folder)
    proven = any(keyfile.is_signed_by(keys, root) for keys in known)
    fresh = keyfile.fresh(root, new_passphrase, profile, file_salt=bytes(keyfile.FILE_SALT_BYTES))
    try:
        return _rescue(folder, target, root, known, keyfile.moved(fresh, root), clock, progress or Progress())
    except NothingToRescue as nothing:
        raise nothing if proven else WrongRecoveryCode() from nothing


def _check(folder: Path) -> None:
    """What was cut short can be rescued as well; what is no vault at all cannot."""
    with suppress(VaultTruncated):
        check_file(folder / DATABASE)
    refuse_open_elsewhere(folder / DATABASE)


def _rescue(
    folder: Path,
    target: Path,
    root: bytes,
    known: Sequence[KeyFile],
    keys: KeyFile,
    clock: Clock,
    progress: Progress,
) -> tuple[Vault, Rescued]:
    if target.exists():  # the folder is new, so that all of it may go again if this fails
        raise VaultExists(target)
    make_private_folder(target)
    try:
        salts = (read_salt(folder / DATABASE), *(each.file_salt for each in known))
        rescued = _saved_into(target, folder, root, salts, keys, progress)
        return open_with_root(target, root, keys, clock=clock), rescued
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _saved_into(
    target: Path, folder: Path, root: bytes, salts: Sequence[bytes], keys: KeyFile, progress: Progress
) -> Rescued:
    from psw_tui.storage import salvage  # loads the records, which the unlock screen does without

    found: list[Rescued] = []
    aside = target / salvage.ASIDE
    with salvage.copied(folder / DATABASE, aside, root, salts, progress) as (old, steps):

        def fill(connection: Connection) -> None:
            tables, has_gaps = salvage.fill(connection, old, target, progress)
            found.append(Rescued(target, tables, has_gaps))

        lay_down(target, root, keys, steps, fill)
    return found[0]
