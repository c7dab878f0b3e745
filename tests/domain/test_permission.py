"""The gate: a talk is judged on its own date."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.permission import Direction, HowGiven, Part, PermissionStatus, Talk, Terms, Verdict, passes, status

CASELOAD = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "assets/demo/practice_caseload.toml").read_text("utf-8")
)
TODAY = date(2026, 3, 13)


def on(day: int) -> date:
    return TODAY + timedelta(days=day)


DAYS = st.integers(-40, 40).map(on)
TERMS = st.builds(
    Terms,
    given_on=DAYS,
    until_on=DAYS,
    direction=st.sampled_from(Direction),
    contact=st.sampled_from(["jo", "mo"]),
    how_given=st.sampled_from(HowGiven),
    withdrawn_on=st.none() | DAYS,
    withdrawn_part=st.none() | st.sampled_from(Part),
)
TALKS = st.builds(
    Talk,
    day=DAYS,
    contact=st.sampled_from(["jo", "mo"]),
    shares=st.booleans(),
    hears=st.booleans(),
    before_withdrawal=st.none() | st.booleans(),
)
ISSUE = Terms(on(10), on(20), Direction.BOTH, "jo", HowGiven.SPOKEN, on(15), Part.ALL)
"""The example of issue 3: given on day 10, until day 20, withdrawn on day 15."""
STANDING = replace(ISSUE, withdrawn_on=None, withdrawn_part=None)


def talk(day: int, **more: object) -> Talk:
    return replace(Talk(on(day), "jo", shares=True, hears=True), **more)


@pytest.mark.parametrize(
    ("day", "answer", "verdict"),
    [
        (9, None, Verdict.NOT_BEGUN),
        *[(day, None, Verdict.PASSED) for day in range(10, 15)],
        (15, None, Verdict.ASK_BEFORE_WITHDRAWAL),
        (15, True, Verdict.PASSED),
        (15, False, Verdict.WITHDRAWN),
        (16, None, Verdict.WITHDRAWN),
        (16, True, Verdict.WITHDRAWN),
        (20, None, Verdict.WITHDRAWN),
        (21, None, Verdict.ENDED),
    ],
)
def test_the_example_of_the_issue(day, answer, verdict):
    assert passes(ISSUE, talk(day, before_withdrawal=answer), part_2=False) is verdict


@pytest.mark.parametrize(("day", "verdict"), [(9, "not_begun"), (10, "passed"), (20, "passed"), (21, "ended")])
def test_both_ends_belong_to_it(day, verdict):
    assert passes(STANDING, talk(day), part_2=False) == verdict


@pytest.mark.parametrize(
    ("direction", "shares", "hears", "fits"),
    [
        ("share", True, False, True),
        ("share", False, True, False),
        ("share", True, True, False),
        ("hear", False, True, True),
        ("hear", True, False, False),
        ("hear", True, True, False),
        ("both", True, True, True),
        ("share", False, False, True),
        ("hear", False, False, True),
    ],
)
def test_words_go_only_the_way_they_agreed_to(direction, shares, hears, fits):
    terms = replace(STANDING, direction=Direction(direction))
    verdict = passes(terms, talk(12, shares=shares, hears=hears), part_2=False)
    assert verdict is (Verdict.PASSED if fits else Verdict.WRONG_DIRECTION)


@pytest.mark.parametrize(
    ("how", "part_2", "verdict"),
    [
        ("spoken", False, Verdict.PASSED),
        ("spoken", True, Verdict.NEEDS_SIGNATURE),
        ("signed_paper", True, Verdict.PASSED),
        ("e_signed", True, Verdict.PASSED),
    ],
)
def test_a_part_2_program_needs_a_signature(how, part_2, verdict):
    assert passes(replace(STANDING, how_given=HowGiven(how)), talk(12), part_2=part_2) is verdict


def test_without_a_permission_nothing_passes():
    assert passes(None, talk(12), part_2=False) is Verdict.NO_PERMISSION
    assert not Verdict.NO_PERMISSION.passed


def test_a_permission_is_for_one_contact():
    assert passes(STANDING, talk(12, contact="mo"), part_2=False) is Verdict.OTHER_CONTACT


def test_the_question_is_not_asked_where_its_answer_would_change_nothing():
    assert passes(ISSUE, talk(15), part_2=True) is Verdict.NEEDS_SIGNATURE
    ended_first = replace(ISSUE, withdrawn_on=on(25))
    assert passes(ended_first, talk(25), part_2=False) is Verdict.ENDED


@given(TERMS, TALKS, st.booleans())
def test_the_gate_against_the_rule_said_otherwise(terms, talk, part_2):
    """DOMAIN 4.6 step 5 as one set of days and three conditions, by counting instead of comparing."""
    allowed = {terms.given_on + timedelta(days=n) for n in range((terms.until_on - terms.given_on).days + 1)}
    if terms.withdrawn_on is not None:
        allowed -= {terms.withdrawn_on + timedelta(days=n) for n in range(0 if not talk.before_withdrawal else 1, 200)}
    ways = {"share": {"s"}, "hear": {"h"}, "both": {"s", "h"}}[terms.direction.value]
    used = {way for way, is_used in (("s", talk.shares), ("h", talk.hears)) if is_used}
    signed = "signed" in terms.how_given.value
    open_gate = all((talk.day in allowed, used <= ways, terms.contact == talk.contact, signed or not part_2))
    assert passes(terms, talk, part_2=part_2).passed is open_gate


@given(TERMS, TALKS, st.booleans())
def test_it_asks_exactly_where_yes_would_open_the_gate(terms, talk, part_2):
    yes, no, open_question = (
        passes(terms, replace(talk, before_withdrawal=answer), part_2=part_2) for answer in (True, False, None)
    )
    assert (open_question is Verdict.ASK_BEFORE_WITHDRAWAL) == (yes.passed and not no.passed)
    assert yes is not Verdict.ASK_BEFORE_WITHDRAWAL
    assert no is not Verdict.ASK_BEFORE_WITHDRAWAL


@given(TERMS, TALKS, st.booleans(), st.integers(1, 40), st.sampled_from(Part))
def test_a_later_withdrawal_never_undoes(terms, talk, part_2, later, part):
    standing = replace(terms, withdrawn_on=None)
    withdrawn = replace(terms, withdrawn_on=talk.day + timedelta(days=later), withdrawn_part=part)
    assert passes(withdrawn, talk, part_2=part_2) is passes(standing, talk, part_2=part_2)


@given(TERMS, TALKS, st.booleans())
def test_taking_back_a_part_closes_as_much_as_taking_back_all(terms, talk, part_2):
    of_part, of_all = (replace(terms, withdrawn_part=part) for part in (Part.PART, Part.ALL))
    assert passes(of_part, talk, part_2=part_2) is passes(of_all, talk, part_2=part_2)
    assert status(of_part, talk.day) is status(of_all, talk.day)


@given(TERMS, TALKS)
def test_the_status_of_a_day_agrees_with_the_gate_of_that_day(terms, talk):
    open_talk = replace(talk, contact=terms.contact, shares=False, hears=False, before_withdrawal=False)
    in_force = status(terms, talk.day) in (PermissionStatus.IN_FORCE, PermissionStatus.ENDS_SOON)
    assert passes(terms, open_talk, part_2=False).passed is in_force


@pytest.mark.parametrize(
    ("today", "terms", "stands"),
    [
        (9, STANDING, "not_begun"),
        (10, STANDING, "ends_soon"),
        (20, STANDING, "ends_soon"),
        (21, STANDING, "ended"),
        (10, replace(STANDING, until_on=on(25)), "in_force"),
        (11, replace(STANDING, until_on=on(25)), "ends_soon"),
        (14, ISSUE, "ends_soon"),
        (15, ISSUE, "withdrawn"),
        (21, ISSUE, "withdrawn"),
    ],
)
def test_where_a_permission_stands(today, terms, stands):
    assert status(terms, on(today)) == stands


def practice_terms(permission: dict) -> Terms:
    withdrawn = permission.get("withdrawn_day")
    return Terms(
        on(permission["given_day"]),
        on(permission["until_day"]),
        Direction(permission["direction"]),
        permission["with_contact"],
        HowGiven(permission["how_given"]),
        None if withdrawn is None else on(withdrawn),
        Part(permission["withdrawn_part"]) if "withdrawn_part" in permission else None,
    )


PRACTICE = [
    pytest.param(client, permission, id=f"{client['code']} {permission['id']}")
    for client in CASELOAD["client"]
    for permission in client.get("permission", [])
]


@pytest.mark.parametrize(("_client", "permission"), PRACTICE)
def test_the_permissions_of_the_practice_caseload(_client, permission):
    assert status(practice_terms(permission), TODAY) == permission["expected_status"]


@pytest.mark.parametrize(("client", "permission"), PRACTICE)
def test_what_was_shared_in_the_practice_caseload_was_permitted(client, permission):
    for shared in client.get("shared", []):
        if shared["permission"] == permission["id"] and not shared["emergency"]:
            held = Talk(on(shared["day"]), shared["to"], shares=True, hears=False)
            assert passes(practice_terms(permission), held, part_2=False) is Verdict.PASSED


def test_every_status_but_not_begun_occurs_in_the_practice_caseload():
    found = {param.values[1]["expected_status"] for param in PRACTICE}
    assert found == {"in_force", "ends_soon", "ended", "withdrawn"}
