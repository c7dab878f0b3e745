"""A quick note: one line, kept as a draft until it becomes part of a record."""

from __future__ import annotations

from psw_tui.language import Language
from psw_tui.records.quick_note import QuickNoteForm
from psw_tui.services import drafts, quick_notes
from psw_tui.sheets.sheet import Sheet
from psw_tui.storage.vault import Vault


def new_quick_note(vault: Vault, language: Language) -> Sheet:
    """A line to put down. Saving it returns its place."""
    place = quick_notes.new_quick_note(vault)

    def save(vault: Vault, form: QuickNoteForm) -> drafts.DraftPlace:
        drafts.keep_draft(vault, place, {"words": form.words})
        return place

    return Sheet(language.say("Quick note"), QuickNoteForm, place, save=save, help_name="quick_note")
