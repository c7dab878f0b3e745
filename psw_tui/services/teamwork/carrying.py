"""Files of a team that people carry: written into a folder under a name that tells of nobody, never over another one."""

from __future__ import annotations

from pathlib import Path

from psw_tui.services.leaving import folder_of, free_name, write_whole
from psw_tui.storage.vault import Vault

CARD, LETTER, STICK = ".psw-card", ".psw-letter", ".psw-stick"


def write_file(vault: Vault, folder: str, stem: str, ending: str, content: bytes) -> Path:
    """Write it where it was asked for, 0600; gives where it lies.

    Raises FolderMissing, FolderUnwritable, DiskFull, NotLeft: then nothing is there.
    """
    path = free_name(folder_of(folder), stem, vault.clock.today(), ending)
    write_whole(path, content)
    return path
