"""How the values meet that two laptops gave one field without knowing of each other: one rule for every column.

The rules are for concurrent edits only. Who has seen the other's value and writes another one has settled it, and the
later one stands, whatever the rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Sequence[Any]
"""What stands side by side, as stored, the oldest first."""


@dataclass(frozen=True)
class Rule:
    """Which value counts until somebody picks, and whether somebody is asked to."""

    pick: Callable[[Values], Any]
    listed: bool = True


def _order(*strictest_first: Any) -> Callable[[Values], Any]:
    """The strictest of them; what a newer program may store comes before all, for we cannot know."""

    def pick(values: Values) -> Any:
        return min(values, key=lambda value: strictest_first.index(value) if value in strictest_first else -1)

    return pick


def _day(earliest: bool) -> Callable[[Values], Any]:
    def pick(values: Values) -> Any:
        days = [value for value in values if value is not None]
        return (min(days) if earliest else max(days)) if days else None

    return pick


def _nothing_first(values: Values) -> Any:
    return None if None in values else values[-1]


def _all_of(values: Values) -> str:
    """Every item of every list, the older lists first."""
    return _stored(
        dict.fromkeys(json.dumps(item, ensure_ascii=False) for value in values for item in json.loads(value))
    )


def _common(values: Values) -> str:
    """The items that are in every list, in the order of the oldest."""
    lists = [[json.dumps(item, ensure_ascii=False) for item in json.loads(value)] for value in values]
    return _stored(item for item in lists[0] if all(item in other for other in lists[1:]))


def _stored(items: Any) -> str:
    return json.dumps([json.loads(item) for item in items], ensure_ascii=False)


def _beside(values: Values) -> str:
    """One after the other: a limit is lost in none of them."""
    return " / ".join(dict.fromkeys(value for value in values if value))


NEWEST = Rule(lambda values: values[-1], listed=False)
"""Nothing is lost: what it was before stays in the history."""

NEWEST_LISTED = Rule(lambda values: values[-1])
"""The newest counts, and both are shown: two people saw it differently, and only people can say."""

ONCE = Rule(lambda values: values[0])
"""Written once and never changed; a correction is a record of its own, and both stand."""

FIXED = Rule(lambda values: values[0], listed=False)
"""What makes it this record: nobody changes it."""

ALL_OF = Rule(_all_of, listed=False)
"""A set: what either of them put in is in it."""

ALL_OF_LISTED = Rule(_all_of)
COMMON = Rule(_common)
"""Only what both said may be shared."""

BESIDE = Rule(_beside)
EARLIER, LATER = Rule(_day(earliest=True)), Rule(_day(earliest=False))
NOT_YET = Rule(_nothing_first)
"""Not done stays until somebody who has seen it says that it is done: a check-in nobody made must not be ticked off."""

TICKED, NOT_TICKED = Rule(max), Rule(min)
MOST = Rule(max, listed=False)

NO_BEFORE_YES = Rule(_order("no", None, "yes"))
MESSAGES = Rule(_order("no", "ask_first", None, "yes"))
KNOWS_NOTES = Rule(_order("said_no_notes", "not_yet", None, "yes"))
HOW_MUCH = Rule(_order("counts", "brief", "full"))
DIRECTION = Rule(_order("hear", "share", None, "both"))
"""Hearing alone tells nobody anything."""

WHO_SHARES = Rule(_order("me", "me_and_program"))
HOW_MUCH_WITHDRAWN = Rule(_order("all", "part", None))
WORRY = Rule(_order("emergency", "worried", None, "nothing"))
FATE = Rule(_order("erased", "called_off", None))
"""Erased is erased: there is nothing left to call off."""

YES_BEFORE_NO = Rule(_order("yes", "no", None))
THERE = Rule(max)
"""Whether a record is there: what one takes back and the other writes on stays, and is listed."""

Rules = Mapping[str, Rule]


def _rules(rules: Mapping[str, Rule] | None = None, **named: Rule) -> dict[str, Rule]:
    """Rules by column; a name here may hold several columns, parted by blanks."""
    every = {**(rules or {}), **named}
    return {name: rule for names, rule in every.items() for name in names.split()}


_ROW = _rules({"id made_at": FIXED})
_OF_CLIENT = _ROW | _rules(client=FIXED)
_STEP = _OF_CLIENT | _rules(
    {
        "fresh_look amends held_on": FIXED,
        "state": NEWEST_LISTED,
        "waiting_for said_no_words reason": ONCE,
        "waiting_until": NEWEST_LISTED,
    }
)

RULES: Mapping[str, Rules] = {
    "setting": _ROW
    | _rules(
        {
            "worker language team supervisor on_call_phone country part_2_program longest_permission_days": NEWEST,
            "rhythm retention keep_years showing colours idle_minutes receiving_key": NEWEST,
        }
    ),
    "client": _ROW
    | _rules(
        {
            "goes_by pronouns write_together met_on program language note_language rhythm": NEWEST,
            "strengths helps does_not_help own_words safety_plan_kept review_on status_since": NEWEST,
            "code message_note hard_moment safety_plan status": NEWEST_LISTED,
            "knows_notes": KNOWS_NOTES,
            "record_mode": HOW_MUCH,
            "message_ok": MESSAGES,
            "do_not_write": ALL_OF_LISTED,
            "hold": TICKED,
            "shared_with_team": NOT_TICKED,
            "team_agreed_on": NEWEST,
            "next_due": FIXED,
        }
    ),
    "goal": _OF_CLIENT
    | _rules({"words state": NEWEST_LISTED, "kind why first_part set_on": NEWEST, "in_the_way": ALL_OF}),
    "rewording": _OF_CLIENT | _rules({"goal day was whose_idea": FIXED}),
    "rating": _OF_CLIENT | _rules({"goal day value no_answer given_by written_in": ONCE}),
    "debrief": _OF_CLIENT
    | _rules(
        {
            "contact held_on tried how_long minutes place their_words what_we_did what_line how_they_responded": ONCE,
            "goals useful_today asked_different next_what next_who next_due written_together how_am_i at amends": ONCE,
            "safety": WORRY,
        }
    ),
    "fresh_look": _OF_CLIENT
    | _rules(
        {
            "why_now opened_on rule_text": FIXED,
            "offered offered_line": NEWEST,
            "better_looks_like look_again_on closed_on outcome their_view not_looked_at_reason": NEWEST_LISTED,
            "goals": ALL_OF,
            "not_looked_at": ALL_OF,
        }
    ),
    "contact": _OF_CLIENT | _rules({"label kind name how_to_reach language": NEWEST, "knows": NO_BEFORE_YES}),
    "permission": _OF_CLIENT
    | _rules(
        {
            "with_contact": FIXED,
            "purpose until_event how_given given_by substitute paper_at": NEWEST_LISTED,
            "told_can_withdraw told_no_penalty": NOT_TICKED,
            "told_may_be_reshared": NO_BEFORE_YES,
            "agreed": NO_BEFORE_YES,
            "direction": DIRECTION,
            "may_share": COMMON,
            "may_share_line": NEWEST_LISTED,
            "may_not_share": BESIDE,
            "who_shares": WHO_SHARES,
            "given_on": LATER,
            "until_on withdrawn_on": EARLIER,
            "withdrawn_part": HOW_MUCH_WITHDRAWN,
            "withdrawn_how withdrawn_note": BESIDE,
        }
    ),
    "shared": _OF_CLIENT | _rules({"held_on permission to_contact what how emergency reason who_was_told": ONCE}),
    "follow_up": _OF_CLIENT
    | _rules(
        {
            "what who due state closed_on": NEWEST_LISTED,
            "made_on linked_entity linked_row": FIXED,
            "moves": MOST,
        }
    ),
    "safety_note": _OF_CLIENT
    | _rules(
        {
            "what_i_did told": ALL_OF_LISTED,
            "next_check_on": EARLIER,
            "next_check_at": NEWEST_LISTED,
            "next_check_done_on": NOT_YET,
            "saw_or_heard what_i_did_line they_wanted": ONCE,
            "shared_without_permission mandated_report": YES_BEFORE_NO,
            "mandated_on mandated_to mandated_reference": NEWEST_LISTED,
            "debrief at": FIXED,
        }
    ),
    "snooze": _OF_CLIENT | _rules({"set_on until_on reason": NEWEST}),
    "sent": _OF_CLIENT | _rules({"held_on paper written_as lock to_whom why parcel": ONCE}),
    "received": _OF_CLIENT | _rules({"held_on paper from_whom parcel": ONCE}),
    "statement": _OF_CLIENT | _rules({"words about held_on": ONCE}),
    "erasure": _ROW | _rules({"erases code": FIXED, "reason asked_by": ONCE, "fate": FATE, "ended_at": EARLIER}),
    "step_reflect": _STEP
    | _rules(
        {
            "doing fits_needs fits_preferences fits_goals missing_things assumed differently remind_on": ONCE,
            "own_recovery": ONCE,
        }
    ),
    "step_goals": _STEP | _rules({"with_them hope_for reviews": ONCE}),
    "step_listen": _STEP | _rules({"heard said_back support_so_far support_was feeling_or_need did_not_fix": ONCE}),
    "step_solve": _STEP | _rules({"problem ideas picked pick plan plan_b ask_again_on": ONCE}),
    "step_supporters": _STEP
    | _rules(
        {
            "with_whom with_contact talk permission talk_on before_withdrawal how shared shared_line": ONCE,
            "they_said person_there told_afterwards": ONCE,
        }
    ),
    "step_supervision": _STEP
    | _rules(
        {"ask_whom need question by_when": ONCE, "asked_on answer_on advised will_do fits_peer_values": NEWEST_LISTED}
    ),
    "step_refer": _STEP
    | _rules(
        {
            "help_with to_contact to_line agreed_words how permission turned_away_why did_it_help gap_reason": ONCE,
            "agreed": NO_BEFORE_YES,
            "speaks_alone": TICKED,
            "sent_on check_back_on before_withdrawal status": NEWEST_LISTED,
            "changed_their_mind_on": EARLIER,
        }
    ),
    "step_respect": _STEP
    | _rules(
        {
            "choices choices_line decided told_no_penalty told_door_open told_how_to_return worry": ONCE,
            "contact_from_now limit": ONCE,
        }
    ),
    "step_learn": _STEP | _rules({"learned so_what now_what tags share share_tip training training_on": ONCE}),
}
"""By table and column. A column without a rule fails a test: somebody has to think about what two people may do to it."""
