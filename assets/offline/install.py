"""Installs or updates psw-tui from a stick, with no internet: `python -I -B install.py [FOLDER]`; install.sh starts it.

First everything is checked (check.py). Then the new program is built whole in FOLDER.new and tried out there, every
closed vault is copied, and only then two folders change their names: FOLDER becomes FOLDER.old, FOLDER.new becomes
FOLDER. Whatever fails before leaves all as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

import check
import said
from check import Stick
from said import Refused, sentence

WINDOWS = os.name == "nt"
MARK = "psw-tui-version.txt"
"""Holds the version, and says that a folder is ours to rename and to take away."""
UPDATER = "updater"
"""The installer as it came with this version: it checks the next stick with code that lies on the computer already."""
PROGRAMS = "Scripts" if WINDOWS else "bin"
OURS = {MARK, UPDATER, PROGRAMS, check.KEY, "bin", "include", "Include", "lib", "lib64", "Lib", "share", "pyvenv.cfg"}
OURS |= {
    ".gitignore",
    ".DS_Store",
    "desktop.ini",
}  # venv writes the first from Python 3.13 on, file managers the others
WRONG = ("WRONG ", "FAUX ")
"""How the self-test begins a line about a part that does not work, in each of its languages."""
LAST_WORDS = 300
"""Characters of what pip said last, when it fails."""


def main(given: Sequence[str]) -> int:
    """Install; 1 with a sentence if that cannot be."""
    asked = understood(given)
    said.choose()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        if asked.fits:
            check.check_python(check.this_computer())
            return 0 if any_wheel(asked.stick) else 1
        install(asked)
    except Refused as refusal:
        print(f"{refusal}\n{sentence('nothing_changed')}", file=sys.stderr)
        return 1
    except (OSError, RuntimeError) as problem:  # no home folder is a RuntimeError
        print(sentence("failed", reason=problem), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(sentence("nothing_changed"), file=sys.stderr)
        return 130
    return 0


def understood(given: Sequence[str]) -> argparse.Namespace:
    """Where from, where to, and what is wanted all the same."""
    parser = argparse.ArgumentParser(prog="install.sh", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where to install; ~/psw-tui if not given")
    parser.add_argument("--key", type=Path, metavar="FILE", help="your agency's public key, to check the stick with")
    parser.add_argument("--older", action="store_true", help="install an older version over a newer one")
    parser.add_argument(
        "--from", dest="stick", type=Path, default=Path(__file__).resolve().parent, help=argparse.SUPPRESS
    )
    parser.add_argument("--fits", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(given)


def any_wheel(folder: Path) -> bool:
    """Whether the stick has something made for this very Python."""
    computer = check.this_computer()
    names = [path.name for path in (folder / check.WHEELS).glob("*.whl") if not path.name.endswith("-any.whl")]
    return not names or any(check.fits(name, computer) for name in names)


def install(asked: argparse.Namespace) -> None:
    """All of it, in the order that changes nothing until everything is known to be good. Raises Refused."""
    target = (asked.folder or Path.home() / "psw-tui").expanduser().absolute()
    fresh, old = target.with_name(target.name + ".new"), target.with_name(target.name + ".old")
    computer = check.this_computer()
    check.check_python(computer)
    print(sentence("checking"), flush=True)
    pinned = asked.key or next((folder / check.KEY for folder in (target, old) if (folder / check.KEY).is_file()), None)
    stick = check.check_stick(asked.stick, pinned)
    print(check.signature_told(stick, pinned))
    wheels = check.check_wheels(stick, computer)
    for folder in (target, fresh, old):
        refuse_foreign(folder)
    check.check_not_older(stick.version, installed_version(target) or installed_version(old), older=asked.older)
    check.check_room(target, check.room_for(stick, wheels))
    print(sentence("installing", version=stick.version), flush=True)
    try:
        build(stick, fresh, target, pinned)
        try_out(fresh)
        for label in copies_of_vaults(fresh):
            print(sentence("backed_up", label=label))
        swap(fresh, target, old)
    except OSError as problem:
        raise Refused("unwritable", folder=target.parent, reason=problem.strerror or problem) from problem
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    tell(stick, target, old)


def refuse_foreign(folder: Path) -> None:
    """A folder that the installer did not make, or in which somebody keeps something, is never renamed or removed."""
    if not folder.exists():
        return
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else [folder.name]
    if there and MARK not in there:
        raise Refused("not_ours", folder=folder, names=check.listed(there))
    if foreign := [name for name in there if name not in OURS]:
        raise Refused("not_ours", folder=folder, names=check.listed(foreign))


def installed_version(folder: Path) -> str:
    """What is installed there; nothing if nothing is."""
    try:
        return (folder / MARK).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def build(stick: Stick, fresh: Path, target: Path, pinned: Path | None) -> None:
    """The whole program in `fresh`, to be renamed to `target`. Raises Refused and OSError."""
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    (fresh / MARK).write_text(stick.version, encoding="utf-8")
    # From here on the copies count whose bytes were compared, not what the stick gives when it is read again.
    held = fresh / UPDATER
    held.mkdir()
    names = [name for name in check.NEEDED if name.endswith(".py")]
    pip = next(name for name in stick.sums if check.wheel_parts(name).get("name") == "pip")
    for name in (*names, "requirements.lock", pip):
        take(stick, name, held / Path(name).name)
    own = stick.own_wheel
    asked_for = f"psw-tui=={stick.version} --hash=sha256:{stick.sums[own]}\n"
    (held / "own.lock").write_text(asked_for, encoding="utf-8")
    if run([sys.executable, "-I", "-m", "venv", "--help"]).returncode:
        raise Refused("no_venv")
    succeed([sys.executable, "-I", "-m", "venv", "--without-pip", str(fresh)])
    how = [
        "--no-index",
        "--only-binary=:all:",
        "--require-hashes",
        "--no-compile",
        "--disable-pip-version-check",
        "--quiet",
    ]
    locks = ["-r", str(held / "requirements.lock"), "-r", str(held / "own.lock")]
    wheels = str(stick.folder / check.WHEELS)
    succeed(
        [str(python_of(fresh)), str(held / Path(pip).name / "pip"), "install", *how, "--find-links", wheels, *locks]
    )
    succeed(
        [str(python_of(fresh)), "-m", "compileall", "-q", "-s", str(fresh), "-p", str(target), str(packages_of(fresh))]
    )
    for left in (held / Path(pip).name, held / "own.lock", held / "requirements.lock"):
        left.unlink()
    if pinned or stick.key:
        shutil.copyfile(pinned or stick.folder / check.KEY, fresh / check.KEY)
    write_starters(fresh, target)


def take(stick: Stick, name: str, into: Path) -> None:
    """Copy a file off the stick and look at what arrived."""
    shutil.copyfile(stick.folder / name, into)
    if check.hash_of(into) != stick.sums[name]:
        raise Refused("changed", names=name)


def write_starters(fresh: Path, target: Path) -> None:
    """What a person types. Those that pip and venv write name the folder that goes, and more commands than are needed."""
    programs = fresh / PROGRAMS
    for path in programs.iterdir():
        if not path.name.lower().startswith("python"):
            path.unlink()
    python = target / PROGRAMS / python_of(fresh).name
    base = getattr(sys, "_base_executable", None) or sys.executable
    starters: Mapping[str, list[str]] = {
        "psw-tui": [str(python), "-P", "-m", "psw_tui"],
        # The Python of the system: on Windows one that runs from the folder would keep it from being renamed.
        "psw-tui-update": [base, "-I", "-B", str(target / UPDATER / "install.py"), str(target), "--from"],
    }
    for name, words in starters.items():
        if WINDOWS:
            (programs / f"{name}.cmd").write_text(f"@{subprocess.list2cmdline(words)} %*\r\n", encoding="utf-8")
            continue
        (programs / name).write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)


def try_out(fresh: Path) -> None:
    """The self-test of the new program. Raises Refused with what it found wrong."""
    print(sentence("trying"), flush=True)
    done = run([str(python_of(fresh)), "-P", "-m", "psw_tui", "selftest"])
    if done.returncode:
        wrong = [line.partition(" ")[2].strip(" .") for line in done.stdout.splitlines() if line.startswith(WRONG)]
        raise Refused("failed", reason="; ".join(wrong)[:LAST_WORDS] or last_words(done))


def copies_of_vaults(fresh: Path) -> list[str]:
    """Have the new program, without a key, copy every vault; gives their labels. Raises Refused."""
    done = run([str(python_of(fresh)), "-P", "-m", "psw_tui.updating"])
    labels = []
    for label, outcome, reason in map(json.loads, done.stdout.splitlines()):
        if outcome == "in use":
            raise Refused("vault_open", label=label)
        if outcome != "copied":
            raise Refused("no_backup", label=label, reason=reason)
        labels.append(label)
    if done.returncode:
        raise Refused("failed", reason=last_words(done))
    return labels


def swap(fresh: Path, target: Path, old: Path) -> None:
    """The new one in the place of the old one; if the second step fails the first is taken back."""
    if not installed_version(target):  # nothing, or the empty folder of somebody who made it first
        if target.exists():
            target.rmdir()
        fresh.rename(target)
        return
    shutil.rmtree(old, ignore_errors=True)
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise


def tell(stick: Stick, target: Path, old: Path) -> None:
    """What to type now."""
    suffix = ".cmd" if WINDOWS else ""
    programs = target / PROGRAMS
    command = subprocess.list2cmdline if WINDOWS else shlex.join
    typed = {name: command([str(programs / (name + suffix))]) for name in ("psw-tui", "psw-tui-update")}
    if old.exists():
        print(sentence("kept_aside", folder=old))
    print(sentence("done", version=stick.version, command=typed["psw-tui"]))
    print(sentence("icon", command=typed["psw-tui"]))
    print(sentence("updates", command=typed["psw-tui-update"]))


def python_of(folder: Path) -> Path:
    """The Python of an environment."""
    return folder / PROGRAMS / ("python.exe" if WINDOWS else "python")


def packages_of(folder: Path) -> Path:
    """Where an environment keeps what is installed."""
    return folder / ("Lib" if WINDOWS else "lib")


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program that neither asks nor finds anything of this computer's settings for Python or pip."""
    clean = {name: value for name, value in os.environ.items() if not re.match("PYTHON|PIP_|VIRTUAL_ENV", name)}
    clean |= {"PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}
    return subprocess.run(
        command,
        env=clean,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def succeed(command: Sequence[str]) -> None:
    """Run it; whatever else than success ends the installation."""
    done = run(command)
    if done.returncode:
        raise Refused("failed", reason=last_words(done))


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """What a program said last."""
    return (done.stderr.strip() or done.stdout.strip() or f"exit {done.returncode}")[-LAST_WORDS:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
