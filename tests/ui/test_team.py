"""A team by keys alone: started, joined by card and letter, a client shared, met by stick and on a real hub, settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from socket import socket

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.exit_codes import LOCKED
from psw_tui.progress import Progress
from psw_tui.records.answers import read_form
from psw_tui.records.client import Client
from psw_tui.records.safety_note import SafetyNoteForm
from psw_tui.services.safety import save_safety_note
from psw_tui.services.teamwork.joining import card_in, join, keep_hub, let_in, own_card, start_team, team_state
from psw_tui.services.teamwork.sharing import share_client
from psw_tui.services.teamwork.sticks import stick_for, take_stick
from psw_tui.services.teamwork.syncing import sync
from psw_tui.storage.errors import NotInTeam, StickForOthers
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from psw_tui.team.fold import this_device
from psw_tui.team.hub_admin import add_member, init
from psw_tui.ui.dialogs.same_code import spaced
from tests.conftest import StillClock
from tests.records.complete import context
from tests.services.giving import give_look, give_step
from tests.team.postgres import QUICK, NoServerHere, Server, started
from tests.ui.driving import Driver, at_home, inside
from tests.ui.teaming import other_laptop, set_message, together
from tests.ui.test_hostile import listen_in, steers_the_terminal
from tests.ui.walking import go, notified

SEEN = "[b]Bea[/b]"
"""No card takes what steers a terminal, so this is the worst that a laptop can be called."""
HOSTILE = f"{SEEN}\x1b[2J\x1b]0;x\x07"
"""As the author of a change it can be anything."""


@pytest.fixture
def other(new_vault: Path, tmp_path: Path, clock: StillClock) -> Iterator[Vault]:
    with other_laptop(new_vault, tmp_path / "bea", clock, SEEN) as vault:
        yield vault


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def file_in(stick: Path, name: str, content: bytes) -> Path:
    (stick / name).write_bytes(content)
    return stick / name


def newest(stick: Path, ending: str) -> bytes:
    return max(stick.glob(f"*{ending}"), key=lambda path: path.stat().st_mtime_ns).read_bytes()


async def answered(driver: Driver, line: object) -> None:
    """Type into the line that is asked for."""
    await driver.at("LineDialog")
    await driver.press("ctrl+u")
    await driver.type(f"{line}\n")


async def test_a_team_is_started_a_laptop_let_in_a_client_shared_and_a_disagreement_settled(
    folder: Path, clock: StillClock, maple: Client, other: Vault, stick: Path
) -> None:
    """There and back by stick. The other worker's name is hostile, and is shown as it reads wherever it stands."""
    card = file_in(stick, "laptop.psw-card", own_card(other))
    async with at_home(folder, clock) as driver:
        sent = listen_in(driver)
        await go(driver, "T", "ReadScreen")
        await driver.reads("This laptop works alone.")
        await go(driver, "s", "LineDialog")
        await driver.type("\n")
        await driver.at("ReadScreen")
        await go(driver, "escape", "LineDialog")
        await answered(driver, "Maple Street")
        await driver.reads("Team: Maple Street")
        await driver.reads("Nobody else yet. a lets a laptop in")
        await let_in_after_a_look(driver, card, other, stick)
        await shared_after_asking(driver)
        await filled(driver, stick, maple, other)
        await settled(driver, stick, maple, other)
        assert not steers_the_terminal(sent, HOSTILE)


async def let_in_after_a_look(driver: Driver, card: Path, other: Vault, stick: Path) -> None:
    """Another code lets nobody in, and the same one does; the letter opens there."""
    for answer in ("2", "enter", "1"):
        await go(driver, "a", "LineDialog")
        await answered(driver, card)
        await driver.at("SameCodeDialog")
        await driver.reads(f"The card of {SEEN}")
        await driver.reads(" ".join(spaced(card_in(card.read_bytes()).spoken).split()))
        await driver.press(answer)
        if answer != "1":
            await driver.reads("nothing was taken in, and nobody was let in")
            assert not (await driver.ask(team_state)).others
            await driver.press("escape")
            await driver.reads("Nobody else yet.")
    await answered(driver, stick / "nowhere")
    await driver.reads("The folder")
    await go(driver, "escape", "LineDialog")
    await answered(driver, stick)
    await driver.reads("The letter for them lies at")
    await driver.press("escape")
    await driver.reads("in the team, not met yet")
    assert SEEN in driver.squeezed
    join(other, newest(stick, ".psw-letter"))
    assert team_state(other).name == "Maple Street"


async def shared_after_asking(driver: Driver) -> None:
    """A no shares nobody; a yes does, and it is seen on the page and on the caseload."""
    await go(driver, "escape", "CaseloadScreen")
    assert "+Maple-27" not in driver.text
    await go(driver, "enter", "ClientScreen")
    await go(driver, "T", "FormScreen")
    await driver.reads(f"Who would read it: {SEEN}")
    await driver.reads("What never goes: your reflections (steps 1 and 9)")
    await driver.answer(agreed="no")
    await go(driver, "f2", "ClientScreen")
    assert "Shared with the team" not in driver.squeezed
    await go(driver, "T", "FormScreen")
    await driver.answer(agreed="yes")
    await go(driver, "f2", "ClientScreen")
    await driver.reads("Shared with the team, agreed on 13 Mar 2026.")
    await go(driver, "escape", "CaseloadScreen")
    await driver.reads("+Maple-27")
    await driver.reads("+ = the team reads this record.")
    await go(driver, "T", "ReadScreen")


async def filled(driver: Driver, stick: Path, maple: Client, other: Vault) -> None:
    """What the other has not got goes into a file, and the other reads the client there."""
    await go(driver, "s", "PickDialog")
    await go(driver, "enter", "LineDialog")
    await answered(driver, stick)
    await driver.reads("Only those it is for can open it.")
    await driver.press("escape")
    await driver.reads("Team: Maple Street")
    take_stick(other, newest(stick, ".psw-stick"), Progress())
    assert column(other, "SELECT code FROM client") == ["Maple-27"]


async def settled(driver: Driver, stick: Path, maple: Client, other: Vault) -> None:
    """Both gave another answer; what came back is looked at first, and leads to where one is picked."""
    other.author = HOSTILE
    set_message(other, maple.id, "no")
    other.author = SEEN
    await driver.ask(set_message, maple.id, "yes")
    back = file_in(stick, "back.psw-stick", stick_for(other, [], everything=False, progress=Progress())[0])
    await go(driver, "i", "LineDialog")
    await answered(driver, back)
    await driver.reads(f"From {SEEN}.")
    await driver.reads("None of it was taken in yet.")
    await driver.press("i")
    await driver.reads("In 1 place you and others wrote different things.")
    await go(driver, "d", "ListScreen")
    await driver.reads("OK to leave a message?")
    await go(driver, "enter", "ReadScreen")
    await driver.reads("Press the number of what is right.")
    await driver.reads("counts now")
    number = next(line.split()[0] for line in driver.text.splitlines() if line.split()[1:] == ["yes"])
    await go(driver, number, "YesNoDialog")
    await go(driver, "2", "ReadScreen")
    await go(driver, number, "YesNoDialog")
    await go(driver, "1", "ListScreen")
    await notified(driver, "Settled. The team hears of it the next time you meet.")
    await driver.reads("nothing to settle")
    assert await driver.ask(column, "SELECT message_ok FROM client") == ["yes"]
    await go(driver, "escape", "ReadScreen")
    assert "What waits Nothing." in driver.squeezed


async def test_a_laptop_joins_only_by_a_code_that_is_the_same(
    folder: Path, clock: StillClock, other: Vault, stick: Path
) -> None:
    """The letter is looked at first: where the code is another one, this vault is in no team afterwards."""
    start_team(other, "East")
    async with at_home(folder, clock) as driver:
        await go(driver, "T", "ReadScreen")
        await go(driver, "c", "LineDialog")
        await answered(driver, stick)
        await driver.reads("There is no secret in it")
        mine = card_in(newest(stick, ".psw-card"))
        assert " ".join(spaced(mine.spoken).split()) in driver.squeezed
        letter = file_in(stick, "east.psw-letter", let_in(other, mine))
        for answer in ("2", "1"):
            await driver.press("escape")
            await driver.reads("This laptop works alone.")
            await go(driver, "o", "LineDialog")
            await answered(driver, letter)
            await driver.at("SameCodeDialog")
            await driver.reads(f"A letter from {SEEN}")
            await go(driver, answer, "ReadScreen")
            if answer == "2":
                await driver.reads("Then do not use this file")
                with pytest.raises(NotInTeam):
                    await driver.ask(team_state)
        await driver.reads("You are in the team East.")
        await driver.press("escape")
        await driver.reads("Team: East")


async def test_who_is_taken_out_and_who_needs_a_letter_again(
    folder: Path, clock: StillClock, other: Vault, stick: Path
) -> None:
    with inside(folder, clock) as mine:
        together(mine, other)
    async with at_home(folder, clock) as driver:
        await go(driver, "T", "ReadScreen")
        await go(driver, "l", "PickDialog")
        await driver.reads(SEEN)
        await go(driver, "enter", "LineDialog")
        await answered(driver, stick)
        await driver.reads("The letter for them lies at")
        join(other, newest(stick, ".psw-letter"))
        await driver.press("escape")
        await driver.reads("Team: Maple Street")
        await go(driver, "x", "PickDialog")
        await go(driver, "enter", "YesNoDialog")
        await driver.reads(f"Take {SEEN} out of the team?")
        await go(driver, "1", "ReadScreen")
        await driver.reads(f"{SEEN} is out.")
        await driver.press("escape")
        await driver.reads("taken out")


async def test_a_stick_for_one_of_two_opens_for_nobody_else(
    folder: Path, clock: StillClock, maple: Client, other: Vault, new_vault: Path, tmp_path: Path, stick: Path
) -> None:
    """Picked by typing; everything goes, and it takes no network."""
    with other_laptop(new_vault, tmp_path / "cy", clock, "Cy") as third:
        with inside(folder, clock) as mine:
            together(mine, other)
            join(third, let_in(mine, card_in(own_card(third))))
        async with at_home(folder, clock) as driver:
            await go(driver, "T", "ReadScreen")
            await go(driver, "s", "PickDialog")
            await driver.reads("For whom is it?")
            await driver.type("Cy\n")
            await driver.reads("And for whom else?")
            await driver.press("enter")
            await driver.reads("How much goes onto it?")
            await driver.type("everything\n")
            await answered(driver, stick)
            await driver.reads("Only those it is for can open it.")
        file = newest(stick, ".psw-stick")
        with pytest.raises(StickForOthers):
            take_stick(other, file, Progress())
        assert take_stick(third, file, Progress()).brought


async def test_what_the_teams_clients_need_leads_to_each_of_them(
    folder: Path, clock: StillClock, maple: Client, other: Vault
) -> None:
    """A supervisor's list: the safety note, the question with its form, the client; and sharing is stopped again."""
    with inside(folder, clock) as mine:
        together(mine, other)
        asked = {"ask_whom": "supervisor", "need": ["ideas"], "question": "how slow is slow", "by_when": "today"}
        waiting = {"state": "waiting", "waiting_for": "an answer", "waiting_until": "+3"}
        give_step(mine, give_look(mine, maple.id), StepNumber.SUPERVISION, **asked, **waiting)
        worried = {"saw_or_heard": "left the house at night", "next_check_on": "+1", "next_check_at": "10:00"}
        note = read_form(SafetyNoteForm, worried | {"what_i_did": ["stayed_with_them"]}, context(clock.today()))
        save_safety_note(mine, maple.id, "", note)
        share_client(mine, maple.id, date(2026, 3, 13))
    async with at_home(folder, clock) as driver:
        await go(driver, "T", "ReadScreen")
        await driver.reads("1 question waits for an answer: r shows it.")
        await go(driver, "r", "ListScreen")
        await driver.reads("left the house at night")
        await go(driver, "enter", "ReadScreen")
        await driver.reads("What I saw or heard: left the house at night")
        await go(driver, "escape", "ListScreen")
        await driver.press("down")
        await go(driver, "enter", "StepScreen")
        assert driver.form.raw["question"] == "how slow is slow"
        await go(driver, "escape", "ListScreen")
        await driver.press("down")
        await go(driver, "enter", "ClientScreen")
        await go(driver, "T", "ReadScreen")
        await driver.reads("What the others have already, they keep.")
        await go(driver, "s", "YesNoDialog")
        await go(driver, "1", "ClientScreen")
        await notified(
            driver, "Maple-27 is no longer shared. The team hears of it when you next meet it. What it has, it keeps."
        )
        await driver.until(lambda: "Shared with the team" not in driver.squeezed, "page without it")


@pytest.fixture
def own_server() -> Iterator[Server]:
    """One that a test may stop."""
    try:
        with started(*QUICK) as running:
            yield running
    except NoServerHere as reason:
        pytest.skip(str(reason))


def on_a_hub(server: Server, *vaults: Vault) -> dict[str, str]:
    """A hub, and an address with a login of its own for each of these vaults; the first login needs a password."""
    database, found = server.new_database(), {}
    init(server.dsn(database))
    for number, vault in enumerate(vaults):
        login = f"worker{number}_{database}"
        add_member(server.dsn(database), login, team_state(vault).id, this_device(vault))
        found[vault.author] = server.dsn(database, login)
        if not number:
            server.ask(f"ALTER ROLE {login} PASSWORD 'five apples'")
            rules = server.folder / "pg_hba.conf"
            rules.write_text(f"host all {login} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
    server.ask("SELECT pg_reload_conf()")
    return found


async def test_a_worker_meets_the_team_on_its_hub(
    folder: Path, clock: StillClock, maple: Client, other: Vault, own_server: Server
) -> None:
    """A real one: a password is asked for, the clock's error is told, and a server that stopped is a sentence."""
    with inside(folder, clock) as mine:
        together(mine, other)
        share_client(mine, maple.id, date(2026, 3, 13))
        addresses = on_a_hub(own_server, mine, other)
        author = mine.author
    keep_hub(other, addresses[other.author], "")
    async with at_home(folder, clock) as driver:
        await go(driver, "T", "ReadScreen")
        await go(driver, "m", "ReadScreen")
        await driver.reads("This vault knows of no hub.")
        await driver.press("escape")
        await driver.reads("Team: Maple Street")
        await go(driver, "h", "LineDialog")
        await answered(driver, addresses[author])
        await driver.reads("It is kept in this vault.")
        await driver.type("\n")
        await driver.reads("Not met there yet.")
        await go(driver, "m", "LineDialog")
        await answered(driver, "four apples")
        await driver.at("ReadScreen")
        await driver.press("escape")
        await driver.at("LineDialog")
        await answered(driver, "five apples")
        await driver.reads("changes went out.")
        await driver.reads("The clock of this laptop is behind the hub's by")
        sync(other, Progress())
        assert column(other, "SELECT code FROM client") == ["Maple-27"]
        await driver.press("escape")
        await driver.reads("Last met there: 13 Mar 2026")
        own_server.kill()
        await go(driver, "m", "ReadScreen")
        await driver.reads("Nobody answers at 127.0.0.1.")
        await driver.press("escape")
        await driver.reads("Team: Maple Street")
        await go(driver, "h", "PickDialog")
        await driver.type("forget\n")
        await driver.reads("None: you meet by stick")
        assert await driver.ask(column, "SELECT code FROM client") == ["Maple-27"]


async def test_locking_does_not_tear_a_meeting_apart(
    folder: Path, clock: StillClock, maple: Client, other: Vault
) -> None:
    """A server that takes the call and says nothing is not waited for: the line has patience for an hour."""
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with inside(folder, clock) as mine:
            together(mine, other)
            keep_hub(
                mine, f"host=127.0.0.1 port={silent.getsockname()[1]} dbname=hub user=ash connect_timeout=3600", ""
            )
        async with at_home(folder, clock) as driver:
            await go(driver, "T", "ReadScreen")
            await go(driver, "m", "WorkingDialog")
            await driver.press("f9")
            await driver.leaves_for(lambda: driver.app._exit, "end")
            assert driver.app.return_value == LOCKED
    with inside(folder, clock) as mine:
        assert column(mine, "SELECT code FROM client") == ["Maple-27"]
