"""Going through the questions of a form: on, back, to the end, and once more to one of them."""

from __future__ import annotations

from psw_tui.domain.words import N_
from psw_tui.plain.asking import Asking, NewOneFirst
from psw_tui.plain.desk import Desk
from psw_tui.plain.paper import Paper
from psw_tui.plain.stops import Stop
from psw_tui.plain.talk import Back, Onward
from psw_tui.records.form import is_blank

ONE_MORE = N_("{what}: one more?")
FIRST_ONE = N_("This is the first question.")


class Walking:
    """Asks the questions of one paper."""

    def __init__(self, desk: Desk, paper: Paper) -> None:
        self._talk = desk.talk
        self._say = desk.say
        self._paper = paper

    def walk(self, at: int) -> None:
        """Ask from this question to the end, or until the worker goes on to the end."""
        while at < len(every := self._paper.stops()):
            try:
                at = self._next(every, at)
            except Back:
                if at == 0:
                    self._talk.tell(self._say(FIRST_ONE))
                at = max(0, at - 1)
            except NewOneFirst:
                self._paper.make_new(every[at].ask.source)
            except Onward:
                return

    def again(self, stop: Stop) -> None:
        """Ask one question once more, then those that only apply now. Raises Back, Onward, Leave."""
        before = {each.key for each in self._paper.stops()}
        if stop.asks_for_more:
            self._one_more_row(stop)
            return
        self._ask_or_make(stop)
        for each in self._paper.stops():
            if each.key not in before and not each.asks_for_more and self._still_applies(each):
                self._ask_or_make(each)

    def one_more(self, stop: Stop) -> str:
        """The question about one more row."""
        return self._say(ONE_MORE, what=self._say(stop.ask.words))

    def _next(self, every: list[Stop], at: int) -> int:
        """Ask one question and say where the next one stands."""
        stop = every[at]
        if stop.asks_for_more:
            return at if self._adds_row(stop) else at + 1
        self._ask(stop)
        if self._is_passed_over(stop):
            return next(place for place in range(at, len(every)) if every[place].asks_for_more) + 1
        now = self._paper.stops()
        return next((place for place, each in enumerate(now) if each.key == stop.key), at) + 1

    def _is_passed_over(self, stop: Stop) -> bool:
        """Whether a row that nobody needs was left blank at its first question."""
        passed = stop.begins_row and not stop.heading and is_blank(self._paper.answer(stop))
        return passed and self._paper.is_blank_row(stop)

    def _adds_row(self, stop: Stop) -> bool:
        """Ask whether there is one more row. Raises NewOneFirst where rows are about things that have to be made."""
        if self._talk.pick(self.one_more(stop), [self._say(N_("no")), self._say(N_("yes"))], enter=0) == 0:
            return False
        if stop.ask.source:
            raise NewOneFirst
        self._paper.add_row(stop)
        return True

    def _one_more_row(self, stop: Stop) -> None:
        rows = {each.key for each in self._paper.stops()}
        if self._adds_row(stop):
            for each in self._paper.stops():
                if each.key not in rows and self._still_applies(each):
                    self._ask(each)

    def _ask(self, stop: Stop) -> None:
        if stop.begins_row:
            self._tell_row(stop)
        self._paper.put(stop, Asking(self._talk, self._paper.asked(stop)).answer())

    def _ask_or_make(self, stop: Stop) -> None:
        while True:
            try:
                self._ask(stop)
            except NewOneFirst:
                self._paper.make_new(stop.ask.source)
            else:
                return

    def _tell_row(self, stop: Stop) -> None:
        """Say which row begins, and before the first of them what all of them are about."""
        rows = self._paper.asks[stop.key[0]]
        self._talk.tell()
        self._talk.tell(f"{self._talk.language.before(self._say(rows.words))} {self._paper.row_name(stop)}")
        if rows.hint and stop.key[1] == 0:
            self._talk.tell(self._say(rows.hint))

    def _still_applies(self, stop: Stop) -> bool:
        return any(each.key == stop.key for each in self._paper.stops())
