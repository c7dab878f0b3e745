"""Opening a fresh look, closing it, and saying not now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from psw_tui.domain.steps import looked_at
from psw_tui.language import Language
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import DEFAULT_LOOK_AGAIN_DAYS, CloseForm, FreshLook, FreshLookForm
from psw_tui.records.snooze import SnoozeForm
from psw_tui.services import fresh_looks, signals
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.services.fresh_looks import Progress
from psw_tui.sheets.sheet import Line, Sheet, lists_of
from psw_tui.signal_words import client_sentence, rule_text
from psw_tui.storage.vault import Vault


def open_look(vault: Vault, client: Client, language: Language) -> Sheet:
    """A fresh look. What the client's numbers say stands above it and is kept with it."""
    again = vault.clock.today() + timedelta(DEFAULT_LOOK_AGAIN_DAYS)
    signal = signals.signal_of(vault, client.id)
    start: dict[str, Any] = {"look_again_on": again.isoformat()}
    if signal.worth_a_look:
        start["why_now"] = "rule"
    rests_on = rule_text(signal, language) if signal.worth_a_look else ""
    place = DraftPlace("fresh_look", client.id)
    return Sheet(
        language.say("Fresh look: {code}", code=client.code),
        FreshLookForm,
        place,
        save=lambda vault, form: fresh_looks.open_fresh_look(vault, client.id, form, rests_on),
        kept=draft_at(vault, place),
        start=start,
        head=[
            Line(language.say("What we offered has not helped yet. Look at it afresh, together.")),
            Line(client_sentence(signal, language)),
        ],
        lists=lists_of(vault, client.id, language),
        help_name="fresh_look",
    )


def close_look(vault: Vault, client: Client, look: FreshLook, language: Language) -> Sheet:
    """How it ended. Steps nobody looked at want one reason, and never block."""
    progress = fresh_looks.progress_of(vault, [look.id])[look.id]
    left = fresh_looks.steps_left(progress)
    place = DraftPlace("close", client.id, look.id)
    return Sheet(
        language.say("Close the fresh look: {code}", code=client.code),
        CloseForm,
        place,
        save=lambda vault, form: fresh_looks.close_fresh_look(vault, look, form),
        kept=draft_at(vault, place),
        head=[
            Line(strong=counted(progress, language)),
            *_left(left, language),
            Line(language.say("Step 9 is a good place to go before closing.")),
        ],
        context={"some_left": str(bool(left))},
        help_name="fresh_look",
    )


def snooze(vault: Vault, client: Client, language: Language) -> Sheet:
    """Not now, with a reason."""
    place = DraftPlace("snooze", client.id)
    return Sheet(
        language.say("Not now: {code}", code=client.code),
        SnoozeForm,
        place,
        save=lambda vault, form: signals.snooze(vault, client.id, form),
        kept=draft_at(vault, place),
        head=[Line(client_sentence(signals.signal_of(vault, client.id), language))],
        help_name="fresh_look",
    )


def counted(progress: Progress, language: Language) -> str:
    """ "7 of 9 looked at: 5 done, 1 no, 1 n/a"."""
    count = looked_at(progress.states.values())
    return language.say(
        "{total} of 9 looked at: {done} done, {no} no, {na} n/a",
        total=count.total,
        done=count.done,
        no=count.said_no,
        na=count.not_apply,
    )


def _left(left: Sequence[int], language: Language) -> list[Line]:
    if not left:
        return []
    return [Line(language.say("Not looked at: {steps}", steps=", ".join(str(number) for number in left)))]
