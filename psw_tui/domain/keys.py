"""Keys that sentences name, each written down once: for the command that has it, and for every sentence that tells of it.

A sentence says `{key:form.save}` where the key of that command belongs. The language fills it in.
"""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.words import N_

KEYS: Mapping[str, str] = {
    "app.colours": "f12",
    "caseload.add": "a",
    "caseload.backups": "b",
    "caseload.drafts": "d",
    "caseload.keeping": "y",
    "caseload.names": "h",
    "caseload.next_filter": "v",
    "caseload.practice": "p",
    "caseload.undo": "u",
    "client.goals": "g",
    "client.look": "f",
    "client.safety": "k",
    "client.team": "T",
    "contacts.add": "a",
    "contacts.names": "h",
    "crisis.options": "o",
    "form.leave": "escape",
    "form.save": "f2",
    "form.words": "f3",
    "goals.add": "a",
    "keeping.erase": "e",
    "list.crisis": "exclamation_mark,f8",
    "list.help": "question_mark,f1",
    "list.lock": "L",
    "passphrase.change": "c",
    "passphrase.renew": "k",
    "passphrase.sheet": "s",
    "permissions.add": "a",
    "renewing.stop": "escape",
    "requests.add": "a",
    "safety.add": "a",
    "scale.not_asked": "a",
    "scale.prefer_not": "p",
    "scale.ten": "t",
    "screen.back": "escape",
    "shown.older": "m",
    "shown.statement": "s",
    "step.first": "f4",
    "team.again": "l",
    "team.disagreements": "d",
    "team.hub": "h",
    "team.let_in": "a",
    "team.meet": "m",
    "team.requests": "r",
    "team.take_out": "x",
    "to_do.move": "m",
    "unlock.rescue": "ctrl+t",
    "unlock.restore": "ctrl+r",
    "words.done": "escape",
}
"""By the name of the command. Where there are several, people are told about the first."""

WRITTEN = {
    "escape": N_("Esc"),
    "enter": N_("Enter"),
    "space": N_("Space"),
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "full_stop": ".",
    "up": N_("up"),
    "down": N_("down"),
}
"""How keys are written for people; any other key is written as it is."""


def key_name(key: str) -> str:
    """The first of some keys as people are told about it; words among them are still to be translated."""
    first = key.split(",")[0]
    return WRITTEN.get(first, first.upper() if first.startswith("f") and first[1:].isdigit() else first)
