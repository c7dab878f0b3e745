"""`psw-tui client CODE`: one client's record, to read or as JSON. Steps 1 and 9 are the worker's own and stay so."""

from __future__ import annotations

import json
from typing import Any

from psw_tui.cli.caseload import signal_as_json
from psw_tui.cli.opening import opened
from psw_tui.cli.record_text import record_lines
from psw_tui.cli.request import DONE, Request
from psw_tui.cli.shown import Reader, as_json
from psw_tui.cli.watching import waiting
from psw_tui.domain.signs import ClientSignal
from psw_tui.domain.steps import StepNumber
from psw_tui.language import Language
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.goal import Rating
from psw_tui.records.nine import STEPS
from psw_tui.records.step import Step, StepRow
from psw_tui.services.clients import client_by_code
from psw_tui.services.record import ClientRecord, LookRecord, own_step_of, record_of
from psw_tui.services.signals import signal_of
from psw_tui.signal_words import client_sentence, goal_sentence


def run(request: Request) -> int:
    """Print one client's record."""
    asked = request.asked
    with opened(request) as vault, waiting(request):
        record = record_of(vault, client_by_code(vault, asked.code))
        signal = signal_of(vault, record.client.id)
        if asked.json:
            said = record_as_json(record, signal, request.language, names=asked.names)
            lines = [json.dumps(said, indent=1)]
        else:
            reader = Reader(request.language, vault.clock.today(), names=asked.names)
            lines = list(record_lines(record, signal, reader))
    for line in lines:
        request.tell(line)
    return DONE


def record_as_json(
    record: ClientRecord, signal: ClientSignal, language: Language, *, names: bool = False
) -> dict[str, Any]:
    """The whole record as programs read it; only the sentences of the signal are in the worker's language."""
    return {
        "code": record.client.code,
        **as_json(record.client, names=names),
        **signal_as_json(signal),
        "sentence": client_sentence(signal, language),
        "goals": _goals_as_json(record, signal, language),
        "debriefs": [as_json(debrief) for debrief in record.debriefs],
        "contacts": [as_json(contact, names=names) for contact in record.contacts],
        "permissions": [as_json(permission, names=names) for permission in record.permissions],
        "follow_ups": [_follow_up_as_json(follow_up) for follow_up in record.follow_ups],
        "sent": [as_json(sent) for sent in record.sent],
        "fresh_looks": [_look_as_json(look) for look in record.fresh_looks],
        "statements": [as_json(statement) for statement in record.statements],
    }


def _goals_as_json(record: ClientRecord, signal: ClientSignal, language: Language) -> list[dict[str, Any]]:
    signals = {goal.id: goal for goal in signal.goals}
    return [
        as_json(goal)
        | {"signal": str(signals[goal.id].kind), "sentence": goal_sentence(signals[goal.id], language)}
        | {"ratings": [_rating_as_json(rating) for rating in record.ratings.get(goal.id, ())]}
        for goal in record.goals
    ]


def _rating_as_json(rating: Rating) -> dict[str, Any]:
    return {
        "day": rating.day.isoformat(),
        "value": rating.value,
        "no_answer": rating.no_answer,
        "given_by": rating.given_by,
    }


def _follow_up_as_json(follow_up: FollowUp) -> dict[str, Any]:
    """A follow-up; of one that a step of the worker's own made, not its words."""
    whole = as_json(follow_up) | {"moves": follow_up.moves}
    return whole if own_step_of(follow_up) is None else whole | {"what": ""}


def _look_as_json(record: LookRecord) -> dict[str, Any]:
    return {
        **as_json(record.look),
        "state": "open" if record.look.closed_on is None else "closed",
        "steps": {str(int(number)): str(record.states[number]) for number in StepNumber},
        "entries": {
            str(int(number)): [_entry_as_json(STEPS[number], entry) for entry in record.entries[number]]
            for number in StepNumber
        },
    }


def _entry_as_json(step: Step, entry: StepRow) -> dict[str, Any]:
    """An entry; of a step that is the worker's own, only that it is there."""
    whole = as_json(entry) | {"amends": entry.amends}
    return {name: whole[name] for name in ("state", "held_on")} if step.private else whole
