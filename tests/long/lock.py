"""The lock can be installed for every platform and Python, by hash and from wheels alone, with nothing missing in it.

`--wheels FOLDER` takes them from a filled wheelhouse; otherwise from the network. Markers are those of this computer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests.long.offline_folder import wheelhouse


def options(parser: ArgumentParser) -> None:
    """Where the wheels come from."""
    parser.add_argument("--wheels", type=Path)


def run(args: Namespace) -> int:
    """1 if pip refuses one of them."""
    began, refused = time.monotonic(), []
    source = ["--no-index", "--find-links", str(args.wheels)] if args.wheels else []
    every = [(platform, python) for platform in wheelhouse.PLATFORMS for python in wheelhouse.PYTHONS]
    for platform, python in every:
        done = resolved(platform, python, source)
        if done.returncode:
            refused.append(f"{platform} {python}: {done.stderr.strip().splitlines()[-1]}")
    print("\n".join(refused), end="\n" * bool(refused))
    print(f"lock: {len(every)} platforms and Pythons, {len(refused)} refused, {time.monotonic() - began:.0f} s")
    return 1 if refused else 0


def resolved(platform: str, python: str, source: list[str]) -> subprocess.CompletedProcess[str]:
    """Have pip work out one of them, dependencies and all, without installing it."""
    tags = [word for tag in wheelhouse.PLATFORMS[platform] for word in ("--platform", tag)]
    how = [
        "--dry-run",
        "--quiet",
        "--ignore-installed",
        "--only-binary=:all:",
        "--require-hashes",
        "--implementation",
        "cp",
    ]
    with tempfile.TemporaryDirectory() as nowhere:
        lock = ["-r", str(wheelhouse.HERE / "requirements.lock"), "--target", nowhere, "--python-version", python]
        command = [sys.executable, "-m", "pip", "install", *how, *tags, *lock, *source]
        return subprocess.run(command, capture_output=True, text=True, check=False)
