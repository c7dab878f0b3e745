"""Before another psw-tui takes the place of this one: every closed vault is copied, and the copy compared with it.

`python -m psw_tui.updating` is for the installer, which runs the new program for it: it prints one line of JSON per
vault, `["label", "what happened", "why"]`, and exits 1 if one of them has no whole copy. No key is needed or held, and a
vault is only read, so that whoever goes back to the old program finds it as it was.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psw_tui.backups import DATABASE, fault_without_key, list_backups, newest_sound
from psw_tui.closed import Outcome, back_up
from psw_tui.files import hash_of
from psw_tui.places import PlaceError, list_vaults

COPIED, IN_USE, FAILED = "copied", "in use", "failed"


@dataclass(frozen=True)
class Told:
    """How the copy of one vault ended."""

    label: str
    outcome: str
    reason: str = ""


def copies_before_update(now: datetime) -> Iterator[Told]:
    """Copy every vault of this computer's data folder. Raises PlaceError where that folder cannot be used."""
    for place in list_vaults():
        if (place.path / DATABASE).is_file():
            yield _copied(place.label, place.path, now)


def _copied(label: str, folder: Path, now: datetime) -> Told:
    try:
        if back_up(folder, now) not in (Outcome.MADE, Outcome.UNCHANGED):
            return Told(label, IN_USE)
        newest = newest_sound(list_backups(folder))
        whole = newest is not None and not fault_without_key(newest)
        if newest is None or not whole or hash_of(newest.database) != hash_of(folder / DATABASE):
            return Told(label, FAILED, "the copy differs")
    except OSError as problem:
        return Told(label, FAILED, problem.strerror or type(problem).__name__)
    return Told(label, COPIED)


def main() -> int:
    """Copy, and say so to the installer."""
    try:
        told = list(copies_before_update(datetime.now(UTC)))
    except PlaceError as trouble:
        told = [Told("", FAILED, str(trouble))]
    for each in told:
        sys.stdout.write(json.dumps([each.label, each.outcome, each.reason]) + "\n")
    return 0 if all(each.outcome == COPIED for each in told) else 1


if __name__ == "__main__":
    sys.exit(main())
