"""The forms about goals: a new one, its number, its words, where it stands."""

from __future__ import annotations

from typing import Any

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.client import Client
from psw_tui.records.form import Form
from psw_tui.records.goal import Goal, GoalState, GoalStateForm, NewGoalForm, RateForm, RewordForm
from psw_tui.services import goals
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.sheets.sheet import Line, Sheet
from psw_tui.storage.vault import Vault


def new_goal(vault: Vault, client: Client, language: Language) -> Sheet:
    """A goal in the client's words. Raises TooManyGoals before anything is asked."""
    goals.refuse_a_fourth(vault, client.id)
    place = DraftPlace("goal", client.id)
    return Sheet(
        language.say("New goal: {code}", code=client.code),
        NewGoalForm,
        place,
        save=lambda vault, form: goals.add_goal(vault, client.id, form),
        kept=draft_at(vault, place),
        help_name="goal",
    )


def about_goal(vault: Vault, goal: Goal, name: str, language: Language) -> Sheet:
    """One of the forms about a goal, by the name of its drafts: `rate`, `reword` or `goal_state`."""
    title, form, service = _ABOUT[name]
    place = DraftPlace(name, goal.client, goal.id)
    return Sheet(
        language.say(title),
        form,
        place,
        save=lambda vault, form: service(vault, goal, form),
        kept=draft_at(vault, place),
        head=[Line(strong=goal.words)],
        help_name="goal",
    )


def _rated(vault: Vault, goal: Goal, form: RateForm) -> bool:
    goals.rate_goal(vault, goal, form)
    return True


def _reworded(vault: Vault, goal: Goal, form: RewordForm) -> bool:
    goals.reword_goal(vault, goal, form)
    return True


def _moved(vault: Vault, goal: Goal, form: GoalStateForm) -> bool:
    goals.move_goal(vault, goal, GoalState(str(form.state)))
    return True


_ABOUT: dict[str, tuple[str, type[Form], Any]] = {
    "rate": (N_("Rate a goal"), RateForm, _rated),
    "reword": (N_("Re-word a goal"), RewordForm, _reworded),
    "goal_state": (N_("Where a goal stands"), GoalStateForm, _moved),
}
