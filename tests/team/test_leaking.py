"""What a subpoena of the server would yield, after real meetings: nothing of what anybody wrote.

The server's own files are looked through by `python -m tests.long hub --files`.
"""

from __future__ import annotations

from pathlib import Path

from psw_tui.services.teamwork.numbers import numbers_of
from tests.team.leaking import (
    CANARY,
    WORKERS,
    a_team_at_work,
    everything,
    names_of_ours,
    of_an_empty_hub,
    seen_in,
    words_of,
)
from tests.team.postgres import Server
from tests.team.together import agency, hub_of_all


def test_a_dump_of_the_server_holds_nothing_that_was_written(server: Server, new_vault: Path, tmp_path: Path) -> None:
    """No word, code, name, or id of a record, and no name of a table or a column; letters and numbers included."""
    empty = of_an_empty_hub(server)
    with hub_of_all(server) as database, agency(new_vault, tmp_path, 3, server, database) as some:
        month = a_team_at_work(some)
        ash = some.laptops[0].vault
        written = {word for each in some.laptops for word in words_of(each.vault)}
        harmless = seen_in(everything(server, empty, numbers=True), written | names_of_ours())
        dump = everything(server, database, numbers=False)
        assert some.ask("SELECT count(*) > 0 FROM psw.letter")[0] == (True,)
        assert {CANARY, *WORKERS} <= written
        assert len(written) > 300
        assert len(harmless) < 10
        assert seen_in(dump, (written | names_of_ours()) - harmless) == set()
        assert dict(some.ask("SELECT measure, n FROM psw.report_fact")) == dict(numbers_of(ash, month))
        assert seen_in(b"\n".join(word.encode() for word in written), written) == written, (
            "or the search would prove nothing"
        )
