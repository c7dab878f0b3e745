"""The other forms: what they need, what they hide, and what they refuse with a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from psw_tui.records.answers import read_form
from psw_tui.records.client import NOT_YET_THERE, ClientForm, RecordMode
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.follow_up import FollowUpForm
from psw_tui.records.form import NEEDED, Form, Problem, Refused, questions
from psw_tui.records.fresh_look import NOT_IN_THE_PAST, FreshLookForm
from psw_tui.records.goal import GoalKind, NewGoalForm
from psw_tui.records.safety_note import SafetyNoteForm
from psw_tui.records.setting import SettingForm
from psw_tui.records.support import ENDS_BEFORE_IT_BEGINS, ContactForm, PermissionForm, SharedForm

TODAY = date(2026, 3, 13)

LEAST: dict[type[Form], dict[str, Any]] = {
    ClientForm: {"knows_notes": "yes", "met_on": "today"},
    DebriefForm: {"contact": "met", "safety": "nothing"},
    NewGoalForm: {"words": "sleep through"},
    FreshLookForm: {"why_now": "they_said", "look_again_on": "4w"},
    FollowUpForm: {"what": "call", "due": "+3"},
    ContactForm: {"label": "sister", "kind": "supporter"},
    SettingForm: {"worker": "Ash"},
    SharedForm: {"held_on": "today", "to_contact": "c", "what": "that we meet", "how": "phone"},
    SafetyNoteForm: {"what_i_did": ["stayed_with_them"], "next_check_on": "tomorrow", "next_check_at": "9:00"},
    PermissionForm: {
        "with_contact": "c",
        "direction": "share",
        "purpose": "a ride to the clinic",
        "may_share": "the time of the visit",
        "how_given": "spoken",
        "given_on": "today",
        "until_on": "90d",
        "told_can_withdraw": True,
        "told_no_penalty": True,
        "told_may_be_reshared": "na",
    },
}
"""The fewest answers that save each form, as DOMAIN 4 requires them."""


def read(form: type[Form], agreed: str = "full", /, **raw: Any) -> Any:
    """`agreed` is the client's record mode, which a debrief depends on."""
    return read_form(form, raw, {"today": TODAY, "record_mode": agreed})


def refused(form: type[Form], /, **raw: Any) -> dict[str, Problem]:
    with pytest.raises(Refused) as caught:
        read(form, **raw)
    return caught.value.problems


def shown(form: type[Form], **answers: str) -> set[str]:
    return {name for name, ask in questions(form) if ask.applies(answers)}


@pytest.mark.parametrize("form", LEAST, ids=lambda form: form.__name__)
def test_the_needed_answers_are_enough(form: type[Form]) -> None:
    """Everything else can wait for a better moment."""
    read(form, **LEAST[form])


@pytest.mark.parametrize(
    ("form", "name"),
    [(form, name) for form, least in LEAST.items() for name in least],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_each_needed_answer_is_asked_for_by_name(form: type[Form], name: str) -> None:
    """The missing one is marked, and only that one."""
    assert set(refused(form, **{key: value for key, value in LEAST[form].items() if key != name})) == {name}


def test_nothing_is_filled_in_about_safety() -> None:
    """A worry has no default: the worker answers every time."""
    assert refused(DebriefForm, contact="met") == {"safety": Problem(NEEDED)}
    assert DebriefForm().safety is None


@pytest.mark.parametrize("contact", ["tried", "they_cancelled"])
def test_without_contact_only_the_try_is_asked(contact: str) -> None:
    """Fifteen seconds: what I tried, what is next; nothing about a meeting that was none."""
    asked = shown(DebriefForm, contact=contact, record_mode="full")
    assert {"tried", "next_what", "next_due"} <= asked
    assert asked.isdisjoint({"their_words", "what_we_did", "how_they_responded", "goals", "useful_today"})
    assert "tried" not in shown(DebriefForm, contact="met", record_mode="full")


def test_a_brief_record_asks_for_facts_and_the_plan_only() -> None:
    """Their words, numbers and how I am are not asked."""
    asked = shown(DebriefForm, contact="met", record_mode="brief")
    assert {"contact", "safety", "how_long", "place", "what_we_did", "next_what"} <= asked
    assert asked.isdisjoint({"their_words", "how_they_responded", "goals", "useful_today", "how_am_i"})


@pytest.mark.parametrize("contact", ["met", "tried"])
def test_counts_only_keeps_no_word(contact: str) -> None:
    """Whatever was typed before, a client who said no notes gets none."""
    asked = shown(DebriefForm, contact=contact, record_mode="counts")
    met = {"how_long", "place"} if contact == "met" else set()
    assert asked == {"contact", "safety", "held_on"} | met
    typed = {"their_words": "x", "what_line": "x", "tried": "x", "next_what": "x", "next_due": "+1"}
    form = read(DebriefForm, "counts", contact=contact, safety="nothing", **typed)
    assert {form.their_words, form.what_line, form.tried, form.next_what} == {""}
    assert form.next_due is None


def test_minutes_are_asked_only_for_more_than_an_hour() -> None:
    """And are not kept when the answer changes back."""
    long = LEAST[DebriefForm] | {"how_long": "more", "minutes": "90"}
    assert read(DebriefForm, **long).minutes == 90
    assert read(DebriefForm, **long | {"how_long": "60"}).minutes is None


def test_a_next_step_has_words_and_a_day() -> None:
    """Half of it would never come up again."""
    assert refused(DebriefForm, **LEAST[DebriefForm], next_what="call") == {"next_due": Problem(NEEDED)}
    assert refused(DebriefForm, **LEAST[DebriefForm], next_due="+1") == {"next_what": Problem(NEEDED)}


def test_after_a_try_the_day_of_the_next_one_is_enough() -> None:
    """What it will be is clear: another try. Who was there, how long and where are not asked."""
    form = read(DebriefForm, contact="tried", safety="nothing", next_due="+1")
    assert form.next_due is not None
    assert shown(DebriefForm, contact="tried", record_mode="full").isdisjoint({"how_long", "place", "next_who"})


@pytest.mark.parametrize(("form", "name"), [(DebriefForm, "held_on"), (ClientForm, "met_on")])
def test_what_happened_cannot_lie_ahead(form: type[Form], name: str) -> None:
    """A contact or a first meeting of tomorrow is a slip."""
    assert refused(form, **LEAST[form] | {name: "tomorrow"}) == {name: Problem(NOT_YET_THERE)}


def test_a_client_who_said_no_notes_gets_counts_only() -> None:
    """How much to write is then no longer a question, whatever stood there."""
    raw = LEAST[ClientForm] | {"knows_notes": "said_no_notes", "record_mode": "full"}
    assert read(ClientForm, **raw).record_mode is RecordMode.COUNTS
    assert "record_mode" not in shown(ClientForm, knows_notes="said_no_notes")
    assert "record_mode" in shown(ClientForm, knows_notes="")
    assert read(ClientForm, **raw | {"knows_notes": "not_yet", "record_mode": "brief"}).record_mode is RecordMode.BRIEF


def test_a_client_form_asks_nothing_that_names_or_diagnoses() -> None:
    """Birth date, address, health number, diagnosis, medication, photo and risk level are absent on purpose."""
    asked = {name for name, _ in questions(ClientForm)}
    for absent in ("birth", "address", "health", "diagnos", "medic", "photo", "risk"):
        assert not any(absent in name for name in asked), absent


def test_a_safety_plan_is_named_only_if_there_is_one() -> None:
    """Where it is kept is no question without a plan."""
    raw = LEAST[ClientForm] | {"safety_plan_kept": "in their bag"}
    assert read(ClientForm, **raw, safety_plan="yes").safety_plan_kept == "in their bag"
    assert read(ClientForm, **raw, safety_plan="no").safety_plan_kept == ""


def test_a_goal_reaches_for_something_unless_said_otherwise() -> None:
    """Only the words are needed; no number is made up."""
    form = read(NewGoalForm, words="sleep through")
    assert (form.kind, form.rating) == (GoalKind.REACH, "")


def test_a_fresh_look_is_looked_at_again_later_and_not_before() -> None:
    """Today is the earliest."""
    past = LEAST[FreshLookForm] | {"look_again_on": "yesterday"}
    assert refused(FreshLookForm, **past) == {"look_again_on": Problem(NOT_IN_THE_PAST)}
    assert read(FreshLookForm, **LEAST[FreshLookForm] | {"look_again_on": "today"}).look_again_on == TODAY


def test_a_permission_does_not_end_before_it_begins() -> None:
    """One day is a permission; a day before is a slip."""
    raw = LEAST[PermissionForm] | {"given_on": "-3"}
    assert refused(PermissionForm, **raw | {"until_on": "-4"}) == {"until_on": Problem(ENDS_BEFORE_IT_BEGINS)}
    assert read(PermissionForm, **raw | {"until_on": "-3"}).until_on == date(2026, 3, 10)


def test_a_substitute_has_a_name() -> None:
    """Whoever decides for somebody is named with their authority."""
    raw = LEAST[PermissionForm] | {"given_by": "substitute"}
    assert set(refused(PermissionForm, **raw)) == {"substitute"}
    read(PermissionForm, **raw, substitute="their aunt, power of attorney")


def test_emergency_sharing_needs_a_reason_and_somebody_told() -> None:
    """Sharing without permission is never silent."""
    raw = LEAST[SharedForm] | {"emergency": True}
    assert set(refused(SharedForm, **raw)) == {"reason", "who_was_told"}
    read(SharedForm, **raw, reason="found on the floor", who_was_told="supervisor")


@pytest.mark.parametrize(("minutes", "fits"), [("1", True), ("30", True), ("0", False), ("31", False)])
def test_the_lock_cannot_be_switched_off(minutes: str, fits: bool) -> None:
    """One to thirty minutes, and no other way."""
    raw = LEAST[SettingForm] | {"idle_minutes": minutes, "longest_permission_days": "365"}
    if fits:
        assert read(SettingForm, **raw).idle_minutes == int(minutes)
    else:
        assert set(refused(SettingForm, **raw)) == {"idle_minutes"}
