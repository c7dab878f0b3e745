"""Pins everything the program needs at run time, with hashes: `python -m tests.tools.lock`, with uv and a network at hand.

Writes assets/offline/requirements.lock from pyproject.toml, for every platform and Python, and pip.lock beside it: the
pip that install.py starts from its wheel. What is locked already stays where the ranges still allow it; `--upgrade`
takes the newest. uv reads no configuration of pip, so no path or host of this machine gets in.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = ROOT / "assets" / "offline"
EXTRAS = ("xlsx", "pdf")
"""What a worker may need and cannot add later without internet."""
HEADER = "# Made by `python -m tests.tools.lock`: every platform, every Python; no host, no path.\n"
HOW = (
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-config",
    "--quiet",
)


def main(given: list[str]) -> int:
    """Write both files anew; 2 if not understood. Raises CalledProcessError where uv refuses."""
    if given not in ([], ["--upgrade"]):
        print(__doc__)
        return 2
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    pin(OFFLINE / "requirements.lock", ["pyproject.toml", *extras, *given])
    pin(OFFLINE / "pip.lock", ["-", *given], asked="pip")
    return 0


def pin(lock: Path, sources: list[str], asked: str | None = None) -> None:
    """Have uv resolve; it keeps to the versions that are in the lock already."""
    range_of_python = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    oldest = range_of_python.partition(",")[0].removeprefix(">=")
    command = ["uv", "pip", "compile", *HOW, "--python-version", oldest, "--output-file", str(lock), *sources]
    subprocess.run(command, cwd=ROOT, input=asked, stdout=subprocess.DEVNULL, text=True, check=True)
    lock.write_text(HEADER + lock.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
