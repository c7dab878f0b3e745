"""Saving a debrief: through the service, and the same rows written raw with one fsync. In this process."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from psw_tui.records.debrief import DebriefForm
from psw_tui.services.debriefs import save_debrief
from psw_tui.storage.vault import Vault
from tests.bench.probe import ROOT
from tests.bench.row import Bench, Measure, Pair, Round, Row, middle
from tests.bench.statements import overheard, written_raw
from tests.bench.vaults import opened
from tests.long.session import strace

CLIENTS = 10_000
SAVES = 10
WORDS = "We walked to the food bank and talked about the landlord's letter. " * 8


def rounds(bench: Bench) -> Iterator[Round]:
    """Two copies of one vault on the disk of the cache: what the service writes into one is written raw into the other."""
    with tempfile.TemporaryDirectory(dir=bench.cache) as around:
        ours = _copy(bench, Path(around) / "ours")
        raw = _copy(bench, Path(around) / "raw")
        bench.notes.append(_counted(ours))
        with opened(ours) as served, opened(raw) as bare:
            clients = [row[0] for row in served.connection.execute("SELECT id FROM client LIMIT 100")]
            save(served, clients[0])  # the first save of all compiles
            for number in count():
                taken, written = [], []
                for each in range(SAVES):
                    client = clients[(number * SAVES + each) % len(clients)]
                    with overheard(served) as statements:
                        taken.append(save(served, client))
                    written.append(written_raw(bare, statements))
                yield {"save": Pair(middle(taken), middle(written))}


def _copy(bench: Bench, folder: Path) -> Path:
    shutil.copytree(bench.vault(CLIENTS), folder)
    return folder


def save(vault: Vault, client: str) -> float:
    """Milliseconds for one more debrief."""
    form = DebriefForm.model_validate({"contact": "met", "safety": "nothing", "their_words": WORDS})
    began = time.perf_counter()
    save_debrief(vault, client, form)
    return (time.perf_counter() - began) * 1000


def _counted(folder: Path) -> str:
    """How often one save makes the disk keep what it has, watched from outside."""
    if strace() is None:
        return "save: fsyncs not counted, for there is no strace here, or it may not trace."
    command = [sys.executable, "-m", "tests.bench.apps.saves", str(folder), str(SAVES)]
    watched = [str(strace()), "-f", "-qq", "-e", "trace=write,fsync,fdatasync", "-e", "signal=none", *command]
    said = subprocess.run(watched, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    between = said.split('"begin\\n"', 1)[1].split('"end\\n"', 1)[0]
    syncs = sum("sync(" in line for line in between.splitlines())
    return f"save: {syncs} fsyncs for {SAVES} saves (target: exactly one each)."


MEASURE = Measure(
    "save",
    (Row("save", "save a debrief, 10,000 clients", "one fsync and the same rows written raw", 3.0),),
    rounds,
)
