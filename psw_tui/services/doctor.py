"""Looking a vault over: every check, in the order in which they can be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from psw_tui.storage import check
from psw_tui.storage.errors import VaultError
from psw_tui.storage.replay import Difference, Fault, differences
from psw_tui.storage.vault import Vault

__all__ = ["Check", "Difference", "Fault", "Finding", "examine"]


class Check(StrEnum):
    """What is looked at."""

    LOG = "log"
    PAGES = "pages"
    TABLES = "tables"
    LINKS = "links"
    SEARCH = "search"
    KEYS = "keys"
    PRIVATE = "private"
    ROOM = "room"
    REBUILD = "rebuild"
    """Made only when asked for: it takes a while, and as much room as the vault."""


@dataclass(frozen=True)
class Finding:
    """How one check went."""

    check: Check
    wrong: tuple[str, ...] = ()
    """Names and counts of what is wrong, never content; empty when all is well."""

    differences: tuple[Difference, ...] = ()
    """Of a rebuild: each row and each line of the change log that is behind those counts."""

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def examine(vault: Vault, *, rebuild: bool = False) -> Iterator[Finding]:
    """Look at everything, one finding at a time. A check that cannot even be made is a finding too.

    With `rebuild` the change log is replayed beside the vault as well, and compared with the tables; none is replaced.
    """
    folder = vault.folder
    yield _finding(Check.LOG, lambda: check.unfolded_log(vault))
    yield _finding(Check.PAGES, lambda: check.damaged_pages(vault))
    yield _finding(Check.TABLES, lambda: check.broken_tables(vault))
    yield _finding(Check.LINKS, lambda: check.dangling_links(vault))
    yield _finding(Check.SEARCH, lambda: check.wrong_search(vault))
    yield _finding(Check.KEYS, lambda: check.differing_keys(folder))
    yield _finding(Check.PRIVATE, lambda: check.open_to_others(folder))
    yield _finding(Check.ROOM, lambda: check.room_missing(folder))
    if rebuild:
        yield _rebuilt(vault)


def _finding(name: Check, look: Callable[[], list[str]]) -> Finding:
    try:
        return Finding(name, tuple(look()))
    except (VaultError, OSError) as trouble:
        return Finding(name, (type(trouble).__name__,))


def _rebuilt(vault: Vault) -> Finding:
    found: list[Difference] = []

    def look() -> list[str]:
        found.extend(differences(vault))
        return [f"{table}: {count}" for table, count in Counter(each.table for each in found).items()]

    return replace(_finding(Check.REBUILD, look), differences=tuple(found))
