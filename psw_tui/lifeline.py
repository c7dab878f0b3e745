"""What the child hears from outside, that its launcher or its terminal is gone; and the notes it leaves the launcher.

A note is an id: what the next child opens at, or the mark of the vault that was closed. Never text, and never a path.
"""

from __future__ import annotations

import os
import re
import select
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

LONGEST_NOTE = 200
MOST_NOTES = 2
VAULT = "vault:"
_ENTITY_ID = re.compile(rf"[A-Za-z0-9:-]{{1,{LONGEST_NOTE - 1}}}", re.ASCII)


class NotAnId(Exception):
    """Only an id may pass from one child to the next, never text."""


def watch(fd: int, on_gone: Callable[[], None]) -> Thread:
    """Call `on_gone` once, in a thread of its own, when the launcher has ended however it ended."""
    thread = Thread(target=_wait_for_end, args=(fd, on_gone), name="lifeline", daemon=True)
    thread.start()
    return thread


def watch_terminal(fd: int, on_gone: Callable[[], None]) -> None:
    """Call `on_gone` once when the terminal has vanished: not everybody gets a signal then, and some are deaf to it."""
    if hasattr(select, "poll") and os.isatty(fd):
        Thread(target=_wait_for_hang_up, args=(fd, on_gone), name="terminal", daemon=True).start()


def is_cut(fd: int) -> bool:
    """Whether the launcher is gone: nothing is ever written, so the pipe can only be ready at its end."""
    return bool(select.select([fd], [], [], 0)[0])


def leave_note(fd: int, entity_id: str) -> None:
    """Ask that the next child opens at `entity_id`."""
    if not is_entity_id(entity_id):
        raise NotAnId
    # Without a launcher there is no next child to read it.
    with suppress(BrokenPipeError):
        os.write(fd, f"{entity_id}\n".encode("ascii"))


def is_entity_id(words: str) -> bool:
    """Whether `words` is nothing but an id."""
    return _ENTITY_ID.fullmatch(words) is not None


def vault_mark(folder: Path) -> str:
    """What stands for a vault in a note: whoever has a list of vaults can tell which one is meant, and nobody else."""
    from hashlib import sha256  # no hurry: a vault is closed once

    return VAULT + sha256(os.path.abspath(folder).encode(errors="surrogateescape")).hexdigest()[:32]


def read_notes(content: bytes) -> tuple[str, str]:
    """What the next child opens at, and the mark of the closed vault; both empty unless all of it is as it must be."""
    text = content.decode("ascii", errors="replace")
    notes = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(text) > MOST_NOTES * LONGEST_NOTE or not all(map(is_entity_id, notes)):
        return "", ""
    marks = [note for note in notes if note.startswith(VAULT)]
    places = [note for note in notes if not note.startswith(VAULT)]
    if len(marks) > 1 or len(places) > 1:
        return "", ""
    return "".join(places), "".join(marks)


def _wait_for_end(fd: int, on_gone: Callable[[], None]) -> None:
    # A broken pipe is as good as an ended one: rather lock once too often.
    with suppress(OSError):
        while os.read(fd, 64):
            pass
    on_gone()


def _wait_for_hang_up(fd: int, on_gone: Callable[[], None]) -> None:
    terminal = select.poll()
    terminal.register(fd, 0)  # its keys are for others; that it is gone is told to everybody
    if any(event & (select.POLLHUP | select.POLLERR) for _, event in terminal.poll()):
        on_gone()
