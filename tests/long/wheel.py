"""Two wheels built from two copies of the source, with other times, modes and umask: the same bytes. Needs a network."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests.long.session import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist")


def options(_parser: ArgumentParser) -> None:
    """There is nothing to choose."""


def run(_args: Namespace) -> int:
    """1 if a byte differs."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = [built(Path(folder) / f"a-{number}", number) for number in (1, 2)]
    same = wheels[0] == wheels[1]
    print(
        f"wheel: two builds, {'the same bytes' if same else 'different'}, sha256 {wheels[0][:16]} and {wheels[1][:16]}"
    )
    return 0 if same else 1


def built(source: Path, number: int) -> str:
    """The hash of a wheel from a copy that differs in all that git does not keep either."""
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    for path in source.rglob("*"):
        os.utime(path, (10**9 * number, 10**9 * number))
        if path.is_file():
            path.chmod(0o644 if number == 1 else 0o600)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", str(source), "-w", str(source / "dist")]
    subprocess.run(command, check=True, umask=0o022 if number == 1 else 0o077)
    (wheel,) = (source / "dist").glob("*.whl")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()
