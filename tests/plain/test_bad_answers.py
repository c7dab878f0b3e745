"""What nobody should type, and what somebody does: every answer is either taken or answered by a sentence."""

from __future__ import annotations

import pytest

from psw_tui.records.client import Client
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.client_page import client_page
from psw_tui.services.clients import client_by_id
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft, unfinished
from psw_tui.services.fresh_looks import fresh_looks_of
from psw_tui.services.statements import place_of
from psw_tui.sheets import quick
from psw_tui.storage.errors import DiskFull
from psw_tui.storage.vault import Vault
from tests.plain.conftest import reopened, said_in, squeezed

MARKUP = "[bold red]not bold[/] [@click=app.quit]x[/] {code} %s $HOME `id` <b>&amp;"
ESCAPES = "\x1b[2J\x1b]0;owned\x07hello\x1b[31m \x9b1m\u202eabc\u2066"
WIDE = "日本語の名前 😀 e\u0301"
RIGHT_TO_LEFT = "שלום עולם مرحبا"
ON_PAGE = ["1", "1"]
"""The caseload, and the only client in it."""
NOTE = [*ON_PAGE, "1", "1", "1", "", "", ""]
"""As far as their words."""


@pytest.mark.parametrize(
    "typed", ["0", "99", "-5", "1.5", "one", "٣", "²", "1 2", "9" * 5000, "x" * 5000, "\x00", "é", "１"]
)
def test_no_answer_has_this_number(vault: Vault, typed: str) -> None:
    """At the first list; it is asked again, and nothing else happens."""
    said = said_in(vault, typed, "q")
    assert "\n! " in said
    assert said.count("> ") >= 2
    assert said.rstrip().endswith("The vault is closed.")


@pytest.mark.parametrize("text", [MARKUP, WIDE, RIGHT_TO_LEFT, "ç" * 5000, "a " * 2500], ids=str.__len__)
def test_words_come_back_as_they_were_typed(vault: Vault, client: Client, text: str) -> None:
    """Markup is words, and so is what is long, wide or written from the right."""
    said = said_in(vault, *NOTE, text, "", ">", "1", "<", "<", "q")
    with reopened(vault.folder) as found:
        (kept,) = client_page(found, client.id).debriefs
    assert kept.their_words == text.strip().replace("e\u0301", "é")
    assert "".join(kept.their_words.split()) in "".join(said.split())


def test_escape_sequences_do_not_reach_the_terminal(vault: Vault, client: Client) -> None:
    """Neither on the way in nor when it is read back."""
    said = said_in(vault, *NOTE, ESCAPES, "", ">", "1", "9", "1", "1", "<", "<", "<", "q")
    assert not set(said) & set("\x1b\x07\x9b\u202e\u2066")
    assert "hello" in said
    with reopened(vault.folder) as found:
        assert client_page(found, client.id).debriefs[0].their_words == "hello abc"


def test_a_text_too_long_is_kept_as_a_draft_and_not_saved(vault: Vault, client: Client) -> None:
    """It is said at once, and again at the end; it can be shortened there."""
    said = squeezed(said_in(vault, *NOTE, "x" * 20_001, "", ">", "1", "short", "", "1", "<", "<", "q"))
    assert said.count("too long by 1 letters") == 2
    with reopened(vault.folder) as found:
        assert [kept.their_words for kept in client_page(found, client.id).debriefs] == ["short"]
        assert unfinished(found) == []


def test_the_end_of_input_within_a_text_keeps_its_lines(vault: Vault, client: Client) -> None:
    said = said_in(vault, *NOTE, "the first line", "and half of the seco")
    assert "What you answered is kept as a draft." in said
    with reopened(vault.folder) as found:
        kept = draft_at(found, DraftPlace("debrief", client.id))
    assert (kept["contact"], kept["their_words"]) == ("met", "the first line\nand half of the seco")


def test_ctrl_c_keeps_what_was_answered(vault: Vault, client: Client) -> None:
    said = said_in(vault, *NOTE, "gone in a moment", "", then=KeyboardInterrupt)
    assert "What you answered is kept as a draft." in said
    with reopened(vault.folder) as found:
        assert draft_at(found, DraftPlace("debrief", client.id))["their_words"] == "gone in a moment"


@pytest.mark.parametrize(("before", "kept"), [([], "half a"), (["one", "two"], "one\ntwo\nhalf a")])
def test_half_a_line_is_kept_too(vault: Vault, client: Client, before: list[str], kept: str) -> None:
    """Ctrl+C before Enter was pressed."""
    said_in(vault, *NOTE, *before, then=KeyboardInterrupt, half="half a")
    with reopened(vault.folder) as found:
        assert draft_at(found, DraftPlace("debrief", client.id))["their_words"] == kept


def test_a_draft_is_offered_and_goes_on_where_it_was_left(vault: Vault, client: Client) -> None:
    """The next time, before anything else."""
    said_in(vault, *NOTE, "to be continued", "", "q", "<", "<", "q")
    with reopened(vault.folder) as found:
        said = squeezed(said_in(found, "1", "1", "", ">", "1", "q"))
    assert "1 unfinished note" in said
    assert "You began this before." in said
    with reopened(vault.folder) as found:
        assert [kept.their_words for kept in client_page(found, client.id).debriefs] == ["to be continued"]
        assert unfinished(found) == []


def test_a_statement_begun_in_the_hands_of_a_client_goes_on(vault: Vault, client: Client) -> None:
    """And stands on the client's page then."""
    keep_draft(vault, place_of(client.id), {"words": "It was not loud."})
    said = squeezed(said_in(vault, "1", "1", ">", "", ">", "1", "q"))
    assert "What they see differently: Maple-27" in said
    with reopened(vault.folder) as found:
        assert [each.words for each in client_page(found, client.id).statements] == ["It was not loud."]
        assert unfinished(found) == []


def test_a_draft_can_be_thrown_away(vault: Vault, client: Client) -> None:
    said_in(vault, *NOTE, "not this", "", "q", "q", "q", "q")
    with reopened(vault.folder) as found:
        said_in(found, "1", "2", "1", "q")
    with reopened(vault.folder) as found:
        assert unfinished(found) == []
        assert client_page(found, client.id).debriefs == []


def test_back_keeps_what_was_said(vault: Vault, client: Client) -> None:
    """One question back, the answer that stands is named, and Enter keeps it."""
    said = squeezed(said_in(vault, *ON_PAGE, "1", "1", "2", "<", "", "", ">", "1", "q", "q", "q", "q"))
    assert "Now: worried" in said
    with reopened(vault.folder) as found:
        (kept,) = client_page(found, client.id).debriefs
        assert kept.safety == "worried"


def test_a_sign_alone_is_an_answer_with_a_space_before_it(vault: Vault) -> None:
    """Somebody may go by Q."""
    said_in(vault, "4", " q", " ?", "1", ">", "1", "<", "q")
    with reopened(vault.folder) as found:
        kept = client_by_id(found, *caseload_order(found))
    assert (kept.goes_by, kept.pronouns) == ("q", "?")


def test_an_answer_is_taken_away_by_a_dash(vault: Vault, client: Client) -> None:
    said_in(vault, *ON_PAGE, "11", "-", ">", "1", "<", "<", "q")
    with reopened(vault.folder) as found:
        assert client_page(found, client.id).client.goes_by == ""


def test_what_is_needed_is_asked_for_again_at_saving(vault: Vault, client: Client) -> None:
    """It is named, asked, and then the review comes once more."""
    said = squeezed(said_in(vault, *ON_PAGE, "1", ">", "1", "4", ">", "1", "1", "1", "q", "q", "q"))
    assert "Contact: This needs an answer." in said
    assert "Worry about safety? This needs an answer." in said
    with reopened(vault.folder) as found:
        assert [kept.contact for kept in client_page(found, client.id).debriefs] == ["tried"]


def test_what_would_go_unseen_is_said_before_it_goes(vault: Vault, client: Client) -> None:
    """Their words, after "met" became "tried"."""
    said = squeezed(said_in(vault, *NOTE, "their words", "", ">", "2", "1", "4", "", "", "1", "1", "<", "<", "q"))
    assert "would not be saved: In their words." in said


def test_a_full_disk_is_said_and_asked_about(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick note is saved without a review; where it cannot be, it does not go on trying by itself."""

    def full(*_: object) -> None:
        raise DiskFull(vault.folder)

    monkeypatch.setattr(quick.drafts, "keep_draft", full)
    said = squeezed(said_in(vault, "7", "call the shelter", "3", "q"))
    assert said.count("The disk is full") >= 1
    assert "leave it as a draft" in said


def test_a_day_that_is_none_is_asked_again(vault: Vault, client: Client) -> None:
    said = squeezed(
        said_in(vault, *ON_PAGE, "1", "1", "1", "the day after", "3/4", "30 feb", "yesterday", "q", "q", "q")
    )
    assert "This is not a day I know." in said
    assert "This could be two different days." in said
    assert "There is no such day." in said
    assert "= Thu 12 Mar (2026-03-12)" in said


def test_the_crisis_card_comes_up_within_any_question(vault: Vault, client: Client) -> None:
    """In a list, in a choice, in the middle of a text; afterwards it goes on where it was."""
    said = said_in(
        vault, "!", *ON_PAGE, "!", "1", "!", "1", "1", "", "", "", "one", "!", "two", "", ">", "1", "q", "q", "q"
    )
    assert said.count("Crisis card") == 4
    assert said.count("9-8-8") >= 4
    with reopened(vault.folder) as found:
        assert client_page(found, client.id).debriefs[0].their_words == "one\ntwo"


def test_a_worry_brings_the_card_and_the_note(vault: Vault, client: Client) -> None:
    """Left at once, the note waits as a draft."""
    said = squeezed(said_in(vault, *ON_PAGE, "1", "1", "2", ">", "1", "q", "q", "q", "q", "q"))
    assert "Crisis card" in said
    assert "Safety note: Maple-27" in said
    with reopened(vault.folder) as found:
        assert [note.place.form for note in unfinished(found)] == ["safety_note"]


def test_undo_makes_a_draft_again(vault: Vault, client: Client) -> None:
    said = squeezed(said_in(vault, *NOTE, "too soon", "", ">", "1", "<", "<", "9", "1", "q"))
    assert "Undone." in said
    with reopened(vault.folder) as found:
        assert client_page(found, client.id).debriefs == []
        assert draft_at(found, DraftPlace("debrief", client.id))["their_words"] == "too soon"


def test_a_fresh_look_is_opened_and_closed(vault: Vault, client: Client) -> None:
    """Steps nobody looked at want one reason."""
    said = squeezed(said_in(vault, *ON_PAGE, "2", "o", "2", ">", "1", "c", "1", "", "", "too soon", "1", "q", "q", "q"))
    assert "Not looked at: 1, 2, 3, 4, 5, 6, 7, 8, 9" in said
    with reopened(vault.folder) as found:
        (look,) = fresh_looks_of(found, client.id)
        assert (look.outcome, look.not_looked_at_reason) == ("better", "too soon")


def test_a_permission_is_made_on_the_way_through_step_5(vault: Vault, client: Client) -> None:
    """First the contact, then the permission; the step goes on with both in its lists."""
    contact = ["+", "sister", "1", ">", "1"]
    permission = [
        "+",
        "1",
        "how to help",
        "1",
        "3",
        "that we meet",
        "",
        "",
        "",
        "",
        "1",
        "",
        "",
        "",
        "",
        "1",
        "1",
        "1",
        "",
        "1",
    ]
    script = [
        "2",
        "o",
        "2",
        ">",
        "1",
        "5",
        "1",
        *contact,
        "1",
        "",
        *permission,
        "1",
        "today",
        "2",
        "1",
        "",
        "she can drive",
    ]
    said = squeezed(said_in(vault, *ON_PAGE, *script, "", "1", ">", "1", "q", "q", "q"))
    assert "! " not in said.replace("! No backup", "").replace("! shows", ""), said
    with reopened(vault.folder) as found:
        assert client_page(found, client.id).steps[4].state == "done"
