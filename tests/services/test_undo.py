"""Undo: the last save goes, with all that followed from it, and what was typed is a draft again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psw_tui.domain.steps import StepNumber
from psw_tui.records.answers import raw_of, read_form
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.fresh_look import CloseForm
from psw_tui.records.goal import GoalState, RateForm, RewordForm
from psw_tui.records.nine import STEPS
from psw_tui.records.snooze import SnoozeForm
from psw_tui.records.support import ContactForm, PermissionForm, SharedForm, WithdrawForm
from psw_tui.services import settings as options
from psw_tui.services.clients import change_client, client_by_id
from psw_tui.services.debriefs import debriefs_of, save_debrief
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft, unfinished
from psw_tui.services.errors import DraftInTheWay, NothingToUndo, NotPossible
from psw_tui.services.follow_ups import drop_follow_up, finish_follow_up, move_follow_up, open_follow_ups
from psw_tui.services.fresh_looks import close_fresh_look
from psw_tui.services.goals import goals_of, move_goal, rate_goal, reword_goal
from psw_tui.services.practice import fill
from psw_tui.services.signals import snooze
from psw_tui.services.support import add_contact, add_permission, change_contact, log_shared, withdraw
from psw_tui.services.undo import last_save, minutes_ago, undo
from psw_tui.storage.read import listing
from psw_tui.storage.replay import TABLES, differences
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, WORKER, StillClock
from tests.records.complete import COMPLETE, context
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step


def tables(vault: Vault) -> dict[str, list[Any]]:
    """Everything but the log, the drafts and the numbers that the search index gives away."""
    found = {name: listing(vault, f"SELECT * FROM {name} ORDER BY id") for name in TABLES}  # noqa: S608
    return found | {"search": listing(vault, "SELECT entity, row, client, day, body FROM search ORDER BY row")}


def read(vault: Vault, form: type[Any], **raw: Any) -> Any:
    return read_form(form, raw, context(vault.clock.today()))


def undo_last(vault: Vault) -> DraftPlace | None:
    return undo(vault, last_save(vault))


class World:
    """A client with one of everything, and what a worker can do to it."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.client = give_client(vault, "Maple-27", goes_by="Al", strengths="funny")
        self.goal = give_goal(vault, self.client.id, "sleep through", rating="4")
        self.look = give_look(vault, self.client.id)
        self.debrief = give_debrief(vault, self.client.id, next_what="bring the form", next_due="+3")
        contact_form = read(vault, ContactForm, label="sister", kind="supporter")
        self.contact = add_contact(vault, self.client.id, contact_form)
        form = PermissionForm(with_contact=self.contact.id, purpose="rides", may_share=["that we meet"])
        self.permission = add_permission(vault, self.client.id, form)
        self.entry = give_step(vault, self.look, StepNumber.LISTEN, heard="too fast", state="started")
        vault.clock.forward(hours=1)

    def add_client(self) -> None:
        give_client(self.vault, "Birch-11", goes_by="Bo", strengths="kind\nquick")

    def change_client(self) -> None:
        form = read(self.vault, ClientForm, **raw_of(self.client) | {"program": "nights", "status": "moved_on"})
        change_client(self.vault, self.client, form)

    def debrief_with_all(self) -> None:
        rated = [{"goal": self.goal.id, "rating": "7"}]
        more = {"their_words": "tea, and a bus", "what_we_did": ["listened"]}
        give_debrief(self.vault, self.client.id, goals=rated, next_what="ring", next_due="+2", **more)

    def amend_debrief(self) -> None:
        form = read(self.vault, DebriefForm, **raw_of(self.debrief) | {"their_words": "coffee"})
        save_debrief(self.vault, self.client.id, form, amends=self.debrief)

    def add_goal(self) -> None:
        give_goal(self.vault, self.client.id, "a bus ride", rating="p", why="my son", in_the_way=["money"])

    def rate(self) -> None:
        rate_goal(self.vault, self.goal, read(self.vault, RateForm, rating="a", given_by="worker"))

    def reword(self) -> None:
        reword_goal(self.vault, self.goal, read(self.vault, RewordForm, words="sleep at all", whose_idea="both"))

    def rest(self) -> None:
        move_goal(self.vault, self.goal, GoalState.RESTING)

    def open_look(self) -> None:
        other = client_by_id(self.vault, self.other().id)
        give_look(self.vault, other.id, better_looks_like="more sleep", offered=["listened"])

    def close_look(self) -> None:
        form = CloseForm(outcome="better", their_view="fine", not_looked_at_reason="time")
        close_fresh_look(self.vault, self.look, form)

    def go_on_with_step(self) -> None:
        done = {**COMPLETE[StepNumber.LISTEN], "state": "done"}
        give_step(self.vault, self.look, StepNumber.LISTEN, amends=self.entry.id, **done)

    def change_contact(self) -> None:
        change_contact(self.vault, self.contact, read(self.vault, ContactForm, label="older sister", kind="supporter"))

    def add_contact(self) -> None:
        add_contact(self.vault, self.client.id, read(self.vault, ContactForm, label="nurse", kind="professional"))

    def add_permission(self) -> None:
        form = PermissionForm(with_contact=self.contact.id, purpose="housing", may_share=["a", "b"])
        add_permission(self.vault, self.client.id, form)

    def withdraw(self) -> None:
        form = WithdrawForm(withdrawn_on=self.vault.clock.today(), withdrawn_note="said so")
        withdraw(self.vault, self.permission, form)

    def share(self) -> None:
        day = self.vault.clock.today()
        form = SharedForm(held_on=day, to_contact=self.contact.id, what="that we meet", how="phone")
        log_shared(self.vault, self.client.id, form)

    def snooze(self) -> None:
        snooze(self.vault, self.client.id, read(self.vault, SnoozeForm, days="14", reason="known"))

    def finish(self) -> None:
        finish_follow_up(self.vault, self.follow_up)

    def drop(self) -> None:
        drop_follow_up(self.vault, self.follow_up)

    def move(self) -> None:
        move_follow_up(self.vault, self.follow_up, self.vault.clock.today() + timedelta(9))

    @property
    def follow_up(self) -> str:
        return open_follow_ups(self.vault, self.client.id)[0].id

    def other(self) -> Client:
        found = listing(self.vault, "SELECT id FROM client WHERE code = 'Birch-11'")
        return client_by_id(self.vault, found[0]["id"]) if found else give_client(self.vault, "Birch-11")


NO_FORM = {"finish", "drop", "move"}
ACTS = [name for name in vars(World) if name[0] != "_" and name not in {"follow_up", "other"}]
FORM_OF: dict[str, tuple[str, Callable[[World], str]]] = {
    "change_client": ("client", lambda world: world.client.id),
    "debrief_with_all": ("debrief", lambda _: ""),
    "amend_debrief": ("debrief", lambda world: world.debrief.id),
    "add_goal": ("goal", lambda _: ""),
    "rate": ("rate", lambda world: world.goal.id),
    "reword": ("reword", lambda world: world.goal.id),
    "rest": ("goal_state", lambda world: world.goal.id),
    "close_look": ("close", lambda world: world.look.id),
    "go_on_with_step": ("listen", lambda world: world.look.id),
    "change_contact": ("contact", lambda world: world.contact.id),
    "add_contact": ("contact", lambda _: ""),
    "add_permission": ("permission", lambda _: ""),
    "withdraw": ("withdraw", lambda world: world.permission.id),
    "share": ("shared", lambda _: ""),
    "snooze": ("snooze", lambda _: ""),
}


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)


@pytest.mark.parametrize("act", ACTS)
def test_everything_is_as_before_and_nothing_typed_is_lost(world: World, act: str) -> None:
    """Rows, words to be found, what is due next: as if it had not been, but for the log and the draft."""
    if act == "open_look":
        world.other()
    before = tables(world.vault)
    getattr(world, act)()
    assert tables(world.vault) != before
    place = undo_last(world.vault)
    assert tables(world.vault) == before
    assert list(differences(world.vault)) == []
    assert [note.place for note in unfinished(world.vault)] == ([] if act in NO_FORM else [place])
    if act in FORM_OF:
        form, target = FORM_OF[act]
        assert place == DraftPlace(form, world.client.id, target(world))


@pytest.mark.parametrize("step", StepNumber)
def test_each_step_goes_with_what_it_brought_about(world: World, step: StepNumber) -> None:
    raw = COMPLETE[step] | {"state": "done"}
    before = tables(world.vault)
    entry = give_step(world.vault, world.look, step, **raw)
    kept = raw_of(entry)
    place = undo_last(world.vault)
    assert tables(world.vault) == before
    assert place == DraftPlace(STEPS[step].slug, world.client.id, world.look.id)
    assert draft_at(world.vault, place) == kept
    assert list(differences(world.vault)) == []


def test_saving_the_draft_again_gives_the_same_record(world: World) -> None:
    world.debrief_with_all()
    first = debriefs_of(world.vault, world.client.id)[0]
    place = undo_last(world.vault)
    assert place is not None
    form = read(world.vault, DebriefForm, **draft_at(world.vault, place))
    again = save_debrief(world.vault, world.client.id, form)
    assert raw_of(again) == raw_of(first)
    assert (again.at, again.client, again.amends) == (first.at, first.client, first.amends)
    assert unfinished(world.vault) == []
    assert list(differences(world.vault)) == []


def test_a_goal_comes_back_with_its_number(world: World) -> None:
    world.add_goal()
    undo_last(world.vault)
    raw = draft_at(world.vault, DraftPlace("goal", world.client.id))
    assert (raw["words"], raw["rating"], raw["given_by"]) == ("a bus ride", "p", "person")


def test_a_new_client_comes_back_with_the_code(world: World) -> None:
    world.add_client()
    assert undo_last(world.vault) == DraftPlace("client")
    raw = draft_at(world.vault, DraftPlace("client"))
    assert (raw["code"], raw["strengths"]) == ("Birch-11", "kind\nquick")


def test_ten_minutes_and_not_a_second_more(world: World, clock: StillClock) -> None:
    world.rate()
    clock.forward(minutes=10)
    last = last_save(world.vault)
    assert minutes_ago(world.vault, last) == 10
    clock.forward(seconds=1)
    with pytest.raises(NothingToUndo):
        last_save(world.vault)
    with pytest.raises(NothingToUndo):
        undo(world.vault, last)


def test_a_clock_that_went_back_leaves_nothing_to_undo_for_ever(world: World, clock: StillClock) -> None:
    """What seems to be saved a day from now was not saved in the last minutes."""
    world.rate()
    clock.forward(days=-1)
    with pytest.raises(NothingToUndo):
        last_save(world.vault)


def test_again_and_again_goes_back_in_order(world: World) -> None:
    """All at the same instant: the clock of these tests stands still."""
    before = tables(world.vault)
    for act in ("rate", "reword", "rest", "finish"):
        getattr(world, act)()
    for _ in range(4):
        undo_last(world.vault)
    assert tables(world.vault) == before
    with pytest.raises(NothingToUndo):
        last_save(world.vault)
    assert list(differences(world.vault)) == []


def test_what_is_no_longer_the_last_save_is_not_undone(world: World) -> None:
    """The worker said yes to something else."""
    world.rate()
    asked = last_save(world.vault)
    world.rest()
    with pytest.raises(NothingToUndo):
        undo(world.vault, asked)


def test_an_unfinished_note_is_not_overwritten(world: World) -> None:
    world.debrief_with_all()
    place = DraftPlace("debrief", world.client.id)
    keep_draft(world.vault, place, {"their_words": "the next one"})
    before = tables(world.vault)
    with pytest.raises(DraftInTheWay):
        undo_last(world.vault)
    assert tables(world.vault) == before
    assert draft_at(world.vault, place) == {"their_words": "the next one"}


def test_a_goal_does_not_go_while_a_number_for_it_is_begun(world: World) -> None:
    """A draft about a record that is gone could never be taken up again."""
    goal = give_goal(world.vault, world.client.id, "a garden")
    keep_draft(world.vault, DraftPlace("rate", world.client.id, goal.id), {"rating": "4"})
    with pytest.raises(DraftInTheWay):
        undo_last(world.vault)
    assert [each.words for each in goals_of(world.vault, world.client.id)].count("a garden") == 1


def test_a_client_does_not_go_while_there_is_a_draft_about_them(world: World) -> None:
    """Nobody would find it again."""
    world.add_client()
    keep_draft(world.vault, DraftPlace("debrief", world.other().id), {"their_words": "tea"})
    with pytest.raises(DraftInTheWay):
        undo_last(world.vault)


def test_only_what_this_worker_saved(world: World) -> None:
    world.rate()
    world.vault.author = "Robin"
    with pytest.raises(NothingToUndo):
        last_save(world.vault)
    world.vault.author = WORKER
    assert last_save(world.vault).first.entity == "rating"


def test_options_are_passed_over(world: World) -> None:
    """They are no part of a record, and nothing of a record rests on them."""
    world.rate()
    form = options.settings(world.vault)
    options.change_settings(world.vault, read(world.vault, options.SettingForm, **raw_of(form) | {"team": "night"}))
    assert last_save(world.vault).first.entity == "rating"


@pytest.mark.parametrize("clients", [1, 3])
def test_the_practice_clients_are_not_taken_back(vault: Vault, clients: int) -> None:
    """They were not saved by anybody's hand."""
    fill(vault, clients=clients)
    with pytest.raises(NothingToUndo):
        last_save(vault)


def test_the_log_only_grows(world: World) -> None:
    world.rate()
    before = listing(world.vault, "SELECT * FROM change ORDER BY rowid")
    undo_last(world.vault)
    after = listing(world.vault, "SELECT * FROM change ORDER BY rowid")
    assert after[: len(before)] == before
    assert [line["op"] for line in after[len(before) :]] == ["withdrawn"]


@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_save_then_undo_whatever_was_saved(new_vault: Path, acts: list[str]) -> None:
    """Each act on top of those before, taken back at once and done again."""
    with tempfile.TemporaryDirectory() as around:
        folder = Path(shutil.copytree(new_vault, Path(around) / "vault"))
        with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as vault:
            world = World(vault)
            world.other()
            vault.clock.forward(hours=1)  # type: ignore[attr-defined]
            for act in acts:
                _do_and_undo(world, act)
            assert list(differences(vault)) == []


def _do_and_undo(world: World, act: str) -> None:
    before, lines = tables(world.vault), listing(world.vault, "SELECT count(*) AS n FROM change")
    try:
        getattr(world, act)()
    except (NotPossible, IndexError):  # what cannot be done twice is done once
        assert tables(world.vault) == before
        return
    if listing(world.vault, "SELECT count(*) AS n FROM change") == lines:
        return
    place = undo_last(world.vault)
    assert tables(world.vault) == before
    if place is not None:
        world.vault.clock.forward(minutes=1)  # type: ignore[attr-defined]
        with_place_free(world.vault, place)
    getattr(world, act)()


def with_place_free(vault: Vault, place: DraftPlace) -> None:
    """As if the worker had thrown the draft away."""
    keep_draft(vault, place, {})
