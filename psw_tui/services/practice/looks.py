"""A made-up client's fresh looks with the entries of their steps, and what those entries put on the to-do list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.follow_up import FollowUpState
from psw_tui.records.fresh_look import FreshLook, FreshLookForm
from psw_tui.records.nine import STEPS
from psw_tui.records.step import StepForm, StepRow
from psw_tui.services.consequences import due_after
from psw_tui.services.practice.sheet import Sheet, filled, parted, read, without, yes_or_no

Answers = dict[str, Any]


def add_fresh_looks(sheet: Sheet) -> None:
    """Every fresh look, the closed ones too."""
    for look in sheet.part("fresh_look"):
        answers = sheet.days.dated(without(look, "state", "step"))
        answers["goals"] = [sheet.id_of("goal", goal) for goal in look["goals"]]
        asked, more = parted(answers, FreshLookForm)
        row = sheet.add(FreshLook, filled(FreshLookForm, asked) | more, look["opened_day"])
        for entry in look.get("step", ()):
            _add_entry(sheet, row, entry)


def _add_entry(sheet: Sheet, look: FreshLook, entry: Mapping[str, Any]) -> None:
    step = STEPS[StepNumber(entry["n"])]
    answers = sheet.days.dated(without(entry, "n"))
    for_this_step = _ANSWERS.get(step.number, _as_it_is)
    form = read(step.form, for_this_step(sheet, answers))
    row = sheet.add(step.table, form.model_dump() | {"fresh_look": look.id}, entry["day"])
    _add_what_follows(sheet, look, form, row, entry["day"])


def _add_what_follows(sheet: Sheet, look: FreshLook, form: StepForm, row: StepRow, day: int) -> None:
    """The entry's follow-ups: kept open in an open fresh look unless a finished step has passed their day."""
    for what, who, due in due_after(form, sheet.days.on(day), sheet.say):
        passed = look.closed_on is not None or (form.state is State.DONE and due < sheet.days.today)
        answers: Answers = {"what": what, "who": who, "due": due}
        if passed:
            answers |= {"state": FollowUpState.DONE, "closed_on": min(due, look.closed_on or due)}
        sheet.to_do(answers, day, (row.NAME, row.id))


def _as_it_is(sheet: Sheet, answers: Answers) -> Answers:  # noqa: ARG001 - as those below
    return answers


def _reflect(sheet: Sheet, answers: Answers) -> Answers:  # noqa: ARG001 - as those below
    renamed = without(answers, "fits", "missing", "touches_my_recovery")
    renamed |= {f"fits_{what}": fit for what, fit in answers["fits"].items()}
    renamed["missing_things"] = answers["missing"]
    renamed["own_recovery"] = yes_or_no(answers["touches_my_recovery"])
    return renamed


def _goals(sheet: Sheet, answers: Answers) -> Answers:
    """Their numbers stand among the goal's ratings already, so here they only fill the form."""
    reviews = [
        review | {"goal": sheet.id_of("goal", review["goal"]), "rating": str(review.get("rating", ""))}
        for review in answers["reviews"]
    ]
    return answers | {"reviews": reviews}


def _solve(sheet: Sheet, answers: Answers) -> Answers:
    renamed = answers | {"plan": [sheet.days.dated(part) for part in answers.get("plan", ())]}
    renamed["ideas"] = [{"idea": idea["idea"], "source": idea["from"]} for idea in answers["ideas"]]
    match answers["pick"]:
        case "":
            return renamed
        case "none_for_now":
            return renamed | {"picked": "none_for_now", "pick": ""}
        case _:
            return renamed | {"picked": "yes"}


def _supporters(sheet: Sheet, answers: Answers) -> Answers:
    renamed = answers | {
        name: yes_or_no(answers[name]) for name in ("person_there", "told_afterwards") if name in answers
    }
    if answers["with_contact"] in ("no_one", "has_no_one"):
        return renamed | {"with_whom": answers["with_contact"], "with_contact": ""}
    renamed |= {"with_whom": "someone", "with_contact": sheet.id_of("contact", answers["with_contact"])}
    return renamed | {"permission": sheet.id_of("permission", answers.get("permission", ""))}


def _refer(sheet: Sheet, answers: Answers) -> Answers:
    linked = {"to_contact": "contact", "permission": "permission"}
    return answers | {name: sheet.id_of(kind, answers.get(name, "")) for name, kind in linked.items()}


def _respect(sheet: Sheet, answers: Answers) -> Answers:  # noqa: ARG001 - as those above
    worry = {"worry": answers["worry_private"], "limit": yes_or_no(answers["limit"])}
    return without(answers, "worry_private") | worry


def _learn(sheet: Sheet, answers: Answers) -> Answers:  # noqa: ARG001 - as those above
    return answers | ({"share": "yes"} if answers["share_tip"] else {})


_ANSWERS: Mapping[StepNumber, Callable[[Sheet, Answers], Answers]] = {
    StepNumber.REFLECT: _reflect,
    StepNumber.GOALS: _goals,
    StepNumber.SOLVE: _solve,
    StepNumber.SUPPORTERS: _supporters,
    StepNumber.REFER: _refer,
    StepNumber.RESPECT: _respect,
    StepNumber.LEARN: _learn,
}
"""Steps whose fields have other names or shapes in the file than in the form."""
