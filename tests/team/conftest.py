"""A real server for the tests of the hub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.team.postgres import Server, server
from tests.team.sealed import Team, made

__all__ = ["server"]


@pytest.fixture
def team(server: Server) -> Iterator[Team]:
    """A hub of the test's own, with two members. A server that has many of them is slow to come up again."""
    fresh = made(server)
    yield fresh
    server.ask(f"DROP DATABASE {fresh.database} WITH (FORCE)")
