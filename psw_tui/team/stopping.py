"""Ending at once what waits for a server: whoever locks, or thinks better of it, does not wait for a cable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from psw_tui.progress import Cancelled
from psw_tui.team.address import Address
from psw_tui.team.asking import connected
from psw_tui.team.hub_errors import ConnectionLost, HubError

if TYPE_CHECKING:
    import psycopg

LOOK_EVERY = 0.1
"""Seconds between two looks at whether it is still wanted."""


def connected_while_wanted(there: Address, stopped: Event) -> psycopg.Connection[Any]:
    """An open line. Raises HubError, and Cancelled as soon as it is not wanted: what comes of it then is closed."""
    found: list[psycopg.Connection[Any] | HubError] = []
    done = Event()

    def connect() -> None:
        try:
            found.append(connected(there))
        except HubError as refusal:
            found.append(refusal)
        finally:
            done.set()
        if stopped.is_set():
            _close(found)

    # A daemon: the end of the process does not wait for a server that does not answer.
    Thread(target=connect, name="connecting", daemon=True).start()
    while not done.wait(LOOK_EVERY):
        if stopped.is_set():
            raise Cancelled
    match found:
        case [HubError() as refusal]:
            raise refusal
        case [line] if not isinstance(line, HubError):
            return line
    raise ConnectionLost


@contextmanager
def hung_up_when_stopped(line: psycopg.Connection[Any], stopped: Event) -> Iterator[None]:
    """As soon as it is not wanted any more, whatever waits for the server inside raises Cancelled."""
    over = Event()
    watch = Thread(target=_watch, args=(line, stopped, over), name="hanging up", daemon=True)
    watch.start()
    try:
        yield
    except ConnectionLost:
        if stopped.is_set():
            raise Cancelled from None
        raise
    finally:
        over.set()
        watch.join()  # before the line is closed, and its number given to another file


def _watch(line: psycopg.Connection[Any], stopped: Event, over: Event) -> None:
    while not over.wait(LOOK_EVERY):
        if stopped.is_set() and not line.closed:
            wire = socket(fileno=line.fileno())
            with suppress(OSError):  # the server was quicker
                wire.shutdown(SHUT_RDWR)
            wire.detach()
            return


def _close(found: list[psycopg.Connection[Any] | HubError]) -> None:
    for line in found:
        if not isinstance(line, HubError):
            line.close()
