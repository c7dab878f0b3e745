"""Filling in a form: one question after the other, every answer kept at once, and a review before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.plain.asking import Asked, Asking, NewOneFirst, options_of, told
from psw_tui.plain.desk import Desk
from psw_tui.plain.stops import Key, Stop, answer_at, stops, with_answer
from psw_tui.plain.talk import Back, Leave, Onward
from psw_tui.records.answers import Raw, read_form, suggested_state, typed_and_hidden
from psw_tui.records.form import Refused, is_blank, questions
from psw_tui.records.step import StepForm
from psw_tui.sentences import sentence
from psw_tui.services.drafts import Room
from psw_tui.services.errors import NotPossible
from psw_tui.sheets.sheet import Sheet
from psw_tui.storage.errors import VaultError

Maker = Callable[[], object]
"""Makes something that can be picked afterwards."""

SAVE, CHANGE, LEAVE = N_("save"), N_("change an answer"), N_("leave it as a draft")
ONE_MORE = N_("{what}: one more?")
KEPT = N_("Not saved. What you answered is kept as a draft.")
SAVED = N_("Saved.")
BEGUN = N_("You began this before. What you answered is kept; < goes back to it.")
LAST_ROOM = N_("The disk is nearly full. Your draft is still kept, but not for long. Make room.")
NOT_KEPT = N_("This answer could not be kept yet. Make room, then go on: it is tried again at the next answer.")
FIRST_ONE = N_("This is the first question.")
WOULD_GO = N_("Something you typed is not asked any more, and would not be saved: {questions}.")
KEYS = N_("Where a sentence names a key of the screens: F4 is + at the question, F2 is save, Esc is q.")


class Filling:
    """One form with one person in front of it."""

    def __init__(self, desk: Desk, build: Callable[[], Sheet], makers: Mapping[str, Maker] | None = None) -> None:
        """`build` makes the sheet, again whenever what it picks from has changed; `makers` are by name of such a list."""
        self._desk = desk
        self._talk = desk.talk
        self._say = desk.say
        self._build = build
        self._makers = makers or {}
        self._sheet = build()
        self._raw = self._sheet.raw

    def run(self, *, straight: bool = False) -> Any:
        """Ask everything. What saving returned, or None when it was left; with `straight` it is saved without a review."""
        self._desk.open.append(self._sheet.place)
        try:
            self._begin()
            self._walk(self._start())
            return self._end(straight=straight)
        except Leave:
            self._tell_kept()
            return None
        except BaseException:
            self._desk.cut_short = True
            raise
        finally:
            self._desk.open.pop()

    @property
    def _context(self) -> dict[str, Any]:
        return {"today": self._desk.today, **self._sheet.context}

    @property
    def _answers(self) -> Raw:
        """The answers, with the state they add up to where the worker has not picked one."""
        form = self._sheet.form
        if not issubclass(form, StepForm) or self._raw.get("state"):
            return self._raw
        state = suggested_state(form, self._raw, self._context)
        return self._raw | ({"state": state.value} if state in form.states() else {})

    def _stops(self) -> list[Stop]:
        return list(stops(self._sheet.form, self._answers, self._context, self._sheet.lists, self._makers))

    def _begin(self) -> None:
        self._talk.tell()
        self._talk.tell(self._sheet.title)
        for line in self._sheet.head:
            self._talk.tell("  ".join(filter(None, (line.strong, line.text))))
        if self._sheet.kept:
            self._talk.tell(self._say(BEGUN))

    def _start(self) -> int:
        """The first question; in a form begun before, the one after the last that was answered."""
        fresh, every = self._sheet.fresh, self._stops()
        begun = {name for name, answer in self._sheet.kept.items() if answer != fresh.get(name)}
        last = max((place for place, stop in enumerate(every) if stop.key[0] in begun), default=-1)
        return min(last + 1, len(every))

    def _walk(self, at: int) -> None:
        """Ask from here to the end, or until the worker goes on to the end."""
        while at < len(every := self._stops()):
            try:
                at = self._next(every, at)
            except Back:
                if at == 0:
                    self._talk.tell(self._say(FIRST_ONE))
                at = max(0, at - 1)
            except NewOneFirst:
                self._make_new(every[at])
            except Onward:
                return

    def _next(self, every: list[Stop], at: int) -> int:
        """Ask one question and say where the next one stands."""
        stop = every[at]
        if stop.asks_for_more:
            return self._ask_for_more(every, at)
        self._ask(stop)
        if self._is_left_out(stop):
            return next(place for place in range(at, len(every)) if every[place].asks_for_more) + 1
        now = self._stops()
        return next((place for place, each in enumerate(now) if each.key == stop.key), at) + 1

    def _is_left_out(self, stop: Stop) -> bool:
        """Whether a row that nobody needs was passed over at its first question."""
        row = stop.begins_row and not stop.heading and is_blank(answer_at(self._answers, stop.key))
        return row and not any(self._row_of(stop).values())

    def _row_of(self, stop: Stop) -> Raw:
        rows = self._raw.get(stop.key[0]) or []
        return rows[stop.key[1]] if stop.key[1] < len(rows) else {}

    def _ask_for_more(self, every: list[Stop], at: int) -> int:
        stop = every[at]
        question = self._say(ONE_MORE, what=self._say(stop.ask.words))
        if self._talk.pick(question, [self._say(N_("no")), self._say(N_("yes"))], enter=0) == 0:
            return at + 1
        if stop.ask.source:
            raise NewOneFirst
        self._raw = with_answer(self._raw, stop.key, None, self._asks, self._sheet.lists)
        return at

    def _ask(self, stop: Stop) -> None:
        if stop.begins_row:
            self._tell_row(stop)
        answer = Asking(self._talk, self._asked(stop)).answer()
        suggested = stop.key == ("state",) and not self._raw.get("state")
        if not (suggested and answer == self._answers.get("state")):
            self._put(stop.key, answer)

    def _asked(self, stop: Stop) -> Asked:
        answers = self._answers
        suggested = stop.key == ("state",) and not self._raw.get("state")
        return Asked(
            stop,
            answer_at(answers, stop.key),
            self._desk.today,
            options_of(self._talk, stop, self._sheet.lists),
            makes_new=stop.ask.source in self._makers,
            is_done_rule=issubclass(self._sheet.form, StepForm),
            all_private=self._sheet.all_private,
            suggested=suggested,
            keep=lambda answer: self._put(stop.key, answer),
        )

    @property
    def _asks(self) -> dict[str, Any]:
        return dict(questions(self._sheet.form))

    def _put(self, key: Key, answer: Any) -> None:
        """Take an answer, and keep it at once."""
        if answer_at(self._raw, key) == answer:
            return
        self._raw = with_answer(self._raw, key, answer, self._asks, self._sheet.lists)
        try:
            if self._sheet.keep(self._desk.vault, self._raw) is Room.LAST:
                self._talk.wrong(self._say(LAST_ROOM))
        except VaultError as error:
            self._talk.wrong(sentence(error, self._desk.language))
            self._talk.wrong(self._say(NOT_KEPT))

    def _make_new(self, stop: Stop) -> None:
        """Make what is to be picked; the form goes on where it was, with the new one in its list."""
        self._desk.attempt(self._makers[stop.ask.source])
        fresh = self._build()
        self._sheet = replace(self._sheet, lists=fresh.lists, context=fresh.context)

    def _tell_row(self, stop: Stop) -> None:
        """Say which row begins, and before the first of them what all of them are about."""
        rows = self._asks[stop.key[0]]
        self._talk.tell()
        self._talk.tell(f"{self._say(rows.words)}: {stop.heading or self._row_name(stop)}")
        if rows.hint and stop.key[1] == 0:
            self._talk.tell(self._say(rows.hint))

    def _row_name(self, stop: Stop) -> str:
        return f"{self._say(self._asks[stop.key[0]].row_name)} {stop.key[1] + 1}"

    def _tell_kept(self) -> None:
        if self._sheet.says_something(self._raw):
            self._talk.tell(self._say(KEPT))

    def _end(self, *, straight: bool) -> Any:
        """Save, change an answer, or leave a draft."""
        whole = True
        while True:
            if straight:
                done, result = self._save()
                if done:
                    return result
                continue
            try:
                choice = self._review(whole=whole)
            except Back:
                self._walk(max(0, len(self._stops()) - 1))
                continue
            whole = False
            if choice == 0:
                done, result = self._save()
                if done:
                    return result
            elif choice == 1:
                self._change()
            else:
                raise Leave

    def _review(self, *, whole: bool) -> int:
        """Say everything that was answered, and ask what is to become of it."""

        def all_of_it() -> None:
            self._talk.tell()
            self._talk.tell(self._say(N_("What you answered:")))
            for stop in self._stops():
                if not stop.asks_for_more and not is_blank(answer_at(self._answers, stop.key)):
                    self._talk.tell(self._line(stop), indent="  ", hanging="    ")

        if whole:
            all_of_it()
        self._talk.tell()
        return self._talk.pick("", [self._say(SAVE), self._say(CHANGE), self._say(LEAVE)], before=all_of_it)

    def _line(self, stop: Stop) -> str:
        options = options_of(self._talk, stop, self._sheet.lists)
        answer = told(self._talk, stop.ask, answer_at(self._answers, stop.key), options, self._desk.today)
        about = (stop.heading or self._row_name(stop)) if len(stop.key) == 3 else ""
        return ", ".join(filter(None, (about, self._say(stop.ask.words)))) + f": {answer}"

    def _change(self) -> None:
        """Ask which answer, then that question, then those that only apply now."""
        every = [stop for stop in self._stops() if not (stop.asks_for_more and stop.ask.source)]
        lines = [
            self._say(ONE_MORE, what=self._say(stop.ask.words)) if stop.asks_for_more else self._line(stop)
            for stop in every
        ]
        try:
            number = self._talk.pick(self._say(N_("Which answer?")), lines)
            self._ask_again(every[number])
        except (Back, Onward):
            return

    def _ask_again(self, stop: Stop) -> None:
        before = {each.key for each in self._stops()}
        every = self._stops()
        at = next(place for place, each in enumerate(every) if each.key == stop.key)
        if stop.asks_for_more:
            if self._ask_for_more(every, at) == at:
                self._walk_row(at)
            return
        try:
            self._ask(stop)
        except NewOneFirst:
            self._make_new(stop)
            self._ask_again(stop)
        for each in self._stops():
            if each.key not in before and not each.asks_for_more and self._still_applies(each):
                self._ask_or_make(each)

    def _walk_row(self, at: int) -> None:
        """Ask the questions of a row that was just added."""
        key = self._stops()[at].key[:2]
        for each in self._stops():
            if each.key[:2] == key and len(each.key) == 3 and self._still_applies(each):
                self._ask(each)

    def _still_applies(self, stop: Stop) -> bool:
        return any(each.key == stop.key for each in self._stops())

    def _ask_or_make(self, stop: Stop) -> None:
        try:
            self._ask(stop)
        except NewOneFirst:
            self._make_new(stop)
            self._ask(stop)

    def _save(self) -> tuple[bool, Any]:
        """Whether it was saved, and what came of it. What stands in the way is said, and asked again."""
        if not self._may_lose_hidden():
            return False, None
        try:
            form = read_form(self._sheet.form, self._answers, self._context)
            result = self._sheet.save(self._desk.vault, form)
        except Refused as refused:
            self._mend(refused)
            return False, None
        except (NotPossible, VaultError) as error:
            self._talk.wrong(sentence(error, self._desk.language))
            return False, None
        self._talk.tell(self._say(SAVED))
        return True, result

    def _may_lose_hidden(self) -> bool:
        going = typed_and_hidden(self._sheet.form, self._answers, self._sheet.fresh, self._context)
        if not going:
            return True
        words = ", ".join(self._say(self._asks[name].words) for name in going)
        question = self._say(WOULD_GO, questions=words)
        return self._talk.confirm(question, self._say(N_("save without it")), self._say(N_("not yet")))

    def _mend(self, refused: Refused) -> None:
        """Say what is wrong, then ask the first of those questions again."""
        every = self._stops()
        for name, problem in refused.problems.items():
            words = self._asks[name].words if name in self._asks else ""
            about = self._say(words) if words else ""
            self._talk.wrong(": ".join(filter(None, (about, self._say(problem.words, **problem.values)))))
        if self._makers:
            self._talk.tell(self._say(KEYS))
        first = next((stop for stop in every if stop.key[0] in refused.problems and not stop.asks_for_more), None)
        if first is None:
            return
        try:
            self._ask_again(first)
        except (Back, Onward):
            return


def fill(desk: Desk, build: Callable[[], Sheet], makers: Mapping[str, Maker] | None = None) -> Any:
    """Fill in a form: what saving it returned, or None when it was left."""
    return Filling(desk, build, makers).run()
