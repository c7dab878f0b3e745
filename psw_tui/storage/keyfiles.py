"""The two copies of the key file in a vault's folder: either one is enough."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from psw_tui.storage.atomic import make_private_file, named_failures, replace
from psw_tui.storage.errors import DiskFull, FolderUnwritable, KeysDamaged, KeysMissing, KeysOutOfRange, VaultNewer
from psw_tui.storage.keyfile import KeyFile, pack
from psw_tui.storage.keyparse import MOST_BYTES, parse

NAMES = ("vault.keys", "vault.keys2")

PENDING = "vault.keys.rekey"
"""The keys of a database that is about to take the place of this one, or just did."""


def save(folder: Path, keys: KeyFile) -> None:
    """Write both copies. Raises DiskFull or FolderUnwritable; where there was no room, the old ones are still there."""
    fresh = [(path, path.with_name(path.name + ".new")) for path in paths(folder)]
    try:
        for path, new in fresh:
            with named_failures(path):
                _put_down(new, pack(keys))
        for path, new in fresh:
            with named_failures(path):
                replace(new, path)
    finally:
        for path, new in fresh:
            with named_failures(path):
                new.unlink(missing_ok=True)


def load(folder: Path) -> KeyFile:
    """The newest copy that can be read; believe it only once it was unlocked.

    Raises KeysMissing if there is none, KeysDamaged (or KeysOutOfRange) if none can be read, VaultNewer for a later
    format.
    """
    failures: list[KeysDamaged | VaultNewer] = []
    parsed: list[KeyFile] = []
    for content in _contents(folder, failures):
        try:
            parsed.append(parse(content))
        except (KeysDamaged, VaultNewer) as failure:
            failures.append(failure)
    if parsed:
        return max(parsed, key=lambda keys: keys.seq)
    if failures:
        raise max(failures, key=_tells_most)
    raise KeysMissing(folder)


def in_force(folder: Path, salt: bytes) -> KeyFile:
    """The keys that belong to the database that begins with this salt. Raises what `load` does.

    A renewal swaps the database first and the key files after it; if it was cut off in between, the pending keys count.
    """
    return next((keys for keys in pending(folder) if keys.file_salt == salt), None) or load(folder)


def pending(folder: Path) -> tuple[KeyFile, ...]:
    """The keys a renewal has put down and not yet put in their place, if they can be read."""
    return tuple(_readable((folder / PENDING,)))


def readable(folder: Path) -> tuple[KeyFile, ...]:
    """Every key file in this folder that can be read, whatever it says."""
    return tuple(_readable((*paths(folder), folder / PENDING)))


def mend(folder: Path, keys: KeyFile) -> None:
    """Make both copies say the same again, after a crash between them or damage to one.

    Only for keys that were unlocked: a planted file must not overwrite the good one. A folder that refuses, or has
    no room, is left for another day: these keys have just opened the vault. So is a newer copy another window wrote.
    """
    differ = any(copy != pack(keys) for copy in map(_content_or_nothing, paths(folder)))
    if differ and load(folder) == keys:
        with suppress(DiskFull, FolderUnwritable):
            save(folder, keys)


def paths(folder: Path) -> tuple[Path, ...]:
    """Where the copies lie."""
    return tuple(folder / name for name in NAMES)


def _put_down(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # left by a crash
    make_private_file(path)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _readable(found: Iterable[Path]) -> Iterator[KeyFile]:
    for path in found:
        with suppress(OSError, KeysDamaged, VaultNewer):
            yield parse(_read(path))


def _contents(folder: Path, failures: list[KeysDamaged | VaultNewer]) -> Iterator[bytes]:
    for path in paths(folder):
        try:
            yield _read(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            failures.append(KeysDamaged(error.strerror or "unreadable"))


def _tells_most(failure: KeysDamaged | VaultNewer) -> int:
    return 2 if isinstance(failure, VaultNewer) else 1 if isinstance(failure, KeysOutOfRange) else 0


def _content_or_nothing(path: Path) -> bytes:
    try:
        return _read(path)
    except OSError:
        return b""


def _read(path: Path) -> bytes:
    """At most one byte more than a key file may have, so that a planted one cannot fill the memory."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
