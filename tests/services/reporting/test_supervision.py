"""A question for supervision says what was asked, and nothing else of the client."""

from __future__ import annotations

from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.leaving import Paper
from psw_tui.records.nine import STEPS
from psw_tui.records.steps.supervision import SupervisionForm
from psw_tui.services.errors import NoQuestionYet
from psw_tui.services.reporting import Wanted, make
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.services.reporting.worded import Words, said


def ask(vault: Vault, words: Words, client: str, about: str, **answers: Any) -> Any:
    """A step 6 entry outside of a fresh look, with a word of its own in every field."""
    step = STEPS[StepNumber.SUPERVISION]
    today = vault.clock.today()
    kept = {"need": ["role_or_boundary", "ethics"], "ask_whom": "supervisor", "by_when": "this_week"} | answers
    row = step.table(
        **words.fill(SupervisionForm, about) | {"state": "waiting", "asked_on": today, "held_on": today} | kept,
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
    )
    with writing(vault) as tx:
        tx.add(row)
    return row


@pytest.mark.parametrize("language", ["en", "fr"])
def test_only_the_question_is_told_and_the_newest_that_waits(vault: Vault, client: Client, language: str) -> None:
    words = Words()
    with writing(vault) as tx:
        tx.change(Client, client.id, **words.fill(ClientForm, "client"))
        note = {"client": client.id, "contact": "met", "held_on": vault.clock.today(), "at": vault.clock.now()}
        tx.add(Debrief(**words.fill(DebriefForm, "debrief") | note, id=vault.new_id(), made_at=vault.clock.now()))
    ask(vault, words, client.id, "older")
    ask(vault, words, client.id, "newest")
    ask(vault, words, client.id, "answered", state="done")
    made = make(vault, Wanted(Paper.SUPERVISION, language, client=client.id))
    assert words.told(made) == {"newest.question"}
    assert "Maple-27" in said(made)
    assert made.stem == "question-maple-27"


def test_a_name_that_slipped_into_the_question_is_the_code(vault: Vault, client: Client) -> None:
    row = ask(vault, Words(), client.id, "asked", question="Al says so. Also, Alan and al do not.", state="done")
    text = said(make(vault, Wanted(Paper.SUPERVISION, "en", client=client.id, row=row.id)))
    assert "Maple-27 says so. Also, Alan and al do not." in text


@pytest.mark.parametrize(("whom", "reminded"), [("supervisor", True), ("on_call", True), ("peer_colleague", False)])
def test_a_peer_needs_no_reminder_of_the_role(vault: Vault, client: Client, whom: str, reminded: bool) -> None:
    ask(vault, Words(), client.id, "asked", ask_whom=whom)
    text = said(make(vault, Wanted(Paper.SUPERVISION, "en", client=client.id)))
    assert ("from lived experience" in text) == reminded


def test_without_a_question_there_is_no_paper(vault: Vault, client: Client) -> None:
    ask(vault, Words(), client.id, "answered", state="done")
    with pytest.raises(NoQuestionYet):
        make(vault, Wanted(Paper.SUPERVISION, "en", client=client.id))
