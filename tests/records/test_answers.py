"""What a person typed becomes an answer, or a sentence; nothing of it is lost on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from psw_tui.domain.text import plain
from psw_tui.records.answers import (
    NO_SUCH_DAY,
    NOT_A_DAY,
    NOT_A_NUMBER,
    WHICH_DAY,
    raw_of,
    read_answers,
    read_form,
    suggested_state,
)
from psw_tui.records.ask import LONGEST_TEXT, Ask, Kind
from psw_tui.records.client import ClientForm
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.form import NEEDED, NOT_ONE_OF_THESE, OUT_OF_RANGE, TOO_LONG, Problem, Refused, questions
from psw_tui.records.goal import NewGoalForm
from psw_tui.records.nine import STEPS
from psw_tui.records.safety_note import SafetyNoteForm
from psw_tui.records.setting import SettingForm
from psw_tui.records.steps.listen import ListenForm
from psw_tui.records.steps.solve import SolveForm
from psw_tui.records.support import PermissionForm

TODAY = date(2026, 3, 13)
CONTEXT = {"today": TODAY, "record_mode": "full"}
FORMS: list[type[SQLModel]] = [
    *(step.form for step in STEPS.values()),
    ClientForm,
    DebriefForm,
    NewGoalForm,
    PermissionForm,
    SafetyNoteForm,
    SettingForm,
]


def problems_of(form: type[Any], raw: dict[str, Any]) -> dict[str, Problem]:
    with pytest.raises(Refused) as caught:
        read_form(form, raw, CONTEXT)
    return caught.value.problems


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("  ", None),
        ("today", TODAY),
        ("+3", date(2026, 3, 16)),
        ("2w", date(2026, 3, 27)),
        ("mon", date(2026, 3, 16)),
        ("2026-04-01", date(2026, 4, 1)),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, meant: date | None) -> None:
    """An empty day is no day, not an error."""
    answers, problems = read_answers(DebriefForm, {"next_due": typed}, TODAY)
    assert (answers, problems) == ({"next_due": meant}, {})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("soonish", NOT_A_DAY), ("2026-02-30", NO_SUCH_DAY), ("3/4", WHICH_DAY), ("[/]", NOT_A_DAY)],
)
def test_a_day_that_cannot_be_read_gets_its_own_sentence(typed: str, sentence: str) -> None:
    """No day, no such day and two possible days are told apart, at the box they stand in."""
    assert read_answers(DebriefForm, {"next_due": typed}, TODAY)[1] == {"next_due": Problem(sentence)}


@pytest.mark.parametrize(("typed", "meant"), [("", None), (" 90 ", 90), ("0090", 90), (90, 90)])
def test_whole_numbers_are_read(typed: Any, meant: int | None) -> None:
    """Spaces around one do not matter; an empty box is no number."""
    assert read_answers(DebriefForm, {"minutes": typed}, TODAY)[0] == {"minutes": meant}


@pytest.mark.parametrize("typed", ["ninety", "-5", "4.5", "²", "1e3"])
def test_what_is_no_whole_number_is_said(typed: str) -> None:
    """Also signs, points and the digits Python would choke on."""
    assert read_answers(DebriefForm, {"minutes": typed}, TODAY)[1] == {"minutes": Problem(NOT_A_NUMBER)}


def test_a_number_out_of_range_names_the_range() -> None:
    """The sentence says what would fit."""
    raw = {"contact": "met", "safety": "nothing", "how_long": "more", "minutes": "5"}
    assert problems_of(DebriefForm, raw) == {"minutes": Problem(OUT_OF_RANGE, {"least": 61, "most": 1440})}


def test_a_list_is_one_item_a_line() -> None:
    """Empty lines and the spaces around an item are dropped, the order stays."""
    answers, _ = read_answers(ClientForm, {"strengths": "  cooks \n\n walks daily\n"}, TODAY)
    assert answers == {"strengths": ["cooks", "walks daily"]}


def test_empty_rows_are_left_out_and_half_filled_ones_kept() -> None:
    """The two ideas a form begins with do not become empty ideas; half an idea is not thrown away."""
    rows = [{"idea": "", "source": ""}, {"idea": "call ahead", "source": ""}, {"idea": "", "source": "them"}]
    answers, _ = read_answers(SolveForm, {"ideas": rows}, TODAY)
    assert answers["ideas"] == [{"idea": "call ahead", "source": None}, {"idea": "", "source": "them"}]


def test_a_row_keeps_what_it_is_about() -> None:
    """The id a row carries unseen comes through."""
    rows = [{"goal": "g1", "rating": "7"}, {"goal": "g2", "rating": ""}]
    answers, _ = read_answers(DebriefForm, {"goals": rows}, TODAY)
    assert answers["goals"] == [{"goal": "g1", "rating": "7"}]


def test_a_bad_day_inside_a_row_is_said_at_its_question() -> None:
    """The worker is sent to the rows, with the sentence about the day."""
    rows = [{"who": "me", "what": "call", "by": "soonish"}]
    assert read_answers(SolveForm, {"plan": rows}, TODAY)[1] == {"plan": Problem(NOT_A_DAY)}


def test_all_problems_come_at_once() -> None:
    """Unreadable, missing and contradicting answers are named together, so nobody is sent round three times."""
    found = problems_of(
        DebriefForm, {"contact": "", "safety": "", "held_on": "+3", "next_what": "call", "next_due": "soonish"}
    )
    assert found == {
        "contact": Problem(NEEDED),
        "safety": Problem(NEEDED),
        "held_on": found["held_on"],
        "next_due": Problem(NOT_A_DAY),
    }


def test_an_answer_that_was_never_offered_is_refused() -> None:
    """An old draft or an edited import cannot bring in an unknown choice."""
    assert problems_of(DebriefForm, {"contact": "telepathy", "safety": "nothing"}) == {
        "contact": Problem(NOT_ONE_OF_THESE)
    }


@pytest.mark.parametrize(
    ("form", "name"), [(DebriefForm, "their_words"), (NewGoalForm, "words"), (ListenForm, "heard")]
)
def test_text_of_exactly_the_longest_length_fits_and_one_more_is_told(form: type[Any], name: str) -> None:
    """The sentence says by how much; the text itself is not in the error."""
    base = {"contact": "met", "safety": "nothing", "state": "started", "said_back": "yes"}
    raw = {field: value for field, value in base.items() if field in dict(questions(form))}
    assert len(getattr(read_form(form, raw | {name: "ä" * LONGEST_TEXT}, CONTEXT), name)) == LONGEST_TEXT
    found = problems_of(form, raw | {name: "ä" * (LONGEST_TEXT + 7)})
    assert found == {name: Problem(TOO_LONG, {"over": 7, "most": LONGEST_TEXT})}


def test_reading_leaves_what_was_typed_alone() -> None:
    """The raw answers are what a draft keeps: a refused form does not change them."""
    raw = {"contact": "", "safety": "", "their_words": "\x1b[31mred\x1b[0m", "goals": [{"goal": "g", "rating": "7"}]}
    copy = {**raw, "goals": [dict(raw["goals"][0])]}  # type: ignore[index]
    problems_of(DebriefForm, raw)
    assert raw == copy


def test_an_unseen_answer_is_not_saved() -> None:
    """What was typed before the contact turned out to be a try is not kept in the record."""
    raw = {"contact": "tried", "safety": "nothing", "their_words": "hello", "tried": "rang twice"}
    form = read_form(DebriefForm, raw, CONTEXT)
    assert (form.their_words, form.tried) == ("", "rang twice")


def test_what_stands_in_a_box_nobody_sees_is_no_reason_to_refuse() -> None:
    """Letters typed as minutes do not matter any more once it was half an hour."""
    raw = {"contact": "met", "safety": "nothing", "how_long": "more", "minutes": "ninety"}
    assert set(problems_of(DebriefForm, raw)) == {"minutes"}
    assert read_form(DebriefForm, raw | {"how_long": "30"}, CONTEXT).minutes is None


def test_a_state_is_suggested_from_half_an_entry_too() -> None:
    """With an unreadable day the step is merely started, and nothing is thrown."""
    raw = {"heard": "too fast", "said_back": "yes"}
    assert suggested_state(ListenForm, raw, CONTEXT) == "done"
    assert suggested_state(ListenForm, raw | {"held_on": "soonish"}, CONTEXT) == "started"
    assert suggested_state(ListenForm, raw | {"said_back": "telepathy"}, CONTEXT) == "started"
    assert suggested_state(ListenForm, {}, CONTEXT) == "started"


people_text = st.text(max_size=40).map(plain)
item_text = st.text(min_size=1, max_size=20).map(lambda text: plain(text).replace("\n", " ").strip()).filter(bool)
near_days = st.integers(-400, 400).map(lambda away: TODAY + timedelta(away))


def answer(form: type[SQLModel], name: str, ask: Ask) -> st.SearchStrategy[Any]:
    """Anything a filled form may hold for this question."""
    choices: list[Any] = list(ask.choices or ())
    optional = type(None) in get_args(form.model_fields[name].annotation)
    match ask.kind:
        case Kind.LINE | Kind.NOTES | Kind.PICK:
            return people_text
        case Kind.LINES | Kind.PICKS:
            return st.lists(item_text, max_size=3)
        case Kind.TICK:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from([None, *choices] if optional else choices)
        case Kind.SEVERAL:
            return st.lists(st.sampled_from(choices), unique=True)
        case Kind.DAY:
            return st.none() | near_days
        case Kind.NUMBER:
            return st.integers(61, 300) if name == "minutes" else st.integers(1, 30)
        case Kind.SCALE:
            return st.sampled_from(["", *map(str, range(11)), "a", "p"])
        case Kind.ROWS:
            return st.lists(filled(ask.rows or SQLModel).filter(says_something), max_size=3)


def filled(form: type[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({name: answer(form, name, ask) for name, ask in questions(form)}).map(
        form.model_validate
    )


def says_something(row: SQLModel) -> bool:
    return any(getattr(row, name) for name, _ in questions(type(row)))


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_form_put_on_screen_and_read_back_is_the_same(data: st.DataObject) -> None:
    """Whatever was kept can be opened, left untouched and saved again without a letter changing."""
    form = data.draw(st.sampled_from(FORMS))
    kept = data.draw(filled(form))
    answers, problems = read_answers(form, raw_of(kept), TODAY)
    assert problems == {}
    assert form.model_validate(answers) == kept
