"""Which words are looked for: the delivered list, the agency's own rows, and what a client calls themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.domain.word_check import ideas
from psw_tui.places import HOME_VARIABLE
from psw_tui.records.client import Client
from psw_tui.services.clients import client_by_id
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import NoSuchClient, WordsFileWrong
from psw_tui.services.words import add_own_word, local_file, word_rules, words_for
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

CUSTOMER = """
[[term]]
find = '\\bcustomers?\\b'
lang = "en"
instead = ["person"]
why = "Nobody buys this."
"""


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The agency's file, still to be written."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    local_file().parent.mkdir(parents=True)
    return local_file()


def found(text: str, language: str = "en") -> list[str]:
    return [idea.found for idea in ideas(text, language, (), word_rules(language))]


def test_the_delivered_list_is_there_without_an_agency(agency: Path) -> None:
    assert found("He is an addict, a customer.") == ["addict"]
    assert word_rules("xx") == ()


def test_a_data_folder_that_is_gone_takes_no_words_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "stick" / "home"))
    assert found("He is an addict.") == ["addict"]


def test_an_agency_adds_rows(agency: Path) -> None:
    agency.write_text(CUSTOMER, encoding="utf-8")
    assert found("He is an addict, a customer.") == ["addict", "customer"]
    (idea,) = ideas("a customer", "en", (), word_rules("en"))
    assert (idea.instead, idea.why, idea.source) == (("person",), "Nobody buys this.", "")


def test_an_agency_switches_rows_off(agency: Path) -> None:
    agency.write_text("[[term]]\nfind = '\\bhoarders?\\b'\noff = true\n", encoding="utf-8")
    assert found("A hoarder, a junkie.") == ["junkie"]


def test_where_advice_comes_from_is_written_out() -> None:
    (idea,) = ideas("Neighbours call them junkies.", "en", (), word_rules("en"))
    assert "NIDA, Words Matter" in idea.source


@pytest.mark.parametrize(
    ("written", "row"),
    [
        (CUSTOMER.replace("why", "wy"), "customer"),
        (CUSTOMER.replace("customers?", "("), "find"),
        (CUSTOMER.replace('lang = "en"', 'lang = "fr"\nskip = "("'), "skip"),
        ("[[term]]\nid = 'nobody'\noff = true\n", "nobody"),
        ("term = 3", "term"),
        ("term = [3]", "term"),
        ("[[term", "person_first.local.toml"),
    ],
)
def test_a_wrong_row_is_named(agency: Path, written: str, row: str) -> None:
    agency.write_text(written, encoding="utf-8")
    with pytest.raises(WordsFileWrong) as refused:
        word_rules("en")
    assert refused.value.file == "person_first.local.toml"
    assert row in refused.value.row


def test_a_file_in_another_encoding_is_named(agency: Path) -> None:
    agency.write_bytes(b"\xff\xfe")
    with pytest.raises(WordsFileWrong):
        word_rules("en")


def test_notes_are_checked_in_the_language_they_are_written_in(vault: Vault, client: Client) -> None:
    with writing(vault) as tx:
        tx.change(Client, client.id, note_language="fr", own_words=["toxico"])
    words = words_for(vault, client.id, "en")
    assert (words.language, words.own) == ("fr", ("toxico",))
    assert {rule.language for rule in words.rules} == {"fr"}
    assert words_for(vault, "", "en").language == "en"


def test_nobody_has_no_words(vault: Vault) -> None:
    with pytest.raises(NoSuchClient):
        words_for(vault, "gone", "en")


def test_an_own_word_is_added_once_logged_and_leaves_a_draft_alone(vault: Vault, client: Client) -> None:
    place = DraftPlace("client", client.id, client.id)
    keep_draft(vault, place, {"goes_by": "Alex"})
    add_own_word(vault, client.id, "addict")
    add_own_word(vault, client.id, "Addict")
    assert client_by_id(vault, client.id).own_words == ["addict"]
    assert draft_at(vault, place) == {"goes_by": "Alex"}
    logged = listing(vault, "SELECT vals, author FROM change WHERE row = :row ORDER BY seq", row=client.id)
    assert ["own_words" in each["vals"] and "addict" in each["vals"] for each in logged] == [False, True]
