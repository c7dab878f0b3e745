"""A stick, a bare Debian without python3-venv and pip, no network interface: installed, harmed, updated, taken back.

As root, with debootstrap, and a network to make both with. `--keep FOLDER` keeps them there for the next time.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tempfile
import time
import zipfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.long.offline_folder import sign, wheelhouse
from tests.long.session import ROOT

SUITES = {"bookworm": "3.11", "trixie": "3.13"}
STICK = "/media/stick"
NEWER = "9.9.9"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist")
MIGRATION = """
def later(connection):
    connection.execute("ALTER TABLE setting ADD COLUMN of_a_later_day TEXT")
"""
BARE = "PATH=/usr/bin:/bin HOME=/root TERM=xterm LANG=C.UTF-8"
INSTALL = f"sh {STICK}/install.sh"
PASSPHRASE = "echo seven quiet rivers >pass; echo seven quiet rivers >>pass"


@dataclass(frozen=True)
class Place:
    """A root folder, and the sticks that are put in."""

    root: Path
    sticks: Path

    def run(self, stick: Path, script: str, *, before: str = "") -> tuple[int, str]:
        """Run a script in there as a worker would: no network, the stick read-only and without run bits."""
        at = self.root / STICK.lstrip("/")
        home = self.root / "root"
        around = [
            f"mount --bind {shlex.quote(str(stick))} {at}",
            f"mount -o remount,ro,noexec,bind {at}",
            f"mount -t proc proc {self.root}/proc",
            f"mount -t tmpfs -o mode=700 tmpfs {home}",
            before.format(home=home) or "true",
            f"exec chroot {self.root} env -i {BARE} sh -c {shlex.quote('cd; ' + script)}",
        ]
        command = ["unshare", "-n", "-m", "sh", "-ec", "\n".join(around)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout

    def copy(self, stick: Path) -> Path:
        """Another stick with the same on it, to be harmed. Big files are not copied until they are."""
        other = self.sticks / "other"
        shutil.rmtree(other, ignore_errors=True)
        return Path(shutil.copytree(stick, other, copy_function=lambda one, two: Path(two).hardlink_to(one)))


def options(parser: ArgumentParser) -> None:
    """Which Debian, and where to keep what takes long to make."""
    parser.add_argument("--suite", choices=SUITES, default="bookworm")
    parser.add_argument("--keep", type=Path)


def run(args: Namespace) -> int:
    """1 if anything was not as it should be."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        around = args.keep or Path(scratch)
        place = Place(bare_root(around, args.suite), around)
        keys = Path(scratch) / "keys"
        first, newer = two_sticks(around, Path(scratch), SUITES[args.suite], keys)
        proofs: list[Iterator[str]] = [
            installs(place, first),
            refuses_harm(place, first),
            refuses_the_rest(place, first),
            updates(place, first, newer),
        ]
        told = [line for proof in proofs for line in proof]
    wrong = [line for line in told if line.startswith("WRONG")]
    print("\n".join(told))
    print(f"offline: {args.suite}, {len(told)} proofs, {len(wrong)} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def bare_root(around: Path, suite: str) -> Path:
    """Debian with python3 and nothing that installs packages for it."""
    root = around / suite
    if not (root / "usr" / "bin" / "python3").exists():
        command = ["debootstrap", "--variant=minbase", "--include=python3", suite, str(root)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (root / STICK.lstrip("/")).mkdir(parents=True, exist_ok=True)
    return root


def two_sticks(around: Path, scratch: Path, python: str, keys: Path) -> tuple[Path, Path]:
    """One with this psw-tui, and a later one whose vaults are of a newer form; both signed, the key on both."""
    keys.mkdir()
    sign.make_key(keys, "")
    first, newer = around / f"stick-{python}", scratch / "newer"
    wheelhouse.fill(first, ["linux-x64"], [python], keys / "psw-tui.pub")
    shutil.copytree(first, newer)
    source = scratch / "source"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    later(source)
    for wheel in (newer / "wheelhouse").glob("psw_tui-*"):
        wheel.unlink()
    wheelhouse.own_wheel(source, newer / "wheelhouse")
    wheelhouse.write_sums(newer)
    for stick in (first, newer):
        sign.sign_stick(stick, keys / "psw-tui.key", None)
    return first, newer


def later(source: Path) -> None:
    """Another version number, and one more migration."""
    about, steps = source / "psw_tui" / "__init__.py", source / "psw_tui" / "storage" / "migrations" / "__init__.py"
    about.write_text(re.sub(r'__version__ = ".*"', f'__version__ = "{NEWER}"', about.read_text()))
    head, _, tail = steps.read_text().partition("STEPS: ")
    text = f"{head}from psw_tui.storage.migrations.later import later\n\nSTEPS: {tail.rstrip().removesuffix(')')}, later)\n"
    steps.write_text(text)
    (steps.parent / "later.py").write_text(MIGRATION)


def judged(name: str, right: object, said: str) -> str:
    """One line of the result; what was said, where it is wrong."""
    return f"right  {name}" if right else f"WRONG  {name}\n{said}"


def installs(place: Place, stick: Path) -> Iterator[str]:
    """From nothing to a walk through the nine steps."""
    code, said = place.run(stick, f"python3 -m ensurepip --version; python3 -m pip --version; {INSTALL}")
    missing = said.count("No module named")
    yield judged("installs where there is no pip, no ensurepip and no network", code == 0 and missing == 2, said)
    code, said = place.run(stick, f"{INSTALL} >/dev/null && psw-tui/bin/psw-tui demo --headless --clients 3")
    yield judged("what was installed walks through the nine steps", code == 0, said)
    code, said = place.run(stick, f"{INSTALL} >/dev/null && psw-tui/bin/psw-tui selftest")
    yield judged("and passes its own self-test, PDF and all", code == 0 and "A PDF can be drawn" in said, said)
    code, said = place.run(stick, f"LANG=fr_CA.UTF-8 {INSTALL} /opt/ailleurs/psw; rm -r /opt/ailleurs")
    yield judged("in French, in another folder", code == 0 and "est installé" in said, said)


def refuses_harm(place: Place, stick: Path) -> Iterator[str]:
    """Every file of the stick once with a byte flipped and once missing; nothing is written, and the reason is said."""
    script = f"{INSTALL} --key {STICK}/psw-tui.pub; code=$?; ls -A; exit $code"
    files = sorted(path.relative_to(stick) for path in stick.rglob("*") if path.is_file())
    for what, harm in {"flipped": flipped, "missing": Path.unlink}.items():
        unseen = []
        for name in files:
            other = place.copy(stick)
            harm(other / name)
            code, said = place.run(other, script)
            if code == 0 or "Traceback" in said or "\n/" in said or said.rstrip().endswith("psw-tui"):
                unseen.append(f"{name}: {said}")
        yield judged(f"{len(files)} files {what}, one after the other: each refused", not unseen, "\n".join(unseen))


def flipped(path: Path) -> None:
    """One bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


def refuses_the_rest(place: Place, stick: Path) -> Iterator[str]:
    """A full disk, a Python that is too old or too new, a wheel too many, another key, a folder that is in use."""
    refused: dict[str, tuple[Path, str, str, str]] = {
        "a full disk": (stick, INSTALL, "too little room", "mount -o remount,size=50M {home}"),
        "a folder that cannot be written": (stick, f"{INSTALL} {STICK}/psw-tui", "cannot be written", ""),
        "a folder with notes in it": (stick, f"mkdir -p psw-tui/vaults; {INSTALL}", "vaults", ""),
    }
    for version in ("3, 10", "3, 15"):
        stub = f"#!/bin/sh\nexec /usr/bin/python3 -c 'import sys; sys.version_info = ({version}, 1); exec(sys.argv[1])' \"$3\"\n"
        hide = " ".join(f"ln -s /bin/{tool} bin/;" for tool in ("grep", "cut", "dirname", "sha256sum"))
        made = f"printf %s {shlex.quote(stub)} >bin/python3; chmod +x bin/python3"
        script = f"mkdir bin; {hide} {made}; PATH=$PWD/bin /bin/{INSTALL}"
        refused[f"Python {version.replace(', ', '.')}"] = (stick, script, "This needs Python 3.11", "")
    extra = place.sticks / "extra"
    shutil.rmtree(extra, ignore_errors=True)
    shutil.copytree(stick, extra)
    (extra / "wheelhouse" / "rich-99.0-py3-none-any.whl").write_bytes(b"")
    refused["a wheel that nobody listed"] = (extra, INSTALL, "do not belong", "")
    lame = without_a_file(place, stick, "psw_tui/assets/words/passphrase.toml")
    refused["a program that fails its own self-test"] = (lame, INSTALL, "passphrase.toml", "")
    other = "echo RWRuJVteub3XKUDBYgce3sR7eFeSN55jRiMIzOMIuNvgo7h1/rUW6Ai/ >key"
    refused["another key"] = (stick, f"{other}; {INSTALL} --key key", "signature of this stick is not right", "")
    for name, (which, script, reason, before) in refused.items():
        code, said = place.run(which, f"{script}; code=$?; test ! -e psw-tui/bin || exit 0; exit $code", before=before)
        yield judged(name, code == 1 and reason in said and "Nothing was changed" in said, said)
    shutil.rmtree(extra)
    shutil.rmtree(lame)


def without_a_file(place: Place, stick: Path, name: str) -> Path:
    """A stick whose sums are right, with a psw-tui that lacks a file and starts all the same."""
    lame = place.sticks / "lame"
    shutil.rmtree(lame, ignore_errors=True)
    shutil.copytree(stick, lame)
    for signing in ("SHA256SUMS.minisig", "psw-tui.pub"):
        (lame / signing).unlink()
    (wheel,) = (lame / "wheelhouse").glob("psw_tui-*.whl")
    with zipfile.ZipFile(wheel) as whole:
        kept = {each: whole.read(each) for each in whole.namelist()}
    del kept[name]
    with zipfile.ZipFile(wheel, "w") as lacking:
        for each, content in kept.items():
            lacking.writestr(each, content)
    wheelhouse.write_sums(lame)
    return lame


def updates(place: Place, stick: Path, newer: Path) -> Iterator[str]:
    """Old to new with a vault, back again only when asked for, and then the vault stays shut."""
    laptop = place.sticks / "laptop"
    shutil.rmtree(laptop, ignore_errors=True)
    laptop.mkdir()
    keep = f"mount --bind {laptop} {{home}}"
    new = "psw-tui/bin/psw-tui new --passphrase-file pass --recovery-file sheet --label Ash"
    look = "psw-tui/bin/psw-tui caseload --passphrase-file pass"
    backups = ".local/share/psw-tui/vaults/Ash/backups"
    steps: list[tuple[str, Path, str, Callable[[int, str], bool]]] = [
        ("a vault with the old one", stick, f"{PASSPHRASE}; {INSTALL} && {new} && {look}", lambda code, _: code == 0),
        (
            "updated by the old one's own installer, the vault copied first, the old one aside",
            newer,
            f"psw-tui/bin/psw-tui-update {STICK} && ls {backups} && psw-tui.old/bin/python -P -m psw_tui --version",
            lambda code, said: code == 0 and "backup of the vault Ash" in said and "\npsw-tui 0" in said,
        ),
        ("the new one opens the vault", newer, f"{look} && psw-tui/bin/psw-tui --version", lambda code, _: code == 0),
        ("an older one is refused", stick, INSTALL, lambda code, said: code == 1 and "--older" in said),
        ("installed when asked for", stick, f"{INSTALL} --older", lambda code, _: code == 0),
        ("the older one leaves the vault shut", stick, look, lambda code, said: code == 1 and "newer psw-tui" in said),
        ("and the newer one opens it again", newer, f"{INSTALL} && {look}", lambda code, _: code == 0),
    ]
    for name, which, script, right in steps:
        code, said = place.run(which, script, before=keep)
        yield judged(name, right(code, said), said)
    shutil.rmtree(laptop)
