"""In the client's own copy: fresh looks with steps 2 to 8, and what was asked or begun outside of one."""

from __future__ import annotations

from collections.abc import Iterator

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.step import StepRow
from psw_tui.reports.document import Answers, Block, Heading, Paragraph
from psw_tui.services.fresh_looks import fresh_looks_of, progress_of
from psw_tui.services.reporting.gathering import Gathered, answers
from psw_tui.services.steps import entries_of_client
from psw_tui.storage.vault import Vault

SHARED_STEPS = tuple(number for number in StepNumber if not STEPS[number].private)
"""Steps 1 and 9 are the worker's own reflection, and no part of the client's record."""

YOUR_STEPS = {
    StepNumber.GOALS: N_("Looking at your goals again"),
    StepNumber.LISTEN: N_("Listening to you"),
    StepNumber.SOLVE: N_("Working it out together"),
    StepNumber.SUPPORTERS: N_("Asking people around you, with your permission"),
    StepNumber.SUPERVISION: N_("Asking for advice about my work"),
    StepNumber.REFER: N_("Connecting you with others"),
    StepNumber.RESPECT: N_("Your choice"),
}
"""What the steps are called to the client."""


def looks(told: Gathered) -> Iterator[Block]:
    """Each fresh look, the oldest first: what it says of itself, where the steps stand, and what was written there."""
    for look in reversed(fresh_looks_of(told.vault, told.client.id)):
        if told.within(look.opened_on, look.closed_on or told.read.today):
            yield Heading(_opened(told, look), 3)
            yield from answers(told, look, "opened_on", "closed_on", "not_looked_at")
            yield _states(told, look)
            for number in SHARED_STEPS:
                yield from _entries(told, number, entries(told.vault, told.client.id, number, look.id))


def asked_for(told: Gathered) -> Iterator[Block]:
    """Questions for supervision and referrals that stand outside a fresh look."""
    for number in SHARED_STEPS:
        yield from _entries(told, number, entries(told.vault, told.client.id, number, None))


def entries(vault: Vault, client: str, number: StepNumber, look: str | None) -> list[StepRow]:
    """The current entries of a step in one fresh look, or outside of one, the oldest first."""
    return [each for each in reversed(entries_of_client(vault, STEPS[number], client)) if each.fresh_look == look]


def _opened(told: Gathered, look: FreshLook) -> str:
    if look.closed_on is None:
        return told.say("Opened on {day}", day=told.day(look.opened_on))
    return told.say(
        "Opened on {opened}, closed on {closed}", opened=told.day(look.opened_on), closed=told.day(look.closed_on)
    )


def _states(told: Gathered, look: FreshLook) -> Answers:
    states = progress_of(told.vault, [look.id])[look.id].states
    return Answers(tuple((_name(told, number), (told.read.label(states[number]),)) for number in SHARED_STEPS))


def _entries(told: Gathered, number: StepNumber, found: list[StepRow]) -> Iterator[Block]:
    for entry in found:
        day = getattr(entry, "held_on", None)
        if told.within(day):
            yield Paragraph(told.say("{step}, {day}", step=_name(told, number), day=told.day(day)), strong=True)
            yield from answers(told, entry, "held_on")


def _name(told: Gathered, number: StepNumber) -> str:
    return told.say(YOUR_STEPS[number])
