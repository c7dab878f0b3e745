"""Writing down the clients of a list: all of them in one transaction, or none."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from psw_tui.domain.codes import draw_code
from psw_tui.progress import Doing, Progress
from psw_tui.records.client import Client
from psw_tui.services.clients import code_words
from psw_tui.services.errors import CodeTaken
from psw_tui.services.importing.preparing import Prepared, Ready
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


@dataclass(frozen=True)
class Imported:
    """What came in."""

    clients: int
    drawn: tuple[tuple[int, str], ...]
    """(line in the file, code) of every client whose code was drawn: only the file knows who that is."""


def bring_in(vault: Vault, prepared: Prepared, progress: Progress | None = None) -> Imported:
    """Write them down. One undo takes all of it back.

    Raises what `Prepared.check` does, CodeTaken, NoCodeLeft, and Cancelled: then nothing of it is there.
    """
    prepared.check()
    progress = progress or Progress()
    coded = list(_coded(vault, prepared))
    now, today = vault.clock.now(), vault.clock.today()
    with writing(vault) as tx:
        for ready, code in progress.over(Doing.IMPORTING, coded, len(coded)):
            answers = dict(ready.form)
            tx.add(Client(**answers, id=vault.new_id(), made_at=now, code=code, status_since=today))
        progress.past_stopping(Doing.IMPORTING)
    return Imported(len(coded), tuple((ready.line, code) for ready, code in coded if not ready.code))


def _coded(vault: Vault, prepared: Prepared) -> Iterator[tuple[Ready, str]]:
    """Every client with a code nobody has: codes from the file first, so that none is drawn that comes later in it."""
    here = {str(row["code"]) for row in listing(vault, "SELECT code FROM client")}
    taken = here | {ready.code for ready in prepared.ready}
    words = code_words()
    for ready in prepared.ready:
        if ready.code in here:
            raise CodeTaken(ready.code)
        code = ready.code or draw_code(words, taken, secrets.choice)
        taken.add(code)
        yield ready, code
