"""Looking a vault over: every check, in the order in which they can be believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from psw_tui.storage import check
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault


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


@dataclass(frozen=True)
class Finding:
    """How one check went."""

    check: Check
    wrong: tuple[str, ...] = ()
    """Names and counts of what is wrong, never content; empty when all is well."""

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def examine(vault: Vault) -> Iterator[Finding]:
    """Look at everything, one finding at a time. A check that cannot even be made is a finding too."""
    folder = vault.folder
    yield _finding(Check.LOG, lambda: check.unfolded_log(vault))
    yield _finding(Check.PAGES, lambda: check.damaged_pages(vault))
    yield _finding(Check.TABLES, lambda: check.broken_tables(vault))
    yield _finding(Check.LINKS, lambda: check.dangling_links(vault))
    yield _finding(Check.SEARCH, lambda: check.wrong_search(vault))
    yield _finding(Check.KEYS, lambda: check.differing_keys(folder))
    yield _finding(Check.PRIVATE, lambda: check.open_to_others(folder))
    yield _finding(Check.ROOM, lambda: check.room_missing(folder))


def _finding(name: Check, look: Callable[[], list[str]]) -> Finding:
    try:
        return Finding(name, tuple(look()))
    except (VaultError, OSError) as trouble:
        return Finding(name, (type(trouble).__name__,))
