"""Kills a renewal without warning before everything it does to files and databases, and opens what is left.

It ends with 1 where neither pair of words opened the vault, both did, or something was left lying about.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from psw_tui import backups
from psw_tui.storage import vault
from psw_tui.storage.connection import DRIVER
from psw_tui.storage.errors import WrongPassphrase, WrongRecoveryCode
from psw_tui.storage.kdf import CHEAPEST
from tests.conftest import PASSPHRASE, StillClock

NEW = "two lamps burning"
KILLED = 9
AUDITED = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}
WHOLE = ["backups", "vault.db", "vault.keys", "vault.keys2"]
ROWS = 300
CLOCK = StillClock()


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--every", type=int, default=1, help="kill before each n-th deed only")


def run(args: Namespace) -> int:
    with tempfile.TemporaryDirectory() as around:
        return killed_everywhere(Path(around), args.every)


def killed_everywhere(base: Path, every: int) -> int:
    code, new_code = make(base / "made"), vault.new_recovery_code()
    counts = {"old": 0, "new": 0}
    for number in range(1, 10_000, every):
        here = Path(shutil.copytree(base / "made", base / f"{number}"))
        killed = renewed_until(here, new_code, number)
        words = what_opens(here, {"old": (PASSPHRASE, code), "new": (NEW, new_code)})
        if killed:
            counts[words] += 1
        elif words != "new":
            raise SystemExit("it said done, and the old words open")
        tidied(here)
        shutil.rmtree(here)
        if not killed:
            break
    print(
        f"renewal: {sum(counts.values())} kills: {counts['old']} open by the old words, {counts['new']} by the new, 0 by neither"
    )
    return 0


def make(folder: Path) -> str:
    """A vault with records and a backup as the launcher makes it."""
    opened, code = vault.create(folder, PASSPHRASE, clock=CLOCK, profile=CHEAPEST)
    with opened:
        opened.connection.execute("CREATE TABLE word(body TEXT)")
        opened.connection.executemany("INSERT INTO word VALUES (?)", [("kettle" * 90,)] * ROWS)
    place = folder / "backups" / "20260301T120000Z"
    place.mkdir(parents=True)
    for name in ("vault.db", "vault.keys"):
        shutil.copy2(folder / name, place)
    (place / "backup.json").write_text(
        '{"format": 1, "made_at": "2026-03-01T12:00:00+00:00", "kind": "closed", "sha256": {}, "size": 1,'
        ' "verified_at": null, "fault": ""}'
    )
    return code


def renewed_until(folder: Path, new_code: str, number: int) -> bool:
    """Renew in another process that ends just before its n-th deed; whether it came to that."""
    child = os.fork()
    if not child:
        try:
            count_down(number)
            opened = vault.open_with_passphrase(folder, PASSPHRASE, clock=CLOCK)
            opened.renew(PASSPHRASE, NEW, new_code, profile=CHEAPEST)
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, KILLED):
        raise SystemExit(f"the renewal failed by itself at {number}")
    return status == KILLED


def count_down(left: int) -> None:
    def deed(*_about: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            os._exit(KILLED)

    def watched(really: Callable[..., Any], after: Callable[[Any], None] = lambda _: None) -> Callable[..., Any]:
        def called(*arguments: Any, **more: Any) -> Any:
            deed()
            result = really(*arguments, **more)
            after(result)
            return result

        return called

    sys.addaudithook(lambda event, _arguments: deed() if event in AUDITED else None)
    os.fsync = watched(os.fsync)
    DRIVER.connect = watched(DRIVER.connect, lambda connection: connection.set_trace_callback(deed))


def what_opens(folder: Path, pairs: dict[str, tuple[str, str]]) -> str:
    opened = [name for name, (passphrase, code) in pairs.items() if opens(folder, passphrase, code)]
    if len(opened) != 1:
        raise SystemExit(f"{folder}: opened by {opened}")
    return opened[0]


def opens(folder: Path, passphrase: str, code: str) -> bool:
    results = []
    for way, word in ((vault.open_with_passphrase, passphrase), (vault.open_with_recovery_code, code)):
        try:
            with way(folder, word, clock=CLOCK) as found:
                rows = found.connection.execute("SELECT count(*) FROM word").fetchone()[0]
                whole = found.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            results.append(rows == ROWS and whole)
        except (WrongPassphrase, WrongRecoveryCode):
            results.append(False)
    if len(set(results)) != 1:
        raise SystemExit(f"{folder}: passphrase and code disagree: {results}")
    return results[0]


def tidied(folder: Path) -> None:
    found = sorted(path.name for path in folder.iterdir())
    kept = [path.name for path in (folder / "backups").iterdir()]
    if found != WHOLE or len(kept) != 1 or len(backups.list_backups(folder)) != 1:
        raise SystemExit(f"{folder}: {found}, backups: {kept}")
