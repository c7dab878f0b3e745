"""Who is around a made-up client: contacts, permissions, what was shared, and the notes about a worry."""

from __future__ import annotations

from psw_tui.records.debrief import Debrief, Safety
from psw_tui.records.safety_note import SafetyNote, SafetyNoteForm
from psw_tui.records.support import ContactForm, ContactRow, Permission, PermissionForm, Shared, SharedForm
from psw_tui.services.practice.sheet import Sheet, filled, parted, without, yes_or_no


def add_contacts(sheet: Sheet) -> None:
    """The people around the client; the file gives them no day, so they are as old as the first meeting."""
    for contact in sheet.part("contact"):
        row = sheet.add(ContactRow, filled(ContactForm, without(contact, "id")), sheet.person["met_day"])
        sheet.call("contact", contact["id"], row.id)


def add_permissions(sheet: Sheet) -> None:
    """What the client allows, and what they took back."""
    for permission in sheet.part("permission"):
        answers = sheet.days.dated(without(permission, "id", "expected_status"))
        answers["with_contact"] = sheet.id_of("contact", permission["with_contact"])
        asked, taken_back = parted(answers, PermissionForm)
        row = sheet.add(Permission, filled(PermissionForm, asked) | taken_back, permission["given_day"])
        sheet.call("permission", permission["id"], row.id)


def add_shared(sheet: Sheet) -> None:
    """The log of what was shared."""
    for shared in sheet.part("shared"):
        answers = sheet.days.dated(without(shared, "to"))
        answers["to_contact"] = sheet.id_of("contact", shared["to"])
        answers["permission"] = sheet.id_of("permission", shared["permission"])
        answers["how"] = shared["how"].replace(" ", "_")
        sheet.add(Shared, filled(SharedForm, answers), shared["day"])


def add_safety_notes(sheet: Sheet) -> None:
    """A worry as facts, beside the debrief of that day which named it."""
    worried = {row.held_on: row.id for row in sheet.rows if isinstance(row, Debrief) and row.safety != Safety.NOTHING}
    for note in sheet.part("safety_note"):
        answers = sheet.days.dated(without(note, "day", "at"))
        answers["shared_without_permission"] = yes_or_no(note["shared_without_permission"])
        answers["next_check_at"] = note["next_check_at"].strftime("%H:%M")
        answers["told"] = [
            {"who": told["who"], "told_on": sheet.days.on(told["day"]), "at": told["at"].strftime("%H:%M")}
            for told in note["told"]
        ]
        asked, more = parted(answers, SafetyNoteForm)
        more |= {"at": sheet.days.at(note["day"], note["at"]), "debrief": worried.get(sheet.days.on(note["day"]), "")}
        sheet.add(SafetyNote, filled(SafetyNoteForm, asked) | more, note["day"], note["at"])
