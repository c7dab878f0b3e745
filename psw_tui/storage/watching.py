"""Long statements of the database that tell how far they are and end as soon as nobody wants them any more.

While such a statement runs, SQLite calls back every so many of its instructions; that is where it tells and is asked.
What it had changed by then is rolled back. One check cannot be asked on the way: that of the seals, which reads
the whole file as fast as the disk gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from psw_tui.progress import Cancelled, Doing, Progress
from psw_tui.storage.connection import DRIVER

INSTRUCTIONS_BETWEEN = 20_000
"""Instructions of the database between two looks at whether to go on: some milliseconds."""

NEARLY = 0.99
"""What a guess comes to at most, before the statement is really done."""


@dataclass(frozen=True)
class Check:
    """One way to look whether a database is whole. The numbers are measured, and used for guesses only."""

    name: str
    """A short name for what failed."""
    statement: str
    parts: int
    """How much of a whole look it takes, of about ten thousand."""
    per_page: int = 0
    """Instructions it takes for a page of the file; 0 for the one that says nothing while it runs."""


SEALS = Check("pages", "PRAGMA cipher_integrity_check", 2_200)
TABLES = Check("tables", "PRAGMA quick_check", 5_300, 144)
LINKS = Check("links", "PRAGMA foreign_key_check", 500, 15)
SEARCH = Check("search", "INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)", 2_000, 18)
"""Compares the index with what it is an index of; it writes nothing, but asks for a file that could be written."""

CHECKS = (SEALS, TABLES, LINKS)


@contextmanager
def watched(connection: Any, progress: Progress, tell: Callable[[int], None] = lambda _calls: None) -> Iterator[None]:
    """Let the statements in here call `tell`, with how often it was called before. Raises Cancelled when they were stopped."""
    calls = 0

    def look() -> int:
        nonlocal calls
        with suppress(OSError, Cancelled):
            tell(calls)
        calls += 1
        return 0 if progress.go_on() else 1

    connection.set_progress_handler(look, INSTRUCTIONS_BETWEEN)
    try:
        yield
    except DRIVER.OperationalError as error:
        if error.sqlite_errorcode == DRIVER.SQLITE_INTERRUPT and not progress.go_on():
            raise Cancelled from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def checked(connection: Any, check: Check, progress: Progress, doing: Doing, before: int = 0, of: int = 0) -> list[Any]:
    """What a check answers; `before` and `of` say where it stands among others. Raises Cancelled, and the driver's errors."""
    of = of or check.parts
    progress.at(doing, before, of if check.per_page else 0)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    whole = max(pages * check.per_page, 1)

    def tell(calls: int) -> None:
        share = min(calls * INSTRUCTIONS_BETWEEN / whole, NEARLY)
        progress.at(doing, before + round(check.parts * share), of)

    with watched(connection, progress, tell):
        answer: list[Any] = connection.execute(check.statement).fetchall()
    progress.at(doing, before + check.parts, of)
    return answer
