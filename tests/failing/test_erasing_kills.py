"""kill -9 in the middle of erasing: the record is there whole, or it is gone whole."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from psw_tui.domain.clock import Clock
from psw_tui.records.leaving import ErasureForm
from psw_tui.services.clients import client_by_code
from psw_tui.services.erasing import ask, confirm, erasures
from psw_tui.storage.read import listing
from psw_tui.storage.replay import TABLES, differences
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.filling_tables import fill_every_table
from tests.services.giving import give_debrief
from tests.ui.driving import inside

KILLS = 12
TIMES = 150
"""So many notes, or erasing is over before anybody can kill it."""

GONE = dict.fromkeys(TABLES, 0) | {"draft": 0, "setting": 1, "erasure": 1, "search": 2, "change": 3}
"""What is left: the settings, and that it was asked and done."""

COUNTED = [*TABLES, "draft", "search"]


def counts(vault: Vault) -> dict[str, int]:
    """How many rows each table has; of the log only the lines that say something."""
    found = {name: listing(vault, f"SELECT count(*) AS n FROM {name}")[0]["n"] for name in COUNTED}  # noqa: S608
    return found | {"change": listing(vault, "SELECT count(*) AS n FROM change WHERE op <> 'nothing'")[0]["n"]}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_leaves_all_of_it_or_nothing(home: Path, tmp_path: Path, clock: StillClock) -> None:
    folder = home / "vaults" / "ash"
    with inside(folder, clock) as vault:
        client = client_by_code(vault, "Thistle-88")
        fill_every_table(vault, client.id)
        for number in range(TIMES):
            give_debrief(vault, client.id, their_words=f"word{number} " * 200)
        ask(vault, client, ErasureForm(typed_code="Thistle-88", reason="kept long enough"))
        whole = counts(vault)
    clock.forward(hours=24)
    lasts = _erased_in(shutil.copytree(folder, tmp_path / "first"), clock)
    ends = set()
    for number in range(KILLS):
        copy = Path(shutil.copytree(folder, tmp_path / f"vault{number}"))
        _killed(copy, clock, after=lasts * number / (KILLS - 3))
        with inside(copy, clock) as vault:
            left = counts(vault)
            erased = erasures(vault)[0].fate is not None
            assert left == (GONE if erased else whole)
            assert list(differences(vault)) == []
            ends.add(erased)
        shutil.rmtree(copy)
    assert ends == {False, True}


def _erased_in(folder: Path, clock: Clock) -> float:
    with inside(folder, clock) as vault:
        began = time.perf_counter()
        confirm(vault, erasures(vault)[0].id)
        return time.perf_counter() - began


def _killed(folder: Path, clock: Clock, *, after: float) -> None:
    """Let a process erase the record, and kill it so many seconds after it began."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with inside(folder, clock) as vault:
                erasure = erasures(vault)[0].id
                os.write(writer, b".")
                confirm(vault, erasure)
                signal.pause()
        finally:
            os._exit(1)
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the work ended by itself"
