"""Clients are added under a code, found however it is typed, and changed without losing what was."""

from __future__ import annotations

import json

import pytest

from psw_tui.domain.codes import is_code
from psw_tui.records.answers import raw_of, read_form
from psw_tui.records.client import Client, ClientForm
from psw_tui.services.clients import (
    add_client,
    change_client,
    client_by_code,
    client_by_id,
    clients_by_recent_contact,
    code_words,
    propose_code,
)
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import CodeTaken, NoSuchClient
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief


def changed(client: Client, **raw: object) -> ClientForm:
    form: ClientForm = read_form(ClientForm, raw_of(client) | raw, {"today": client.met_on})
    return form


def test_a_new_client_is_kept_as_given(vault: Vault) -> None:
    """Every answer comes back, and nothing is due."""
    made = give_client(vault, "Cedar-04", goes_by="Al", strengths="cooks\nsings", do_not_write="family")
    kept = client_by_id(vault, made.id)
    assert (kept.code, kept.goes_by, kept.strengths, kept.do_not_write) == (
        "Cedar-04",
        "Al",
        ["cooks", "sings"],
        ["family"],
    )
    assert (kept.status, kept.status_since) == ("active", vault.clock.today())
    assert kept == made


def test_a_code_is_given_once(vault: Vault, client: Client) -> None:
    """The second client with it is refused and leaves no trace."""
    with pytest.raises(CodeTaken):
        give_client(vault, client.code)
    assert listing(vault, "SELECT count(*) AS n FROM client") == [{"n": 1}]


def test_a_proposed_code_is_free_and_of_plain_words(vault: Vault, client: Client) -> None:
    """Drawn from the words an agency may edit, and never one that is taken."""
    assert len(code_words()) >= 200
    for _ in range(20):
        code = propose_code(vault)
        assert is_code(code)
        assert code != client.code
        assert code.partition("-")[0] in code_words()


@pytest.mark.parametrize("typed", ["Maple-27", "maple 27", "MAPLE27", " maple-27 ", "maple–27"])
def test_a_client_is_found_however_the_code_is_typed(vault: Vault, client: Client, typed: str) -> None:
    """Capitals, spaces and dashes do not matter."""
    assert client_by_code(vault, typed).id == client.id


@pytest.mark.parametrize("typed", ["Maple-28", "Al", "", "[/]", "'; DROP TABLE client; --"])
def test_somebody_who_is_not_there_is_said_so(vault: Vault, client: Client, typed: str) -> None:
    """Also for what is no code at all; a name is not a way in."""
    with pytest.raises(NoSuchClient):
        client_by_code(vault, typed)
    with pytest.raises(NoSuchClient):
        client_by_id(vault, typed)


def test_a_change_keeps_the_rest_and_is_logged_alone(vault: Vault, client: Client) -> None:
    """The log names the one answer that changed."""
    after = change_client(vault, client, changed(client, goes_by="Robin"))
    assert (after.goes_by, after.code, after.met_on) == ("Robin", client.code, client.met_on)
    newest = listing(vault, "SELECT op, vals FROM change ORDER BY seq DESC LIMIT 1")[0]
    assert (newest["op"], json.loads(newest["vals"])) == ("change", {"goes_by": "Robin"})


def test_saving_without_a_change_logs_nothing(vault: Vault, client: Client) -> None:
    """But the draft is gone: there is nothing left to save."""
    place = DraftPlace("client", client.id, client.id)
    keep_draft(vault, place, {"goes_by": "x"})
    before = listing(vault, "SELECT count(*) AS n FROM change")
    kept = client_by_id(vault, client.id)
    change_client(vault, kept, changed(kept))
    assert listing(vault, "SELECT count(*) AS n FROM change") == before
    assert draft_at(vault, place) == {}


def test_a_change_of_status_remembers_since_when(vault: Vault, client: Client, clock: StillClock) -> None:
    """Other changes leave that day alone."""
    clock.forward(days=3)
    paused = change_client(vault, client, changed(client, status="paused_by_them"))
    assert paused.status_since == clock.today()
    clock.forward(days=3)
    assert change_client(vault, paused, changed(paused, goes_by="R")).status_since == paused.status_since


def test_adding_a_client_ends_the_draft_of_one(vault: Vault) -> None:
    """It was saved, so it is not offered again."""
    keep_draft(vault, DraftPlace("client"), {"goes_by": "Al"})
    give_client(vault, "Cedar-04", goes_by="Al")
    assert draft_at(vault, DraftPlace("client")) == {}


def test_whom_one_wrote_about_last_comes_first(vault: Vault, client: Client, clock: StillClock) -> None:
    """Who is new counts from the day they came: a new client is the next one to be written about."""
    clock.forward(hours=1)
    second = give_client(vault, "Cedar-04")
    clock.forward(hours=1)
    third = give_client(vault, "Birch-11")
    assert [code for _, code in clients_by_recent_contact(vault)] == [third.code, second.code, client.code]
    clock.forward(hours=1)
    give_debrief(vault, second.id)
    clock.forward(hours=1)
    give_debrief(vault, client.id)
    assert [code for _, code in clients_by_recent_contact(vault)] == [client.code, second.code, third.code]


def test_a_code_freshly_added_is_found(vault: Vault) -> None:
    """add_client hands back the very row that is kept."""
    made = add_client(vault, ClientForm(knows_notes="yes", met_on=vault.clock.today()), "Birch-111")
    assert client_by_code(vault, "birch 111") == made
