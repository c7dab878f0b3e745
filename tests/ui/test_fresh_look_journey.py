"""From an empty laptop to a closed fresh look by keys alone, and the same story told everywhere after every step."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from psw_tui.cli.caseload import as_json
from psw_tui.cli.client import record_as_json
from psw_tui.cli.main import run
from psw_tui.domain.steps import State, StepNumber
from psw_tui.language import speak
from psw_tui.places import HOME_VARIABLE
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.clients import client_by_code
from psw_tui.services.record import record_of
from psw_tui.services.signals import signal_of
from psw_tui.services.support import shared_of
from psw_tui.storage.vault import Vault
from psw_tui.ui.asking_one import Question
from psw_tui.ui.asking_rows import RowsField
from tests.conftest import StillClock
from tests.ui.driving import Driver, beginning, running
from tests.ui.test_set_up import settle_in

CHOSEN = "four brown paper boats"
MOST_TABS = 60
PRIVATE = ("weekly walks", "ask before I suggest", "slow is fast", "plan half as much")
"""What is written in steps 1 and 9; it stays with the worker."""

Story = tuple[dict[str, Any], dict[str, Any]]


async def answer(driver: Driver, **raw: Any) -> None:
    """Answer questions by keys, Tab included: no cursor is put anywhere by hand."""
    for name, given in raw.items():
        question = driver.form.question(name)
        assert question.display, f"{name} is not asked"
        if isinstance(question, RowsField):
            for block, row in zip(question._blocks.children, given, strict=False):
                for part in block.asked:  # type: ignore[attr-defined]
                    if part.field in row:
                        await give(driver, part, row[part.field])
        else:
            await give(driver, question, given)


async def give(driver: Driver, question: Question, given: Any) -> None:
    for _tab in range(MOST_TABS):
        if question.box.has_focus:
            break
        await driver.press("tab")
    assert question.box.has_focus, f"Tab never comes to {question.field}"
    await driver._answer(question, given)


async def saved(driver: Driver, then: str) -> None:
    await driver.press("f2")
    await driver.at(then)


async def open_step(driver: Driver, number: int) -> None:
    await driver.press(str(number))
    await driver.until(lambda: driver.here.endswith("StepScreen"), "step")
    await driver.reads(f"Step {number} of 9")


async def take(driver: Driver, number: int, **raw: Any) -> None:
    """A step from the caseload and back to it."""
    await open_step(driver, number)
    await answer(driver, **raw)
    await saved(driver, "CaseloadScreen")


def in_programs(vault: Vault, code: str) -> Story:
    """What `caseload --json` and `client CODE --json` would print now."""
    client = client_by_code(vault, code)
    (row,) = caseload_rows(vault, caseload_order(vault))
    record = record_as_json(record_of(vault, client), signal_of(vault, client.id), speak("en"))
    return json.loads(json.dumps(as_json(row))), json.loads(json.dumps(record))


def marks_of(states: Mapping[str, str]) -> str:
    return "".join(State(state).mark for state in states.values())


def on_screen(driver: Driver, code: str) -> str:
    """The nine marks of this client's row on the caseload."""
    row = next((line for line in driver.text.splitlines() if code in line), "")
    found = re.search(r"(?:[.~!xo-] ){8}[.~!xo-](?!\S)|(?<!\S)[.~!xo-]{9}(?!\S)", row)
    return found.group().replace(" ", "") if found else ""


@dataclass
class Told:
    """What is told of one client: by the row on screen, by the caseload for programs, and by the client's record."""

    driver: Driver
    code: str
    states: dict[str, str] = field(default_factory=lambda: {str(int(number)): "to_do" for number in StepNumber})

    async def is_the_same(self, **changed: str) -> None:
        """All three agree, and nothing but what just happened has changed."""
        self.states |= {name.removeprefix("step"): state for name, state in changed.items()}
        marks = marks_of(self.states)
        await self.driver.until(lambda: on_screen(self.driver, self.code) == marks, f"{marks} for {self.code}")
        row, record = await self.driver.ask(in_programs, self.code)
        (look,) = record["fresh_looks"]
        assert row["fresh_look"]["steps"] == look["steps"] == self.states
        assert row["fresh_look"]["state"] == look["state"]
        for name in ("signal", "worth_a_look", "because", "not_connected", "status", "code"):
            assert row[name] == record[name]
        for number in ("1", "9"):
            assert all(set(entry) == {"state", "held_on"} for entry in look["entries"][number])
        assert not [text for text in PRIVATE if text in json.dumps([row, record])]


async def make_a_vault(driver: Driver) -> None:
    await driver.at("WelcomeScreen")
    await driver.press("enter")
    await driver.at("SetUpScreen")
    for text in ("Robin", CHOSEN, CHOSEN):
        await driver.type(text)
        await driver.press("enter")
    await driver.at("RecoveryScreen")
    groups = dict(re.findall(r"\b([1-9]) ([0-9A-Z]{4})\b", driver.text))
    await driver.press("enter")
    await driver.reads("Now type the code from your paper.")
    await driver.type("".join(groups[number] for number in "123456789"))
    await driver.press("enter")
    await settle_in(driver)
    await driver.reads("Nobody is on your caseload yet.")


async def add_a_client(driver: Driver) -> str:
    """A client with a goal they give a 3. Returns the code made for them."""
    await driver.press("a")
    await driver.at("FormScreen")
    await driver.reads("New client:")
    await answer(driver, knows_notes="yes")
    await saved(driver, "ClientScreen")
    await driver.press("g")
    await driver.at("ListScreen")
    await driver.press("a")
    await driver.at("FormScreen")
    await answer(driver, words="sleep through", rating="3")
    await saved(driver, "ListScreen")
    await driver.press("escape")
    await driver.at("ClientScreen")
    code = driver.text.split()[0]
    assert re.fullmatch(r"[^\W\d_]+-\d\d", code)
    await driver.press("escape")
    await driver.at("CaseloadScreen")
    return code


async def meet(driver: Driver, rating: str, *, worth_a_look: bool = False) -> None:
    """A debrief with their number; afterwards it may ask whether a fresh look is worth it, once."""
    await driver.press("n")
    await driver.at("PickDialog")
    await driver.press("enter")
    await driver.at("FormScreen")
    await answer(driver, contact="met", safety="nothing", goals=[{"rating": rating}])
    if not worth_a_look:
        await saved(driver, "CaseloadScreen")
        return
    await saved(driver, "ListScreen")
    await driver.reads("Worth a fresh look?")
    await driver.press("escape")
    await driver.at("CaseloadScreen")


async def until_it_is_worth_a_look(driver: Driver, code: str, clock: StillClock) -> None:
    """Three weeks, three numbers, not higher: the row says so only then, and the record says it with the numbers."""
    for rating, label, worth in (("3", "too soon", False), ("2", "too soon", False), ("3", "worth a look", True)):
        clock.forward(days=7)
        await meet(driver, rating, worth_a_look=worth)
        await driver.until(lambda label=label: label in row_of(driver, code), label)  # type: ignore[misc]
        row, record = await driver.ask(in_programs, code)
        assert row["worth_a_look"] is record["worth_a_look"] is worth
        assert row["signal"] == record["signal"] == ("not_moving" if worth else "too_soon")
        assert (row["fresh_look"], record["fresh_looks"]) == (None, [])
    assert "started at 3, now 2 and 3" in record["sentence"]


def row_of(driver: Driver, code: str) -> str:
    return next((line for line in driver.text.splitlines() if code in line), "")


async def open_the_look(driver: Driver, code: str) -> None:
    """The numbers stand above the form and are kept with it; why now is answered by them."""
    await driver.press("f")
    await driver.at("FormScreen")
    await driver.reads("What we offered has not helped yet.")
    await driver.reads("started at 3, now 2 and 3")
    assert driver.form.raw["why_now"] == "rule"
    await answer(driver, better_looks_like="one quiet night")
    await saved(driver, "CaseloadScreen")
    _, record = await driver.ask(in_programs, code)
    assert "started at 3, now 2 and 3" in record["fresh_looks"][0]["rule_text"]


async def permit_and_talk(driver: Driver, code: str) -> None:
    """Step 5: nobody to pick, nothing allowed; F4 writes down both on the spot, and the step is as it was left."""
    await open_step(driver, 5)
    await answer(driver, with_whom="someone")
    assert driver.form.raw["state"] == "waiting"
    await driver.press("f4")
    await driver.at("YesNoDialog")
    await driver.press("1")
    await driver.at("FormScreen")
    await driver.reads(f"New contact: {code}")
    await answer(driver, label="sister", kind="supporter", name="Jo")
    await driver.press("f2")
    await driver.reads(f"Permission: {code}")
    await answer(
        driver,
        with_contact=(await contact_ids(driver, code))[0],
        purpose="what she sees",
        direction="both",
        may_share="that we meet",
        how_given="spoken",
        told_can_withdraw=True,
        told_no_penalty=True,
        told_may_be_reshared="yes",
    )
    await driver.press("f2")
    await driver.at("GatedStepScreen")
    assert driver.form.raw["with_whom"] == "someone"
    _, record = await driver.ask(in_programs, code)
    await answer(
        driver,
        with_contact=record["contacts"][0]["id"],
        permission=record["permissions"][0]["id"],
        talk_on="today",
        how="phone",
        shared=["that we meet"],
        they_said="she can drive",
        person_there="yes",
    )
    assert driver.form.raw["state"] == "done"
    await saved(driver, "CaseloadScreen")
    log = await driver.ask(shared_of, (await driver.ask(client_by_code, code)).id)
    assert [(line.what, line.how) for line in log] == [("that we meet", "phone")]


async def contact_ids(driver: Driver, code: str) -> Sequence[str]:
    _, record = await driver.ask(in_programs, code)
    return [contact["id"] for contact in record["contacts"]]


async def all_nine(told: Told, clock: StillClock) -> None:
    """Every step by its own form, some of them on more than one day."""
    driver, code = told.driver, told.code
    await take(
        driver,
        1,
        doing="weekly walks",
        fits_needs="partly",
        fits_preferences="yes",
        fits_goals="no",
        missing_things=["pace", "trust"],
        differently="ask before I suggest",
    )
    await told.is_the_same(step1="done")
    looked = {"still_matters": "yes", "small_enough": "no", "possible_now": "yes", "change": "keep"}
    await take(driver, 2, with_them="yes", reviews=[looked])
    await told.is_the_same(step2="done")
    await take(driver, 3, heard="it goes too fast")
    await told.is_the_same(step3="started")
    await take(driver, 3, said_back="yes")
    await told.is_the_same(step3="done")
    await take(driver, 4, problem="the street", picked="none_for_now", said_no_words="not now")
    await told.is_the_same(step4="said_no")
    await permit_and_talk(driver, code)
    await told.is_the_same(step5="done")
    await ask_and_be_answered(told, clock)
    await refer_to_a_first_visit(told, clock)
    await take(
        driver,
        8,
        choices=["a_break", "doing_nothing"],
        decided="go on, slower",
        told_no_penalty=True,
        told_door_open=True,
        told_how_to_return=True,
        contact_from_now="less",
        limit="no",
    )
    await told.is_the_same(step8="done")
    await take(driver, 9, learned="slow is fast", now_what="plan half as much")
    await told.is_the_same(step9="done")


async def ask_and_be_answered(told: Told, clock: StillClock) -> None:
    """Step 6 waits for its answer, and the row says what for."""
    driver = told.driver
    await take(
        driver,
        6,
        ask_whom="supervisor",
        need=["ideas"],
        question="how slow is slow",
        by_when="this_week",
        waiting_for="the answer",
        waiting_until="+2",
    )
    await told.is_the_same(step6="waiting")
    await driver.reads("Next: the answer")
    clock.forward(days=1)
    await take(driver, 6, answer_on="today", advised="halve the pace", will_do="every second week")
    await told.is_the_same(step6="done")
    await driver.until(lambda: "Next: the answer" not in driver.squeezed, "no reminder any more")


async def refer_to_a_first_visit(told: Told, clock: StillClock) -> None:
    """Step 7: nothing fits at first, then a place opens; asked is a start, the visit is the end."""
    driver = told.driver
    await take(driver, 7, state="not_apply", reason="no places", gap_reason="a desk without a waiting list")
    await told.is_the_same(step7="not_apply")
    await take(
        driver,
        7,
        help_with=["housing"],
        to_line="the new desk",
        agreed="yes",
        how="go_along",
        sent_on="today",
        status="asked",
    )
    await told.is_the_same(step7="started")
    clock.forward(days=7)
    await take(driver, 7, status="first_visit_happened", did_it_help="partly")
    await told.is_the_same(step7="done")


async def close_it(told: Told) -> None:
    """The count stands above the closing; no reason is asked for, since nothing is left."""
    driver = told.driver
    await driver.press("f")
    await driver.at("ReadScreen")
    await driver.reads("9 of 9 looked at: 8 done, 1 no, 0 n/a")
    await driver.press("c")
    await driver.at("FormScreen")
    await driver.reads("9 of 9 looked at: 8 done, 1 no, 0 n/a")
    assert not driver.form.question("not_looked_at_reason").display
    await answer(driver, outcome="goals_changed", their_view="my own pace")
    await saved(driver, "CaseloadScreen")
    await told.is_the_same()
    assert "closed" in row_of(driver, told.code)


async def test_from_an_unflagged_client_to_a_closed_fresh_look(
    home: Path, tmp_path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody's record says anything else than the row of the caseload, at any point, and least of all at the end."""
    async with running(beginning(clock, [])) as driver:
        await make_a_vault(driver)
        code = await add_a_client(driver)
        await until_it_is_worth_a_look(driver, code, clock)
        await open_the_look(driver, code)
        told = Told(driver, code)
        await told.is_the_same()
        await all_nine(told, clock)
        await close_it(told)
        assert await driver.drafts() == []
        row, record = await driver.ask(in_programs, code)
    assert (row["fresh_look"]["state"], row["fresh_look"]["outcome"]) == ("closed", "goals_changed")
    assert marks_of(row["fresh_look"]["steps"]) == "xxx-xxxxx"
    (look,) = record["fresh_looks"]
    assert (look["their_view"], look["not_looked_at"]) == ("my own pace", [])
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    secret = tmp_path / "passphrase"
    secret.write_text(CHOSEN, encoding="utf-8")
    for command, shown in ((["caseload"], [row]), (["client", code], record)):
        said = printed(capsys, [*command, "--json", "--vault", str(home / "vaults" / "Robin"), secret])
        assert without_today(said) == without_today(shown)


def printed(capsys: pytest.CaptureFixture[str], arguments: Sequence[Any]) -> Any:
    """What the command line prints about the vault; the last argument is the file of its passphrase."""
    capsys.readouterr()
    assert run([*map(str, arguments[:-1]), "--passphrase-file", str(arguments[-1])]) == 0
    return json.loads(capsys.readouterr().out)


def without_today(told: Any) -> Any:
    """Without what depends on the day of asking: the command line has the real clock."""
    said = json.dumps(told)
    for name in ("signal", "because", "sentence"):
        said = re.sub(rf'"{name}": "[^"]*"', f'"{name}": ""', said)
    return json.loads(re.sub(r'"(worth_a_look|not_connected)": (true|false)', r'"\1": null', said))
