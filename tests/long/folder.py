"""The folder for a stick, tried as it will be used: no network, no HOME, read-only, moved, locked, on other systems.

`--installed` is the psw-tui of an environment with the same Python, which the folder's start is measured against.
`--root` is another system's root folder, such as debootstrap makes; the folder is copied into it and tried in there.
Needs root, for `unshare` and mounts. One printed line a proof; what fails is named.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from psw_tui.places import HOME_VARIABLE
from tests.bench.probe import Probe
from tests.terminal.notebook import Notebook
from tests.terminal.program import Ended, Program

ROUNDS = 10
SLOWER = 1.5
"""The most that the folder may take to start, as a multiple of the installed program."""
PATIENCE = 300
NOBODY = "65534"
HARD_PATH = Path("clé USB d’été") / "psw tui (1)"
BARE = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
ALONE = ("unshare", "--net", "--")
"""In a world with no network, not even with itself."""


def options(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path)
    parser.add_argument("--installed", type=Path)
    parser.add_argument("--root", type=Path, action="append", default=[])
    parser.add_argument("--rounds", type=int, default=ROUNDS)


def run(args: Namespace) -> int:
    folder = args.folder.absolute()
    proofs = {
        "no network and no HOME": lambda: self_test(folder),
        "a path with spaces and accents": lambda: moved(folder),
        "read-only, for an account that owns nothing": lambda: read_only(folder),
        "unlocked, locked, unlocked again, backed up": lambda: locked(folder),
    }
    proofs |= {f"in {root}": lambda root=root: elsewhere(folder, root.absolute()) for root in args.root}
    if args.installed is not None:
        proofs["its start"] = lambda: starts(folder, args.installed.absolute(), args.rounds)
    failed = 0
    for name, proof in proofs.items():
        try:
            said = proof()
        except (AssertionError, Ended, OSError, subprocess.SubprocessError) as problem:
            failed += 1
            said = f"FAILED: {problem}"
        print(f"folder, {name}: {said}", flush=True)
    return 1 if failed else 0


def self_test(folder: Path) -> str:
    """With nothing around it; TMPDIR aside, it does not know where it is."""
    with tempfile.TemporaryDirectory() as temporary:
        checked([*ALONE, str(folder / "psw-tui"), "selftest"], BARE | {"TMPDIR": temporary})
        assert os.listdir(temporary) == [], "something is left"
    return "the self-test passes and leaves nothing"


def moved(folder: Path) -> str:
    with tempfile.TemporaryDirectory() as around:
        copy = Path(shutil.copytree(folder, Path(around) / HARD_PATH, symlinks=True))
        said = self_test(copy)
        with notebook_for(Path(around), copy) as (notebook, command), opened(notebook, command) as program:
            program.until("Caseload|caseload")
        return f"{said}; the app opens"


def read_only(folder: Path) -> str:
    """As on a write-protected stick, and without the rights of root."""
    with tempfile.TemporaryDirectory() as around, bound_read_only(folder, Path(around) / "stick") as stick:
        home = Path(around) / "home"
        home.mkdir()
        for path, content in {"passphrase": "seven quiet rivers\n"}.items():
            (home / path).write_text(content)
        for path in (Path(around), home, *home.iterdir()):
            os.chown(path, int(NOBODY), int(NOBODY))
        before = fingerprint(stick)
        made = ["new", "--label", "Ash", "--worker", "Ash", "--passphrase-file", str(home / "passphrase")]
        as_nobody = [
            *ALONE,
            "setpriv",
            f"--reuid={NOBODY}",
            f"--regid={NOBODY}",
            "--clear-groups",
            str(stick / "psw-tui"),
        ]
        around_it = BARE | {"HOME": str(home), "TMPDIR": str(home)}
        checked([*as_nobody, *made, "--recovery-file", str(home / "code")], around_it)
        checked([*as_nobody, "selftest"], around_it)
        vaults = [path.relative_to(home).as_posix() for path in home.rglob("vault.db")]
        assert vaults == [".local/share/psw-tui/vaults/Ash/vault.db"], f"the vault is at {vaults}"
        assert fingerprint(stick) == before, "the folder has changed"
        with suppress(OSError):
            (stick / "a file").touch()
            raise AssertionError("it was not read-only at all")
    return "the self-test passes, the vault is in HOME, the folder is as it was"


def locked(folder: Path) -> str:
    """The launcher starts the app again and again, so it must find itself; at the end it copies the vault."""
    with tempfile.TemporaryDirectory() as around, notebook_for(Path(around), folder) as (notebook, command):
        with opened(notebook, command) as program:
            program.until("Caseload|caseload")
            first = program.child.pid
            program.press("L")
            program.until("Passphrase")
            assert program.child.pid != first, "the same process holds the unlock screen"
            program.type("seven quiet rivers")
            program.press("enter")
            program.until("Caseload|caseload")
            program.press("q")
            code = program.until_ended()
        assert code == 0, f"it ended with {code}"
        assert list((notebook.vault / "backups").glob("2*")), "no backup was made"
    return "a process of its own each time, and a backup at the end"


def elsewhere(folder: Path, root: Path) -> str:
    """In another system, with no network."""
    place = root / "opt" / "psw-tui-stick"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place, symlinks=True)
    try:
        inside = ["chroot", str(root), "/opt/psw-tui-stick/psw-tui"]
        said = checked([*ALONE, *inside, "selftest"], BARE | {"TMPDIR": "/tmp"})  # noqa: S108 - of the other system
        library = checked(["chroot", str(root), "ldd", "--version"], BARE).partition("\n")[0]
        walk = checked([*ALONE, *inside, "demo", "--headless"], BARE | {"TMPDIR": "/tmp"})  # noqa: S108 - the same
        assert "Maple-27" in walk, "nobody on the caseload"
    finally:
        shutil.rmtree(place)
    return f"{said.splitlines()[-1]} ({library})"


def starts(folder: Path, installed: Path, rounds: int) -> str:
    """Milliseconds until the unlock screen is there, in turn."""
    with tempfile.TemporaryDirectory() as around:
        notebook = Notebook(Path(around) / "home")
        notebook.make()
        around_it = {"LC_ALL": "C.UTF-8", "PYTHONPATH": ""}  # the installed program, not the one of this source tree
        taken: dict[Path, list[float]] = {folder / "psw-tui": [], installed: []}
        for number in range(rounds + 1):
            for program in sorted(taken, reverse=bool(number % 2)):
                with Probe(str(program), f"--vault={notebook.vault}", environment=around_it) as probe:
                    taken[program].append((probe.until("Passphrase") - probe.began) * 1000)
    ours, reference = (
        statistics.median(times[1:]) for times in taken.values()
    )  # the first fills the cache of the disk
    ratio = statistics.median(a / b for a, b in zip(*(times[1:] for times in taken.values()), strict=True))
    assert ratio <= SLOWER, f"{ours:.0f} ms, installed {reference:.0f} ms, {ratio:.2f}x"
    return f"{ours:.0f} ms to the unlock screen, installed {reference:.0f} ms, {ratio:.2f}x of {rounds} rounds"


@contextmanager
def notebook_for(around: Path, folder: Path) -> Iterator[tuple[Notebook, Sequence[str]]]:
    """A vault, and the folder's program for it."""
    notebook = Notebook(around / "data")
    notebook.make()
    yield notebook, [str(folder / "psw-tui"), "--passphrase-file", str(notebook.passphrase_file)]


def opened(notebook: Notebook, command: Sequence[str]) -> Program:
    return Program(command, environment={HOME_VARIABLE: str(notebook.home), "PSW_TUI_LANGUAGE": "en"}, folder="/")


@contextmanager
def bound_read_only(folder: Path, place: Path) -> Iterator[Path]:
    place.mkdir()
    place.parent.chmod(0o755)
    for how in (["--bind", str(folder)], ["-o", "remount,ro,bind"]):
        checked(["mount", *how, str(place)], BARE)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def checked(command: Sequence[str], environment: dict[str, str]) -> str:
    """What it says. Raises AssertionError with that unless it ends well."""
    done = subprocess.run(
        command,
        env=environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def fingerprint(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
