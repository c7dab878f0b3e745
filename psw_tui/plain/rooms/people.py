"""The people around a client and what the client allows: contacts, permissions, the log of what was shared."""

from __future__ import annotations

from functools import partial

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.permission_words import standing
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms.history import tell_history
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain, tell_record
from psw_tui.records.client import Client
from psw_tui.records.support import ContactKind, ContactRow, Permission
from psw_tui.services import support
from psw_tui.services.history import history_of
from psw_tui.sheets import people as sheets
from psw_tui.sheets.reader import reader_of

HELP = "people"
ADD, NAMES, RECORD = KEYS["contacts.add"], KEYS["contacts.names"], KEYS["permissions.add"]


def contacts_room(desk: Desk, client: Client) -> None:
    """The list of contacts, again and again, until it is left."""
    names = False
    while True:
        every = support.contacts_of(desk.vault, client.id)
        letters = {ADD: desk.say(N_("add")), NAMES: desk.say(N_("names"))}
        lines = [_contact_line(desk, each, names=names) for each in every]
        title, empty = (
            desk.say(N_("Contacts: {code}"), code=client.code),
            desk.say(N_("Nobody here yet. {key:contacts.add} adds somebody.")),
        )
        try:
            chosen = Listed(desk, lines, letters, partial(explain, desk, HELP)).choose(
                partial(_head, desk, title, "" if every else empty)
            )
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_contact, desk, client, every[chosen]))
        elif chosen == ADD:
            desk.attempt(partial(add_contact, desk, client))
        else:
            names = not names


def permissions_room(desk: Desk, client: Client) -> None:
    """The list of permissions, again and again, until it is left."""
    letters = {
        RECORD: desk.say(N_("record one")),
        "s": desk.say(N_("what was shared")),
        "e": desk.say(N_("emergency")),
    }
    ways = {RECORD: add_permission, "s": shared, "e": emergency}
    while True:
        labels = {each.id: each.label for each in support.contacts_of(desk.vault, client.id)}
        every = support.permissions_of(desk.vault, client.id)
        lines = [_permission_line(desk, each, labels) for each in every]
        title = desk.say(N_("Permissions: {code}"), code=client.code)
        empty = "" if every else desk.say(N_("No permission yet. {key:permissions.add} records one."))
        try:
            chosen = Listed(desk, lines, letters, partial(explain, desk, HELP)).choose(
                partial(_head, desk, title, empty)
            )
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_permission, desk, client, every[chosen]))
        else:
            desk.attempt(partial(ways[chosen], desk, client))


def add_contact(desk: Desk, client: Client) -> None:
    """Somebody around this client."""
    fill(desk, partial(sheets.new_contact, desk.vault, client, desk.language))


def change_contact(desk: Desk, contact: ContactRow) -> None:
    """What is kept about a contact."""
    fill(desk, partial(sheets.change_contact, desk.vault, contact))


def add_permission(desk: Desk, client: Client) -> None:
    """What they allow. Without a contact to allow it for, that contact comes first."""
    if _has_contact(desk, client):
        makers = {"contacts": partial(add_contact, desk, client)}
        fill(desk, partial(sheets.new_permission, desk.vault, client, desk.language), makers)


def withdraw(desk: Desk, client: Client, permission: Permission) -> None:
    """They take it back. It counts at once."""
    fill(desk, partial(sheets.withdraw, desk.vault, client, permission, desk.language))


def emergency(desk: Desk, client: Client) -> None:
    """What was shared without permission because it could not wait. It never completes a step."""
    if _has_contact(desk, client):
        makers = {"contacts": partial(add_contact, desk, client)}
        fill(desk, partial(sheets.emergency, desk.vault, client, desk.language), makers)


def shared(desk: Desk, client: Client) -> None:
    """The log of what was shared."""
    reader = reader_of(desk.vault, client.id, desk.language)
    desk.tell()
    desk.tell(desk.say(N_("What was shared: {code}"), code=client.code))
    log = support.shared_of(desk.vault, client.id)
    if not log:
        desk.tell(desk.say(N_("Nothing has been shared.")))
    for each in log:
        tell_record(desk, reader.day(each.held_on), reader, each)


def go_on(desk: Desk, client: Client, form: str, target: str) -> None:
    """Take up what was begun, about this contact or permission where it was about one."""
    match form:
        case "contact" if target:
            change_contact(desk, next(each for each in support.contacts_of(desk.vault, client.id) if each.id == target))
        case "contact":
            add_contact(desk, client)
        case "permission":
            add_permission(desk, client)
        case "withdraw":
            every = support.permissions_of(desk.vault, client.id)
            withdraw(desk, client, next(each for each in every if each.id == target))
        case "shared":
            emergency(desk, client)


def _has_contact(desk: Desk, client: Client) -> bool:
    if not support.contacts_of(desk.vault, client.id):
        desk.tell(desk.say(N_("First somebody it is about.")))
        add_contact(desk, client)
    return bool(support.contacts_of(desk.vault, client.id))


def _contact(desk: Desk, client: Client, contact: ContactRow) -> None:
    verbs = [desk.say(N_("change")), desk.say(N_("history"))]
    if desk.talk.pick(contact.label, verbs, partial(explain, desk, HELP)) == 0:
        change_contact(desk, contact)
    else:
        tell_history(desk, client, history_of(desk.vault, contact.id))


def _permission(desk: Desk, client: Client, permission: Permission) -> None:
    verbs = [desk.say(words) for words in (N_("read"), N_("take back"), N_("history"))]
    match desk.talk.pick(permission.purpose, verbs, partial(explain, desk, HELP)):
        case 0:
            reader = reader_of(desk.vault, client.id, desk.language)
            desk.tell()
            tell_record(desk, standing(permission, desk.today, desk.language), reader, permission)
        case 1:
            withdraw(desk, client, permission)
        case _:
            tell_history(desk, client, history_of(desk.vault, permission.id))


def _head(desk: Desk, title: str, empty: str) -> None:
    desk.tell()
    desk.tell(title)
    if empty:
        desk.tell(empty)


def _contact_line(desk: Desk, contact: ContactRow, *, names: bool) -> str:
    kind = desk.say(ContactKind(contact.kind).label) if contact.kind else ""
    return "; ".join(filter(None, (contact.label, kind, contact.how_to_reach, contact.name if names else "")))


def _permission_line(desk: Desk, permission: Permission, labels: dict[str, str]) -> str:
    whom = labels.get(permission.with_contact, "?")
    return f"{desk.language.before(whom)} {standing(permission, desk.today, desk.language)}. {permission.purpose}"
