"""A client goes from one vault to another by keys alone; a question goes out, its answer comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.leaving import Lock
from psw_tui.records.nine import STEPS
from psw_tui.records.parcel import AnswerForm, QuestionForm
from psw_tui.services import envelope
from psw_tui.services.answering import send_answer, send_question
from psw_tui.services.drafts import unfinished
from psw_tui.services.receiving import recipient
from psw_tui.services.steps import entries_of_client
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.giving import give_look, give_step
from tests.services.giving_over import agreed, colleague, looked_at, sent
from tests.ui.driving import at_home, inside
from tests.ui.walking import at_client, go, retype

SUPERVISION = STEPS[StepNumber.SUPERVISION]
QUESTION = {"ask_whom": "supervisor", "need": ["ideas"], "question": "how slow is slow", "by_when": "this_week"}
WAITING = {"state": "waiting", "waiting_for": "an answer", "waiting_until": "+3"}


@pytest.fixture
def other(new_vault: Path, tmp_path: Path, clock: StillClock) -> Iterator[Vault]:
    with colleague(new_vault, tmp_path / "bea", clock) as opened:
        yield opened


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


async def test_a_client_leaves_and_what_was_refused_can_be_put_right(
    folder: Path, clock: StillClock, busy: Client, other: Vault, stick: Path
) -> None:
    key = recipient(other)
    async with at_client(folder, clock) as driver:
        await go(driver, "x", "FormScreen")
        await driver.reads("Talk with the client first")
        await driver.answer(lock="recipient", recipient="age1mistyped", place=str(stick), to_whom="Bea")
        await go(driver, "f2", "ReadScreen")
        await driver.reads("This is no age key.")
        await go(driver, "escape", "FormScreen")
        assert driver.form.raw["to_whom"] == "Bea"
        await retype(driver, recipient=key)
        await go(driver, "f2", "ReadScreen")
        await driver.reads("The file lies at")
        await driver.reads("It is locked for one person's age key")
        await go(driver, "escape", "ClientScreen")
        await driver.reads("moved on")
        assert not await driver.ask(unfinished)
    (path,) = stick.glob("*.age")
    assert looked_at(other, path).code == "Maple-27"


async def test_a_client_comes_in_after_a_look(
    folder: Path, clock: StillClock, new_vault: Path, tmp_path: Path, other: Vault, stick: Path
) -> None:
    from psw_tui.records.client import ClientForm
    from psw_tui.services.clients import add_client

    client = add_client(other, ClientForm(knows_notes="yes", met_on=clock.today()), "Cedar-04")
    with inside(folder, clock) as mine:
        path = sent(other, client, agreed(stick, mine))
    async with at_home(folder, clock) as driver:
        await go(driver, "e", "LineDialog")
        await driver.type(f"{stick}/none\n")
        await driver.at("ReadScreen")
        await driver.reads("cannot be read")
        await go(driver, "escape", "LineDialog")
        await driver.press("ctrl+u")
        await driver.type(f"{path}\n")
        await driver.at("ReadScreen")
        await driver.reads("From Ash.")
        await driver.reads("The record of Cedar-04")
        await driver.reads("No names are in it.")
        assert not await driver.ask(column, "SELECT code FROM client")
        await go(driver, "i", "ClientScreen")
        await driver.reads("Cedar-04")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "e", "LineDialog")
        await driver.type(f"{path}\n")
        await driver.at("ReadScreen")
        await driver.reads("This came in already on")


async def test_an_answer_that_came_opens_the_step_with_it(
    folder: Path, clock: StillClock, maple: Client, other: Vault, stick: Path
) -> None:
    """Whoever leaves the form has lost nothing."""
    with inside(folder, clock) as vault:
        look = give_look(vault, maple.id)
        entry = give_step(vault, look, StepNumber.SUPERVISION, **QUESTION, **WAITING)
        asked = QuestionForm(place=str(stick), to_whom="Jo", lock=Lock.RECIPIENT, recipient=recipient(other))
        out = send_question(vault, maple, entry, asked, language="en").path
    question = envelope.document_in(other, envelope.opened(other, out.read_bytes()))
    assert isinstance(question, envelope.Question)
    said = AnswerForm(
        place=str(stick), to_whom="Ash", lock=Lock.RECIPIENT, recipient=question.answer_to, advised="Halve the pace."
    )
    path = send_answer(other, question, said, language="en").path
    async with at_home(folder, clock) as driver:
        await go(driver, "e", "LineDialog")
        await driver.type(f"{path}\n")
        await driver.at("ReadScreen")
        await driver.reads("Halve the pace.")
        await go(driver, "i", "StepScreen")
        assert driver.form.raw["advised"] == "Halve the pace."
        assert driver.form.raw["state"] == State.STARTED
        await retype(driver, will_do="every second week")
        await driver.until(lambda: driver.form.raw["state"] == State.DONE, "done")
        await go(driver, "f2", "CaseloadScreen")
        (kept,) = await driver.ask(entries_of_client, SUPERVISION, maple.id)
        assert (kept.state, kept.advised, kept.will_do) == (State.DONE, "Halve the pace.", "every second week")


async def test_a_question_leaves_from_the_list_and_is_answered_on_the_other_side(
    folder: Path, clock: StillClock, maple: Client, other: Vault, stick: Path
) -> None:
    """The answer is a draft as long as it is not sent, and the draft remembers the question."""
    with inside(folder, clock) as vault:
        look = give_look(vault, maple.id)
        entry = give_step(vault, look, StepNumber.SUPERVISION, **QUESTION, **WAITING)
        own = recipient(vault)
    async with at_client(folder, clock) as driver:
        await go(driver, "s", "ListScreen")
        await go(driver, "x", "FormScreen")
        await driver.reads("how slow is slow")
        await driver.answer(lock="recipient", recipient=recipient(other), place=str(stick), to_whom="Jo")
        await go(driver, "f2", "ReadScreen")
        await driver.reads("The file lies at")
        await go(driver, "escape", "ListScreen")
    (out,) = stick.glob("*-question-*.age")
    content = envelope.opened(other, out.read_bytes())
    assert envelope.document_in(other, content).model_dump()["entry"] == entry.id
    out.write_bytes(content)  # as if it had come to this worker, who has no other vault to answer from

    async with at_home(folder, clock) as driver:
        await go(driver, "e", "LineDialog")
        await driver.type(f"{out}\n")
        await driver.at("ReadScreen")
        await driver.reads("A question about Maple-27")
        await go(driver, "a", "FormScreen")
        await driver.reads("how slow is slow")
        assert driver.form.raw["recipient"] == own
        await driver.answer(advised="Halve the pace.")
        await go(driver, "escape", "CaseloadScreen")
        (draft,) = await driver.drafts()
        assert (draft.place.form, draft.place.client) == ("answer", "")
        await go(driver, "d", "DraftsScreen")
        await driver.reads("answer to a question")
        await go(driver, "enter", "FormScreen")
        assert driver.form.raw["advised"] == "Halve the pace."
        await retype(driver, place=str(stick))
        await go(driver, "f2", "ReadScreen")
        await driver.reads("The file lies at")
        assert not await driver.drafts()
    (back,) = stick.glob("*-answer-*.age")
    with inside(folder, clock) as vault:
        answer = envelope.document_in(vault, envelope.opened(vault, back.read_bytes()))
        assert isinstance(answer, envelope.Answer)
        assert (answer.entry, answer.advised, answer.for_whom) == (entry.id, "Halve the pace.", "Ash")
