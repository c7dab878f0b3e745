"""Setting up a hub on the command line, as an administrator does."""

from __future__ import annotations

import pytest

from psw_tui.team.hub import Hub
from tests.cli.conftest import Ask
from tests.team.postgres import Server, server
from tests.team.sealed import rows

__all__ = ["server"]

TEAM, LAPTOP = "7a000000-0000-4000-8000-000000000001", "7a000000-0000-4000-8000-000000000002"


def test_from_an_empty_database_to_a_first_push(ask: Ask, server: Server) -> None:
    database = server.new_database()
    login = f"ash_{database}"
    member = ("team", "hub-member", server.dsn(database), "--login", login, "--team", TEAM, "--device", LAPTOP)
    code, out, err = ask(*member)
    assert (code, out) == (1, "")
    assert "hub-init" in err
    code, out, err = ask("team", "hub-init", server.dsn(database), "--partitions", "2")
    assert (code, err) == (0, "")
    assert "2 parts" in out
    assert "Nothing was changed" in ask("team", "hub-init", server.dsn(database))[1]
    assert f"\\password {login}" in ask(*member)[1]
    with Hub(server.dsn(database, login)) as hub:
        assert hub.push(TEAM, rows(LAPTOP, 3)) == 3
    assert "may do nothing" in ask(*member, "--remove")[1]
    code, out, err = ask(*member, "--remove")
    assert (code, out) == (1, "")
    assert login in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("hub-init", "host=hub.agency.ca"), 1, "verify-full"),
        (("hub-init", "host=127.0.0.1 port=1"), 1, "Nobody answers"),
        (("hub-init", "host=localhost s3cret"), 1, "no address"),
        (("hub-init", "host=localhost", "--partitions", "1000"), 2, "0-256"),
        (("hub-member", "host=localhost", "--login", "a", "--team", "x", "--device", LAPTOP), 2, "xxxx"),
        ((), 1, "no vault yet"),
    ],
)
def test_what_is_refused(ask: Ask, arguments: tuple[str, ...], code: int, said: str) -> None:
    got, out, err = ask("team", *arguments)
    assert (got, out) == (code, "")
    assert said in err
    assert "s3cret" not in err
