"""The nine steps: what each needs to be done, where else it may stand, and what it says when something is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.answers import read_form, suggested_state
from psw_tui.records.form import Refused, questions
from psw_tui.records.nine import STEPS
from psw_tui.records.step import NOT_THIS_STATE, Step, StepForm
from psw_tui.records.steps.solve import TWO_IDEAS
from tests.records.complete import COMPLETE, NEEDED_FOR_DONE, SAID_NO_OR_NOT_APPLY, context

TODAY = date(2026, 3, 13)
CONTEXT = context(TODAY)
BLANK: dict[str, Any] = {"missing_things": [], "reviews": [], "ideas": [], "plan": [], "need": [], "help_with": []}
BLANK |= {"choices": [], "shared": [], "told_no_penalty": False, "told_door_open": False, "told_how_to_return": False}

BLOCKS_EVEN_STARTING = {"with_them", "with_whom", "with_contact", "permission", "shared"}
"""Without the first two, all that was typed below them is hidden; without the others, the talk was not permitted."""

every_step = pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.slug)
needed_answers = pytest.mark.parametrize(
    ("step", "name"),
    [(STEPS[number], name) for number, names in NEEDED_FOR_DONE.items() for name in names],
    ids=lambda value: value.slug if isinstance(value, Step) else value,
)
REFUSED_STATES = [
    (STEPS[number], state)
    for number, allowed in SAID_NO_OR_NOT_APPLY.items()
    for state in ("said_no", "not_apply")
    if state not in allowed
]


def read(step: Step, **raw: Any) -> StepForm:
    form: StepForm = read_form(step.form, raw, CONTEXT)
    return form


def refused(step: Step, **raw: Any) -> dict[str, Any]:
    with pytest.raises(Refused) as caught:
        read(step, **raw)
    return caught.value.problems


def complete(step: Step, **raw: Any) -> dict[str, Any]:
    return COMPLETE[step.number] | raw


def test_there_are_nine_in_the_missions_order() -> None:
    """Each number is there once, with a purpose in words and a table of its own."""
    assert list(STEPS) == list(StepNumber)
    assert [int(number) for number in STEPS] == list(range(1, 10))
    assert len({step.table.__tablename__ for step in STEPS.values()}) == 9
    assert all(step.purpose.strip() for step in STEPS.values())
    assert all(step.table.__tablename__ == step.table.NAME for step in STEPS.values())


@every_step
def test_a_complete_entry_is_done(step: Step) -> None:
    """With every needed answer there the rule holds, done is suggested, and done is taken."""
    assert suggested_state(step.form, complete(step), CONTEXT) is State.DONE
    form = read(step, **complete(step, state="done"))
    assert form.state is State.DONE
    assert form.is_complete(CONTEXT)


@needed_answers
def test_done_without_a_needed_answer_is_refused_at_that_answer(step: Step, name: str) -> None:
    """The worker is told which box it is, and the step is not suggested as done."""
    raw = complete(step, **{name: BLANK.get(name, "")})
    assert name in refused(step, **raw, state="done")
    assert suggested_state(step.form, raw, CONTEXT) is not State.DONE


@needed_answers
def test_a_half_filled_entry_can_be_kept_as_started(step: Step, name: str) -> None:
    """Only done asks for everything: tired workers save what they have."""
    raw = complete(step, **{name: BLANK.get(name, "")})
    if name in BLOCKS_EVEN_STARTING:
        assert refused(step, **raw, state="started")
        return
    assert read(step, **raw, state="started").state is State.STARTED


@every_step
def test_a_step_stands_where_it_may_stand(step: Step) -> None:
    """To do, started, waiting and done always; no and does not apply where the mission's table says so."""
    allowed = {"to_do", "started", "waiting", "done"} | SAID_NO_OR_NOT_APPLY[step.number]
    assert {str(state) for state in step.form.states()} == allowed
    extra = {"waiting_for": "a call", "waiting_until": "+7", "reason": "nobody there"}
    for state in allowed:
        no = {"agreed": "no"} if (step.number, state) == (StepNumber.REFER, "said_no") else {}
        assert read(step, **complete(step, state=state, **extra, **no)).state == state


@pytest.mark.parametrize(("step", "state"), REFUSED_STATES, ids=lambda value: getattr(value, "slug", value))
def test_a_step_never_stands_where_it_may_not(step: Step, state: str) -> None:
    """Reflection cannot be declined and listening never "does not apply", whatever a draft or script says."""
    found = refused(step, **complete(step, state=state, reason="because"))
    assert found["state"].words == NOT_THIS_STATE


@every_step
def test_a_state_has_to_be_given(step: Step) -> None:
    """An entry without one could not be shown on the caseload."""
    assert set(refused(step, **complete(step, state=""))) == {"state"}


@every_step
def test_waiting_needs_what_for_and_until_when(step: Step) -> None:
    """Otherwise nobody would be reminded."""
    assert set(refused(step, state="waiting")) == {"waiting_for", "waiting_until"}
    assert set(refused(step, state="waiting", waiting_for="a call")) == {"waiting_until"}
    form = read(step, state="waiting", waiting_for="a call", waiting_until="+7")
    assert form.waiting_until == date(2026, 3, 20)


@pytest.mark.parametrize("number", [StepNumber.SUPPORTERS, StepNumber.REFER])
def test_does_not_apply_needs_a_reason(number: StepNumber) -> None:
    """A gap is worth naming."""
    assert set(refused(STEPS[number], state="not_apply")) == {"reason"}
    assert read(STEPS[number], state="not_apply", reason="has no one").reason == "has no one"


@every_step
def test_started_with_nothing_written_is_refused(step: Step) -> None:
    """An entry that says nothing is no entry; the first question is pointed at."""
    first = next(name for name, _ in questions(step.form))
    assert set(refused(step, state="started")) == {first}


@every_step
def test_a_step_cannot_have_been_taken_tomorrow(step: Step) -> None:
    """Days to come are refused, today and earlier ones are kept."""
    assert set(refused(step, **complete(step, state="done", held_on="tomorrow"))) == {"held_on"}
    assert read(step, **complete(step, state="done", held_on="-2")).held_on == date(2026, 3, 11)


@every_step
def test_the_end_of_one_state_is_not_kept_with_another(step: Step) -> None:
    """What was typed under waiting does not stay behind once the step is done."""
    form = read(step, **complete(step, state="done", waiting_for="a call", reason="none", said_no_words="no"))
    assert (form.waiting_for, form.reason, form.said_no_words) == ("", "", "")


def test_private_steps_are_private_in_every_question_of_their_own() -> None:
    """Steps 1 and 9 belong to the worker; of the others only marked questions do."""
    assert {step.number for step in STEPS.values() if step.private} == {StepNumber.REFLECT, StepNumber.LEARN}
    for step in STEPS.values():
        own = [ask.private for _, ask in questions(step.form) if not ask.closing]
        assert all(own) if step.private else not all(own)
    assert dict(questions(STEPS[StepNumber.RESPECT].form))["worry"].private


@pytest.mark.parametrize(
    ("number", "raw", "state"),
    [
        (StepNumber.GOALS, {"with_them": "prefer_no_goals"}, State.SAID_NO),
        (StepNumber.GOALS, {"with_them": "not_yet"}, State.WAITING),
        (StepNumber.LISTEN, {"heard": "too fast", "said_back": "no"}, State.STARTED),
        (StepNumber.SOLVE, {"picked": "none_for_now"}, State.SAID_NO),
        (StepNumber.SUPPORTERS, {"with_whom": "no_one"}, State.SAID_NO),
        (StepNumber.SUPPORTERS, {"with_whom": "has_no_one"}, State.NOT_APPLY),
        (StepNumber.SUPPORTERS, COMPLETE[StepNumber.SUPPORTERS] | {"talk": "listen_only"}, State.STARTED),
        (StepNumber.SUPERVISION, {"ask_whom": "supervisor", "question": "how"}, State.WAITING),
        (StepNumber.REFER, {"agreed": "no"}, State.SAID_NO),
        (StepNumber.REFER, {"agreed": "thinking"}, State.STARTED),
        (StepNumber.REFER, COMPLETE[StepNumber.REFER] | {"status": "asked"}, State.STARTED),
        (StepNumber.REFER, COMPLETE[StepNumber.REFER] | {"status": "turned_away"}, State.STARTED),
        (StepNumber.REFER, COMPLETE[StepNumber.REFER] | {"status": "waiting_list"}, State.WAITING),
        (
            StepNumber.REFER,
            COMPLETE[StepNumber.REFER] | {"status": "asked", "changed_their_mind_on": "today"},
            State.DONE,
        ),
    ],
)
def test_the_answers_suggest_where_the_step_stands(number: StepNumber, raw: dict[str, Any], state: State) -> None:
    """A no is suggested as a no, an open question as waiting, and asking alone never as done."""
    assert suggested_state(STEPS[number].form, raw, CONTEXT) is state


def test_a_goal_that_stays_needs_no_new_words() -> None:
    """Keeping a goal is a decision like any other."""
    review = {"still_matters": "yes", "small_enough": "yes", "possible_now": "yes", "change": "keep"}
    assert read(STEPS[StepNumber.GOALS], with_them="yes", reviews=[review], state="done").state is State.DONE


@pytest.mark.parametrize("change", ["smaller", "reword", "new"])
def test_a_reworded_goal_needs_its_words_and_whose_idea_it_was(change: str) -> None:
    """Nobody's goal changes without their words."""
    review = COMPLETE[StepNumber.GOALS]["reviews"][0] | {"change": change}
    step = STEPS[StepNumber.GOALS]
    for name in ("new_words", "whose_idea"):
        assert set(refused(step, with_them="yes", reviews=[review | {name: ""}], state="done")) == {"reviews"}


def test_one_idea_is_a_proposal() -> None:
    """Two ideas are asked for, and empty ones do not count."""
    step = STEPS[StepNumber.SOLVE]
    ideas = [{"idea": "meet at noon", "source": "them"}, {"idea": "  ", "source": "me"}]
    assert refused(step, **complete(step, ideas=ideas, state="done"))["ideas"].words == TWO_IDEAS


@pytest.mark.parametrize("lacking", ["who", "what", "by"])
def test_a_plan_says_who_what_and_when(lacking: str) -> None:
    """A plan nobody carries is a wish."""
    step = STEPS[StepNumber.SOLVE]
    plan = [COMPLETE[StepNumber.SOLVE]["plan"][0] | {lacking: ""}]
    assert set(refused(step, **complete(step, plan=plan, state="done"))) == {"plan"}


def test_a_choice_in_own_words_counts_as_one() -> None:
    """One ticked and one written choice are two."""
    step = STEPS[StepNumber.RESPECT]
    assert set(refused(step, **complete(step, choices=["a_break"], state="done"))) == {"choices"}
    read(step, **complete(step, choices=["a_break"], choices_line="a letter instead", state="done"))


def test_a_talk_about_somebody_is_done_once_they_know_of_it() -> None:
    """Being there is enough; being told later is enough; neither is not."""
    step = STEPS[StepNumber.SUPPORTERS]
    read(step, **complete(step, person_there="yes", told_afterwards="", state="done"))
    found = refused(step, **complete(step, person_there="no", told_afterwards="no", state="done"))
    assert set(found) == {"told_afterwards"}


def test_a_talk_still_to_come_does_not_complete_the_step() -> None:
    """Planned is not done."""
    step = STEPS[StepNumber.SUPPORTERS]
    assert set(refused(step, **complete(step, talk_on="+2", state="done"))) == {"talk_on"}
