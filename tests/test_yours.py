"""Nobody reads of "them" in a paper about themselves."""

from __future__ import annotations

import re
from typing import Any

import pytest

from psw_tui.domain.steps import State
from psw_tui.language import speak
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.form import questions
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal, Rating, Rewording
from psw_tui.records.leaving import Received, Sent, Statement
from psw_tui.records.nine import STEPS
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.support import ContactRow, Permission, Shared
from psw_tui.yours import ANSWERS, QUESTIONS, Yours
from tests.conftest import NOON

SHOWN = [Client, Goal, Rewording, Rating, Debrief, FollowUp, ContactRow, Permission, Shared, SafetyNote, FreshLook]
SHOWN += [Sent, Received, Statement, *(step.table for step in STEPS.values() if not step.private)]
FORMS: list[Any] = [*SHOWN, *(ask.rows for table in SHOWN for _, ask in questions(table) if ask.rows)]

OF_THEM = {
    "en": re.compile(r"\b(they|them|their|theirs|client|client's|person)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(elle|sienne?s?|son|sa|ses|lui|client\w*|la personne)\b", re.IGNORECASE),
}

IDIOMS = re.compile("in person|one of them")
"""Words that mean nobody."""

MEANS_ANOTHER = {
    ("contact", "how_to_reach"),
    ("contact", "language"),
    ("contact", "knows"),
    ("step_refer", "speaks_alone"),
    ("permission", "told_may_be_reshared"),
    ("permission", "direction"),
    ("step_supporters", "talk"),
    ("step_supporters", "they_said"),
    ("sent", "lock"),
}
"""Questions in which it is somebody else who is meant: a contact, or whoever got a file."""


@pytest.mark.parametrize("language", OF_THEM)
def test_every_question_and_every_answer_speaks_to_the_client(language: str) -> None:
    reader = Yours(speak(language), NOON.date())
    wrong = []
    for form in FORMS:
        entity = getattr(form, "NAME", form.__name__)
        for name, ask in questions(form):
            said = [reader.question(form, name, ask), *(reader.label(answer) for answer in ask.choices or ())]
            if not ask.private and (entity, name) not in MEANS_ANOTHER:
                wrong += [(entity, name, words) for words in said if OF_THEM[language].search(IDIOMS.sub("", words))]
    assert wrong == []


def test_no_words_are_kept_for_a_question_that_is_gone() -> None:
    asked = {(getattr(form, "NAME", form.__name__), name) for form in FORMS for name, _ in questions(form)}
    assert {(entity, name) for entity, words in QUESTIONS.items() for name in words} <= asked


def test_each_answer_has_one_wording() -> None:
    assert len({(type(answer), answer.value) for answer, _ in ANSWERS}) == len(ANSWERS)
    assert Yours(speak("en"), NOON.date()).label(State.SAID_NO) == "you said no"
