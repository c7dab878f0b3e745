"""A question goes to a supervisor and its answer comes back: into the step it belongs to, once, with nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.progress import Progress
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import CloseForm, FreshLook, FreshLookForm
from psw_tui.records.leaving import Lock
from psw_tui.records.nine import STEPS
from psw_tui.records.parcel import AnswerForm, QuestionForm
from psw_tui.services import envelope
from psw_tui.services.answering import asked_about, send_answer, send_question, take_answer
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import NotTheirQuestion, ParcelTwice, ParcelWrong, QuestionUnknown
from psw_tui.services.fresh_looks import close_fresh_look, open_fresh_look
from psw_tui.services.passphrases import renew_vault
from psw_tui.services.receiving import keep_key, recipient
from psw_tui.services.steps import entries_of_client, save_entry
from psw_tui.services.to_do import ToDoKind, to_do
from psw_tui.storage.errors import ParcelLocked, WrongPassphrase
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.read import column
from psw_tui.storage.recovery import encode
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, StillClock
from tests.services.giving_over import changed, colleague

NEW, NEW_CODE = "another five quiet words", encode(bytes(range(20, 40)))

STEP = STEPS[StepNumber.SUPERVISION]
ASKED = {"ask_whom": "supervisor", "need": ["ideas"], "question": "Is it [b]my[/b] role?", "by_when": "this_week"}
WAITING = {"state": "waiting", "waiting_for": "the answer"}


@pytest.fixture
def boss(new_vault: Path, tmp_path: Path, clock: StillClock) -> Iterator[Vault]:
    """The supervisor's vault."""
    with colleague(new_vault, tmp_path / "boss", clock, "Jo") as opened:
        yield opened


def ask(vault: Vault, client: Client, look: FreshLook | None = None, **raw: Any) -> Any:
    until = vault.clock.today().isoformat()
    form = STEP.form.read(ASKED | WAITING | {"waiting_until": until} | raw, {"today": vault.clock.today()})
    return save_entry(vault, STEP, form, client=client.id, fresh_look=look.id if look else None)


def open_look(vault: Vault, client: Client) -> FreshLook:
    form = FreshLookForm(why_now="they_said", look_again_on=vault.clock.today())
    return open_fresh_look(vault, client.id, form, "")


def question_in(boss: Vault, path: Path) -> envelope.Question:
    found = envelope.document_in(boss, envelope.opened(boss, envelope.read_file(path)))
    assert isinstance(found, envelope.Question)
    return found


def there(vault: Vault, client: Client, entry: Any, boss: Vault, folder: Path) -> envelope.Question:
    form = QuestionForm(place=str(folder), to_whom="Jo", lock=Lock.RECIPIENT, recipient=recipient(boss))
    return question_in(boss, send_question(vault, client, entry, form, language="en").path)


def back(boss: Vault, question: envelope.Question, folder: Path, advised: str = "Ask them first.") -> bytes:
    form = AnswerForm(
        place=str(folder), to_whom="Ash", lock=Lock.RECIPIENT, recipient=question.answer_to, advised=advised
    )
    return send_answer(boss, question, form, language="en").path.read_bytes()


def answer_in(vault: Vault, content: bytes) -> envelope.Answer:
    found = envelope.document_in(vault, envelope.opened(vault, content))
    assert isinstance(found, envelope.Answer)
    return found


@pytest.mark.parametrize("within", [True, False])
def test_the_answer_closes_what_was_waited_for_and_what_i_will_do_makes_it_done(
    vault: Vault, client: Client, boss: Vault, tmp_path: Path, within: bool
) -> None:
    look = open_look(vault, client) if within else None
    entry = ask(vault, client, look)
    assert ToDoKind.SUPERVISION in {item.kind for item in to_do(vault).items}
    question = there(vault, client, entry, boss, tmp_path)
    assert (question.code, question.question, question.from_whom) == ("Maple-27", ASKED["question"], "Ash")
    assert column(boss, "SELECT count(*) FROM client") == [0]

    answer = answer_in(vault, back(boss, question, tmp_path))
    taken = take_answer(vault, answer)
    assert (taken.amends, taken.fresh_look, taken.state) == (entry.id, look.id if look else None, State.STARTED)
    assert (taken.advised, taken.answer_on, taken.question) == (
        "Ask them first.",
        vault.clock.today(),
        ASKED["question"],
    )
    assert not {ToDoKind.SUPERVISION, ToDoKind.FOLLOW_UP} & {item.kind for item in to_do(vault).items}
    form = STEP.form.model_validate(taken, from_attributes=True)
    assert form.natural_state({"today": vault.clock.today()}) is State.STARTED
    form.will_do = "I ask."
    assert form.natural_state({"today": vault.clock.today()}) is State.DONE
    assert column(vault, "SELECT paper FROM received") == ["reply"]
    assert column(boss, "SELECT paper FROM sent") == ["reply"]
    assert column(vault, "SELECT parcel FROM sent") == [question.id]


def test_only_what_the_step_asks_goes_along(vault: Vault, client: Client, boss: Vault, tmp_path: Path) -> None:
    entry = ask(vault, client, said_no_words="SECRET", reason="SECRET")
    form = QuestionForm(place=str(tmp_path), to_whom="Jo", lock=Lock.CLEAR, why="a test")
    content = send_question(vault, client, entry, form, language="en").path.read_text()
    told = set(json.loads(content)) - {"format", "version", "id", "from", "team", "for", "made_on", "code"}
    assert told == {"entry", "ask_whom", "need", "question", "by_when", "asked_on", "answer_to"}
    assert "SECRET" not in content
    assert "Al" not in json.loads(content).values()


def test_the_same_answer_comes_once_and_another_one_stands_beside_it(
    vault: Vault, client: Client, boss: Vault, tmp_path: Path
) -> None:
    question = there(vault, client, ask(vault, client), boss, tmp_path)
    first = back(boss, question, tmp_path)
    answer = answer_in(vault, first)
    take_answer(vault, answer)
    with pytest.raises(ParcelTwice):
        answer_in(vault, first)
    with pytest.raises(ParcelTwice):
        take_answer(vault, answer)
    again = take_answer(vault, answer_in(vault, back(boss, question, tmp_path, "One more thing.")))
    assert again.advised == "Ask them first.\n\nOne more thing."
    assert len(entries_of_client(vault, STEP, client.id)) == 1


def test_an_answer_to_a_question_of_a_fresh_look_that_closed_meanwhile_is_kept(
    vault: Vault, client: Client, boss: Vault, tmp_path: Path
) -> None:
    look = open_look(vault, client)
    question = there(vault, client, ask(vault, client, look), boss, tmp_path)
    close_fresh_look(vault, look, CloseForm(outcome="better", not_looked_at_reason="-"))
    taken = take_answer(vault, answer_in(vault, back(boss, question, tmp_path)))
    assert taken.fresh_look is None
    assert taken.advised == "Ask them first."


@pytest.mark.parametrize("within", [True, False])
def test_what_was_being_typed_in_the_step_stays_with_the_answer_in_it(
    vault: Vault, client: Client, boss: Vault, tmp_path: Path, within: bool
) -> None:
    look = open_look(vault, client) if within else None
    entry = ask(vault, client, look)
    question = there(vault, client, entry, boss, tmp_path)
    target = look.id if look else entry.id
    keep_draft(vault, DraftPlace(STEP.slug, client.id, target), {"will_do": "half a", "advised": ""})
    taken = take_answer(vault, answer_in(vault, back(boss, question, tmp_path)))
    draft = draft_at(vault, DraftPlace(STEP.slug, client.id, look.id if look else taken.id))
    assert (draft["will_do"], draft["advised"]) == ("half a", "Ask them first.")
    assert column(vault, "SELECT count(*) FROM draft") == [1]


def test_an_answer_to_nothing_that_was_asked_here(vault: Vault, client: Client, boss: Vault, tmp_path: Path) -> None:
    question = there(vault, client, ask(vault, client), boss, tmp_path)
    content = envelope.opened(vault, back(boss, question, tmp_path))
    forged = envelope.document_in(vault, changed(content, entry=client.id))
    assert isinstance(forged, envelope.Answer)
    with pytest.raises(QuestionUnknown):
        take_answer(vault, forged)
    with pytest.raises(QuestionUnknown):
        asked_about(vault, forged)


@pytest.mark.parametrize(
    "forged",
    [
        {"advised": 5},
        {"advised": "x" * 20_001},
        {"answered_on": "9999-12-31"},
        {"entry": "../../x"},
        {"state": "done"},
        {"version": True},
        {"format": "psw-tui hand-over"},
    ],
)
def test_forged_lines_are_refused(
    vault: Vault, client: Client, boss: Vault, tmp_path: Path, forged: dict[str, Any]
) -> None:
    question = there(vault, client, ask(vault, client), boss, tmp_path)
    content = envelope.opened(vault, back(boss, question, tmp_path))
    with pytest.raises(ParcelWrong):
        envelope.document_in(vault, changed(content, **forged))


def test_an_entry_without_a_question_is_not_sent(vault: Vault, client: Client, tmp_path: Path) -> None:
    entry = ask(vault, client, question="", waiting_for="whom to ask")
    form = QuestionForm(place=str(tmp_path), to_whom="Jo", lock=Lock.CLEAR, why="a test")
    with pytest.raises(NotTheirQuestion):
        send_question(vault, client, entry, form, language="en")
    assert not list(tmp_path.glob("*.json"))


def test_a_key_that_is_given_up_opens_nothing_more(vault: Vault, client: Client, boss: Vault, tmp_path: Path) -> None:
    question = there(vault, client, ask(vault, client), boss, tmp_path)
    content = back(boss, question, tmp_path)
    former = recipient(vault)
    keep_key(vault, "")
    with pytest.raises(ParcelLocked):
        envelope.opened(vault, content)
    assert recipient(vault) != former
    with pytest.raises(ParcelLocked):
        envelope.opened(vault, content)


def test_where_somebody_may_know_the_passphrase_others_lock_with_a_new_key(vault: Vault, clock: StillClock) -> None:
    """A renewal that fails leaves the one that others have."""
    former = recipient(vault)
    with pytest.raises(WrongPassphrase):
        renew_vault(vault, "not this one", NEW, NEW_CODE, CHEAPEST, Progress())
    assert recipient(vault) == former
    renew_vault(vault, PASSPHRASE, NEW, NEW_CODE, CHEAPEST, Progress())
    with open_with_passphrase(vault.folder, NEW, clock=clock) as renewed:
        renewed.author = "Ash"
        assert recipient(renewed) != former
