"""A debrief is kept with its numbers and its next step, in one commit, and its draft goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.services import debriefs
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.follow_ups import open_follow_ups
from psw_tui.services.goals import ratings_of
from psw_tui.services.to_do import due_counts
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.conftest import NOON, StillClock
from tests.services.giving import give_client, give_debrief, give_goal


def test_every_answer_comes_back(vault: Vault, client: Client) -> None:
    """Text, ticks, choices and numbers, as they were given."""
    made = give_debrief(
        vault,
        client.id,
        how_long="more",
        minutes="90",
        place="outside",
        their_words="I slept.\nTwice.",
        what_we_did=["listened", "time_together"],
        how_they_responded="proud",
        how_am_i="tired",
    )
    kept = debriefs_of(vault, client.id)[0]
    assert kept == made
    assert (kept.their_words, kept.minutes, kept.what_we_did) == (
        "I slept.\nTwice.",
        90,
        ["listened", "time_together"],
    )


def test_today_is_this_moment_and_another_day_is_noon(vault: Vault, client: Client) -> None:
    """Noon on the worker's own wall clock, so that it stays on its date everywhere near."""
    today, earlier = give_debrief(vault, client.id), give_debrief(vault, client.id, held_on="-2")
    assert (today.held_on, today.at) == (date(2026, 3, 13), NOON)
    assert (earlier.held_on, earlier.at) == (date(2026, 3, 11), datetime(2026, 3, 11, 17, 0, tzinfo=UTC))


def test_the_newest_meeting_comes_first(vault: Vault, client: Client) -> None:
    """By the day it was held, not by the day it was written up."""
    today, earlier = give_debrief(vault, client.id), give_debrief(vault, client.id, held_on="-2")
    between = give_debrief(vault, client.id, held_on="yesterday")
    assert [one.id for one in debriefs_of(vault, client.id)] == [today.id, between.id, earlier.id]
    assert [one.id for one in debriefs_of(vault, client.id, most=1)] == [today.id]


def test_numbers_given_are_ratings_of_that_day(vault: Vault, client: Client) -> None:
    """A number, not asked, prefer not to say; an untouched goal has none."""
    goals = [give_goal(vault, client.id, words) for words in ("sleep", "a room", "sister")]
    given = [{"goal": goal.id, "rating": rating} for goal, rating in zip(goals, ("10", "p", ""), strict=True)]
    made = give_debrief(vault, client.id, goals=given, held_on="yesterday")
    ratings = ratings_of(vault, client.id)
    assert set(ratings) == {goals[0].id, goals[1].id}
    ten, rather_not = ratings[goals[0].id][0], ratings[goals[1].id][0]
    assert (ten.value, ten.no_answer, ten.day, ten.written_in) == (10, None, made.held_on, made.id)
    assert (rather_not.value, rather_not.no_answer) == (None, "prefer_not")
    assert ten.given_by == "person"


def test_what_is_next_is_on_the_to_do_list(vault: Vault, client: Client) -> None:
    """With who and when, linked to its debrief, and on the caseload row."""
    made = give_debrief(vault, client.id, next_what="bring the form", next_who="both", next_due="+3")
    todo = open_follow_ups(vault, client.id)
    assert [(one.what, one.who, one.due, one.state) for one in todo] == [
        ("bring the form", "both", date(2026, 3, 16), "open")
    ]
    assert (todo[0].linked_entity, todo[0].linked_row) == ("debrief", made.id)
    row = caseload_rows(vault, [client.id])[0]
    assert (row.next_due, row.next_what) == (date(2026, 3, 16), "bring the form")


def test_without_a_next_step_nothing_is_due(vault: Vault, client: Client) -> None:
    """A debrief alone makes no task."""
    give_debrief(vault, client.id)
    assert open_follow_ups(vault, client.id) == []
    assert due_counts(vault) == (0, 0)


def test_what_is_due_is_counted(vault: Vault, client: Client, clock: StillClock) -> None:
    """Today's and the overdue ones apart."""
    for due in ("today", "+1", "+2"):
        give_debrief(vault, client.id, next_what="call", next_due=due)
    assert due_counts(vault) == (1, 0)
    clock.forward(days=2)
    assert due_counts(vault) == (1, 2)


def test_a_saved_debrief_has_no_draft_left(vault: Vault, client: Client) -> None:
    """Only this client's; the draft about somebody else stays."""
    other = give_client(vault, "Cedar-04")
    for who in (client.id, other.id):
        keep_draft(vault, DraftPlace("debrief", who), {"their_words": "half a sen"})
    give_debrief(vault, client.id, their_words="half a sentence")
    assert draft_at(vault, DraftPlace("debrief", client.id)) == {}
    assert draft_at(vault, DraftPlace("debrief", other.id)) == {"their_words": "half a sen"}


def test_a_save_that_fails_leaves_the_draft_and_nothing_else(
    vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note, its numbers and its next step come together or not at all."""
    goal = give_goal(vault, client.id, "sleep")
    keep_draft(vault, DraftPlace("debrief", client.id), {"their_words": "half"})

    class Stop(Exception):
        """The power goes."""

    def stop(*_arguments: object, **_options: object) -> None:
        raise Stop

    monkeypatch.setattr(debriefs, "follow_up", stop)
    with pytest.raises(Stop):
        give_debrief(vault, client.id, goals=[{"goal": goal.id, "rating": "5"}], next_what="x", next_due="+1")
    assert debriefs_of(vault, client.id) == []
    assert ratings_of(vault, client.id) == {}
    assert draft_at(vault, DraftPlace("debrief", client.id)) == {"their_words": "half"}


def test_a_try_is_kept_and_is_no_contact(vault: Vault, client: Client, clock: StillClock) -> None:
    """The caseload still says when the two last met."""
    give_debrief(vault, client.id, held_on="-5")
    tried = give_debrief(vault, client.id, contact="tried", tried="rang twice")
    assert debriefs_of(vault, client.id)[0] == tried
    assert caseload_rows(vault, [client.id])[0].last_contact == date(2026, 3, 8)


def test_a_debrief_is_one_line_in_the_log_each(vault: Vault, client: Client) -> None:
    """Note, number and next step are logged under the client they are about."""
    goal = give_goal(vault, client.id, "sleep")
    give_debrief(vault, client.id, goals=[{"goal": goal.id, "rating": "5"}], next_what="x", next_due="+1")
    logged = listing(vault, "SELECT entity, client FROM change ORDER BY seq DESC LIMIT 3")
    assert [row["entity"] for row in reversed(logged)] == [Debrief.NAME, "rating", "follow_up"]
    assert {row["client"] for row in logged} == {client.id}


class EasternTime(tzinfo):
    """Ontario's wall clock in 2026: an hour is missing on 8 March and comes twice on 1 November."""

    def utcoffset(self, local: datetime | None) -> timedelta:
        return timedelta(hours=-5) + self.dst(local)

    def dst(self, local: datetime | None) -> timedelta:
        summer = local is not None and (3, 8, 2) <= (local.month, local.day, local.hour) < (11, 1, 2)
        return timedelta(hours=1) if summer else timedelta()

    def tzname(self, _local: datetime | None) -> str:
        return "ET"


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 3, 8, 6, 59, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 8, 7, 1, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 4, 0, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 2, 4, 59, 59, tzinfo=UTC), date(2026, 11, 1)),
    ],
    ids=lambda value: value.isoformat(),
)
def test_around_midnight_and_when_the_clocks_change(
    vault: Vault, client: Client, clock: StillClock, now: datetime, today: date
) -> None:
    """A contact of today, yesterday and last week lies on its own day, and they stand in their order."""
    clock.zone = EasternTime()  # type: ignore[assignment]
    clock.instant = now
    assert clock.today() == today
    for back in (7, 1, 0):
        give_debrief(vault, client.id, held_on=f"-{back}" if back else "")
    newest_first = debriefs_of(vault, client.id)
    assert [each.held_on for each in newest_first] == [today - timedelta(days=back) for back in (0, 1, 7)]
    assert [clock.local(each.at).date() for each in newest_first] == [each.held_on for each in newest_first]
