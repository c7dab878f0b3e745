"""Where the hub is: the address that PostgreSQL's own tools take, and what makes the way there safe."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING

from psw_tui.team.hub_errors import AddressWrong, DriverMissing, NotPrivate

if TYPE_CHECKING:
    from types import ModuleType

PATIENCE = 10
"""Seconds until a server that does not answer counts as not there, unless the address says otherwise."""

LINE = {
    "application_name": "psw-tui",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "connect_timeout": str(PATIENCE),
}
"""How a cable that was pulled is noticed within half a minute, unless the address says otherwise."""

SAFE = "verify-full"
HERE = "localhost"


@dataclass(frozen=True)
class Address:
    """A server, a database and a login, checked: the way there is safe."""

    host: str
    port: str
    database: str
    login: str
    password: str = field(repr=False)
    given: Mapping[str, str] = field(repr=False)
    """All of it as the driver takes it."""


def driver() -> ModuleType:
    """What speaks to PostgreSQL. Raises DriverMissing."""
    try:
        import psycopg
    except ImportError:
        raise DriverMissing from None
    logging.getLogger(psycopg.__name__).disabled = True  # it would quote to the terminal what a server says
    return psycopg


def address(dsn: str, password: str | None = None) -> Address:
    """The address in `dsn`, with a password typed apart. Raises DriverMissing, AddressWrong, NotPrivate."""
    given = _parsed(dsn)
    if given is None:  # raised here, where the driver's own words, which quote the address, hang on no error
        raise AddressWrong
    if "service" in given:  # it would be looked up later, past every check here
        raise AddressWrong
    if password is not None:
        given["password"] = password
    there = {"sslmode": "prefer", "port": "5432"} | _surroundings() | given
    hosts = _hosts(there)
    strange = [host for host in hosts if not _is_here(host)]
    if strange and there["sslmode"] != SAFE:
        raise NotPrivate(strange[0])
    safety = {"gssencmode": "disable"} if strange else {}  # the other kind of encryption would go before TLS
    login = there.get("user", "")
    return Address(
        host=there.get("host") or there.get("hostaddr") or HERE,
        port=there["port"],
        database=there.get("dbname") or login,
        login=login,
        password=there.get("password", ""),
        given=LINE | given | safety,
    )


def without_password(dsn: str, password: str) -> tuple[str, str]:
    """The address to keep, and the password apart: the one typed, or else the one in it. Raises as `address` does."""
    from psycopg.conninfo import make_conninfo

    given = {name: value for name, value in address(dsn).given.items() if LINE.get(name) != value}
    inside = given.pop("password", "")
    return (make_conninfo(**given) if inside else dsn.strip()), password or inside


def _parsed(dsn: str) -> dict[str, str] | None:
    psycopg = driver()
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {name: str(value) for name, value in conninfo_to_dict(dsn).items() if value is not None}
    except (psycopg.Error, UnicodeError):
        return None


def _surroundings() -> dict[str, str]:
    """What PostgreSQL's library takes from the environment where the address is silent. Raises AddressWrong."""
    from psycopg import pq

    known = {option.keyword.decode(): option.val for option in pq.Conninfo.get_defaults() if option.val}
    if "service" in known:
        raise AddressWrong
    return {name: value.decode(errors="replace") for name, value in known.items() if value is not None}


def _hosts(there: Mapping[str, str]) -> list[str]:
    """Every server the library might turn to; several may be named, by name, by number, or by both."""
    named = [there.get(key, "") for key in ("host", "hostaddr")]
    return [host.strip() for names in named if names for host in names.split(",")]


def _is_here(host: str) -> bool:
    """Whether that is this very computer: a socket, or a name or number that never leaves it."""
    if not host or host[0] in "/@" or host == HERE:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
