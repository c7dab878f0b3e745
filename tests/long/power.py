"""The power goes: a traced session is replayed up to some point, and what no fsync had reached is dropped, torn or mixed up.

The control is the same session with `synchronous = NORMAL`, which loses what it acknowledged: so the simulator can fail.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from psw_tui.storage.errors import VaultError
from psw_tui.storage.reserve import RESERVE
from tests.long.kills import new_vault
from tests.long.session import ROOT, command, promises, strace
from tests.long.work import Promise, broken

ROUNDS = 250
COMMITS = 150
SECTOR = 512
CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,openat,unlink,unlinkat,rename,renameat,renameat2"

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN_FILE = re.compile(r"^\d+<([^>]*)>")


@dataclass(frozen=True)
class Event:
    """One system call that matters."""

    kind: str
    """write, truncate, sync, create, remove or promise."""
    path: str = ""
    offset: int = 0
    data: bytes = b""
    promise: Promise | None = None


@dataclass
class File:
    """A file as it is on the disk for certain, and what is still on the way there."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        for event in self.waiting:
            apply(self.content, event)
        self.waiting.clear()

    def after_cut(self, random: Random) -> bytes:
        """What a power cut leaves: any of the waiting writes, in any order, each perhaps in part."""
        content = bytearray(self.content)
        some = [event for event in self.waiting if random.random() < 0.5]
        if random.random() < 0.5:
            random.shuffle(some)
        for event in some:
            apply(content, torn(event, random))
        return bytes(content)


@dataclass
class Disk:
    """A folder on a disk. A name that came or went counts only once the folder itself is synced."""

    files: dict[str, File]
    going: dict[str, File] = field(default_factory=dict)
    """Removed, and perhaps there again after a cut."""
    names: list[Event] = field(default_factory=list)
    """What the folder does not know for certain yet, in order."""

    def happens(self, event: Event) -> None:
        """One call of the session."""
        match event.kind:
            case "create":
                if event.path not in self.files:
                    self.files[event.path] = File()
                    self.names.append(event)
            case "remove":
                self.going[event.path] = self.files.pop(event.path)
                self.names.append(event)
            case "sync" if event.path in self.files:
                self.files[event.path].sync()
            case "sync":
                self.names.clear()
                self.going.clear()
            case _:
                self.files[event.path].waiting.append(event)

    def after_cut(self, random: Random) -> dict[str, bytes]:
        """What is there when the power is back."""
        lost = self.names[random.randrange(len(self.names) + 1) :]
        created = {event.path for event in lost if event.kind == "create"}
        removed = {event.path for event in lost if event.kind == "remove"} - created
        files = self.files | {path: file for path, file in self.going.items() if path in removed}
        return {path: file.after_cut(random) for path, file in files.items() if path not in created}


def torn(event: Event, random: Random) -> Event:
    """A write of which perhaps only some sectors arrive."""
    if event.kind != "write" or random.random() < 0.6:
        return event
    keep = random.randrange(len(event.data) // SECTOR + 1) * SECTOR
    return Event("write", event.path, event.offset, event.data[:keep])


def apply(content: bytearray, event: Event) -> None:
    """Let a write or a truncation happen."""
    if event.kind == "truncate":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
    else:
        content.extend(bytes(max(0, event.offset - len(content))))
        content[event.offset : event.offset + len(event.data)] = event.data


def run(args: Namespace) -> int:
    began = time.monotonic()
    rounds = args.rounds or ROUNDS
    if strace() is None:
        print("power: no strace here, or it may not trace")
        return 1
    wrong, promised, waiting = cuts(rounds, args.seed, COMMITS)
    control, _, _ = cuts(max(10, rounds // 5), args.seed, COMMITS, "synchronous = NORMAL")
    lost = sum("lost" in each for each in wrong)
    print(
        f"power: {rounds} power cuts over {promised} acknowledged commits, {lost} lost, {len(wrong) - lost} other"
        f" failures, {waiting} unsynced writes dropped or torn; control with synchronous NORMAL:"
        f" {len(control)} of {max(10, rounds // 5)} cuts lost something, {time.monotonic() - began:.0f} s"
        + "".join(f"\n  {each}" for each in wrong[:10])
    )
    return 1 if wrong or not waiting or not control else 0


def cuts(rounds: int, seed: int, commits: int, pragma: str = "") -> tuple[list[str], int, int]:
    """Cut the power so many times; returns what went wrong, how much was promised, how much was on the way."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as around:
        folder = Path(around) / "vault"
        new_vault(folder)
        before = {str(path): path.read_bytes() for path in folder.iterdir()}
        events = list(traced(folder, seed, commits, pragma))
        wrong: list[str] = []
        waiting = 0
        for number in range(rounds):
            cut = random.randrange(1, len(events) + 1)
            disk, promise = replayed(before, events[:cut])
            waiting += sum(len(file.waiting) for file in disk.files.values())
            restore(disk, folder, random)
            try:
                wrong += [
                    f"cut {number} at {cut}: {each}" for each in broken(folder, promise, rebuild=number % 10 == 0)
                ]
            except VaultError as error:
                wrong.append(f"cut {number} at {cut}: lost all, {type(error).__name__}")
        return wrong, sum(event.kind == "promise" for event in events), waiting


def traced(folder: Path, seed: int, commits: int, pragma: str) -> Iterator[Event]:
    """The writes of a session on the files of its vault, and its promises between them, in the order they happened."""
    trace = folder.parent / "trace"
    options = ["-f", "-y", "-xx", "-s", "2000000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(trace)]
    done = subprocess.run(
        [str(strace()), *options, *command(folder, seed, commits, "-", pragma)],
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    assert len(promises(done.stdout)) == commits, done
    with trace.open() as lines:
        for line in joined(lines):
            yield from read(line, str(folder))


def joined(lines: Iterator[str]) -> Iterator[str]:
    """Calls of one thread that another interrupted come in two halves."""
    begun: dict[str, str] = {}
    for line in lines:
        pid = line.split(" ", 1)[0]
        if line.rstrip().endswith("<unfinished ...>"):
            begun[pid] = line.rstrip().removesuffix("<unfinished ...>")
        elif "resumed>" in line and pid in begun:
            yield begun.pop(pid) + line.split("resumed>", 1)[1]
        else:
            yield line


def read(line: str, folder: str) -> Iterator[Event]:
    """What a line of the trace says, if it is about the vault."""
    call = _CALL.match(line)
    if call is None or call[3].startswith("-"):
        return
    name, arguments = call[1], call[2]
    strings = [bytes.fromhex(each.replace("\\x", "")) for each in _STRING.findall(arguments)]
    if name in {"openat", "unlink", "unlinkat"}:
        path = strings[0].decode()
        if path.startswith(folder):
            is_new = name == "openat" and "O_CREAT" in arguments
            if is_new or name.startswith("unlink"):
                yield Event("create" if is_new else "remove", path)
        return
    assert not name.startswith("rename") or not strings[0].decode().startswith(folder), line
    on = _OPEN_FILE.match(arguments)
    path = on[1].encode().decode("unicode_escape") if on else ""
    if name == "write" and arguments.startswith("1<") and strings[0].startswith(b'["promise"'):
        yield Event("promise", promise=Promise.read(strings[0]))
    elif path.startswith(folder) and not path.endswith(f"/{RESERVE}"):  # room put by holds nothing
        last = arguments.rpartition(", ")[2]
        if name == "pwrite64":
            yield Event("write", path, int(last), strings[0][: int(call[3])])
        elif name == "ftruncate":
            yield Event("truncate", path, int(last))
        else:
            assert name in {"fsync", "fdatasync"}, line
            yield Event("sync", path)


def replayed(before: dict[str, bytes], events: list[Event]) -> tuple[Disk, Promise | None]:
    """The disk at some point, and the last promise until then."""
    disk = Disk({path: File(bytearray(content)) for path, content in before.items()})
    promise = None
    for event in events:
        if event.kind == "promise":
            promise = event.promise
        else:
            disk.happens(event)
    return disk, promise


def restore(disk: Disk, folder: Path, random: Random) -> None:
    """Make the folder what a computer finds when it comes up again."""
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    for path, content in disk.after_cut(random).items():
        Path(path).write_bytes(content)
        Path(path).chmod(0o600)
