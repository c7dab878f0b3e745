"""Every question of every form is asked in plain mode: a new field without a way to answer it fails here."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from psw_tui.language import speak
from psw_tui.plain.asking import Asked, Asking
from psw_tui.plain.in_words import options_of
from psw_tui.plain.stops import Stop, stops
from psw_tui.plain.talk import Talk
from psw_tui.records.answers import Raw, problem_of_answer, raw_of
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.form import Form, questions
from psw_tui.records.nine import STEPS
from psw_tui.records.option import Option
from psw_tui.records.row import Row
from psw_tui.records.step import StepForm
from psw_tui.sheets import debriefs, goals, looks, people, quick, safety, writing
from psw_tui.sheets import steps as step_sheets
from tests.plain.conftest import Script

TODAY = date(2026, 3, 13)
LISTS = {name: [Option("one", "the first"), Option("two", "the second")] for name in ("goals", "contacts")}
LISTS |= dict.fromkeys(("permissions", "may_share"), LISTS["goals"])

TYPED: Mapping[Kind, tuple[list[str], Any]] = {
    Kind.LINE: (["a few words"], "a few words"),
    Kind.NOTES: (["one line", "another", ""], "one line\nanother"),
    Kind.LINES: (["one line", "another", "."], "one line\nanother"),
    Kind.TICK: (["1"], True),
    Kind.DAY: (["today"], "2026-03-13"),
    Kind.NUMBER: (["61"], "61"),
    Kind.SCALE: (["7"], "7"),
}
"""What is typed for each kind of question whose answers are not its own, and what comes of it."""


def forms() -> Iterator[type[Form]]:
    """Every form a worker fills in: no table, and nothing that others are built on."""
    assert all((debriefs, goals, looks, people, quick, safety, writing, step_sheets, STEPS))  # all of them are loaded
    waiting: list[type[Form]] = [Form]
    while waiting:
        form = waiting.pop()
        waiting.extend(form.__subclasses__())
        if form not in (Form, StepForm) and not issubclass(form, Row) and form.__module__.startswith("psw_tui"):
            yield form


def answered_for(form: type[Any], ask: Ask, context: Raw) -> Raw:
    """Answers that make this question apply, and those that make these apply."""
    asked, raw = dict(questions(form)), dict(context)
    for condition in ask.when:
        value = next(iter(sorted(condition.values)))
        behind = asked.get(condition.field)
        if behind is not None:
            raw |= answered_for(form, behind, context)
        raw[condition.field] = value if behind is None or behind.kind is not Kind.SEVERAL else [value]
    return raw


def every_question() -> Iterator[tuple[type[Any], str, Ask]]:
    for form in forms():
        for name, ask in questions(form):
            yield form, name, ask
            if ask.rows is not None:
                yield from ((ask.rows, part, small) for part, small in questions(ask.rows))


ALL = list(dict.fromkeys((form, name) for form, name, _ in every_question()))


@pytest.mark.parametrize(("form", "name"), ALL, ids=[f"{form.__name__}-{name}" for form, name in ALL])
def test_it_is_said_explained_and_answered(form: type[Any], name: str) -> None:
    """In both languages; the answer is what the form takes."""
    ask = dict(questions(form))[name]
    if ask.kind is Kind.ROWS:
        return  # its own questions are asked, each by itself
    for code in ("en", "fr"):
        out, language = io.StringIO(), speak(code)
        stop = Stop((name,), form, ask)
        options = options_of(Talk(Script([]), out, language), stop, LISTS)
        typed, wanted = TYPED.get(ask.kind) or (["1"], options[0].value)
        if ask.kind is Kind.NUMBER and raw_of(form())[name]:
            typed, wanted = [raw_of(form())[name]], raw_of(form())[name]  # its own, which is in its own range
        if ask.kind in (Kind.SEVERAL, Kind.PICKS):
            typed, wanted = ["2 1"], [option.value for option in options[:2]]
        talk = Talk(Script(["?", "=", *typed]), out, language, on_terminal=False)
        blank = raw_of(form())[name]
        assert Asking(talk, Asked(stop, blank, TODAY, options)).answer() == wanted
        said = " ".join(out.getvalue().split())
        assert said.count(" ".join(language.say(ask.words).split())) >= 3  # asked, after the explanation, once more
        assert all(" ".join(option.label.split()) in said for option in options)
        assert not ask.hint or " ".join(language.say(ask.hint).split()) in said
        assert problem_of_answer(form, name, wanted, TODAY) is None


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.__name__)
def test_no_question_is_left_out_on_the_way(form: type[Form]) -> None:
    """Whatever it depends on: with the answers that make it apply it is reached, and the parts of rows too."""
    for name, ask in questions(form):
        context = {"record_mode": "full", "some_withdrawn": "True", "some_left": "True", "today": TODAY}
        raw = raw_of(form()) | answered_for(form, ask, {})
        reached = [stop.key for stop in stops(form, raw, context, LISTS)]
        if ask.rows is None:
            assert (name,) in reached
            continue
        for part, small in questions(ask.rows):
            row = answered_for(ask.rows, small, {}) | ({ask.carries: "one"} if ask.carries else {})
            reached = [stop.key for stop in stops(form, raw | {name: [row]}, context, LISTS)]
            assert (name, 0, part) in reached


def test_another_kind_of_question_would_be_noticed() -> None:
    """Without a way to answer it, explaining it fails."""
    ask = Ask("mood", "How?")  # type: ignore[arg-type]
    talk = Talk(Script(["?"]), io.StringIO(), speak("en"))
    with pytest.raises(KeyError):
        Asking(talk, Asked(Stop(("x",), Form, ask), "", TODAY)).answer()
