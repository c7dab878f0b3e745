"""The people around a client and what the client allows: contacts, permissions, the log of what was shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.permission_words import standing
from psw_tui.records.client import Client
from psw_tui.records.support import (
    ContactKind,
    Permission,
)
from psw_tui.services import support
from psw_tui.services.history import history_of
from psw_tui.sheets import people as sheets
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.history import HistoryErrand, history_command
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.telling import readable_for, section

CONTACT_OFFERS = (
    choosing("contacts.change", "m", N_("change"), N_("Look at the marked contact and change it.")),
    choosing("contacts.add", KEYS["contacts.add"], N_("add"), N_("Add somebody around this client.")),
    choosing("contacts.names", KEYS["contacts.names"], N_("names"), N_("Show the names, or hide them again.")),
    history_command("contacts"),
)
PERMISSION_OFFERS = (
    choosing("permissions.read", "r", N_("read"), N_("Read the marked permission.")),
    choosing(
        "permissions.add",
        KEYS["permissions.add"],
        N_("record one"),
        N_("Record what they allow, or that they said no."),
    ),
    choosing(
        "permissions.withdraw",
        "w",
        N_("take back"),
        N_("They take the marked permission back. It counts at once."),
        once=True,
    ),
    choosing("permissions.shared", "s", N_("what was shared"), N_("Read the log of what was shared.")),
    choosing("permissions.emergency", "e", N_("emergency"), N_("Write down what was shared in an emergency, and why.")),
    history_command("permissions"),
)


class PeopleErrand:
    """Shows contacts and permissions and does what is asked of them."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._history = HistoryErrand(app, desk)
        self._say = desk.language.say

    async def contacts(self, client: Client, marked: str = "") -> None:
        """The list of contacts, again and again, until it is left."""
        names = False
        while chosen := await self._list_contacts(client, marked, names=names):
            marked = chosen.id
            if chosen.verb == "add":
                await self.add_contact(client)
            elif chosen.verb == "names":
                names = not names
            elif chosen.verb == "history" and chosen.id:
                await self._history.show(client, history_of, chosen.id)
            elif chosen.id:
                await self._change_contact(client, chosen.id)

    async def permissions(self, client: Client, marked: str = "") -> None:
        """The list of permissions, again and again, until it is left."""
        while chosen := await self._list_permissions(client, marked):
            marked = chosen.id
            match chosen.verb:
                case "add":
                    await self.add_permission(client)
                case "withdraw" if chosen.id:
                    await self._withdraw(client, chosen.id)
                case "read" if chosen.id:
                    await self._read(client, chosen.id)
                case "history" if chosen.id:
                    await self._history.show(client, history_of, chosen.id)
                case "shared":
                    await self.shared(client)
                case "emergency":
                    await self.emergency(client)

    async def add_contact(self, client: Client) -> None:
        """Somebody around this client."""
        await self._forming.fill(await self._desk.ask(sheets.new_contact, client, self._desk.language))

    async def add_permission(self, client: Client) -> None:
        """What they allow. Without a contact to allow it for, that contact comes first."""
        if not await self._desk.ask(support.contacts_of, client.id):
            await self.add_contact(client)
        if not await self._desk.ask(support.contacts_of, client.id):
            return
        await self._forming.fill(await self._desk.ask(sheets.new_permission, client, self._desk.language))

    async def emergency(self, client: Client) -> None:
        """What was shared without permission because it could not wait; it never completes a step.

        Without a contact it was shared with, that contact comes first.
        """
        if not await self._desk.ask(support.contacts_of, client.id):
            await self.add_contact(client)
        await self._forming.fill(await self._desk.ask(sheets.emergency, client, self._desk.language))

    async def go_on(self, client: Client, form: str, target: str) -> None:
        """Take up what was begun, about this contact or permission where it was about one."""
        match form:
            case "contact" if target:
                await self._change_contact(client, target)
            case "contact":
                await self.add_contact(client)
            case "permission":
                await self.add_permission(client)
            case "withdraw":
                await self._withdraw(client, target)
            case "shared":
                await self.emergency(client)

    async def _change_contact(self, client: Client, id_: str) -> None:
        contact = next(each for each in await self._desk.ask(support.contacts_of, client.id) if each.id == id_)
        await self._forming.fill(await self._desk.ask(sheets.change_contact, contact))

    async def _withdraw(self, client: Client, id_: str) -> None:
        permission = await self._permission(client, id_)
        await self._forming.fill(await self._desk.ask(sheets.withdraw, client, permission, self._desk.language))

    async def _read(self, client: Client, id_: str) -> None:
        permission = await self._permission(client, id_)
        reader = await readable_for(self._desk, client.id)
        plan = ReadPlan(
            self._say("Permission: {code}", code=client.code),
            [section(self._status(permission), reader, permission)],
            (),
            "permissions",
            client.id,
        )
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def shared(self, client: Client, _marked: str = "") -> None:
        """The log of what was shared."""
        reader = await readable_for(self._desk, client.id)
        log = await self._desk.ask(support.shared_of, client.id)
        sections = [section(reader.day(each.held_on), reader, each) for each in log]
        sections = sections or [show(self._say("Nothing has been shared."))]
        title = self._say("What was shared: {code}", code=client.code)
        plan = ReadPlan(title, sections, (), "permissions", client.id)
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def _permission(self, client: Client, id_: str) -> Permission:
        return next(each for each in await self._desk.ask(support.permissions_of, client.id) if each.id == id_)

    async def _list_contacts(self, client: Client, marked: str, *, names: bool) -> Chosen | None:
        async def read() -> list[Line]:
            every = await self._desk.ask(support.contacts_of, client.id)
            return [Line(contact.id, self._contact_line(contact, names=names)) for contact in every]

        title = self._say("Contacts: {code}", code=client.code)
        empty = self._say("Nobody here yet. {key:contacts.add} adds somebody.")
        return await self._show(ListPlan(title, read, CONTACT_OFFERS, empty, "contacts", client.id, marked))

    async def _list_permissions(self, client: Client, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            labels = {each.id: each.label for each in await self._desk.ask(support.contacts_of, client.id)}
            every = await self._desk.ask(support.permissions_of, client.id)
            return [Line(each.id, self._permission_line(each, labels)) for each in every]

        title = self._say("Permissions: {code}", code=client.code)
        empty = self._say("No permission yet. {key:permissions.add} records one.")
        return await self._show(ListPlan(title, read, PERMISSION_OFFERS, empty, "permissions", client.id, marked))

    async def _show(self, plan: ListPlan) -> Chosen | None:
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))

    def _contact_line(self, contact: Any, *, names: bool) -> Content:
        kind = self._say(ContactKind(contact.kind).label) if contact.kind else ""
        known: Sequence[str] = [kind, contact.how_to_reach, contact.name if names else ""]
        return joined(show(contact.label, "bold"), "\n    " + "; ".join(filter(None, known)))

    def _permission_line(self, permission: Permission, labels: dict[str, str]) -> Content:
        whom = labels.get(permission.with_contact, "?")
        return joined(
            show(f"{self._desk.language.before(whom)} {self._status(permission)}", "bold"),
            f"\n    {permission.purpose}",
        )

    def _status(self, permission: Permission) -> str:
        return standing(permission, self._desk.today, self._desk.language)
