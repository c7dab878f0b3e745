"""Flips, cuts, swaps and zeroes over vault and key files: opens rightly, is rescued, or refuses by name.

What is shown of a vault that opened must be what was in it; what a rescue saved must have been in the damaged one.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psw_tui.clock import SystemClock
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.practice import fill
from psw_tui.services.rescue import rescue
from psw_tui.storage import errors
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault, create, open_with_passphrase, open_with_recovery_code

PASSPHRASE = "seven quiet rivers"
CLIENTS = 4
PAGE = 4096
DATABASE = "vault.db"
KEYS = ("vault.keys", "vault.keys2")

Tables = Mapping[str, Mapping[tuple[Any, ...], tuple[Any, ...]]]
"""By table: rows by their key; a row is its columns with their values."""

CLOCK = SystemClock()


class SilentlyWrong(AssertionError):
    """Something was shown that was not so."""


@dataclass(frozen=True)
class Sample:
    """A vault as it was before anything happened to it."""

    files: Mapping[str, bytes]
    code: str
    tables: Tables
    caseload: str


def options(parser: ArgumentParser) -> None:
    """How many rounds, from which seed, and every how many damaged ones a rescue."""
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rescues", type=int, default=20, help="rescue every so many damaged vaults")


def run(arguments: Namespace) -> int:
    """Many rounds; 1 if a single one ended in a traceback or in wrong data."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        sample = make_sample(Path(folder) / "sample")
        outcomes, failures = damaged(sample, Path(folder), arguments.rounds, arguments.seed, arguments.rescues)
    for failure in failures[:20]:
        print(failure)
    told = ", ".join(f"{name} {count}" for name, count in outcomes.most_common())
    seconds = time.monotonic() - began
    print(f"damage: {arguments.rounds} rounds, {len(failures)} failures, {seconds:.0f} s; {told}")
    return 1 if failures else 0


def make_sample(folder: Path) -> Sample:
    """A small vault with a few practice clients, closed."""
    vault, code = create(folder, PASSPHRASE, clock=CLOCK, profile=CHEAPEST)
    with vault:
        fill(vault, clients=CLIENTS)
        tables, shown = contents(vault), caseload(vault)
    return Sample({path.name: path.read_bytes() for path in folder.iterdir()}, code, tables, shown)


def damaged(sample: Sample, around: Path, rounds: int, seed: int, rescues: int) -> tuple[Counter[str], list[str]]:
    """What became of so many damaged vaults, and a line for each that became what it must not."""
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    for number in range(rounds):
        chance = random.Random(f"{seed}/{number}")
        harm = chance.choice(HARMS)
        files = dict(sample.files)
        harm(files, chance)
        try:
            outcomes[one_round(sample, files, around, rescues=number % rescues == 0)] += 1
        except Exception as trouble:  # noqa: BLE001 - any at all is what is looked for
            failures.append(f"round {number}, {harm.__name__}: {type(trouble).__name__}: {trouble}")
    return outcomes, failures


def one_round(sample: Sample, files: Mapping[str, bytes], around: Path, *, rescues: bool) -> str:
    """The word for what happened. Raises whatever is no VaultError, and SilentlyWrong."""
    folder, saved = around / "damaged", around / "saved"
    for each in (folder, saved):
        shutil.rmtree(each, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        vault = open_with_passphrase(folder, PASSPHRASE, clock=CLOCK)
        return _looked_at(sample, vault, "opened")
    except (errors.KeysDamaged, errors.KeysMissing, errors.VaultNewer) as refusal:
        return _by_code(sample, folder, refusal)
    except (errors.VaultDamaged, errors.VaultTruncated) as refusal:
        return _rescued(sample, folder, saved) if rescues else f"refused {type(refusal).__name__}"
    except errors.VaultError as refusal:
        return f"refused {type(refusal).__name__}"


def contents(vault: Vault) -> Tables:
    """Every row of every table that holds records. Raises VaultDamaged."""
    names = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    found = {}
    for (name,) in [tuple(row.values()) for row in listing(vault, names)]:
        key = [row["name"] for row in listing(vault, f"SELECT name FROM pragma_table_info('{name}') WHERE pk > 0")]
        rows = listing(vault, f"SELECT * FROM {name} NOT INDEXED")
        found[str(name)] = {tuple(row[part] for part in key): tuple(row.items()) for row in rows}
    return found


def caseload(vault: Vault) -> str:
    """What the first screen shows. Raises VaultDamaged."""
    return repr(caseload_rows(vault, caseload_order(vault)))


def _looked_at(sample: Sample, vault: Vault, word: str) -> str:
    with vault:
        if (contents(vault), caseload(vault)) != (sample.tables, sample.caseload):
            raise SilentlyWrong("the vault opened and shows something else")
    return word


def _by_code(sample: Sample, folder: Path, refusal: errors.VaultError) -> str:
    try:
        return _looked_at(sample, open_with_recovery_code(folder, sample.code, clock=CLOCK), "opened by code")
    except errors.VaultError:
        return f"refused {type(refusal).__name__}"


def _rescued(sample: Sample, folder: Path, into: Path) -> str:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    try:
        rescued = rescue(folder, PASSPHRASE, clock=CLOCK, into=into)
    except errors.NothingToRescue:
        return "refused NothingToRescue"
    if {path.name: path.read_bytes() for path in folder.iterdir()} != before:
        raise SilentlyWrong("the damaged vault was written to")
    older = {each.table for each in rescued.tables if each.from_log} if rescued.log_has_gaps else set()
    older |= {each.table for each in rescued.tables if each.table == "setting" and each.lost}
    with open_with_passphrase(into, PASSPHRASE, clock=CLOCK) as vault:
        _refuse_invented(sample.tables, contents(vault), older, rescued.stand_ins)
        caseload(vault)
    return "rescued with losses" if rescued.lost else "rescued whole"


def _refuse_invented(before: Tables, after: Tables, older: set[str], stand_ins: int) -> None:
    """A row that was saved is the row that was there; only those that the report calls older may be."""
    wrong = [
        f"{table} {key}"
        for table in before.keys() - {"device", "search"} - older
        for key, row in after[table].items()
        if row != before[table].get(key) and not _is_newer_by_right(before[table], table, key, row)
    ]
    others = [each for each in wrong if not each.startswith("client")]
    if others or len(wrong) > stand_ins:
        raise SilentlyWrong(f"rescued rows are not what they were: {wrong}")


def _is_newer_by_right(before: Mapping[Any, Any], table: str, key: Any, row: Any) -> bool:
    """What the rescue itself wrote: lines of the log, and a day that is derived."""
    if table == "change":
        return key not in before
    if table != "client" or key not in before:
        return False
    return _but_next_due(row) == _but_next_due(before[key])  # that follows what is left


def _but_next_due(client: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(each for each in client if each[0] != "next_due")


def _flip(content: bytes, chance: random.Random, most: int) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, most)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def flipped_vault(files: dict[str, bytes], chance: random.Random) -> None:
    files[DATABASE] = _flip(files[DATABASE], chance, 8)


def flipped_salt(files: dict[str, bytes], chance: random.Random) -> None:
    files[DATABASE] = _flip(files[DATABASE][:16], chance, 3) + files[DATABASE][16:]


def flipped_keys(files: dict[str, bytes], chance: random.Random) -> None:
    for name in chance.choice((KEYS, KEYS[:1], KEYS[1:])):
        files[name] = _flip(files[name], chance, 4)


def cut_vault(files: dict[str, bytes], chance: random.Random) -> None:
    files[DATABASE] = files[DATABASE][: chance.randrange(len(files[DATABASE]))]


def cut_vault_at_a_page(files: dict[str, bytes], chance: random.Random) -> None:
    files[DATABASE] = files[DATABASE][: PAGE * chance.randrange(len(files[DATABASE]) // PAGE)]


def cut_keys(files: dict[str, bytes], chance: random.Random) -> None:
    for name in chance.choice((KEYS, KEYS[:1], KEYS[1:])):
        files[name] = files[name][: chance.randrange(len(files[name]))]


def swapped_pages(files: dict[str, bytes], chance: random.Random) -> None:
    content = files[DATABASE]
    one, other = sorted(chance.sample(range(len(content) // PAGE), 2))
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    pages[one], pages[other] = pages[other], pages[one]
    files[DATABASE] = b"".join(pages)


def zeroed_page(files: dict[str, bytes], chance: random.Random) -> None:
    at = PAGE * chance.randrange(len(files[DATABASE]) // PAGE)
    files[DATABASE] = files[DATABASE][:at] + bytes(PAGE) + files[DATABASE][at + PAGE :]


HARMS: tuple[Callable[[dict[str, bytes], random.Random], None], ...] = (
    *(flipped_vault, flipped_vault, flipped_vault, flipped_salt, flipped_keys),
    *(cut_vault, cut_vault_at_a_page, cut_keys, swapped_pages, swapped_pages, zeroed_page),
)
