"""Finds the files under assets/ in a wheel, in a checkout and in a frozen bundle."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def asset(*parts: str) -> Traversable:
    """The file or folder `parts` under assets/; it need not exist."""
    node = _asset_root()
    for part in parts:
        # One at a time: the folder of a package found in two places takes a single name on Python 3.11.
        node = node / part
    return node


def _asset_root() -> Traversable:
    packaged = files("psw_tui") / "assets"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[1] / "assets"
