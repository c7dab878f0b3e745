"""What can go wrong between a laptop and the hub: one type per remedy. None holds a password, nor what a driver wrote.

HubError
├── DriverMissing         what speaks to PostgreSQL is not installed
├── AddressWrong          the address cannot be understood
├── NotPrivate            the way to that server would not be safe: TLS must be asked for
├── NoServer              nobody answers there
├── NoTls                 the server cannot be spoken to by TLS
├── CertificateRefused    its certificate has expired, or comes from somebody unknown
│   ├── CertificateOfAnother   it belongs to a server of another name
│   └── AuthorityMissing  the file that says whom to trust is not there
├── PasswordMissing       the server wants a password
├── LoginRefused          it does not take this login with this password
├── DatabaseMissing       it has no such database
├── HubBusy               it takes no more visitors now, or is starting or stopping
├── HubNotThere           the database has no hub yet
├── HubNewer, HubOlder    the hub and this program are of different times
├── HubFull               the server has no room left
├── Crowded               others were at the same changes each time it was tried
├── ConnectionLost        the line broke; nothing half done is stored
├── NotAMember            this login is no member of the team
├── NotAllowed            this login may not do what an administrator does
├── LoginOdd              no name for a login
├── MemberUnknown         nobody of that name is a member
├── HubDropped            the server took changes and does not have them
├── Forked                the hub has another change of that device under that number
└── HubTrouble            anything else that the server says, by its code
"""

from __future__ import annotations


class HubError(Exception):
    """Base of every failure between a laptop and the hub."""


class DriverMissing(HubError):
    """What speaks to PostgreSQL is not installed here."""


class AddressWrong(HubError):
    """The address is no address of a PostgreSQL server. What was typed is not told: it may hold a password."""


class OfHost(HubError):
    """Something about one server."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class NotPrivate(OfHost):
    """The server is not on this computer, and the address does not ask for TLS that looks at its certificate."""


class NoServer(OfHost):
    """Nobody answers there."""


class NoTls(OfHost):
    """The server cannot be spoken to by TLS."""


class CertificateRefused(OfHost):
    """The certificate of the server has expired, or comes from somebody this laptop does not know."""


class CertificateOfAnother(CertificateRefused):
    """The certificate belongs to a server of another name."""


class AuthorityMissing(CertificateRefused):
    """The file that says whose certificates to trust is not there, or cannot be read."""


class OfLogin(HubError):
    """Something about one login."""

    def __init__(self, login: str) -> None:
        super().__init__(login)
        self.login = login


class PasswordMissing(OfLogin):
    """The server wants a password, and none was given."""


class LoginRefused(OfLogin):
    """The server does not take this login with this password."""


class NotAllowed(OfLogin):
    """This login may not do what an administrator does."""


class LoginOdd(OfLogin):
    """This is no name for a login."""


class MemberUnknown(OfLogin):
    """Nobody of that name, with that team and device, is a member."""


class DatabaseMissing(HubError):
    """The server has no such database."""

    def __init__(self, database: str) -> None:
        super().__init__(database)
        self.database = database


class HubBusy(OfHost):
    """The server takes no more visitors now, or is starting or stopping."""


class HubNotThere(HubError):
    """There is no hub in the database, or something else of its name."""


class OfAnotherTime(HubError):
    """The hub and this program are of different times."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class HubNewer(OfAnotherTime):
    """A newer program set up the hub."""


class HubOlder(OfAnotherTime):
    """An older program set up the hub."""


class HubFull(HubError):
    """The server has no room left; nothing of this push was stored."""


class Crowded(HubError):
    """Others were at the same changes each time it was tried; nothing of this push was stored."""


class ConnectionLost(HubError):
    """The line broke, or the server stopped. A push that was under way is stored whole or not at all."""


class NotAMember(HubError):
    """This login is not a member of the team, so nothing of it is shown or taken."""


class OfChange(HubError):
    """Something about one change."""

    def __init__(self, device: str, seq: int) -> None:
        super().__init__(device, seq)
        self.device = device
        self.seq = seq


class HubDropped(OfChange):
    """The server took this change and does not have it."""


class Forked(OfChange):
    """The hub has another change of this device under this number: the laptop was restored from a copy, or cloned."""


class HubTrouble(HubError):
    """Anything else the server says. Its code is told, its words are not: they may quote what was sent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
