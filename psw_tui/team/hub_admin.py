"""What an agency's administrator does with the hub: set it up, let a login in, take it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from uuid import UUID

from psw_tui.team.address import Address, address
from psw_tui.team.asking import VERSION, connected, look_at_version, translated, version
from psw_tui.team.hub_errors import HubNotThere, LoginOdd, MemberUnknown, NotAllowed, NotAMember

if TYPE_CHECKING:
    import psycopg

ROLES = ("psw_device", "psw_admin", "psw_report", "psw_retention")
"""What laptops may do, whoever lets them in, whoever reads numbers, and whoever removes a team that has ended."""

LETTERS = "hub_letters.sql"
WITHOUT_LETTERS = 1
"""The version before it."""

LOGIN = re.compile(r"[a-z_][a-z0-9_]{0,62}")
"""Names that mean the same with quotation marks around them and without."""


@dataclass(frozen=True)
class SetUp:
    """What `init` found and did."""

    is_new: bool
    """Whether the tables were made now; otherwise they were there already, and stayed as they were."""
    roles: tuple[str, ...]
    """The roles that were made now."""
    partitions: int
    """Into how many parts the change log is divided by team; 0 where it is in one piece."""
    is_renewed: bool = False
    """Whether an older program had made the tables, and what they lacked was added now."""


def init(dsn: str, partitions: int = 0, password: str | None = None) -> SetUp:
    """Make roles, tables and rules in one transaction, or find them there and add what they lack. Raises HubError."""
    there = address(dsn, password)
    with _administering(there) as line, line.transaction():
        if _one(line, "SELECT 1 FROM information_schema.schemata WHERE schema_name = 'psw'"):
            return _found(line)
        roles = tuple(role for role in ROLES if not _is_role(line, role))
        for role in roles:
            line.execute(f"CREATE ROLE {role} NOLOGIN".encode())
        for statement in _statements(partitions):
            line.execute(statement.encode())
        line.execute("INSERT INTO psw.hub_version (version) VALUES (%s)", (VERSION,))
        if not _is_almighty(line):  # the rules hold for the owner of the tables too
            line.execute(f"GRANT psw_admin TO {_quoted(str(_one(line, 'SELECT session_user')))}".encode())
    return SetUp(is_new=True, roles=roles, partitions=partitions)


def add_member(dsn: str, login: str, team: str, device: str, password: str | None = None) -> bool:
    """Let this login bring and fetch the changes of this team; whether the login was made now. Raises HubError.

    A new login has no password yet. Who is a member already stays one.
    """
    there = address(dsn, password)
    _check_login(login)
    with _administering(there) as line, line.transaction():
        look_at_version(line)
        is_new = not _is_role(line, login)
        if is_new:
            line.execute(f"CREATE ROLE {_quoted(login)} LOGIN".encode())
        line.execute(f"GRANT psw_device TO {_quoted(login)}".encode())
        statement = "INSERT INTO psw.member (team, login, device) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        line.execute(statement, (UUID(team), login, UUID(device)))
    return is_new


def remove_member(dsn: str, login: str, team: str, device: str, password: str | None = None) -> bool:
    """Take this membership away; whether it was the last of this login. Raises HubError, of which MemberUnknown.

    With the last one the login loses every right on the hub. It counts at once, also for a line that is open.
    """
    there = address(dsn, password)
    _check_login(login)
    with _administering(there) as line, line.transaction():
        look_at_version(line)
        statement = "DELETE FROM psw.member WHERE team = %s AND login = %s AND device = %s"
        if not line.execute(statement, (UUID(team), login, UUID(device))).rowcount:
            raise MemberUnknown(login)
        is_last = not _one(line, "SELECT 1 FROM psw.member WHERE login = %s LIMIT 1", login)
        if is_last and _is_role(line, login):
            line.execute(f"REVOKE psw_device FROM {_quoted(login)}".encode())
    return is_last


@contextmanager
def _administering(there: Address) -> Iterator[psycopg.Connection[Any]]:
    """A line for an administrator: a refusal means that the login is none. Raises HubError."""
    try:
        with connected(there) as line, translated(there):
            yield line
    except NotAMember:
        raise NotAllowed(there.login) from None


def _statements(partitions: int) -> list[str]:
    """What makes tables and rules, one after the other."""
    by_team = "PARTITION BY HASH (team)" if partitions else ""
    parts = [each for nth in range(partitions) for each in _part(nth, partitions)]
    return [*_read("hub.sql", partitioned=by_team), *parts, *_read(LETTERS)]


def _read(name: str, **words: str) -> list[str]:
    """The statements of a file: one a paragraph, after what it says of itself."""
    return (files(__package__) / name).read_text(encoding="utf-8").format(**words).split("\n\n")[1:]


def _part(nth: int, partitions: int) -> tuple[str, ...]:
    """One part of the change log; nobody has rights on it but through the whole."""
    name = f"psw.change_log_{nth}"
    return (
        f"CREATE TABLE {name} PARTITION OF psw.change_log FOR VALUES WITH (MODULUS {partitions}, REMAINDER {nth})",
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
    )


def _found(line: psycopg.Connection[Any]) -> SetUp:
    """What is there already, brought up to date. Raises HubNewer, HubOlder, HubNotThere."""
    if not _one(line, "SELECT to_regclass('psw.hub_version')::text"):
        raise HubNotThere
    is_renewed = version(line) == WITHOUT_LETTERS
    if is_renewed:
        for statement in _read(LETTERS):
            line.execute(statement.encode())
        line.execute("INSERT INTO psw.hub_version (version) VALUES (%s)", (VERSION,))
    look_at_version(line)
    parts = _one(line, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'psw.change_log'::regclass")
    return SetUp(is_new=False, roles=(), partitions=int(str(parts)), is_renewed=is_renewed)


def _is_role(line: psycopg.Connection[Any], name: str) -> bool:
    return bool(_one(line, "SELECT 1 FROM pg_roles WHERE rolname = %s", name))


def _is_almighty(line: psycopg.Connection[Any]) -> bool:
    return bool(_one(line, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user"))


def _one(line: psycopg.Connection[Any], question: str, *values: object) -> object:
    """The one value that answers it, or None."""
    row = line.execute(question.encode(), values or None).fetchone()
    return row[0] if row else None


def _quoted(name: str) -> str:
    """A name as part of a statement. Statements that make roles take no values."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _check_login(login: str) -> None:
    """Raises LoginOdd. The four roles of the hub, and the server's own, are nobody's login."""
    if not LOGIN.fullmatch(login) or login.startswith(("pg_", "psw_")):
        raise LoginOdd(login)
