"""What every paper about a client begins with: the client, a reader in the language of the paper, and its limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlmodel import col, select

from psw_tui.language import Language
from psw_tui.readable import Readable
from psw_tui.records.client import Client, KnowsNotes, RecordMode
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.leaving import Received, Sent, Statement
from psw_tui.records.row import Row
from psw_tui.records.setting import Setting
from psw_tui.records.support import ContactRow, Permission
from psw_tui.reports.document import Answers, Block, Bullets, Heading
from psw_tui.services.clients import client_by_id
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.follow_ups import STILL_OPEN
from psw_tui.services.goals import goals_of
from psw_tui.services.record import own_step_of
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.settings import settings
from psw_tui.services.support import contacts_of, permissions_of
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault

EVERY = 1_000_000
"""More debriefs than anybody has: a paper does not stop at the newest few."""

ClientRow = TypeVar("ClientRow", FollowUp, Statement, Sent, Received)


@dataclass(frozen=True)
class Gathered:
    """A client, whoever writes about them, and the reader that turns their record into words."""

    vault: Vault
    wanted: Wanted
    client: Client
    setting: Setting
    contacts: Mapping[str, ContactRow]
    read: Readable

    @property
    def language(self) -> Language:
        """The language of the paper."""
        return self.wanted.words

    @property
    def say(self) -> Callable[..., str]:
        """Words in the language of the paper."""
        return self.language.say

    @property
    def tells_words(self) -> bool:
        """Whether the client lets more be told of them than counts."""
        return self.read.mode is not RecordMode.COUNTS

    def day(self, day: date | None) -> str:
        """A whole date."""
        return self.read.day(day)

    def whom(self, contact: str) -> str:
        """A contact by what they are called, never by their name."""
        return self.contacts[contact].label if contact in self.contacts else "-"

    def within(self, first: date | None, last: date | None = None) -> bool:
        """Whether a day, or a time from one day to another, lies in the time that is wanted; an undated thing does."""
        last = last or first
        begins_too_late = self.wanted.until is not None and first is not None and first > self.wanted.until
        ends_too_early = self.wanted.since is not None and last is not None and last < self.wanted.since
        return not (begins_too_late or ends_too_early)


def gather(vault: Vault, wanted: Wanted, reader: type[Readable] = Readable, *, all_of_it: bool = False) -> Gathered:
    """What a paper about this client begins with. Raises NoSuchClient.

    Who now wants less written has less told, also of what was written before; `all_of_it` is for the client's own copy.
    """
    client = client_by_id(vault, wanted.client)
    contacts = {contact.id: contact for contact in contacts_of(vault, client.id)}
    before = wanted.words.before
    permissions = {
        each.id: f"{before(contacts[each.with_contact].label)} {each.purpose}"
        for each in permissions_of(vault, client.id)
        if each.with_contact in contacts
    }
    known = {key: contact.label for key, contact in contacts.items()} | permissions
    known |= {goal.id: goal.words for goal in goals_of(vault, client.id)}
    mode = RecordMode.FULL if all_of_it else _mode(client)
    read = reader(wanted.words, vault.clock.today(), known, on_paper=True, mode=mode)
    return Gathered(vault, wanted, client, settings(vault), contacts, read)


def _mode(client: Client) -> RecordMode:
    said_no = client.knows_notes == KnowsNotes.SAID_NO
    return RecordMode.COUNTS if said_no else RecordMode(client.record_mode)


def written_by(told: Gathered) -> str:
    """Who made the paper, and when."""
    day, team = told.day(told.vault.clock.today()), told.setting.team
    if team:
        return told.say("Written on {day} by {worker}, {team}", day=day, worker=told.setting.worker, team=team)
    return told.say("Written on {day} by {worker}", day=day, worker=told.setting.worker)


def stem(paper: str, told: Gathered) -> str:
    """A file's name: what it is and the code, in plain letters."""
    return "-".join(re.findall(r"[a-z0-9]+", f"{paper} {told.client.code}".lower()))


def answers(told: Gathered, row: Row, *leave_out: str, names: bool = False) -> Iterator[Answers]:
    """All answers of a record but these, and never the worker's own; no block where there is none."""
    skipped = frozenset(leave_out)
    rows = tuple((words, tuple(lines)) for words, lines in told.read.answers(row, names=names, leave_out=skipped))
    if rows:
        yield Answers(rows)


def part(heading: str, blocks: Iterable[Block], level: int = 2) -> Iterator[Block]:
    """Blocks under a heading; neither where there are none."""
    filled = list(blocks)
    if filled:
        yield Heading(heading, level)
        yield from filled


def bullets(items: Sequence[str]) -> Iterator[Bullets]:
    """A list; no block where it is empty."""
    if items:
        yield Bullets(tuple(items))


def debriefs(told: Gathered) -> list[Debrief]:
    """The newest versions within the time wanted, the oldest first."""
    found = debriefs_of(told.vault, told.client.id, EVERY)
    return [each for each in reversed(found) if told.within(each.held_on)]


def last_day(permission: Permission) -> date | None:
    """The last day on which a permission holds, whether it ran out or was taken back; None for one that was refused."""
    days = [day for day in (permission.until_on, permission.withdrawn_on) if day is not None]
    return min(days, default=None)


def open_follow_ups(told: Gathered) -> list[FollowUp]:
    """What is still to be done, the soonest first; nothing that a step of the worker's own put on the list."""
    every = rows_of(told, FollowUp)
    shown = [each for each in every if each.state in STILL_OPEN and own_step_of(each) is None]
    return sorted((each for each in shown if told.within(each.made_on)), key=lambda each: each.due or date.max)


def rows_of(told: Gathered, table: type[ClientRow]) -> list[ClientRow]:
    """A client's rows of one kind, the oldest first."""
    of_client: Any = table
    with reading(told.vault) as session:
        return list(session.exec(select(table).where(of_client.client == told.client.id).order_by(col(of_client.id))))
