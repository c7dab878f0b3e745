"""What a client sees of their record: what is named, all of it, and not a word of anything else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.language import LANGUAGES, speak
from psw_tui.permission_words import standing
from psw_tui.records.answers import raw_of, read_form
from psw_tui.records.ask import TEXT_KINDS
from psw_tui.records.choices import Who
from psw_tui.records.client import Client
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.form import questions
from psw_tui.records.goal import Goal, GoalForm, RateForm
from psw_tui.records.leaving import StatementForm
from psw_tui.records.safety_note import SafetyNote, SafetyNoteForm
from psw_tui.records.setting import SettingForm
from psw_tui.records.support import PermissionForm, WhoShares
from psw_tui.services import shown as shown_module
from psw_tui.services.debriefs import save_debrief
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import NothingToUndo
from psw_tui.services.find import find
from psw_tui.services.goals import rate_goal, ratings_of
from psw_tui.services.history import history_of_client
from psw_tui.services.quick_notes import new_quick_note
from psw_tui.services.record import record_of
from psw_tui.services.safety import save_safety_note
from psw_tui.services.settings import change_settings, settings
from psw_tui.services.shown import give_number, shown, take_back
from psw_tui.services.statements import add_statement, place_of, statements_of
from psw_tui.services.support import permissions_of
from psw_tui.services.timeline import timeline
from psw_tui.services.undo import last_save, undo
from psw_tui.shown_words import parts, whom_and_what
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.records.complete import COMPLETE, context
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step
from tests.services.permitting import give_contact, give_permission

SECRET = "zebrafinch"
"""Begins every word that a client must not see."""

THEIRS = "marigold"
"""Begins every word that is theirs to see."""

SPRING = date(2026, 3, 1)


def text_of(vault: Vault, client: str, language: str = "en", most: int = 20) -> str:
    """All that is shown, as one text."""
    told = parts(shown(vault, client, most), speak(language), vault.clock)
    return "\n".join(line for part in told for line in (part.heading, *part.lines))


def in_all(form: Any, word: str, **but: Any) -> dict[str, Any]:
    """An answer to every question for words of a form: the word, with the name of the question."""
    return {name: f"{word}-{name}" for name, ask in questions(form) if ask.kind in TEXT_KINDS and not ask.rows} | but


def write_all(vault: Vault, client: Client, word: str) -> set[str]:
    """A record in which everything they may see begins with `word`, and nothing else does. Returns what they may see."""
    today = vault.clock.today()
    goal = give_goal(vault, client.id, f"{word}-goal", why=f"{word}-why", first_part=f"{word}-first")
    rate_goal(vault, goal, RateForm(rating="7"))
    rate_goal(vault, goal, RateForm(rating="2", given_by="worker"))
    first = give_debrief(vault, client.id, their_words=f"{SECRET}-amended")
    raw = {"contact": "met", "safety": "worried", "next_due": "+3"} | in_all(DebriefForm, word)
    save_debrief(vault, client.id, read_form(DebriefForm, raw, context(today)), amends=first)
    give_debrief(vault, client.id, contact="tried", tried=f"{word}-tried")
    about = {"what_i_did": ["stayed_with_them"], "next_check_on": "+1", "next_check_at": "10:00"}
    told = [{"who": f"{word}-told", "told_on": "", "at": "9:00"}]
    hidden = {"mandated_report": "yes", "mandated_on": "today"}
    hidden |= dict.fromkeys(("mandated_to", "mandated_reference"), f"{SECRET}-report")
    noted = in_all(SafetyNoteForm, word) | about | hidden | {"told": told}
    save_safety_note(vault, client.id, "", read_form(SafetyNoteForm, noted, context(today)))
    contact = give_contact(vault, client.id, f"{word}-label", name=f"{SECRET}-name", how_to_reach=f"{SECRET}-phone")
    agreed = {"may_share": f"{word}-may", "purpose": f"{word}-purpose"}
    agreed |= {name: f"{word}-{name}" for name in ("may_share_line", "may_not_share", "until_event")}
    agreed |= {"given_by": "substitute", "substitute": f"{SECRET}-substitute", "paper_at": f"{SECRET}-paper"}
    give_permission(vault, contact, SPRING, SPRING + timedelta(90), **agreed)
    add_statement(vault, client.id, StatementForm(words=f"{word}-words", about=f"{word}-about"))
    names = ("goal", "why", "first", "tried", "their_words", "what_line", "how_they_responded", "next_what")
    names += ("what_i_did_line", "saw_or_heard", "they_wanted", "told", "label", "may", "purpose", "may_share_line")
    return {f"{word}-{name}" for name in (*names, "may_not_share", "until_event", "words", "about")}


def write_secrets(vault: Vault, client: Client) -> None:
    """What no client may see, in every corner: the worker's own, the steps, to-dos, settings, drafts, another client."""
    today = vault.clock.today()
    named = dict.fromkeys(("worker", "team", "supervisor", "on_call_phone"), f"{SECRET}-setting")
    change_settings(vault, read_form(SettingForm, raw_of(settings(vault)) | named, context(today)))
    look = give_look(vault, client.id, better_looks_like=f"{SECRET}-better", offered_line=f"{SECRET}-offered")
    reflected = COMPLETE[StepNumber.REFLECT] | in_all_of(StepNumber.REFLECT) | {"remind_on": "+2"}
    give_step(vault, look, StepNumber.REFLECT, **reflected, state="done")
    give_step(vault, look, StepNumber.LEARN, **COMPLETE[StepNumber.LEARN] | in_all_of(StepNumber.LEARN), state="done")
    give_step(vault, look, StepNumber.LISTEN, heard=f"{SECRET}-heard", state="started")
    give_debrief(vault, client.id, how_am_i="shaken")
    keep_draft(vault, DraftPlace("debrief", client.id), {"their_words": f"{SECRET}-draft"})
    keep_draft(vault, new_quick_note(vault), {"words": f"{SECRET}-quick"})
    write_all(vault, give_client(vault, "Birch-11", goes_by=SECRET, strengths=SECRET), SECRET)


def in_all_of(number: StepNumber) -> dict[str, Any]:
    from psw_tui.records.nine import STEPS

    return in_all(STEPS[number].form, SECRET)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_theirs_and_not_a_word_of_anything_else(vault: Vault, client: Client, language: str) -> None:
    may_see = write_all(vault, client, THEIRS)
    write_secrets(vault, client)
    text = text_of(vault, client.id, language)
    assert {word for word in may_see if word not in text} == set()
    assert SECRET not in text
    assert "Birch" not in text
    for shaken in ("shaken", "secoué", "ébranlé"):
        assert shaken not in text


NOT_TOLD = {
    GoalForm: {"words", "kind"},  # the words are the heading
    DebriefForm: {"contact", "held_on", "goals", "how_am_i"},  # heading, beside the goals, and the worker's own
    SafetyNoteForm: {"mandated_report", "mandated_on", "mandated_to", "mandated_reference"},
    PermissionForm: {
        *("with_contact", "agreed", "until_on"),  # the heading
        *("given_by", "substitute", "told_can_withdraw", "told_no_penalty", "told_may_be_reshared", "paper_at"),
    },
}
TOLD = {
    GoalForm: shown_module.OF_A_GOAL,
    DebriefForm: shown_module.OF_A_NOTE,
    SafetyNoteForm: shown_module.OF_A_SAFETY_NOTE,
    PermissionForm: shown_module.OF_A_PERMISSION,
}


@pytest.mark.parametrize("form", TOLD, ids=lambda form: form.__name__)
def test_somebody_has_decided_about_every_question(form: Any) -> None:
    """A new one is not shown; this fails until it is said whether it should be."""
    assert TOLD[form].keys() | NOT_TOLD[form] == {name for name, _ in questions(form)}
    assert not TOLD[form].keys() & NOT_TOLD[form]
    assert not any(ask.private for name, ask in questions(form) if name in TOLD[form])


def test_it_speaks_to_them(vault: Vault, client: Client) -> None:
    """Answers worded for the worker are worded for them, also where two questions keep the same word."""
    goal = give_goal(vault, client.id, "sleep", rating="4")
    rate_goal(vault, goal, RateForm(rating="p"))
    give_debrief(vault, client.id, next_what="ring", next_who="me", next_due="+1", what_we_did=["my_story", "listened"])
    contact = give_contact(vault, client.id, "sister")
    give_permission(vault, contact, SPRING, SPRING + timedelta(90), direction="share", who_shares="me")
    text = text_of(vault, client.id)
    assert str(Who.ME) == str(WhoShares.ME)
    assert "Next: who: your worker" in text
    assert "Who may speak: only your worker" in text
    assert "Which way: your worker may tell them" in text
    assert "What we did: your worker's own story, listened" in text
    assert "4 (today), prefer not to say (today)" in text
    assert "A worry about safety" not in text
    assert f"sister: {standing(permissions_of(vault, client.id)[0], vault.clock.today(), speak('en'))}" in text


def test_notes_come_the_newest_first_and_no_more_than_asked_for(vault: Vault, client: Client) -> None:
    for day in range(5):
        give_debrief(vault, client.id, held_on=f"-{day + 1}", their_words=f"day {day}")
    seen = shown(vault, client.id, 3)
    assert [note.answers[0].given for note in seen.notes] == ["day 0", "day 1", "day 2"]
    assert seen.more
    assert not shown(vault, client.id, 5).more


def test_their_number_is_theirs_counts_and_can_be_undone(vault: Vault, client: Client) -> None:
    """And what the worker had begun to write about that goal is still there."""
    goal = give_goal(vault, client.id, "sleep")
    begun = DraftPlace("rate", client.id, goal.id)
    keep_draft(vault, begun, {"rating": "3"})
    give_number(vault, goal.id, "10")
    (given,) = ratings_of(vault, client.id)[goal.id]
    assert (given.value, str(given.given_by), given.day) == (10, "person", vault.clock.today())
    assert draft_at(vault, begun) == {"rating": "3"}
    give_number(vault, goal.id, "a")
    assert [each.no_answer for each in ratings_of(vault, client.id)[goal.id]] == [None, "not_asked"]
    assert last_save(vault).first.entity == "rating"


def test_what_is_taken_back_counts_at_once_and_only_once(vault: Vault, client: Client, clock: StillClock) -> None:
    contact = give_contact(vault, client.id, "sister")
    permission = give_permission(vault, contact, SPRING, SPRING + timedelta(90))
    ended = give_permission(vault, contact, SPRING, SPRING + timedelta(1))
    refused = give_permission(vault, contact, SPRING, SPRING + timedelta(90), agreed="no")
    (can_end,) = shown(vault, client.id, 1).can_end
    assert can_end.id == permission.id
    assert whom_and_what(can_end, speak("en")) == "sister: ask what she sees"
    day = clock.today()
    take_back(vault, permission.id, "They did it themselves.")
    clock.forward(days=1)
    take_back(vault, permission.id, "Again.")
    kept = {each.id: each for each in permissions_of(vault, client.id)}
    now = kept[permission.id]
    assert (now.withdrawn_on, now.withdrawn_how, str(now.withdrawn_part)) == (day, "They did it themselves.", "all")
    assert kept[ended.id].withdrawn_on is None
    assert kept[refused.id].withdrawn_on is None
    assert shown(vault, client.id, 1).can_end == []
    assert "you said no" in text_of(vault, client.id)


def test_a_statement_stands_wherever_the_record_is_told(vault: Vault, client: Client, clock: StillClock) -> None:
    """As it was written, under its day; its draft goes with it, and no worker takes it back."""
    place = place_of(client.id)
    keep_draft(vault, place, {"words": "begun"})
    kept = add_statement(vault, client.id, StatementForm(words="it was not too loud", about="Tuesday"))
    assert (kept.held_on, draft_at(vault, place)) == (clock.today(), {})
    clock.forward(days=1)
    later = add_statement(vault, client.id, StatementForm(words="nor the week after"))
    assert [each.id for each in statements_of(vault, client.id)] == [later.id, kept.id]
    assert [each.id for each in record_of(vault, client).statements] == [later.id, kept.id]
    assert [(each.entity, each.words) for each in timeline(vault, client.id)][:2] == [
        ("statement", "nor the week after"),
        ("statement", "it was not too loud\nTuesday"),
    ]
    assert [(hit.entity, hit.row) for hit in find(vault, "loud").hits] == [("statement", kept.id)]
    assert [each.line.entity for each in history_of_client(vault, client.id)][:2] == ["statement", "statement"]
    with pytest.raises(NothingToUndo):
        undo(vault, last_save(vault))


def test_everything_kept_of_a_safety_note_or_goal_is_a_question_of_its_form() -> None:
    """What is named is looked up among the questions of the table."""
    assert shown_module.OF_A_SAFETY_NOTE.keys() <= dict(questions(SafetyNote)).keys()
    assert shown_module.OF_A_GOAL.keys() <= dict(questions(Goal)).keys()
