"""Sealed changes that mean nothing, and a database of its own for a test."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from psw_tui.team.hub_admin import add_member, init
from psw_tui.team.sealed import Sealed
from tests.team.postgres import Server

SIZE = 512


def rows(device: str, count: int, *, first: int = 1, seed: int = 1, size: int = SIZE) -> Iterator[Sealed]:
    """The changes of one device; the same seed makes the same."""
    chance = random.Random(f"{device}{seed}")
    for seq in range(first, first + count):
        name = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        yield Sealed(device, seq, name, seq << 16, chance.randbytes(size))


@dataclass(frozen=True)
class Team:
    """A hub with one team of two logins."""

    server: Server
    database: str
    id: str
    devices: tuple[str, str]
    logins: tuple[str, str]

    @property
    def boss(self) -> str:
        return self.server.dsn(self.database)

    def dsn(self, nth: int = 0) -> str:
        return self.server.dsn(self.database, self.logins[nth])

    def ask(self, *statements: str, login: str = "boss") -> list[tuple[object, ...]]:
        return self.server.ask(*statements, database=self.database, login=login)

    def stored(self) -> list[tuple[object, ...]]:
        return self.ask("SELECT device::text, seq, id::text FROM psw.change_log ORDER BY 1, 2")


def made(server: Server, partitions: int = 0) -> Team:
    """A fresh hub, on a server that may hold others."""
    database, team = server.new_database(), str(uuid.uuid4())
    init(server.dsn(database), partitions)
    made_ = Team(server, database, team, _two(), (f"ash_{database}", f"bo_{database}"))
    for login, device in zip(made_.logins, made_.devices, strict=True):
        add_member(made_.boss, login, team, device)
    return made_


def _two() -> tuple[str, str]:
    return str(uuid.uuid4()), str(uuid.uuid4())
