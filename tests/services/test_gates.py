"""The permission gates of steps 5 and 7, from the form to the encrypted file: what passes, what is refused, what is logged."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.form import Refused
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.support import ContactRow, Permission
from psw_tui.services.follow_ups import open_follow_ups
from psw_tui.services.fresh_looks import progress_of
from psw_tui.services.steps import entries_of
from psw_tui.services.support import shared_of
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.services.giving import give_client, give_look
from tests.services.permitting import (
    AGREED,
    around,
    give_contact,
    give_permission,
    referral_of,
    refused,
    save,
    set_option,
    share,
    suggested,
    take_back,
    talk_of,
)

FIVE, SEVEN = StepNumber.SUPPORTERS, StepNumber.REFER
FIRST = date(2026, 3, 1)
DAYS_LATER = 31

NOT_BEGUN = "On that day the permission had not begun. Look at the two dates. A talk before it does not count."
ENDED = "On that day the permission had ended. Ask them again, and record a new one with {key:step.first}."
WITHDRAWN = "They had taken this permission back by then. Do not share anything more. Choose: waiting."
SAY_WHETHER = "They took it back that very day. Say whether the talk came before."
NONE_YET = "There is no permission for this yet. {key:step.first} records one now. Until then choose: waiting."
OTHER = "This permission is about somebody else. Pick the one for this contact, or {key:step.first} records one."
WRONG_WAY = "This permission does not go that way: look at what they allowed, telling or hearing."
NOT_ON_THE_LIST = "They agreed to share other things than this. Share only what is on the list of the permission."
NEEDS_PAPER = "Your program needs a signed permission for this. Record the signed one with {key:step.first}."
SAID_NO = "They said no to this, so it is not begun. Choose: they said no."

started_or_done = pytest.mark.parametrize("state", ["started", "done"])


def day(number: int) -> date:
    """A day of March."""
    return FIRST.replace(day=number)


@pytest.fixture
def clock() -> StillClock:
    """The last day of March, when all of it can be looked back on."""
    clock = StillClock()
    clock.forward(days=18)
    return clock


@pytest.fixture
def look(vault: Vault, client: Client) -> FreshLook:
    return give_look(vault, client.id)


@pytest.fixture
def sister(vault: Vault, client: Client) -> ContactRow:
    return give_contact(vault, client.id)


@pytest.fixture
def given_10_until_20(vault: Vault, sister: ContactRow) -> Permission:
    return give_permission(vault, sister, day(10), day(20))


@pytest.fixture
def withdrawn_15(vault: Vault, given_10_until_20: Permission) -> Permission:
    """Given on the 10th, until the 20th, taken back on the 15th."""
    return take_back(vault, given_10_until_20, day(15))


def state_of(vault: Vault, look: FreshLook, number: StepNumber) -> State:
    return progress_of(vault, [look.id])[look.id].states[number]


def nothing_saved(vault: Vault, look: FreshLook, number: StepNumber = FIVE) -> bool:
    """Whether neither an entry nor a line of the log nor a follow-up came of it."""
    return not (entries_of(vault, STEPS[number], look.id) or shared_of(vault, look.client)) and not open_follow_ups(
        vault, look.client
    )


def logged(vault: Vault, client: str) -> list[tuple[date | None, str, str]]:
    return [(line.held_on, line.what, line.how) for line in shared_of(vault, client)]


# --- Step 5: the day of the talk ----------------------------------------------------------------------------------------


@started_or_done
@pytest.mark.parametrize(("on", "said"), [(9, NOT_BEGUN), (16, WITHDRAWN), (20, WITHDRAWN), (21, ENDED)])
def test_a_talk_outside_the_permission_is_refused_and_leaves_nothing(
    vault: Vault, look: FreshLook, withdrawn_15: Permission, state: str, on: int, said: str
) -> None:
    """Before it began, after it was taken back, after it ended: each in its own words, begun or done."""
    assert refused(vault, look, FIVE, talk_of(withdrawn_15, day(on), state=state)) == {"permission": said}
    assert suggested(vault, look, FIVE, talk_of(withdrawn_15, day(on))) is State.STARTED
    assert nothing_saved(vault, look)
    assert state_of(vault, look, FIVE) is State.TO_DO


@started_or_done
@pytest.mark.parametrize("on", [10, 11, 12, 13, 14])
def test_a_talk_within_the_permission_passes(
    vault: Vault, look: FreshLook, withdrawn_15: Permission, state: str, on: int
) -> None:
    """From the day it was given to the day before it was taken back, however late it is written down."""
    save(vault, look, FIVE, talk_of(withdrawn_15, day(on), state=state))
    assert state_of(vault, look, FIVE) == state
    assert logged(vault, look.client) == [(day(on), AGREED, "phone")]


@started_or_done
def test_on_the_day_of_the_withdrawal_only_before_they_withdrew_passes(
    vault: Vault, look: FreshLook, withdrawn_15: Permission, state: str
) -> None:
    """No answer asks for one, no is refused as withdrawn, yes passes."""
    talk = talk_of(withdrawn_15, day(15), state=state)
    assert refused(vault, look, FIVE, talk) == {"before_withdrawal": SAY_WHETHER}
    assert refused(vault, look, FIVE, talk | {"before_withdrawal": "no"}) == {"permission": WITHDRAWN}
    assert nothing_saved(vault, look)
    save(vault, look, FIVE, talk | {"before_withdrawal": "yes"})
    assert state_of(vault, look, FIVE) == state
    assert logged(vault, look.client) == [(day(15), AGREED, "phone")]


def test_saying_it_was_before_opens_no_later_day(vault: Vault, look: FreshLook, withdrawn_15: Permission) -> None:
    """The answer is about that one day."""
    talk = talk_of(withdrawn_15, day(16), before_withdrawal="yes")
    assert refused(vault, look, FIVE, talk) == {"permission": WITHDRAWN}


def test_without_a_withdrawal_the_last_day_counts(vault: Vault, look: FreshLook, given_10_until_20: Permission) -> None:
    """Until means including; the day after is one too many."""
    assert refused(vault, look, FIVE, talk_of(given_10_until_20, day(21))) == {"permission": ENDED}
    save(vault, look, FIVE, talk_of(given_10_until_20, day(20)))
    assert state_of(vault, look, FIVE) is State.DONE


def test_a_done_step_stays_done_after_the_withdrawal_and_after_the_end(
    vault: Vault, look: FreshLook, given_10_until_20: Permission, clock: StillClock
) -> None:
    """What was allowed when it took place is not undone by what comes later."""
    done = save(vault, look, FIVE, talk_of(given_10_until_20, day(12)))
    take_back(vault, given_10_until_20, day(12))
    assert state_of(vault, look, FIVE) is State.DONE
    clock.forward(days=400)
    assert state_of(vault, look, FIVE) is State.DONE
    assert refused(vault, look, FIVE, talk_of(given_10_until_20, day(13))) == {"permission": WITHDRAWN}
    assert [entry.id for entry in entries_of(vault, STEPS[FIVE], look.id)] == [done.id]
    assert logged(vault, look.client) == [(day(12), AGREED, "phone")]


@pytest.mark.parametrize("part", ["all", "part"])
def test_taking_back_a_part_closes_all_of_it(
    vault: Vault, look: FreshLook, given_10_until_20: Permission, part: str
) -> None:
    """Words tell what is left, and no rule can read them: when in doubt the answer is no."""
    take_back(vault, given_10_until_20, day(15), withdrawn_part=part)
    assert refused(vault, look, FIVE, talk_of(given_10_until_20, day(16))) == {"permission": WITHDRAWN}


# --- Step 5: with whom, which way, what, in writing ---------------------------------------------------------------------


@started_or_done
def test_a_permission_about_somebody_else_opens_nothing(
    vault: Vault, look: FreshLook, given_10_until_20: Permission, state: str
) -> None:
    """Nor does one of another client."""
    friend = give_contact(vault, look.client, "friend")
    talk = talk_of(given_10_until_20, day(12), with_contact=friend.id, state=state)
    assert refused(vault, look, FIVE, talk) == {"permission": OTHER}
    cedar = give_client(vault, "Cedar-04")
    theirs = give_permission(vault, give_contact(vault, cedar.id), day(10), day(20))
    talk = talk_of(theirs, day(12), with_contact=given_10_until_20.with_contact, state=state)
    assert refused(vault, look, FIVE, talk) == {"permission": NONE_YET}
    assert nothing_saved(vault, look)


def test_hearing_only_is_enough_to_hear_and_never_to_tell(vault: Vault, look: FreshLook, sister: ContactRow) -> None:
    """Nothing shared is fine and logs nothing; anything shared is refused, picked or written."""
    hear = give_permission(vault, sister, day(10), day(20), direction="hear")
    for told in ({"shared": [AGREED]}, {"shared": [], "shared_line": "that we meet"}):
        assert refused(vault, look, FIVE, talk_of(hear, day(12), **told)) == {"permission": WRONG_WAY}
    assert nothing_saved(vault, look)
    save(vault, look, FIVE, talk_of(hear, day(12), shared=[]))
    assert state_of(vault, look, FIVE) is State.DONE
    assert logged(vault, look.client) == []


def test_telling_only_never_lets_me_listen(vault: Vault, look: FreshLook, sister: ContactRow) -> None:
    """What they said about the client is not mine to write down either."""
    tell = give_permission(vault, sister, day(10), day(20), direction="share")
    assert refused(vault, look, FIVE, talk_of(tell, day(12))) == {"permission": WRONG_WAY}
    assert nothing_saved(vault, look)


@started_or_done
@pytest.mark.parametrize("shared", [["where they live"], [AGREED, "where they live"]])
def test_only_what_is_on_the_list_is_shared(
    vault: Vault, look: FreshLook, given_10_until_20: Permission, shared: list[str], state: str
) -> None:
    """One thing too many is one too many."""
    talk = talk_of(given_10_until_20, day(12), shared=shared, state=state)
    assert refused(vault, look, FIVE, talk) == {"shared": NOT_ON_THE_LIST}
    assert nothing_saved(vault, look)


def test_the_list_of_another_permission_does_not_lend_its_items(
    vault: Vault, look: FreshLook, sister: ContactRow, given_10_until_20: Permission
) -> None:
    """The screen offers the items of all of them; each item belongs to its own permission."""
    other = give_permission(vault, sister, day(10), day(20), may_share="where they live\nthat they are well")
    talk = talk_of(given_10_until_20, day(12), shared=["where they live"])
    assert refused(vault, look, FIVE, talk) == {"shared": NOT_ON_THE_LIST}
    save(vault, look, FIVE, talk | {"permission": other.id})
    assert logged(vault, look.client) == [(day(12), "where they live", "phone")]


@started_or_done
@pytest.mark.parametrize("number", [FIVE, SEVEN])
def test_a_part_2_program_needs_it_in_writing(
    vault: Vault, look: FreshLook, sister: ContactRow, number: StepNumber, state: str
) -> None:
    """Spoken is refused, on paper and electronically signed both pass; elsewhere spoken is enough."""
    set_option(vault, part_2_program=True)
    for how, passes in (("spoken", False), ("signed_paper", True), ("e_signed", True)):
        permission = give_permission(vault, sister, day(10), day(20), how_given=how)
        raw = _shared_under(permission, sister, number, state)
        if passes:
            save(vault, look, number, raw)
        else:
            assert refused(vault, look, number, raw) == {"permission": NEEDS_PAPER}
            assert nothing_saved(vault, look, number)
    set_option(vault, part_2_program=False)
    save(vault, look, number, _shared_under(give_permission(vault, sister, day(10), day(20)), sister, number, state))


def _shared_under(permission: Permission, contact: ContactRow, number: StepNumber, state: str) -> dict[str, Any]:
    """A sharing under a permission, in the words of step 5 or of step 7."""
    if number is FIVE:
        return talk_of(permission, day(12), state=state)
    return referral_of(contact, day(12), how="send_information", permission=permission.id, state=state)


# --- Step 5: listening, no permission, a no ------------------------------------------------------------------------------


def test_only_listening_needs_no_permission_and_never_completes_the_step(
    vault: Vault, look: FreshLook, sister: ContactRow
) -> None:
    """They called; I did not say whether I know the client. It is kept as begun and not as a sharing."""
    call = {
        "with_whom": "someone",
        "with_contact": sister.id,
        "talk": "listen_only",
        "talk_on": day(9).isoformat(),
        "how": "phone",
        "they_said": "she worries",
        "person_there": "yes",
    }
    assert "talk" in refused(vault, look, FIVE, call | {"state": "done"})
    assert suggested(vault, look, FIVE, call) is not State.DONE
    assert nothing_saved(vault, look)
    save(vault, look, FIVE, call | {"state": "started"})
    assert state_of(vault, look, FIVE) is State.STARTED
    assert logged(vault, look.client) == []


def test_listening_under_a_permission_does_not_complete_it_either(
    vault: Vault, look: FreshLook, given_10_until_20: Permission
) -> None:
    """The permission changes nothing about what a call was."""
    call = talk_of(given_10_until_20, day(12), talk="listen_only")
    assert "talk" in refused(vault, look, FIVE, call)
    save(vault, look, FIVE, call | {"state": "started"})
    assert state_of(vault, look, FIVE) is State.STARTED
    assert logged(vault, look.client) == []


def test_without_a_permission_the_step_waits(vault: Vault, look: FreshLook, sister: ContactRow) -> None:
    """Waiting is suggested, begun and done are refused, and waiting comes up again on its day."""
    wanted = {"with_whom": "someone", "with_contact": sister.id}
    assert suggested(vault, look, FIVE, wanted) is State.WAITING
    talk = wanted | {"talk_on": day(12).isoformat(), "how": "phone", "they_said": "hm", "person_there": "yes"}
    for state in ("started", "done"):
        assert refused(vault, look, FIVE, talk | {"state": state})["permission"] == NONE_YET
    assert nothing_saved(vault, look)
    waiting = {"state": "waiting", "waiting_for": "a permission", "waiting_until": "+3"}
    save(vault, look, FIVE, wanted | waiting)
    assert state_of(vault, look, FIVE) is State.WAITING
    (task,) = open_follow_ups(vault, look.client)
    assert (task.what, task.due) == ("a permission", date(2026, 4, 3))


@pytest.mark.parametrize("number", [FIVE, SEVEN])
def test_a_permission_they_refused_opens_nothing(
    vault: Vault, look: FreshLook, sister: ContactRow, number: StepNumber
) -> None:
    """No is kept as an answer, with its day, and is no permission, whatever else stands in it."""
    no = give_permission(vault, sister, day(10), day(20), agreed="no")
    assert (no.agreed, no.given_on, no.until_on, no.may_share) == ("no", day(10), None, [])
    assert refused(vault, look, number, _shared_under(no, sister, number, "done"))["permission"] == NONE_YET
    with writing(vault) as tx:  # as an import might bring it: a no with everything a yes has
        whole = {"until_on": day(20), "direction": "both", "how_given": "spoken", "may_share": [AGREED]}
        tx.change(Permission, no.id, **whole)
    assert refused(vault, look, number, _shared_under(no, sister, number, "done")) == {"permission": NONE_YET}
    assert nothing_saved(vault, look, number)


@pytest.mark.parametrize(("answer", "state"), [("no_one", "said_no"), ("has_no_one", "not_apply")])
def test_nobody_to_talk_with_is_an_answer(vault: Vault, look: FreshLook, answer: str, state: str) -> None:
    """It is suggested, kept with its words, and needs no permission."""
    raw = {"with_whom": answer, "state": state, "said_no_words": "not her", "reason": "nobody left"}
    assert suggested(vault, look, FIVE, raw) == state
    save(vault, look, FIVE, raw)
    assert state_of(vault, look, FIVE) == state
    assert "with_whom" in refused(vault, look, FIVE, {"with_whom": answer, "state": "done"})


# --- Any days at all ----------------------------------------------------------------------------------------------------

march = st.integers(1, DAYS_LATER).map(day)
numbers = count(1)


@given(
    given_on=march,
    length=st.integers(0, 30),
    withdrawn_on=st.none() | march,
    on=march,
    before=st.sampled_from(["", "yes", "no"]),
    direction=st.sampled_from(["hear", "share", "both"]),
    shared=st.sampled_from([(), (AGREED,), ("where they live",)]),
    same_contact=st.booleans(),
    how_given=st.sampled_from(["spoken", "signed_paper"]),
    part_2=st.booleans(),
)
@tried(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_talk_counts_just_when_a_plain_reading_says_so(
    vault: Vault,
    given_on: date,
    length: int,
    withdrawn_on: date | None,
    on: date,
    before: str,
    direction: str,
    shared: tuple[str, ...],
    same_contact: bool,
    how_given: str,
    part_2: bool,
) -> None:
    """The days it was open are counted out one by one; what does not count leaves nothing behind."""
    until_on = given_on + timedelta(length)
    client = give_client(vault, f"Maple-{next(numbers)}")
    look = give_look(vault, client.id)
    contact, other = give_contact(vault, client.id), give_contact(vault, client.id, "friend")
    set_option(vault, part_2_program=part_2)
    permission = give_permission(vault, contact, given_on, until_on, direction=direction, how_given=how_given)
    if withdrawn_on:
        take_back(vault, permission, withdrawn_on)
    talk = talk_of(
        permission,
        on,
        with_contact=(contact if same_contact else other).id,
        shared=list(shared),
        before_withdrawal=before,
    )

    open_days = {given_on + timedelta(after) for after in range(length + 1)}
    if withdrawn_on:
        open_days = {each for each in open_days if each < withdrawn_on or (each == withdrawn_on and before == "yes")}
    may = (
        on in open_days
        and same_contact
        and (how_given == "signed_paper" or not part_2)
        and (direction, shared) in {("hear", ()), ("both", (AGREED,))}
    )
    if may:
        save(vault, look, FIVE, talk)
    else:
        assert refused(vault, look, FIVE, talk)
    assert state_of(vault, look, FIVE) is (State.DONE if may else State.TO_DO)
    assert len(entries_of(vault, STEPS[FIVE], look.id)) == may
    assert logged(vault, client.id) == [(on, AGREED, "phone")] * (may and bool(shared))


# --- Step 7 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["started", "waiting", "done"])
def test_without_their_agreement_nothing_is_begun(
    vault: Vault, look: FreshLook, sister: ContactRow, state: str
) -> None:
    """A no is neither begun nor waited for nor done."""
    no = referral_of(sister, day(12), agreed="no", state=state, waiting_for="a yes", waiting_until="+3")
    assert refused(vault, look, SEVEN, no)["state"] == SAID_NO
    assert nothing_saved(vault, look, SEVEN)


@pytest.mark.parametrize("state", ["said_no", "to_do", "not_apply"])
def test_a_no_to_a_referral_is_kept(vault: Vault, look: FreshLook, sister: ContactRow, state: str) -> None:
    """As their answer, as something for later, or as something that does not fit; nothing was sent."""
    no = referral_of(sister, day(12), agreed="no", agreed_words="not there", state=state, reason="nothing here")
    entry = save(vault, look, SEVEN, no | {"how": "send_information", "speaks_alone": True})
    assert (entry.agreed_words, entry.how, entry.speaks_alone, entry.sent_on) == ("not there", None, False, None)
    assert state_of(vault, look, SEVEN) == state
    assert suggested(vault, look, SEVEN, no) is State.SAID_NO
    assert logged(vault, look.client) == []


@pytest.mark.parametrize("agreed", ["thinking", ""])
def test_only_a_yes_completes_a_referral(vault: Vault, look: FreshLook, sister: ContactRow, agreed: str) -> None:
    """Thinking about it is a start; no answer is none."""
    open_ = referral_of(sister, day(12), agreed=agreed)
    assert "agreed" in refused(vault, look, SEVEN, open_)
    save(vault, look, SEVEN, open_ | {"state": "started"})
    assert state_of(vault, look, SEVEN) is State.STARTED


SHARING = ({"how": "send_information"}, {"how": "they_call", "speaks_alone": True})
NOT_SHARING = tuple({"how": how} for how in ("they_call", "call_together", "go_along"))


@started_or_done
@pytest.mark.parametrize("how", SHARING, ids=["send", "alone"])
def test_speaking_about_them_without_them_needs_a_permission(
    vault: Vault, look: FreshLook, sister: ContactRow, withdrawn_15: Permission, how: dict[str, Any], state: str
) -> None:
    """On that day, with that contact, to tell them; each refusal in its words, and a pass is logged once."""
    hear = give_permission(vault, sister, day(10), day(20), direction="hear")
    friend = give_contact(vault, look.client, "friend")
    for permission, contact, on, said in (
        ("", sister, 12, NONE_YET),
        (withdrawn_15.id, friend, 12, OTHER),
        (hear.id, sister, 12, WRONG_WAY),
        (withdrawn_15.id, sister, 9, NOT_BEGUN),
        (withdrawn_15.id, sister, 16, WITHDRAWN),
        (withdrawn_15.id, sister, 21, ENDED),
    ):
        raw = referral_of(contact, day(on), **how, permission=permission, state=state)
        assert refused(vault, look, SEVEN, raw) == {"permission": said}
    that_day = referral_of(sister, day(15), **how, permission=withdrawn_15.id, state=state)
    assert refused(vault, look, SEVEN, that_day) == {"before_withdrawal": SAY_WHETHER}
    assert nothing_saved(vault, look, SEVEN)
    save(vault, look, SEVEN, that_day | {"before_withdrawal": "yes"})
    assert state_of(vault, look, SEVEN) == state
    ((on, what, _),) = logged(vault, look.client)
    assert (on, what) == (day(15), "information for a referral")


@pytest.mark.parametrize("how", NOT_SHARING, ids=lambda how: how["how"])
def test_with_them_there_no_permission_is_needed(
    vault: Vault, look: FreshLook, sister: ContactRow, how: dict[str, Any]
) -> None:
    """They speak for themselves, and nothing goes into the log."""
    save(vault, look, SEVEN, referral_of(sister, day(12), **how))
    assert state_of(vault, look, SEVEN) is State.DONE
    assert logged(vault, look.client) == []


def test_a_done_referral_stays_done_after_the_withdrawal(
    vault: Vault, look: FreshLook, sister: ContactRow, given_10_until_20: Permission
) -> None:
    """The visit took place."""
    sent = referral_of(sister, day(12), how="send_information", permission=given_10_until_20.id)
    save(vault, look, SEVEN, sent)
    take_back(vault, given_10_until_20, day(12))
    assert state_of(vault, look, SEVEN) is State.DONE


# --- The shared log -----------------------------------------------------------------------------------------------------


def test_a_sharing_is_logged_once_however_often_the_step_is_gone_on_with(
    vault: Vault, look: FreshLook, given_10_until_20: Permission
) -> None:
    """Telling the client afterwards is not telling the sister again; another talk is another line."""
    talk = talk_of(given_10_until_20, day(12), person_there="no", state="started")
    first = save(vault, look, FIVE, talk)
    second = save(vault, look, FIVE, talk | {"they_said": "she can drive on Mondays"}, amends=first.id)
    assert logged(vault, look.client) == [(day(12), AGREED, "phone")]
    save(vault, look, FIVE, talk | {"told_afterwards": "yes", "state": "done"}, amends=second.id)
    assert logged(vault, look.client) == [(day(12), AGREED, "phone")]
    save(vault, look, FIVE, talk_of(given_10_until_20, day(13), shared_line="the new room", how="message"))
    assert logged(vault, look.client) == [
        (day(13), f"{AGREED}; the new room", "message"),
        (day(12), AGREED, "phone"),
    ]
    newest = shared_of(vault, look.client)[0]
    assert (newest.permission, newest.to_contact, newest.emergency) == (
        given_10_until_20.id,
        given_10_until_20.with_contact,
        False,
    )


def test_a_referral_is_logged_once_however_often_it_is_gone_on_with(
    vault: Vault, look: FreshLook, sister: ContactRow, given_10_until_20: Permission
) -> None:
    """Asked, accepted, first visit: one letter was sent."""
    sent = referral_of(sister, day(12), how="send_information", permission=given_10_until_20.id)
    amends = None
    for status, state in (("asked", "started"), ("accepted", "started"), ("first_visit_happened", "done")):
        amends = save(vault, look, SEVEN, sent | {"status": status, "state": state}, amends=amends).id
    assert logged(vault, look.client) == [(day(12), "information for a referral", "message")]


def test_a_talk_that_is_only_planned_is_not_logged_until_it_took_place(
    vault: Vault, look: FreshLook, sister: ContactRow, clock: StillClock
) -> None:
    """The log holds what was said, not what somebody means to say."""
    permission = give_permission(vault, sister, day(30), date(2026, 4, 30))
    tomorrow = date(2026, 4, 1)
    waiting = {"state": "waiting", "waiting_for": "the talk", "waiting_until": "+1"}
    planned = save(vault, look, FIVE, talk_of(permission, tomorrow, **waiting))
    assert logged(vault, look.client) == []
    clock.forward(days=2)
    save(vault, look, FIVE, talk_of(permission, tomorrow), amends=planned.id)
    assert logged(vault, look.client) == [(tomorrow, AGREED, "phone")]


def test_an_emergency_says_why_and_who_was_told_and_completes_nothing(
    vault: Vault, look: FreshLook, sister: ContactRow
) -> None:
    """It needs no permission, and it is no step 5."""
    said = {
        "held_on": "today",
        "to_contact": sister.id,
        "what": "that they are in hospital",
        "how": "phone",
        "emergency": True,
    }
    for reason, told, missing in (
        ("", "", {"reason", "who_was_told"}),
        ("could not wait", " ", {"who_was_told"}),
        ("", "my supervisor", {"reason"}),
    ):
        with pytest.raises(Refused) as caught:
            share(vault, look.client, **said, reason=reason, who_was_told=told)
        assert set(caught.value.problems) == missing
        assert shared_of(vault, look.client) == []
    share(vault, look.client, **said, reason="could not wait", who_was_told="my supervisor")
    (line,) = shared_of(vault, look.client)
    assert (line.emergency, line.reason, line.who_was_told) == (True, "could not wait", "my supervisor")
    assert (line.what, line.held_on, line.permission) == ("that they are in hospital", day(31), "")
    assert state_of(vault, look, FIVE) is State.TO_DO
    assert entries_of(vault, STEPS[FIVE], look.id) == []
    assert around(vault, look.client)["gate"].terms == {}
