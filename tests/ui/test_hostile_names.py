"""What people call a contact, a purpose, a goal or a thing to share is shown as typed in every list and every answer to pick."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services.support import contacts_of
from tests.conftest import StillClock
from tests.services.giving import give_client, give_goal, give_look, give_step
from tests.services.permitting import give_contact, give_permission, save, take_back, talk_of
from tests.ui.driving import Driver, inside
from tests.ui.test_hostile import HOSTILE, listen_in, steers_the_terminal
from tests.ui.walking import at_client, go

KINDS = ("closing tag", "link", "eaten word", "clipboard")
"""One that crashes, one that runs, one that loses words, one that steers the terminal; the rest is in test_hostile."""

each = pytest.mark.parametrize(("typed", "shown"), [HOSTILE[kind] for kind in KINDS], ids=KINDS)


def give_people(folder: Path, clock: StillClock, words: str) -> Client:
    """A client around whom everything is called by these words."""
    with inside(folder, clock) as vault:
        client = give_client(vault, "Maple-27")
        give_goal(vault, client.id, words, rating="3")
        contact = give_contact(vault, client.id, words, name=words, how_to_reach=words)
        texts = dict.fromkeys(("purpose", "may_share", "may_not_share", "until_event", "paper_at"), words)
        permission = give_permission(vault, contact, date(2026, 3, 1), date(2026, 6, 1), **texts)
        look = give_look(vault, client.id)
        (item,) = permission.may_share
        save(vault, look, StepNumber.SUPPORTERS, talk_of(permission, clock.today(), shared=[item], shared_line=words))
        asked = {"question": words, "state": "waiting", "waiting_for": words, "waiting_until": "+3"}
        give_step(vault, look, StepNumber.SUPERVISION, **asked)
        sent = {"help_with": ["housing"], "to_contact": contact.id, "agreed": "yes", "state": "started"}
        give_step(vault, look, StepNumber.REFER, **sent)
        return client


async def at_question(driver: Driver, name: str) -> None:
    """Put the cursor into a question, so that it is on screen."""
    driver.form.question(name).box.focus()  # type: ignore[union-attr]
    await driver.pilot.pause()


@each
async def test_the_lists_show_it_as_typed(folder: Path, clock: StillClock, typed: str, shown: str) -> None:
    """Contacts with names, permissions, the log, referrals, supervision and goals."""
    give_people(folder, clock, typed)
    async with at_client(folder, clock) as driver:
        sent = listen_in(driver)
        await go(driver, "c", "ListScreen")
        await driver.press("h")
        await driver.reads(f"{shown} supporter: family, friend; {shown}; {shown}")
        await go(driver, "m", "FormScreen")
        await driver.reads(f"Who this is* {shown}")
        await go(driver, "escape", "ListScreen")
        await go(driver, "escape", "ClientScreen")
        await go(driver, "p", "ListScreen")
        await driver.reads(f"{shown}: in force, until Mon 1 Jun {shown}")
        await go(driver, "r", "ReadScreen")
        await driver.reads(f"What may be shared: {shown}")
        await driver.reads(f"What may not be shared: {shown}")
        await go(driver, "escape", "ListScreen")
        await go(driver, "s", "ReadScreen")
        await driver.reads(f"To whom: {shown} What was shared: {shown}; {shown}")
        await go(driver, "escape", "ListScreen")
        await go(driver, "w", "FormScreen")
        await driver.reads(f"{shown} From now on nothing is shared under it, anywhere.")
        await go(driver, "escape", "ListScreen")
        await go(driver, "escape", "ClientScreen")
        for key, line in (
            ("e", f"started {shown}"),
            ("s", f"without an answer {shown}"),
            ("g", f"{shown} reach something"),
        ):
            await go(driver, key, "ListScreen")
            await driver.reads(line)
            await go(driver, "escape", "ClientScreen")
        assert not driver.app._exit
        assert not steers_the_terminal(sent, typed)


@each
async def test_the_answers_to_pick_show_it_as_typed(folder: Path, clock: StillClock, typed: str, shown: str) -> None:
    """Contacts, permissions and what may be shared in step 5; goals in step 2, in a note and in a fresh look."""
    give_people(folder, clock, typed)
    async with at_client(folder, clock) as driver:
        sent = listen_in(driver)
        await go(driver, "5", "GatedStepScreen")
        await driver.answer(with_whom="someone")
        for name, words in (
            ("with_contact", f"1 {shown}"),
            ("permission", f"1 {shown}, until Mon 1 Jun"),
            ("shared", f"[ ]1 {shown}"),
        ):
            await at_question(driver, name)
            await driver.reads(words)
        await driver.press("1")
        await driver.reads(f"[x]1 {shown}")
        await go(driver, "escape", "ClientScreen")
        await go(driver, "2", "GoalsStepScreen")
        await driver.answer(with_them="yes")
        await driver.reads(f"{shown} Does it still matter?")
        await go(driver, "escape", "ClientScreen")
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        driver.form.question("useful_today").box.focus()  # type: ignore[union-attr]
        await driver.reads(f"{shown} Their number today")
        await go(driver, "escape", "ClientScreen")
        assert not driver.app._exit
        assert not steers_the_terminal(sent, typed)


@each
async def test_somebody_typed_in_by_hand_is_kept_as_it_reads(
    folder: Path, clock: StillClock, maple: Client, typed: str, shown: str
) -> None:
    """Pasted into the form: in the vault and in the list without what steers a terminal."""
    async with at_client(folder, clock) as driver:
        sent = listen_in(driver)
        await go(driver, "c", "ListScreen")
        await go(driver, "a", "FormScreen")
        for name in ("label", "name", "how_to_reach"):
            await at_question(driver, name)
            await driver.paste(typed)
        await driver.answer(kind="supporter")
        await go(driver, "f2", "ListScreen")
        await driver.reads(f"{shown} supporter: family, friend; {shown}")
        (kept,) = await driver.ask(contacts_of, maple.id)
        assert (kept.label, kept.name, kept.how_to_reach) == (shown, shown, shown)
        assert not steers_the_terminal(sent, typed)


@each
async def test_what_was_taken_back_shows_it_as_typed(
    folder: Path, clock: StillClock, maple: Client, typed: str, shown: str
) -> None:
    """Their own words about it, read again."""
    with inside(folder, clock) as vault:
        permission = give_permission(vault, give_contact(vault, maple.id), date(2026, 3, 1), date(2026, 6, 1))
        take_back(vault, permission, clock.today(), withdrawn_how=typed, withdrawn_note=typed)
    async with at_client(folder, clock) as driver:
        await go(driver, "p", "ListScreen")
        await go(driver, "r", "ReadScreen")
        await driver.press("end")
        await driver.reads(f"How they said it: {shown}")
        await driver.reads(f"Note: {shown}")
