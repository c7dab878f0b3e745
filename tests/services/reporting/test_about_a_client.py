"""What stands in the papers about a client, held against a word of its own in every field of their record."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from psw_tui.domain.steps import StepNumber
from psw_tui.language import LANGUAGES, speak
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.form import questions
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.leaving import Paper
from psw_tui.records.nine import STEPS
from psw_tui.records.papers import NoteFormat, WrittenAs
from psw_tui.records.support import Permission
from psw_tui.reports.document import Answers, Blank, Document, Heading, Paragraph, Table, Tick
from psw_tui.reports.drawing import draw
from psw_tui.services.errors import NoDebriefThen, NoFreshLookYet, NothingToSign, NotInTheRecord
from psw_tui.services.reporting import Wanted, make
from psw_tui.services.reporting.notes import FACTS, SHAPES
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.services.canaries import Planted, plant, text_of
from tests.services.giving import give_client, give_debrief, give_look
from tests.services.permitting import set_option

ABOUT_A_CLIENT = (Paper.SUMMARY, Paper.OWN_COPY, Paper.NOTES, Paper.FRESH_LOOK, Paper.PERMISSION)


@pytest.fixture
def planted(vault: Vault, client: Client) -> Planted:
    return plant(vault, client)


def paper_of(vault: Vault, planted: Planted, paper: Paper, language: str = "en", **wanted: Any) -> Document:
    return make(vault, Wanted(paper, language, client=planted.client.id, **wanted))


def all_papers(vault: Vault, planted: Planted, language: str) -> list[Document]:
    """Every paper about the client, in every format, of every permission that can be signed and every fresh look."""
    rows = {
        Paper.PERMISSION: ["", *(planted.row("permission", label).id for label in ("", "ended", "taken_back"))],
        Paper.FRESH_LOOK: [planted.row("fresh_look", label).id for label in ("", "closed")],
    }
    formats = {Paper.NOTES: list(NoteFormat)}
    return [
        paper_of(vault, planted, paper, language, row=row, note_format=note_format)
        for paper in ABOUT_A_CLIENT
        for row in rows.get(paper, [""])
        for note_format in formats.get(paper, [NoteFormat.GIRP])
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_worker_and_nobody_s_name_is_in_any_paper(vault: Vault, planted: Planted, language: str) -> None:
    own_name = planted.where("client", "goes_by")
    for document in all_papers(vault, planted, language):
        said = text_of(document)
        may = own_name if document.stem.startswith("own-copy") else set()
        assert planted.leaked(said) <= may, document.title
        assert "{" not in re.sub(r"Kq\d{3}x", "", said)
        assert document.language == language
        assert re.fullmatch(r"[a-z0-9-]+", document.stem)


def test_another_client_s_words_are_in_no_paper(vault: Vault, planted: Planted) -> None:
    other = plant(vault, give_client(vault, "Birch-04"), first=500)
    for document in all_papers(vault, planted, "en"):
        assert other.told(text_of(document)) == set()


def test_their_own_copy_holds_all_that_is_about_them(vault: Vault, planted: Planted) -> None:
    """What is missing is named here, each with its reason."""
    said = planted.told(text_of(paper_of(vault, planted, Paper.OWN_COPY)))
    everything = {each.place for each in planted.canaries if not each.private and not each.name}
    superseded = planted.where("debrief", label="amended")
    done = planted.where("follow_up", label="done")
    assert everything - said == superseded | done
    assert planted.where("client", "goes_by") <= said


def test_the_copy_is_for_them_and_by_their_name_if_they_gave_one(vault: Vault) -> None:
    named = give_client(vault, "Maple-27", goes_by="Al")
    nameless = give_client(vault, "Birch-04")
    copies = [make(vault, Wanted(Paper.OWN_COPY, "en", client=each.id)) for each in (named, nameless)]
    assert [copy.about[0] for copy in copies] == ["For Al", "For Birch-04"]
    assert [copy.stem for copy in copies] == ["own-copy-maple-27", "own-copy-birch-04"]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({}, "not written down yet"),
        ({"keep_years": 7}, "kept for 7 years"),
        ({"retention": "ten years, as the agency says", "keep_years": 7}, "here: ten years, as the agency says"),
    ],
)
def test_the_copy_says_how_long_it_is_kept(vault: Vault, planted: Planted, setting: dict[str, Any], said: str) -> None:
    set_option(vault, **setting)
    assert said in text_of(paper_of(vault, planted, Paper.OWN_COPY))


def test_the_summary_holds_what_it_is_for_and_no_more(vault: Vault, planted: Planted) -> None:
    said = planted.told(text_of(paper_of(vault, planted, Paper.SUMMARY)))
    assert said == {
        *planted.where("client", "strengths", "helps", "does_not_help"),
        *planted.where("goal", "words"),
        *planted.where("rewording", "was"),
        *planted.where("permission", "purpose", "may_share", "may_share_line"),
        *planted.where("contact", "label"),
        *planted.where("follow_up", "what", label=""),
        *planted.where("statement"),
    }


def test_strengths_come_first_and_a_guess_is_called_one(vault: Vault, planted: Planted) -> None:
    document = paper_of(vault, planted, Paper.SUMMARY)
    assert document.blocks[0] == Heading("Strengths")
    goal = next(each for each in document.blocks if isinstance(each, Table) and each.caption.startswith("Numbers"))
    assert goal.rows == (
        ("12 Jan 2026", "3", "the client"),
        ("1 Feb 2026", "7", "the worker's guess, not counted"),
        ("11 Feb 2026", "prefer not to say", "the client"),
    )


def test_a_summary_of_some_weeks_tells_of_those(vault: Vault, planted: Planted) -> None:
    today = vault.clock.today()
    since, until = today - timedelta(45), today - timedelta(35)
    document = paper_of(vault, planted, Paper.SUMMARY, since=since, until=until)
    said = text_of(document)
    assert planted.where("statement").isdisjoint(planted.told(said))
    assert planted.where("permission", "purpose", label="ended").isdisjoint(planted.told(said))
    assert planted.where("permission", "purpose", label="") <= planted.told(said)
    goal = next(each for each in document.blocks if isinstance(each, Table) and each.caption.startswith("Numbers"))
    assert [row[0] for row in goal.rows] == ["1 Feb 2026"]
    assert "From 27 Jan 2026 to 6 Feb 2026" in document.about


UNDER: dict[NoteFormat, dict[str, set[str]]] = {
    NoteFormat.GIRP: {"G": {"their_words"}, "I": {"what_line"}, "R": {"how_they_responded"}, "P": {"next_what"}},
    NoteFormat.BIRP: {"B": {"their_words"}, "I": {"what_line"}, "R": {"how_they_responded"}, "P": {"next_what"}},
    NoteFormat.DAP: {"D": {"their_words", "what_line"}, "A": {"how_they_responded"}, "P": {"next_what"}},
    NoteFormat.SOAP: {
        "S": {"their_words"},
        "O": {"what_line"},
        "A": {"how_they_responded"},
        "P": {"next_what"},
    },
}
"""DOMAIN 2.3, written out here and not read off the code."""


@pytest.mark.parametrize("note_format", UNDER)
def test_each_format_puts_the_words_under_its_own_headings(
    vault: Vault, planted: Planted, note_format: NoteFormat
) -> None:
    document = paper_of(vault, planted, Paper.NOTES, row=planted.row("debrief").id, note_format=note_format)
    (note,) = (block for block in document.blocks if isinstance(block, Answers))
    found = {heading[0]: planted.told("\n".join(lines)) - planted.where("goal") for heading, lines in note.rows}
    assert found == {letter: {f"debrief.{name}" for name in names} for letter, names in UNDER[note_format].items()}
    goal_part = next(lines for heading, lines in note.rows if heading[0] in "GBDS")
    assert f"{planted.word('goal', 'words')} (their number: 5)" in goal_part
    headings = [heading for heading, _ in note.rows]
    assert all(heading == "A: How the person saw it:" for heading in headings if heading[0] == "A")


def test_notes_as_they_were_asked_hold_every_word(vault: Vault, planted: Planted) -> None:
    document = paper_of(vault, planted, Paper.NOTES, note_format=NoteFormat.PLAIN)
    every = planted.where("debrief") - planted.where("debrief", label="amended")
    assert planted.told(text_of(document)) - planted.where("goal") == every


def test_notes_come_oldest_first_in_their_newest_version(vault: Vault, planted: Planted) -> None:
    document = paper_of(vault, planted, Paper.NOTES)
    assert [each.text for each in document.blocks if isinstance(each, Heading)] == [
        "22 Jan 2026: drop-in",
        "3 Mar 2026: met",
        "9 Mar 2026: tried, no contact",
    ]
    said = text_of(document)
    assert said.count("Amended on 13 Mar 2026.") == 1
    assert "30 min, outside" in said
    assert "Worry about safety? worried" in said


def test_one_debrief_is_found_by_any_of_its_versions(vault: Vault, planted: Planted) -> None:
    amended = paper_of(vault, planted, Paper.NOTES, row=planted.row("debrief", "amended").id)
    assert amended == paper_of(vault, planted, Paper.NOTES, row=planted.row("debrief").id)


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        ({"record_mode": "brief"}, {"what_line", "next_what", "tried"}),
        ({"record_mode": "counts"}, set()),
        ({"knows_notes": "said_no_notes"}, set()),
    ],
)
@pytest.mark.parametrize("note_format", [NoteFormat.GIRP, NoteFormat.PLAIN])
def test_notes_tell_no_more_than_the_client_wants_written(
    vault: Vault, planted: Planted, wish: dict[str, str], fields: set[str], note_format: NoteFormat
) -> None:
    """Also of what was written before they said so."""
    with writing(vault) as tx:
        tx.change(Client, planted.client.id, **wish)
    document = paper_of(vault, planted, Paper.NOTES, note_format=note_format)
    assert planted.told(text_of(document)) == {
        f"debrief.{name}{label}" for name in fields for label in (["", " (older)"] if name != "tried" else [" (tried)"])
    } | ({"debrief.next_what (tried)"} if fields else set())
    assert "3 Mar 2026: met" in text_of(document)


def test_counts_only_leaves_no_words_of_theirs_in_the_summary_or_the_page(vault: Vault, planted: Planted) -> None:
    with writing(vault) as tx:
        tx.change(Client, planted.client.id, record_mode="counts")
    for paper in (Paper.SUMMARY, Paper.FRESH_LOOK):
        told = planted.told(text_of(paper_of(vault, planted, paper)))
        kinds = {place.partition(".")[0] for place in told}
        assert kinds <= {"permission", "contact", "statement"}, paper


def test_the_page_has_a_line_of_each_step_but_the_worker_s_own(vault: Vault, planted: Planted) -> None:
    document = paper_of(vault, planted, Paper.FRESH_LOOK)
    (steps,) = (block for block in document.blocks if isinstance(block, Table))
    assert [row[0][0] for row in steps.rows] == [str(number) for number in range(1, 10)]
    assert all(row[1:3] == ("done", "26 Feb 2026") for row in steps.rows)
    assert (steps.rows[0][3], steps.rows[8][3]) == ("", "")
    assert all(row[3] for row in steps.rows[1:8])
    assert planted.word("step_listen", "heard") == steps.rows[2][3]
    told = planted.told(text_of(document))
    assert planted.where("fresh_look", "rule_text", "better_looks_like", "offered_line", label="") <= told


def test_a_closed_one_says_how_it_ended(vault: Vault, planted: Planted) -> None:
    said = text_of(paper_of(vault, planted, Paper.FRESH_LOOK, row=planted.row("fresh_look", "closed").id))
    assert planted.where("fresh_look", "their_view", "not_looked_at_reason", label="closed") <= planted.told(said)
    assert "better" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_however_much_is_written_it_stays_on_one_page(vault: Vault, planted: Planted, language: str) -> None:
    long = "a long word, " * 1500
    look = planted.row("fresh_look", "closed")
    with writing(vault) as tx:
        words = ("rule_text", "offered_line", "better_looks_like", "their_view", "not_looked_at_reason")
        goals = [planted.row("goal", label).id for label in ("", "reached")]
        tx.change(FreshLook, look.id, goals=goals, **dict.fromkeys(words, long))
        for goal in goals:
            tx.change(type(planted.row("goal")), goal, words=long)
        for number in (StepNumber.LISTEN, StepNumber.SOLVE, StepNumber.SUPERVISION, StepNumber.RESPECT):
            name = {3: "heard", 4: "pick", 6: "will_do", 8: "decided"}[number]
            tx.change(STEPS[number].table, planted.row(STEPS[number].table.NAME, "closed").id, **{name: long})
        tx.change(type(planted.row("contact")), planted.row("contact", "other").id, label=long)
    document = paper_of(vault, planted, Paper.FRESH_LOOK, language, row=look.id)
    assert len(PdfReader(BytesIO(draw(document, WrittenAs.PDF))).pages) == 1
    assert "…" in document.blocks[-1].text  # type: ignore[union-attr]  # it says that something was cut


def test_a_page_with_nothing_cut_does_not_speak_of_it(vault: Vault, planted: Planted) -> None:
    assert "…" not in text_of(paper_of(vault, planted, Paper.FRESH_LOOK))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_permission_to_sign_says_all_that_it_must(vault: Vault, planted: Planted, language: str) -> None:
    kept: Permission = planted.row("permission")
    document = paper_of(vault, planted, Paper.PERMISSION, language, row=kept.id)
    said = planted.told(text_of(document))
    words = ("purpose", "may_share", "may_share_line", "may_not_share", "until_event")
    assert said == planted.where("permission", *words, label="") | planted.where("contact", "label", label="")
    language_ = speak(language)
    assert {language_.whole_day(kept.given_on), language_.whole_day(kept.until_on)} <= {  # type: ignore[arg-type]
        line for block in document.blocks if isinstance(block, Answers) for _, lines in block.rows for line in lines
    }
    ticked = [block.text for block in document.blocks if isinstance(block, Tick) and block.ticked]
    assert len(ticked) == len(["who", "which way", *kept.may_share, "more"])
    assert sum(isinstance(block, Blank) for block in document.blocks) == 7


def test_a_blank_one_has_the_same_parts_and_no_tick(vault: Vault, planted: Planted) -> None:
    blank = paper_of(vault, planted, Paper.PERMISSION)
    filled = paper_of(vault, planted, Paper.PERMISSION, row=planted.row("permission").id)

    def headings(document: Document) -> list[str]:
        return [block.text for block in document.blocks if isinstance(block, Heading)]

    assert headings(blank) == headings(filled)
    assert planted.told(text_of(blank)) == set()
    assert not any(block.ticked for block in blank.blocks if isinstance(block, Tick))


@pytest.mark.parametrize(("label", "said"), [("ended", "ended on"), ("taken_back", "took this permission back on")])
def test_what_does_not_hold_any_more_says_so_first(vault: Vault, planted: Planted, label: str, said: str) -> None:
    document = paper_of(vault, planted, Paper.PERMISSION, row=planted.row("permission", label).id)
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.strong
    assert said in first.text


def test_where_there_is_nothing_to_make_a_paper_of(vault: Vault, planted: Planted) -> None:
    new = give_client(vault, "Birch-04")
    other = give_client(vault, "Cedar-91")
    theirs = {Paper.NOTES: give_debrief(vault, other.id).id, Paper.FRESH_LOOK: give_look(vault, other.id).id}
    theirs[Paper.PERMISSION] = planted.row("permission").id
    for paper, refusal in ((Paper.NOTES, NoDebriefThen), (Paper.FRESH_LOOK, NoFreshLookYet)):
        with pytest.raises(refusal):
            make(vault, Wanted(paper, "en", client=new.id))
        with pytest.raises(refusal):
            make(vault, Wanted(paper, "en", client=other.id, until=vault.clock.today() - timedelta(1)))
    for paper, row in theirs.items():
        with pytest.raises(NotInTheRecord):
            make(vault, Wanted(paper, "en", client=new.id, row=row))
    with pytest.raises(NothingToSign):
        paper_of(vault, planted, Paper.PERMISSION, row=planted.row("permission", "refused").id)


@pytest.mark.parametrize("paper", [Paper.SUMMARY, Paper.OWN_COPY, Paper.PERMISSION])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_client_of_whom_nothing_is_written_yet(vault: Vault, client: Client, paper: Paper, language: str) -> None:
    assert make(vault, Wanted(paper, language, client=client.id)).blocks


def test_every_part_of_a_debrief_has_its_place_in_every_format() -> None:
    asked = {name for name, ask in questions(Debrief) if not ask.private} - FACTS
    for shape in SHAPES.values():
        assert {name for _, names in shape for name in names} == asked
