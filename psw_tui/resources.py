"""Finds the files under assets/ in a wheel, in a checkout and in a frozen bundle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_HERE = Path(__file__).parent


def asset(*parts: str) -> Traversable:
    """The file or folder `parts` under assets/; it need not exist."""
    node = _asset_root()
    for part in parts:
        # One at a time: the folder of a package found in two places takes a single name on Python 3.11.
        node = node / part
    return node


@contextmanager
def asset_folder(*parts: str) -> Iterator[Path]:
    """The folder `parts` under assets/ for who reads real files only: a copy for a while where the package is zipped."""
    folder = asset(*parts)
    if isinstance(folder, Path):
        yield folder
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as copied:
        for file in folder.iterdir():
            (Path(copied) / file.name).write_bytes(file.read_bytes())
        yield Path(copied)


def _asset_root() -> Traversable:
    # In a wheel, then in a checkout: plain folders both, and looking there loads nothing.
    for around in (_HERE, _HERE.parent):
        if (folder := around / "assets").is_dir():
            return folder
    from importlib.resources import files

    return files("psw_tui") / "assets"
