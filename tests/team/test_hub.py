"""The hub on a real server: what is pushed is there once, comes back as it was, and no quirk of a server goes unseen."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from psw_tui.team import hub as hub_module
from psw_tui.team.hub import Hub
from psw_tui.team.hub_admin import add_member, init, remove_member
from psw_tui.team.hub_errors import (
    Forked,
    HubDropped,
    HubNewer,
    HubNotThere,
    HubOlder,
    HubTrouble,
    MemberUnknown,
    NotAllowed,
    NotAMember,
)
from tests.team.postgres import Server
from tests.team.sealed import Team, made, rows

MARCH = date(2026, 3, 1)


def test_what_is_pushed_comes_back_to_whoever_lacks_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the numbers of each device, page after page, and never what somebody has."""
    monkeypatch.setattr(hub_module, "PAGE", 7)
    ours, theirs = (list(rows(device, 30)) for device in team.devices)
    with Hub(team.dsn()) as ash, Hub(team.dsn(1)) as bo:
        assert ash.push(team.id, ours) == 30
        assert bo.push(team.id, theirs) == 30
        assert sorted(ash.pull(team.id, {}), key=lambda each: (each.device, each.seq)) == sorted(
            ours + theirs, key=lambda each: (each.device, each.seq)
        )
        known = {team.devices[0]: 30, team.devices[1]: 11}
        assert list(ash.pull(team.id, known)) == theirs[11:]
        assert ash.vector(team.id) == dict.fromkeys(team.devices, 30)
        assert list(bo.pull(team.id, bo.vector(team.id))) == []
        assert abs(ash.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("by_copy", [True, False], ids=["by COPY", "row by row"])
def test_any_order_and_any_repeat_stores_each_change_once(team: Team, by_copy: bool) -> None:
    """Also where the server lets nobody have a table of the session."""
    if not by_copy:
        team.ask(f"REVOKE TEMPORARY ON DATABASE {team.database} FROM PUBLIC")
    changes = list(rows(team.devices[0], 40))
    shuffled = random.Random(3).sample([*changes, *changes[:20]], 60)
    with Hub(team.dsn()) as hub:
        assert hub.push(team.id, shuffled[:33]) + hub.push(team.id, shuffled) == 40
        assert hub.push(team.id, iter(changes)) == 0
        assert hub.push(team.id, []) == 0
        assert list(hub.pull(team.id, {})) == changes


def test_the_vector_stops_before_a_gap(team: Team) -> None:
    changes = list(rows(team.devices[0], 9))
    with Hub(team.dsn()) as hub:
        hub.push(team.id, changes[:3] + changes[5:])
        hub.push(team.id, list(rows(team.devices[1], 4))[1:])
        assert hub.vector(team.id) == {team.devices[0]: 3}
        assert len(list(hub.pull(team.id, {}))) == 10
        hub.push(team.id, changes[3:5])
        assert hub.vector(team.id) == {team.devices[0]: 9}


@pytest.mark.parametrize("by_copy", [True, False], ids=["by COPY", "row by row"])
def test_a_laptop_that_was_restored_from_a_copy_stores_nothing(team: Team, by_copy: bool) -> None:
    if not by_copy:
        team.ask(f"REVOKE TEMPORARY ON DATABASE {team.database} FROM PUBLIC")
    device = team.devices[0]
    first, other = list(rows(device, 5)), list(rows(device, 9, seed=2))
    with Hub(team.dsn()) as hub:
        hub.push(team.id, first)
        with pytest.raises(Forked) as told:
            hub.push(team.id, first[:3] + other[3:])
        assert (told.value.device, told.value.seq) == (device, 4)
        assert list(hub.pull(team.id, {})) == first
        assert hub.newest_own(team.id, device, 9) == (5, first[-1].id)
        assert hub.newest_own(team.id, device, 2) == (2, first[1].id)
        assert hub.newest_own(team.id, str(uuid.uuid4()), 9) is None


@pytest.mark.parametrize("when", ["BEFORE", "AFTER"])
def test_a_server_that_drops_what_it_took_is_found_out(team: Team, when: str) -> None:
    """At once while it stores, or right after it said that it had."""
    dropping = {
        "BEFORE": "IF NEW.seq = 7 THEN RETURN NULL; END IF; RETURN NEW;",
        "AFTER": "DELETE FROM psw.change_log WHERE seq = 9; RETURN NULL;",
    }[when]
    team.ask(
        f"CREATE FUNCTION drops() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN {dropping} END $$",
        f"CREATE TRIGGER drops {when} INSERT ON psw.change_log FOR EACH ROW EXECUTE FUNCTION drops()",
    )
    with Hub(team.dsn()) as hub:
        with pytest.raises(HubDropped) as told:
            hub.push(team.id, rows(team.devices[0], 9))
        assert told.value.seq == (7 if when == "BEFORE" else 9)
        assert len(list(hub.pull(team.id, {}))) == (0 if when == "BEFORE" else 8)


def test_hash_partitions_hold_the_same(server: Server) -> None:
    team = made(server, partitions=4)
    changes = list(rows(team.devices[0], 50))
    with Hub(team.dsn()) as hub:
        assert hub.push(team.id, changes) == 50
        assert list(hub.pull(team.id, {})) == changes
    assert init(team.boss).partitions == 4


def test_setting_up_twice_changes_nothing(team: Team) -> None:
    with Hub(team.dsn()) as hub:
        hub.push(team.id, rows(team.devices[0], 3))
    again = init(team.boss)
    assert (again.is_new, again.roles, again.partitions) == (False, (), 0)
    assert not add_member(team.boss, team.logins[0], team.id, team.devices[0])
    assert len(team.stored()) == 3


@pytest.mark.parametrize(("version", "refusal"), [(3, HubNewer), (0, HubOlder)])
def test_a_hub_of_another_time_is_left_alone(team: Team, version: int, refusal: type[Exception]) -> None:
    team.ask(f"UPDATE psw.hub_version SET version = {version}")
    with pytest.raises(refusal):
        init(team.boss)
    with pytest.raises(refusal), Hub(team.dsn()):
        pass


def test_a_hub_of_the_first_version_is_brought_up_to_date_and_keeps_what_it_has(team: Team) -> None:
    """Until then a laptop says what its administrator has to do; a break in the middle leaves it as it was."""
    with Hub(team.dsn()) as hub:
        hub.push(team.id, rows(team.devices[0], 3))
    team.ask("DROP TABLE psw.letter", "UPDATE psw.hub_version SET version = 1")
    with pytest.raises(HubOlder), Hub(team.dsn()):
        pass
    team.ask("CREATE TABLE psw.letter (x int)")
    with pytest.raises(HubTrouble):
        init(team.boss)
    assert team.ask("SELECT max(version) FROM psw.hub_version") == [(1,)]
    team.ask("DROP TABLE psw.letter")
    assert (init(team.boss).is_renewed, init(team.boss).is_renewed) == (True, False)
    with Hub(team.dsn()) as ash, Hub(team.dsn(1)) as bo:
        ash.put_letters(team.id, {team.devices[1]: b"sealed"})
        assert bo.letters(team.id, team.devices[1]) == [b"sealed"]
    assert len(team.stored()) == 3


def test_a_letter_waits_for_whom_it_is_to_and_the_newest_of_each_writer_are_read(team: Team) -> None:
    here, there = team.devices
    with Hub(team.dsn()) as ash, Hub(team.dsn(1)) as bo:
        bo.put_letters(team.id, {there: b"of bo", here: b"to ash"})
        for nth in range(9):
            ash.put_letters(team.id, {there: f"letter {nth}".encode()})
        assert bo.letters(team.id, there) == [b"of bo", b"letter 6", b"letter 7", b"letter 8"]
        assert ash.letters(team.id, here) == [b"to ash"]
        assert ash.letters(team.id, str(uuid.uuid4())) == []
        with pytest.raises(HubTrouble):
            ash.put_letters(team.id, {here: b"fits", there: bytes(1024 * 1024 + 1)})
        assert ash.letters(team.id, here) == [b"to ash"], "all of them or none"


def test_a_database_without_a_hub_is_named(server: Server, team: Team) -> None:
    """Also one whose own schema happens to have the name."""
    empty, other = server.new_database(), server.new_database()
    server.ask("CREATE SCHEMA psw", database=other)
    for database in (empty, other):
        with pytest.raises(HubNotThere), Hub(server.dsn(database)):
            pass
    with pytest.raises(HubNotThere):
        init(server.dsn(other))


def test_who_is_removed_is_out_at_once(team: Team) -> None:
    """Also on a line that is open; with the last team the login loses the hub."""
    login, device, second = team.logins[0], team.devices[0], str(uuid.uuid4())
    add_member(team.boss, login, second, device)
    with Hub(team.dsn()) as hub:
        hub.push(team.id, rows(device, 3))
        assert not remove_member(team.boss, login, team.id, device)
        for asking in (lambda: hub.push(team.id, rows(device, 4)), lambda: list(hub.pull(team.id, {}))):
            with pytest.raises(NotAMember):
                asking()
        assert hub.vector(second) == {}
    assert remove_member(team.boss, login, second, device)
    with pytest.raises(NotAMember), Hub(team.dsn()):
        pass
    with pytest.raises(MemberUnknown):
        remove_member(team.boss, login, second, device)
    assert len(team.stored()) == 3


def test_only_an_administrator_sets_up(team: Team) -> None:
    with pytest.raises(NotAllowed):
        add_member(team.dsn(), team.logins[0], str(uuid.uuid4()), team.devices[0])
    empty = team.server.new_database()
    with pytest.raises(NotAllowed):
        init(team.server.dsn(empty, team.logins[0]))


def test_a_count_under_five_never_leaves(team: Team) -> None:
    """One told before is taken back when it falls below."""
    with Hub(team.dsn()) as hub:
        assert hub.push_counts(team.id, MARCH, {"clients": 12, "letters": 7, "looks": 4, "referrals": 0}) == 3
        assert hub.push_counts(team.id, MARCH, {"letters": 1, "clients": 13}) == 1
    told = team.ask("SELECT measure, n FROM psw.report_fact ORDER BY 1")
    assert told == [("clients", 13), ("referrals", 0)]


def test_a_dump_of_everything_holds_no_word_of_what_was_sealed(team: Team) -> None:
    """Nor do the columns have names that tell of anybody; here the bodies are chance, as sealed ones look."""
    changes = list(rows(team.devices[0], 20))
    with Hub(team.dsn()) as hub:
        hub.push(team.id, changes)
    dump = team.server.dump(team.database)
    assert changes[0].body in dump
    for word in (b"client", b"debrief", b"note", b"goal", b"permission", b"Maple"):
        assert word not in dump
