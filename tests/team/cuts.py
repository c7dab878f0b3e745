"""A push that is cut: by a cable, by the server's death, by the program's. What is stored then, and after trying again."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread

from psw_tui.team.hub import Hub
from psw_tui.team.hub_errors import HubError
from psw_tui.team.sealed import Sealed
from tests.team.sealed import Team, rows

ROOT = Path(__file__).resolve().parents[2]
BATCH = 2_000
"""Changes of a push that is cut: a megabyte."""

CLIENT = """
import sys
from psw_tui.team.hub import Hub
from tests.team.sealed import rows
dsn, team, device, first, count = sys.argv[1:]
changes = list(rows(device, int(count), first=int(first)))
with Hub(dsn) as hub:
    print("begun", flush=True)
    hub.push(team, changes)
    print("done", flush=True)
"""


@dataclass
class Told:
    """What came of some cuts."""

    cuts: int = 0
    acknowledged: int = 0
    stored: int = 0
    """Pushes that were stored whole before they were tried again, whether the laptop learned of it or not."""
    wrong: list[str] = field(default_factory=list)


@dataclass
class Cutting:
    """One device whose pushes are cut again and again."""

    team: Team
    chance: Random
    told: Told = field(default_factory=Told)
    sent: int = 0
    seconds: float = 0.1
    """How long a push takes, which says when it can be cut."""

    def batch(self) -> list[Sealed]:
        return list(rows(self.team.devices[0], BATCH, first=self.sent + 1))

    def measure(self) -> None:
        """Push once in peace."""
        with Hub(self.team.dsn()) as hub:
            began = time.monotonic()
            hub.push(self.team.id, self.batch())
            self.seconds = time.monotonic() - began
        self.sent += BATCH

    def some_time(self) -> float:
        return self.chance.uniform(0, 1.2 * self.seconds)

    def judge(self, acknowledged: bool) -> None:
        """Look what is stored, try again, and look once more."""
        self.told.cuts += 1
        self.told.acknowledged += acknowledged
        there = self._count()
        self.told.stored += there == self.sent + BATCH
        if there not in {self.sent, self.sent + BATCH}:
            self.told.wrong.append(f"half a push is stored: {there - self.sent} of {BATCH}")
        if acknowledged and there != self.sent + BATCH:
            self.told.wrong.append("a push was acknowledged and is not stored")
        with Hub(self.team.dsn()) as hub:
            new = hub.push(self.team.id, self.batch())
        if new != self.sent + BATCH - there:
            self.told.wrong.append(f"trying again stored {new}")
        self.sent += BATCH
        if self._count() != self.sent:
            self.told.wrong.append(f"{self._count()} of {self.sent} are stored")

    def all_there(self) -> bool:
        """Whether every change lies there once, with the body it had."""
        with Hub(self.team.dsn()) as hub:
            return list(hub.pull(self.team.id, {})) == list(rows(self.team.devices[0], BATCH, first=1)) + [
                change
                for first in range(BATCH + 1, self.sent, BATCH)
                for change in rows(self.team.devices[0], BATCH, first=first)
            ]

    def _count(self) -> int:
        return int(str(self.team.ask("SELECT count(*) FROM psw.change_log")[0][0]))


def server_dies(work: Cutting) -> None:
    """SIGKILL to the whole server at some moment of a push, then it comes up again."""
    ended: list[object] = []
    pushing = Thread(target=_push, args=(work.team.dsn(), work.team.id, work.batch(), ended))
    pushing.start()
    time.sleep(work.some_time())
    work.team.server.kill()
    pushing.join(60)
    work.team.server.start()
    _note(work, ended)


def program_dies(work: Cutting) -> None:
    """SIGKILL to the laptop's program at some moment of a push."""
    given = [work.team.dsn(), work.team.id, work.team.devices[0], str(work.sent + 1), str(BATCH)]
    command = [sys.executable, "-c", CLIENT, *given]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"begun\n"
        time.sleep(work.some_time())
        program.send_signal(signal.SIGKILL)
        said = program.stdout.read()
    work.team.server.ask(  # the server may still be at work for who is gone
        "DO $$ BEGIN WHILE EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'psw-tui')"
        " LOOP PERFORM pg_sleep(0.005); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$"
    )
    work.judge(acknowledged=said == b"done\n")


def cable_is_cut(work: Cutting, after: int, *, answers: bool = False) -> None:
    """The line ends once so many bytes went to the server, or came from it."""
    ended: list[object] = []
    with cut_line(work.team.server.port, after, answers=answers) as port:
        dsn = work.team.server.dsn(work.team.database, work.team.logins[0], port=str(port))
        _push(dsn, work.team.id, work.batch(), ended)
    _note(work, ended)


def _note(work: Cutting, ended: Sequence[object]) -> None:
    if not isinstance(ended[0], int | HubError):
        work.told.wrong.append(f"it ended with {ended[0]!r}")
    work.judge(acknowledged=isinstance(ended[0], int))


def _push(dsn: str, team: str, changes: Sequence[Sealed], ended: list[object]) -> None:
    try:
        with Hub(dsn) as hub:
            ended.append(hub.push(team, changes))
    except Exception as problem:  # noqa: BLE001 - whatever it is, the test judges it
        if not ended:
            ended.append(problem)


@contextmanager
def cut_line(port: int, after: int, *, answers: bool) -> Iterator[int]:
    """A port that leads to the server until so many bytes went that way."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        leading = Thread(target=_lead, args=(door, port, after, answers))
        leading.start()
        try:
            yield door.getsockname()[1]
        finally:
            leading.join(60)


def _lead(door: socket.socket, port: int, after: int, answers: bool) -> None:
    near, _ = door.accept()
    with near, socket.create_connection(("127.0.0.1", port)) as far:
        counted, left = (far if answers else near), after
        while True:
            for ready in select.select([near, far], [], [], 60)[0]:
                most = left if ready is counted else 1 << 16
                try:
                    data = ready.recv(min(most, 1 << 16)) if most else b""
                    (far if ready is near else near).sendall(data)
                except OSError:
                    return
                if not data:
                    return
                left -= len(data) if ready is counted else 0


Way = Callable[[Cutting], None]
WAYS: dict[str, Way] = {"server": server_dies, "program": program_dies}
