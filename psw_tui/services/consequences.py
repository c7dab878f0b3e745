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
from psw_tui.services.follow_ups import Due, follow_up, hand_follow_ups_on
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
            for review in form.reviews:
                _change_goal(tx, vault, review, _review_before(review, before), now)
        case RespectForm():
            _respect_contact(tx, vault, form, client)
        case SupportersForm() if (told := _told(vault, now)) and told != _told(vault, before):
            _log(tx, vault, client, *told)
        case ReferForm() if (sent := _sent(vault, now, say)) and sent != _sent(vault, before, say):
            _log(tx, vault, client, *sent)


def _put_on_the_list(tx: Writer, vault: Vault, now: Entered, before: Entered | None, say: Callable[[str], str]) -> None:
    """New follow-ups. Those of the amended entry go on with the new one, or end where they are said no more."""
    wanted = list(due_after(now.form, now.held_on, say))
    if before is not None:
        known = list(due_after(before.form, before.held_on, say))
        wanted = hand_follow_ups_on(tx, vault, (before.entry.id, now.entry.id), known, wanted)
    for what, who, due in wanted:
        follow_up(tx, vault, now.entry.client, what, due, who=who, linked=(now.entry.NAME, now.entry.id))


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


def _change_goal(tx: Writer, vault: Vault, review: GoalReview, known: GoalReview | None, now: Entered) -> None:
    """Let a goal become what the two agreed on, and keep the number they gave; what the amended entry said is done."""
    if not review.goal:
        return
    goal = tx.get(Goal, review.goal)
    if known is None or review.rating != known.rating:
        rate(tx, vault, goal, review.rating, now.held_on, written_in=now.entry.id)
    if known is not None and (review.change, review.new_words) == (known.change, known.new_words):
        return
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
                    set_on=now.held_on,
                )
            )


def _respect_contact(tx: Writer, vault: Vault, form: RespectForm, client: str) -> None:
    """Less contact is their decision: reminders rest, and nobody asks whether we have connected."""
    wants_rest = form.contact_from_now in (ContactFromNow.STOP, ContactFromNow.ONLY_IF_THEY_ASK)
    if wants_rest and form.state is State.DONE and tx.get(Client, client).status == Status.ACTIVE:
        tx.change(Client, client, status=Status.PAUSED, status_since=vault.clock.today())


Sharing = tuple[date, str, str, str, HowTalked]
"""Day, permission, contact, what was shared, how."""


def _told(vault: Vault, entered: Entered | None) -> Sharing | tuple[()]:
    """What a talk with a supporter shared; every sharing is written to the shared log, once."""
    form = entered.form if entered else None
    if not isinstance(form, SupportersForm) or form.talk is not SupporterTalk.TALK:
        return ()
    told = "; ".join(filter(None, [*form.shared, form.shared_line.strip()]))
    if form.talk_on is None or not told or _is_yet_to_come(vault, entered, form.talk_on):
        return ()
    return (form.talk_on, form.permission, form.with_contact, told, HowTalked(str(form.how or HowTalked.OTHER)))


def _sent(vault: Vault, entered: Entered | None, say: Callable[[str], str]) -> Sharing | tuple[()]:
    """What a referral sent without the client being there."""
    form = entered.form if entered else None
    if not isinstance(form, ReferForm) or form.sent_on is None or not form.shares_something():
        return ()
    if _is_yet_to_come(vault, entered, form.sent_on):
        return ()
    how = HowTalked.MESSAGE if form.how is HowConnected.SEND else HowTalked.PHONE
    return (form.sent_on, form.permission, form.to_contact, say(SENT), how)


def _is_yet_to_come(vault: Vault, entered: Entered | None, day: date) -> bool:
    """Whether the day was still to come when the entry was written: what is planned has not been shared."""
    return entered is not None and day > vault.clock.local(entered.entry.made_at).date()


def _review_before(review: GoalReview, before: Entered | None) -> GoalReview | None:
    """What the amended entry said of the same goal: going on does not do everything twice."""
    known = before.form.reviews if before and isinstance(before.form, GoalsForm) else []
    return next((each for each in known if each.goal == review.goal), None)


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
