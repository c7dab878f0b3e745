"""Whatever form was left in the middle, its words are there on coming back, and in the list of unfinished ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services.teamwork.joining import start_team
from tests.conftest import StillClock
from tests.services.giving import give_goal, give_look, give_step
from tests.services.permitting import give_contact, give_permission
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import go

WORDS = "half a [sent"


@dataclass(frozen=True)
class Left:
    """A form left in the middle: the keys to it from the client's page, an answer, and its name in the list."""

    keys: str
    field: str
    name: str
    answer: str = WORDS
    has_look: bool = True
    has_client: bool = True


FORMS = {
    "client": Left("m", "pronouns", "client"),
    "contact": Left("ca", "label", "contact"),
    "contact changed": Left("cm", "how_to_reach", "contact"),
    "permission": Left("pa", "purpose", "permission"),
    "withdrawal": Left("pw", "withdrawn_how", "permission taken back"),
    "emergency": Left("pe", "what", "what was shared"),
    "referral": Left("ea", "to_line", "Refer to Other Professionals"),
    "referral gone on with": Left("em", "agreed_words", "Refer to Other Professionals"),
    "supervision": Left("sa", "question", "Seek Supervision or Consultation"),
    "supervision gone on with": Left("sm", "advised", "Seek Supervision or Consultation"),
    "goal": Left("ga", "words", "goal"),
    "rating": Left("gr", "rating", "number for a goal", answer="5"),
    "re-wording": Left("gw", "words", "re-worded goal"),
    "where a goal stands": Left("gs", "state", "where a goal stands", answer="dropped"),
    "fresh look": Left("f", "better_looks_like", "fresh look", has_look=False),
    "closing": Left("fc", "their_view", "closing a fresh look"),
    "not now": Left("z", "reason", "not now", answer="known", has_look=False),
    "sharing": Left("T", "agreed", "sharing with the team", answer="no"),
    "options": Left("o", "team", "options", has_client=False),
    "new client": Left("a", "pronouns", "new client - client", has_client=False),
}


@pytest.fixture
def furnished(folder: Path, clock: StillClock, maple: Client) -> Client:
    """A client with one of everything that a form may be about."""
    with inside(folder, clock) as vault:
        start_team(vault, "East")
        give_goal(vault, maple.id, "sleep", rating="3")
        give_permission(vault, give_contact(vault, maple.id), clock.today(), date(2026, 6, 1))
        look = give_look(vault, maple.id)
        asked = {
            "help_with": ["housing"],
            "to_line": "the desk",
            "agreed": "yes",
            "status": "asked",
            "state": "started",
        }
        give_step(vault, look, StepNumber.REFER, **asked)
        waiting = {"question": "how slow", "state": "waiting", "waiting_for": "her", "waiting_until": "+3"}
        give_step(vault, look, StepNumber.SUPERVISION, **waiting)
    return maple


@pytest.mark.parametrize("left", FORMS.values(), ids=FORMS.keys())
async def test_what_was_left_in_the_middle_comes_back(
    folder: Path, clock: StillClock, request: pytest.FixtureRequest, left: Left
) -> None:
    """By the same way, and by going on from the list, where it stands under a name people know."""
    request.getfixturevalue("furnished" if left.has_look else "maple")
    async with at_home(folder, clock) as driver:
        if left.has_client:
            await go(driver, "enter", "ClientScreen")
        await to_form(driver, left.keys)
        await driver.answer(**{left.field: left.answer})
        kept = driver.form.raw
        assert kept[left.field] == left.answer
        await home(driver)
        (note,) = await driver.drafts()
        assert note.code == ("Maple-27" if left.has_client else "")
        if left.has_client:
            await go(driver, "enter", "ClientScreen")
        await to_form(driver, left.keys)
        assert driver.form.raw == kept
        await home(driver)
        await go(driver, "d", "DraftsScreen")
        await driver.reads(f"Maple-27 - {left.name}, " if left.has_client else f"{left.name}, ")
        await driver.press("enter")
        await driver.until(lambda: has_form(driver), "form")
        assert driver.form.raw == kept
        assert len(await driver.drafts()) == 1


def has_form(driver: Driver) -> bool:
    return driver.here == "FormScreen" or driver.here.endswith("StepScreen")


async def to_form(driver: Driver, keys: str) -> None:
    """Along these keys, waiting after each for what it opens."""
    for key in keys:
        before = driver.app.screen
        await driver.press(key)
        await driver.until(lambda before=before: driver.app.screen is not before, f"what {key} opens")  # type: ignore[misc]
    await driver.until(lambda: has_form(driver), "form")


async def home(driver: Driver) -> None:
    """Esc, screen by screen, to the caseload."""
    while driver.here != "CaseloadScreen":
        before = driver.app.screen
        await driver.press("escape")
        await driver.until(lambda before=before: driver.app.screen is not before, "the screen before")  # type: ignore[misc]
