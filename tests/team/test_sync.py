"""Workers meet on a hub: all of it gets there and comes from there, whatever goes wrong in between."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from psw_tui.progress import Cancelled, Doing, Progress
from psw_tui.records.client import Client
from psw_tui.services.errors import NoHub
from psw_tui.services.teamwork import syncing
from psw_tui.services.teamwork.joining import keep_hub
from psw_tui.services.teamwork.syncing import sync
from psw_tui.storage.errors import NotInTeam
from psw_tui.storage.read import column
from psw_tui.storage.replay import differences
from psw_tui.storage.write import writing
from psw_tui.team import passing
from psw_tui.team.fold import conflicts, outgoing, share, take_in, this_device, vector
from psw_tui.team.hub import Hub
from psw_tui.team.hub_errors import (
    ConnectionLost,
    HubDropped,
    HubError,
    HubNewer,
    LoginRefused,
    NoServer,
    NotAMember,
    NotPrivate,
)
from psw_tui.team.keys import seal
from psw_tui.team.membership import keys_of, revoke
from tests.services.giving import give_client, give_debrief
from tests.team.cuts import cut_line
from tests.team.laptops import Laptop, forget_device, opened, shared_rows
from tests.team.meeting import Agency, agency, join, meet
from tests.team.postgres import Server


@pytest.fixture
def east(server: Server, new_vault: Path, tmp_path: Path) -> Iterator[Agency]:
    """Ash and bo, with a client whom both know."""
    with agency(server, new_vault, tmp_path) as made:
        ash, bo = made.some.laptops
        share(ash.vault, give_client(ash.vault, "Maple-27").id)
        meet(ash)
        meet(bo)
        meet(ash)
        yield made


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (passing, syncing):
        monkeypatch.setattr(module, "PAGE", 3)


def client_of(laptop: Laptop) -> str:
    (found,) = column(laptop.vault, "SELECT id FROM client WHERE code = 'Maple-27'")
    return str(found)


def writes(laptop: Laptop, words: str) -> None:
    laptop.clock.forward(seconds=1)
    give_debrief(laptop.vault, client_of(laptop), their_words=words)


def read_by(laptop: Laptop) -> set[str]:
    return set(column(laptop.vault, "SELECT their_words FROM debrief WHERE their_words <> ''"))


def all_meet(*laptops: Laptop) -> None:
    """Twice, so that what the last one brings gets to the first."""
    for each in (*laptops, *laptops):
        meet(each)


def agree(*laptops: Laptop) -> None:
    """The same everywhere, and each vault is what its log makes."""
    first = laptops[0]
    for each in laptops:
        assert shared_rows(each.vault) == shared_rows(first.vault)
        assert vector(each.vault) == vector(first.vault)
        assert list(differences(each.vault)) == []


def test_two_workers_meet_on_the_hub(east: Agency) -> None:
    """What the one writes the other has, as often as they meet; a client who is not shared stays at home."""
    ash, bo = east.some.laptops
    give_debrief(ash.vault, give_client(ash.vault, "Oak-1").id, their_words="SECRET")
    writes(ash, "from ash")
    sent = meet(ash).sent
    assert sent >= 3
    met = meet(bo)
    assert met.brought == sent
    assert met.changed > 0
    writes(bo, "from bo")
    all_meet(bo, ash)
    agree(ash, bo)
    assert read_by(bo) == {"from ash", "from bo"}
    assert column(bo.vault, "SELECT code FROM client") == ["Maple-27"]
    again = meet(ash)
    assert (again.sent, again.brought, again.changed, again.waiting, again.conflicts) == (0, 0, 0, 0, 0)
    assert column(ash.vault, "SELECT synced_at FROM team") != [None]


def test_what_two_wrote_at_once_is_counted(east: Agency) -> None:
    ash, bo = east.some.laptops
    client = client_of(ash)
    for laptop, value in ((ash, "no"), (bo, "yes")):
        with writing(laptop.vault) as tx:
            tx.change(Client, client, message_ok=value)
    meet(ash)
    assert meet(bo).conflicts == 1
    assert meet(ash).conflicts == 1


def test_a_way_that_leads_nowhere(east: Agency) -> None:
    """Each has its own words; what was written waits, and the address can be put right."""
    ash, bo = east.some.laptops
    writes(ash, "waits")
    with pytest.raises(NotPrivate):
        keep_hub(ash.vault, "host=hub.agency.ca user=ash dbname=hub sslmode=require", "")
    for wrong, refusal in (
        ({"port": "1"}, NoServer),
        ({"login": "nobody_at_all"}, LoginRefused),
        ({"login": "boss"}, NotAMember),
    ):
        keep_hub(ash.vault, east.server.dsn(east.database, **wrong), "")
        with pytest.raises(refusal):
            meet(ash)
    keep_hub(ash.vault, "", "")
    with pytest.raises(NoHub):
        meet(ash)
    east.lead(ash)
    east.ask("UPDATE psw.hub_version SET version = version + 1")
    with pytest.raises(HubNewer):
        meet(ash)
    east.ask("UPDATE psw.hub_version SET version = version - 1")
    all_meet(ash, bo)
    assert read_by(bo) == {"waits"}


def test_who_is_in_no_team_meets_nobody(new_vault: Path, tmp_path: Path) -> None:
    from tests.team.laptops import team

    with team(new_vault, tmp_path, 1, size=1) as some, pytest.raises(NotInTeam):
        meet(some.laptops[0])


def test_a_wrong_password_is_told_and_a_right_one_is_kept(east: Agency) -> None:
    ash, _ = east.some.laptops
    login = east.logins["ash"]
    east.server.ask(f"ALTER ROLE {login} PASSWORD 'right'")
    with east.server.asking_passwords_of(login):
        with pytest.raises(HubError):
            meet(ash)
        with pytest.raises(LoginRefused):
            meet(ash, "wrong")
        meet(ash, "right")
        keep_hub(ash.vault, east.server.dsn(east.database, login), "right")
        meet(ash)
        assert "right" not in column(ash.vault, "SELECT hub FROM team")[0]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("doing", [Doing.BRINGING, Doing.SENDING])
def test_stopped_between_pages_it_goes_on_from_there(east: Agency, doing: Doing) -> None:
    ash, bo = east.some.laptops
    for nth in range(8):
        writes(ash, f"from ash {nth}")
        writes(bo, f"from bo {nth}")
    meet(ash)
    before = sum(vector(bo.vault).values()), len(east.stored())

    class Impatient(Progress):
        def at(self, now: Doing, done: int = 0, of: int = 0) -> None:
            if now is doing and done >= 6:
                assert 0 < done < of
                self.stop()
            super().at(now, done, of)

    with pytest.raises(Cancelled):
        sync(bo.vault, Impatient())
    after = sum(vector(bo.vault).values()), len(east.stored())
    assert after > before
    all_meet(bo, ash)
    agree(ash, bo)
    assert len(read_by(ash)) == 16


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("answers", [False, True], ids=["on the way there", "on the way back"])
def test_a_cable_may_be_cut_anywhere(east: Agency, answers: bool) -> None:
    """Whatever was whole by then stays, here and there; the next meeting does the rest."""
    ash, bo = east.some.laptops
    after, cuts = 300, 0
    while True:
        writes(ash, f"from ash {after}")
        writes(bo, f"from bo {after}")
        with cut_line(east.server.port, after, answers=answers) as port:
            east.lead(ash, port=str(port))
            try:
                meet(ash)
                break
            except (NoServer, ConnectionLost):
                cuts += 1
        after += 2_500
    assert cuts > 2
    east.lead(ash)
    all_meet(ash, bo)
    agree(ash, bo)
    assert len(read_by(bo)) == 2 * (cuts + 1)


def test_a_server_that_dies_and_comes_up_again(east: Agency) -> None:
    ash, bo = east.some.laptops
    writes(ash, "from ash")
    with Hub(column(ash.vault, "SELECT hub FROM team")[0]):
        east.server.kill()
        with pytest.raises(NoServer):
            meet(ash)
        east.server.start()
    all_meet(ash, bo)
    agree(ash, bo)


def test_a_hub_that_lost_what_it_had_is_filled_again(east: Agency) -> None:
    """The newest of it, some in the middle, all of it: whoever has it brings it back."""
    ash, bo = east.some.laptops
    for nth in range(5):
        writes(ash, f"note {nth}")
    all_meet(ash, bo)
    whole = east.stored()
    device = this_device(ash.vault)
    newest = vector(ash.vault)[device]
    for lost in (f"device = '{device}' AND seq > {newest - 3}", f"device = '{device}' AND seq = {newest - 2}", "true"):
        east.ask(f"DELETE FROM psw.change_log WHERE {lost}")
        assert len(east.stored()) < len(whole)
        assert meet(bo).sent > 0
        assert east.stored() == whole
    agree(ash, bo)


def test_a_server_that_drops_what_it_took_is_told(east: Agency) -> None:
    ash, bo = east.some.laptops
    writes(bo, "from bo")
    meet(bo)
    writes(ash, "from ash")
    east.ask(
        "CREATE FUNCTION drops() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER drops BEFORE INSERT ON psw.change_log FOR EACH ROW EXECUTE FUNCTION drops()",
    )
    with pytest.raises(HubDropped):
        meet(ash)
    assert read_by(ash) == {"from bo", "from ash"}
    east.ask("DROP TRIGGER drops ON psw.change_log")
    all_meet(ash, bo)
    agree(ash, bo)


def test_a_forged_row_stops_only_what_follows_it(east: Agency) -> None:
    """It is left and asked for again, and nothing has to wait in the vault for what may never come."""
    ash, bo = east.some.laptops
    device = this_device(ash.vault)
    first = vector(ash.vault)[device] + 1
    for nth in range(3):
        writes(ash, f"note {nth}")
    meet(ash)
    which = f"WHERE device = '{device}' AND seq = {first}"
    ((body,),) = east.ask(f"SELECT encode(body, 'hex') FROM psw.change_log {which}")
    east.ask(f"UPDATE psw.change_log SET body = body || 'x' {which}")
    for _ in range(2):
        met = meet(bo)
        assert (met.forged, met.waiting, met.brought) == (1, 0, 0)
        assert column(bo.vault, "SELECT seq FROM held") == []
    east.ask(f"UPDATE psw.change_log SET body = decode('{body}', 'hex') {which}")
    met = meet(bo)
    assert (met.forged, read_by(bo)) == (0, {"note 0", "note 1", "note 2"})


def test_a_line_no_program_writes_does_not_stop_the_others(east: Agency) -> None:
    """A member of the team signed it; what it wrote before comes in, and so does what others write."""
    ash, bo = east.some.laptops
    writes(ash, "before")
    lines = [line for line in outgoing(ash.vault, {}) if line.device == this_device(ash.vault)]
    odd = replace(lines[-1], seq=lines[-1].seq + 1, clock=lines[-1].clock + 1, vals="[]", sig="")
    meet(ash)
    with Hub(column(ash.vault, "SELECT hub FROM team")[0]) as hub:
        hub.push(east.team, [seal(keys_of(ash.vault), odd)])
    met = meet(bo)
    assert (met.forged, read_by(bo)) == (1, {"before"})
    writes(bo, "goes on")
    assert meet(bo).sent > 0


def test_a_clock_a_year_off_is_told_and_nothing_refused(east: Agency) -> None:
    ash, bo = east.some.laptops
    ash.clock.forward(days=365)
    writes(ash, "from next year")
    off = meet(ash).clock_off
    assert timedelta(days=364) < off < timedelta(days=366)
    bo.clock.forward(days=-365)
    writes(bo, "from last year")
    assert meet(bo).clock_off < timedelta(days=-364)
    all_meet(ash, bo)
    agree(ash, bo)
    ash.clock.forward(days=-365)
    assert meet(ash).clock_off == timedelta()


def twin_of(laptop: Laptop) -> Laptop:
    """The disk was copied, and both are used."""
    laptop.vault.close()
    folder = Path(shutil.copytree(laptop.folder, laptop.folder.with_name("twin")))
    laptop.reopen()
    clock = replace(laptop.clock)
    return Laptop(folder, clock, opened(folder, clock))


@pytest.mark.parametrize("more", [1, 3], ids=["shorter", "longer"])
@pytest.mark.parametrize("behind", [False, True], ids=["clock right", "clock behind"])
def test_a_copy_that_was_used_too_is_found_out_and_nothing_is_lost(east: Agency, more: int, behind: bool) -> None:
    """Also where both go on from a line of a laptop whose clock is ahead, so that no clock of theirs tells them apart."""
    ash, bo = east.some.laptops
    if behind:
        bo.clock.forward(days=400)
        writes(bo, "from the future")
        all_meet(bo, ash)
    twin = twin_of(ash)
    try:
        for nth in range(2):
            writes(ash, f"ash {nth}")
        for nth in range(more):
            writes(twin, f"twin {nth}")
        assert not meet(twin).new_name
        old = this_device(ash.vault)
        met = meet(ash)
        assert met.new_name
        assert this_device(ash.vault) != old
        meet(bo)  # the letter of the new name is there
        writes(ash, "later")
        writes(twin, "later, by twin")
        all_meet(ash, twin, bo)
        agree(ash, twin, bo)
        expected = {"ash 0", "ash 1", "later", "later, by twin", *(f"twin {nth}" for nth in range(more))}
        assert read_by(bo) == expected | ({"from the future"} if behind else set())
        assert not meet(ash).new_name
    finally:
        twin.vault.close()


def test_a_copy_that_only_looks_goes_on_without_a_new_name(east: Agency) -> None:
    ash, _ = east.some.laptops
    twin = twin_of(ash)
    try:
        writes(ash, "from ash")
        meet(ash)
        met = meet(twin)  # it has nothing of its own, and learns that its name is in use
        assert met.new_name
        assert read_by(twin) == {"from ash"}
        assert not meet(ash).new_name
    finally:
        twin.vault.close()


def test_a_restored_laptop_is_known_under_its_new_name(east: Agency) -> None:
    ash, bo = east.some.laptops
    bo.vault.close()
    forget_device(bo.folder, bo.clock)
    bo.reopen()
    writes(bo, "after the backup")
    all_meet(bo, ash)
    agree(ash, bo)
    assert read_by(ash) == {"after the backup"}


def test_two_of_another_laptop_do_not_stop_the_team(east: Agency, new_vault: Path, tmp_path: Path) -> None:
    """Bo has by stick what the hub has otherwise: it makes room, and tells on what ash may never be able to tell."""
    ash, bo = east.some.laptops
    twin = twin_of(ash)
    try:
        writes(ash, "ash")
        writes(twin, "twin")
        take_in(bo.vault, outgoing(ash.vault, vector(bo.vault)))
        meet(twin)
        writes(bo, "bo")
        meet(bo)
        assert read_by(bo) == {"ash", "twin", "bo"}
        meet(twin)
        assert read_by(twin) == {"ash", "twin", "bo"}
        writes(ash, "ash again")
        writes(twin, "twin again")
        all_meet(ash, bo, twin)  # ash tells the same once more, under its new name
        agree(bo, ash, twin)
        assert read_by(bo) == {"ash", "ash again", "twin", "twin again", "bo"}
        assert conflicts(bo.vault) == []
    finally:
        twin.vault.close()


def test_who_was_taken_out_is_told_and_brings_nothing_more(server: Server, new_vault: Path, tmp_path: Path) -> None:
    with agency(server, new_vault, tmp_path, size=3) as east:
        ash, bo, cy = east.some.laptops
        share(ash.vault, give_client(ash.vault, "Maple-27").id)
        all_meet(ash, bo, cy)
        join(ash, bo)  # both learn of cy
        writes(cy, "in time")
        all_meet(cy, ash, bo)
        revoke(ash.vault, this_device(cy.vault))
        all_meet(ash, bo)
        writes(cy, "too late")
        writes(ash, "not for cy")
        sent = len(east.stored())
        meet(ash)
        assert meet(cy).keys_missing  # nobody writes to it that it is out
        assert len(east.stored()) > sent
        assert meet(bo).unknown == ()
        meet(ash)
        agree(ash, bo)
        assert read_by(bo) == {"in time", "not for cy"}
        assert "not for cy" not in read_by(cy)


def test_others_at_the_same_changes_are_waited_for(east: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    from psw_tui.team.hub_errors import Crowded

    ash, bo = east.some.laptops
    writes(ash, "from ash")
    push: Callable[..., int] = Hub.push
    refusals = [Crowded()] * 3

    def crowded(*given: object) -> int:
        if refusals:
            raise refusals.pop()
        return push(*given)

    monkeypatch.setattr(syncing, "PAUSE", 0)
    monkeypatch.setattr(Hub, "push", crowded)
    assert meet(ash).sent > 0
    meet(bo)
    assert read_by(bo) == {"from ash"}
