"""Where vaults lie on this computer, and what they may be called."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

HOME_VARIABLE = "PSW_TUI_HOME"
VAULT_FILES = ("vault.db", "vault.keys")
"""A folder that holds one of these is a vault: with either half lost, the other still needs its worker."""
BACKUPS = "backups"
"""With both halves lost, what lies in here still needs its worker."""
LONGEST_LABEL = 40

_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
"""Names that Windows keeps for devices; refused everywhere, because a vault may move to another computer."""


class LabelFault(Enum):
    """Why a label cannot be used."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    CHARACTER = "character"
    RESERVED = "reserved"


class PlaceError(Exception):
    """The data folder or a vault in it cannot be used."""


class HomeMissing(PlaceError):
    """The folder that should hold the data is not there: a stick not plugged in, or no home folder at all."""

    def __init__(self, path: Path | None, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class FolderUnwritable(PlaceError):
    """A folder cannot be made, read or written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class BadLabel(PlaceError):
    """The label is not plain enough to be the name of a folder on every computer."""

    def __init__(self, label: str, fault: LabelFault) -> None:
        super().__init__(f"{label!r}: {fault.value}")
        self.label = label
        self.fault = fault


class LabelTaken(PlaceError):
    """Another vault has this label, perhaps in capitals."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


@dataclass(frozen=True)
class VaultPlace:
    """One vault, by the label its worker chose."""

    label: str
    path: Path


def home() -> Path:
    """The folder for all data; it may not exist yet."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return _chosen_home(chosen)
    # Imported here: it is not needed where the folder is given, and costs a tenth of the start.
    import platformdirs

    return Path(platformdirs.user_data_dir("psw-tui", appauthor=False))


def vaults_folder() -> Path:
    """The folder that holds the vaults, made private where it is missing."""
    folder = home() / "vaults"
    with _folder_errors(folder):
        _make_private(folder)
    return folder


def lesson_folder() -> Path:
    """Where the vault of the first day's lessons lies: beside the vaults, so that it is never taken for one of them."""
    return home() / "practice"


def list_vaults() -> list[VaultPlace]:
    """Every vault, by label; an unused computer has none, and is not written to."""
    folder = home() / "vaults"
    if not folder.exists():
        return []
    with _folder_errors(folder):
        vaults = [VaultPlace(_plain(entry.name), entry) for entry in folder.iterdir() if _is_vault(entry)]
    return sorted(vaults, key=lambda vault: (_same(vault.label), vault.label))


def place_for(label: str) -> VaultPlace:
    """The place for a new vault. The folder around it is made, its own is left to whoever makes the vault."""
    label = _checked(label)
    folder = vaults_folder()
    with _folder_errors(folder):
        if any(_same(entry.name) == _same(label) and _in_use(entry) for entry in folder.iterdir()):
            raise LabelTaken(label)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise FolderUnwritable(folder, "not writable")
    return VaultPlace(label, folder / label)


def _chosen_home(chosen: str) -> Path:
    try:
        path = Path(chosen).expanduser().absolute()
    except RuntimeError as problem:
        raise HomeMissing(Path(chosen), str(problem)) from problem
    # A new folder where a stick should be would look as if all notes were gone.
    if not path.parent.is_dir():
        raise HomeMissing(path, "the folder around it is not there")
    return path


def _make_private(folder: Path) -> None:
    """Make `folder` and what is missing above it, each for this user only."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(mode=0o700, exist_ok=True)
    if missing:
        from psw_tui.files import only_mine  # a folder is seldom made, and every start looks for vaults

        only_mine(missing[-1])  # the outermost: what lies in it is closed with it
    if not folder.is_dir():
        raise FolderUnwritable(folder, "a file is in the way")


@contextmanager
def _folder_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise FolderUnwritable(folder, problem.strerror or str(problem)) from problem


def _is_vault(folder: Path) -> bool:
    return any((folder / name).is_file() for name in VAULT_FILES) or (folder / BACKUPS).is_dir()


def _in_use(entry: Path) -> bool:
    """An empty folder is what a set-up that was given up leaves behind."""
    return not entry.is_dir() or any(entry.iterdir())


def _checked(label: str) -> str:
    label = _plain(label).strip(" ")
    if not label:
        raise BadLabel(label, LabelFault.EMPTY)
    if len(label) > LONGEST_LABEL:
        raise BadLabel(label, LabelFault.TOO_LONG)
    if not all(map(_allowed, label)) or label[0] in " -_" or unicodedata.category(label[0])[0] == "M":
        raise BadLabel(label, LabelFault.CHARACTER)
    if _same(label) in _RESERVED:
        raise BadLabel(label, LabelFault.RESERVED)
    return label


def _allowed(character: str) -> bool:
    # Marks belong to letters: without them Hindi or Thai names could not be written.
    return character in " -_" or unicodedata.category(character)[0] in "LM" or unicodedata.category(character) == "Nd"


def _plain(label: str) -> str:
    return unicodedata.normalize("NFC", label)


def _same(label: str) -> str:
    """Labels that come out equal are one folder on some computers, or one name to the eye."""
    return _plain(_plain(label).casefold())
