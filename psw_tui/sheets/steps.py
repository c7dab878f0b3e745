"""A response step: going on with its last entry, or beginning a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from psw_tui.domain.steps import State
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.answers import Raw, raw_of
from psw_tui.records.client import Client
from psw_tui.records.gates import Gate
from psw_tui.records.option import Option
from psw_tui.records.step import Step, StepForm, StepRow
from psw_tui.services import steps, support
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.sheets.sheet import Line, Sheet, lists_of, notice
from psw_tui.storage.vault import Vault

ONLY_YOURS = N_("Only for you: this step never leaves your vault. The record shows only that it was done, and when.")
EARLIER_SHOWN = 5
"""How many earlier entries are named above the form."""


def take_step(
    vault: Vault, client: Client, look: str | None, step: Step, language: Language, entry: StepRow | None = None
) -> Sheet:
    """A step of a fresh look. Without one it is a supervision request or a referral, `entry` the one to go on with."""
    entries = steps.entries_of(vault, step, look) if look else [entry] if entry else []
    going_on = _unfinished(entries)
    amends = going_on.id if going_on else None
    gate = support.gate_of_client(vault, client.id)
    place = DraftPlace(step.slug, client.id, look or amends or "")

    def save(vault: Vault, form: StepForm) -> StepRow:
        return steps.save_entry(vault, step, form, client=client.id, fresh_look=look, amends=amends, say=language.say)

    return Sheet(
        language.say("Step {number} of 9: {name}", number=int(step.number), name=language.say(step.number.full_name)),
        step.form,
        place,
        save=save,
        kept=draft_at(vault, place),
        start=_answers_of(step, going_on),
        head=[*_head(vault, client, step, entries, language), *notice(client, language)],
        lists=lists_of(vault, client.id, language) | {"may_share": _may_share(gate)},
        context={"gate": gate, "some_withdrawn": str(any(terms.withdrawn_on for terms in gate.terms.values()))},
        help_name="steps",
        all_private=step.private,
    )


def _head(vault: Vault, client: Client, step: Step, entries: Sequence[StepRow], language: Language) -> Iterator[Line]:
    yield Line(language.say(step.purpose))
    before = _told(vault, entries, language) if entries else language.say("Nothing is written in this step yet.")
    yield Line(before, strong=client.code)
    if step.private:
        yield Line(language.say(ONLY_YOURS))


def _told(vault: Vault, entries: Sequence[Any], language: Language) -> str:
    """The earlier entries: their day, and where they left the step."""
    today = vault.clock.today()
    told = (
        f"{language.day(entry.held_on, today)} {language.say(State(entry.state).label)}"
        for entry in entries[:EARLIER_SHOWN]
    )
    return language.say("Before: {entries}", entries="; ".join(told))


def _may_share(gate: Gate) -> list[Option]:
    """Everything any permission of this client lets be shared, once each."""
    every = dict.fromkeys(item for items in gate.may_share.values() for item in items)
    return [Option(item, item) for item in every]


def _unfinished(entries: Sequence[Any]) -> StepRow | None:
    """The entry a worker goes on with; a done one is left as it is."""
    newest: Any = steps.newest_current(entries)
    return newest if newest is not None and newest.state != State.DONE else None


def _answers_of(step: Step, entry: StepRow | None) -> Raw:
    """What the last entry says; its day and its state are asked anew."""
    if entry is None:
        return {}
    return raw_of(step.form.model_validate(entry, from_attributes=True)) | {"state": "", "held_on": ""}
