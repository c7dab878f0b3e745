"""A referral letter says what the permission lists and nothing else, or it is not written."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from psw_tui.domain.permission import Verdict
from psw_tui.domain.steps import StepNumber
from psw_tui.language import speak
from psw_tui.records.choices import HowTalked
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.goal import Goal, GoalForm
from psw_tui.records.leaving import Paper
from psw_tui.records.nine import STEPS
from psw_tui.records.steps.refer import Refer, ReferForm
from psw_tui.records.support import ContactForm, ContactRow, Permission, PermissionForm
from psw_tui.reports.document import Blank, Document, Heading, Paragraph
from psw_tui.sentences import LETTERS, sentence
from psw_tui.services.errors import (
    LetterNotAllowed,
    NobodyToWriteTo,
    NoReferralYet,
    NotOnTheList,
    NotPossible,
    ReferralNotWanted,
)
from psw_tui.services.letters import letter_of, log_letter
from psw_tui.services.reporting import Wanted, make
from psw_tui.services.support import shared_of
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.services.permitting import give_contact, give_permission, set_option, take_back
from tests.services.reporting.worded import Words, said

CODES = count(1)
"""Every try leaves its client in the one vault."""


def referral(vault: Vault, contact: ContactRow, **answers: Any) -> Refer:
    """A referral outside of a fresh look, as it lies in the vault."""
    kept = {"help_with": ["housing"], "to_contact": contact.id, "agreed": "yes", "how": "send_information"} | answers
    today = vault.clock.today()
    entry = Refer(
        **({"state": "started", "status": "asked", "sent_on": today, "held_on": today} | kept),
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=contact.client,
    )
    with writing(vault) as tx:
        tx.add(entry)
    return entry


def letter(vault: Vault, client: str, **more: Any) -> Document:
    return make(vault, Wanted(Paper.REFERRAL, more.pop("language", "en"), client=client, **more))


def in_force(vault: Vault, contact: ContactRow, **raw: Any) -> Permission:
    today = vault.clock.today()
    return give_permission(vault, contact, today - timedelta(5), today + timedelta(5), **raw)


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 3]


@pytest.fixture
def housing(vault: Vault, client: Client) -> ContactRow:
    return give_contact(vault, client.id, "housing worker", kind="professional")


# One word of its own in every field


def _worded(vault: Vault, words: Words, terms: dict[str, Any]) -> tuple[str, Permission]:
    """A whole record with a word in each field, around a referral and one permission on these terms."""
    today, now = vault.clock.today(), vault.clock.now()
    made: Any = lambda **more: {"id": vault.new_id(), "made_at": now, **more}  # noqa: E731 - three lines, used at once
    client = Client(**words.fill(ClientForm, "client") | made(code=f"Maple-{next(CODES)}", status_since=today))
    whom, other = (
        ContactRow(**words.fill(ContactForm, about) | made(client=client.id)) for about in ("contact", "other")
    )
    given_on, until_on = (today + timedelta(away) for away in terms["days"])
    withdrawn = terms["withdrawn"]
    permission = Permission(
        **words.fill(PermissionForm, "permission")
        | made(
            client=client.id,
            with_contact=(other if terms["other"] else whom).id,
            agreed=terms["agreed"],
            direction=terms["direction"],
            how_given=terms["signature"][0],
            told_may_be_reshared=terms["told"],
            given_on=given_on,
            until_on=until_on,
            told_can_withdraw=True,
            told_no_penalty=True,
            withdrawn_on=None if withdrawn is None else today + timedelta(withdrawn),
            withdrawn_how=words.mint("permission.withdrawn_how"),
            withdrawn_note=words.mint("permission.withdrawn_note"),
        )
    )
    refer = Refer(
        **words.fill(ReferForm, "refer")
        | made(
            client=client.id, help_with=["housing"], to_contact=whom.id, agreed=terms["referral"], state="started",
            how="send_information", status="asked", held_on=today, sent_on=today,
            permission=permission.id if terms["named"] else "",
            changed_their_mind_on=today if terms["changed"] else None,
        )
    )  # fmt: skip
    with writing(vault) as tx:
        for row in (client, whom, other, permission, refer, *_around(words, client.id, made, today)):
            tx.add(row)
    return client.id, permission


def _around(words: Words, client: str, made: Any, today: date) -> list[Any]:
    """All else that a record holds and a letter must not."""
    rows: list[Any] = [
        Debrief(**words.fill(DebriefForm, "debrief") | made(client=client, held_on=today, contact="met", at=made()["made_at"])),
        Goal(**words.fill(GoalForm, "goal") | made(client=client, set_on=today)),
    ]  # fmt: skip
    for number, step in STEPS.items():
        if number is not StepNumber.REFER:
            rows.append(
                step.table(**words.fill(step.form, step.slug) | made(client=client, state="done", held_on=today))
            )
    return rows


IN_ORDER: dict[str, Any] = {
    "agreed": "yes", "direction": "share", "told": "yes", "other": False, "named": True,
    "withdrawn": None, "referral": "yes", "changed": False, "signature": ("signed_paper", True), "days": (-5, 5),
}  # fmt: skip
"""With these the letter may be written."""

OTHERWISE: dict[str, st.SearchStrategy[Any]] = {
    "agreed": st.just("no"),
    "direction": st.sampled_from(["both", "hear"]),
    "told": st.sampled_from(["no", "na"]),
    "other": st.just(True),
    "named": st.just(False),
    "withdrawn": st.integers(-2, 2),
    "referral": st.sampled_from(["thinking", "no"]),
    "changed": st.just(True),
    "signature": st.sampled_from([("spoken", True), ("spoken", False), ("e_signed", True)]),
    "days": st.sampled_from([(-5, -1), (-5, 0), (0, 0), (0, 5), (1, 5)]),
}


@st.composite
def _terms(draw: st.DrawFn) -> dict[str, Any]:
    """Terms with a few things otherwise: were all of them drawn freely, hardly a letter would be written."""
    few = draw(st.lists(st.sampled_from(sorted(OTHERWISE)), max_size=2, unique=True))
    return IN_ORDER | {name: draw(OTHERWISE[name]) for name in few}


@given(_terms(), st.booleans(), st.data())
@tried(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_letter_says_only_what_the_permission_lists_or_there_is_none(
    vault: Vault, terms: dict[str, Any], with_name: bool, data: st.DataObject
) -> None:
    set_option(vault, part_2_program=terms["signature"][1])
    words = Words()
    client, permission = _worded(vault, words, terms)
    chosen = data.draw(st.lists(st.sampled_from(permission.may_share), unique=True))
    texts = {item: data.draw(st.sampled_from(["", "two lines by hand"])) for item in chosen}
    try:
        made = letter(
            vault, client, texts=texts, with_name=with_name, language=data.draw(st.sampled_from(["en", "fr"]))
        )
    except NotPossible as refusal:
        event(type(refusal).__name__)
        assert not _may_be_written(terms)
        return
    event("written")
    assert _may_be_written(terms)
    allowed = {"permission.may_share", "permission.purpose", "contact.label"}
    assert words.told(made) == allowed | ({"client.goes_by"} if with_name else set())
    assert headings(made) == [item for item in permission.may_share if not chosen or item in chosen]


def _may_be_written(terms: dict[str, Any]) -> bool:
    """The rule once more, by the words of the law and not of the code (DOMAIN 2.6)."""
    wanted = terms["referral"] == "yes" and not terms["changed"]
    given = terms["agreed"] == "yes" and not terms["other"] and terms["direction"] != "hear"
    first, last = terms["days"]
    holds = first <= 0 <= last and (terms["withdrawn"] is None or terms["withdrawn"] > 0)
    return wanted and given and holds and terms["signature"] != ("spoken", True)


# What a worker sees


def test_the_items_stand_with_what_was_typed_or_with_lines_to_fill(vault: Vault, housing: ContactRow) -> None:
    in_force(vault, housing, may_share="that she looks for a room\nwhich days suit her")
    referral(vault, housing)
    by_hand = letter(vault, housing.client)
    assert headings(by_hand) == ["that she looks for a room", "which days suit her"]
    assert sum(isinstance(block, Blank) and block.lines > 1 for block in by_hand.blocks) == 2
    typed = letter(vault, housing.client, texts={"which days suit her": "Mondays\x1b[2J, in the morning"})
    assert headings(typed) == ["which days suit her"]
    assert Paragraph("Mondays, in the morning") in typed.blocks


def test_a_text_under_anything_else_is_refused(vault: Vault, housing: ContactRow) -> None:
    in_force(vault, housing)
    referral(vault, housing)
    with pytest.raises(NotOnTheList):
        letter(vault, housing.client, texts={"her health": "fine"})


@pytest.mark.parametrize(
    ("with_name", "name", "shown"),
    [(False, "Al", "Maple-27"), (True, "Al", "Al"), (True, "", "Their name")],
)
def test_the_name_stands_there_only_when_asked_for(
    vault: Vault, client: Client, housing: ContactRow, with_name: bool, name: str, shown: str
) -> None:
    with writing(vault) as tx:
        tx.change(Client, client.id, goes_by=name)
    in_force(vault, housing)
    referral(vault, housing)
    text = said(letter(vault, client.id, with_name=with_name)).split()
    assert shown in " ".join(text)
    assert ("Maple-27." in text) == (not with_name)


def test_a_renewed_permission_is_found_where_the_referral_names_the_old_one(vault: Vault, housing: ContactRow) -> None:
    today = vault.clock.today()
    old = give_permission(vault, housing, today - timedelta(9), today - timedelta(2))
    referral(vault, housing, permission=old.id)
    with pytest.raises(LetterNotAllowed) as refusal:
        letter(vault, housing.client)
    assert refusal.value.verdict is Verdict.ENDED
    renewed = in_force(vault, housing)
    assert letter_of(vault, housing.client).permission.id == renewed.id


def test_in_a_part_2_program_a_spoken_permission_opens_no_letter(vault: Vault, housing: ContactRow) -> None:
    in_force(vault, housing)
    referral(vault, housing)
    letter(vault, housing.client)
    set_option(vault, part_2_program=True)
    with pytest.raises(LetterNotAllowed) as refusal:
        letter(vault, housing.client)
    assert refusal.value.verdict is Verdict.NEEDS_SIGNATURE


@pytest.mark.parametrize("verdict", LETTERS)
def test_every_thing_in_the_way_has_words_of_its_own(verdict: Verdict) -> None:
    words = sentence(LetterNotAllowed(verdict), speak("en"))
    assert words.endswith(".")
    assert words not in {sentence(LetterNotAllowed(each), speak("en")) for each in LETTERS if each is not verdict}


def test_on_the_day_it_is_taken_back_there_is_no_letter_any_more(vault: Vault, housing: ContactRow) -> None:
    permission = in_force(vault, housing)
    referral(vault, housing, before_withdrawal="yes")
    take_back(vault, permission, vault.clock.today())
    with pytest.raises(LetterNotAllowed) as refusal:
        letter(vault, housing.client)
    assert "taken the permission back" in sentence(refusal.value, speak("en"))


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"agreed": "thinking"}, NoReferralYet),
        ({"state": "not_apply", "reason": "none here"}, NoReferralYet),
        ({"to_contact": "", "to_line": "the clinic"}, NobodyToWriteTo),
    ],
)
def test_without_their_yes_or_somebody_to_write_to_there_is_none(
    vault: Vault, housing: ContactRow, answers: dict[str, Any], refusal: type[NotPossible]
) -> None:
    in_force(vault, housing)
    referral(vault, housing, **answers)
    with pytest.raises(refusal):
        letter(vault, housing.client)


def test_a_referral_of_which_they_changed_their_mind_is_named_as_that(vault: Vault, housing: ContactRow) -> None:
    in_force(vault, housing)
    entry = referral(vault, housing, changed_their_mind_on=vault.clock.today())
    with pytest.raises(ReferralNotWanted):
        letter(vault, housing.client, row=entry.id)


def test_no_permission_of_another_client_opens_a_letter(vault: Vault, client: Client, housing: ContactRow) -> None:
    in_force(vault, housing)
    referral(vault, housing)
    other = Client(id=vault.new_id(), made_at=vault.clock.now(), code="Birch-12", status_since=vault.clock.today())
    with writing(vault) as tx:
        tx.add(other)
    referral(vault, give_contact(vault, other.id, "housing worker"))
    with pytest.raises(LetterNotAllowed):
        letter(vault, other.id)
    letter(vault, client.id)


# When it leaves


def test_its_leaving_is_in_the_shared_log(vault: Vault, housing: ContactRow) -> None:
    permission = in_force(vault, housing, may_share="one\ntwo")
    log_letter(vault, housing.client, permission.id, ["one", "two"], HowTalked.IN_PERSON)
    (line,) = shared_of(vault, housing.client)
    assert (line.what, line.permission, line.to_contact) == ("one; two", permission.id, housing.id)
    assert (line.held_on, line.how) == (vault.clock.today(), "in_person")


def test_what_has_lain_until_the_permission_ended_is_not_let_out(vault: Vault, housing: ContactRow) -> None:
    permission = in_force(vault, housing, may_share="one")
    with pytest.raises(NotOnTheList):
        log_letter(vault, housing.client, permission.id, ["one", "two"], HowTalked.MESSAGE)
    vault.clock.forward(days=30)  # type: ignore[attr-defined]  # the clock of the tests
    with pytest.raises(LetterNotAllowed):
        log_letter(vault, housing.client, permission.id, ["one"], HowTalked.MESSAGE)
    assert not shared_of(vault, housing.client)
