"""A hub under fire: servers, programs and cables that end in the middle of a push, a hundred times.

With `--scale`: 24 laptops at once on a hub in four parts, and a second server that follows it. With `--files`: a canary
word, and all that a team of three wrote, in the server's own files.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import uuid
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

import psycopg

from psw_tui.services.teamwork.numbers import _measured
from psw_tui.team.hub import Hub
from psw_tui.team.hub_admin import add_member, init
from tests.long.kills import new_vault
from tests.team.cuts import BATCH, Cutting, cable_is_cut, program_dies, server_dies
from tests.team.leaking import (
    a_team_at_work,
    everything,
    names_of_ours,
    of_an_empty_hub,
    seen_in,
    seen_in_files,
    words_of,
)
from tests.team.postgres import NoServerHere, Server, started
from tests.team.sealed import SIZE, Team, made, rows
from tests.team.together import agency, hub_of_all

ROUNDS = 100
LAPTOPS, EACH, PARTS = 24, 4_200, 4
PATIENCE = 60

LAPTOP = """
import sys
from psw_tui.team.hub import Hub
from tests.team.sealed import rows
dsn, team, device, count = sys.argv[1:]
changes = list(rows(device, int(count)))
with Hub(dsn) as hub:
    hub.vector(team)
    print("ready", flush=True)
    sys.stdin.readline()
    hub.push(team, changes)
"""


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often something ends in mid-push")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--files", action="store_true", help="whether the server's own files hold anything that was written"
    )
    parser.add_argument("--scale", action="store_true", help="many laptops at once, parts, a second server")


def run(args: Namespace) -> int:
    try:
        if args.files:
            return files(args.seed)
        return scale() if args.scale else cut(args.rounds, args.seed)
    except NoServerHere as reason:
        print(f"hub: {reason}")
        return 1


def cut(rounds: int, seed: int) -> int:
    """Ends of all three kinds by turns, with everything the server does to be safe turned on."""
    began = time.monotonic()
    with started() as server:
        work = Cutting(made(server), Random(seed))
        work.measure()
        for number in range(rounds):
            ways(work)[number % 4](work)
        is_whole = work.all_there()
    told = work.told
    print(
        f"hub: {told.cuts} pushes of {BATCH} changes cut (server killed, program killed, cable cut there and back),"
        f" {told.acknowledged} acknowledged, {told.stored} stored before trying again, {len(told.wrong)} wrong; in the end"
        f" {'every change is there once, as it was' if is_whole else 'CHANGES DIFFER'}, {time.monotonic() - began:.0f} s"
        + "".join(f"\n  {each}" for each in told.wrong[:10])
    )
    return 0 if is_whole and not told.wrong and told.cuts == rounds else 1


def ways(work: Cutting) -> tuple[Callable[[Cutting], None], ...]:
    there, back = work.chance.randrange(BATCH * (SIZE + 60)), work.chance.randrange(2_000)
    return (
        server_dies,
        program_dies,
        lambda one: cable_is_cut(one, there),
        lambda one: cable_is_cut(one, back, answers=True),
    )


def scale() -> int:
    with started("wal_level=logical") as server, started() as second:
        team = made(server, PARTS)
        took = at_once(team)
        count = team.ask("SELECT count(*), count(DISTINCT device) FROM psw.change_log")[0]
        parts = team.ask("SELECT count(DISTINCT tableoid) FROM psw.change_log")[0][0]
        behind, fetched = following(server, second, team)
    whole = LAPTOPS * EACH
    print(
        f"hub: {LAPTOPS} laptops pushed {EACH} changes each at once in {took:.2f} s ({whole / took:,.0f} a second),"
        f" {count[0]} stored of {count[1]} devices, one team in {parts} of {PARTS} parts;"
        f" a second server had {whole + BATCH} of them {behind:.2f} s after it began to follow, a laptop pulled all from it in"
        f" {fetched:.2f} s"
    )
    return 0 if count == (whole, LAPTOPS) else 1


def at_once(team: Team) -> float:
    """Seconds from the word go until the last of all programs is done."""
    devices = [str(uuid.uuid4()) for _ in range(LAPTOPS)]
    with ExitStack() as ended:
        programs = []
        for nth, device in enumerate(devices):
            login = f"laptop_{nth}_{team.database}"
            add_member(team.boss, login, team.id, device)
            dsn = team.server.dsn(team.database, login)
            command = [sys.executable, "-c", LAPTOP, dsn, team.id, device, str(EACH)]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            programs.append(ended.enter_context(subprocess.Popen(command, **pipes)))
        for program in programs:
            assert program.stdout.readline() == b"ready\n"
        began = time.monotonic()
        for program in programs:
            program.stdin.write(b"go\n")
            program.stdin.flush()
        codes = [program.wait(PATIENCE) for program in programs]
        took = time.monotonic() - began
    assert codes == [0] * LAPTOPS
    return took


def following(server: Server, second: Server, team: Team) -> tuple[float, float]:
    """A server that follows by what PostgreSQL has for that: seconds until it has everything, and for a pull from it."""
    database = second.new_database()
    init(second.dsn(database))
    follower = Team(second, database, team.id, team.devices, (f"ash_{database}", f"bo_{database}"))
    add_member(follower.boss, follower.logins[0], team.id, team.devices[0])
    team.ask(
        "CREATE PUBLICATION hub FOR TABLE psw.change_log WITH (publish = 'insert', publish_via_partition_root = true)"
    )
    began = time.monotonic()
    follower.ask(f"CREATE SUBSCRIPTION hub CONNECTION '{team.boss.replace(chr(39), '')}' PUBLICATION hub")
    try:
        with Hub(team.dsn()) as hub:
            hub.push(team.id, rows(team.devices[0], BATCH))
        while follower.ask("SELECT count(*) FROM psw.change_log")[0][0] != LAPTOPS * EACH + BATCH:
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError("the second server does not follow")
            time.sleep(0.02)
        behind = time.monotonic() - began
        with Hub(follower.dsn()) as hub:
            began = time.monotonic()
            assert len(list(hub.pull(team.id, {}))) == LAPTOPS * EACH + BATCH
            return behind, time.monotonic() - began
    finally:
        follower.ask("DROP SUBSCRIPTION hub")


def files(seed: int) -> int:
    """Words, codes, names and ids of records, and the names of our tables and columns, in everything that a server of its
    own keeps: tables, indexes, write-ahead log, its log of what happened.

    What an unused server has is not counted, nor the month and the names of its numbers, which are told in the open.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home, started("log_statement=all") as server, started() as unused:
        new = Path(home) / "new"
        new_vault(new)
        of_an_empty_hub(unused)
        unused.ask("CHECKPOINT")
        with hub_of_all(server) as database, agency(new, Path(home), seed, server, database) as some:
            month = a_team_at_work(some)
            written = {word for each in some.laptops for word in words_of(each.vault)}
            harmless = seen_in_files(unused.folder, written | names_of_ours())
            told = {part for name in _measured(some.laptops[0].vault, month) for part in name.split(".")} | {str(month)}
            server.ask("CHECKPOINT")
            size = sum(each.stat().st_size for each in server.folder.rglob("*") if each.is_file())
            looked_for = {
                word for word in written | names_of_ours() if not any(word in name for name in told)
            } - harmless
            found = seen_in_files(server.folder, looked_for) | seen_in(
                everything(server, database, numbers=False), looked_for
            )
            rows = some.ask("SELECT (SELECT count(*) FROM psw.change_log), (SELECT count(*) FROM psw.letter)")[0]
            plain = server.new_database()
            server.ask("CREATE TABLE plain (said text)", database=plain)
            with psycopg.connect(server.dsn(plain)) as line, line.cursor().copy("COPY plain FROM STDIN") as copy:
                for word in sorted(looked_for):
                    copy.write_row((word,))
            server.ask("CHECKPOINT")
            control = seen_in_files(server.folder, looked_for)
    print(
        f"hub: {rows[0]} changes, {rows[1]} letters and the numbers of a month on a server, {size / 1e6:.0f} MB of files and a"
        f" dump: of {len(looked_for)} words, codes, names and ids that were written {len(found)} are there"
        f" {sorted(found)[:10]}; {len(harmless)} were left out, for an unused server has them too; control, the same words"
        f" in a table: {len(control)} found, {time.monotonic() - began:.0f} s"
    )
    return 0 if not found and len(control) > 0.9 * len(looked_for) else 1
