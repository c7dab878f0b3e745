"""The same job as `the_job`, by keys on the screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psw_tui.ui.fields import FormView
from tests.plain.the_job import THEIRS
from tests.ui.driving import Driver

CLIENT = {"knows_notes": "yes"}
GOAL = {"words": "sleep through one night"}
DEBRIEF = {
    "contact": "met",
    "safety": "nothing",
    "how_long": "30",
    "place": "shelter",
    "their_words": "\n".join(THEIRS),
    "what_we_did": ["listened", "practical_help"],
    "what_line": "made earplugs out of wax",
    "how_they_responded": "Smiled at the dog.",
    "goals": [{"rating": "2"}],
    "useful_today": "no",
    "next_what": "see the quiet room",
    "next_who": "both",
    "next_due": "+3",
    "written_together": "read_back",
    "how_am_i": "fine",
}
LOOK = {"why_now": "they_said", "offered": ["listened", "my_story"]}
STEPS: dict[str, dict[str, Any]] = {
    "1": {
        "doing": "weekly walks",
        "fits_needs": "partly",
        "fits_preferences": "yes",
        "fits_goals": "no",
        "missing_things": ["pace", "trust"],
        "differently": "ask first",
    },
    "2": {
        "with_them": "yes",
        "hope_for": "a quiet night",
        "reviews": [
            {
                "still_matters": "yes",
                "small_enough": "no",
                "possible_now": "unsure",
                "in_the_way": ["health"],
                "change": "smaller",
                "new_words": "one quiet hour",
                "whose_idea": "them",
                "rating": "4",
            }
        ],
    },
    "3": {"heard": "it goes too fast for me", "said_back": "partly"},
    "4": {
        "problem": "mornings are hard",
        "ideas": [{"idea": "meet at noon", "source": "them"}, {"idea": "a call first", "source": "me"}],
        "picked": "yes",
        "pick": "meet at noon",
        "plan": [{"who": "me", "what": "book the room", "by": "+3"}],
    },
    "8": {
        "choices": ["a_break", "doing_nothing"],
        "decided": "a break until spring",
        "told_no_penalty": True,
        "told_door_open": True,
        "told_how_to_return": True,
        "contact_from_now": "less",
        "limit": "no",
    },
}


Look = Callable[[Driver], None]
"""Reads what is on the screen, at every stop of the job."""


def looks_at_nothing(_driver: Driver) -> None:
    """For who only wants the job done."""


async def do_the_job(driver: Driver, look: Look = looks_at_nothing) -> None:
    """From an empty caseload to a fresh look with five steps done, and back to the caseload."""
    look(driver)
    await driver.press("a")
    await _fill(driver, "ClientScreen", CLIENT, look)
    await driver.press("g")
    await driver.at("ListScreen")
    look(driver)
    await driver.press("a")
    await _fill(driver, "ListScreen", GOAL, look)
    await driver.press("escape")
    await driver.at("ClientScreen")
    await driver.press("n")
    await _fill(driver, "ClientScreen", DEBRIEF, look)
    await driver.press("f")
    await _fill(driver, "ClientScreen", LOOK, look)
    for number, answers in STEPS.items():
        await driver.press(number)
        await _fill(driver, "ClientScreen", answers, look)
    await driver.press("escape")
    await driver.at("CaseloadScreen")
    look(driver)


async def _fill(driver: Driver, after: str, answers: dict[str, Any], look: Look) -> None:
    """Answer a form and save it; it is looked at when it opens, behind each answer, and where it leads."""
    await driver.until(lambda: bool(driver.app.screen.query(FormView)), "form")
    await driver.until(lambda: driver.app.screen.focused is not None, "cursor")
    look(driver)
    for name, answer in answers.items():
        await driver.answer(**{name: answer})
        look(driver)
    await driver.press("f2")
    await driver.at(after)
    look(driver)
