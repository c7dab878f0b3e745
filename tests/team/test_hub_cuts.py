"""Cables, servers and programs that end in the middle of a push: nothing is lost, nothing is there twice."""

from __future__ import annotations

from random import Random
from threading import Thread

import pytest

from psw_tui.team.hub import Hub
from psw_tui.team.sealed import Sealed
from tests.team.cuts import BATCH, WAYS, Cutting, Way, cable_is_cut
from tests.team.sealed import SIZE, Team, rows


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_end_of_a_server_or_a_program_leaves_all_or_nothing(team: Team, way: Way) -> None:
    """The long form is `python -m tests.long hub`."""
    work = Cutting(team, Random(5))
    work.measure()
    for _ in range(2):
        way(work)
    assert work.told.wrong == []
    assert work.all_there()


def test_a_cable_may_be_cut_at_any_byte(team: Team) -> None:
    """On the way there, from greeting to commit; and on the way back, where the laptop does not learn that it was stored."""
    work = Cutting(team, Random(5))
    whole = BATCH * (SIZE + 60)
    for after in (0, 40, 200, 800, 5_000, whole // 2, whole):
        cable_is_cut(work, after)
    answers = 0
    while work.told.acknowledged == 0:
        answers += 60
        cable_is_cut(work, answers, answers=True)
    assert work.told.wrong == []
    assert work.told.stored > work.told.acknowledged
    assert work.all_there()


def test_two_writers_at_once_with_cuts(team: Team) -> None:
    """Both also bring what came to them by stick, so both write the same rows."""
    both = [list(rows(device, 400)) for device in team.devices]
    troubles: list[str] = []
    writing = [Thread(target=write, args=(team, nth, both, troubles)) for nth in (0, 1)]
    for each in writing:
        each.start()
    for each in writing:
        each.join(60)
    assert troubles == []
    with Hub(team.dsn()) as hub:
        assert list(hub.pull(team.id, {})) == sorted(both[0] + both[1], key=lambda each: (each.device, each.seq))


@pytest.mark.parametrize("by_copy", [True, False], ids=["by COPY", "row by row"])
def test_two_who_bring_the_same_in_opposite_order(team: Team, by_copy: bool) -> None:
    """On a server so slow that they meet in the middle: each would wait for the other for ever."""
    if not by_copy:
        team.ask(f"REVOKE TEMPORARY ON DATABASE {team.database} FROM PUBLIC")
    team.ask(
        "CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.002); RETURN NEW; END $$",
        "CREATE TRIGGER slow BEFORE INSERT ON psw.change_log FOR EACH ROW EXECUTE FUNCTION waits()",
    )
    changes = list(rows(team.devices[0], 80))
    new: list[int] = []
    bringing = [Thread(target=bring, args=(team, nth, each, new)) for nth, each in enumerate((changes, changes[::-1]))]
    for each in bringing:
        each.start()
    for each in bringing:
        each.join(60)
    assert sorted(new) == [0, 80]
    assert len(team.stored()) == 80


def bring(team: Team, nth: int, changes: list[Sealed], new: list[int]) -> None:
    with Hub(team.dsn(nth)) as hub:
        new.append(hub.push(team.id, changes))


def write(team: Team, nth: int, both: list[list[Sealed]], troubles: list[str]) -> None:
    own, others = both[nth], both[1 - nth]
    with Hub(team.dsn(nth)) as hub:
        for round_ in range(20):
            changes = own[round_ * 20 :][:20] + others[round_ * 20 :][:20]
            try:
                hub.push(team.id, broken_off(changes, 11))
                troubles.append("what was cut counted as pushed")
            except ConnectionError:
                hub.push(team.id, changes)


def broken_off(changes: list[Sealed], after: int):
    yield from changes[:after]
    raise ConnectionError
