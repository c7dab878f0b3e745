"""Talking: lines said, lines heard, and the few signs that mean the same at every prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TextIO

from psw_tui.columns import paragraph
from psw_tui.domain.text import plain
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.plain.lines import Lines

CRISIS, HELP, AGAIN, BACK, ONWARD, LEAVE = "!", "?", "=", "<", ">", "q"
SIGNS = (CRISIS, HELP, AGAIN, BACK, ONWARD, LEAVE)
PROMPT = "> "
WIDTH = 78

FIRST_WORDS = N_(
    "At every question: ! shows the crisis card, ? explains, = says it again, < goes one question back, > goes on to"
    " the end, q leaves and keeps the draft."
)
NOT_A_NUMBER_HERE = N_("There is no answer with this number here. The answers are 1 to {most}.")
NOT_UNDERSTOOD = N_("Type the number of an answer, from 1 to {most}.")
YES, NO = N_("yes"), N_("no")


class Back(Exception):
    """One question back, please."""


class Leave(Exception):
    """That was enough of this."""


class Onward(Exception):
    """No more of these questions: on to the end of the form."""


class Talk:
    """One conversation. Everything said is plain text in lines; nothing ever moves a cursor."""

    def __init__(self, lines: Lines, out: TextIO, language: Language, *, on_terminal: bool = True) -> None:
        self._lines = lines
        self._out = out
        self.on_terminal = on_terminal
        """Whether a terminal shows what is typed; where none does, answers are written down here."""
        self.language = language
        self.unfinished = ""
        """What was typed of the line in whose middle the end came."""
        self.crisis: Callable[[], None] = lambda: None
        """What shows the crisis card."""

    def say(self, words: str, /, **values: object) -> str:
        """`words` in the worker's language."""
        return self.language.say(words, **values)

    def tell(self, text: str = "", *, indent: str = "", hanging: str | None = None) -> None:
        """Say something, in lines that fit. What it holds of people's text cannot steer the terminal."""
        rest = indent if hanging is None else hanging
        for line in paragraph(plain(text), indent=indent, hanging=rest, width=WIDTH):
            self._out.write(line + "\n")
        self._out.flush()

    def wrong(self, text: str) -> None:
        """Say what went wrong."""
        self.tell(text, indent="! ", hanging="  ")

    def numbered(self, answers: Sequence[str], start: int = 1) -> None:
        """Say answers to pick, each on a line with its number."""
        for number, words in enumerate(answers, start):
            self.tell(words, indent=f"{number}. ", hanging=" " * (len(str(number)) + 2))

    def hear(self, again: Callable[[], None], explain: Callable[[], None], *, text: bool = False) -> str:
        """The next answer. Raises Back, Leave, Onward, and what the lines raise.

        With `text` a sign counts only when it stands alone, so that a space before it makes it an answer.
        """
        while True:
            line = self.line()
            match line if text else line.strip():
                case "!":
                    self.crisis()
                case "?":
                    explain()
                case "=":
                    pass
                case "<":
                    raise Back
                case ">":
                    raise Onward
                case "q" | "Q":
                    raise Leave
                case _:
                    return line
            again()

    def line(self) -> str:
        """One line as it was typed."""
        try:
            self._out.write(PROMPT)
            self._out.flush()
            line = self._lines.next()
        except BaseException:
            self.unfinished = self._lines.rest()
            with suppress(OSError):
                self._out.write("\n")
            raise
        if not self.on_terminal:
            self._out.write(plain(line) + "\n")
        return line

    def pick(
        self,
        question: str,
        answers: Sequence[str],
        explain: Callable[[], None] | None = None,
        *,
        before: Callable[[], None] | None = None,
        enter: int | None = None,
    ) -> int:
        """Which of these answers, counted from 0. Asked until one of them is said. Raises Back, Leave.

        `before` is said too when it is to be said again; `enter` is what Enter alone means.
        """

        def ask() -> None:
            if question:
                self.tell(question)
            self.numbered(answers)

        def again() -> None:
            if before is not None:
                before()
            ask()

        ask()
        while True:
            heard = self._heard_or_onward(again, explain or self.explain_signs)
            if not heard and enter is not None:
                return enter
            if (number := self.number(heard, len(answers))) is not None:
                return number - 1

    def _heard_or_onward(self, again: Callable[[], None], explain: Callable[[], None]) -> str:
        """Where there is no end to go on to, the sign for it is answered like Enter."""
        try:
            return self.hear(again, explain).strip()
        except Onward:
            return ""

    def number(self, heard: str, most: int) -> int | None:
        """The number said, if there is an answer with it; else what is wrong is said."""
        if heard.isascii() and heard.isdecimal() and len(heard) < 7 and 1 <= int(heard) <= most:
            return int(heard)
        if heard:
            words = NOT_A_NUMBER_HERE if heard.isascii() and heard.isdecimal() else NOT_UNDERSTOOD
            self.wrong(self.say(words, most=most))
        else:
            self.wrong(self.say(NOT_UNDERSTOOD, most=most))
        return None

    def confirm(self, question: str, yes: str = "", no: str = "") -> bool:
        """Yes or no. To go back or to leave is no."""
        try:
            return self.pick(question, [yes or self.say(YES), no or self.say(NO)]) == 0
        except (Back, Leave):
            return False

    def explain_signs(self) -> None:
        """What can be said at every prompt."""
        self.tell(self.say(FIRST_WORDS))
