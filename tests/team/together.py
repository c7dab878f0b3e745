"""Three laptops of one team with hub and sticks, as it really goes: two reach the hub, one has only sticks.

What goes wrong in a year goes wrong in a few days here: sticks are lost, brought twice, in any order or cut; lines break
in the middle of a push; the hub forgets rows; laptops break and are brought back from a backup, and folders are copied
and both copies used. In the end all meet, and a bystander who saw everything says what must be there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from psw_tui.services.teamwork.syncing import Met
from psw_tui.storage.errors import Forked, StickForOthers, StickTwice, VaultError
from psw_tui.storage.read import column
from psw_tui.storage.write import writing
from psw_tui.team.fold import conflicts, this_device, vector
from psw_tui.team.hub_admin import add_member, init
from psw_tui.team.hub_errors import HubError
from psw_tui.team.membership import found, prepare, put
from tests.conftest import StillClock
from tests.team import laptops
from tests.team.cuts import cut_line
from tests.team.laptops import Laptop, Team
from tests.team.meeting import join
from tests.team.postgres import Server
from tests.team.ways import make_stick, meet_hub, read_stick

REACH_THE_HUB = ("ash", "bo")
ROUNDS = 4
"""In the first cy's own go to ash, in the second to the hub, in the third to bo; and then there is nothing left."""
A_PUSH = 6_000
"""Bytes to and from the hub, greeting included, of a day's meeting."""


@dataclass(frozen=True)
class Made:
    """A stick on the table."""

    content: bytes
    maker: str
    """Its device, as it was called then."""
    knew: dict[str, int]
    """Up to which number it had the lines of each device."""


@dataclass
class Agency(Team):
    """The same team with a hub, and the sticks that lie about."""

    server: Server | None = None
    database: str = ""
    id: str = ""
    sticks: list[Made] = field(default_factory=list)
    lost: list[Mapping[str, Any]] = field(default_factory=list)
    """What the laptop had that broke last."""
    told_twice: bool = False
    """Whether two branches of one name were told to different people before either heard of the other. Then numbers have
    meant two things, so what somebody had seen is no longer certain: all still hold the same, and nothing is lost, but a
    value that was settled may stand beside another again, or have settled one that its writer never saw."""
    counted: dict[str, int] = field(default_factory=dict)
    """How often each thing happened."""

    def count(self, what: str) -> None:
        self.counted[what] = self.counted.get(what, 0) + 1

    def at_hub(self) -> list[Laptop]:
        return [each for each in self.laptops if each.folder.name in REACH_THE_HUB]

    def reaches(self, laptop: Laptop) -> bool:
        return laptop.folder.name in REACH_THE_HUB

    def ask(self, *statements: str) -> list[tuple[object, ...]]:
        assert self.server is not None
        return self.server.ask(*statements, database=self.database)

    def on_hub(self) -> dict[str, int]:
        """Up to which number the hub has the lines of each device without a gap."""
        rows = self.ask(f"SELECT device::text, seq FROM psw.change_log WHERE team = '{self.id}' ORDER BY 1, 2")
        upto: dict[str, int] = {}
        for device, seq in rows:
            if upto.get(str(device), 0) + 1 == seq:
                upto[str(device)] = int(str(seq))
        return upto

    def lead(self, laptop: Laptop, **more: str) -> None:
        """The way to the hub as the worker types it."""
        assert self.server is not None
        dsn = self.server.dsn(self.database, login_of(laptop.folder.name, self.database), **more)
        with writing(laptop.vault) as tx:
            put(tx, hub=dsn, hub_password="")


def login_of(name: str, database: str) -> str:
    return f"{name}_{database}"


@contextmanager
def hub_of_all(server: Server) -> Iterator[str]:
    """A database with a hub for any number of teams, each of which sees its own only."""
    database = server.new_database()
    init(server.dsn(database))
    try:
        yield database
    finally:
        server.ask(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def agency(new_vault: Path, place: Path, seed: int, server: Server, database: str) -> Iterator[Agency]:
    """Ash founds a team, the others join it, and all but cy have the way to its hub."""
    with laptops.team(new_vault, place, seed) as some:
        ash, *others = some.laptops
        made = Agency(
            some.laptops, some.chance, server=server, database=database, id=found(ash.vault, "East side").team
        )
        for other in others:
            join(ash, other)
        for laptop in made.at_hub():
            login = login_of(laptop.folder.name, database)
            add_member(server.dsn(database), login, made.id, this_device(laptop.vault))
            made.lead(laptop)
        yield made


def client_of_all(some: Agency) -> str:
    """A client whom everybody knows, cy by the first stick."""
    client = laptops.client_of_first(some)
    ash, bo, cy = some.laptops
    for each in (ash, bo, ash):
        at_the_hub(some, each)
    read_stick(cy.vault, make_stick(ash.vault, [], everything=True))
    return client


def at_the_hub(some: Agency, laptop: Laptop) -> Met | None:
    """Meet there; nothing where there are two of another laptop, which has not heard of it yet. All else went both ways."""
    try:
        met = meet_hub(laptop.vault)
    except Forked:
        some.count("two of another")
        some.told_twice = True
        return None
    assert not met.forged
    return met


# What happens on a day


def met_hub(some: Agency, client: str) -> None:
    """Somebody meets the team on the hub."""
    at_the_hub(some, some.chance.choice(some.at_hub()))


def met_hub_badly(some: Agency, client: str) -> None:
    """The line breaks somewhere on the way there or on the way back."""
    assert some.server is not None
    laptop, back = some.chance.choice(some.at_hub()), some.chance.random() < 0.5
    after = int(some.chance.uniform(0, 1) ** 2 * 3 * A_PUSH)
    with cut_line(some.server.port, after, answers=back) as port:
        some.lead(laptop, port=str(port))
        try:
            meet_hub(laptop.vault)
        except HubError:
            some.count("cut")
    some.lead(laptop)


def stick_made(some: Agency, client: str) -> None:
    """Somebody makes a stick, for one of the others or for all."""
    here = some.any()
    to = [this_device(each.vault) for each in some.laptops if each is not here]
    devices = [some.chance.choice(to)] if some.chance.random() < 0.4 else []
    known = [device for device in devices if column(here.vault, "SELECT 1 FROM peer WHERE device = :it", it=device)]
    content = make_stick(here.vault, known, everything=some.chance.random() < 0.2)
    some.sticks.append(Made(content, this_device(here.vault), vector(here.vault)))


def stick_read(some: Agency, client: str) -> None:
    """Somebody reads one that lies about: perhaps their own, an old one, one read before, or one that is not for them."""
    if some.sticks:
        one = some.chance.choice(some.sticks[-6:])
        _read(some, some.any(), one.content)
        if some.chance.random() < 0.3:  # it gets lost
            some.sticks.remove(one)


def stick_cut(some: Agency, client: str) -> None:
    """A stick was pulled out too soon, or a bit of it fell over: nothing of it is taken in."""
    if not some.sticks:
        return
    laptop, whole = some.any(), some.chance.choice(some.sticks).content
    place = some.chance.randrange(len(whole))
    spoilt = whole[:place] if some.chance.random() < 0.5 else _bit_fell(whole, place)
    before = laptop.lines()
    try:
        read_stick(laptop.vault, spoilt)
    except VaultError:
        some.count("spoilt")
    else:
        raise AssertionError("a spoilt stick was taken in")
    assert laptop.lines() == before


def _bit_fell(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _read(some: Agency, laptop: Laptop, content: bytes) -> None:
    try:
        read_stick(laptop.vault, content)
    except StickTwice:
        some.count("twice")
    except Forked:
        some.count("two of another")
        some.told_twice = True
    except StickForOthers:
        some.count("for another")


def hub_forgets(some: Agency, client: str) -> None:
    """The hub's newest rows of somebody are gone, as after the server was brought back from a backup; now and then one
    in the middle. Only what a laptop still has: the rest is nobody's fault, and nobody's any more."""
    upto = some.on_hub()
    if not upto:
        return
    device = some.chance.choice(sorted(upto))
    least = min((vector(each.vault).get(device, 0) for each in some.at_hub()), default=0)
    first = some.chance.randint(1, upto[device])
    if least >= upto[device]:
        last = first if some.chance.random() < 0.3 else upto[device]
        rows = f"team = '{some.id}' AND device = '{device}' AND seq BETWEEN {first} AND {last}"
        some.ask(f"DELETE FROM psw.change_log WHERE {rows}")
        some.count("forgotten")


def brought_back(some: Agency, client: str) -> None:
    """A laptop breaks and its backup is restored: what it had told nobody is gone, and it has a new name."""
    if some.copies:
        place = some.chance.choice(sorted(some.copies))
        _broken(some, place)
        laptops.forget_device(some.laptops[place].folder, some.laptops[place].clock)
        some.laptops[place].reopen()
        prepare(some.laptops[place].vault)
        _forgotten_with_it(some)


def put_back(some: Agency, client: str) -> None:
    """An old copy of the folder is put in the place of the vault and written on under the old name. It is found out when
    it meets the team."""
    if some.copies:
        place = some.chance.choice(sorted(some.copies))
        some.told_twice |= not _all_told_is_where_it_goes(some, some.laptops[place])
        _broken(some, place)
        laptop = some.laptops[place]
        laptop.reopen()
        _forgotten_with_it(some)
        _lives_on(some, laptop, client)
        _meets_first(some, laptop)


def cloned(some: Agency, client: str) -> None:
    """A folder is copied to another computer, and both are used; the copy meets the team, and then it is thrown away."""
    laptop = some.any()
    some.told_twice |= not _all_told_is_where_it_goes(some, laptop)
    laptop.vault.close()
    folder = Path(shutil.copytree(laptop.folder, laptop.folder.with_name(f"{laptop.folder.name}.twin")))
    laptop.reopen()
    clock = StillClock(laptop.clock.now() + timedelta(seconds=some.chance.randint(7, 90_000)))
    twin = Laptop(folder, clock, laptops.opened(folder, clock))
    try:
        for one in some.chance.sample([laptop, twin], 2):
            _lives_on(some, one, client)
        if some.reaches(laptop):
            for one in some.chance.sample([laptop, twin], 2):
                at_the_hub(some, one)
        else:
            _stick_to_stick(some, twin, laptop)
    finally:
        twin.vault.close()
        shutil.rmtree(folder)


def _stick_to_stick(some: Agency, twin: Laptop, laptop: Laptop) -> None:
    """The copy's stick goes to somebody, theirs to whom it was copied from, who learns of it and goes on under a new name."""
    ash = some.laptops[0]
    _read(some, ash, make_stick(twin.vault, [], everything=True))
    _read(some, laptop, make_stick(ash.vault, [], everything=True))


def _all_told_is_where_it_goes(some: Agency, laptop: Laptop) -> bool:
    """Whether whatever others have of this laptop is where it goes first when it meets the team."""
    me = this_device(laptop.vault)
    there = some.on_hub() if some.reaches(laptop) else vector(some.laptops[0].vault)
    others = [each for each in some.laptops if each is not laptop]
    told = [line["seq"] for each in others for line in each.log() if line["device"] == me]
    return max(told, default=0) <= there.get(me, 0)


def _broken(some: Agency, place: int) -> None:
    """The backup lies in the place of the vault, still closed; the bystander keeps what there was."""
    laptop = some.laptops[place]
    some.lost = laptop.log()
    laptop.vault.close()
    shutil.rmtree(laptop.folder)
    shutil.copytree(some.copies[place], laptop.folder)


def _forgotten_with_it(some: Agency) -> None:
    """What was on the laptop alone nobody will ever see; sticks with it are lost too."""
    upto = some.on_hub()
    on_hub = [line for line in some.lost if line["seq"] <= upto.get(line["device"], 0)]
    told = [*on_hub, *(line for each in some.laptops for line in each.log())]
    laptops.forget(some, frozenset(map(laptops.key_of, some.lost)), told)
    there = {(line["device"], line["seq"]) for line in told}
    some.sticks = [one for one in some.sticks if all(place in there for place in one.knew.items())]


def _lives_on(some: Agency, laptop: Laptop, client: str) -> None:
    for _ in range(some.chance.randint(0, 3)):
        some.chance.choice([laptops.edit_on, laptops.debrief_on])(some, laptop, client)


def _meets_first(some: Agency, laptop: Laptop) -> None:
    if some.reaches(laptop):
        at_the_hub(some, laptop)
    else:
        _read(some, laptop, make_stick(some.laptops[0].vault, [], everything=True))


ACTS: Sequence[tuple[int, Callable[[Agency, str], None]]] = (
    *((10, laptops.edit), (2, laptops.debrief), (1, laptops.goal), (1, laptops.goal_taken_back), (1, laptops.look)),
    *((1, laptops.same_code), (1, laptops.not_shared), (1, laptops.settle), (2, laptops.backed_up)),
    *((4, met_hub), (1, met_hub_badly), (3, stick_made), (3, stick_read), (1, stick_cut), (1, hub_forgets)),
    *((1, brought_back), (1, put_back), (1, cloned)),
)


def live(some: Agency, client: str, days: int) -> None:
    """A while in the life of an agency."""
    for _ in range(days):
        (act,) = some.chance.choices([act for _, act in ACTS], [weight for weight, _ in ACTS])
        act(some, client)
        some.count(act.__name__)


def meet(some: Agency) -> list[Met | None]:
    """Everybody meets everybody until nobody has anything new."""
    last: list[Met | None] = []
    for _ in range(ROUNDS):
        last = [at_the_hub(some, each) for each in some.chance.sample(some.at_hub(), 2)]
        ash, _bo, cy = some.laptops
        for here, there in ((cy, ash), (ash, cy)):
            _read(some, there, make_stick(here.vault, [], everything=False))
    return last


def check(some: Agency, last: Sequence[Met | None]) -> None:
    """After all have met: the same everywhere and on the hub, nothing lost, nothing left to do."""
    laptops.check(some, values=not some.told_twice)
    known = vector(some.laptops[0].vault)
    assert [vector(each.vault) for each in some.laptops] == [known] * 3
    assert some.on_hub() == known, (some.on_hub(), known)
    for met in last:
        assert met is not None
        assert (met.sent, met.brought, met.waiting, met.unknown, met.keys_missing, met.new_name) == (
            0,
            0,
            0,
            (),
            False,
            False,
        )
        assert met.conflicts == len(conflicts(some.laptops[0].vault))


def a_year(new_vault: Path, place: Path, seed: int, server: Server, database: str, days: int = 40) -> dict[str, int]:
    """One whole example; gives what happened how often."""
    with agency(new_vault, place, seed, server, database) as some:
        client = client_of_all(some)
        live(some, client, days)
        last = meet(some)
        if some.told_twice:
            some.count("told twice")
        check(some, last)
        return some.counted
