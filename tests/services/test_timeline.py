"""The timeline has everything once, on its day, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.goal import RateForm
from psw_tui.services.debriefs import save_debrief
from psw_tui.services.follow_ups import finish_follow_up, open_follow_ups
from psw_tui.services.goals import rate_goal
from psw_tui.services.timeline import Moment, timeline
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step
from tests.services.permitting import give_contact


def told(moments: list[Moment]) -> list[tuple[str, str, str]]:
    return [(each.entity, each.turn, each.answer) for each in moments]


def test_everything_is_there_in_the_order_of_its_days(vault: Vault, client: Client, clock: StillClock) -> None:
    goal = give_goal(vault, client.id, "sleep")
    clock.forward(days=1)
    give_debrief(vault, client.id, their_words="loud", next_what="ring", next_due="+1")
    clock.forward(days=1)
    (task,) = open_follow_ups(vault, client.id)
    finish_follow_up(vault, task.id)
    clock.forward(days=1)
    rate_goal(vault, goal, RateForm(rating="0"))
    give_contact(vault, client.id, "sister")
    clock.forward(days=1)
    look = give_look(vault, client.id)
    clock.forward(days=1)
    give_step(vault, look, StepNumber.LISTEN, **COMPLETE[StepNumber.LISTEN] | {"state": "done"})
    give_debrief(vault, give_client(vault, "Birch-11").id)
    assert told(timeline(vault, client.id)) == [
        ("step_listen", "", "done"),
        ("fresh_look", "opened", "they_said"),
        ("contact", "", "supporter"),
        ("rating", "", "0"),
        ("follow_up", "closed", "done"),
        ("follow_up", "opened", ""),
        ("debrief", "", "met"),
        ("goal", "", "active"),
    ]


def test_the_newest_version_only_and_no_number_twice(vault: Vault, client: Client) -> None:
    goal = give_goal(vault, client.id, "sleep")
    first = give_debrief(vault, client.id, their_words="one", goals=[{"goal": goal.id, "rating": "5"}])
    save_debrief(vault, client.id, DebriefForm(contact="phone_or_text", safety="nothing"), amends=first)
    assert told(timeline(vault, client.id)) == [("debrief", "", "phone_or_text"), ("goal", "", "active")]


def test_an_instant_is_on_the_workers_own_day(vault: Vault, client: Client, clock: StillClock) -> None:
    """Late in the evening it is tomorrow in Greenwich."""
    clock.instant = datetime(2026, 3, 15, 2, 30, tzinfo=UTC)
    give_contact(vault, client.id, "sister")
    (moment,) = timeline(vault, client.id)
    assert moment.day.isoformat() == "2026-03-14"
