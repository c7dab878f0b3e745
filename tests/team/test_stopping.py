"""Nobody who locks, or thinks better of it, waits for a server that does not answer."""

from __future__ import annotations

from collections.abc import Callable
from socket import socket
from threading import Event, Thread

import psycopg
import pytest

from psw_tui.progress import Cancelled
from psw_tui.team.hub import Hub
from psw_tui.team.hub_errors import ConnectionLost
from tests.team.sealed import Team

PATIENCE = 30


def ended_by_stopping(waiting: Callable[[], object], stopped: Event, began: Event) -> bool:
    """Whether it raises Cancelled once it is stopped, though the server never answers."""
    cancelled = Event()

    def wait() -> None:
        try:
            waiting()
        except Cancelled:
            cancelled.set()

    thread = Thread(target=wait, daemon=True)
    thread.start()
    assert began.wait(PATIENCE)
    stopped.set()
    thread.join(PATIENCE)
    return cancelled.is_set()


def test_a_server_that_takes_the_call_and_says_nothing_is_left() -> None:
    stopped, began = Event(), Event()
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        dsn = f"host=127.0.0.1 port={silent.getsockname()[1]} dbname=hub user=ash connect_timeout=3600"

        def call() -> None:
            began.set()
            with Hub(dsn, stopped=stopped):
                pass

        assert ended_by_stopping(call, stopped, began)


def test_a_server_that_goes_silent_later_is_left(team: Team) -> None:
    """Somebody keeps a table locked, so the question is never answered."""
    stopped, began = Event(), Event()

    def ask() -> None:
        with Hub(team.dsn(), stopped=stopped) as hub:
            began.set()
            hub.vector(team.id)

    with psycopg.connect(team.boss) as locking:
        locking.execute("LOCK TABLE psw.member IN ACCESS EXCLUSIVE MODE")
        assert ended_by_stopping(ask, stopped, began)


def test_a_server_that_ends_is_no_wish_to_stop(team: Team) -> None:
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{team.logins[0]}'"
    with Hub(team.dsn(), stopped=Event()) as hub:
        team.ask(end)
        with pytest.raises(ConnectionLost):
            hub.now()
