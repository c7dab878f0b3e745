"""What is written about a client besides debriefs: the client's own page, and the opening of a fresh look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from psw_tui.records.answers import raw_of
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.fresh_look import DEFAULT_LOOK_AGAIN_DAYS, FreshLook, FreshLookForm
from psw_tui.records.setting import Setting, SettingForm
from psw_tui.records.snooze import SnoozeForm
from psw_tui.services import clients, fresh_looks, settings, signals
from psw_tui.services.drafts import DraftPlace
from psw_tui.signal_words import client_sentence, rule_text
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming, Sheet
from psw_tui.ui.show import show


class WritingErrand:
    """Puts the everyday forms on screen."""

    def __init__(self, desk: Desk, forming: Forming) -> None:
        self._desk = desk
        self._forming = forming
        self._say = desk.language.say

    async def add_client(self) -> Client | None:
        """A new client, with a code made for them."""
        place = DraftPlace("client")
        draft = await self._forming.draft(place)
        code = draft.pop("code", "") or await self._desk.ask(clients.propose_code)
        sheet = Sheet(
            self._say("New client: {code}", code=code),
            ClientForm,
            place,
            start={"met_on": self._desk.today.isoformat()},
            carried={"code": code},
            help_name="add_client",
        )

        async def save(form: ClientForm) -> Client:
            return await self._desk.ask(clients.add_client, form, code)

        added: Client | None = await self._forming.fill(sheet, save, draft=draft)
        return added

    async def change_client(self, client: Client) -> None:
        """What is kept about a client; what was there before stays in the log."""
        place = DraftPlace("client", client.id, client.id)
        sheet = Sheet(client.code, ClientForm, place, start=raw_of(client), help_name="add_client")
        await self._forming.fill(sheet, self._desk.saver(clients.change_client, client))

    async def open_look(self, client: Client) -> FreshLook | None:
        """A fresh look. What the client's numbers say stands above it and is kept with it."""
        again = self._desk.today + timedelta(DEFAULT_LOOK_AGAIN_DAYS)
        signal = await self._desk.ask(signals.signal_of, client.id)
        numbers = client_sentence(signal, self._desk.language)
        start: dict[str, Any] = {"look_again_on": again.isoformat()}
        if signal.worth_a_look:
            start["why_now"] = "rule"
        sheet = Sheet(
            self._say("Fresh look: {code}", code=client.code),
            FreshLookForm,
            DraftPlace("fresh_look", client.id),
            start=start,
            head=[show(self._say("What we offered has not helped yet. Look at it afresh, together.")), show(numbers)],
            lists=await self._forming.lists_of(client.id),
            help_name="fresh_look",
        )

        async def save(form: FreshLookForm) -> FreshLook:
            rests_on = rule_text(signal, self._desk.language) if signal.worth_a_look else ""
            return await self._desk.ask(fresh_looks.open_fresh_look, client.id, form, rests_on)

        opened: FreshLook | None = await self._forming.fill(sheet, save)
        return opened

    async def snooze(self, client: Client) -> None:
        """Not now, with a reason."""
        signal = await self._desk.ask(signals.signal_of, client.id)
        sheet = Sheet(
            self._say("Not now: {code}", code=client.code),
            SnoozeForm,
            DraftPlace("snooze", client.id),
            head=[show(client_sentence(signal, self._desk.language))],
            help_name="fresh_look",
        )
        await self._forming.fill(sheet, self._desk.saver(signals.snooze, client.id))

    async def options(self) -> None:
        """The program's settings."""
        present = await self._desk.ask(settings.settings)
        sheet = Sheet(
            self._say("Options"), SettingForm, DraftPlace("options"), start=raw_of(present), help_name="options"
        )
        changed: Setting | None = await self._forming.fill(sheet, self._desk.saver(settings.change_settings))
        if changed is not None:
            self._desk.team, self._desk.idle_minutes = changed.team, changed.idle_minutes
            self._desk.country, self._desk.on_call = str(changed.country), changed.on_call_phone
            self._desk.colours = str(changed.colours)
