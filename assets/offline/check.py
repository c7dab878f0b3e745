"""Everything that is checked before the first file of a stick is used: `python check.py FOLDER [--key FILE]`.

Only the standard library is here yet. The sums are read once: what the signature is checked of is what the files are
compared with. Each check raises Refused with a sentence, and changes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import re
import shutil
import struct
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

sys.path.append(str(Path(__file__).resolve().parent))  # at the end: no file beside this one stands for one of Python's

import ed25519
import said
from said import Refused

SUMS, SIGNATURE, KEY, WHEELS = "SHA256SUMS", "SHA256SUMS.minisig", "psw-tui.pub", "wheelhouse"
NEEDED = ("requirements.lock", "install.py", "check.py", "ed25519.py", "said.py")
OLDEST, NEWEST = (3, 11), (3, 14)
OLDEST_GLIBC = (2, 28)
GROWS = 1.4
"""How much larger than its files an installed package is: Python compiles them."""
BESIDES = 40_000_000
"""Bytes for the environment itself."""
MEGABYTE = 1_000_000
NAMED = 5
"""How many names a sentence bears."""

_SUM = re.compile(r"([0-9a-f]{64})  ([^\s/][^\r\n]*)")
_WHEEL = re.compile(
    r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-\d[^-]*)?-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<platform>[^-]+)\.whl"
)
_ARMS = {"aarch64": "arm64", "amd64": "x86_64"}


@dataclass(frozen=True)
class Computer:
    """What a wheel must fit."""

    python: tuple[int, int]
    system: str
    machine: str

    def __str__(self) -> str:
        return f"{self.system} {self.machine}, Python {self.python[0]}.{self.python[1]}"


@dataclass(frozen=True)
class Stick:
    """A folder whose files were found to be as its sums say."""

    folder: Path
    sums: Mapping[str, str]
    key: ed25519.PublicKey | None
    signed: bool

    @property
    def own_wheel(self) -> str:
        """The file of psw-tui itself."""
        return next(name for name in self.sums if name.startswith(f"{WHEELS}/psw_tui-"))

    @property
    def version(self) -> str:
        """The psw-tui it brings."""
        return wheel_parts(self.own_wheel)["version"]


def this_computer() -> Computer:
    """The Python this runs on; a 32-bit Python on a 64-bit system is a computer of its own kind."""
    machine = platform.machine().lower()
    machine = _ARMS.get(machine, machine) if struct.calcsize("P") == 8 else f"{machine}, 32 bit"
    return Computer(sys.version_info[:2], platform.system().lower(), machine)


def check_python(computer: Computer) -> None:
    """Refuse a Python for which nothing is made."""
    if not OLDEST <= computer.python <= NEWEST:
        raise Refused("python", found=f"Python {computer.python[0]}.{computer.python[1]}")
    if computer.system == "linux":
        name, version = platform.libc_ver()
        if name != "glibc" or numbers(version) < OLDEST_GLIBC:
            raise Refused("old_linux", found=f"{name or 'no glibc'} {version}".strip())


def check_stick(folder: Path, pinned: Path | None) -> Stick:
    """Signature, then every file. `pinned` is a key that did not come with this stick, where there is one."""
    content = read_sums(folder)
    key = read_key(pinned or folder / KEY) if pinned or (folder / KEY).is_file() else None
    signed = check_signature(folder / SIGNATURE, content, key)
    sums = parsed(content, folder)
    check_files(folder, sums)
    return Stick(folder, sums, key, signed)


def read_sums(folder: Path) -> bytes:
    """The list of the files, as it lies there."""
    try:
        return (folder / SUMS).read_bytes()
    except OSError as problem:
        raise Refused("no_sums", file=folder / SUMS) from problem


def read_key(path: Path) -> ed25519.PublicKey:
    """A public key of minisign's."""
    try:
        return ed25519.read_public_key(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise Refused("bad_key", file=path) from problem


def check_signature(path: Path, content: bytes, key: ed25519.PublicKey | None) -> bool:
    """Whether the sums are signed by `key`; without a key there is nothing to tell by. A wrong one is refused."""
    if key is None:
        return False
    if not path.is_file():
        raise Refused("unsigned")
    try:
        signature = ed25519.read_signature(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise Refused("bad_signature") from problem
    if not ed25519.signed_by(key, signature, content):
        raise Refused("bad_signature")
    return True


def parsed(content: bytes, folder: Path) -> dict[str, str]:
    """The sums by name; a list that names something outside of the stick, or twice, is none."""
    sums: dict[str, str] = {}
    for line in content.decode("utf-8", "replace").splitlines():
        found = _SUM.fullmatch(line)
        if (
            not found
            or found[2] in sums
            or ".." in PurePosixPath(found[2]).parts
            or "\\" in found[2]
            or ":" in found[2]
        ):
            raise Refused("no_sums", file=folder / SUMS)
        sums[found[2]] = found[1]
    own = [
        name for name in sums if name.startswith(f"{WHEELS}/psw_tui-") and _WHEEL.fullmatch(PurePosixPath(name).name)
    ]
    if len(own) != 1 or not sums.keys() >= set(NEEDED):
        raise Refused("no_sums", file=folder / SUMS)
    return sums


def check_files(folder: Path, sums: Mapping[str, str]) -> None:
    """Every file that is listed is there and right, and no wheel is there that is not listed."""
    if missing := [name for name in sums if not (folder / name).is_file()]:
        raise Refused("missing", names=listed(missing))
    if changed := [name for name, right in sums.items() if hash_of(folder / name) != right]:
        raise Refused("changed", names=listed(changed))
    # A Mac leaves a file "._name" beside each it copies to a stick.
    there = {f"{WHEELS}/{path.name}" for path in (folder / WHEELS).iterdir() if not path.name.startswith("._")}
    if unlisted := sorted(there - sums.keys()):
        raise Refused("unlisted", names=listed(unlisted))


def check_wheels(stick: Stick, computer: Computer) -> list[str]:
    """The wheels for this computer; refuses where the lock names something that there is none of."""
    fitting = [name for name in stick.sums if name.endswith(".whl") and fits(PurePosixPath(name).name, computer)]
    there = {plain(wheel_parts(name)["name"]) for name in fitting}
    lock = (stick.folder / "requirements.lock").read_text(encoding="utf-8")
    wanted = re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    if missing := [name for name in [*wanted, "pip", "psw-tui"] if plain(name) not in there]:
        raise Refused("no_wheels", computer=computer, names=listed(missing))
    return fitting


def fits(wheel: str, computer: Computer) -> bool:
    """Whether a wheel is for this Python and system; how new the system must be is left to pip."""
    found = _WHEEL.fullmatch(wheel)
    return bool(
        found
        and any(_fits_python(tag, found["abi"], computer.python) for tag in found["python"].split("."))
        and any(_fits_system(tag, computer) for tag in found["platform"].split("."))
    )


def check_room(folder: Path, needed: int) -> None:
    """Refuse where what is about to be written has no room; `folder` need not exist yet."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise Refused("room", needed=-(-needed // MEGABYTE), free=free // MEGABYTE, folder=folder)


def room_for(stick: Stick, wheels: list[str]) -> int:
    """Bytes that these wheels take once installed."""
    inside = 0
    for name in wheels:
        with zipfile.ZipFile(stick.folder / name) as wheel:
            inside += sum(each.file_size for each in wheel.infolist())
    return int(inside * GROWS) + BESIDES


def check_not_older(version: str, installed: str, *, older: bool) -> None:
    """Refuse to put an older psw-tui over a newer one, unless asked for."""
    if installed and numbers(version) < numbers(installed) and not older:
        raise Refused("older", version=version, installed=installed)


def hash_of(path: Path) -> str:
    """SHA-256 of a file; a file that cannot be read has none."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def wheel_parts(name: str) -> Mapping[str, str]:
    """Name, version and tags, as PEP 427 spells them in the name of a wheel."""
    found = _WHEEL.fullmatch(PurePosixPath(name).name)
    return found.groupdict() if found else {}


def plain(name: str) -> str:
    """How names of packages are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def numbers(version: str) -> tuple[int, ...]:
    """A version as something that can be compared."""
    return tuple(map(int, re.findall(r"\d+", version)))


def listed(names: list[str]) -> str:
    """The first few names."""
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _fits_python(tag: str, abi: str, python: tuple[int, int]) -> bool:
    exact = f"cp{python[0]}{python[1]}"
    if tag in ("py3", f"py{python[0]}{python[1]}"):
        return abi == "none"
    if abi == "abi3" and re.fullmatch(r"cp3\d+", tag):
        return int(tag[3:]) <= python[1]
    return tag == exact and abi in (exact, "none")


def _fits_system(tag: str, computer: Computer) -> bool:
    if tag == "any":
        return True
    if tag == "win_amd64":
        return (computer.system, computer.machine) == ("windows", "x86_64")
    if tag.startswith("macosx"):
        return computer.system == "darwin" and tag.endswith((f"_{computer.machine}", "_universal2"))
    machine = {"arm64": "aarch64"}.get(computer.machine, computer.machine)
    return computer.system == "linux" and "linux" in tag and tag.endswith(f"_{machine}") and "musl" not in tag


def main(given: list[str]) -> int:
    """Only look: for whoever made the stick, or got it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", type=Path, metavar="FILE")
    asked = parser.parse_args(given)
    said.choose()
    try:
        stick = check_stick(asked.folder, asked.key)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(said.sentence("files_good", count=len(stick.sums)))
    print(signature_told(stick, asked.key))
    return 0


def signature_told(stick: Stick, pinned: Path | None) -> str:
    """What is known about who made the stick."""
    if stick.signed and stick.key:
        return said.sentence("signed") if pinned else said.sentence("compare_key", key=stick.key.spelled)
    return said.sentence("no_key" if (stick.folder / SIGNATURE).is_file() else "not_signed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
