"""A line to the hub, and what its refusals mean: the driver's errors go no further than here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psw_tui.team import hub_errors as errors
from psw_tui.team.address import Address, driver

if TYPE_CHECKING:
    import psycopg

VERSION = 2
"""Of what `hub.sql` and `hub_letters.sql` make together; the first alone was version 1."""

SAID: tuple[tuple[str, str], ...] = (
    ("certificate verify failed|certificate has expired|tlsv1 alert", "CertificateRefused"),
    ("does not match host name", "CertificateOfAnother"),
    ("root certificate|could not get home directory to locate", "AuthorityMissing"),
    ("does not support SSL|no pg_hba.conf entry .*no encryption|no encryption", "NoTls"),
    ("no password supplied", "PasswordMissing"),
    ("too many (clients|connections)|starting up|shutting down|recovery mode|remaining connection slots", "HubBusy"),
    (
        "trop de (clients|connexions)|en cours de démarrage|en cours d'arrêt|emplacements de connexions? restants",
        "HubBusy",
    ),
    ("database .* does not exist|base de donn.es .* n'existe pas", "DatabaseMissing"),
    ("FATAL", "LoginRefused"),
    ("fe_sendauth|authentication|SCRAM", "LoginRefused"),
)
"""A server that lets nobody in says why in words only, in its own language: those of English and French ones are known,
and every other word of such a server counts as a refusal of the login."""

CODES = {
    "40001": "Crowded",
    "40P01": "Crowded",
    "42501": "NotAMember",
    "3F000": "HubNotThere",
    "42P01": "HubNotThere",
    "53100": "HubFull",
    "53200": "HubFull",
    "53300": "HubBusy",
    "57P03": "HubBusy",
}
LOST = ("08", "57P01", "57P02", "25P03")
"""How the codes begin that come with the end of a line."""


def connected(there: Address) -> psycopg.Connection[Any]:
    """An open line, each statement by itself unless said otherwise. Raises HubError."""
    psycopg = driver()
    try:
        return psycopg.connect(**there.given, autocommit=True)  # type: ignore[no-any-return]  # loaded late: no types
    except psycopg.Error as problem:
        refusal = _no_line(str(problem), there)
    raise refusal  # out here, so that nothing the library wrote hangs on it


@contextmanager
def translated(there: Address) -> Iterator[None]:
    """Turns what the driver raises inside into errors that have words. Raises HubError."""
    psycopg = driver()
    try:
        yield
    except psycopg.Error as problem:
        refusal = _refusal(problem, there)
    else:
        return
    raise refusal


def look_at_version(line: psycopg.Connection[Any]) -> None:
    """Refuse a hub of another time. Raises HubNewer, HubOlder, HubNotThere."""
    found = version(line)
    if found != VERSION:
        raise (errors.HubNewer if found > VERSION else errors.HubOlder)(found, VERSION)


def version(line: psycopg.Connection[Any]) -> int:
    """Which version the hub is of. Raises HubNotThere."""
    row = line.execute("SELECT max(version) FROM psw.hub_version").fetchone()
    if row is None or row[0] is None:
        raise errors.HubNotThere
    return int(row[0])


def _no_line(words: str, there: Address) -> errors.HubError:
    for pattern, name in SAID:
        if re.search(pattern, words):
            return _made(name, there)
    return errors.NoServer(there.host)


def _refusal(problem: psycopg.Error, there: Address) -> errors.HubError:
    code = problem.sqlstate
    if code is None or code.startswith(LOST):
        return errors.ConnectionLost()
    return _made(CODES[code], there) if code in CODES else errors.HubTrouble(code)


def _made(name: str, there: Address) -> errors.HubError:
    """An error of this name, with what it is about."""
    kind: type[errors.HubError] = getattr(errors, name)
    if issubclass(kind, errors.OfHost):
        return kind(there.host)
    if issubclass(kind, errors.OfLogin):
        return kind(there.login)
    return kind(there.database) if issubclass(kind, errors.DatabaseMissing) else kind()
