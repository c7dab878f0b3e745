"""What a kind of record is called."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.kinds import STEPS

KINDS: Mapping[str, str] = {
    "client": N_("client"),
    "goal": N_("goal"),
    "rewording": N_("re-worded goal"),
    "rating": N_("number for a goal"),
    "debrief": N_("debrief"),
    "fresh_look": N_("fresh look"),
    "contact": N_("contact"),
    "permission": N_("permission"),
    "shared": N_("what was shared"),
    "follow_up": N_("follow-up"),
    "safety_note": N_("safety note"),
    "snooze": N_("not now"),
    "statement": N_("what they see differently"),
    "sent": N_("what left"),
    "received": N_("what came in"),
    "setting": N_("options"),
    "erasure": N_("erasing"),
}


def kind_of(entity: str, language: Language) -> str:
    """What a kind of record is called: "debrief", "step 3: Listen and validate"."""
    if entity in STEPS:
        number = STEPS[entity]
        return language.say("step {number}: {name}", number=int(number), name=language.say(number.short_name))
    return language.say(KINDS.get(entity, entity))
