"""A meeting that ends in the middle: the program is killed, or the server is. What is there then, and after meeting again."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil

from psw_tui.storage.read import column
from psw_tui.storage.replay import differences
from psw_tui.storage.vault import Vault
from psw_tui.team.fold import vector
from psw_tui.team.hub_errors import HubError
from tests.services.giving import give_debrief
from tests.team import laptops
from tests.team.laptops import Laptop
from tests.team.postgres import Server
from tests.team.together import Agency, agency, check, client_of_all, meet
from tests.team.ways import make_stick, meet_hub, read_stick

PATIENCE = 60
A_DAY = 12
"""Debriefs that are written between two meetings."""
CUT_OFF = 3
"""How a program ends whose server went."""
SHORTER, LONGER = 0.9, 1.05
"""How long a meeting is thought to take, once one was over too soon to be ended, or was not."""


@dataclass
class Told:
    """What came of it."""

    ended: int = 0
    whole: int = 0
    """Meetings that were over before they were ended."""
    wrong: list[str] = field(default_factory=list)


@dataclass
class Killing:
    """The team, whose meetings are ended one after the other."""

    some: Agency
    client: str
    chance: Random
    told: Told = field(default_factory=Told)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each kind of meeting takes in peace."""

    def write(self, laptop: Laptop) -> None:
        """A day's work."""
        for nth in range(A_DAY):
            laptop.clock.forward(minutes=1)
            words = f"{laptop.folder.name} {nth}"
            self.some.debriefs.add(give_debrief(laptop.vault, self.client, their_words=words).id)

    def in_peace(self, kind: str) -> None:
        """Let one meeting go through, to learn how long it takes."""
        laptop, do = self.about_to(kind)
        began = time.monotonic()
        with apart(laptop, do) as child:
            _, status = os.waitpid(child, 0)
        assert status == 0, (kind, status)
        self.seconds[kind] = time.monotonic() - began

    def about_to(self, kind: str) -> tuple[Laptop, Callable[[Vault], object]]:
        """Who meets the team, and how; there is something to tell both ways."""
        ash, bo, cy = self.some.laptops
        for each in (ash, bo, cy):
            self.write(each)
        if kind == "stick":
            content = make_stick(ash.vault, [], everything=self.chance.random() < 0.3)
            return cy, lambda vault: read_stick(vault, content)
        meet_hub(bo.vault)
        return ash, meet_hub

    def end(self, kind: str, how: Callable[[Killing, int], None]) -> None:
        """End one meeting at some moment, and look at what is there."""
        laptop, do = self.about_to(kind)
        before = laptop.lines()
        with apart(laptop, do) as child:
            time.sleep(self.chance.uniform(0, self.seconds[kind]))
            how(self, child)
            _, status = os.waitpid(child, 0)
        self.told.ended += 1
        self.told.whole += status == 0
        self.seconds[kind] *= SHORTER if status == 0 else LONGER
        if status not in {0, signal.SIGKILL, CUT_OFF << 8}:
            self.told.wrong.append(f"it ended with {status}")
        if not before <= laptop.lines():
            self.told.wrong.append("lines are gone")
        self.told.wrong += faults(laptop.vault)

    def meet_again(self) -> None:
        """Everybody meets, and nothing is lost or there twice."""
        try:
            check(self.some, meet(self.some))
        except AssertionError as problem:
            self.told.wrong.append(f"after meeting again: {problem!r:.300}")
        rows = self.some.ask(f"SELECT count(*) FROM psw.change_log WHERE team = '{self.some.id}'")
        if rows != [(sum(vector(self.some.laptops[0].vault).values()),)]:
            self.told.wrong.append(f"the hub has {rows}")
        for each in self.some.laptops:
            self.told.wrong += faults(each.vault)
            twice = "SELECT their_words FROM debrief GROUP BY their_words, made_at HAVING count(*) > 1"
            self.told.wrong += [f"twice: {words}" for words in column(each.vault, twice)]


def faults(vault: Vault) -> list[str]:
    """What is wrong with a vault by itself."""
    found = [str(each) for (each,) in vault.connection.execute("PRAGMA integrity_check")]
    return [each for each in found if each != "ok"] + [str(each) for each in differences(vault)]


@contextmanager
def apart(laptop: Laptop, do: Callable[[Vault], object]) -> Iterator[int]:
    """Do it in a process of its own, which has the vault meanwhile; gives the process."""
    laptop.vault.close()
    child = os.fork()
    if child == 0:
        _as_a_program(laptop, do)
    try:
        yield child
    finally:
        laptop.vault = laptops.opened(laptop.folder, laptop.clock)


def _as_a_program(laptop: Laptop, do: Callable[[Vault], object]) -> None:
    code = 1
    try:
        with laptops.opened(laptop.folder, laptop.clock) as vault:
            do(vault)
        code = 0
    except HubError:
        code = CUT_OFF
    except BaseException as problem:  # noqa: BLE001 - it must not go on as the test
        print(repr(problem), file=sys.stderr)
    finally:
        os._exit(code)


def kill_program(_work: Killing, child: int) -> None:
    os.kill(child, signal.SIGKILL)


def kill_server(work: Killing, _child: int) -> None:
    """By turns: the whole of it, its own way of stopping at once, and one of its servants, after which it begins anew."""
    server = work.some.server
    assert server is not None
    way = work.chance.randrange(3)
    if way == 0:
        server.kill()
        server.start()
    elif way == 1:
        server.stop_at_once()
        server.start()
    else:
        kill_servant(server)


def kill_servant(server: Server) -> None:
    """The one that serves ash, if it has begun to: then the server ends all others, and begins anew."""
    for each in (others := server.servants()):
        with suppress(psutil.NoSuchProcess):
            if "ash_" in " ".join(each.cmdline()):
                each.kill()
                psutil.wait_procs(others, PATIENCE)
                break
    server.wait_for_answer()


@contextmanager
def killing(new_vault: Path, place: Path, seed: int, server: Server, database: str) -> Iterator[Killing]:
    """A team that has met in peace once, each way."""
    with agency(new_vault, place, seed, server, database) as some:
        work = Killing(some, client_of_all(some), Random(seed))
        for kind in ("hub", "stick"):
            work.in_peace(kind)
        yield work
