"""Making a vault, or a file for its code, for a command: all of it, or nothing left behind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psw_tui.cli.request import Refused, Request

OURS = "vault."
"""How the names of all files of a vault begin."""


@contextmanager
def nothing_left_on_failure(folder: Path, *, whole: bool) -> Iterator[None]:
    """If what is inside fails, take away the vault just made in `folder`, and the folder too if that is new."""
    try:
        yield
    except BaseException:
        take_away(folder, whole=whole)
        raise


def take_away(folder: Path, *, whole: bool) -> None:
    """Remove a vault made by this very process, and with `whole` the folder around it as well."""
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    with suppress(OSError):
        for path in folder.glob(OURS + "*"):
            path.unlink()


@contextmanager
def new_private_file(request: Request, named: str) -> Iterator[Path]:
    """A file that only the worker can read and that was not there before; gone again if what is inside fails."""
    path = Path(named).expanduser()
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise Refused(
            request.say("{file} is there already, and it was not touched. Name a new file.", file=path)
        ) from None
    except OSError as problem:
        sentence = "The file {file} cannot be written: {reason}."
        raise Refused(request.say(sentence, file=path, reason=problem.strerror)) from problem
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_down(request: Request, sheet: Path, code: str) -> None:
    """Put the recovery code into a private file, on the disk when this returns. Raises Refused."""
    try:
        with sheet.open("w", encoding="ascii") as file:
            file.write(code + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        sentence = "The file {file} cannot be written: {reason}."
        raise Refused(request.say(sentence, file=sheet, reason=problem.strerror)) from problem
