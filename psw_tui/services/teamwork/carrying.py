"""Files of a team that people carry: written into a folder under a name that tells of nobody, never over another one."""

from __future__ import annotations

from pathlib import Path

from psw_tui.services.envelope import read_file
from psw_tui.services.leaving import folder_of, free_name, write_whole
from psw_tui.storage.vault import Vault

CARD, LETTER, STICK = ".psw-card", ".psw-letter", ".psw-stick"

NAMELESS = "laptop"
"""What the file of a card is called: a team has no name here yet, and a worker's own is nobody's business."""
LARGEST_MB = 512


def read_carried(path: Path) -> bytes:
    """What is in a file that somebody brought. Raises as `read_file` does."""
    return read_file(path, LARGEST_MB)


def write_file(vault: Vault, folder: str, stem: str, ending: str, content: bytes) -> Path:
    """Write it where it was asked for, 0600; gives where it lies.

    Raises FolderMissing, FolderUnwritable, DiskFull, NotLeft: then nothing is there.
    """
    path = free_name(folder_of(folder), stem, vault.clock.today(), ending)
    write_whole(path, content)
    return path
