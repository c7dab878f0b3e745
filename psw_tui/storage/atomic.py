"""Files and folders that only the worker may read, replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psw_tui.storage.errors import DiskFull, FolderUnwritable

ATTEMPTS = 10
PAUSE = 0.05
"""Seconds between attempts: a virus scanner on Windows holds a fresh file for a moment."""

_ON_WINDOWS = os.name == "nt"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def atomic_write(path: Path, content: bytes) -> None:
    """Replace `path` by `content`, mode 0600, on disk when this returns; after a crash the old or the new is there.

    Raises DiskFull or FolderUnwritable and then leaves the old file as it was.
    """
    fresh = path.with_name(path.name + ".new")
    with named_failures(path):
        try:
            _write_fresh(fresh, content)
            replace(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)


def replace(fresh: Path, path: Path) -> None:
    """Put `fresh` in the place of `path` for good. Raises OSError."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            os.replace(fresh, path)
            break
        except PermissionError:
            if not _ON_WINDOWS or attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE)
    sync_folder(path.parent)


def make_private_folder(folder: Path) -> bool:
    """Make `folder` and what is missing above it, each 0700 whatever the umask. True if it was not there before.

    A folder that was there and is empty becomes 0700 as well. Raises DiskFull or FolderUnwritable.
    """
    with named_failures(folder):
        if not folder.parent.is_dir():
            make_private_folder(folder.parent)
        if folder.is_dir():
            if not any(folder.iterdir()):
                folder.chmod(0o700)
            return False
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)
        sync_folder(folder.parent)
        return True


def make_private_file(path: Path) -> None:
    """Make an empty file, 0600 whatever the umask, that was not there before. Raises OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    path.chmod(0o600)


def sync_folder(folder: Path) -> None:
    """Make new names in `folder` survive a power cut; Windows does so by itself and cannot be asked. Raises OSError."""
    if _ON_WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems cannot do so for a folder; the file itself is on disk
            raise
    finally:
        os.close(descriptor)


@contextmanager
def named_failures(path: Path) -> Iterator[None]:
    """Turn the system's refusals while writing `path` into DiskFull or FolderUnwritable."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFull(path) from error
        raise FolderUnwritable(path, error.strerror or type(error).__name__) from error


def _write_fresh(fresh: Path, content: bytes) -> None:
    fresh.unlink(missing_ok=True)  # left by a crash
    make_private_file(fresh)
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
