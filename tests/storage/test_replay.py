"""The change log, replayed beside the vault, gives the same tables; where it does not, that is found and named."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from psw_tui.domain.steps import StepNumber
from psw_tui.records.answers import read_form
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.form import Refused
from psw_tui.records.fresh_look import CloseForm, FreshLook
from psw_tui.records.goal import Goal, GoalState, RateForm, RewordForm
from psw_tui.records.leaving import Erasure, Lock, Paper, Received, Sent, Statement
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.records.support import ContactForm, ContactRow, PermissionForm, WithdrawForm
from psw_tui.services.clients import change_client, client_by_id
from psw_tui.services.drafts import DraftPlace, keep_draft
from psw_tui.services.errors import NotPossible
from psw_tui.services.fresh_looks import close_fresh_look
from psw_tui.services.goals import rate_goal, reword_goal
from psw_tui.services.practice import fill
from psw_tui.services.support import add_contact, add_permission, change_contact, withdraw
from psw_tui.services.undo import last_save, undo
from psw_tui.storage import replay
from psw_tui.storage.errors import DiskFull, FolderUnwritable
from psw_tui.storage.read import listing
from psw_tui.storage.replay import ASIDE, TABLES, Difference, Fault, differences
from psw_tui.storage.vault import Vault, open_with_passphrase
from psw_tui.storage.write import writing
from tests.conftest import PASSPHRASE, StillClock
from tests.records.complete import COMPLETE, context
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step

NOT_LOGGED = {"draft", "device", "erasing", "change", "search", "knowledge", "held", "peer", "team"}


def every_row(vault: Vault) -> dict[str, list[Any]]:
    return {name: listing(vault, f"SELECT * FROM {name} ORDER BY 1") for name in {*TABLES, *NOT_LOGGED}}  # noqa: S608


class Stop(Exception):
    """What a test lets happen half way."""


def found(vault: Vault) -> list[Difference]:
    return list(differences(vault))


def logged(vault: Vault, row: str) -> list[int]:
    return [line["seq"] for line in listing(vault, "SELECT seq FROM change WHERE row = :row ORDER BY seq", row=row)]


def lose(vault: Vault, seq: int) -> None:
    """Take a line out of the log by the one way there is."""
    rows = vault.connection
    rows.execute("INSERT INTO erasing SELECT client FROM change WHERE seq = ?", (seq,))
    rows.execute("DELETE FROM change WHERE seq = ?", (seq,))
    rows.execute("DELETE FROM erasing")


def forge(vault: Vault, **line: Any) -> str:
    """Put a line into the log that no save of this program writes; gives its device and number."""
    newest = dict(listing(vault, "SELECT * FROM change ORDER BY seq DESC LIMIT 1")[0])
    forged = newest | {"seq": newest["seq"] + 1} | line
    marks = ", ".join("?" * len(forged))
    vault.connection.execute(f"INSERT INTO change VALUES ({marks})", tuple(forged.values()))  # noqa: S608
    return f"{forged['device']}/{forged['seq']}"


@pytest.fixture
def goal(vault: Vault, client: Client) -> Goal:
    return give_goal(vault, client.id, "sleep through")


@pytest.fixture
def practice(vault: Vault) -> Vault:
    fill(vault)
    with writing(vault) as tx:  # what no practice client has: somebody would have to have sent or erased something
        client = tx.all(select(Client))[0].id
        now, today = vault.clock.now(), vault.clock.today()
        since = {"made_at": now, "client": client, "held_on": today}
        tx.add(Sent(id=vault.new_id(), paper=Paper.SUMMARY, lock=Lock.CLEAR, to_whom="them", why="asked", **since))
        tx.add(Received(id=vault.new_id(), paper=Paper.REPLY, from_whom="Kim", parcel="p", **since))
        tx.add(Statement(id=vault.new_id(), words="I never said so", **since))
        tx.add(Erasure(id=vault.new_id(), made_at=now, erases=client, code="Maple-1", reason="time", asked_by="Ash"))
    return vault


def test_the_log_of_the_practice_vault_gives_the_practice_vault(practice: Vault) -> None:
    """Every table has rows in it, so that equal means something."""
    empty = [name for name in TABLES if not listing(practice, f"SELECT 1 FROM {name} LIMIT 1")]  # noqa: S608
    assert set(empty) <= {"snooze"}
    assert found(practice) == []


def test_a_new_vault_and_an_empty_log(vault: Vault) -> None:
    """Nothing is nothing; settings without their line are found."""
    assert found(vault) == []
    lose(vault, 1)
    assert [(each.fault, each.table, each.row) for each in found(vault)][:1] == [
        (Fault.UNLOGGED, "setting", THE_ONLY_ID)
    ]


def test_every_logged_table_is_compared(vault: Vault) -> None:
    """A table that a later release brings has to be named in replay.py."""
    every = listing(vault, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    ours = {row["name"] for row in every if not row["name"].startswith(("sqlite_", "search_"))}
    assert set(TABLES) == ours - NOT_LOGGED
    assert {name: table.__tablename__ for name, table in TABLES.items()} == {name: name for name in TABLES}  # type: ignore[attr-defined]
    assert all(issubclass(table, Row) for table in TABLES.values())


def test_what_is_not_logged_is_not_compared(vault: Vault, client: Client) -> None:
    """Drafts come and go without a line."""
    keep_draft(vault, DraftPlace("debrief", client.id), {"their_words": "kettle"})
    assert found(vault) == []


class Worker:
    """Somebody who does, at random, what a worker can do; what is refused is refused."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.steps: dict[StepNumber, str] = {}

    def do(self, act: str, number: int, words: str) -> None:
        with suppress(Refused, NotPossible, IndexError):
            getattr(self, act)(number, words)
        self.vault.clock.forward(hours=number - 3)  # clocks go back as well

    def any(self, table: type[Any], number: int) -> Any:
        """Some row of a table. Raises IndexError for an empty one."""
        rows = listing(self.vault, f"SELECT id FROM {table.__tablename__} ORDER BY id")  # noqa: S608
        if not rows:
            raise IndexError
        with writing(self.vault) as tx:
            return tx.get(table, rows[number % len(rows)]["id"])

    def read(self, form: type[Any], **raw: Any) -> Any:
        return read_form(form, raw, context(self.vault.clock.today()))

    def add_client(self, number: int, words: str) -> None:
        give_client(self.vault, f"Maple-{number:02}", goes_by=words, strengths=f"{words}\n{words}")

    def change_client(self, number: int, words: str) -> None:
        client = self.any(Client, number)
        form = self.read(ClientForm, knows_notes="yes", met_on="today", program=words, status="moved_on")
        change_client(self.vault, client, form)

    def add_goal(self, number: int, words: str) -> None:
        give_goal(self.vault, self.any(Client, number).id, words, rating=str(number), in_the_way=["money"])

    def reword_goal(self, number: int, words: str) -> None:
        reword_goal(self.vault, self.any(Goal, number), self.read(RewordForm, words=words, whose_idea="them"))

    def let_goal_rest(self, number: int, _words: str) -> None:
        goal = self.any(Goal, number)
        with writing(self.vault) as tx:
            tx.change(Goal, goal.id, state=GoalState.RESTING)

    def rate_goal(self, number: int, _words: str) -> None:
        rate_goal(self.vault, self.any(Goal, number), self.read(RateForm, rating="ap0123456789"[number]))

    def save_debrief(self, number: int, words: str) -> None:
        goal = self.any(Goal, number)
        rated = [{"goal": goal.id, "rating": str(number)}]
        following = {"next_what": words, "next_due": "+3"} if words else {}
        give_debrief(self.vault, goal.client, their_words=words, goals=rated, held_on=f"-{number}", **following)

    def open_look(self, number: int, words: str) -> None:
        give_look(self.vault, self.any(Client, number).id, better_looks_like=words)

    def save_step(self, number: int, words: str) -> None:
        look, step = self.any(FreshLook, number), list(StepNumber)[number % 9]
        give_step(self.vault, look, step, **COMPLETE[step] | {"state": "done"})
        give_step(self.vault, look, step, state="waiting", waiting_for=words, waiting_until="+7")

    def close_look(self, number: int, words: str) -> None:
        look = self.any(FreshLook, number)
        close_fresh_look(self.vault, look, CloseForm(outcome="better", their_view=words, not_looked_at_reason="time"))

    def put_off_look(self, number: int, _words: str) -> None:
        look = self.any(FreshLook, number)
        with writing(self.vault) as tx:
            tx.change(FreshLook, look.id, look_again_on=self.vault.clock.today() + timedelta(number))

    def finish_follow_up(self, number: int, _words: str) -> None:
        due = self.any(FollowUp, number)
        with writing(self.vault) as tx:
            tx.change(FollowUp, due.id, state="done", closed_on=self.vault.clock.today())

    def add_contact(self, number: int, words: str) -> None:
        form = self.read(ContactForm, label=words, kind="supporter")
        contact = add_contact(self.vault, self.any(Client, number).id, form)
        change_contact(self.vault, contact, self.read(ContactForm, label=words + words, kind="professional"))

    def give_and_take_back(self, number: int, words: str) -> None:
        contact = self.any(ContactRow, number)
        form = PermissionForm(with_contact=contact.id, purpose=words, may_share=[words, words])
        permission = add_permission(self.vault, contact.client, form)
        withdraw(self.vault, permission, WithdrawForm(withdrawn_note=words))

    def note_safety(self, number: int, words: str) -> None:
        today = self.vault.clock.today()
        note = SafetyNote(
            id=self.vault.new_id(),
            made_at=self.vault.clock.now(),
            at=self.vault.clock.now(),
            client=self.any(Client, number).id,
            saw_or_heard=words,
            what_i_did=["stayed_with_them"],
            told=[{"who": words, "told_on": today, "at": "16:40"}],
        )
        with writing(self.vault) as tx:
            tx.add(note)
        with writing(self.vault) as tx:
            tx.change(SafetyNote, note.id, next_check_done_on=today)

    def save_and_undo(self, number: int, words: str) -> None:
        for act in (self.rate_goal, self.save_debrief, self.save_step, self.change_client)[: number % 4 + 1]:
            act(number, words)
        for _ in range(number):
            undo(self.vault, last_save(self.vault))

    def change_settings(self, number: int, words: str) -> None:
        with writing(self.vault) as tx:
            tx.change(Setting, THE_ONLY_ID, team=words, idle_minutes=number + 1)


ACTS = [name for name in vars(Worker) if name not in {"do", "any", "read"} and not name.startswith("_")]
acts = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.integers(0, 9), st.text(max_size=12) | st.sampled_from(["a bus", "café au lit"])
    ),
    min_size=5,
    max_size=40,
)


@given(acts=acts)
@settings(max_examples=30, deadline=None)
def test_whatever_was_done_the_log_gives_the_same_tables(new_vault: Path, acts: list[tuple[str, int, str]]) -> None:
    """Corrections, consequences, triggers and a clock that jumps included."""
    with tempfile.TemporaryDirectory() as around:
        folder = Path(shutil.copytree(new_vault, Path(around) / "vault"))
        with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as vault:
            worker = Worker(vault)
            for act in [("add_client", 1, "Al"), ("add_goal", 0, "sleep"), *acts]:
                worker.do(*act)
            assert found(vault) == []


def test_every_act_does_something(vault: Vault, client: Client) -> None:
    """Or the test above would prove less than it says."""
    worker = Worker(vault)
    for act in ("add_goal", "save_debrief", "open_look", "add_contact", *ACTS):
        before = listing(vault, "SELECT count(*) AS n FROM change")[0]["n"]
        worker.do(act, 5 if act == "add_client" else 4, "a bus")
        assert listing(vault, "SELECT count(*) AS n FROM change")[0]["n"] > before or act == "open_look", act
    assert found(vault) == []


@pytest.mark.parametrize("step", StepNumber)
def test_what_each_step_brings_about_is_replayed(vault: Vault, client: Client, step: StepNumber) -> None:
    """Its list of days and people is found by the same words, whether it was written just now or read back."""
    give_step(vault, give_look(vault, client.id), step, **COMPLETE[step] | {"state": "done"})
    assert found(vault) == []


def test_a_row_changed_behind_the_logs_back_is_named(vault: Vault, goal: Goal) -> None:
    """By table, id and column; no word of it."""
    vault.connection.execute("UPDATE goal SET words = 'secret', kind = 'keep' WHERE id = ?", (goal.id,))
    assert found(vault) == [Difference(Fault.DIFFERS, "goal", goal.id, ("words", "kind"))]
    assert "secret" not in repr(found(vault))


@pytest.mark.parametrize(
    ("statement", "columns"),
    [
        ("UPDATE client SET next_due = '2026-01-01'", ("next_due",)),
        ("UPDATE client SET met_on = NULL", ("met_on",)),
        ("UPDATE client SET code = 'maple-27'", ("code",)),
    ],
)
def test_one_changed_column_of_a_client_is_named(
    vault: Vault, client: Client, statement: str, columns: tuple[str, ...]
) -> None:
    """Also one that triggers keep, one that became empty, and one that differs in nothing but its case."""
    vault.connection.execute(statement)
    assert found(vault) == [Difference(Fault.DIFFERS, "client", client.id, columns)]


@pytest.mark.parametrize(
    ("statement", "fault", "columns"),
    [
        ("UPDATE search SET body = 'secret' WHERE row = ?", Fault.DIFFERS, ("body",)),
        ("UPDATE search SET day = '2026-01-01' WHERE row = ?", Fault.DIFFERS, ("day",)),
        ("UPDATE search SET client = 'nobody' WHERE row = ?", Fault.DIFFERS, ("client",)),
        ("DELETE FROM search WHERE row = ?", Fault.MISSING, ()),
    ],
)
def test_a_search_entry_that_is_not_what_the_records_say(
    vault: Vault, goal: Goal, statement: str, fault: Fault, columns: tuple[str, ...]
) -> None:
    """The index may agree with the table of bodies and both be wrong."""
    vault.connection.execute(statement, (goal.id,))
    assert found(vault) == [Difference(fault, "search", goal.id, columns)]


def test_a_row_that_is_gone_and_one_that_nobody_wrote(vault: Vault, goal: Goal) -> None:
    """Both ends are told apart, and what hangs on the row is not lost with it."""
    rows = vault.connection
    rows.execute("INSERT INTO snooze VALUES ('0', '', ?, NULL, NULL, NULL)", (goal.client,))
    rows.execute("PRAGMA foreign_keys = OFF")
    rows.execute("DELETE FROM client")
    assert found(vault) == [
        Difference(Fault.MISSING, "client", goal.client),
        Difference(Fault.UNLOGGED, "snooze", "0"),
    ]


def test_a_missing_change_is_found(vault: Vault, client: Client) -> None:
    """The row is further than the log says."""
    with writing(vault) as tx:
        tx.change(Client, client.id, goes_by="Robin", program="nights")
    lose(vault, logged(vault, client.id)[-1])
    record, words = found(vault)
    assert record == Difference(Fault.DIFFERS, "client", client.id, ("goes_by", "program"))
    assert words == Difference(Fault.DIFFERS, "search", client.id, ("body",))


def test_a_missing_beginning_is_found_and_takes_nothing_along(vault: Vault, goal: Goal) -> None:
    """A client without a first line: its corrections have nothing to correct, its goal is as it was."""
    with writing(vault) as tx:
        tx.change(Client, goal.client, goes_by="Robin")
    first, second = logged(vault, goal.client)
    device = listing(vault, "SELECT id FROM device")[0]["id"]
    lose(vault, first)
    assert found(vault) == [
        Difference(Fault.NOTHING_TO_CHANGE, "change", f"{device}/{second}"),
        Difference(Fault.UNLOGGED, "client", goal.client),
        Difference(Fault.UNLOGGED, "search", goal.client),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"op": "taken back"}, Fault.UNKNOWN_OPERATION),
        ({"op": "withdrawn"}, Fault.UNREADABLE),
        ({"op": "withdrawn", "vals": '{"undoes": "1"}'}, Fault.UNREADABLE),
        ({"op": "withdrawn", "vals": '{"undoes": 1, "mood": "x"}'}, Fault.UNREADABLE),
        ({"op": "withdrawn", "vals": '{"undoes": 1}', "row": "nobody"}, Fault.NOTHING_TO_CHANGE),
        ({"op": "withdrawn", "vals": '{"undoes": 1, "words": "x"}', "row": "nobody"}, Fault.NOTHING_TO_CHANGE),
        ({"op": "change", "vals": '{"undoes": 1, "words": "x"}'}, Fault.UNREADABLE),
        ({"op": "remove", "vals": ""}, Fault.UNKNOWN_OPERATION),
        ({"entity": "diary"}, Fault.UNKNOWN_TABLE),
        ({"entity": "change; DROP TABLE goal"}, Fault.UNKNOWN_TABLE),
        ({"op": "change", "vals": "{"}, Fault.UNREADABLE),
        ({"op": "change", "vals": "[]"}, Fault.UNREADABLE),
        ({"op": "change", "vals": "{}"}, Fault.UNREADABLE),
        ({"op": "change", "vals": '{"id": "x"}'}, Fault.UNREADABLE),
        ({"op": "change", "vals": '{"mood": "x"}'}, Fault.UNREADABLE),
        ({"op": "change", "vals": '{"words\\" = 1; --": "x"}'}, Fault.UNREADABLE),
        ({"op": "change", "vals": '{"words": ["x"]}'}, Fault.UNREADABLE),
        ({"op": "change", "vals": '{"words": "x"}', "row": "nobody"}, Fault.NOTHING_TO_CHANGE),
        ({"op": "change", "vals": '{"words": null}'}, Fault.REFUSED),
        ({"op": "change", "vals": '{"words": "\\ud800"}'}, Fault.REFUSED),
        ({"op": "change", "vals": json.dumps({"words": 2**70})}, Fault.REFUSED),
        ({"op": "add"}, Fault.REFUSED),
        ({"op": "add", "vals": '{"words": "x"}', "row": "another"}, Fault.REFUSED),
    ],
)
def test_a_line_that_cannot_be_replayed_is_reported_and_the_rest_goes_on(
    vault: Vault, goal: Goal, line: dict[str, Any], fault: Fault
) -> None:
    """Whatever a later program, or somebody, wrote into the log."""
    where = forge(vault, **{"entity": "goal", "row": goal.id} | line)
    after = give_goal(vault, goal.client, "eat")
    assert found(vault) == [Difference(fault, "change", where)]
    assert after.id not in repr(found(vault))


def test_stored_text_that_cannot_be_understood_is_reported(vault: Vault, goal: Goal) -> None:
    """In the row it would make, and then as a difference from the row that is there."""
    forge(vault, entity="goal", row=goal.id, op="change", vals='{"in_the_way": "money", "set_on": "once"}')
    assert found(vault) == [
        Difference(Fault.UNREADABLE, "goal", goal.id),
        Difference(Fault.DIFFERS, "goal", goal.id, ("in_the_way", "set_on")),
        Difference(Fault.UNLOGGED, "search", goal.id),
    ]


def test_a_withdrawal_nobody_carried_out_is_found(vault: Vault, goal: Goal) -> None:
    """The log says that the goal has its former words, then that it went; the table does not."""
    forge(vault, entity="goal", row=goal.id, op="withdrawn", vals='{"undoes": 1, "words": "eat"}')
    assert found(vault)[0] == Difference(Fault.DIFFERS, "goal", goal.id, ("words",))
    forge(vault, entity="goal", row=goal.id, op="withdrawn", vals='{"undoes": 1}')
    assert found(vault)[0] == Difference(Fault.UNLOGGED, "goal", goal.id)


LONG_AGO = "2020-01-01T00:00:00.000000Z"


def test_a_restored_vault_is_replayed_device_after_device(vault: Vault, goal: Goal, clock: StillClock) -> None:
    """Numbers begin anew, and the clock went back: the new device sorts before the old one by id and by time."""
    vault.connection.execute("UPDATE device SET current = 0")
    vault.connection.execute("INSERT INTO device VALUES ('00000000-0000-7000-8000-000000000000', ?, 1)", (LONG_AGO,))
    clock.forward(days=-400)
    with open_again(vault, clock) as restored:
        with writing(restored) as tx:
            tx.change(Goal, goal.id, words="sleep at last")
        give_goal(restored, goal.client, "eat")
        old, new = listing(restored, "SELECT DISTINCT device FROM change ORDER BY rowid")
        assert new["device"] < old["device"]
        assert found(restored) == []


def open_again(vault: Vault, clock: StillClock) -> Vault:
    vault.close()
    return open_with_passphrase(vault.folder, PASSPHRASE, clock=clock)


def test_an_erased_client_is_nowhere_and_nothing_is_amiss(vault: Vault, client: Client) -> None:
    """Rows and lines went together."""
    rows = vault.connection
    rows.execute("INSERT INTO erasing VALUES (?)", (client.id,))
    for table in ("change", "search"):
        rows.execute(f"DELETE FROM {table} WHERE client = ?", (client.id,))  # noqa: S608
    rows.execute("DELETE FROM client")
    rows.execute("DELETE FROM erasing")
    assert found(vault) == []


def test_the_vault_itself_is_not_changed(practice: Vault) -> None:
    """Not a row, not a number, and it goes on working."""
    before = every_row(practice)
    practice.connection.execute("UPDATE goal SET words = 'x' WHERE id = (SELECT min(id) FROM goal)")
    after = every_row(practice)
    assert before != after
    assert len(found(practice)) == 1
    assert every_row(practice) == after
    assert client_by_id(practice, listing(practice, "SELECT id FROM client")[0]["id"])


def half_way(vault: Vault, monkeypatch: pytest.MonkeyPatch, look: Callable[[Path], None]) -> None:
    """Replay with so small a cache that pages go to disk at once, and look at the folder before the last comparison."""
    compare = replay._compare

    def looked_at(live: Any, copy: Any, table: str, key: str, columns: Any, over: Any) -> Iterator[Difference]:
        if table == "search":
            look(vault.folder / ASIDE)
        yield from compare(live, copy, table, key, columns, over)

    monkeypatch.setattr(replay, "_PRAGMAS", (*replay._PRAGMAS, "cache_size = 10"))
    monkeypatch.setattr(replay, "_compare", looked_at)
    found(vault)


def test_no_word_lies_readable_on_the_disk_meanwhile(practice: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is the worker's alone, holds much, and none of it in clear."""
    bodies = [row["body"] for row in listing(practice, "SELECT body FROM search")]
    words = {word.encode() for body in bodies for word in body.split() if len(word) > 7} | {b"CREATE TABLE", b"SQLite"}
    seen: list[int] = []

    def look(folder: Path) -> None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        content = b"".join(path.read_bytes() for path in files if path.name != "vault.db")  # its descriptor is open
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o077 for path in files} == {0}
        assert [word for word in words if word in content] == []
        seen.append(len(content))

    half_way(practice, monkeypatch, look)
    assert len(words) > 300
    assert seen[0] > 500_000


def test_nothing_is_left_afterwards(practice: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the vault's folder nor beside it."""
    before = sorted(practice.folder.parent.rglob("*"))
    during: list[bool] = []
    half_way(practice, monkeypatch, lambda folder: during.append(folder.is_dir()))
    assert during == [True]
    assert sorted(practice.folder.parent.rglob("*")) == before


@pytest.mark.parametrize("step", ["replayed", "_play", "indexed", "_compare", "migrate", "connect"])
def test_nothing_is_left_when_it_fails_half_way(practice: Vault, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """At whatever step; the next replay works."""

    def stop(*_arguments: object, **_named: object) -> Any:
        raise Stop

    before = sorted(practice.folder.rglob("*"))
    with monkeypatch.context() as broken:
        broken.setattr(replay, step, stop)
        with pytest.raises(Stop):
            found(practice)
    assert sorted(practice.folder.rglob("*")) == before
    assert found(practice) == []


def test_nothing_is_left_when_nobody_reads_on(practice: Vault) -> None:
    """Somebody may have seen enough after the first difference."""
    practice.connection.execute("UPDATE goal SET words = words || 'x'")
    before = sorted(practice.folder.rglob("*"))
    looking = differences(practice)
    assert next(looking).table == "goal"
    assert (practice.folder / ASIDE).is_dir()
    looking.close()
    assert sorted(practice.folder.rglob("*")) == before


def test_a_full_disk_is_said_and_leaves_nothing(practice: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own refusal, about the copy and not the vault."""
    before = sorted(practice.folder.rglob("*"))
    with monkeypatch.context() as small:
        small.setattr(replay, "_PRAGMAS", (*replay._PRAGMAS, "max_page_count = 150"))
        with pytest.raises(DiskFull) as caught:
            found(practice)
    assert caught.value.path.parent.name == ASIDE
    assert sorted(practice.folder.rglob("*")) == before
    assert found(practice) == []


def test_what_a_crash_left_is_swept_away(vault: Vault, client: Client) -> None:
    """Its key went with the process, so it is of no use to anybody."""
    left = vault.folder / ASIDE
    left.mkdir()
    (left / "vault.db").write_bytes(b"x" * 8192)
    (left / "vault.db-wal").write_bytes(b"x")
    assert found(vault) == []
    assert not left.exists()


def test_a_link_in_its_place_is_not_followed(vault: Vault, tmp_path: Path) -> None:
    """Whoever put it there does not get another folder emptied."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter").write_text("x")
    (vault.folder / ASIDE).symlink_to(other)
    with pytest.raises(FolderUnwritable):
        found(vault)
    assert (other / "letter").exists()


def test_every_replay_has_a_key_of_its_own(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is overwritten after use."""
    used: list[tuple[bytes, bytearray]] = []
    connect = replay.connect

    def noted(path: Path, key: bytearray, *, new: bool) -> Any:
        used.append((bytes(key), key))
        return connect(path, key, new=new)

    monkeypatch.setattr(replay, "connect", noted)
    assert found(vault) == found(vault) == []
    assert used[0][0] != used[1][0]
    assert all(bytes(key) == bytes(len(key)) for _, key in used)
