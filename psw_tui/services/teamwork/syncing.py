"""Meeting the team on the hub: letters, then what it brings, then what it has not got.

Everything is in pages, each of them one transaction here or there, so whatever ends a meeting leaves it as far as it got,
and the next one goes on from there. The hub is believed nothing that the team's keys do not prove.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from psw_tui.progress import Doing, Progress
from psw_tui.records.columns import write_instant
from psw_tui.services.errors import NoHub
from psw_tui.services.teamwork.forks import ANY_NUMBER, cure, heal, other_forks, own_fork
from psw_tui.services.teamwork.met import Met, Tally
from psw_tui.storage.errors import ChangeImpossible, Forked, TakenOut
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team import hub_errors
from psw_tui.team.fold import vector
from psw_tui.team.hub import Hub
from psw_tui.team.kept import put, row_of
from psw_tui.team.membership import keys_of, letters_sent, letters_to_send, prepare, take_letters
from psw_tui.team.passing import PAGE, sealed_since, take_in_turn
from psw_tui.team.sealed import Sealed

__all__ = ["Met", "sync"]

FAR = timedelta(days=1)
"""A clock that is off by more than this is told of."""

MOST_NAMES = 3
"""So many copies are put right in one meeting; a server that shows ever more of them is not to be trusted."""

TRIES = 4
"""How often a page is sent that others bring just now."""
PAUSE = 0.1
"""Seconds until it is tried again, longer each time."""


def sync(vault: Vault, progress: Progress, password: str | None = None) -> Met:
    """Meet the team on its hub; can be stopped between pages, and run again at any time.

    `password` where none is kept. Raises NotInTeam, TakenOut, NoHub, HubError, Cancelled, what taking in does, and Forked
    for another laptop of which there are two; all else was exchanged by then.
    """
    progress.at(Doing.MEETING)
    tally = Tally()
    with hub_of(vault, password) as (hub, team):
        tally.clock_off = _clock_off(vault, hub)
        _Meeting(vault, hub, team, progress, tally).to_the_end()
    for device, seq in tally.forks.items():
        raise Forked(device, seq)
    return tally.met(vault)


@contextmanager
def hub_of(vault: Vault, password: str | None = None) -> Iterator[tuple[Hub, str]]:
    """A line to the hub of the team, and the team's id. Raises NotInTeam, NoHub, HubError."""
    team = keys_of(vault).team
    row = row_of(vault)
    if not row["hub"]:
        raise NoHub
    with Hub(row["hub"], password or row["hub_password"] or None) as hub:
        yield hub, team


def _clock_off(vault: Vault, hub: Hub) -> timedelta:
    off = vault.clock.now() - hub.now()
    return off if abs(off) > FAR else timedelta()


@dataclass
class _Meeting:
    """One go at it, with one name of this laptop."""

    vault: Vault
    hub: Hub
    team: str
    progress: Progress
    tally: Tally
    me: str = ""
    theirs: dict[str, int] = field(default_factory=dict)
    """Up to which number the hub has the changes of each device."""

    def to_the_end(self) -> None:
        """All of it; where a copy of this vault was used too, once more under a new name. Raises Forked for another's."""
        for names in range(MOST_NAMES + 1):
            try:
                self._go()
            except Forked as fork:
                if fork.device != self.me or names == MOST_NAMES:
                    raise
                since = own_fork(self.vault, self.hub, self.team, self.me)
                cure(self.vault, min(since or fork.seq, fork.seq))
                self.tally.new_name = True
            else:
                return

    def _go(self) -> None:
        self.me = prepare(self.vault).device
        self._hear()
        self._compare()
        self._bring()
        self._write()
        self._send()
        with writing(self.vault) as tx:
            put(tx, synced_at=write_instant(self.vault.clock.now()))

    def _hear(self) -> None:
        """The letters to this laptop, under any name it had, so that keys and laptops are known. Raises TakenOut."""
        names = sorted(keys_of(self.vault).seeds)
        take_letters(self.vault, [each for name in names for each in self.hub.letters(self.team, name)])
        keys = keys_of(self.vault)
        if keys.recipient in keys.gone:
            raise TakenOut

    def _write(self) -> None:
        """Letters to the others, where there is something to tell: before what is locked with a new key goes out."""
        if letters := letters_to_send(self.vault):
            self.hub.put_letters(self.team, letters)
        letters_sent(self.vault)

    def _compare(self) -> None:
        """Before anything goes either way, so that a copy is found out before something is lost."""
        since = own_fork(self.vault, self.hub, self.team, self.me)
        if since is not None:
            raise Forked(self.me, since)
        self.theirs = self.hub.vector(self.team)
        for device, number in other_forks(self.vault, self.hub, self.team, self.theirs).items():
            if not heal(self.vault, self.hub, self.team, device, number):
                self._shut_out(device, number)

    def _bring(self) -> None:
        here = vector(self.vault)
        wanted = here | dict.fromkeys(self.tally.shut, ANY_NUMBER)
        every = sum(max(0, upto - wanted.get(device, 0)) for device, upto in self.theirs.items())
        done = 0
        for page in _pages(self.hub.pull(self.team, wanted)):
            self.progress.at(Doing.BRINGING, done, max(every, done))
            self._take(page, here)
            done += len(page)

    def _take(self, page: list[Sealed], here: dict[str, int]) -> None:
        """A page in one transaction; a device that brings what cannot be is left out, the others are not."""
        rows = [row for row in page if row.device not in self.tally.shut]
        while True:
            try:
                self.tally.add(take_in_turn(self.vault, rows, here))
            except ChangeImpossible as odd:
                self.tally.passed.forged.append((odd.device, odd.seq))
                rows = [row for row in rows if row.device != odd.device or row.seq < odd.seq]
                self.tally.shut.add(odd.device)
            except Forked as fork:
                if fork.device == self.me:
                    raise
                self._shut_out(fork.device, fork.seq)
                rows = [row for row in rows if row.device != fork.device]
            else:
                return

    def _send(self) -> None:
        known = self.theirs | dict.fromkeys(self.tally.forks, ANY_NUMBER)
        lacking = sum(max(0, upto - known.get(device, 0)) for device, upto in vector(self.vault).items())
        done = 0
        for page in _pages(sealed_since(self.vault, known)):
            self.progress.at(Doing.SENDING, done, lacking)
            self.tally.sent += self._pushed(page)
            done += len(page)

    def _pushed(self, page: list[Sealed]) -> int:
        tries = 0
        while True:
            rows = [row for row in page if row.device not in self.tally.forks]
            try:
                return self.hub.push(self.team, rows)
            except hub_errors.Crowded:
                tries += 1
                if tries == TRIES:
                    raise
                self.progress.stopped.wait(PAUSE * tries)
                self.progress.at(Doing.SENDING)
            except hub_errors.Forked as fork:
                if fork.device == self.me:
                    raise Forked(fork.device, fork.seq) from fork
                self._shut_out(fork.device, fork.seq)

    def _shut_out(self, device: str, seq: int) -> None:
        self.tally.forks[device] = seq
        self.tally.shut.add(device)


def _pages(rows: Iterator[Sealed]) -> Iterator[list[Sealed]]:
    while page := list(islice(rows, PAGE)):
        yield page
