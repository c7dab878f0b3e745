"""Puts the files of an icon in their places, and takes them away. What psw-tui did not make is never touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psw_tui.files import write_private
from psw_tui.icons.errors import NotOurs
from psw_tui.places import FolderUnwritable

MARK = b"psw-tui shortcut"
"""Every file of an icon says this near its beginning; by it we know our own."""

NEAR = 1000
"""Bytes from the beginning within which the mark stands."""


@dataclass(frozen=True)
class Piece:
    """One file of an icon."""

    path: Path
    content: bytes
    opens: bool = True
    """A person opens it; otherwise it belongs to one that is opened, such as a picture."""


def put(pieces: Sequence[Piece]) -> None:
    """Write them all, over older ones of our own. Raises NotOurs before anything is written, and FolderUnwritable."""
    for piece in pieces:
        if _is_taken(piece.path) and not _is_ours(piece.path):
            raise NotOurs(piece.path)
    for piece in pieces:
        with _folder_errors(piece.path.parent):
            piece.path.parent.mkdir(parents=True, exist_ok=True)
            write_private(piece.path, piece.content)
            if piece.opens:
                piece.path.chmod(0o700)


def take_away(pieces: Iterable[Piece]) -> list[Path]:
    """Remove those that are ours; gives the ones that a person could open. Raises FolderUnwritable."""
    ours = [piece for piece in pieces if _is_taken(piece.path) and _is_ours(piece.path)]
    for piece in ours:
        with _folder_errors(piece.path.parent):
            piece.path.unlink()
    return [piece.path for piece in ours if piece.opens]


def _is_taken(path: Path) -> bool:
    with _folder_errors(path.parent):
        return path.is_symlink() or path.exists()


def _is_ours(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with _folder_errors(path.parent), path.open("rb") as file:
        return MARK in file.read(NEAR)


@contextmanager
def _folder_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise FolderUnwritable(folder, problem.strerror or str(problem)) from problem
