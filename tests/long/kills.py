"""kill -9 in the middle of work: whatever was acknowledged is there afterwards, and the vault is whole."""

from __future__ import annotations

import os
import select
import shutil
import signal
import tempfile
import time
from argparse import Namespace
from pathlib import Path
from random import Random

from psw_tui.services.set_up import set_up
from psw_tui.storage.kdf import CHEAPEST
from tests.conftest import PASSPHRASE, RECOVERY_CODE, WORKER, StillClock
from tests.long.work import Promise, Worker, broken, opened

ROUNDS = 300
A_VAULT_LASTS = 20
"""Rounds until a new vault is begun: looking a large one over takes longer than the rest."""


def run(args: Namespace) -> int:
    rounds = args.rounds or ROUNDS
    random = Random(args.seed)
    began = time.monotonic()
    promises = hot = 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as around:
        for number in range(rounds):
            folder = Path(around) / f"vault{number // A_VAULT_LASTS}"
            if number % A_VAULT_LASTS == 0:
                new_vault(folder)
            promised = one_kill(folder, random)
            promises += len(promised)
            log = folder / "vault.db-wal"
            hot += log.exists() and log.stat().st_size > 0
            wrong += [f"round {number}: {each}" for each in broken(folder, promised[-1] if promised else None)]
            if number % A_VAULT_LASTS == A_VAULT_LASTS - 1:
                shutil.rmtree(folder)
    lost = sum("lost" in each for each in wrong)
    print(
        f"kills: {rounds} kills -9, {promises} acknowledged commits, {lost} lost, {len(wrong) - lost} integrity failures,"
        f" {hot} with a hot log, {time.monotonic() - began:.0f} s" + "".join(f"\n  {each}" for each in wrong[:10])
    )
    return 1 if wrong or not promises or not hot else 0


def new_vault(folder: Path) -> None:
    how = {"recovery_code": RECOVERY_CODE, "worker": WORKER, "language": "en"}
    set_up(folder, PASSPHRASE, clock=StillClock(), profile=CHEAPEST, **how).close()


def one_kill(folder: Path, random: Random) -> list[Promise]:
    """Let a process work and kill it somewhere; returns what it had acknowledged until then."""
    reader, writer = os.pipe()
    seed = random.randrange(2**32)
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(folder, seed, writer)
    os.close(writer)
    said = b""
    first = bool(random.randrange(8))  # now and then it is killed while it opens the vault
    if first:
        select.select([reader], [], [], 30)
    time.sleep(random.random() * (0.4 if first else 0.08))
    os.kill(child, signal.SIGKILL)
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the work ended by itself"
    return [Promise.read(line) for line in said.split(b"\n")[:-1]]


def _work(folder: Path, seed: int, writer: int) -> None:
    try:
        vault = opened(folder)
        vault.connection.execute("PRAGMA wal_autocheckpoint = 40")  # so that many kills meet a checkpoint
        worker = Worker(vault, Random(seed))
        worker.begin()
        while True:
            worker.one_thing()
            os.write(writer, worker.promise().line())
    finally:
        os._exit(1)
