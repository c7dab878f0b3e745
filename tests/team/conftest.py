"""A real server for the tests of the hub."""

from __future__ import annotations

import pytest

from tests.team.postgres import Server, server
from tests.team.sealed import Team, made

__all__ = ["server"]


@pytest.fixture
def team(server: Server) -> Team:
    """A hub of the test's own, with two members."""
    return made(server)
