"""What came of meeting the team, counted while it goes on and told at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from psw_tui.storage.vault import Vault
from psw_tui.team.fold import conflicts, missing
from psw_tui.team.membership import keys_of
from psw_tui.team.passing import Passed


@dataclass(frozen=True)
class Met:
    """What came of meeting the team, on the hub or by a stick."""

    sent: int = 0
    """Changes that the other side did not have."""
    brought: int = 0
    changed: int = 0
    """Records here that are not as they were."""
    waiting: int = 0
    """Laptops whose changes came with a gap before them: they wait for what lies between."""
    unknown: tuple[str, ...] = field(default=())
    """Laptops nobody let in here, by id: what they wrote was left. Those taken out are none of them."""
    forged: int = 0
    """Changes that are not what their laptop signed: left, and asked for again."""
    keys_missing: bool = False
    """Whether some of it is locked with a key of the team that has not reached this laptop."""
    new_name: bool = False
    """Whether a copy of this vault had been used too, and this laptop goes on under a new name."""
    clock_off: timedelta = timedelta()
    """How far this laptop's clock is ahead of the hub's, where it is more than a day off either way; else none."""
    conflicts: int = 0
    """How many fields are there now for somebody to settle."""


@dataclass
class Tally:
    """What has come of a meeting so far."""

    passed: Passed = field(default_factory=Passed)
    sent: int = 0
    forks: dict[str, int] = field(default_factory=dict)
    """Other laptops of which there are two, by the number from which on nothing of them is exchanged."""
    shut: set[str] = field(default_factory=set)
    """Devices of which nothing more is taken in at this meeting."""
    new_name: bool = False
    clock_off: timedelta = timedelta()

    def add(self, passed: Passed) -> None:
        """Count what a page brought."""
        self.passed.changed += passed.changed
        self.passed.taken += passed.taken
        self.passed.forged += passed.forged
        self.passed.unknown |= passed.unknown
        self.passed.epochs |= passed.epochs
        self.passed.gaps |= passed.gaps
        self.passed.left |= passed.left

    def met(self, vault: Vault) -> Met:
        """All of it, as it is told."""
        passed = self.passed
        return Met(
            sent=self.sent,
            brought=passed.taken,
            changed=passed.changed,
            waiting=len((passed.gaps - passed.left - self.shut) | missing(vault).keys()),
            unknown=tuple(sorted(passed.unknown - keys_of(vault).members.keys())),
            forged=len(passed.forged),
            keys_missing=bool(passed.epochs),
            new_name=self.new_name,
            clock_off=self.clock_off,
            conflicts=len(conflicts(vault)),
        )
