"""The files of psw_tui/files.py for the storage floor: what the system refuses gets the name of its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psw_tui.files import NO_ROOM, make_private_file, replace, sync_folder, write_private
from psw_tui.storage.errors import DiskFull, FolderUnwritable

__all__ = ["atomic_write", "make_private_file", "make_private_folder", "named_failures", "replace", "sync_folder"]


def atomic_write(path: Path, content: bytes) -> None:
    """Replace `path` by `content`, mode 0600, on disk when this returns; after a crash the old or the new is there.

    Raises DiskFull or FolderUnwritable and then leaves the old file as it was.
    """
    with named_failures(path):
        write_private(path, content)


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


@contextmanager
def named_failures(path: Path) -> Iterator[None]:
    """Turn the system's refusals while writing `path` into DiskFull or FolderUnwritable."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(path) from error
        raise FolderUnwritable(path, error.strerror or type(error).__name__) from error
