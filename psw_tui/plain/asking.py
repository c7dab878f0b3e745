"""One question of a form, by its kind: what is said, and what an answer may look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psw_tui.domain.dates import UnreadableDay, parse_day
from psw_tui.domain.words import N_
from psw_tui.plain.in_words import told
from psw_tui.plain.stops import Stop
from psw_tui.plain.talk import Talk
from psw_tui.plain.text import Text
from psw_tui.records.answers import problem_of_answer
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.form import is_blank
from psw_tui.records.option import Option

CLEAR, ADD = "-", "+"

ONE_NUMBER = N_("Type the number of one answer.")
SEVERAL_NUMBERS = N_("Type the numbers of all that apply, such as 1 3. 0 is none of them.")
A_LINE = N_("Type one line.")
SOME_LINES = N_("Type as many lines as you like. An empty line, or a dot alone, ends them.")
ONE_A_LINE = N_("Type one on each line. An empty line, or a dot alone, ends them.")
A_DAY = N_("Type a day: today, -3, +3, fri, 2w or 2026-03-01.")
A_NUMBER = N_("Type a whole number.")
A_SCALE = N_("Type a number from 0 to 10, or a for not asked, or p for prefer not to say.")
NOT_ON_SCALE = N_("Type 0 to 10, a or p.")
NOTHING_YET = N_("Nothing to pick from yet.")
ADDS_ONE = N_("+ makes a new one first.")
KEEPS = N_("Enter keeps it. - takes it away.")
SKIPS = N_("Enter leaves it empty.")
NEEDED = N_("This one is needed.")
NEEDED_FOR_DONE = N_("Needed before this is done.")
ONLY_FOR_YOU = N_("Only for you: you can read it, and nobody is shown it.")
LITERAL = N_("To answer with one of these signs alone, type a space before it.")

HOW: Mapping[Kind, str] = {
    Kind.LINE: A_LINE,
    Kind.NOTES: SOME_LINES,
    Kind.LINES: ONE_A_LINE,
    Kind.TICK: ONE_NUMBER,
    Kind.CHOICE: ONE_NUMBER,
    Kind.SEVERAL: SEVERAL_NUMBERS,
    Kind.PICK: ONE_NUMBER,
    Kind.PICKS: SEVERAL_NUMBERS,
    Kind.DAY: A_DAY,
    Kind.NUMBER: A_NUMBER,
    Kind.SCALE: A_SCALE,
}
"""How a question of each kind is answered; rows are no question of their own."""

TEXT = frozenset({Kind.LINE, Kind.NOTES, Kind.LINES})
SCALE = (*(str(number) for number in range(11)), "a", "p")


class NewOneFirst(Exception):
    """What is to be picked has to be made first."""


@dataclass(frozen=True)
class Asked:
    """A question about to be asked, with all it needs."""

    stop: Stop
    now: Any
    """The answer that stands there."""
    today: date
    options: Sequence[Option] = ()
    makes_new: bool = False
    """Whether what is picked from can be added to from here."""
    is_done_rule: bool = False
    """Needed only for calling the step done."""
    all_private: bool = False
    suggested: bool = False
    """The answer that stands there is a suggestion, not an answer."""
    keep: Callable[[Any], None] = field(default=lambda _answer: None)
    """Keeps an answer that is still being typed."""

    @property
    def ask(self) -> Ask:
        """The question."""
        return self.stop.ask


class Asking:
    """Asks one question until its answer can stand."""

    def __init__(self, talk: Talk, asked: Asked) -> None:
        self._talk = talk
        self._asked = asked
        self._say = talk.say

    def answer(self) -> Any:
        """The answer as a form holds it. Raises Back, Leave, Onward, NewOneFirst, and what the lines raise."""
        self.ask()
        while True:
            heard = self._heard()
            if not heard.strip():
                if self._may_stay():
                    return self._asked.now
                continue
            if heard == CLEAR or (self._asked.ask.kind not in TEXT and heard.strip() == CLEAR):
                self._asked.keep(self._nothing())
                return self._nothing()
            if heard.strip() == ADD and self._asked.makes_new:
                raise NewOneFirst
            found = self._read(heard)
            if found is not None and self._stands(found):
                return found

    def _heard(self) -> str:
        """The next answer. Of words in whose middle the end comes, that half is kept."""
        is_text = self._asked.ask.kind in TEXT
        try:
            return self._talk.hear(self.ask, self.explain, text=is_text)
        except BaseException:
            if is_text and self._talk.unfinished.strip():
                self._asked.keep(self._talk.unfinished.strip())
            raise

    def ask(self) -> None:
        """Say the question, the possible answers, and the answer that stands, each on lines of its own."""
        asked, ask = self._asked, self._asked.ask
        self._talk.tell()
        mark = " *" if ask.needed else ""
        private = f" ({self._say('only for you')})" if ask.private and not asked.all_private else ""
        self._talk.tell(f"{self._say(ask.words)}{mark}{private}")
        if asked.options:
            self._talk.numbered([option.label for option in asked.options])
        elif ask.kind in (Kind.PICK, Kind.PICKS):
            self._talk.tell(self._say(NOTHING_YET))
        if asked.makes_new:
            self._talk.tell(self._say(ADDS_ONE))
        if ask.kind is Kind.SCALE:
            self._talk.tell(self._say(A_SCALE))
        if not is_blank(asked.now):
            words = N_("Suggested: {answer}") if asked.suggested else N_("Now: {answer}")
            self._talk.tell(self._say(words, answer=self.told(asked.now)))

    def explain(self) -> None:
        """What the question means and how it is answered."""
        ask = self._asked.ask
        if ask.hint:
            self._talk.tell(self._say(ask.hint))
        if ask.needed:
            self._talk.tell(self._say(NEEDED_FOR_DONE if self._asked.is_done_rule else NEEDED))
        if ask.private:
            self._talk.tell(self._say(ONLY_FOR_YOU))
        self._talk.tell(self._say(HOW[ask.kind]))
        if not is_blank(self._asked.now):
            self._talk.tell(self._say(KEEPS))
        elif not self._must_be_said:
            self._talk.tell(self._say(SKIPS))
        self._talk.explain_signs()
        if ask.kind in TEXT:
            self._talk.tell(self._say(LITERAL))

    def told(self, answer: Any) -> str:
        """An answer in words."""
        return told(self._talk, self._asked.ask, answer, self._asked.options, self._asked.today)

    def _may_stay(self) -> bool:
        """Whether Enter may leave things as they are. What is needed is asked for until it is said, or passed by >."""
        if not is_blank(self._asked.now) or not self._must_be_said:
            return True
        self._talk.wrong(self._say(N_("This needs an answer. > goes on to the end without it.")))
        return False

    @property
    def _must_be_said(self) -> bool:
        ask = self._asked.ask
        return ask.needed and not self._asked.is_done_rule and ask.kind is not Kind.TICK

    def _nothing(self) -> Any:
        match self._asked.ask.kind:
            case Kind.SEVERAL | Kind.PICKS:
                return []
            case Kind.TICK:
                return False
            case _:
                return ""

    def _read(self, heard: str) -> Any:
        """What was said as an answer; None, after saying why, for what is none."""
        match self._asked.ask.kind:
            case Kind.LINE:
                return heard.strip()
            case Kind.NOTES | Kind.LINES:
                return Text(self._talk, self._asked.now, self._asked.keep).after(heard, self.ask, self.explain)
            case Kind.TICK:
                picked = self._picked(heard)
                return None if picked is None else bool(picked)
            case Kind.CHOICE | Kind.PICK:
                return self._picked(heard)
            case Kind.SEVERAL | Kind.PICKS:
                return self._picked_several(heard)
            case Kind.SCALE:
                return self._on_scale(heard.strip().lower())
            case Kind.DAY:
                return self._day(heard.strip())
            case _:
                return heard.strip()

    def _picked(self, heard: str) -> str | None:
        if not self._asked.options:
            self._talk.wrong(self._say(NOTHING_YET))
            return None
        number = self._talk.number(heard.strip(), len(self._asked.options))
        return None if number is None else self._asked.options[number - 1].value

    def _picked_several(self, heard: str) -> list[str] | None:
        parts = heard.replace(",", " ").replace(";", " ").split()
        if parts == ["0"]:
            return []
        options = self._asked.options
        if not options:
            self._talk.wrong(self._say(NOTHING_YET))
            return None
        numbers = []
        for part in parts:
            if (number := self._talk.number(part, len(options))) is None:
                return None
            numbers.append(number)
        return [option.value for place, option in enumerate(options, 1) if place in numbers]

    def _day(self, heard: str) -> str:
        """The day itself: a draft may be taken up on another day, when +3 would mean something else."""
        try:
            return parse_day(heard, self._asked.today).isoformat()
        except UnreadableDay:
            return heard

    def _on_scale(self, heard: str) -> str | None:
        if heard in ("t", *SCALE):
            return "10" if heard == "t" else heard
        self._talk.wrong(self._say(NOT_ON_SCALE))
        return None

    def _stands(self, answer: Any) -> bool:
        """Whether the answer can be kept as it is; what stands in its way is said. Too long a text is kept all the same."""
        asked, name = self._asked, self._asked.stop.name
        problem = problem_of_answer(asked.stop.form, name, answer, asked.today)
        if problem is None:
            if asked.ask.kind is Kind.DAY:
                self._talk.tell(f"= {self.told(answer)}")
            return True
        self._talk.wrong(self._say(problem.words, **problem.values))
        return asked.ask.kind in TEXT
