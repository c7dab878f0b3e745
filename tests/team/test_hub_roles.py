"""What each role may do on the hub, asked with real logins past the program."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from psw_tui.team.hub import Hub
from psw_tui.team.hub_admin import add_member, init
from psw_tui.team.hub_errors import LoginOdd, NotAMember
from tests.team.postgres import Server
from tests.team.sealed import Team, made, rows

STRANGERS = "7a000000-0000-4000-8000-000000000000"
NEW = f"'{uuid.UUID(int=5)}', 99, '{uuid.UUID(int=6)}', 1, 'x'"
LETTER = f"'{uuid.UUID(int=5)}', '{uuid.UUID(int=7)}', 'x'"
LETTER_COLUMNS = "team, device, id, body"
COLUMNS = "team, device, seq, id, clock, body"
STRANGE_COUNT = (
    f"INSERT INTO psw.report_fact (team, month, measure, n) VALUES ('{STRANGERS}', '2026-03-01', 'clients', 9)"
)

FORBIDDEN = {
    "change": "UPDATE psw.change_log SET clock = 0",
    "delete": "DELETE FROM psw.change_log",
    "empty": "TRUNCATE psw.change_log",
    "insert for another team": f"INSERT INTO psw.change_log ({COLUMNS}) VALUES ('{STRANGERS}', {NEW})",
    "sign as another": f"INSERT INTO psw.change_log ({COLUMNS}, pushed_by) VALUES ('{{team}}', {NEW}, 'bo')",
    "set when it came": f"INSERT INTO psw.change_log ({COLUMNS}, got) VALUES ('{{team}}', {NEW}, now())",
    "overwrite": f"INSERT INTO psw.change_log ({COLUMNS}) VALUES ('{{team}}', {NEW})"
    " ON CONFLICT (team, device, seq) DO UPDATE SET body = 'y'",
    "change a letter": "UPDATE psw.letter SET body = 'y'",
    "delete a letter": "DELETE FROM psw.letter",
    "empty the letters": "TRUNCATE psw.letter",
    "write to another team": f"INSERT INTO psw.letter ({LETTER_COLUMNS}) VALUES ('{STRANGERS}', {LETTER})",
    "write as another": f"INSERT INTO psw.letter ({LETTER_COLUMNS}, pushed_by) VALUES ('{{team}}', {LETTER}, 'bo')",
    "overwrite a letter": f"INSERT INTO psw.letter ({LETTER_COLUMNS}) VALUES ('{{team}}', {LETTER})"
    " ON CONFLICT (team, device, id) DO UPDATE SET body = 'y'",
    "see without the rules": "SET row_security = off; SELECT count(seq) FROM psw.change_log",
    "lift the rules": "ALTER TABLE psw.change_log DISABLE ROW LEVEL SECURITY",
    "read a part": "SELECT count(*) FROM psw.change_log_0",
    "make itself a member": f"INSERT INTO psw.member VALUES ('{STRANGERS}', session_user, '{uuid.UUID(int=5)}')",
    "remove a member": "DELETE FROM psw.member",
    "become the administrator": "SET ROLE psw_admin",
    "be another": "SET SESSION AUTHORIZATION boss",
    "count for another team": STRANGE_COUNT,
    "change a count in place": "UPDATE psw.report_fact SET n = 9",
    "change the version": "UPDATE psw.hub_version SET version = 9",
    "make a table": "CREATE TABLE psw.mine (x int)",
    "read files": "SELECT pg_read_file('PG_VERSION')",
}


@pytest.fixture(scope="module")
def hub(server: Server) -> Team:
    """One in parts, with a change, and a second team that is not ours."""
    team = made(server, partitions=2)
    with Hub(team.dsn()) as line:
        line.push(team.id, rows(team.devices[0], 3))
    team.ask(
        f"INSERT INTO psw.member VALUES ('{STRANGERS}', 'stranger', '{team.devices[1]}')",
        f"INSERT INTO psw.change_log ({COLUMNS}) VALUES ('{STRANGERS}', {NEW})",
        STRANGE_COUNT,
        f"INSERT INTO psw.letter ({LETTER_COLUMNS}) VALUES ('{STRANGERS}', {LETTER}), ('{team.id}', {LETTER})",
    )
    return team


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_device_may_not(hub: Team, statement: str) -> None:
    before = _everything(hub)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        hub.ask(*statement.format(team=hub.id).split("; "), login=hub.logins[0])
    assert _everything(hub) == before


def _everything(hub: Team) -> list[list[tuple[object, ...]]]:
    return [hub.ask(f"SELECT * FROM psw.{table} ORDER BY 1, 2, 3") for table in ("change_log", "letter")]


def test_a_device_sees_its_own_team_only(hub: Team) -> None:
    ash = hub.logins[0]
    assert hub.ask("SELECT DISTINCT team::text FROM psw.change_log", login=ash) == [(hub.id,)]
    assert hub.ask("SELECT team::text FROM psw.letter", login=ash) == [(hub.id,)]
    assert hub.ask("SELECT login FROM psw.member", login=ash) == [(ash,)]
    assert hub.ask("SELECT count(n) FROM psw.report_fact", login=ash) == [(0,)]
    assert hub.ask("DELETE FROM psw.report_fact", "SELECT 1", login=ash) == [(1,)]
    assert hub.ask("SELECT count(*) FROM psw.report_fact") == [(1,)]
    with Hub(hub.dsn()) as line:
        for asking in (line.vector, lambda team: line.push(team, []), lambda team: list(line.pull(team, {}))):
            with pytest.raises(NotAMember):
                asking(STRANGERS)
        with pytest.raises(NotAMember):
            line.letters(STRANGERS, hub.devices[0])
        with pytest.raises(NotAMember):
            line.put_letters(STRANGERS, {hub.devices[0]: b"x"})


def test_no_other_role_reads_a_body(hub: Team) -> None:
    """Who lets people in, who reads numbers, who removes what has ended: each of them only that."""
    may = {
        "psw_admin": ("SELECT count(*) FROM psw.member", "SELECT count(*) FROM psw.report_fact"),
        "psw_report": ("SELECT n FROM psw.report_fact", "SELECT count(*) FROM psw.member"),
        "psw_retention": (f"DELETE FROM psw.report_fact WHERE team = '{hub.id}'", "SELECT count(*) FROM psw.member"),
    }
    for role, (own, others) in may.items():
        login = f"{role}_{hub.database}"
        hub.ask(f"CREATE ROLE {login} LOGIN IN ROLE {role}")
        hub.ask(own, login=login)
        for statement in (
            others,
            "SELECT body FROM psw.change_log",
            "SELECT body FROM psw.letter",
            f"INSERT INTO psw.letter ({LETTER_COLUMNS}) VALUES ('{hub.id}', {LETTER})",
            f"INSERT INTO psw.change_log ({COLUMNS}) VALUES ('{hub.id}', {NEW})",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                hub.ask(statement, login=login)
    hub.ask(f"DELETE FROM psw.letter WHERE team = '{hub.id}'", login=f"psw_retention_{hub.database}")
    assert hub.ask("SELECT team::text FROM psw.letter") == [(STRANGERS,)]


def test_an_owner_who_is_no_superuser_sees_no_change(server: Server) -> None:
    """The rules hold for whoever owns the tables too, and are enough to let people in."""
    login, database = f"owner_{uuid.uuid4().hex}", server.new_database()
    server.ask(f"CREATE ROLE {login} LOGIN CREATEROLE", f"ALTER DATABASE {database} OWNER TO {login}")
    dsn = server.dsn(database, login)
    assert init(dsn).is_new
    team = made_by(server, database, dsn)
    with Hub(team.dsn()) as line:
        line.push(team.id, rows(team.devices[0], 3))
    assert server.ask("SELECT count(*) FROM psw.change_log", database=database, login=login) == [(0,)]
    assert len(team.stored()) == 3


def made_by(server: Server, database: str, dsn: str) -> Team:
    team, device, login = str(uuid.uuid4()), str(uuid.uuid4()), f"ash_{database}"
    assert add_member(dsn, login, team, device)
    return Team(server, database, team, (device, device), (login, login))


@pytest.mark.parametrize("login", ["", "Ash", "psw_admin", "pg_read_all_data", 'ash"; DROP', "a" * 64])
def test_an_odd_login_is_refused(login: str) -> None:
    with pytest.raises(LoginOdd):
        add_member("host=localhost", login, STRANGERS, STRANGERS)
