"""Makes the folder that goes on the stick: `python assets/offline/wheelhouse.py FOLDER`, in the source tree, with a network.

FOLDER then holds install.sh, install.ps1, what they need, wheelhouse/ with every file for every platform and Python,
and SHA256SUMS over all of it. `--only linux-x64 --python 3.11` makes a small one. Sign it afterwards with sign.py.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CARRIED = (
    "install.sh",
    "install.ps1",
    "install.py",
    "check.py",
    "ed25519.py",
    "said.py",
    "requirements.lock",
    "READ-ME.txt",
)
FOLDERS = ("psw-tui-*.tar.gz", "psw-tui-*.zip")
"""What build_folder.py packs for laptops without Python; it may lie on the same stick."""
SUMS = "SHA256SUMS"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def linux(machine: str) -> list[str]:
    """Every tag of a Linux with glibc 2.28: pip works out the older ones only for the system it runs on."""
    older = ["manylinux2014", "manylinux2010", "manylinux1"]
    return [f"{tag}_{machine}" for tag in [f"manylinux_2_{minor}" for minor in range(28, 4, -1)] + older]


PLATFORMS = {
    "linux-x64": linux("x86_64"),
    "linux-arm64": linux("aarch64"),
    "windows-x64": ["win_amd64"],
    "macos-arm64": ["macosx_11_0_arm64"],
    "macos-x64": ["macosx_11_0_x86_64"],
}
"""For Windows on arm64 there is no pyrage: such laptops run the x64 Python."""


def main(given: list[str]) -> int:
    """Fill the folder; raises CalledProcessError where pip refuses, and then SHA256SUMS is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=PLATFORMS, action="append", help="this platform; may be said several times")
    parser.add_argument("--python", choices=PYTHONS, action="append", help="this Python; may be said several times")
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="the agency's public key, to be carried as psw-tui.pub"
    )
    asked = parser.parse_args(given)
    fill(asked.folder, asked.only or list(PLATFORMS), asked.python or list(PYTHONS), asked.key)
    return 0


def fill(folder: Path, platforms: list[str], pythons: list[str], key: Path | None = None) -> None:
    """Everything for the stick, and last of all the sums."""
    wheels = folder / "wheelhouse"
    wheels.mkdir(parents=True, exist_ok=True)
    for old in (folder / SUMS, folder / f"{SUMS}.minisig", *wheels.glob("psw_tui-*.whl")):
        old.unlink(missing_ok=True)
    for platform in platforms:
        for python in pythons:
            print(f"{platform}, Python {python}", flush=True)
            tags = [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
            download(HERE / "requirements.lock", wheels, "--implementation", "cp", "--python-version", python, *tags)
    download(HERE / "pip.lock", wheels)
    remove_unlocked(wheels)
    own_wheel(ROOT, wheels)
    for name in CARRIED:
        shutil.copyfile(HERE / name, folder / name)
    if key:
        shutil.copyfile(key, folder / "psw-tui.pub")
    write_sums(folder)
    size = sum(path.stat().st_size for path in carried(folder))
    print(f"{folder}: {len(list(wheels.glob('*.whl')))} wheels, {size / 1e6:.0f} MB in all")


def download(lock: Path, wheels: Path, *how: str) -> None:
    """Wheels only, each with a hash that the lock knows."""
    pip("download", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(lock), "-d", str(wheels), *how)


def remove_unlocked(wheels: Path) -> None:
    """Take away what an earlier lock brought into this folder."""
    locked = "".join((HERE / name).read_text(encoding="utf-8") for name in ("requirements.lock", "pip.lock"))
    for path in wheels.glob("*.whl"):
        if hashlib.sha256(path.read_bytes()).hexdigest() not in locked:
            path.unlink()


def own_wheel(source: Path, wheels: Path) -> None:
    """Build psw-tui itself; hatchling writes the same bytes for the same files, whatever their times are."""
    pip("wheel", "--no-deps", str(source), "-w", str(wheels), SOURCE_DATE_EPOCH="1580601600")


def pip(*words: str, **environment: str) -> None:
    """Run the pip of this Python."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    subprocess.run(command, check=True, env=os.environ | environment)


def carried(folder: Path) -> Iterator[Path]:
    """What the sums cover: the files of this tool and the packed folders, not what else lies on the stick."""
    for name in (*CARRIED, "psw-tui.pub"):
        if (folder / name).is_file():
            yield folder / name
    yield from sorted(each for kind in FOLDERS for each in folder.glob(kind))
    yield from sorted((folder / "wheelhouse").glob("*.whl"))


def write_sums(folder: Path) -> None:
    """As sha256sum writes them, and `sha256sum -c` reads them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}"
        for path in carried(folder)
    ]
    (folder / SUMS).write_bytes("".join(line + "\n" for line in lines).encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
