"""Laptops of one team and their hub: real vaults, a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from psw_tui.progress import Progress
from psw_tui.services.teamwork.joining import keep_hub
from psw_tui.services.teamwork.syncing import Met, sync
from psw_tui.team.fold import this_device
from psw_tui.team.hub_admin import add_member, init
from psw_tui.team.membership import enrol, found, letter, prepare, take_letter
from tests.team import laptops
from tests.team.laptops import Laptop
from tests.team.postgres import Server


@dataclass
class Agency:
    """A hub, and the laptops whose owners may go there."""

    server: Server
    database: str
    team: str
    some: laptops.Team
    logins: dict[str, str] = field(default_factory=dict)

    def let_in(self, laptop: Laptop) -> None:
        """What an administrator does, and then the worker."""
        login = f"{laptop.folder.name}_{self.database}"
        add_member(self.server.dsn(self.database), login, self.team, this_device(laptop.vault))
        self.logins[laptop.folder.name] = login
        self.lead(laptop)

    def lead(self, laptop: Laptop, **more: str) -> None:
        """The way to the hub as the worker types it."""
        dsn = self.server.dsn(self.database, self.logins[laptop.folder.name], **more)
        keep_hub(laptop.vault, dsn, "")

    def ask(self, *statements: str) -> list[tuple[object, ...]]:
        return self.server.ask(*statements, database=self.database)

    def stored(self) -> list[tuple[object, ...]]:
        return self.ask("SELECT device::text, seq, id::text FROM psw.change_log ORDER BY 1, 2")


@contextmanager
def agency(server: Server, new_vault: Path, place: Path, size: int = 2) -> Iterator[Agency]:
    """Ash founded a team, the others joined it, and all have the address of its hub."""
    with laptops.team(new_vault, place, 7, size) as some:
        ash, *others = some.laptops
        for each in some.laptops:
            each.clock.instant = datetime.now(UTC)
        keys = found(ash.vault, "East side")
        for other in others:
            join(ash, other)
        database = server.new_database()
        init(server.dsn(database))
        made = Agency(server, database, keys.team, some)
        for each in some.laptops:
            made.let_in(each)
        try:
            yield made
        finally:
            server.ask(f"DROP DATABASE {database} WITH (FORCE)")


def join(one: Laptop, other: Laptop) -> None:
    """The other is let in by the one, and learns of the whole team."""
    card = prepare(other.vault)
    enrol(one.vault, card)
    take_letter(other.vault, letter(one.vault, card.device))


def meet(laptop: Laptop, password: str | None = None) -> Met:
    return sync(laptop.vault, Progress(), password)
