"""Is the support helping? The practice caseload, the edges, and the rule of DOMAIN 3.3 said a second time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.better import OpenLook, looks_better
from psw_tui.domain.signal import client_signal, goal_signal
from psw_tui.domain.signal_constants import (
    BadConstant,
    ImpossibleConstant,
    MissingConstant,
    UnknownConstant,
    constants_from,
)
from psw_tui.domain.signs import (
    Because,
    ClientHistory,
    ClientSign,
    ClientStatus,
    Contacted,
    GoalHistory,
    GoalKind,
    Number,
    Rhythm,
    Useful,
    UsefulAnswer,
)

ASSETS = Path(__file__).resolve().parents[2] / "assets"
CLIENTS = tomllib.loads((ASSETS / "demo/practice_caseload.toml").read_text("utf-8"))["client"]
TABLE = tomllib.loads((ASSETS / "signals.toml").read_text("utf-8"))
RULE = constants_from(TABLE)
TODAY = date(2026, 3, 13)


def on(day: int) -> date:
    return TODAY + timedelta(days=day)


# --- The practice caseload ------------------------------------------------------------------------------------------------


def practice_goal(goal: dict) -> GoalHistory:
    reworded = [on(change["day"]) for change in goal["rewordings"]]
    numbers = [
        Number(on(one["day"]), one.get("value"), one.get("no_answer"), one.get("from") != "worker")
        for one in goal["ratings"]
    ]
    kind, active = GoalKind(goal["kind"]), goal["state"] == "active"
    return GoalHistory(goal["id"], goal["words"], kind, active, max(reworded, default=None), numbers)


def practice_client(client: dict) -> ClientHistory:
    debriefs = client["debrief"]
    useful = [UsefulAnswer(on(one["day"]), Useful(one["useful_today"])) for one in debriefs if "useful_today" in one]
    return ClientHistory(
        ClientStatus(client["status"]),
        Rhythm(client["rhythm"]),
        on(client["met_day"]),
        [practice_goal(goal) for goal in client.get("goal", [])],
        [Contacted(on(one["day"]), one["contact"] not in ("tried", "they_cancelled")) for one in debriefs],
        useful,
    )


BY_CODE = {client["code"]: client for client in CLIENTS}
PRACTICE = [pytest.param(client, id=client["code"]) for client in CLIENTS]
LOOKS = [
    pytest.param(client, look, id=f"{client['code']} {look['opened_day']}")
    for client in CLIENTS
    for look in client.get("fresh_look", [])
]


@pytest.mark.parametrize("client", PRACTICE)
def test_a_client_of_the_practice_caseload(client):
    signal = client_signal(practice_client(client), TODAY, RULE)
    assert {
        "expected_signal": signal.kind,
        "expected_worth_a_look": signal.worth_a_look,
        "expected_worth_because": signal.because,
        "expected_not_connected": signal.not_connected,
    } == {key: value for key, value in client.items() if key.startswith("expected_")}


@pytest.mark.parametrize("client", PRACTICE)
def test_the_goals_of_a_client_of_the_practice_caseload(client):
    signal = client_signal(practice_client(client), TODAY, RULE)
    assert [(goal.id, goal.kind) for goal in signal.goals] == [
        (goal["id"], goal["expected_signal"]) for goal in client.get("goal", [])
    ]


@pytest.mark.parametrize(("client", "look"), LOOKS)
def test_the_numbers_a_practice_look_was_opened_with_are_those_of_that_day(client, look):
    """ "Sleep: started at 3, now 3 and 3" in the file is what the rule found on the day of opening."""
    written = re.findall(r"started at (\d+)[^.]*?, now (\d+) and (\d+)", look.get("rule_text", ""))
    signal = client_signal(practice_client(client), on(look["opened_day"]), RULE)
    found = [(goal.first.value, *(point.value for point in goal.newest_two)) for goal in signal.low if goal.first]
    if written:
        assert found == [tuple(int(digits) for digits in numbers) for numbers in written]
    if "twice running" in look.get("rule_text", ""):
        assert signal.because is Because.USEFUL


@pytest.mark.parametrize(("client", "look"), LOOKS)
def test_a_practice_look_looks_better_exactly_where_it_closed_as_better(client, look):
    closed = look.get("closed_day", 0)
    opened = OpenLook(on(look["opened_day"]), look["goals"])
    better = looks_better(opened, practice_client(client).goals, on(closed), RULE)
    assert better.holds is (look.get("outcome") == "better")


# --- What a sentence needs ------------------------------------------------------------------------------------------------


def test_the_numbers_of_a_sentence():
    sleep = client_signal(practice_client(BY_CODE["Maple-27"]), TODAY, RULE).goals[0]
    assert sleep.first is not None
    assert (sleep.first.value, [point.value for point in sleep.newest_two]) == (3, [3, 2])
    assert (sleep.later_count, sleep.days, sleep.reworded) == (6, 59, False)


def test_the_numbers_of_a_reworded_goal_begin_at_its_new_words():
    work = client_signal(practice_client(BY_CODE["Alder-16"]), TODAY, RULE).goals[0]
    assert work.reworded
    assert [point.value for point in work.points] == [5, 4, 5, 4, 4]


def test_how_long_it_has_been_quiet():
    quiet = client_signal(practice_client(BY_CODE["Birch-04"]), TODAY, RULE).quiet
    assert (quiet.days, quiet.tries) == (23, 3)


# --- The edges of one goal ------------------------------------------------------------------------------------------------


def goal(*numbers: tuple[int, int], kind: GoalKind = GoalKind.REACH, **more: object) -> GoalHistory:
    history = GoalHistory("g", "A goal", kind, True, None, [Number(on(day), value) for day, value in numbers])
    return replace(history, **more)


def weekly(*values: int) -> list[tuple[int, int]]:
    """A number a week, the newest today."""
    return [(7 * (place + 1 - len(values)), value) for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("history", "sign"),
    [
        (goal(), "unrated"),
        (goal((0, 5)), "too_soon"),
        (goal((-1, 5), (0, 3)), "too_soon"),
        (goal((-2, 5), (-1, 3), (0, 3)), "slipping"),
        (goal((-2, 5), (-1, 3), (0, 4)), "too_soon"),
        (goal((-2, 5), (-1, 7), (0, 7)), "moving_up"),
        (goal((-2, 5), (-1, 7), (0, 6)), "too_soon"),
        (goal(*weekly(5, 5, 5)), "too_soon"),
        (goal(*weekly(5, 5, 5, 5)), "not_moving"),
        (goal(*weekly(5, 9, 5, 4)), "not_moving"),
        (goal(*weekly(5, 5, 5, 6)), "mixed"),
        (goal(*weekly(5, 5, 6, 5)), "mixed"),
        (goal((-13, 5), (-9, 5), (-4, 5), (0, 5)), "too_soon"),
        (goal((-14, 5), (-9, 5), (-4, 5), (0, 5)), "not_moving"),
        (goal(*weekly(8, 8, 8, 8)), "mixed"),
        (goal(*weekly(9, 9, 8, 9)), "mixed"),
        (goal(*weekly(9, 9, 7, 9)), "not_moving"),
        (goal(*weekly(10, 10, 8, 8)), "slipping"),
        (goal(*weekly(5, 5, 5, 5), kind=GoalKind.KEEP), "mixed"),
        (goal(*weekly(5, 5, 8, 8), kind=GoalKind.KEEP), "mixed"),
        (goal(*weekly(5, 5, 3, 3), kind=GoalKind.KEEP), "slipping"),
        (goal((0, 5), kind=GoalKind.KEEP), "too_soon"),
        (goal(*weekly(5, 5, 5, 5), kind=GoalKind.FIND_OUT), "not_moving"),
        (goal((-91, 5)), "stale"),
        (goal((-90, 5)), "too_soon"),
        (goal((-900, 2), (-9, 5), (0, 5)), "moving_up"),
        (goal(*weekly(5, 5, 5, 5), reworded_on=on(-14)), "too_soon"),
        (goal(*weekly(5, 5, 5, 5), reworded_on=on(1)), "not_moving"),
        (goal(*weekly(5, 5, 5, 5), reworded_on=on(0)), "too_soon"),
        (goal(*weekly(5, 5, 5, 5)[:-1], reworded_on=on(0)), "unrated"),
        (goal(*weekly(5, 5, 5, 5), (1, 9), (2, 9)), "not_moving"),
        (goal((0, 5), (-21, 5), (-7, 5), (-14, 5)), "not_moving"),
    ],
)
def test_what_the_numbers_of_a_goal_say(history, sign):
    assert goal_signal(history, TODAY, RULE).kind == sign


def test_only_a_clients_own_number_counts_and_of_a_day_the_last():
    today = [
        Number(TODAY, 9),
        Number(TODAY, 3),
        Number(TODAY, 8, from_person=False),
        Number(TODAY, None, "not_asked"),
    ]
    signal = goal_signal(goal(numbers=[Number(on(-7), 7, from_person=False), *today]), TODAY, RULE)
    assert [(point.day, point.value) for point in signal.points] == [(TODAY, 3)]


# --- The edges of a client ------------------------------------------------------------------------------------------------

LOW = goal(*weekly(5, 5, 5, 5))
DOWN = goal(*weekly(5, 5, 2, 2))
UP = goal(*weekly(5, 5, 8, 8))
SOON = goal((0, 5))
MIXED = goal(*weekly(5, 5, 6, 6))
UNRATED = goal()
STALE = goal((-95, 5), (-94, 1), (-93, 1), (-92, 1))


def resting(history: GoalHistory) -> GoalHistory:
    return replace(history, active=False)


def client(*goals: GoalHistory, **more: object) -> ClientHistory:
    return replace(ClientHistory(ClientStatus.ACTIVE, Rhythm.NONE, on(-200), goals), **more)


@pytest.mark.parametrize(
    ("goals", "sign", "worth"),
    [
        ([], "too_soon", False),
        ([UNRATED, STALE], "too_soon", False),
        ([LOW, UP], "mixed", False),
        ([LOW, LOW, UP], "not_moving", True),
        ([LOW, DOWN], "slipping", True),
        ([LOW, LOW, DOWN], "not_moving", True),
        ([LOW, DOWN, UP], "slipping", True),
        ([UP, UP, LOW], "moving_up", False),
        ([UP, SOON], "mixed", False),
        ([SOON, SOON], "too_soon", False),
        ([SOON, MIXED], "mixed", False),
        ([LOW, UNRATED], "not_moving", True),
        ([LOW, STALE], "not_moving", True),
        ([UP, resting(LOW), resting(DOWN)], "moving_up", False),
        ([resting(LOW)], "too_soon", False),
    ],
)
def test_what_the_goals_say_of_a_client(goals, sign, worth):
    signal = client_signal(client(*goals), TODAY, RULE)
    assert (signal.kind, signal.worth_a_look) == (sign, worth)
    assert signal.because == ("goals" if worth else "")


def answers(*days: tuple[int, str]) -> list[UsefulAnswer]:
    return [UsefulAnswer(on(day), Useful(answer)) for day, answer in days]


@pytest.mark.parametrize(
    ("useful", "worth"),
    [
        ([(0, "no")], False),
        ([(-7, "no"), (0, "no")], True),
        ([(0, "no"), (0, "no")], True),
        ([(-7, "no"), (0, "partly")], False),
        ([(-7, "no"), (-3, "yes"), (0, "no")], False),
        ([(-7, "no"), (-3, "not_asked"), (0, "no")], True),
        ([(-7, "no"), (-3, "no"), (0, "not_asked")], True),
        ([(-100, "no"), (-90, "no")], True),
        ([(-92, "no"), (-91, "no")], False),
        ([(0, "no"), (1, "no")], False),
        ([(0, "yes"), (-7, "no"), (-14, "no")], False),
    ],
)
def test_no_twice_running(useful, worth):
    signal = client_signal(client(UP, useful=answers(*useful)), TODAY, RULE)
    assert signal.worth_a_look is worth
    assert signal.because == ("useful" if worth else "")
    assert signal.kind is ClientSign.MOVING_UP


@pytest.mark.parametrize(("asked", "worth"), [(None, False), (0, True), (-90, True), (-91, False), (1, False)])
def test_they_asked_for_something_different(asked, worth):
    signal = client_signal(client(UP, asked_on=None if asked is None else on(asked)), TODAY, RULE)
    assert (signal.worth_a_look, signal.because) == (worth, "asked" if worth else "")


def test_the_goals_come_before_the_answers_and_these_before_the_wish():
    everything = client(LOW, useful=answers((-1, "no"), (0, "no")), asked_on=TODAY)
    assert client_signal(everything, TODAY, RULE).because is Because.GOALS
    assert client_signal(replace(everything, goals=[UP]), TODAY, RULE).because is Because.USEFUL


@pytest.mark.parametrize(("until", "snoozed"), [(None, False), (1, True), (0, False), (-1, False)])
def test_a_snooze_holds_until_its_day_and_hides_no_number(until, snoozed):
    signal = client_signal(client(LOW, snoozed_until=None if until is None else on(until)), TODAY, RULE)
    assert (signal.snoozed, signal.worth_a_look) == (snoozed, not snoozed)
    assert signal.kind is ClientSign.NOT_MOVING
    assert signal.because == ("" if snoozed else "goals")


def test_a_snooze_with_nothing_to_hide_says_nothing():
    assert not client_signal(client(UP, snoozed_until=on(7)), TODAY, RULE).snoozed


def contacts(*days: int) -> list[Contacted]:
    """A day that came to nothing is written 1000 higher."""
    return [Contacted(on(day - 1000 if day > 500 else day), day <= 500) for day in days]


def tried(day: int) -> int:
    return day + 1000


@pytest.mark.parametrize(
    ("rhythm", "days", "not_connected"),
    [
        ("weekly", [-13], False),
        ("weekly", [-14], True),
        ("weekly", [], True),
        ("two_weeks", [-27], False),
        ("two_weeks", [-28], True),
        ("monthly", [-59], False),
        ("monthly", [-60], True),
        ("drop_in", [-190], False),
        ("none", [-190], False),
        ("none", [], False),
        ("none", [-9, tried(-3), tried(-2), tried(-1)], True),
        ("drop_in", [tried(-3), tried(-2), tried(-1)], True),
        ("weekly", [-9, tried(-3), tried(-2), tried(-1)], True),
        ("weekly", [-9, tried(-3), tried(-2)], False),
        ("none", [tried(-3), tried(-2), tried(-1), 0], False),
        ("none", [tried(-4), tried(-3), -2, tried(-1), tried(0)], False),
        ("weekly", [-14, tried(-7)], True),
        ("weekly", [-20, 1], True),
        ("none", [-9, tried(-3), tried(-2), tried(1)], False),
    ],
)
def test_we_have_not_connected(rhythm, days, not_connected):
    history = client(LOW, rhythm=Rhythm(rhythm), contacts=contacts(*days))
    signal = client_signal(history, TODAY, RULE)
    assert signal.not_connected is not_connected
    assert signal.kind == ("not_connected" if not_connected else "not_moving")
    assert signal.worth_a_look, "two separate lists: one does not silence the other"


def test_whoever_was_met_today_is_not_out_of_touch():
    for earlier in ([], contacts(-50)):
        met = client(rhythm=Rhythm.WEEKLY, met_on=TODAY, contacts=earlier)
        assert not client_signal(met, TODAY, RULE).not_connected


def test_whoever_asked_to_be_left_to_call_is_not_out_of_touch():
    asked = client(rhythm=Rhythm.WEEKLY, contacts=contacts(tried(-3), tried(-2), tried(-1)), they_reach_out=True)
    assert not client_signal(asked, TODAY, RULE).not_connected


@pytest.mark.parametrize("status", [status for status in ClientStatus if status is not ClientStatus.ACTIVE])
def test_only_an_active_client_raises_anything(status):
    history = client(LOW, status=status, rhythm=Rhythm.WEEKLY, useful=answers((-1, "no"), (0, "no")), asked_on=TODAY)
    signal = client_signal(history, TODAY, RULE)
    assert not any((signal.worth_a_look, signal.not_connected, signal.snoozed, signal.because))
    assert signal.kind == ("paused_by_them" if status is ClientStatus.PAUSED else "not_moving")


# --- Looks better ---------------------------------------------------------------------------------------------------------

LOOK = OpenLook(on(-14), ["g"])


@pytest.mark.parametrize(
    ("numbers", "better"),
    [
        ([(-28, 3), (-21, 3), (-7, 5), (0, 5)], True),
        ([(-28, 3), (-21, 3), (-7, 5), (0, 4)], False),
        ([(-28, 3), (-21, 3), (-7, 4), (0, 5)], False),
        ([(-28, 3), (-21, 4), (-7, 5), (0, 5)], False),
        ([(-28, 5), (-21, 3), (-7, 5), (0, 6)], False),
        ([(-28, 5), (-21, 3), (-7, 7), (0, 7)], True),
        ([(-28, 3), (-21, 9), (-15, 3), (-7, 5), (0, 5)], True),
        ([(-28, 3), (-21, 3), (0, 9)], False),
        ([(-28, 3), (-14, 5), (0, 5)], False),
        ([(-28, 3), (-14, 5), (-7, 6), (0, 6)], False),
        ([(-28, 3), (-14, 5), (-7, 7), (0, 7)], True),
        ([(-28, 3), (-21, 3), (-9, 9), (-7, 5), (0, 5)], True),
        ([(-10, 3), (-7, 5), (0, 5)], True),
        ([(-7, 5), (0, 5)], False),
        ([], False),
    ],
)
def test_both_newest_after_opening_are_above_where_it_stood(numbers, better):
    assert looks_better(LOOK, [goal(*numbers)], TODAY, RULE).holds is better


def test_more_than_half_of_its_goals():
    risen = [replace(goal((-21, 3), (-7, 5), (0, 5)), id=name) for name in "ab"]
    flat = [replace(goal((-21, 3), (-7, 3), (0, 3)), id=name) for name in "cd"]
    every = [*risen, *flat]
    assert looks_better(OpenLook(on(-14), ["a", "b", "c"]), every, TODAY, RULE).holds
    assert not looks_better(OpenLook(on(-14), ["a", "c"]), every, TODAY, RULE).holds
    assert not looks_better(OpenLook(on(-14), ["a", "gone"]), every, TODAY, RULE).holds
    assert not looks_better(OpenLook(on(-14), []), every, TODAY, RULE).holds


def test_their_word_is_enough():
    better = looks_better(OpenLook(on(-14), [], they_say_better=True), [], TODAY, RULE)
    assert (better.holds, better.they_say, better.goals) == (True, True, ())


def test_an_old_rise_is_stale():
    risen = goal((-21, 3), (-7, 5), (0, 5))
    assert looks_better(LOOK, [risen], on(90), RULE).holds
    assert not looks_better(LOOK, [risen], on(91), RULE).holds


def test_the_numbers_it_rests_on():
    (since,) = looks_better(LOOK, [goal((-21, 3), (-15, 4), (-7, 6), (0, 7))], TODAY, RULE).goals
    assert (since.level, [point.value for point in since.newest_two], since.better) == (4, [6, 7], True)
    (since,) = looks_better(LOOK, [goal((-21, 3), (-14, 4), (-7, 6))], TODAY, RULE).goals
    assert (since.level, [point.value for point in since.newest_two]) == (4, [6])
    (since,) = looks_better(LOOK, [goal()], TODAY, RULE).goals
    assert (since.level, since.newest_two, since.better) == (None, (), False)


# --- The rule, said a second time ------------------------------------------------------------------------------------------
# Written from DOMAIN 3.3 and the header of the practice file with other means: numbers of the text instead of the constants,
# predicates that may all hold at once instead of a chain, fractions instead of counts doubled.


def own_numbers(history: GoalHistory) -> list[tuple[int, int]]:
    """(days ago, value), newest first, by walking the list backwards and keeping what is seen first of a day."""
    seen: dict[int, int] = {}
    for number in reversed(list(history.numbers)):
        ago = (TODAY - number.day).days
        before_the_words = any(number.day < day for day in [history.reworded_on] if day and day <= TODAY)
        if not number.from_person or number.value is None or ago < 0 or before_the_words:
            continue
        seen.setdefault(ago, number.value)
    return sorted(seen.items())


def holds(history: GoalHistory) -> set[str]:
    """Every line of 3.3 that holds for a goal."""
    numbers = own_numbers(history)
    if not numbers:
        return {"unrated"}
    if numbers[0][0] >= 91:
        return {"stale"}
    began, r0 = numbers[-1]
    later = [value for _, value in numbers[:-1]]
    two = later[:2]
    long_enough = len(later) not in (0, 1, 2) and began - numbers[0][0] > 13
    reasons = {
        "slipping": len(two) == 2 and all(r0 - value >= 2 for value in two),
        "moving_up": len(two) == 2 and all(value - r0 >= 2 for value in two) and history.kind != "keep",
        "not_moving": long_enough
        and not any(value > r0 for value in two)
        and any(value <= 7 for value in two)
        and history.kind in ("reach", "find_out"),
        "too_soon": not long_enough,
    }
    return {name for name, it_holds in reasons.items() if it_holds} or {"mixed"}


def first_of(names: Iterable[str], among: str) -> str:
    found = set(names)
    return next(name for name in among.split() if name in found)


def said_again(history: GoalHistory) -> str:
    return first_of(holds(history), "unrated stale slipping not_moving moving_up too_soon mixed")


def client_said_again(history: ClientHistory) -> tuple[str, str, bool]:
    """Signal, because, not connected."""
    rated = [sign for one in history.goals if one.active and (sign := said_again(one)) not in ("unrated", "stale")]
    share = {sign: Fraction(rated.count(sign), max(len(rated), 1)) for sign in ("slipping", "not_moving", "moving_up")}
    low = _low_share(share)
    given = [(one.day, one.answer) for one in history.useful if one.answer != "not_asked" and one.day <= TODAY]
    ends = [day for day, answer in given[-1:] if [one for _, one in given[-2:]] == ["no", "no"]]
    asked = [history.asked_on] if history.asked_on and history.asked_on <= TODAY else []
    recent = {"useful": any(on(-90) <= day for day in ends), "asked": any(on(-90) <= day for day in asked)}
    lost = _lost(history)
    if history.status != "active":
        low, recent, lost = False, {}, False
    fits = {
        "paused_by_them": history.status == "paused_by_them",
        "not_connected": lost,
        "slipping": _low_share(share) and share["slipping"] >= share["not_moving"],
        "not_moving": _low_share(share),
        "moving_up": share["moving_up"] > Fraction(1, 2),
        "too_soon": set(rated) <= {"too_soon"},
        "mixed": True,
    }
    kind = first_of((name for name, it_fits in fits.items() if it_fits), " ".join(fits))
    because = next((name for name, is_so in {"goals": low, **recent}.items() if is_so), "")
    return kind, because, lost


def _low_share(share: dict[str, Fraction]) -> bool:
    return share["slipping"] + share["not_moving"] > Fraction(1, 2)


def _lost(history: ClientHistory) -> bool:
    past = [contact for contact in history.contacts if contact.day <= TODAY]
    run = "".join("x" if contact.completed else "t" for contact in past)
    longest = {"weekly": 14, "two_weeks": 28, "monthly": 60}.get(history.rhythm)
    quiet_days = [TODAY - timedelta(days=n) for n in range(longest or 0)]
    met = {history.met_on, *(contact.day for contact in past if contact.completed)}
    silent = longest is not None and not met & set(quiet_days)
    return not history.they_reach_out and (silent or run.endswith("ttt"))


DAYS = st.integers(-110, 3) | st.sampled_from([-91, -90, -28, -14, -13, -7, 0])
VALUES = st.integers(0, 10) | st.integers(2, 5) | st.integers(7, 9)
NUMBERS = st.builds(
    lambda day, value, no_answer, person: Number(
        on(day), None if no_answer else value, "not_asked" if no_answer else None, person
    ),
    DAYS,
    VALUES,
    st.sampled_from([False] * 6 + [True]),
    st.sampled_from([True] * 6 + [False]),
)


@st.composite
def goals(draw: st.DrawFn, name: str = "g") -> GoalHistory:
    numbers = sorted(draw(st.lists(NUMBERS, max_size=8)), key=lambda number: number.day)
    reworded = draw(st.none() | st.none() | DAYS.map(on))
    kind = draw(st.sampled_from(GoalKind))
    return GoalHistory(name, name, kind, draw(st.sampled_from([True, True, True, False])), reworded, numbers)


def by_day(kind: type, *parts: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.builds(kind, DAYS.map(on), *parts), max_size=5).map(
        lambda some: sorted(some, key=lambda one: one.day)
    )


@st.composite
def clients(draw: st.DrawFn) -> ClientHistory:
    return ClientHistory(
        status=draw(st.sampled_from([ClientStatus.ACTIVE] * 4 + list(ClientStatus))),
        rhythm=draw(st.sampled_from(Rhythm)),
        met_on=on(draw(st.integers(-200, 0))),
        goals=[draw(goals(name)) for name in "abc"[: draw(st.integers(0, 3))]],
        contacts=draw(by_day(Contacted, st.booleans())),
        useful=draw(by_day(UsefulAnswer, st.sampled_from([Useful.NO, *Useful]))),
        asked_on=draw(st.none() | st.none() | DAYS.map(on)),
        snoozed_until=draw(st.none() | st.none() | st.integers(-3, 3).map(on)),
        they_reach_out=draw(st.sampled_from([False, False, False, True])),
    )


@given(goals())
def test_a_goal_against_the_rule_said_again(history):
    assert goal_signal(history, TODAY, RULE).kind == said_again(history)


@given(clients())
def test_a_client_against_the_rule_said_again(history):
    signal = client_signal(history, TODAY, RULE)
    kind, because, lost = client_said_again(history)
    asleep = history.snoozed_until is not None and history.snoozed_until > TODAY
    assert (signal.kind, signal.not_connected) == (kind, lost)
    assert (signal.because, signal.snoozed) == (("", bool(because)) if asleep else (because, False))
    assert signal.worth_a_look is bool(signal.because)


@given(st.lists(goals(), max_size=4), DAYS, st.sets(st.sampled_from("abcd")), st.booleans())
def test_looks_better_against_the_rule_said_again(histories, opened, named, they_say):
    every = [replace(history, id=name) for history, name in zip(histories, "abcd", strict=False)]
    risen = 0
    for history in every:
        numbers = own_numbers(history)
        after = [value for ago, value in numbers if -ago > opened][:2]
        at_opening = [value for ago, value in numbers if -ago <= opened][:1]
        if history.id in named and len(after) == 2 and numbers[0][0] <= 90:
            floors = {numbers[-1][1], *at_opening}
            risen += all(value - floor >= 2 for value in after for floor in floors)
    look = OpenLook(on(opened), sorted(named), they_say)
    expected = they_say or (bool(named) and Fraction(risen, len(named)) > Fraction(1, 2))
    assert looks_better(look, every, TODAY, RULE).holds is expected


@given(clients(), st.randoms())
def test_guesses_silence_and_what_lies_ahead_change_nothing(history, random):
    noise = [
        Number(on(-1), 0, from_person=False),
        Number(on(-2), None, "prefer_not"),
        Number(on(1), 10),
    ]
    noisy = [replace(one, numbers=[*one.numbers, *random.sample(noise, 2)]) for one in history.goals]
    plain = client_signal(history, TODAY, RULE)
    assert client_signal(replace(history, goals=noisy), TODAY, RULE) == plain


# --- The constants --------------------------------------------------------------------------------------------------------


def test_every_constant_has_a_comment_of_its_own():
    text = (ASSETS / "signals.toml").read_text("utf-8")
    for name in TABLE:
        place = re.search(rf"^(\[{name}\]|{name} =)", text, re.MULTILINE)
        assert place is not None
        assert text[: place.start()].rstrip("\n").rpartition("\n")[2].startswith("# ")


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_missing_constant_is_named(name):
    with pytest.raises(MissingConstant) as refused:
        constants_from({key: value for key, value in TABLE.items() if key != name})
    assert refused.value.key == name


@pytest.mark.parametrize(
    ("change", "error", "key"),
    [
        ({"sliping_by": 2}, UnknownConstant, "sliping_by"),
        ({"slipping_by": 0}, ImpossibleConstant, "slipping_by"),
        ({"slipping_by": 11}, ImpossibleConstant, "slipping_by"),
        ({"slipping_by": "2"}, ImpossibleConstant, "slipping_by"),
        ({"slipping_by": 2.0}, ImpossibleConstant, "slipping_by"),
        ({"slipping_by": True}, ImpossibleConstant, "slipping_by"),
        ({"snooze_days": []}, ImpossibleConstant, "snooze_days"),
        ({"snooze_days": 7}, ImpossibleConstant, "snooze_days"),
        ({"snooze_days": [7, -1]}, ImpossibleConstant, "snooze_days"),
        ({"rhythm_days": 7}, ImpossibleConstant, "rhythm_days"),
        ({"rhythm_days": {"weekly": 7, "two_weeks": 14}}, MissingConstant, "rhythm_days.monthly"),
        ({"rhythm_days": {**TABLE["rhythm_days"], "drop_in": 7}}, UnknownConstant, "rhythm_days.drop_in"),
        ({"rhythm_days": {**TABLE["rhythm_days"], "weekly": 0}}, ImpossibleConstant, "rhythm_days.weekly"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(change, error, key):
    with pytest.raises(error) as refused:
        constants_from({**TABLE, **change})
    assert isinstance(refused.value, BadConstant)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("change", "history", "sign"),
    [
        ({"slipping_by": 3}, DOWN, "slipping"),
        ({"slipping_by": 4}, DOWN, "not_moving"),
        ({"moving_up_by": 4}, UP, "mixed"),
        ({"not_moving_ratings": 4}, LOW, "too_soon"),
        ({"not_moving_days": 22}, LOW, "too_soon"),
        ({"high_enough": 5}, LOW, "mixed"),
        ({"stale_after_days": 100}, STALE, "slipping"),
    ],
)
def test_an_agency_may_change_the_constants_of_a_goal(change, history, sign):
    assert goal_signal(history, TODAY, constants_from({**TABLE, **change})).kind == sign


def test_an_agency_may_change_the_constants_of_a_client():
    patient = constants_from(
        {**TABLE, "useful_no_running": 3, "tries_in_a_row": 4, "rhythm_times": 3, "better_by": 3, "snooze_days": [5]}
    )
    quiet = client(rhythm=Rhythm.WEEKLY, contacts=contacts(-14, tried(-3), tried(-2), tried(-1)))
    unhappy = replace(quiet, useful=answers((-1, "no"), (0, "no")))
    assert client_signal(unhappy, TODAY, RULE).not_connected
    assert client_signal(unhappy, TODAY, RULE).worth_a_look
    assert not client_signal(unhappy, TODAY, patient).not_connected
    assert not client_signal(unhappy, TODAY, patient).worth_a_look
    assert not looks_better(LOOK, [goal((-21, 3), (-7, 5), (0, 5))], TODAY, patient).holds
    assert patient.snooze_days == (5,)
