"""What a draft is called in a list of what was begun and not saved."""

from __future__ import annotations

from psw_tui.domain.clock import Clock
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.nine import STEPS
from psw_tui.records.quick_note import NAME as QUICK
from psw_tui.services.drafts import DraftNote
from psw_tui.when_words import begun_at

FORM_NAMES = {
    "client": N_("client"),
    "debrief": N_("debrief"),
    "goal": N_("goal"),
    "rate": N_("number for a goal"),
    "reword": N_("re-worded goal"),
    "goal_state": N_("where a goal stands"),
    "fresh_look": N_("fresh look"),
    "close": N_("closing a fresh look"),
    "snooze": N_("not now"),
    "contact": N_("contact"),
    "permission": N_("permission"),
    "withdraw": N_("permission taken back"),
    "shared": N_("what was shared"),
    "options": N_("options"),
    "safety_note": N_("safety note"),
    "statement": N_("what they see differently"),
    "quick": N_("quick note"),
    "paper": N_("paper"),
    "leaving": N_("paper on its way out"),
    "hand_over": N_("hand-over to another worker"),
    "question": N_("sending a question"),
    "answer": N_("answer to a question"),
    "erasure": N_("asking to erase"),
    "keep_on": N_("keeping a record on"),
    "sharing": N_("sharing with the team"),
}
PARCELS = frozenset({"hand_over", "question", "answer"})
"""Forms before something leaves for another vault."""
STEP_NAMES = {step.slug: step.number.full_name for step in STEPS.values()}
PAPER_FORMS = frozenset({"paper", "leaving"})
STEP_OF_SLUG = {step.slug: number for number, step in STEPS.items()}

NO_CLIENT_YET = {
    "client": N_("new client"),
    QUICK: N_("for later"),
    **dict.fromkeys(("options", "paper", "leaving", "answer"), ""),
}
"""What stands in place of a client's code."""


def draft_line(note: DraftNote, language: Language, clock: Clock) -> str:
    """Whose it is, what it is, when it was written, and of a quick note the line itself."""
    form = language.say(FORM_NAMES.get(note.place.form) or STEP_NAMES.get(note.place.form) or note.place.form)
    when = begun_at(language, clock, note.at)
    whose = note.code or language.say(NO_CLIENT_YET.get(note.place.form, ""))
    line = f"{whose} - {form}, {when}" if whose else f"{form}, {when}"
    return f"{line}: {note.words}" if note.words else line
