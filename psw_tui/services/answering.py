"""A question for supervision on its way, and the answer on its way back, each as a file that this program reads.

The question takes along what step 6 asks and nothing else: the code, the kind of help, the words, by when. With it goes
the age key of whoever asks, so that the answer is locked for them. The supervisor keeps nothing of it but the line in
their log that an answer left.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.answers import raw_of
from psw_tui.records.ask import LONGEST_TEXT
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.leaving import Paper, Received
from psw_tui.records.nine import STEPS
from psw_tui.records.parcel import AnswerForm, QuestionForm
from psw_tui.records.steps.supervision import Supervision, SupervisionForm
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.services.envelope import Answer, Question, head, refuse_twice, written
from psw_tui.services.errors import NotTheirQuestion, QuestionUnknown
from psw_tui.services.leaving import Left, Parcel, leave
from psw_tui.services.receiving import recipient
from psw_tui.services.steps import enter
from psw_tui.storage.read import column, reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

STEP = STEPS[StepNumber.SUPERVISION]
QUESTION_FORM, ANSWER_FORM = "question", "answer"
"""What drafts of them are called."""


def question_parcel(vault: Vault, client: Client, entry: Supervision, for_whom: str) -> Parcel:
    """What an entry of step 6 asks, ready to leave. Raises NotTheirQuestion where nothing is asked."""
    if not entry.question.strip():
        raise NotTheirQuestion
    asked = {
        "entry": entry.id,
        "ask_whom": entry.ask_whom,
        "need": list(entry.need),
        "question": entry.question,
        "by_when": entry.by_when,
        "asked_on": entry.asked_on or entry.held_on,
        "answer_to": recipient(vault),
    }
    document = Question.model_validate(head(vault, for_whom, client.code) | asked)
    return Parcel(Paper.SUPERVISION, f"{client.code}-question", ".json", written(document), client.id, document.id)


def send_question(vault: Vault, client: Client, entry: Supervision, form: QuestionForm, *, language: str) -> Left:
    """Let a question leave. Raises NotTheirQuestion and what `leave` does."""
    parcel = question_parcel(vault, client, entry, form.to_whom)
    return leave(
        vault, parcel, form, language=language, also=lambda tx: tx.drop_draft(client.id, QUESTION_FORM, entry.id)
    )


def answer_parcel(vault: Vault, question: Question, form: AnswerForm) -> Parcel:
    """What a supervisor answers, ready to go back."""
    said = {
        "entry": question.entry,
        "answered_on": form.answered_on or vault.clock.today(),
        "advised": form.advised,
    }
    document = Answer.model_validate(head(vault, question.from_whom, question.code) | said)
    return Parcel(Paper.REPLY, f"{question.code}-answer", ".json", written(document), None, document.id)


def send_answer(vault: Vault, question: Question, form: AnswerForm, *, language: str) -> Left:
    """Let an answer leave. Raises what `leave` does."""
    parcel = answer_parcel(vault, question, form)
    return leave(vault, parcel, form, language=language, also=lambda tx: tx.drop_draft("", ANSWER_FORM, question.id))


def asked_about(vault: Vault, answer: Answer) -> Supervision:
    """The newest entry that goes on from the question. Raises QuestionUnknown."""
    with reading(vault) as session:
        entry = session.get(Supervision, answer.entry)
    if entry is None:
        raise QuestionUnknown
    after = "SELECT id FROM step_supervision WHERE amends = :entry AND id <> amends ORDER BY id DESC LIMIT 1"
    newest = entry.id
    while found := column(vault, after, entry=newest):
        newest = found[0]
    with reading(vault) as session:
        current = session.get(Supervision, newest)
    return current or entry


def take_answer(vault: Vault, answer: Answer, say: Callable[[str], str] = str) -> Supervision:
    """Keep an answer as an entry that goes on from the question, which is asked about no more.

    It is *started*: what the worker will do is theirs to write, and makes it done. A question that was answered before
    keeps both answers. A draft of the step stays, with the answer in it. Raises QuestionUnknown, ParcelTwice.
    """
    refuse_twice(vault, answer.id)
    before = asked_about(vault, answer)
    form = _answered(vault, before, answer)
    look = _open_look(vault, before)
    place = DraftPlace(STEP.slug, before.client, look or before.id)
    draft = draft_at(vault, place)
    with writing(vault) as tx:
        entry = enter(tx, vault, STEP, form, client=before.client, fresh_look=look, amends=before.id, say=say)
        if draft:
            tx.drop_draft(place.client, place.form, place.target)
            body = json.dumps(_with_answer(draft, form), ensure_ascii=False)
            tx.keep_draft(place.client, place.form, look or entry.id, body)
        tx.add(
            Received(
                id=vault.new_id(),
                made_at=vault.clock.now(),
                client=before.client,
                held_on=vault.clock.today(),
                paper=Paper.REPLY,
                from_whom=answer.from_whom,
                parcel=answer.id,
            )
        )
    return cast(Supervision, entry)


def _open_look(vault: Vault, entry: Supervision) -> str | None:
    """The fresh look of an entry while that is open; a later entry stands outside of any."""
    with reading(vault) as session:
        look = session.get(FreshLook, entry.fresh_look) if entry.fresh_look else None
    return look.id if look is not None and look.closed_on is None else None


def _answered(vault: Vault, before: Supervision, answer: Answer) -> SupervisionForm:
    """What the entry says with the answer in it."""
    form = SupervisionForm.model_validate(before, from_attributes=True)
    both = "\n\n".join(filter(None, [form.advised.strip(), answer.advised.strip()]))
    form.advised = both if len(both) <= LONGEST_TEXT else answer.advised
    form.answer_on = min(answer.answered_on, vault.clock.today())
    form.held_on = vault.clock.today()
    form.state = State.DONE if before.state == State.DONE else State.STARTED
    form.waiting_for, form.waiting_until = "", None
    return form


def _with_answer(draft: dict[str, Any], form: SupervisionForm) -> dict[str, Any]:
    """A draft of the step, with the answer where nothing stood."""
    raw = raw_of(form)
    return draft | {name: raw[name] for name in ("answer_on", "advised") if not draft.get(name)}
