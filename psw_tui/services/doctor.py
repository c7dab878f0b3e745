"""Looking a vault over: every check, in the order in which they can be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from psw_tui.progress import Doing, Progress
from psw_tui.storage import check
from psw_tui.storage.errors import VaultError
from psw_tui.storage.replay import Difference, Fault, differences
from psw_tui.storage.vault import Vault

__all__ = ["ALWAYS", "Check", "Difference", "Fault", "Finding", "examine", "look"]

OLD_BACKUP = 7
"""Days after which a good backup deserves a word."""


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
    CLOCK = "clock"
    BACKUP = "backup"
    SWAP = "swap"
    """Nothing is looked at: it cannot be known from here, so it is only told."""
    REBUILD = "rebuild"
    """Made only when asked for: it takes a while, and as much room as the vault."""


ALWAYS: Sequence[Check] = tuple(each for each in Check if each is not Check.REBUILD)
"""What is looked at without being asked for."""


@dataclass(frozen=True)
class Finding:
    """How one check went."""

    check: Check
    wrong: tuple[str, ...] = ()
    """Names and counts of what is wrong, never content; empty when all is well."""

    noted: tuple[str, ...] = ()
    """What is worth knowing though nothing is wrong."""

    differences: tuple[Difference, ...] = ()
    """Of a rebuild: each row and each line of the change log that is behind those counts."""

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def examine(vault: Vault, progress: Progress | None = None, *, rebuild: bool = False) -> Iterator[Finding]:
    """Look at everything, one finding at a time. A check that cannot even be made is a finding too.

    With `rebuild` the change log is replayed beside the vault as well, and compared with the tables; none is replaced.
    Raises Cancelled.
    """
    progress = progress or Progress()
    for each in Check if rebuild else ALWAYS:
        yield look(vault, each, progress)


def look(vault: Vault, which: Check, progress: Progress | None = None) -> Finding:
    """One finding; those before it in the order should have been made. Raises Cancelled."""
    progress = progress or Progress()
    progress.at(Doing.LOOKING)
    if which is Check.REBUILD:
        return _rebuilt(vault, progress)
    found = _finding(which, lambda: _LOOKS[which](vault, progress))
    return replace(found, noted=_noted(vault, which)) if found.fine else found


_LOOKS: Mapping[Check, Callable[[Vault, Progress], list[str]]] = {
    Check.LOG: lambda vault, _: check.unfolded_log(vault),
    Check.PAGES: check.damaged_pages,
    Check.TABLES: check.broken_tables,
    Check.LINKS: check.dangling_links,
    Check.SEARCH: check.wrong_search,
    Check.KEYS: lambda vault, _: check.differing_keys(vault.folder),
    Check.PRIVATE: lambda vault, _: check.open_to_others(vault.folder),
    Check.ROOM: lambda vault, _: check.room_missing(vault.folder),
    Check.CLOCK: lambda vault, _: check.wrong_clock(vault),
    Check.BACKUP: lambda vault, _: check.faulty_backup(vault.folder),
    Check.SWAP: lambda _vault, _: [],
}


def _noted(vault: Vault, which: Check) -> tuple[str, ...]:
    """What is worth a word beside a check that found nothing wrong."""
    match which:
        case Check.CLOCK:
            return tuple(check.long_silence(vault))
        case Check.BACKUP:
            days = check.days_without_backup(vault)
            return ("none",) if days is None else (str(days),) if days > OLD_BACKUP else ()
        case Check.SWAP:
            return ("swap",)
        case _:
            return ()


def _finding(name: Check, look: Callable[[], list[str]]) -> Finding:
    try:
        return Finding(name, tuple(look()))
    except (VaultError, OSError) as trouble:
        return Finding(name, (type(trouble).__name__,))


def _rebuilt(vault: Vault, progress: Progress) -> Finding:
    found: list[Difference] = []

    def look() -> list[str]:
        found.extend(differences(vault, progress))
        return [f"{table}: {count}" for table, count in Counter(each.table for each in found).items()]

    return replace(_finding(Check.REBUILD, look), differences=tuple(found))
