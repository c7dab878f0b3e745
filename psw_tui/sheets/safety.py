"""A safety note: a new one, and going on with one."""

from __future__ import annotations

from datetime import timedelta

from psw_tui.language import Language
from psw_tui.records.answers import raw_of
from psw_tui.records.client import Client
from psw_tui.records.safety_note import SafetyNote, SafetyNoteForm
from psw_tui.services import drafts, safety
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.sheets.sheet import Line, Sheet, notice
from psw_tui.storage.vault import Vault


def begin_note(vault: Vault, client: Client, debrief: str) -> None:
    """After a debrief with a worry: the note counts as begun, so that it is asked for again."""
    place = DraftPlace(safety.FORM, client.id)
    drafts.keep_draft(vault, place, draft_at(vault, place) | {"debrief": debrief})


def new_note(vault: Vault, client: Client, language: Language, debrief: str = "") -> Sheet:
    """A new safety note; the check-in is proposed for tomorrow at this time, so that few keys close it."""
    place = DraftPlace(safety.FORM, client.id)
    kept = draft_at(vault, place)
    about = debrief or str(kept.pop("debrief", ""))
    now = vault.clock.local(vault.clock.now())
    tomorrow = vault.clock.today() + timedelta(1)
    return Sheet(
        language.say("Safety note: {code}", code=client.code),
        SafetyNoteForm,
        place,
        save=lambda vault, form: safety.save_safety_note(vault, client.id, about, form, language.say),
        kept=kept,
        start={"next_check_on": tomorrow.isoformat(), "next_check_at": f"{now:%H:%M}"},
        head=_head(client, language),
        context={"record_mode": str(client.record_mode)},
        carried={"debrief": about} if about else {},
        help_name="safety",
    )


def change_note(vault: Vault, client: Client, note: SafetyNote, language: Language) -> Sheet:
    """A kept safety note: who was told by now, what they wanted."""
    place = DraftPlace(safety.FORM, client.id, note.id)
    return Sheet(
        language.say("Safety note: {code}", code=client.code),
        SafetyNoteForm,
        place,
        save=lambda vault, form: safety.go_on_with_safety_note(vault, note, form, language.say),
        kept=draft_at(vault, place),
        start=raw_of(note),
        head=_head(client, language),
        context={"record_mode": str(client.record_mode)},
        help_name="safety",
    )


def _head(client: Client, language: Language) -> list[Line]:
    facts = language.say("Facts only: what you saw, heard and did. No level, no score.")
    return [*notice(client, language), Line(facts)]
