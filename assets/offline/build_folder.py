"""Makes the folder for a stick that needs no Python: `python assets/offline/build_folder.py`.

Run it in an environment that holds psw-tui and PyInstaller, with a Python that has a shared library. The folder runs
where the C library is as old as the one it is built on, or newer; so Linux folders are built on the oldest there is.
It is weighed, looked through for the files of assets/, and tried out by its own self-test. Anything wrong ends the build.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SPEC = HERE / "psw-tui.spec"
NAME = "psw-tui"
MOST = 70
"""Megabytes the folder may take, unpacked, without what draws PDFs."""
MOST_WITH_PDF = 140
LEFT_OUT = re.compile(r"^(offline|screenshots)/|\.po$|__pycache__")
"""What of assets/ stays out."""


class NotGood(Exception):
    """The folder is not to be given to anybody; the message says why."""


def main() -> int:
    """Build it; 0 when it is good."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="the folder that the folder goes to")
    parser.add_argument("--work", type=Path, default=ROOT / "dist" / "build", help="for what is made on the way")
    parser.add_argument("--pdf", action="store_true", help="with what draws PDFs; typst must be installed")
    parser.add_argument("--archive", action="store_true", help="also as one file, for a stick that keeps no run bits")
    asked = parser.parse_args()
    try:
        folder = built(asked.into.absolute(), asked.work.absolute(), pdf=asked.pdf)
        print(f"{folder}: {weighed(folder, MOST_WITH_PDF if asked.pdf else MOST):.1f} MB")
        look_for_assets(folder)
        if glibc := newest_glibc(folder):
            print(f"It needs glibc {glibc} or newer.")
        try_out(folder)
        if asked.archive:
            packed(folder)
    except NotGood as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def built(into: Path, work: Path, *, pdf: bool) -> Path:
    """Run PyInstaller. Raises NotGood."""
    if sys.platform.startswith("linux") and not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        raise NotGood("This Python has no shared library, which PyInstaller needs. Take another one.")
    if pdf and find_spec("typst") is None:
        raise NotGood("typst is not installed, so there would be no PDFs. Install it, or leave out --pdf.")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    places = [f"--distpath={into}", f"--workpath={work}"]
    environment = os.environ | {"PSW_TUI_PDF": "1" if pdf else ""}
    done = subprocess.run([*command, *places, str(SPEC)], env=environment, check=False)
    if done.returncode:
        raise NotGood(f"PyInstaller ended with {done.returncode}.")
    return into / NAME


def weighed(folder: Path, most: float) -> float:
    """Megabytes it takes. Raises NotGood over the budget, naming what is heaviest."""
    sizes = {path: path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}
    megabytes = sum(sizes.values()) / 10**6
    if megabytes > most:
        heaviest = sorted(sizes, key=lambda path: -sizes[path])[:10]
        named = "\n".join(f"{sizes[path] / 10**6:8.1f} MB  {path.relative_to(folder)}" for path in heaviest)
        raise NotGood(f"The folder takes {megabytes:.1f} MB, and {most} are allowed. The heaviest:\n{named}")
    return megabytes


def look_for_assets(folder: Path) -> None:
    """Every file a worker needs is there, byte for byte as in this source tree. Raises NotGood."""
    there = next(folder.glob("**/psw_tui/assets"), folder)
    for name, path in needed(ROOT / "assets"):
        if not (there / name).is_file() or (there / name).read_bytes() != path.read_bytes():
            raise NotGood(f"assets/{name} is not in the folder, or is another one. Is this psw-tui the installed one?")


def assets_of_package() -> list[tuple[str, Path]]:
    """The files of assets/ that go into the folder, as the installed psw-tui has them."""
    from psw_tui.resources import asset

    return needed(Path(str(asset())))


def needed(assets: Path) -> list[tuple[str, Path]]:
    """By name, those that a worker needs: not how the folder is made, nor the catalogue for translators."""
    every = ((path.relative_to(assets).as_posix(), path) for path in sorted(assets.rglob("*")) if path.is_file())
    return [(name, path) for name, path in every if not LEFT_OUT.search(name)]


def newest_glibc(folder: Path) -> str:
    """The newest version of the C library that any file in it asks for; empty where there is no such library."""
    if not sys.platform.startswith("linux"):
        return ""
    asked = {found for path in folder.rglob("*") if path.is_file() for found in _versions(path)}
    return ".".join(map(str, max(asked))) if asked else ""


def _versions(path: Path) -> Iterator[tuple[int, ...]]:
    content = path.read_bytes()
    if content.startswith(b"\x7fELF"):
        for found in re.findall(rb"GLIBC_(2\.\d+(?:\.\d+)?)\0", content):
            yield tuple(map(int, found.decode("ascii").split(".")))


def try_out(folder: Path) -> None:
    """Its own self-test, without a word from this environment. Raises NotGood."""
    program = folder / (NAME + (".exe" if sys.platform == "win32" else ""))
    kept = {
        name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"}
    }
    done = subprocess.run([program, "selftest"], env=kept, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise NotGood("The folder fails its own self-test.")


def packed(folder: Path) -> None:
    """As one file beside it, which keeps on any stick who may run what; says its sum."""
    system = f"{sys.platform}-{platform.machine().lower()}"
    kind = "zip" if sys.platform == "win32" else "gztar"  # gzip is everywhere, xz is not
    made = Path(shutil.make_archive(f"{folder}-{system}", kind, folder.parent, folder.name))
    print(f"{made}: {made.stat().st_size / 10**6:.1f} MB")
    print(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}")


if __name__ == "__main__":
    sys.exit(main())
