"""SQLAlchemy over the one encrypted connection. Importing this loads SQLAlchemy: do so only once a vault is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection as Transacted
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from psw_tui.storage.connection import DRIVER, page_refusals

if TYPE_CHECKING:
    from sqlite3 import Connection

BEGINNINGS = ("DEFERRED", "IMMEDIATE")
"""What the execution option `begin` may say: a reader takes the first, by default; a writer asks for the second."""

PATIENCE = 5
"""Seconds a second user of the connection waits: there is one, and one thread that uses it."""


def engine_over(connection: Connection) -> Engine:
    """An engine whose only connection is this one. It closes with it; note text never enters its error messages."""
    engine = create_engine(
        "sqlite://",
        module=DRIVER,
        creator=lambda: connection,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=PATIENCE,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(transacted: Transacted) -> None:
    """The driver begins nothing by itself, so that DDL is transactional too."""
    beginning = transacted.get_execution_options().get("begin", BEGINNINGS[0])
    if beginning not in BEGINNINGS:
        raise ValueError(f"a transaction begins {' or '.join(BEGINNINGS)}")
    transacted.exec_driver_sql("BEGIN " + beginning)


@contextmanager
def engine_refusals(path: Path) -> Iterator[None]:
    """`page_refusals` for what runs through the engine, whose errors come wrapped. Raises DiskFull and its kin."""
    with page_refusals(path):
        try:
            yield
        except DBAPIError as error:
            if error.orig is None:
                raise
            raise error.orig from None
