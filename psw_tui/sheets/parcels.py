"""The forms before something leaves for another vault: a client, a question, an answer.

Saving one of them only keeps it as a draft: the file is written afterwards, which takes a while. The draft goes in the
same transaction that logs the leaving.
"""

from __future__ import annotations

from typing import Any

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.answers import raw_of
from psw_tui.records.client import Client
from psw_tui.records.leaving import Lock
from psw_tui.records.parcel import AnswerForm, HandOverForm, HandOverPart, QuestionForm
from psw_tui.records.steps.supervision import Supervision
from psw_tui.services.answering import ANSWER_FORM, QUESTION_FORM
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.envelope import Question
from psw_tui.services.handing_over.giving import FORM as HAND_OVER_FORM
from psw_tui.services.settings import settings
from psw_tui.sheets.sheet import Line, Sheet
from psw_tui.storage.vault import Vault

QUESTION = "question"
"""Under this name a draft of an answer remembers what was asked."""

TALK_FIRST = N_("Talk with the client first: who takes over, and what goes along.")
ONLY_THIS = N_("What leaves: the code, what you need, your question, by when. Nothing else of the record.")


def hand_over(vault: Vault, client: Client, language: Language) -> Sheet:
    """What goes along, and how it leaves."""
    place = DraftPlace(HAND_OVER_FORM, client.id)
    return Sheet(
        language.say("Hand over: {code}", code=client.code),
        HandOverForm,
        place,
        save=_keeping(place),
        kept=draft_at(vault, place),
        start={"parts": [str(part) for part in HandOverPart]},
        head=[Line(language.say(TALK_FIRST))],
        help_name="handing_over",
    )


def ask(vault: Vault, client: Client, entry: Supervision, language: Language) -> Sheet:
    """How a question for supervision leaves."""
    place = DraftPlace(QUESTION_FORM, client.id, entry.id)
    return Sheet(
        language.say("Send the question: {code}", code=client.code),
        QuestionForm,
        place,
        save=_keeping(place),
        kept=draft_at(vault, place),
        start={"to_whom": settings(vault).supervisor},
        head=[Line(entry.question), Line(language.say(ONLY_THIS))],
        help_name="handing_over",
    )


def answer(vault: Vault, question: Question, language: Language) -> Sheet:
    """What is answered, and how that leaves: locked for whoever asked, unless the supervisor wants otherwise."""
    place = DraftPlace(ANSWER_FORM, "", question.id)
    carried = {QUESTION: question.model_dump_json(by_alias=True)}
    return Sheet(
        language.say("Answer: {code}", code=question.code),
        AnswerForm,
        place,
        save=_keeping(place, carried),
        kept=draft_at(vault, place),
        start={
            "answered_on": vault.clock.today().isoformat(),
            "lock": str(Lock.RECIPIENT),
            "recipient": question.answer_to,
            "to_whom": question.from_whom,
        },
        head=[Line(question.question, strong=question.code)],
        carried=carried,
        help_name="handing_over",
    )


def question_of(vault: Vault, place: DraftPlace) -> Question:
    """What the draft of an answer is about. Raises KeyError for a draft that does not remember it."""
    return Question.model_validate_json(draft_at(vault, place)[QUESTION])


def _keeping(place: DraftPlace, carried: dict[str, str] | None = None) -> Any:
    def save(vault: Vault, form: Any) -> Any:
        keep_draft(vault, place, raw_of(form) | (carried or {}))
        return form

    return save
