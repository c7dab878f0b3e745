"""Goals in the client's words and the numbers they give them."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from psw_tui.records.choices import WhoseIdea
from psw_tui.records.debrief import Debrief
from psw_tui.records.goal import (
    MOST_ACTIVE_GOALS,
    GivenBy,
    Goal,
    GoalForm,
    GoalState,
    NewGoalForm,
    NoAnswer,
    RateForm,
    Rating,
    RewordForm,
    Rewording,
)
from psw_tui.services.errors import TooManyGoals
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing

_NO_ANSWERS = {"a": NoAnswer.NOT_ASKED, "p": NoAnswer.PREFER_NOT}


def goals_of(vault: Vault, client: str) -> list[Goal]:
    """A client's goals, the oldest first."""
    with reading(vault) as session:
        return list(session.exec(select(Goal).where(Goal.client == client).order_by(col(Goal.id))))


def active_goals(vault: Vault, client: str) -> list[Goal]:
    """The goals a client works on now; three at most."""
    return [goal for goal in goals_of(vault, client) if goal.state == GoalState.ACTIVE]


def ratings_of(vault: Vault, client: str) -> dict[str, list[Rating]]:
    """A client's ratings by goal id, the oldest first; without those of a debrief that was amended."""
    amended = select(Debrief.amends).where(Debrief.client == client, col(Debrief.amends).is_not(None))
    with reading(vault) as session:
        counting = select(Rating).where(Rating.client == client, col(Rating.written_in).not_in(amended))
        found = session.exec(counting.order_by(col(Rating.day), col(Rating.id)))
        by_goal: dict[str, list[Rating]] = {}
        for rating in found:
            by_goal.setdefault(rating.goal, []).append(rating)
        return by_goal


def add_goal(vault: Vault, client: str, form: NewGoalForm) -> Goal:
    """Keep a new goal and, if they gave one, its first number. Raises TooManyGoals for a fourth active one."""
    refuse_a_fourth(vault, client)
    today = vault.clock.today()
    answers = {name: getattr(form, name) for name in GoalForm.model_fields}
    goal = Goal(**answers, id=vault.new_id(), made_at=vault.clock.now(), client=client, set_on=today)
    with writing(vault) as tx:
        tx.add(goal)
        rate(tx, vault, goal, form.rating, today, given_by=form.given_by)
        tx.drop_draft(client, "goal", "")
    return goal


def rate(
    tx: Writer,
    vault: Vault,
    goal: Goal,
    given: str,
    on: date,
    *,
    given_by: GivenBy = GivenBy.PERSON,
    written_in: str = "",
) -> None:
    """Keep one answer on the scale: a number, not asked, or prefer not to say. An empty one is none."""
    if not given:
        return
    tx.add(
        Rating(
            id=vault.new_id(),
            made_at=vault.clock.now(),
            client=goal.client,
            goal=goal.id,
            day=on,
            value=int(given) if given.isdigit() else None,
            no_answer=_NO_ANSWERS.get(given),
            given_by=given_by,
            written_in=written_in,
        )
    )


def rate_goal(vault: Vault, goal: Goal, form: RateForm) -> None:
    """Keep a number given for one goal by itself."""
    with writing(vault) as tx:
        rate(tx, vault, goal, form.rating, vault.clock.today(), given_by=GivenBy(str(form.given_by)))
        tx.drop_draft(goal.client, "rate", goal.id)


def reword_goal(vault: Vault, goal: Goal, form: RewordForm) -> None:
    """Give a goal other words; the old ones stay, with the day and whose idea it was."""
    with writing(vault) as tx:
        reword(tx, vault, goal, form.words, WhoseIdea(str(form.whose_idea)))
        tx.drop_draft(goal.client, "reword", goal.id)


def move_goal(vault: Vault, goal: Goal, state: GoalState) -> None:
    """Let a goal rest, be reached, be dropped or be taken up. Raises TooManyGoals for a fourth active one."""
    if state is GoalState.ACTIVE and goal.state != GoalState.ACTIVE:
        refuse_a_fourth(vault, goal.client)
    with writing(vault) as tx:
        tx.change(Goal, goal.id, state=state)
        tx.drop_draft(goal.client, "goal_state", goal.id)


def refuse_a_fourth(vault: Vault, client: str) -> None:
    """Raise TooManyGoals where three goals are active already."""
    if len(active_goals(vault, client)) >= MOST_ACTIVE_GOALS:
        raise TooManyGoals(MOST_ACTIVE_GOALS)


def reword(tx: Writer, vault: Vault, goal: Goal, words: str, whose_idea: WhoseIdea) -> None:
    """Within a transaction: keep the old words beside the new ones."""
    tx.add(
        Rewording(
            id=vault.new_id(),
            made_at=vault.clock.now(),
            client=goal.client,
            goal=goal.id,
            day=vault.clock.today(),
            was=goal.words,
            whose_idea=whose_idea,
        )
    )
    tx.change(Goal, goal.id, words=words)


def rewordings_of(vault: Vault, goal: str) -> list[Rewording]:
    """The words a goal had before, the oldest first."""
    with reading(vault) as session:
        return list(session.exec(select(Rewording).where(Rewording.goal == goal).order_by(col(Rewording.id))))
