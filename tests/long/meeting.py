"""kill -9 in the middle of meeting the team, to the program and to the server: nothing is lost, nothing is there twice."""

from __future__ import annotations

import shutil
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from tests.long.kills import new_vault
from tests.team.killing import Killing, kill_program, kill_server, killing
from tests.team.postgres import NoServerHere, Server, started
from tests.team.together import hub_of_all

ROUNDS = 100
"""Of each of the two."""
A_TEAM_LASTS = 10
"""Rounds until a new team is begun: looking large vaults over takes longer than the rest."""


def run(args: Namespace) -> int:
    """0 when all was well."""
    rounds = args.rounds or ROUNDS
    try:
        with tempfile.TemporaryDirectory() as home, started() as server, hub_of_all(server) as database:
            new = Path(home) / "new"
            new_vault(new)
            wrong = [
                each
                for what, kinds in (("program", ("hub", "hub", "stick")), ("server", ("hub",)))
                for each in ended(what, kinds, rounds, args.seed, new, server, database)
            ]
    except NoServerHere as reason:
        print(f"meeting: {reason}")
        return 1
    return 1 if wrong else 0


def ended(
    what: str, kinds: tuple[str, ...], rounds: int, seed: int, new: Path, server: Server, database: str
) -> list[str]:
    began, count, whole, wrong = time.monotonic(), 0, 0, list[str]()
    how = {"program": kill_program, "server": kill_server}[what]
    while count < rounds:
        place = new.with_name(f"{what}{count}")
        place.mkdir()
        with killing(new, place, seed + count, server, database) as work:
            some_rounds(work, kinds, how, min(A_TEAM_LASTS, rounds - count))
        shutil.rmtree(place)
        count += work.told.ended
        whole += work.told.whole
        wrong += [f"{what}, team of round {count}: {each}" for each in work.told.wrong]
    print(
        f"meeting: {count} times the {what} was killed in the middle of a meeting, {whole} meetings were over by then,"
        f" {len(wrong)} wrong, {time.monotonic() - began:.0f} s" + "".join(f"\n  {each}" for each in wrong[:10]),
        flush=True,
    )
    return wrong


def some_rounds(work: Killing, kinds: tuple[str, ...], how: Callable[[Killing, int], None], rounds: int) -> None:
    for number in range(rounds):
        work.end(kinds[number % len(kinds)], how)
    work.meet_again()
