"""One complete set of typed answers for each of the nine steps, as a worker would give them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from psw_tui.domain.permission import Direction, HowGiven, Terms
from psw_tui.domain.steps import StepNumber
from psw_tui.records.gates import Gate

SISTER = "sister"
PERMITTED = "permission"
AGREED = "that we meet"

COMPLETE: dict[StepNumber, dict[str, Any]] = {
    StepNumber.REFLECT: {
        "doing": "weekly walks",
        "fits_needs": "partly",
        "fits_preferences": "yes",
        "fits_goals": "no",
        "missing_things": ["pace", "trust"],
        "differently": "ask before I suggest",
    },
    StepNumber.GOALS: {
        "with_them": "yes",
        "reviews": [
            {
                "goal": "",
                "still_matters": "yes",
                "small_enough": "no",
                "possible_now": "unsure",
                "change": "smaller",
                "new_words": "one bus ride",
                "whose_idea": "them",
                "rating": "4",
            }
        ],
    },
    StepNumber.LISTEN: {"heard": "it goes too fast for me", "said_back": "partly"},
    StepNumber.SOLVE: {
        "problem": "mornings are hard",
        "ideas": [{"idea": "meet at noon", "source": "them"}, {"idea": "a call first", "source": "me"}],
        "picked": "yes",
        "pick": "meet at noon",
        "plan": [{"who": "me", "what": "book the room at noon", "by": "+3"}],
    },
    StepNumber.SUPPORTERS: {
        "with_whom": "someone",
        "with_contact": SISTER,
        "talk": "talk",
        "permission": PERMITTED,
        "talk_on": "today",
        "how": "phone",
        "shared": [AGREED],
        "they_said": "she can drive",
        "person_there": "no",
        "told_afterwards": "yes",
    },
    StepNumber.SUPERVISION: {
        "ask_whom": "peer_colleague",
        "need": ["ideas"],
        "question": "how slow is slow",
        "by_when": "this_week",
        "answer_on": "today",
        "advised": "halve the pace",
        "will_do": "every second week",
    },
    StepNumber.REFER: {
        "help_with": ["housing"],
        "to_line": "the housing desk",
        "agreed": "yes",
        "how": "go_along",
        "sent_on": "-7",
        "status": "first_visit_happened",
    },
    StepNumber.RESPECT: {
        "choices": ["a_break", "doing_nothing"],
        "decided": "a break until spring",
        "told_no_penalty": True,
        "told_door_open": True,
        "told_how_to_return": True,
        "contact_from_now": "less",
        "limit": "no",
    },
    StepNumber.LEARN: {"learned": "slow is fast", "now_what": "plan half as much"},
}

NEEDED_FOR_DONE: dict[StepNumber, tuple[str, ...]] = {
    StepNumber.REFLECT: (
        "doing",
        "fits_needs",
        "fits_preferences",
        "fits_goals",
        "missing_things",
        "differently",
    ),
    StepNumber.GOALS: ("with_them", "reviews"),
    StepNumber.LISTEN: ("heard", "said_back"),
    StepNumber.SOLVE: ("problem", "ideas", "picked", "pick", "plan"),
    StepNumber.SUPPORTERS: (
        "with_whom",
        "with_contact",
        "permission",
        "talk_on",
        "how",
        "shared",
        "they_said",
        "person_there",
        "told_afterwards",
    ),
    StepNumber.SUPERVISION: ("ask_whom", "need", "question", "by_when", "answer_on", "advised", "will_do"),
    StepNumber.REFER: ("help_with", "agreed", "how", "sent_on", "status"),
    StepNumber.RESPECT: (
        "choices",
        "decided",
        "told_no_penalty",
        "told_door_open",
        "told_how_to_return",
        "contact_from_now",
        "limit",
    ),
    StepNumber.LEARN: ("learned", "now_what"),
}
"""What DOMAIN 4.6 requires before each step may be called done, written out here and not read off the forms."""

SAID_NO_OR_NOT_APPLY: dict[StepNumber, frozenset[str]] = {
    StepNumber.REFLECT: frozenset(),
    StepNumber.GOALS: frozenset({"said_no"}),
    StepNumber.LISTEN: frozenset(),
    StepNumber.SOLVE: frozenset({"said_no"}),
    StepNumber.SUPPORTERS: frozenset({"said_no", "not_apply"}),
    StepNumber.SUPERVISION: frozenset(),
    StepNumber.REFER: frozenset({"said_no", "not_apply"}),
    StepNumber.RESPECT: frozenset(),
    StepNumber.LEARN: frozenset(),
}
"""Which of the two further states DOMAIN 4.6 allows each step."""


def context(today: date) -> dict[str, Any]:
    """What the forms are checked against: the day, a full record, and a permission to talk with the sister."""
    terms = Terms(today - timedelta(30), today + timedelta(60), Direction.BOTH, SISTER, HowGiven.SPOKEN)
    return {"today": today, "record_mode": "full", "gate": Gate({PERMITTED: terms}, {PERMITTED: [AGREED]})}
