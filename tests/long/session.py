"""A working session in a process of its own, for proofs that watch or disturb its system calls.

`python -m tests.long.session FOLDER SEED COMMITS WORD [PRAGMA]`: every promise is one write to standard output. What the
disk refuses is told there too, and the work goes on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from psw_tui.storage.errors import VaultError
from tests.conftest import StillClock
from tests.long.work import Promise, Worker, opened

ROOT = Path(__file__).parents[2]
REFUSED = b"refused "


def command(folder: Path, seed: int, commits: int, word: str = "-", pragma: str = "") -> list[str]:
    """How to start a session; put strace in front of it."""
    return [sys.executable, "-m", "tests.long.session", str(folder), str(seed), str(commits), word, pragma]


def strace() -> str | None:
    """The tracer, where it may trace; None where it is missing or forbidden."""
    found = shutil.which("strace")
    if found is None or subprocess.run([found, "-f", "-o", os.devnull, "true"], check=False).returncode:
        return None
    return found


def promises(said: bytes) -> list[Promise]:
    """What a session promised, whatever else it said."""
    return [Promise.read(line) for line in said.split(b"\n") if line.startswith(b'["promise"')]


def main(folder: str, seed: str, commits: str, word: str, pragma: str) -> None:
    random, clock = Random(int(seed)), StillClock()
    left = int(commits)
    try:
        with opened(Path(folder), clock) as vault:
            vault.connection.execute("PRAGMA wal_autocheckpoint = 60")
            if pragma:
                vault.connection.execute(f"PRAGMA {pragma}")
            worker = Worker(vault, random, word)
            worker.begin()
            while left:
                left -= 1
                try:
                    worker.one_thing()
                    said = worker.promise().line()
                except VaultError as error:
                    said = REFUSED + type(error).__name__.encode() + b"\n"
                os.write(1, said)
                clock.forward(seconds=1)
    except VaultError as error:
        os.write(1, REFUSED + type(error).__name__.encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
