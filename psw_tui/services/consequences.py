"""What a step entry brings about besides itself: follow-ups, changed goals, the shared log, less contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from psw_tui.domain.steps import State
from psw_tui.domain.words import N_
from psw_tui.records.choices import HowTalked, Who, WhoseIdea
from psw_tui.records.client import Client, Status
from psw_tui.records.goal import Goal, GoalState
from psw_tui.records.step import StepForm, StepRow
from psw_tui.records.steps.goals import Agreed, GoalReview, GoalsForm
from psw_tui.records.steps.refer import HowConnected, ReferForm
from psw_tui.records.steps.reflect import ReflectForm
from psw_tui.records.steps.respect import ContactFromNow, RespectForm
from psw_tui.records.steps.solve import SolveForm
from psw_tui.records.steps.supporters import SupportersForm, SupporterTalk
from psw_tui.records.support import Shared
from psw_tui.services.follow_ups import end_follow_ups_of, follow_up
from psw_tui.services.goals import rate, reword
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer

CHECK_BACK_DAYS = 7
"""A referral without a day is looked at again after a week (DOMAIN 4.6, step 7)."""

ASK_AGAIN = N_("Ask again which idea they want to try")
CHECK_BACK = N_("Check back on the referral")
TELL_THEM = N_("Tell them what their supporter said")
MY_REMINDER = N_("Step 1: what I wanted to do differently")
SENT = N_("information for a referral")

Due = tuple[str, Who, date]
"""What, who, by when."""


@dataclass(frozen=True)
class Entered:
    """An entry with the form it was filled from."""

    form: StepForm
    entry: StepRow
    held_on: date


def follow_through(tx: Writer, vault: Vault, now: Entered, before: Entered | None, say: Callable[[str], str]) -> None:
    """Within the entry's own transaction: write all that follows from it and did not follow from the one it amends."""
    _put_on_the_list(tx, vault, now, before, say)
    form, client = now.form, now.entry.client
    match form:
        case GoalsForm():
            for review in _not_yet_followed(form, before):
                _change_goal(tx, vault, review, now.held_on, now.entry.id)
        case RespectForm():
            _respect_contact(tx, vault, form, client)
        case SupportersForm() if _told(form) and _told(form) != (_told(before.form) if before else None):
            _log(tx, vault, client, *_told(form))
        case ReferForm() if _sent(form, say) and _sent(form, say) != (_sent(before.form, say) if before else None):
            _log(tx, vault, client, *_sent(form, say))


def _put_on_the_list(tx: Writer, vault: Vault, now: Entered, before: Entered | None, say: Callable[[str], str]) -> None:
    """New follow-ups; those of the amended entry that are said no more come to their end."""
    wanted = list(due_after(now.form, now.held_on, say))
    known = list(due_after(before.form, before.held_on, say)) if before else []
    for what, who, due in wanted:
        if (what, who, due) not in known:
            follow_up(tx, vault, now.entry.client, what, due, who=who, linked=(now.entry.NAME, now.entry.id))
    if before is not None:
        said = {what for what, _who, _due in wanted}
        end_follow_ups_of(tx, vault, before.entry.id, keep=said)


def due_after(form: StepForm, held_on: date, say: Callable[[str], str]) -> Iterator[Due]:
    """What an entry puts on the to-do list."""
    if form.state is State.WAITING and form.waiting_until:
        yield form.waiting_for, Who.ME, form.waiting_until
    match form:
        case ReflectForm(remind_on=date() as remind_on):
            yield say(MY_REMINDER), Who.ME, remind_on
        case SolveForm():
            yield from ((part.what, Who(part.who), part.by) for part in form.plan if part.who and part.by and part.what)
            if form.ask_again_on:
                yield say(ASK_AGAIN), Who.ME, form.ask_again_on
        case ReferForm(state=State.STARTED, sent_on=date() as sent_on):
            yield say(CHECK_BACK), Who.ME, form.check_back_on or sent_on + timedelta(CHECK_BACK_DAYS)
        case SupportersForm(state=State.STARTED, they_said=str(said)) if said.strip():
            yield say(TELL_THEM), Who.ME, held_on


def _change_goal(tx: Writer, vault: Vault, review: GoalReview, held_on: date, entry: str) -> None:
    """Let a goal become what the two agreed on, and keep the number they gave."""
    if not review.goal:
        return
    goal = tx.get(Goal, review.goal)
    rate(tx, vault, goal, review.rating, held_on, written_in=entry)
    whose = WhoseIdea(str(review.whose_idea or WhoseIdea.THEM))
    match review.change:
        case Agreed.SMALLER | Agreed.REWORD if review.new_words.strip():
            reword(tx, vault, goal, review.new_words, whose)
        case Agreed.REST:
            tx.change(Goal, goal.id, state=GoalState.RESTING)
        case Agreed.DROP:
            tx.change(Goal, goal.id, state=GoalState.DROPPED)
        case Agreed.NEW if review.new_words.strip():
            tx.change(Goal, goal.id, state=GoalState.CHANGED)
            tx.add(
                Goal(
                    id=vault.new_id(),
                    made_at=vault.clock.now(),
                    client=goal.client,
                    words=review.new_words,
                    kind=goal.kind,
                    set_on=held_on,
                )
            )


def _respect_contact(tx: Writer, vault: Vault, form: RespectForm, client: str) -> None:
    """Less contact is their decision: reminders rest, and nobody asks whether we have connected."""
    wants_rest = form.contact_from_now in (ContactFromNow.STOP, ContactFromNow.ONLY_IF_THEY_ASK)
    if wants_rest and form.state is State.DONE and tx.get(Client, client).status == Status.ACTIVE:
        tx.change(Client, client, status=Status.PAUSED, status_since=vault.clock.today())


Sharing = tuple[date, str, str, str, HowTalked]
"""Day, permission, contact, what was shared, how."""


def _told(form: StepForm) -> Sharing | tuple[()]:
    """What a talk with a supporter shared; every sharing is written to the shared log, once."""
    if not isinstance(form, SupportersForm) or form.talk is not SupporterTalk.TALK or form.talk_on is None:
        return ()
    told = "; ".join(filter(None, [*form.shared, form.shared_line.strip()]))
    how = HowTalked(str(form.how or HowTalked.OTHER))
    return (form.talk_on, form.permission, form.with_contact, told, how) if told else ()


def _sent(form: StepForm, say: Callable[[str], str]) -> Sharing | tuple[()]:
    """What a referral sent without the client being there."""
    if not isinstance(form, ReferForm) or form.sent_on is None or not form.shares_something():
        return ()
    how = HowTalked.MESSAGE if form.how is HowConnected.SEND else HowTalked.PHONE
    return (form.sent_on, form.permission, form.to_contact, say(SENT), how)


def _not_yet_followed(form: GoalsForm, before: Entered | None) -> list[GoalReview]:
    """Reviews that say something the amended entry did not: going on does not do everything twice."""
    known = before.form.reviews if before and isinstance(before.form, GoalsForm) else []
    return [review for review in form.reviews if review not in known]


def _log(
    tx: Writer, vault: Vault, client: str, on: date, permission: str, contact: str, what: str, how: HowTalked
) -> None:
    tx.add(
        Shared(
            id=vault.new_id(),
            made_at=vault.clock.now(),
            client=client,
            held_on=on,
            permission=permission,
            to_contact=contact,
            what=what,
            how=how,
        )
    )
