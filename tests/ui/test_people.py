"""The people around a client and what the client allows, by keys: lists, forms, refusals, and names that stay hidden."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.records.support import ContactRow
from psw_tui.services.support import contacts_of, permissions_of, shared_of
from tests.conftest import StillClock
from tests.services.permitting import give_contact, give_permission, set_option, take_back
from tests.ui.driving import Driver, inside
from tests.ui.walking import at_client, go, refused, retype

TODAY = date(2026, 3, 13)
UNTIL = date(2026, 6, 11)

AGREED = {
    "purpose": "what she sees",
    "direction": "both",
    "may_share": "that we meet",
    "how_given": "spoken",
    "told_can_withdraw": True,
    "told_no_penalty": True,
    "told_may_be_reshared": "yes",
}


@pytest.fixture
def sister(folder: Path, clock: StillClock, maple: Client) -> ContactRow:
    """A contact whose name is known."""
    with inside(folder, clock) as vault:
        return give_contact(vault, maple.id, name="Josephine", how_to_reach="by letter")


async def permissions(driver: Driver) -> None:
    await go(driver, "p", "ListScreen")
    await driver.reads("Permissions: Maple-27")


async def contacts(driver: Driver) -> None:
    await go(driver, "c", "ListScreen")
    await driver.reads("Contacts: Maple-27")


# --- Contacts -----------------------------------------------------------------------------------------------------------


async def test_an_empty_list_says_how_to_begin_and_its_keys_harm_nothing(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """There is nobody to change or to name."""
    async with at_client(folder, clock) as driver:
        await contacts(driver)
        await driver.reads("Nobody here yet. a adds somebody.")
        for key in ("m", "h", "enter"):
            await driver.press(key)
            await driver.at("ListScreen")
        await driver.reads("Nobody here yet.")
        await go(driver, "escape", "ClientScreen")


async def test_somebody_is_added_and_changed(folder: Path, clock: StillClock, maple: Client) -> None:
    """Refused without who and what kind; then in the list, and in it with what was changed."""
    async with at_client(folder, clock) as driver:
        await contacts(driver)
        await go(driver, "a", "FormScreen")
        await driver.answer(how_to_reach="by letter")
        await refused(driver, "^ This needs an answer.")
        await driver.answer(label="sister", kind="supporter", knows="no")
        await go(driver, "f2", "ListScreen")
        await driver.reads("sister supporter: family, friend; by letter")
        await go(driver, "m", "FormScreen")
        assert driver.form.raw["knows"] == "no"
        await retype(driver, label="older sister")
        await driver.answer(kind="professional")
        await go(driver, "f2", "ListScreen")
        await driver.reads("older sister professional; by letter")
        (kept,) = await driver.ask(contacts_of, maple.id)
        assert (kept.label, kept.kind, kept.how_to_reach, kept.knows) == (
            "older sister",
            "professional",
            "by letter",
            "no",
        )
        assert await driver.drafts() == []


async def test_names_stay_hidden_until_h_and_hide_again(folder: Path, clock: StillClock, sister: ContactRow) -> None:
    """In the list, and on every other screen that speaks of them."""
    with inside(folder, clock) as vault:
        give_permission(vault, sister, TODAY, UNTIL)
    async with at_client(folder, clock) as driver:
        assert "Josephine" not in driver.text
        await contacts(driver)
        await driver.reads("sister supporter")
        assert "Josephine" not in driver.text
        await driver.press("h")
        await driver.reads("by letter; Josephine")
        await driver.press("h")
        await driver.until(lambda: "Josephine" not in driver.text, "hidden name")
        await driver.press("h")
        await driver.reads("Josephine")
        await go(driver, "escape", "ClientScreen")
        await contacts(driver)
        await driver.reads("by letter")
        assert "Josephine" not in driver.text
        await go(driver, "escape", "ClientScreen")
        await permissions(driver)
        await go(driver, "r", "ReadScreen")
        await driver.reads("With whom: sister")
        assert "Josephine" not in driver.text


# --- Permissions --------------------------------------------------------------------------------------------------------


async def test_no_permission_yet(folder: Path, clock: StillClock, maple: Client) -> None:
    """Nothing to read or to take back, nothing shared; the keys harm nothing."""
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await driver.reads("No permission yet. a records one.")
        for key in ("r", "w", "enter"):
            await driver.press(key)
            await driver.at("ListScreen")
        await go(driver, "s", "ReadScreen")
        await driver.reads("Nothing has been shared.")
        await go(driver, "escape", "ListScreen")


async def test_without_a_contact_the_contact_comes_first(folder: Path, clock: StillClock, maple: Client) -> None:
    """Leaving it leaves both; with it the permission follows at once."""
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await driver.press("a")
        await driver.reads("New contact: Maple-27")
        await go(driver, "escape", "ListScreen")
        await driver.reads("No permission yet.")
        await driver.press("a")
        await driver.reads("New contact: Maple-27")
        await driver.answer(label="sister", kind="supporter")
        await driver.press("f2")
        await driver.reads("Permission: Maple-27")
        assert (driver.form.raw["given_on"], driver.form.raw["until_on"]) == ("2026-03-13", "2026-06-11")
        await driver.answer(with_contact=(await driver.ask(contacts_of, maple.id))[0].id, **AGREED)
        await go(driver, "f2", "ListScreen")
        await driver.reads("sister: in force, until Thu 11 Jun what she sees")
        await go(driver, "r", "ReadScreen")
        await driver.reads("What may be shared: that we meet")
        (kept,) = await driver.ask(permissions_of, maple.id)
        assert (kept.given_on, kept.until_on, kept.agreed, kept.who_shares) == (TODAY, UNTIL, "yes", "me_and_program")
        assert await driver.drafts() == []


async def test_what_cannot_be_allowed_is_said_and_nothing_typed_is_lost(
    folder: Path, clock: StillClock, sister: ContactRow
) -> None:
    """Ends before it begins, longer than the program allows, from tomorrow on; put right, it is saved."""
    with inside(folder, clock) as vault:
        set_option(vault, longest_permission_days=30)
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await go(driver, "a", "FormScreen")
        assert driver.form.raw["until_on"] == "2026-04-12"
        await driver.answer(with_contact=sister.id, **AGREED)
        await retype(driver, until_on="2026-03-12")
        await refused(driver, "^ It would end before it begins. Give an end on or after the day it was given.")
        await retype(driver, until_on="2026-04-13")
        await refused(driver, "^ Your program allows 30 days at most.")
        await retype(driver, given_on="tomorrow", until_on="+3")
        await refused(driver, "^ This day has not come yet. Give today or an earlier day.")
        await retype(driver, given_on="yesterday")
        await go(driver, "f2", "ListScreen")
        await driver.reads("sister: ends soon, until Mon 16 Mar")


async def test_a_no_is_kept_and_asks_for_little(folder: Path, clock: StillClock, sister: ContactRow) -> None:
    """The day and that no costs nothing; what only a yes needs is not asked."""
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await go(driver, "a", "FormScreen")
        await driver.answer(with_contact=sister.id, purpose="what she sees", agreed="no")
        assert not [name for name in ("direction", "may_share", "how_given") if driver.form.question(name).display]
        await driver.answer(told_no_penalty=True)
        await go(driver, "f2", "ListScreen")
        await driver.reads("sister: they said no what she sees")


async def test_taking_back_counts_at_once(folder: Path, clock: StillClock, maple: Client, sister: ContactRow) -> None:
    """In the list, on the caseload, and at the gate of step 5."""
    with inside(folder, clock) as vault:
        permission = give_permission(vault, sister, date(2026, 3, 1), UNTIL)
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await driver.reads("sister: in force, until Thu 11 Jun")
        await go(driver, "w", "FormScreen")
        await driver.reads("ask what she sees")
        await driver.reads("From now on nothing is shared under it, anywhere.")
        await retype(driver, withdrawn_on="tomorrow")
        await refused(driver, "^ This day has not come yet.")
        await retype(driver, withdrawn_on="yesterday")
        await driver.answer(withdrawn_how="not her any more")
        await go(driver, "f2", "ListScreen")
        await driver.reads("sister: taken back yesterday")
        (kept,) = await driver.ask(permissions_of, maple.id)
        assert (kept.withdrawn_on, kept.withdrawn_how, kept.withdrawn_part) == (
            date(2026, 3, 12),
            "not her any more",
            "all",
        )
        await go(driver, "escape", "ClientScreen")
        await go(driver, "escape", "CaseloadScreen")
        await driver.until(lambda: row(driver).split()[-1] == "none", "no permission on the caseload")
        await driver.press("5")
        await go(driver, "1", "FormScreen")
        await driver.answer(why_now="they_said")
        await go(driver, "f2", "GatedStepScreen")
        await driver.answer(with_whom="someone", with_contact=sister.id, permission=permission.id, talk_on="today")
        await driver.answer(they_said="hm", how="phone", person_there="yes", shared=["that we meet"], state="done")
        await refused(driver, "^ They had taken this permission back by then. Do not share anything more.")


def row(driver: Driver) -> str:
    return next((line for line in driver.text.splitlines() if "Maple-27" in line), "?")


async def test_a_permission_ends_by_itself(folder: Path, clock: StillClock, sister: ContactRow) -> None:
    """Nobody has to do anything: soon, then ended, told with the day."""
    with inside(folder, clock) as vault:
        give_permission(vault, sister, TODAY, date(2026, 4, 10))
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await driver.reads("sister: in force, until Fri 10 Apr")
        await go(driver, "escape", "ClientScreen")
        clock.forward(days=14)
        await permissions(driver)
        await driver.reads("sister: ends soon, until Fri 10 Apr")
        await go(driver, "escape", "ClientScreen")
        clock.forward(days=17)
        await permissions(driver)
        await driver.reads("sister: ended Fri 10 Apr")


async def test_an_emergency_says_why_and_who_was_told(
    folder: Path, clock: StillClock, maple: Client, sister: ContactRow
) -> None:
    """Refused without them; then in the log of what was shared, and no permission came of it."""
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await go(driver, "e", "FormScreen")
        await driver.reads("Shared in an emergency: Maple-27")
        await driver.answer(to_contact=sister.id, what="which hospital", how="phone")
        await refused(driver, "^ This needs an answer.")
        assert await driver.ask(shared_of, maple.id) == []
        await driver.answer(reason="she was looking for them", who_was_told="my supervisor")
        await go(driver, "f2", "ListScreen")
        await driver.reads("No permission yet.")
        await go(driver, "s", "ReadScreen")
        for words in ("today", "To whom: sister", "which hospital", "she was looking for them", "my supervisor"):
            await driver.reads(words)
        (kept,) = await driver.ask(shared_of, maple.id)
        assert (kept.emergency, kept.held_on, kept.reason) == (True, TODAY, "she was looking for them")


async def test_without_an_emergency_nothing_is_shared_past_the_permission(
    folder: Path, clock: StillClock, maple: Client, sister: ContactRow
) -> None:
    """Taking the tick away is no way around the gate."""
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await go(driver, "e", "FormScreen")
        await driver.answer(to_contact=sister.id, what="which hospital", how="phone", emergency=False)
        assert driver.form.raw["emergency"] is False
        await refused(driver, "^ This needs a tick before you can go on.")
        assert await driver.ask(shared_of, maple.id) == []


async def test_an_emergency_of_tomorrow_is_no_emergency(
    folder: Path, clock: StillClock, maple: Client, sister: ContactRow
) -> None:
    """The log is of what was shared."""
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await go(driver, "e", "FormScreen")
        await driver.answer(to_contact=sister.id, what="which hospital", how="phone")
        await driver.answer(reason="she was looking for them", who_was_told="my supervisor")
        await retype(driver, held_on="tomorrow")
        await refused(driver, "^ This day has not come yet.")
        assert await driver.ask(shared_of, maple.id) == []


async def test_the_newest_permission_stands_first(folder: Path, clock: StillClock, sister: ContactRow) -> None:
    """Those that are over stay readable below it."""
    with inside(folder, clock) as vault:
        old = give_permission(vault, sister, date(2026, 3, 1), UNTIL, purpose="the old one")
        take_back(vault, old, TODAY)
        give_permission(vault, sister, TODAY, UNTIL, purpose="the new one")
    async with at_client(folder, clock) as driver:
        await permissions(driver)
        await driver.reads("sister: in force, until Thu 11 Jun the new one sister: taken back today the old one")
        await driver.press("down")
        await go(driver, "r", "ReadScreen")
        await driver.reads("What for: the old one")
        await go(driver, "escape", "ListScreen")
        await go(driver, "r", "ReadScreen")
        await driver.reads("What for: the old one")
