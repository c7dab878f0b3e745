"""All that the page of a team tells, in one go: who is in it, what waits, and what somebody has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psw_tui.services.teamwork.asked import Asked, asked_of_the_team
from psw_tui.services.teamwork.disagreements import disagreements
from psw_tui.services.teamwork.joining import TeamState, team_state
from psw_tui.storage.errors import NotInTeam
from psw_tui.storage.vault import Vault
from psw_tui.team.fold import missing
from psw_tui.team.kept import row_of
from psw_tui.team.membership import prepare


@dataclass(frozen=True)
class Standing:
    """A team at the moment of reading."""

    state: TeamState
    waiting: Sequence[str]
    """Ids of laptops whose changes came with a gap before them."""
    disagreements: int
    asked: Asked


def code_of_card(vault: Vault) -> str:
    """The code of the card that this laptop made to join a team with; empty where it made none."""
    return prepare(vault).spoken if row_of(vault)["identity"] else ""


def standing(vault: Vault) -> Standing | None:
    """How it stands with the team; None for a vault that is in none."""
    try:
        state = team_state(vault)
    except NotInTeam:
        return None
    return Standing(state, tuple(missing(vault)), len(disagreements(vault)), asked_of_the_team(vault))
