"""A contact written up, and a debrief amended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psw_tui.language import Language
from psw_tui.records.answers import Raw, raw_of
from psw_tui.records.client import Client, RecordMode, Status
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.option import Option
from psw_tui.services import debriefs, goals, quick_notes
from psw_tui.services.drafts import DraftPlace, draft_at, drop_draft
from psw_tui.sheets.sheet import Line, Sheet, lists_of, notice
from psw_tui.storage.vault import Vault
from psw_tui.when_words import begun_at

FORM = "debrief"
SAME_OF_A_GROUP = ("contact", "held_on", "how_long", "minutes", "place", "what_we_did")
"""What a group shares: time, place and what was done. Words stay with the one they are about."""
FIELD_OF_QUICK_NOTE = "what_line"


def new_debrief(
    vault: Vault, client: Client, language: Language, start: Raw | None = None, used: DraftPlace | None = None
) -> Sheet:
    """A contact to write up. `used` is the quick note it is written from, `start` what is known of it already."""
    day = vault.clock.today()
    place = DraftPlace(FORM, client.id)
    draft = draft_at(vault, place)
    begun = str(draft.pop("begun_on", "")) or day.isoformat()
    dated = {} if draft.get("held_on") or begun == day.isoformat() else {"held_on": begun}
    if used is not None:
        draft |= _written_up(vault, client, draft, used)

    def save(vault: Vault, form: DebriefForm) -> Debrief:
        # Midnight may have passed since the form was opened: "today" is what it was then.
        on_day = form if form.held_on else form.model_copy(update={"held_on": day})
        return debriefs.save_debrief(vault, client.id, on_day, used=used, say=language.say)

    return Sheet(
        language.say("New note: {code}", code=client.code),
        DebriefForm,
        place,
        save=save,
        kept=draft | (dated if draft else {}),
        start=(start or {}) | dated,
        head=list(_head(vault, client, language)),
        lists=lists_of(vault, client.id, language),
        context={"record_mode": str(client.record_mode)},
        carried={"begun_on": begun},
        help_name="debrief",
    )


def amend(vault: Vault, client: Client, debrief: Debrief, language: Language) -> Sheet:
    """A later version of a debrief. Looked at, and left as it was, it makes none: no version says the same twice."""
    place = DraftPlace(FORM, client.id, debrief.id)

    def save(vault: Vault, form: DebriefForm) -> Debrief:
        if raw_of(form) == raw_of(debrief):
            drop_draft(vault, place)
            return debrief
        return debriefs.save_debrief(vault, client.id, form, amends=debrief)

    day = language.day(debrief.held_on, vault.clock.today()) if debrief.held_on else "-"
    return Sheet(
        language.say("Amend: {code}, {day}", code=client.code, day=day),
        DebriefForm,
        place,
        save=save,
        kept=draft_at(vault, place),
        start=raw_of(debrief),
        head=[Line(language.say("Both versions stay; this one counts.")), *notice(client, language)],
        lists=_lists_of_amended(vault, client, debrief, language),
        context={"record_mode": str(client.record_mode)},
        help_name="corrections",
    )


def shared_with_group(saved: Debrief) -> Raw:
    """What the debrief of the next one of a group starts with."""
    raw = raw_of(saved)
    return {name: raw[name] for name in SAME_OF_A_GROUP}


def _written_up(vault: Vault, client: Client, draft: Raw, used: DraftPlace) -> Raw:
    """Where the line of a quick note goes; nowhere for a client who wants no words."""
    words = quick_notes.words_of_quick_note(vault, used)
    there = str(draft.get(FIELD_OF_QUICK_NOTE, ""))
    if client.record_mode == RecordMode.COUNTS or words in there:
        return {}
    return {FIELD_OF_QUICK_NOTE: " ".join(filter(None, (there, words)))}


def _head(vault: Vault, client: Client, language: Language) -> Iterator[Line]:
    """What must be in view: what not to write about, how things stand, what was put down in a moment."""
    yield from notice(client, language)
    if client.status != Status.ACTIVE:
        status = language.say(Status(client.status).label)
        yield Line(language.say("Where things stand: {status}", status=status))
    for note in quick_notes.quick_notes_of(vault, client.id):
        when = begun_at(language, vault.clock, note.at)
        yield Line(language.say("Noted {time}: {words}", time=when, words=note.words))


def _lists_of_amended(vault: Vault, client: Client, debrief: Debrief, language: Language) -> dict[str, Any]:
    """What the form picks from; also the goals that were rated then and are not active now."""
    lists = lists_of(vault, client.id, language)
    shown = {option.value for option in lists["goals"]}
    rated = {row["goal"] for row in raw_of(debrief)["goals"] if row.get("rating")} - shown
    every = goals.goals_of(vault, client.id)
    return lists | {"goals": [*lists["goals"], *(Option(each.id, each.words) for each in every if each.id in rated)]}
