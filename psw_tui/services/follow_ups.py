"""What is to be done next, by whom and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from psw_tui.records.answers import read_answers
from psw_tui.records.choices import Who
from psw_tui.records.follow_up import FollowUp, FollowUpForm, FollowUpState
from psw_tui.records.form import NEEDED, Problem, Refused
from psw_tui.records.fresh_look import NOT_IN_THE_PAST
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing

STILL_OPEN = (FollowUpState.OPEN, FollowUpState.MOVED)


def follow_up(
    tx: Writer, vault: Vault, client: str, what: str, due: date, *, who: Who = Who.ME, linked: tuple[str, str]
) -> None:
    """Put something on the to-do list, linked to the (kind of record, id) that made it."""
    entity, row = linked
    tx.add(
        FollowUp(
            id=vault.new_id(),
            made_at=vault.clock.now(),
            client=client,
            what=what,
            who=who,
            due=due,
            made_on=vault.clock.today(),
            linked_entity=entity,
            linked_row=row,
        )
    )


Due = tuple[str, Who, date]
"""What, who, by when."""


def hand_follow_ups_on(
    tx: Writer, vault: Vault, rows: tuple[str, str], known: Sequence[Due], wanted: Sequence[Due]
) -> list[Due]:
    """Let the open follow-ups of one record belong to the one that amends it: `rows` are their two ids.

    `known` is what the first put on the list, `wanted` what the second says. A day that the worker moved on the list
    stays as long as both say the same; what is said no more is done. Returns what still has to be put on the list.
    """
    old, new = rows
    still_open = tx.all(select(FollowUp).where(FollowUp.linked_row == old, col(FollowUp.state).in_(STILL_OPEN)))
    new_ones, gone = _without(wanted, known), _without(known, wanted)
    for what, _who, due in _without(known, gone):
        if (item := _take(still_open, what, due)) is not None:
            tx.change(FollowUp, item.id, linked_row=new)
    for what, _who, due in gone:
        if (item := _take(still_open, what, due)) is None:
            continue
        again = next((each for each in new_ones if each[0] == what), None)
        if again is None:
            tx.change(FollowUp, item.id, state=FollowUpState.DONE, closed_on=vault.clock.today())
        else:
            new_ones.remove(again)
            tx.change(FollowUp, item.id, linked_row=new, who=again[1], due=again[2])
    return new_ones


def _without(some: Sequence[Due], others: Sequence[Due]) -> list[Due]:
    """What is left of `some`, each of `others` taken away once."""
    left = list(some)
    for each in others:
        if each in left:
            left.remove(each)
    return left


def _take(items: list[FollowUp], what: str, due: date) -> FollowUp | None:
    """Take out the follow-up with these words, the one due on that day before one that was moved."""
    same = [item for item in items if item.what == what]
    found = next((item for item in same if item.due == due), same[0] if same else None)
    if found is not None:
        items.remove(found)
    return found


def open_follow_ups(vault: Vault, client: str) -> list[FollowUp]:
    """What is still open for a client, the soonest first."""
    with reading(vault) as session:
        return list(
            session.exec(
                select(FollowUp)
                .where(FollowUp.client == client, col(FollowUp.state).in_(STILL_OPEN))
                .order_by(col(FollowUp.due), col(FollowUp.id))
            )
        )


def is_open(vault: Vault, follow_up_id: str) -> bool:
    """Whether it is still to be done."""
    with reading(vault) as session:
        found = session.get(FollowUp, follow_up_id)
    return found is not None and found.state in STILL_OPEN


def finish_follow_up(vault: Vault, follow_up_id: str) -> None:
    """It is done. One that is closed already stays as it is."""
    _close(vault, follow_up_id, FollowUpState.DONE)


def drop_follow_up(vault: Vault, follow_up_id: str) -> None:
    """It will not be done, and that is fine. One that is closed already stays as it is."""
    _close(vault, follow_up_id, FollowUpState.DROPPED)


def move_follow_up(vault: Vault, follow_up_id: str, due: date) -> None:
    """Make it due on another day. Raises Refused for a day gone by. One that is closed already stays as it is."""
    refuse_the_past(due, vault.clock.today())
    with writing(vault) as tx:
        found = tx.get(FollowUp, follow_up_id)
        if found.state in STILL_OPEN and found.due != due:
            tx.change(FollowUp, follow_up_id, due=due, state=FollowUpState.MOVED, moves=found.moves + 1)


def day_to_move_to(typed: str, today: date) -> date:
    """The day meant by what somebody typed: +3, fri, 2w. Raises Refused with the sentence that says what to type."""
    answers, problems = read_answers(FollowUpForm, {"due": typed}, today)
    if problems:
        raise Refused(problems)
    day: date | None = answers["due"]
    if day is None:
        raise Refused({"due": Problem(NEEDED)})
    refuse_the_past(day, today)
    return day


def refuse_the_past(day: date, today: date) -> None:
    """Raises Refused for a day on which nothing can be done any more."""
    if day < today:
        raise Refused({"due": Problem(NOT_IN_THE_PAST)})


def _close(vault: Vault, follow_up_id: str, state: FollowUpState) -> None:
    with writing(vault) as tx:
        if tx.get(FollowUp, follow_up_id).state in STILL_OPEN:
            tx.change(FollowUp, follow_up_id, state=state, closed_on=vault.clock.today())
