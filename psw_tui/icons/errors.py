"""Why an icon cannot be made; one type per remedy. A folder without rights is places.FolderUnwritable."""

from __future__ import annotations

from pathlib import Path


class IconError(Exception):
    """The icon cannot be made."""


class NoDesktop(IconError):
    """The system keeps icons in a folder that is not there, such as `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class NotOurs(IconError):
    """At `path`, where the icon goes, lies something that psw-tui did not make."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class NotInstalled(IconError):
    """The program runs out of a folder it would not be found in when started from anywhere else."""
