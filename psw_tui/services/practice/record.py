"""A made-up client's own record: who they are, their goals and numbers, the debriefs and what was to be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psw_tui.records.client import Client, ClientForm, RecordMode
from psw_tui.records.debrief import NO_CONTACT, Debrief, DebriefForm, HowLong
from psw_tui.records.goal import GivenBy, Goal, GoalForm, Rating, Rewording
from psw_tui.services.practice.sheet import Sheet, filled, parted, without

_PARTS = ("goal", "debrief", "follow_up", "contact", "permission", "shared", "safety_note", "fresh_look")
_EXPECTED = ("expected_signal", "expected_worth_a_look", "expected_worth_because", "expected_not_connected")
"""What the program is to find out by itself."""
_LETTERS = {"not_asked": "a", "prefer_not": "p"}


def add_client(sheet: Sheet) -> None:
    """The client, without all that hangs on them."""
    days, person = sheet.days, sheet.person
    answers = days.dated(without(person, *_PARTS, *_EXPECTED, "code"))
    since = answers.pop("status_on")
    row = Client(
        **filled(ClientForm, answers),
        id=sheet.new_id(),
        made_at=days.at(person["met_day"]),
        code=person["code"],
        status_since=since,
    )
    sheet.client = row.id
    sheet.rows.append(row)


def add_goals(sheet: Sheet) -> None:
    """The goals, and the words they had before."""
    for goal in sheet.part("goal"):
        answers = sheet.days.dated(without(goal, "id", "rewordings", "ratings", "expected_signal"))
        asked, more = parted(answers, GoalForm)
        row = sheet.add(Goal, filled(GoalForm, asked) | more, goal["set_day"])
        sheet.call("goal", goal["id"], row.id)
        for change in goal["rewordings"]:
            on = {"day": sheet.days.on(change["day"]), "goal": row.id}
            sheet.add(Rewording, {**change, **on}, change["day"])


def add_debriefs(sheet: Sheet) -> None:
    """Every contact with what was to come of it, then the numbers, each naming the debrief it was given in."""
    given_in: dict[int, str] = {}
    for debrief in sheet.part("debrief"):
        answers = _debrief_answers(sheet, debrief)
        at = sheet.days.at(debrief["day"], debrief["at"])
        row = sheet.add(Debrief, filled(DebriefForm, answers) | {"at": at}, debrief["day"], debrief["at"])
        if answers.get("goals"):
            given_in[debrief["day"]] = row.id
        if "next" in debrief:
            _add_next(sheet, debrief, row)
    _add_ratings(sheet, given_in)


def add_follow_ups(sheet: Sheet) -> None:
    """What was to be done besides: linked to the client, a goal or a permission."""
    for follow_up in sheet.part("follow_up"):
        kind, _, local = follow_up["linked_to"].partition(":")
        linked = (kind, sheet.id_of(kind, local) or sheet.client)
        answers = without(follow_up, "made_day", "linked_to", "due_day", "now_due_day", "closed_day")
        due = follow_up.get("now_due_day", follow_up["due_day"])
        sheet.to_do(answers | _ended(sheet, follow_up, due), follow_up["made_day"], linked)


def _debrief_answers(sheet: Sheet, debrief: Mapping[str, Any]) -> dict[str, Any]:
    answers = without(debrief, "at", "minutes", "next")
    if debrief["contact"] in NO_CONTACT and "what_line" in answers:
        answers["tried"] = answers.pop("what_line")
    elif debrief["contact"] not in NO_CONTACT and sheet.person["record_mode"] == RecordMode.FULL:
        answers["goals"] = _numbers_given(sheet, debrief)
    if following := debrief.get("next"):
        answers |= {"next_what": following["what"], "next_who": following["who"]}
        answers["next_due"] = sheet.days.on(debrief["day"] + following["in_days"])
    if debrief["contact"] in NO_CONTACT:
        return sheet.days.dated(without(answers, "place"))
    return sheet.days.dated(answers) | _how_long(debrief["minutes"])


def _how_long(minutes: int) -> dict[str, Any]:
    if str(minutes) in set(HowLong):
        return {"how_long": str(minutes)}
    return {"how_long": HowLong.MORE, "minutes": minutes}


def _numbers_given(sheet: Sheet, debrief: Mapping[str, Any]) -> list[dict[str, str]]:
    """The client's own numbers of that day, the last for each goal, as the debrief asks for them."""
    given = {
        goal["id"]: str(rating["value"]) if "value" in rating else _LETTERS[rating["no_answer"]]
        for goal in sheet.part("goal")
        for rating in goal["ratings"]
        if rating["day"] == debrief["day"] and rating.get("from") != GivenBy.WORKER
    }
    return [{"goal": sheet.id_of("goal", goal), "rating": rating} for goal, rating in given.items()]


def _add_ratings(sheet: Sheet, given_in: Mapping[int, str]) -> None:
    for goal in sheet.part("goal"):
        for rating in goal["ratings"]:
            columns = {
                "goal": sheet.id_of("goal", goal["id"]),
                "day": sheet.days.on(rating["day"]),
                "value": rating.get("value"),
                "no_answer": rating.get("no_answer"),
                "given_by": rating.get("from", GivenBy.PERSON),
                "written_in": given_in.get(rating["day"], ""),
            }
            sheet.add(Rating, columns, rating["day"])


def _add_next(sheet: Sheet, debrief: Mapping[str, Any], row: Debrief) -> None:
    following = debrief["next"]
    due = following.get("now_due_day", debrief["day"] + following["in_days"])
    answers = without(following, "in_days", "now_due_day", "closed_day") | _ended(sheet, following, due)
    sheet.to_do(answers, debrief["day"], (row.NAME, row.id))


def _ended(sheet: Sheet, follow_up: Mapping[str, Any], due: int) -> dict[str, Any]:
    """The day it is due now, and the day it was closed."""
    ended = {"due": sheet.days.on(due)}
    if "closed_day" in follow_up:
        ended["closed_on"] = sheet.days.on(follow_up["closed_day"])
    return ended
