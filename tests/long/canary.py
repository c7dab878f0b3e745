"""A day of work with a canary word in every text, every write of it traced: the word is in no write and in no file.

The control writes the same texts into a plain SQLite file and finds them, so the search can fail.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from tests.long.kills import new_vault
from tests.long.session import ROOT, command, promises, strace
from tests.long.work import opened

ROUNDS = 400
WORD = "xylocanary"
CALLS = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,openat,creat,rename,mkdir,symlink,link,memfd_create"
PLAIN = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as plain:
    plain.execute("CREATE VIRTUAL TABLE note USING fts5(body)")
    plain.executemany("INSERT INTO note VALUES (?)", [(f"{sys.argv[2]} {n}",) for n in range(200)])
"""
_WRITTEN = re.compile(r'"((?:\\x[0-9a-f]{2})+)"')


def run(args: Namespace) -> int:
    began = time.monotonic()
    rounds = args.rounds or ROUNDS
    if strace() is None:
        print("canary: no strace here, or it may not trace")
        return 1
    with tempfile.TemporaryDirectory() as around:
        commits, calls, writes, files, others = a_day(Path(around), args.seed, rounds)
        plain_writes, plain_files = control(Path(around))
    print(
        f"canary: {commits} commits of a day, {calls} calls that write or make something: the word in {writes} writes and"
        f" {files} files, {others} files made outside the vault; control, plain SQLite: {plain_writes} writes and"
        f" {plain_files} files, {time.monotonic() - began:.0f} s"
    )
    return 1 if writes or files or others or not plain_writes or not plain_files else 0


def a_day(around: Path, seed: int, commits: int) -> tuple[int, int, int, int, int]:
    """Commits, calls, writes with the word, files with the word, files made elsewhere."""
    folder = around / "vault"
    new_vault(folder)
    lines, said = traced(around / "trace", command(folder, seed, commits, WORD))
    with opened(folder) as vault:  # or it would prove nothing
        found = vault.connection.execute("SELECT count(*) FROM search WHERE body LIKE ?", (f"%{WORD}%",)).fetchone()
        assert found[0] > commits / 4, found
    made = [line for line in lines if makes_a_file(line) and f"{folder}/" not in plain_text(line)]
    return len(promises(said)), len(lines), sum(has_word(line) for line in lines), files_with_word(folder), len(made)


def control(around: Path) -> tuple[int, int]:
    folder = around / "plain"
    folder.mkdir()
    lines, _ = traced(around / "trace2", [sys.executable, "-c", PLAIN, str(folder / "plain.db"), WORD])
    with sqlite3.connect(folder / "plain.db") as plain:
        assert plain.execute("SELECT count(*) FROM note").fetchone() == (200,)
    plain.close()
    return sum(has_word(line) for line in lines), files_with_word(folder)


def traced(trace: Path, call: list[str]) -> tuple[list[str], bytes]:
    """Every write of a command, and every file it made; and what it printed."""
    options = ["-f", "-qq", "-y", "-xx", "-s", "2000000", "-e", f"trace={CALLS}", "-o", str(trace)]
    done = subprocess.run([str(strace()), *options, *call], capture_output=True, cwd=ROOT, check=True)
    lines = [line for line in trace.read_text().splitlines() if "openat(" not in line or makes_a_file(line)]
    return lines, done.stdout


def makes_a_file(line: str) -> bool:
    """Whether a call makes a file, or could; Python's own byte code is not ours."""
    return "O_CREAT" in line and "__pycache__" not in plain_text(line)


def has_word(line: str) -> bool:
    return WORD in plain_text(line)


def plain_text(line: str) -> str:
    """What a line of the trace says once its bytes are read."""
    return " ".join(bytes.fromhex(each.replace("\\x", "")).decode("latin-1") for each in _WRITTEN.findall(line))


def files_with_word(folder: Path) -> int:
    """How many files hold the word, as bytes, or in their name."""
    every = [path for path in folder.rglob("*") if path.is_file()]
    return sum(WORD.encode() in path.read_bytes() or WORD in path.name for path in every)
