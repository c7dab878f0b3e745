"""Clients come in from a list whole or not at all, each with a change and a search row, and one undo takes all back."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.domain.codes import is_code
from psw_tui.domain.day_order import DayOrder
from psw_tui.import_words import refusal
from psw_tui.language import LANGUAGES, speak
from psw_tui.progress import Cancelled, Doing
from psw_tui.records.client import Client
from psw_tui.services import undo
from psw_tui.services.clients import client_by_code
from psw_tui.services.drafts import DraftPlace, keep_draft
from psw_tui.services.errors import (
    DayOrderUnknown,
    DraftInTheWay,
    FieldTwice,
    NoSuchColumn,
    NoSuchField,
    NothingToImport,
    NothingToUndo,
    RowsInTheWay,
)
from psw_tui.services.importing import bring_in, first_wishes, never_kept, read_table
from psw_tui.services.importing.wishes import ASKS, choices_of
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services import lists
from tests.services.giving import give_client, give_debrief
from tests.services.lists import looked, rows
from tests.working import StopsAt


def counts(vault: Vault) -> tuple[int, int, int]:
    tables = ("client", "change", "search")
    return tuple(listing(vault, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables)  # type: ignore[return-value]  # noqa: S608


def test_each_row_is_a_client_with_one_change_and_one_search_row(vault: Vault, tmp_path: Path) -> None:
    before = counts(vault)
    prepared = looked(vault, rows(tmp_path, "Maple-27,Al,2026-03-01,active", "cedar 4,Jo,2026-02-01,paused"))
    assert bring_in(vault, prepared).clients == 2
    assert [now - then for now, then in zip(counts(vault), before, strict=True)] == [2, 2, 2]
    kept = client_by_code(vault, "Cedar-04")
    assert (kept.goes_by, str(kept.met_on), kept.status, kept.knows_notes) == (
        "Jo",
        "2026-02-01",
        "paused_by_them",
        "not_yet",
    )
    assert len({row["save"] for row in listing(vault, "SELECT save FROM change ORDER BY seq DESC LIMIT 2")}) == 1


def test_french_headings_and_answers(vault: Vault, tmp_path: Path) -> None:
    path = lists.text(
        tmp_path,
        "Code client;Prénom;Première rencontre;Statut;Fréquence;Langue;Forces;À garder\n"
        "Érable-27;Zoé;2026-03-01;perdu de vue;aux deux semaines;français;cuisine;oui\n",
    )
    bring_in(vault, looked(vault, path))
    kept = client_by_code(vault, "érable 27")
    assert (kept.status, kept.rhythm, kept.language, kept.strengths, kept.hold) == (
        "lost_touch",
        "two_weeks",
        "fr",
        ["cuisine"],
        True,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_form_are_known_as_headings_and_answers(tmp_path: Path, language: str) -> None:
    say = speak(language).say
    for name, ask in ASKS.items():
        table = read_table(rows(tmp_path, "x", head=f'"{say(ask.words)}"'))
        assert first_wishes(table).columns == {table.headings[0]: name}
        for choice in ask.choices or ():
            assert choice.value in choices_of(name).values()


def test_what_is_never_kept_is_named_and_stays_out(vault: Vault, tmp_path: Path) -> None:
    path = rows(
        tmp_path, "Maple-27,2026-03-01,1980-01-01,Smith,1 Oak St,x", head="Code,Met on,DOB,Last name,Address,Diagnosis"
    )
    prepared = looked(vault, path)
    assert never_kept(prepared.table) == ["DOB", "Last name", "Address", "Diagnosis"]
    bring_in(vault, prepared)
    assert listing(vault, "SELECT 1 FROM change WHERE vals LIKE '%Smith%' OR vals LIKE '%1980%'") == []


def test_formulas_markup_and_long_cells_are_kept_as_the_words_they_are(vault: Vault, tmp_path: Path) -> None:
    hostile = '=HYPERLINK(""http://x"",""y"")'
    path = rows(
        tmp_path,
        f'Maple-27,2026-03-01,"{hostile}",[red]x[/],{"w" * 12_000}',
        head="Code,Met on,Program,Goes by,What helps in a hard moment who to call",
    )
    bring_in(vault, looked(vault, path))
    kept = client_by_code(vault, "Maple-27")
    assert (kept.program, kept.goes_by) == ('=HYPERLINK("http://x","y")', "[red]x[/]")
    assert kept.hard_moment == "w" * 12_000


def problems(vault: Vault, path: Path, **wishes: object) -> list[tuple[int, str, str]]:
    found = []
    for row in looked(vault, path, **wishes).refused:
        for language in LANGUAGES:
            said = refusal(row, speak(language))
            assert "{" not in said
            assert str(row.line) in said
            assert row.column in said
        found.append((row.line, row.column, row.field))
    return found


def test_every_refused_row_is_named_with_line_column_and_reason(vault: Vault, tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        "Jane Smith,Al,2026-03-01,active",
        "Maple-27,Al,soon,active",
        "Cedar-04,Al,2026-02-30,active",
        "Birch-11,Al,2026-03-01,thriving",
        "Aspen-01,Al,,active",
        "Aspen-02,Al,2027-03-01,active",
        "Aspen-03,Al,2026-03-01,active,more",
        f"Aspen-04,{'x' * 20_001},2026-03-01,active",
        ",Al,2026-03-01,active",
    )
    assert problems(vault, path) == [
        (2, "Code", "code"),
        (3, "Met on", "met_on"),
        (4, "Met on", "met_on"),
        (5, "Status", "status"),
        (6, "Met on", "met_on"),
        (7, "Met on", "met_on"),
        (8, "", ""),
        (9, "Goes by", "goes_by"),
        (10, "Code", "code"),
    ]
    before = counts(vault)
    with pytest.raises(RowsInTheWay) as caught:
        bring_in(vault, looked(vault, path))
    assert (caught.value.refused, counts(vault)) == (9, before)
    with pytest.raises(NothingToImport):
        bring_in(vault, looked(vault, path, skip_refused=True))


def test_a_cell_that_another_answer_hides_is_not_lost_silently(vault: Vault, tmp_path: Path) -> None:
    path = rows(tmp_path, "Maple-27,2026-03-01,no,in her bag", head="Code,Met on,Safety plan,Where the plan is kept")
    assert problems(vault, path) == [(2, "Where the plan is kept", "safety_plan_kept")]


def test_one_code_twice_in_the_file_refuses_both(vault: Vault, tmp_path: Path) -> None:
    path = rows(
        tmp_path, "Maple-27,Al,2026-03-01,active", "Cedar-04,Jo,2026-03-01,active", "MAPLE 27,B,2026-03-01,active"
    )
    prepared = looked(vault, path, skip_refused=True)
    assert [(row.line, dict(row.problem.values)) for row in prepared.refused] == [(2, {"line": 4}), (4, {"line": 2})]
    assert bring_in(vault, prepared).clients == 1


def test_who_is_here_already_is_shown_side_by_side_and_never_overwritten(
    vault: Vault, client: Client, tmp_path: Path
) -> None:
    path = rows(tmp_path, "Maple-27,Alma,2026-01-05,", "Cedar-04,Jo,2026-03-01,active")
    prepared = looked(vault, path)
    assert [(known.line, known.code) for known in prepared.known] == [(2, "Maple-27")]
    differs = [(name, str(here), str(there)) for name, here, there in prepared.side_by_side(vault, prepared.known[0])]
    assert differs == [("goes_by", "Al", "Alma"), ("met_on", "2026-03-13", "2026-01-05")]
    with pytest.raises(RowsInTheWay):
        bring_in(vault, prepared)
    assert bring_in(vault, looked(vault, path, skip_known=True)).clients == 1
    assert client_by_code(vault, "Maple-27").goes_by == "Al"


def test_a_date_that_could_be_two_days_is_asked_about_and_never_guessed(vault: Vault, tmp_path: Path) -> None:
    path = rows(tmp_path, "Maple-27,Al,13/02/2026,active", "Cedar-04,Jo,03/02/2026,active")
    with pytest.raises(DayOrderUnknown) as caught:
        bring_in(vault, looked(vault, path, skip_refused=True))
    assert (caught.value.line, caught.value.column) == (3, "Met on")
    assert problems(vault, path, dates=DayOrder.MDY) == [(2, "Met on", "met_on")]
    bring_in(vault, looked(vault, path, dates=DayOrder.DMY))
    assert str(client_by_code(vault, "Cedar-04").met_on) == "2026-02-03"


def test_codes_are_drawn_only_when_that_is_agreed(vault: Vault, tmp_path: Path) -> None:
    path = rows(tmp_path, ",Al,2026-03-01,active", "Maple-27,Jo,2026-03-01,active")
    done = bring_in(vault, looked(vault, path, draw_codes=True))
    assert [line for line, _ in done.drawn] == [2]
    assert is_code(done.drawn[0][1])
    assert client_by_code(vault, done.drawn[0][1]).goes_by == "Al"


def test_a_code_with_a_word_of_its_own_is_warned_about(vault: Vault, tmp_path: Path) -> None:
    path = rows(tmp_path, "Smith-27,Al,2026-03-01,active", "Maple-27,Jo,2026-03-01,active")
    assert looked(vault, path).unusual == ("Smith-27",)


def test_the_matching_can_be_corrected(vault: Vault, tmp_path: Path) -> None:
    table = read_table(rows(tmp_path, "Maple-27,b", head="Code,Remarks"))
    wishes = first_wishes(table)
    assert wishes.with_column(table, "Remarks", "program").columns == {"Code": "code", "Remarks": "program"}
    assert wishes.with_column(table, "Code", "").columns == {}
    with pytest.raises(FieldTwice):
        wishes.with_column(table, "Remarks", "code")
    with pytest.raises(NoSuchColumn):
        wishes.with_column(table, "Nope", "code")
    with pytest.raises(NoSuchField):
        wishes.with_column(table, "Remarks", "diagnosis")


def test_a_value_fills_what_rows_do_not_say(vault: Vault, tmp_path: Path) -> None:
    path = rows(tmp_path, "Maple-27,,", "Cedar-04,2026-01-01,", head="Code,Met on,x")
    bring_in(vault, looked(vault, path, values={"met_on": "2026-02-02", "knows_notes": "yes"}))
    assert str(client_by_code(vault, "Maple-27").met_on) == "2026-02-02"
    assert str(client_by_code(vault, "Cedar-04").met_on) == "2026-01-01"


def many(tmp_path: Path, n: int) -> Path:
    return rows(tmp_path, *(f"Maple-{number},Al,2026-03-01,active" for number in range(100, 100 + n)))


@pytest.mark.parametrize("told", [1, 3, 5])
def test_stopped_half_way_or_before_the_last_step_nothing_is_there(vault: Vault, tmp_path: Path, told: int) -> None:
    """At the beginning, with two hundred written, and with all of them written."""
    before = counts(vault)
    prepared = looked(vault, many(tmp_path, 300))
    with pytest.raises(Cancelled):
        bring_in(vault, prepared, StopsAt(Doing.IMPORTING, told))
    assert counts(vault) == before


def test_one_undo_takes_the_whole_import_back(vault: Vault, clock: StillClock, tmp_path: Path) -> None:
    """More lines than undo looks at for any other save."""
    before = counts(vault)
    bring_in(vault, looked(vault, many(tmp_path, undo.MOST_LINES + 100)))
    clock.forward(minutes=9)
    last = undo.last_save(vault)
    assert last.imports == 600
    with pytest.raises(Cancelled):
        undo.undo(vault, last, StopsAt(Doing.TAKING_BACK, 3))
    assert counts(vault)[0] == before[0] + 600
    assert undo.undo(vault, last) is None
    assert (counts(vault)[0], counts(vault)[2]) == (before[0], before[2])
    with pytest.raises(NothingToUndo):
        undo.last_save(vault)


def test_after_ten_minutes_it_stays(vault: Vault, clock: StillClock, tmp_path: Path) -> None:
    bring_in(vault, looked(vault, many(tmp_path, 3)))
    clock.forward(minutes=11)
    with pytest.raises(NothingToUndo):
        undo.last_save(vault)


def test_an_import_is_not_undone_over_what_was_written_since(vault: Vault, tmp_path: Path) -> None:
    """A debrief has to be taken back first, and a draft stays."""
    bring_in(vault, looked(vault, many(tmp_path, 3)))
    second = client_by_code(vault, "Maple-101")
    keep_draft(vault, DraftPlace("debrief", second.id), {"what_line": "walked"})
    with pytest.raises(DraftInTheWay, match="Maple-101"):
        undo.undo(vault, undo.last_save(vault))
    give_debrief(vault, second.id)
    assert undo.last_save(vault).imports == 0


def test_other_clients_stay_when_an_import_goes(vault: Vault, tmp_path: Path) -> None:
    give_client(vault, "Cedar-04")
    bring_in(vault, looked(vault, many(tmp_path, 2)))
    undo.undo(vault, undo.last_save(vault))
    assert [row["code"] for row in listing(vault, "SELECT code FROM client")] == ["Cedar-04"]
    assert undo.last_save(vault).code == "Cedar-04"
