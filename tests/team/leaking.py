"""Whether anything that is in the vaults of a team can be found on its server: in a dump, and in the server's own files."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from psw_tui.records.debrief import Debrief
from psw_tui.records.logged import TABLES
from psw_tui.services.practice import fill
from psw_tui.services.teamwork.numbers import numbers_of, tell_numbers
from psw_tui.storage.read import column, listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team.fold import share
from psw_tui.team.hub_admin import init
from tests.team.postgres import Server
from tests.team.together import Agency, meet
from tests.team.ways import meet_hub

CANARY = "xylocanary"
WORKERS = ("Zephyrine", "Quimby", "Wilhelmina")
SHORTEST = 5
"""Shorter words are in any megabyte of chance."""
PLENTY = 6
A_MONTH_AGO = 40


def a_team_at_work(some: Agency) -> date:
    """Everybody has clients, some of them shared; all have met by hub and stick, and told the numbers of a month."""
    for laptop, name in zip(some.laptops, WORKERS, strict=True):
        laptop.vault.author = name
    ash, bo, _cy = some.laptops
    fill(ash.vault, clients=PLENTY)
    for client in column(ash.vault, "SELECT id FROM client"):
        share(ash.vault, client)
    (row, *_) = column(ash.vault, "SELECT id FROM debrief ORDER BY id")
    with writing(ash.vault) as tx:
        tx.change(Debrief, row, their_words=f"{CANARY} words", how_they_responded=f"{CANARY} again")
    month = ash.clock.today().replace(day=1)
    ash.clock.forward(days=A_MONTH_AGO)
    bo.clock.instant = ash.clock.instant
    for each in (ash, bo):
        meet_hub(each.vault)
    meet(some)
    assert numbers_of(ash.vault, month)
    assert tell_numbers(ash.vault, month)
    return month


def words_of(vault: Vault) -> set[str]:
    """Everything that is written in a vault: every text in every record, codes, names, ids of records."""
    found = {CANARY, *WORKERS}
    for name in TABLES:
        for row in listing(vault, f"SELECT * FROM {name}"):
            for value in row.values():
                found |= set(_texts(value))
    return {line for word in found for line in word.splitlines() if len(line) >= SHORTEST}


def _texts(value: Any) -> Iterator[str]:
    """A text, or those in a list of answers."""
    if not isinstance(value, str):
        return
    yield value
    if value.startswith(("[", "{")):
        try:
            yield from _within(json.loads(value))
        except ValueError:
            return


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _within(each)


def names_of_ours() -> set[str]:
    """What records call their tables and their columns."""
    columns = {name for table in TABLES.values() for name in table.model_fields}
    return {name for name in {*TABLES, *columns} if len(name) >= SHORTEST}


def everything(server: Server, database: str, numbers: bool) -> bytes:
    """A dump, with sealed bodies and letters as the bytes they are; with the agency's numbers or without."""
    return server.dump(database, *([] if numbers else ["--exclude-table-data=psw.report_fact"]))


def seen_in(content: bytes, words: set[str]) -> set[str]:
    return _grep(words, ["-"], content)


def seen_in_files(folder: Path, words: set[str]) -> set[str]:
    """Of these words, those in any file below a folder: tables, their indexes, the write-ahead log, the server's log."""
    return _grep(words, ["-r", str(folder)])


def _grep(words: set[str], where: list[str], content: bytes | None = None) -> set[str]:
    with tempfile.NamedTemporaryFile() as listed:
        listed.write("\n".join(sorted(words)).encode())
        listed.flush()
        command = ["grep", "-ahoFf", listed.name, *where]
        done = subprocess.run(command, input=content, capture_output=True, env={"LC_ALL": "C"}, check=False)
    assert done.returncode in {0, 1}, done.stderr
    longest = {line.decode() for line in done.stdout.splitlines()}
    return {word for word in words if any(word in found for found in longest)}


def of_an_empty_hub(server: Server) -> str:
    """A hub that nobody has used: what is found there says nothing of anybody."""
    database = server.new_database()
    init(server.dsn(database))
    return database
