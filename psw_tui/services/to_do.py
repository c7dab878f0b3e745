"""The to-do list: everything due over all clients, each thing once, the overdue first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from psw_tui.domain.permission import ENDS_SOON_DAYS
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice
from psw_tui.records.choices import Who
from psw_tui.records.client import Status
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.steps.refer import Refer, ReferralStatus
from psw_tui.records.steps.supervision import ByWhen, Supervision
from psw_tui.services.consequences import CHECK_BACK, CHECK_BACK_DAYS
from psw_tui.services.due_sql import (
    COUNTS,
    FOLLOW_UPS,
    LOOKS,
    PERMISSIONS,
    QUESTIONS,
    REFERRALS,
    REMINDERS,
    of_one,
    of_these,
)
from psw_tui.services.errors import NotOpen
from psw_tui.services.follow_ups import follow_up, move_follow_up, refuse_the_past
from psw_tui.storage.read import column, listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

LONG_UNANSWERED_DAYS = 7
"""From so many days on, a question without an answer is marked (DOMAIN 4.6, step 6)."""

Say = Callable[..., str]
"""Puts the program's own words into the worker's language."""

Found = Mapping[str, Any]
"""A row as the vault gave it."""


class ToDoKind(Choice):
    """What a line of the list is about."""

    FOLLOW_UP = "follow_up", N_("follow-up")
    FRESH_LOOK = "fresh_look", N_("fresh look")
    PERMISSION = "permission", N_("permission")
    REFERRAL = "referral", N_("referral")
    SUPERVISION = "supervision", N_("supervision")


@dataclass(frozen=True)
class ToDo:
    """One thing that is due."""

    kind: ToDoKind
    id: str
    """The follow-up, the fresh look, the permission, or the newest entry of the step it is about."""
    client: str
    code: str
    day: date
    text: str = ""
    """Words from people, in one line: what to do, about whom, or the question."""
    reminder: str = ""
    """The open follow-up behind it, which can be done, moved or dropped; empty for none."""
    who: Who = Who.ME
    moves: int = 0
    own_step: StepNumber | None = None
    """The step that is private to the worker and that this reminds of."""
    status: ReferralStatus | None = None
    asked_on: date | None = None
    """Since when a question has had no answer."""
    fresh_look: str = ""
    """The fresh look of a step's entry; empty outside of one."""

    @property
    def can_move(self) -> bool:
        """Whether it has a day that the worker may change from the list."""
        return bool(self.reminder) or self.kind in (ToDoKind.FRESH_LOOK, ToDoKind.REFERRAL)

    def days_over(self, today: date) -> int:
        """By how many days it is overdue; 0 for not at all."""
        return max(0, (today - self.day).days)


@dataclass(frozen=True)
class ToDoList:
    """The whole list."""

    items: list[ToDo]
    resting: int
    """Clients with something due who asked for no contact; nothing of theirs is in the list."""


def to_do(vault: Vault, client: str = "") -> ToDoList:
    """Everything due, for one client or for all: five questions to the vault, whatever its size."""
    found = list(_everything(vault, client))
    resting = {row["client"] for row, _ in found if row["standing"] == Status.PAUSED}
    items = [item for row, item in found if row["client"] not in resting]
    return ToDoList(sorted(items, key=lambda item: (item.day, item.code, item.id)), len(resting))


def to_do_rows(vault: Vault, ids: Sequence[str]) -> list[ToDo]:
    """Those of these that are still due, each as `to_do` has it, in the order asked."""
    found = {item.id: item for _, item in _everything(vault, "", ids)} if ids else {}
    return [found[id_] for id_ in ids if id_ in found]


def due_counts(vault: Vault) -> tuple[int, int]:
    """How much is due today, and how much is overdue, counted as the list shows it but in the vault itself."""
    today = vault.clock.today()
    (counted,) = listing(vault, COUNTS, until=today.isoformat(), **gathering(today, soon=today))
    return counted["due"], counted["over"]


def gathering(today: date, *, soon: date) -> dict[str, str]:
    """What the questions that gather everything due are asked with; permissions count that end until `soon`."""
    waits = {"check_back": f"+{CHECK_BACK_DAYS} days", "patience": f"+{LONG_UNANSWERED_DAYS} days"}
    return {"today": today.isoformat(), "soon": soon.isoformat(), **waits}


def what_to_do(item: ToDo, today: date, say: Say) -> str:
    """What the line says: the worker's own words, or the program's around them."""
    match item.kind:
        case ToDoKind.FRESH_LOOK:
            return say("Look again at the fresh look")
        case ToDoKind.PERMISSION:
            return say("Permission ends: {what}", what=item.text)
        case ToDoKind.REFERRAL if item.status is not None:
            return say("Check back: {what}", what=", ".join(filter(None, [item.text, say(item.status.label)])))
        case ToDoKind.SUPERVISION if item.asked_on is not None:
            return _since(max(0, (today - item.asked_on).days), item.text, say)
        case _:
            return item.text


def move(vault: Vault, item: ToDo, day: date, say: Say = str) -> None:
    """Make it due on another day. Raises Refused for a day gone by, NotOpen for a fresh look closed meanwhile.

    An entry is never rewritten, so a referral without a reminder gets one for the new day.
    """
    if item.reminder:
        move_follow_up(vault, item.reminder, day)
    elif item.kind is ToDoKind.FRESH_LOOK:
        look_again_on(vault, item.id, day)
    elif item.kind is ToDoKind.REFERRAL:
        refuse_the_past(day, vault.clock.today())
        with writing(vault) as tx:
            follow_up(tx, vault, item.client, say(CHECK_BACK), day, linked=(Refer.NAME, item.id))
    else:
        raise ValueError(f"the day of a {item.kind} is not changed in the list")


def look_again_on(vault: Vault, fresh_look: str, day: date) -> None:
    """Move the day on which an open fresh look is looked at again. Raises Refused, NotOpen."""
    refuse_the_past(day, vault.clock.today())
    with writing(vault) as tx:
        if tx.get(FreshLook, fresh_look).closed_on is not None:
            raise NotOpen
        tx.change(FreshLook, fresh_look, look_again_on=day)


def _since(days: int, question: str, say: Say) -> str:
    """The question with its age; after a week the age says what is wrong."""
    if days >= LONG_UNANSWERED_DAYS:
        return say("No answer for {days} d: {question}", days=days, question=question)
    return say("Asked {days} d ago: {question}", days=days, question=question)


def _everything(vault: Vault, client: str, ids: Sequence[str] = ()) -> Iterator[tuple[Found, ToDo]]:
    """Every item with the row it was read from. A step's entry takes the follow-ups it made into itself."""
    today = vault.clock.today()
    soon = today + timedelta(ENDS_SOON_DAYS)

    def ask(statement: str, of: Sequence[str] = ids, **days: str) -> list[Found]:
        if not ids:
            return listing(vault, of_one(statement) if client else statement, client=client, **days)
        names = {f"id{index}": id_ for index, id_ in enumerate(of)}
        return listing(vault, of_these(statement, _names(names)), **names, **days)

    entries = [
        (table.NAME, row, read)
        for table, statement, read in ((Refer, REFERRALS, _referral), (Supervision, QUESTIONS, _question))
        for row in ask(statement)
    ]
    chains = [entry for _, row, _ in entries for entry in row["chain"].split()]
    follow_ups = ask(FOLLOW_UPS, [*ids, *_reminders(vault, chains)] if ids else ())
    linked: dict[tuple[str, str], list[Found]] = {}
    for row in follow_ups:
        linked.setdefault((row["linked_entity"], row["linked_row"]), []).append(row)
    taken: set[str] = set()
    for entity, row, read in entries:
        own = [each for entry in row["chain"].split() for each in linked.get((entity, entry), ())]
        taken.update(each["id"] for each in own)
        yield row, read(row, min(own, key=_due, default=None))
    yield from ((row, _follow_up(row)) for row in follow_ups if row["id"] not in taken)
    yield from _read(ask(LOOKS), ToDoKind.FRESH_LOOK)
    yield from _read(ask(PERMISSIONS, today=today.isoformat(), soon=soon.isoformat()), ToDoKind.PERMISSION)


def _reminders(vault: Vault, entries: Sequence[str]) -> list[str]:
    """The open follow-ups that some of these entries of steps made."""
    names = {f"id{index}": entry for index, entry in enumerate(entries)}
    return column(vault, REMINDERS.format(entries=_names(names)), **names)


def _names(values: Iterable[str]) -> str:
    """As SQL lists the values of these names."""
    return ", ".join(f":{name}" for name in values)


def _due(row: Found) -> tuple[str, str]:
    return row["day"], row["id"]


def _read(rows: Iterable[Found], kind: ToDoKind) -> Iterator[tuple[Found, ToDo]]:
    return ((row, ToDo(kind, **_common(row), day=date.fromisoformat(row["day"]))) for row in rows)


def _common(row: Found) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "client", "code")} | {"text": one_line(row["text"])}


def _reminder(row: Found) -> dict[str, Any]:
    """What a follow-up gives to the line it stands behind."""
    return {
        "day": date.fromisoformat(row["day"]),
        "reminder": row["id"],
        "who": Who(row["who"]),
        "moves": row["moves"],
    }


def _follow_up(row: Found) -> ToDo:
    own_step = _PRIVATE.get(row["linked_entity"])
    return ToDo(ToDoKind.FOLLOW_UP, **_common(row), **_reminder(row), own_step=own_step)


def _referral(row: Found, reminder: Found | None) -> ToDo:
    sent = row["sent_on"] or row["held_on"]
    day = row["check_back_on"] or (date.fromisoformat(sent) + timedelta(CHECK_BACK_DAYS)).isoformat()
    due = _reminder(reminder) if reminder else {"day": date.fromisoformat(day)}
    status = ReferralStatus(row["status"])
    return ToDo(ToDoKind.REFERRAL, **_common(row), **due, status=status, fresh_look=row["fresh_look"] or "")


def _question(row: Found, reminder: Found | None) -> ToDo:
    """A question is due on the day it was asked if it was for today, else after a week."""
    asked = date.fromisoformat(row["asked_on"])
    patience = 0 if row["by_when"] == ByWhen.TODAY else LONG_UNANSWERED_DAYS
    due = _reminder(reminder) if reminder else {"day": asked + timedelta(patience)}
    return ToDo(ToDoKind.SUPERVISION, **_common(row), **due, asked_on=asked, fresh_look=row["fresh_look"] or "")


_PRIVATE = {step.table.NAME: number for number, step in STEPS.items() if step.private}
