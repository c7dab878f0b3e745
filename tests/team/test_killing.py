"""kill -9 in the middle of a meeting. The long form is `python -m tests.long meeting`."""

from __future__ import annotations

from pathlib import Path

from tests.team.killing import kill_program, kill_server, killing
from tests.team.postgres import Server
from tests.team.together import hub_of_all


def test_a_meeting_that_is_killed_loses_nothing(server: Server, new_vault: Path, tmp_path: Path) -> None:
    """The program, on the hub and over a stick, and the server."""
    with hub_of_all(server) as database, killing(new_vault, tmp_path, 4, server, database) as work:
        for kind, how in (("hub", kill_program), ("stick", kill_program), ("hub", kill_server)):
            work.end(kind, how)
        work.meet_again()
    assert work.told.wrong == []
