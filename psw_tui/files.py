"""Files and folders that only the worker may read, made and moved so that a power cut leaves the old or the new.

No floor of the program is needed for it, so the launcher, which holds no key, may use it too. Everything here raises
OSError as the system gave it; storage/atomic.py turns that into failures with a name.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

ATTEMPTS = 10
PAUSE = 0.05
"""Seconds between attempts: a virus scanner on Windows holds a fresh file for a moment."""

LONGEST_TO_CLOSE = 10
"""Seconds to wait for the program of Windows that takes rights away."""

CHUNK = 1024 * 1024

NO_ROOM = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
"""What the system says when a disk, or the worker's share of it, is full."""

DEAD_AFTER = 3600
"""Seconds after which what is half made counts as left behind, where the system cannot tell who still works on it."""

_ON_WINDOWS = os.name == "nt"


Hear = Callable[[int, int], None]
"""Hears how many bytes of how many are done. What it raises ends the work."""


def nobody(_done: int, _of: int) -> None:
    """For work that nobody watches."""


def replace(fresh: Path, path: Path) -> None:
    """Put `fresh` in the place of `path` for good."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            os.replace(fresh, path)
            break
        except PermissionError:
            if not _ON_WINDOWS or attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE)
    sync_folder(path.parent)


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` by `content`, mode 0600, on disk when this returns; if it fails the old file is as it was."""
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)  # left by a crash
        make_private_file(fresh)
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def make_private_file(path: Path) -> None:
    """Make an empty file, 0600 whatever the umask, that was not there before."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    path.chmod(0o600)


def copy_private(source: Path, target: Path, hear: Hear = nobody) -> str:
    """Copy into a new file, 0600, on disk when this returns, with the time of the source; gives its SHA-256."""
    make_private_file(target)
    digest = sha256()
    with source.open("rb") as read, target.open("wb") as written:
        whole = os.fstat(read.fileno()).st_size
        while chunk := read.read(CHUNK):
            hear(read.tell(), whole)
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    status = source.stat()
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    return digest.hexdigest()


def hash_of(path: Path, hear: Hear = nobody) -> str:
    """The SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        whole = os.fstat(file.fileno()).st_size
        while chunk := file.read(CHUNK):
            hear(file.tell(), whole)
            digest.update(chunk)
    return digest.hexdigest()


def only_mine(folder: Path) -> None:
    """Close a new folder, and what will lie in it, to every other account; elsewhere its mode has done so.

    Windows, unseen: Python before 3.11.10 and 3.12.4 takes no notice of a mode there, so a folder outside of the user's
    own would be open to all. Where it cannot be closed, as on a stick without rights, the vault itself is the wall.
    """
    if not _ON_WINDOWS:
        return
    import subprocess  # nothing else here needs it

    system, account = os.environ.get("SYSTEMROOT", r"C:\Windows"), os.environ.get("USERNAME", "")
    owner = f"{os.environ.get('USERDOMAIN', '.')}\\{account}" if account else "*S-1-3-4"  # else whoever owns it
    # Named whole: a program of this name in the current folder is somebody else's.
    icacls = f"{system}\\System32\\icacls.exe"
    command = [icacls, str(folder), "/inheritance:r", "/grant:r", f"{owner}:(OI)(CI)F", "/q"]
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(command, capture_output=True, timeout=LONGEST_TO_CLOSE, check=False, stdin=subprocess.DEVNULL)


def sync_file(path: Path) -> None:
    """Bring to disk what another library wrote without doing so."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make new names in `folder` survive a power cut; Windows does so by itself and cannot be asked."""
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
def folder_in_the_making(fresh: Path, place: Path) -> Iterator[Path]:
    """A new private folder `fresh` that becomes `place` once what is inside it is whole; otherwise nothing is left.

    While it is made it is held, so that `sweep` of another process can tell it from one left by a crash.
    """
    fresh.mkdir(mode=0o700)
    try:
        with _held(fresh):
            yield fresh
            sync_folder(fresh)
            fresh.rename(place)
            sync_folder(place.parent)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def sweep(folder: Path, beginning: str) -> None:
    """Take away what a crash left half made in `folder`: names that begin so, and that nobody works on."""
    for left in folder.glob(beginning + "*"):
        if left.is_dir() and not left.is_symlink() and _is_dead(left):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks: then age tells
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _is_dead(folder: Path) -> bool:
    if sys.platform == "win32":
        return abs(time.time() - folder.stat().st_mtime) > DEAD_AFTER
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return abs(time.time() - folder.stat().st_mtime) > DEAD_AFTER
    finally:
        os.close(descriptor)
    return True
