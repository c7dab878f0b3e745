"""The rules of meeting, each broken in one way: whatever proves them has to turn red."""

from __future__ import annotations

from collections.abc import Mapping
from random import choice
from typing import Any

from psw_tui.services.teamwork import syncing
from psw_tui.storage import intake, meeting
from psw_tui.storage.change import Change
from psw_tui.storage.meeting import Told
from psw_tui.team import hub

Mutant = tuple[Any, str, Any]
"""What is changed: of what, which, and to what."""


def _with_gaps(waiting: Mapping[Any, Change], known: Mapping[str, int]) -> list[Change]:
    return sorted(waiting.values(), key=lambda line: line.clock)


_ASKED = hub.Hub.vector
_SEEN: dict[str, dict[str, int]] = {}


def _once_had(asked: hub.Hub, team: str) -> dict[str, int]:
    """The hub is believed to have for ever what it once had."""
    seen = _SEEN.setdefault(team, {})
    for device, upto in _ASKED(asked, team).items():
        seen[device] = max(upto, seen.get(device, 0))
    return dict(seen)


def _highest(asked: hub.Hub, team: str) -> dict[str, int]:
    """A vector that does not look for gaps."""
    question = "SELECT device::text, max(seq) FROM psw.change_log WHERE team = %s GROUP BY device"
    return dict(asked._ask(question, team))


def _only_asked(meeting: Any) -> None:
    """How much the hub has, and not what."""
    meeting.theirs = meeting.hub.vector(meeting.team)


CORE: dict[str, Mutant] = {
    "what was replaced is forgotten": (Told, "knew", lambda *_: False),
    "the winner is left to chance": (meeting, "_picked", lambda _rule, values: choice(values)),
    "the strictest does not win": (meeting, "_picked", lambda _rule, values: values[-1]),
    "holes in the numbers do not count": (intake, "_without_a_gap", _with_gaps),
}
"""Those that show already without a hub."""

MUTANTS: dict[str, Mutant] = CORE | {
    "no fork is looked for on the hub": (syncing._Meeting, "_compare", _only_asked),
    "no fork is looked for on sticks": (intake, "_refuse_fork", lambda *_: None),
    "holes on the hub do not count": (hub.Hub, "vector", _highest),
    "a push does not look at what the hub has": (hub.Hub, "vector", _once_had),
    "no letter is sent": (syncing, "letters_to_send", lambda *_: {}),
}
