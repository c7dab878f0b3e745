"""A disk that refuses: full, or failing at fsync, at each point of a session and on a real full file system.

What was acknowledged is there when the disk is well again, and nothing but a named refusal was ever said.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psw_tui.storage.errors import VaultError
from tests.long.kills import new_vault
from tests.long.session import REFUSED, ROOT, command, promises, strace
from tests.long.work import broken

ROUNDS = 120
COMMITS = 60
FAILURES = (
    ("full from write {n} on", "pwrite64:error=ENOSPC:when={n}+"),
    ("one write refused at {n}", "pwrite64:error=ENOSPC:when={n}"),
    ("EIO at fsync {n} and after", "fdatasync,fsync:error=EIO:when={n}+"),
    ("EIO at fsync {n} once", "fdatasync,fsync:error=EIO:when={n}"),
)
SMALL = "1900k"
ROOMY = "200m"
"""A file system that a session fills, and what it is given afterwards."""


def run(args: Namespace) -> int:
    began = time.monotonic()
    if strace() is None:
        print("errors: no strace here, or it may not trace")
        return 1
    rounds = args.rounds or ROUNDS
    said: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(rounds):
        name, inject = FAILURES[number % len(FAILURES)]
        n = 1 + number // len(FAILURES) * (1 if number < rounds // 2 else 3)
        found, counted = one(inject.format(n=n), args.seed + number)
        wrong += [f"{name.format(n=n)}: {each}" for each in found]
        said += counted
    found, full = on_a_full_disk(args.seed)
    wrong += [f"full file system: {each}" for each in found]
    lost = sum("lost" in each for each in wrong)
    on_full = f"{full['promises']} acknowledged, {full['DiskFull']} refused" if full else "none may be mounted here"
    refused = ", ".join(f"{count} {name}" for name, count in sorted(said.items()) if name != "promises")
    print(
        f"errors: {rounds} failing disks, {said['promises']} acknowledged commits, {lost} lost, {len(wrong) - lost} other"
        f" failures; refused: {refused}; full file system: {on_full}, {time.monotonic() - began:.0f} s"
        + "".join(f"\n  {each}" for each in wrong[:10])
    )
    return 1 if wrong or len(said) < 2 else 0


def one(inject: str, seed: int, commits: int = COMMITS) -> tuple[list[str], Counter[str]]:
    """A session on a disk that fails so; returns what went wrong and what was said."""
    with tempfile.TemporaryDirectory() as around:
        folder = Path(around) / "vault"
        new_vault(folder)
        only = [part for name in ("vault.db", "vault.db-wal") for part in ("-P", str(folder / name))]
        (folder / "vault.db-wal").touch(mode=0o600)
        calls = inject.partition(":")[0]
        tracing = [
            str(strace()),
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            *only,
            "-e",
            f"trace={calls}",
            "-e",
            f"inject={inject}",
        ]
        return session(folder, tracing, seed, commits)


def session(folder: Path, before: list[str], seed: int, commits: int) -> tuple[list[str], Counter[str]]:
    done = subprocess.run([*before, *command(folder, seed, commits)], capture_output=True, cwd=ROOT, check=False)
    kept = promises(done.stdout)
    said = Counter(line.removeprefix(REFUSED).decode() for line in done.stdout.split(b"\n") if line.startswith(REFUSED))
    said["promises"] = len(kept)
    wrong = [] if done.returncode == 0 else [f"traceback: {done.stderr.decode()[-400:]}"]
    try:
        wrong += broken(folder, kept[-1] if kept else None, rebuild=False)
    except VaultError as error:
        wrong.append(f"lost all: {type(error).__name__}")
    return wrong, said


def on_a_full_disk(seed: int, commits: int = 400, size: str = SMALL) -> tuple[list[str], Counter[str]]:
    """A session that fills a small file system, looked over while it is full and again with room; empty if not allowed."""
    with small_disk(size) as disk:
        if disk is None:
            return [], Counter()
        folder = disk / "vault"
        new_vault(folder)
        wrong, said = session(folder, [], seed, commits)
        # The log cannot be folded into the file while there is no room for it.
        wrong = [each for each in wrong if not each.startswith(("doctor room", "doctor log"))]
        if not said["DiskFull"]:
            wrong.append("it was never full")
        subprocess.run(["mount", "-o", f"remount,size={ROOMY}", str(disk)], check=True)
        wrong += broken(folder, None)
        return wrong, said


@contextmanager
def small_disk(size: str) -> Iterator[Path | None]:
    """A file system of little room; None where nobody may mount one."""
    mount = shutil.which("mount")
    with tempfile.TemporaryDirectory() as around:
        options = [str(mount), "-t", "tmpfs", "-o", f"size={size}", "none", around]
        if mount is None or subprocess.run(options, capture_output=True, check=False).returncode:
            yield None
            return
        try:
            yield Path(around)
        finally:
            with suppress(OSError):
                subprocess.run(["umount", around], check=False)
