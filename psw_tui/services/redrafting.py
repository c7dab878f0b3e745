"""What was saved, as the draft it was before: where it lay, and the answers as they stood on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psw_tui.records.answers import Raw, raw_of
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.form import questions
from psw_tui.records.fresh_look import CloseForm, FreshLook, FreshLookForm
from psw_tui.records.goal import Goal, GoalForm, NoAnswer, Rating, RewordForm, Rewording
from psw_tui.records.nine import STEPS
from psw_tui.records.row import Row
from psw_tui.records.snooze import Snooze
from psw_tui.records.step import StepRow
from psw_tui.records.support import (
    ContactForm,
    ContactRow,
    Permission,
    PermissionForm,
    Shared,
    SharedForm,
    WithdrawForm,
)
from psw_tui.services.drafts import DraftPlace
from psw_tui.storage.log import LogLine
from psw_tui.storage.write import ADD

Redrafted = tuple[DraftPlace, Raw]

NO_NUMBER = {NoAnswer.NOT_ASKED.value: "a", NoAnswer.PREFER_NOT.value: "p"}
"""How an answer that is no number is typed."""


def draft_of(unit: Sequence[LogLine], records: Mapping[str, Row]) -> Redrafted | None:
    """The draft of what was saved in one go; the first line is the form's own, the others followed from it.

    `records` are the rows as they are now, by id. None for what no form was filled in for.
    """
    first = unit[0]
    record = records[first.row]
    if first.operation == ADD:
        return _added(record, [records[line.row] for line in unit[1:]])
    return _changed(record, first)


def _added(record: Row, others: Sequence[Row]) -> Redrafted | None:
    match record:
        case Client():
            return DraftPlace("client"), _answers(ClientForm, record) | {"code": record.code}
        case Debrief():
            return DraftPlace("debrief", record.client, record.amends or ""), _answers(DebriefForm, record)
        case Goal():
            given = next((_given(each) for each in others if isinstance(each, Rating)), {})
            return DraftPlace("goal", record.client), _answers(GoalForm, record) | given
        case Rating():
            return DraftPlace("rate", record.client, record.goal), _given(record)
        case Rewording():
            goal = next(each for each in others if isinstance(each, Goal))
            raw = {"words": goal.words, "whose_idea": str(record.whose_idea)}
            return DraftPlace("reword", record.client, record.goal), _answers(RewordForm, goal) | raw
        case FreshLook():
            return DraftPlace("fresh_look", record.client), _answers(FreshLookForm, record)
        case ContactRow():
            return DraftPlace("contact", record.client), _answers(ContactForm, record)
        case Permission():
            return DraftPlace("permission", record.client), _answers(PermissionForm, record)
        case Shared():
            return DraftPlace("shared", record.client), _answers(SharedForm, record)
        case Snooze():
            days = (record.until_on - record.set_on).days
            return DraftPlace("snooze", record.client), {"days": str(days), "reason": str(record.reason or "")}
        case StepRow():
            step = next(step for step in STEPS.values() if isinstance(record, step.table))
            place = DraftPlace(step.slug, record.client, record.fresh_look or record.amends or "")
            return place, _answers(step.form, record)
    return None


def _changed(record: Row, line: LogLine) -> Redrafted | None:
    match record:
        case Client():
            return DraftPlace("client", record.id, record.id), _answers(ClientForm, record)
        case Goal():
            return DraftPlace("goal_state", record.client, record.id), {"state": str(record.state)}
        case FreshLook() if "closed_on" in line.values:
            return DraftPlace("close", record.client, record.id), _answers(CloseForm, record)
        case ContactRow():
            return DraftPlace("contact", record.client, record.id), _answers(ContactForm, record)
        case Permission():
            return DraftPlace("withdraw", record.client, record.id), _answers(WithdrawForm, record)
    return None


def _answers(form: type[Any], record: Row) -> Raw:
    """What a record answers to the questions of a form."""
    raw = raw_of(record)
    return {name: raw[name] for name, _ in questions(form) if name in raw}


def _given(rating: Rating) -> Raw:
    """A number as it was typed."""
    typed = str(rating.value) if rating.value is not None else NO_NUMBER.get(str(rating.no_answer), "")
    return {"rating": typed, "given_by": str(rating.given_by)}
