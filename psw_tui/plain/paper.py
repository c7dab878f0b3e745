"""A form being filled in: its sheet and the answers so far, each of them kept as a draft at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.plain.asking import Asked
from psw_tui.plain.desk import Desk
from psw_tui.plain.in_words import options_of, told
from psw_tui.plain.stops import Key, Stop, answer_at, stops, with_answer
from psw_tui.records.answers import Raw, suggested_state
from psw_tui.records.ask import Ask
from psw_tui.records.form import is_blank, questions
from psw_tui.records.step import StepForm
from psw_tui.sentences import sentence
from psw_tui.services.drafts import Room
from psw_tui.sheets.sheet import Sheet
from psw_tui.storage.errors import VaultError

Maker = Callable[[], object]
"""Makes something that can be picked afterwards."""

LAST_ROOM = N_("The disk is nearly full. Your draft is still kept, but not for long. Make room.")
NOT_KEPT = N_("This answer could not be kept yet. Make room, then go on: it is tried again at the next answer.")
STATE: Key = ("state",)
"""The last question of a step: its answer is suggested until the worker picks one."""


class Paper:
    """The answers of one form, and what its questions are."""

    def __init__(self, desk: Desk, build: Callable[[], Sheet], makers: Mapping[str, Maker]) -> None:
        """`build` makes the sheet, again whenever what it picks from has changed; `makers` are by name of such a list."""
        self._desk = desk
        self._build = build
        self.makers = makers
        self.sheet = build()
        self._raw = self.sheet.raw

    @property
    def context(self) -> dict[str, Any]:
        """What conditions and rules look at besides the answers."""
        return {"today": self._desk.today, **self.sheet.context}

    @property
    def answers(self) -> Raw:
        """The answers, with the state they add up to where the worker has not picked one."""
        form = self.sheet.form
        if not issubclass(form, StepForm) or self._raw.get("state"):
            return self._raw
        state = suggested_state(form, self._raw, self.context)
        return self._raw | ({"state": state.value} if state in form.states() else {})

    @property
    def asks(self) -> dict[str, Ask]:
        """The questions by name."""
        return dict(questions(self.sheet.form))

    @property
    def says_something(self) -> bool:
        """Whether anything was answered besides what the form begins with."""
        return self.sheet.says_something(self._raw)

    def stops(self) -> list[Stop]:
        """The questions that apply now, in order."""
        return list(stops(self.sheet.form, self.answers, self.context, self.sheet.lists, self.makers))

    def first_open(self) -> int:
        """The first question; in a form begun before, the one after the last that was answered."""
        fresh, every = self.sheet.fresh, self.stops()
        begun = {name for name, answer in self.sheet.kept.items() if answer != fresh.get(name)}
        last = max((place for place, stop in enumerate(every) if stop.key[0] in begun), default=-1)
        return min(last + 1, len(every))

    def answer(self, stop: Stop) -> Any:
        """The answer that stands there."""
        return answer_at(self.answers, stop.key)

    def is_suggested(self, stop: Stop) -> bool:
        """Whether what stands there is no answer of the worker's yet."""
        return stop.key == STATE and not self._raw.get("state")

    def is_blank_row(self, stop: Stop) -> bool:
        """Whether nothing at all is answered in the row of this question."""
        rows = self._raw.get(stop.key[0]) or []
        return stop.key[1] >= len(rows) or not any(rows[stop.key[1]].values())

    def asked(self, stop: Stop) -> Asked:
        """The question with all it needs to be asked."""
        return Asked(
            stop,
            self.answer(stop),
            self._desk.today,
            options_of(self._desk.talk, stop, self.sheet.lists),
            makes_new=stop.ask.source in self.makers,
            is_done_rule=issubclass(self.sheet.form, StepForm),
            all_private=self.sheet.all_private,
            suggested=self.is_suggested(stop),
            keep=lambda answer: self.put(stop, answer),
        )

    def put(self, stop: Stop, answer: Any) -> None:
        """Take an answer, and keep it at once. What was only suggested, and left so, goes on being suggested."""
        if answer_at(self._raw, stop.key) == answer or (self.is_suggested(stop) and answer == self.answer(stop)):
            return
        self._raw = with_answer(self._raw, stop.key, answer, self.asks, self.sheet.lists)
        try:
            if self.sheet.keep(self._desk.vault, self._raw) is Room.LAST:
                self._desk.talk.wrong(self._desk.say(LAST_ROOM))
        except VaultError as error:
            self._desk.talk.wrong(sentence(error, self._desk.language))
            self._desk.talk.wrong(self._desk.say(NOT_KEPT))

    def add_row(self, stop: Stop) -> None:
        """One more row, still blank."""
        self._raw = with_answer(self._raw, stop.key, None, self.asks, self.sheet.lists)

    def make_new(self, source: str) -> None:
        """Make what is to be picked; the form goes on where it was, with the new one in its list."""
        self._desk.attempt(self.makers[source])
        fresh = self._build()
        self.sheet = replace(self.sheet, lists=fresh.lists, context=fresh.context)

    def row_name(self, stop: Stop) -> str:
        """What the row of a question is about, or its number."""
        return stop.heading or f"{self._desk.say(self.asks[stop.key[0]].row_name)} {stop.key[1] + 1}"

    def line(self, stop: Stop) -> str:
        """A question with its answer."""
        options = options_of(self._desk.talk, stop, self.sheet.lists)
        answer = told(self._desk.talk, stop.ask, self.answer(stop), options, self._desk.today)
        about = self.row_name(stop) if len(stop.key) == 3 else ""
        question = ", ".join(filter(None, (about, self._desk.say(stop.ask.words))))
        return f"{self._desk.language.before(question)} {answer}"

    def answered(self) -> list[Stop]:
        """The questions that have an answer."""
        return [stop for stop in self.stops() if not stop.asks_for_more and not is_blank(self.answer(stop))]
