"""A file that came from the team, looked at before its changes are taken in: a stick, or a letter that came by hand."""

from __future__ import annotations

from psw_tui.progress import Doing, Progress
from psw_tui.services.teamwork.joining import writer_of
from psw_tui.services.teamwork.sticks import StickLook, look_at_stick
from psw_tui.storage.errors import LetterUnreadable
from psw_tui.storage.vault import Vault
from psw_tui.team.keys import Card


def look(vault: Vault, content: bytes, progress: Progress) -> StickLook | Card:
    """What is in the file; of a letter, the card of who wrote it. Raises as `look_at_stick` and `writer_of` do."""
    progress.at(Doing.READING)
    try:
        return writer_of(vault, content)
    except LetterUnreadable:
        return look_at_stick(vault, content, progress)
