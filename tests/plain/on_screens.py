"""The same job as `the_job`, by keys on the screens."""

from __future__ import annotations

from typing import Any

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


async def do_the_job(driver: Driver) -> None:
    """From an empty caseload to a fresh look with five steps done."""
    await driver.press("a")
    await _fill(driver, "ClientScreen", CLIENT)
    await driver.press("g")
    await driver.at("ListScreen")
    await driver.press("a")
    await _fill(driver, "ListScreen", GOAL)
    await driver.press("escape")
    await driver.at("ClientScreen")
    await driver.press("n")
    await _fill(driver, "ClientScreen", DEBRIEF)
    await driver.press("f")
    await _fill(driver, "ClientScreen", LOOK)
    for number, answers in STEPS.items():
        await driver.press(number)
        await _fill(driver, "ClientScreen", answers)


async def _fill(driver: Driver, after: str, answers: dict[str, Any]) -> None:
    await driver.until(lambda: "F2 save" in driver.text and driver.app.screen.focused is not None, "form")
    await driver.answer(**answers)
    await driver.press("f2")
    await driver.at(after)
