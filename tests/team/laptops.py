"""Several laptops of one team, each a real encrypted vault, that write at once and meet now and then, or lose a stick."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from psw_tui.records.client import Client
from psw_tui.records.goal import Goal, Rating
from psw_tui.records.logged import OWN, TABLES, own_columns
from psw_tui.records.support import Permission
from psw_tui.services.errors import TooManyGoals
from psw_tui.storage.change import Change
from psw_tui.storage.errors import Forked
from psw_tui.storage.log import read_values
from psw_tui.storage.read import column, listing
from psw_tui.storage.replay import differences
from psw_tui.storage.vault import Vault, open_with_passphrase
from psw_tui.storage.write import writing
from psw_tui.team.fold import conflicts, missing, outgoing, pick, share, start_anew, take_in, vector
from tests.conftest import PASSPHRASE, StillClock
from tests.services.giving import give_client, give_debrief, give_goal, give_look

Key = tuple[int, str]
"""A line by its clock and its record: what stays of it where a copy was used too, and its number went to another name."""

CHOICES: dict[tuple[str, str], Sequence[Any]] = {
    ("client", "message_ok"): ["yes", "no", "ask_first"],
    ("client", "hold"): [True, False],
    ("client", "pronouns"): ["she", "he", "they", "ze"],
    ("client", "do_not_write"): [["work"], ["family"], ["work", "health"]],
    ("goal", "state"): ["active", "resting", "reached"],
    ("permission", "agreed"): ["yes", "no"],
    ("permission", "until_on"): [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)],
}
FORMS: dict[str, Any] = {"client": Client, "goal": Goal, "permission": Permission}
NEWEST = {("client", "pronouns"), ("goal", "state")}


@dataclass(frozen=True)
class Edit:
    """One value somebody wrote, and every line their vault held at that moment."""

    cell: tuple[str, str, str]
    value: Any
    key: Key
    seen: frozenset[Key]


@dataclass
class Laptop:
    """A worker's laptop."""

    folder: Path
    clock: StillClock
    vault: Vault

    def reopen(self) -> None:
        self.vault.close()
        self.vault = opened(self.folder, self.clock)

    def lines(self) -> frozenset[Key]:
        return frozenset(map(key_of, listing(self.vault, 'SELECT clock, "row" FROM change')))

    def log(self) -> list[Mapping[str, Any]]:
        """Every line that is here, also those that wait for others."""
        held = [json.loads(body) for body in column(self.vault, "SELECT body FROM held")]
        return [*held, *listing(self.vault, 'SELECT device, seq, clock, entity, "row" FROM change')]


def key_of(line: Mapping[str, Any]) -> Key:
    return line["clock"], line["row"]


@dataclass
class Team:
    """Three of them, and what a bystander who sees everything remembers."""

    laptops: list[Laptop]
    chance: random.Random
    edits: list[Edit] = field(default_factory=list)
    debriefs: set[str] = field(default_factory=set)
    copies: dict[int, Path] = field(default_factory=dict)

    def any(self) -> Laptop:
        return self.chance.choice(self.laptops)


def opened(folder: Path, clock: StillClock) -> Vault:
    vault = open_with_passphrase(folder, PASSPHRASE, clock=clock)
    vault.author = folder.name
    return vault


def forget_device(folder: Path, clock: StillClock) -> None:
    """What restoring does to a copy."""
    with opened(folder, clock) as vault:
        vault.connection.execute("UPDATE device SET current = 0")


@contextmanager
def team(new_vault: Path, place: Path, seed: int, size: int = 3) -> Iterator[Team]:
    """Laptops whose clocks are days apart, with nothing in their vaults."""
    chance = random.Random(seed)
    laptops = []
    for name in ("ash", "bo", "cy", "dee")[:size]:
        clock = StillClock()
        clock.forward(days=chance.uniform(-11, 11))
        folder = shutil.copytree(new_vault, place / name)
        forget_device(folder, clock)
        laptops.append(Laptop(folder, clock, opened(folder, clock)))
    try:
        yield Team(laptops, chance)
    finally:
        for laptop in laptops:
            laptop.vault.close()


def client_of_all(some: Team) -> str:
    """A client with a goal and a permission whom everybody knows."""
    client = client_of_first(some)
    first, *others = some.laptops
    for other in others:
        take_in(other.vault, outgoing(first.vault, vector(other.vault)))
    assert column(some.laptops[-1].vault, "SELECT 1 FROM goal WHERE client = :it", it=client)
    return client


def client_of_first(some: Team) -> str:
    """The same, whom only the first knows yet, and shares."""
    first = some.laptops[0]
    client = give_client(first.vault, "Maple-27", goes_by="Al").id
    give_goal(first.vault, client, "sleep through")
    with writing(first.vault) as tx:
        now = {"made_at": first.clock.now(), "client": client}
        tx.add(Permission(id=first.vault.new_id(), with_contact="", purpose="housing", agreed="yes", **now))
    share(first.vault, client)
    return client


def edit(some: Team, client: str) -> None:
    """Somebody changes one field."""
    edit_on(some, some.any(), client)


def edit_on(some: Team, laptop: Laptop, client: str) -> None:
    table, name = some.chance.choice(list(CHOICES))
    rows = column(
        laptop.vault, f"SELECT id FROM {table} WHERE {'id' if table == 'client' else 'client'} = :it", it=client
    )
    if rows:
        write(some, laptop, table, some.chance.choice(sorted(rows)), name, some.chance.choice(CHOICES[table, name]))


def write(some: Team, laptop: Laptop, table: str, row: str, name: str, value: Any) -> None:
    """Change one field, and remember who had seen what."""
    seen = laptop.lines()
    laptop.clock.forward(seconds=1)
    with writing(laptop.vault) as tx:
        tx.change(FORMS[table], row, **{name: value})
    (key,) = laptop.lines() - seen
    some.edits.append(Edit((table, row, name), value, key, seen))


def debrief(some: Team, client: str) -> None:
    """Somebody writes up a contact."""
    debrief_on(some, some.any(), client)


def debrief_on(some: Team, laptop: Laptop, client: str) -> None:
    laptop.clock.forward(minutes=1)
    if column(laptop.vault, "SELECT 1 FROM client WHERE id = :it", it=client):
        some.debriefs.add(
            give_debrief(
                laptop.vault, client, their_words=f"words {some.chance.random()}", next_due="+2", next_what="call"
            ).id
        )


def goal(some: Team, client: str) -> None:
    """Somebody adds a goal; now and then it is taken back, perhaps after another has rated it."""
    laptop = some.any()
    laptop.clock.forward(minutes=1)
    with suppress(TooManyGoals):
        give_goal(laptop.vault, client, "eat", rating=str(some.chance.randint(0, 10)))


def goal_taken_back(some: Team, client: str) -> None:
    laptop = some.any()
    rows = sorted(column(laptop.vault, "SELECT id FROM goal WHERE client = :it ORDER BY id", it=client))[1:]
    if not rows:
        return
    row = some.chance.choice(rows)
    ratings = column(laptop.vault, "SELECT id FROM rating WHERE goal = :it", it=row)
    with writing(laptop.vault) as tx:
        for rating in ratings:
            tx.withdraw(Rating, rating, 0, {})
        tx.withdraw(Goal, row, 0, {})


def look(some: Team, client: str) -> None:
    """Somebody opens a fresh look where none is open."""
    laptop = some.any()
    if not column(laptop.vault, "SELECT 1 FROM fresh_look WHERE client = :it AND closed_on IS NULL", it=client):
        give_look(laptop.vault, client)


def same_code(some: Team, client: str) -> None:
    """Somebody gives a new client, whom they share at once, a code that others may give too."""
    laptop = some.any()
    code = some.chance.choice(["Birch-1", "Cedar-2"])
    if not column(laptop.vault, "SELECT 1 FROM client WHERE code = :code", code=code):
        share(laptop.vault, give_client(laptop.vault, code).id)


def not_shared(some: Team, client: str) -> None:
    """Somebody writes about a client of their own."""
    laptop = some.any()
    code = f"Oak-{some.chance.randint(1, 10**9)}"
    give_debrief(laptop.vault, give_client(laptop.vault, code).id, their_words="SECRET")


def stick(some: Team, client: str) -> None:
    """Somebody hands a stick on: made for what somebody else knows, shuffled, partly lost, with repeats."""
    here, there = some.chance.sample(some.laptops, 2)
    known = vector(some.any().vault) if some.chance.random() < 0.5 else {}
    lines = outgoing(here.vault, known)
    if some.chance.random() < 0.4:
        some.chance.shuffle(lines)
        lines = lines[: some.chance.randint(0, len(lines))] * some.chance.randint(1, 2)
    take_in(there.vault, lines)


def settle(some: Team, client: str) -> None:
    """Somebody picks one of the values that stand side by side."""
    laptop = some.any()
    open_ones = [each for each in conflicts(laptop.vault) if (each.entity, each.field) in CHOICES]
    if open_ones:
        one = some.chance.choice(open_ones)
        value = some.chance.choice(one.heads).value
        seen = laptop.lines()
        pick(laptop.vault, one, value)
        (key,) = laptop.lines() - seen
        some.edits.append(Edit((one.entity, one.row, one.field), _typed(one.entity, one.field, value), key, seen))


def backed_up(some: Team, client: str) -> None:
    """Somebody makes a backup."""
    place = some.chance.randrange(len(some.laptops))
    laptop = some.laptops[place]
    laptop.vault.close()
    copy = laptop.folder.with_name(laptop.folder.name + ".backup")
    shutil.rmtree(copy, ignore_errors=True)
    some.copies[place] = Path(shutil.copytree(laptop.folder, copy))
    laptop.reopen()


def restored(some: Team, client: str) -> None:
    """Somebody's laptop breaks: what they had told nobody since their backup is gone, and they go on under another name."""
    if not some.copies:
        return
    place = some.chance.choice(sorted(some.copies))
    laptop = some.laptops[place]
    lost = laptop.lines()
    laptop.vault.close()
    shutil.rmtree(laptop.folder)
    shutil.copytree(some.copies[place], laptop.folder)
    forget_device(laptop.folder, laptop.clock)
    laptop.reopen()
    forget(some, lost, [line for each in some.laptops for line in each.log()])


def forget(some: Team, lost: frozenset[Key], told: Iterable[Mapping[str, Any]]) -> None:
    """Let the bystander, too, forget what was lost and never told, or waits for ever for what was lost before it."""
    there = {(line["device"], line["seq"]): line for line in told}
    whole = [
        line for (device, seq), line in there.items() if all((device, before) in there for before in range(1, seq))
    ]
    reached = set(map(key_of, whole))
    some.edits = [each for each in some.edits if each.key not in lost or each.key in reached]
    some.debriefs &= {line["row"] for line in whole if line["entity"] == "debrief"}


ACTS: Sequence[tuple[int, Callable[[Team, str], None]]] = (
    *((10, edit), (2, debrief), (1, goal), (1, goal_taken_back), (1, look), (1, same_code), (1, not_shared)),
    *((6, stick), (1, settle), (1, backed_up), (1, restored)),
)


def live(some: Team, client: str, days: int) -> None:
    """A while in the life of a team."""
    for _ in range(days):
        (act,) = some.chance.choices([act for _, act in ACTS], [weight for weight, _ in ACTS])
        act(some, client)


def meet(some: Team) -> None:
    """Everybody meets everybody until nobody has anything new."""
    for _ in range(3):
        for here in some.chance.sample(some.laptops, len(some.laptops)):
            for there in some.laptops:
                if here is not there:
                    take_in(there.vault, outgoing(here.vault, vector(there.vault)))


def shared_rows(vault: Vault) -> dict[tuple[str, str], dict[str, Any]]:
    """All that the team may see of shared clients, as the tables have it."""
    found = {}
    for name in TABLES:
        if name in OWN or name in {"erasure"}:
            continue
        link = "id" if name == "client" else "client"
        question = f"SELECT * FROM {name} WHERE {link} IN (SELECT id FROM client WHERE shared_with_team = 1)"
        for row in listing(vault, question):
            if str(row.get("linked_entity")) in OWN:
                continue
            found[name, row["id"]] = {column: value for column, value in row.items() if column not in own_columns(name)}
    return found


def shared_search(vault: Vault) -> list[dict[str, Any]]:
    """What finding knows of them."""
    question = (
        'SELECT entity, "row", client, day, body FROM search'
        ' WHERE client IN (SELECT id FROM client WHERE shared_with_team = 1) ORDER BY "row"'
    )
    return [dict(row) for row in listing(vault, question)]


def listed(vault: Vault) -> list[Any]:
    """The conflicts, comparable."""
    return [
        (c.entity, c.row, c.field, tuple((h.value, h.told.device, h.told.seq) for h in c.heads), c.counts)
        for c in conflicts(vault)
    ]


def check(some: Team, spare: Laptop | None = None, *, values: bool = True) -> None:
    """After all have met: the same everywhere, nothing lost, nothing told that is private, and as a bystander expects."""
    first, *others = some.laptops
    for other in [*others, *([spare] if spare else [])]:
        assert vector(other.vault) | vector(first.vault) == vector(first.vault) | vector(other.vault)
        assert shared_rows(other.vault) == shared_rows(first.vault)
        assert shared_search(other.vault) == shared_search(first.vault)
        assert listed(other.vault) == listed(first.vault)
    for laptop in some.laptops:
        assert all(upto > vector(laptop.vault).get(device, 0) + 1 for device, upto in missing(laptop.vault).items())
        assert some.debriefs <= set(column(laptop.vault, "SELECT id FROM debrief"))
        assert list(differences(laptop.vault)) == []
        assert not any("SECRET" in line.vals for line in outgoing(laptop.vault, {}))
        if values:
            _check_values(some, laptop)


def _check_values(some: Team, laptop: Laptop) -> None:
    """Each field that was written holds what the rule makes of the values nobody had seen when writing theirs."""
    there = laptop.lines()
    for cell in {each.cell for each in some.edits}:
        table, row, name = cell
        heads = [
            each
            for each in some.edits
            if each.cell == cell and not any(each.key in other.seen for other in some.edits if other.cell == cell)
        ]
        found = column(laptop.vault, f"SELECT {name} FROM {table} WHERE id = :row", row=row)
        if not found:
            continue  # the goal was taken back by everybody
        assert all(each.key in there for each in heads)
        heads.sort(key=lambda each: each.key)
        values = [each.value for each in heads]
        assert _typed(table, name, found[0]) == expected((table, name), values), (cell, values)
        is_listed = any(c.row == row and c.field == name for c in conflicts(laptop.vault))
        assert is_listed == (any(value != values[0] for value in values) and (table, name) != ("client", "pronouns"))


def _typed(table: str, name: str, stored: Any) -> Any:
    return read_values(FORMS[table], {name: stored})[name]


def expected(cell: tuple[str, str], values: Sequence[Any]) -> Any:
    """The rules once more, in other words."""
    if len(values) == 1 or cell in NEWEST:
        return values[-1]
    if cell == ("client", "message_ok"):
        return next(value for value in ("no", "ask_first", "yes") if value in values)
    if cell == ("client", "hold"):
        return any(values)
    if cell == ("client", "do_not_write"):
        return list(dict.fromkeys(item for value in values for item in value))
    if cell == ("permission", "agreed"):
        return "no" if "no" in values else "yes"
    return min(values)


def spare_laptop(some: Team, new_vault: Path, place: Path) -> Laptop:
    """A laptop that gets everything at once, in no order and half of it twice."""
    clock = StillClock()
    folder = shutil.copytree(new_vault, place / "spare")
    forget_device(folder, clock)
    laptop = Laptop(folder, clock, opened(folder, clock))
    lines: list[Change] = outgoing(some.laptops[0].vault, {})
    some.chance.shuffle(lines)
    for start in range(0, len(lines), 7):
        take_in(laptop.vault, lines[start : start + 7])
    take_in(laptop.vault, lines[: len(lines) // 2])
    return laptop


def a_life(new_vault: Path, place: Path, seed: int, days: int = 40) -> None:
    """One whole example."""
    with team(new_vault, place, seed) as some:
        client = client_of_all(some)
        live(some, client, days)
        meet(some)
        spare = spare_laptop(some, new_vault, place)
        try:
            check(some, spare)
        finally:
            spare.vault.close()


def a_clone(new_vault: Path, place: Path) -> None:
    """A copy of a vault is written on beside it: it is noticed, and cured, and nothing is lost."""
    with team(new_vault, place, 1, size=2) as some:
        client = client_of_all(some)
        ash, bo = some.laptops
        ash.vault.close()
        folder = Path(shutil.copytree(ash.folder, ash.folder.with_name("twin")))
        ash.reopen()
        twin_clock = StillClock(ash.clock.now() + timedelta(hours=1))
        twin = Laptop(folder, twin_clock, opened(folder, twin_clock))
        try:
            some.debriefs = {give_debrief(each.vault, client, their_words=str(each.folder)).id for each in (ash, twin)}
            take_in(bo.vault, outgoing(twin.vault, vector(bo.vault)))
            fork = noticed(ash, bo)
            start_anew(ash.vault, fork.seq)
            some.laptops.append(twin)
            meet(some)
            check(some)
        finally:
            twin.vault.close()


def noticed(one: Laptop, other: Laptop) -> Forked:
    """The fork, which both ways of meeting find."""
    found = []
    for here, there in ((one, other), (other, one)):
        try:
            take_in(there.vault, outgoing(here.vault, {}))
        except Forked as fork:
            found.append(fork)
    assert len(found) == 2, "the copy was not noticed"
    return found[0]
