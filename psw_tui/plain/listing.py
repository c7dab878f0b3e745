"""Lists at a prompt: numbered lines, a page at a time, and letters for what can be done with the whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.talk import Back, Leave, Onward

PAGE = 20
MORE = "+"
MORE_WORDS = N_("{n} more")
ONLY_LETTERS = N_("There is no number here. Type one of the letters, or <.")
NOTHING_HERE = N_("There is nothing to pick here. < goes back.")

Head = Callable[[], None]


class Listed:
    """One list said aloud, until something of it is chosen."""

    def __init__(
        self,
        desk: Desk,
        lines: Sequence[str],
        letters: Mapping[str, str],
        explain: Callable[[], None],
        read: Callable[[Sequence[str]], Sequence[str]] = lambda lines: lines,
    ) -> None:
        """`letters` name what each does. `read` turns one page of `lines`, such as ids, into what is said."""
        self._desk = desk
        self._lines = lines
        self._letters = letters
        self._explain = explain
        self._read = read
        self._from = 0

    def choose(self, head: Head = lambda: None) -> int | str:
        """The place of the line chosen, counted from 0, or the letter. Raises Back, Leave."""

        def again() -> None:
            head()
            self._tell()

        again()
        while True:
            try:
                heard = self._desk.talk.hear(again, self._explain).strip().lower()
            except Onward:
                heard = MORE
            if heard in self._letters:
                return heard
            if heard == MORE and self._left:
                self._from += PAGE
                self._tell()
            elif self._lines and (number := self._desk.talk.number(heard, len(self._lines))) is not None:
                return number - 1
            elif not self._lines:
                self._desk.talk.wrong(self._desk.say(ONLY_LETTERS if self._letters else NOTHING_HERE))

    @property
    def _left(self) -> int:
        return max(0, len(self._lines) - self._from - PAGE)

    def _tell(self) -> None:
        page = self._read(self._lines[self._from : self._from + PAGE])
        self._desk.talk.numbered(page, self._from + 1)
        if self._left:
            self._desk.tell(f"{MORE} {self._desk.say(MORE_WORDS, n=self._left)}")
        for letter, words in self._letters.items():
            self._desk.tell(f"{letter}. {words}")


def pick_client(desk: Desk, known: Sequence[tuple[str, str]], question: str) -> str:
    """Which of these (id, code): by number, or by part of a code. The id; empty when the worker thought better of it."""
    found = list(known)
    talk = desk.talk
    desk.tell()
    while True:
        try:
            _tell_codes(desk, found, question)
            heard = talk.hear(partial(_tell_codes, desk, found, question), talk.explain_signs).strip()
        except (Back, Leave, Onward):
            return ""
        if heard.isascii() and heard.isdecimal():
            if (number := talk.number(heard, min(PAGE, len(found)))) is not None:
                return found[number - 1][0]
            continue
        fewer = [each for each in known if heard.casefold() in each[1].casefold()]
        if not fewer:
            talk.wrong(desk.say(N_("No code has that in it.")))
        elif len(fewer) == 1 and heard:
            return fewer[0][0]
        else:
            found = fewer


def _tell_codes(desk: Desk, found: Sequence[tuple[str, str]], question: str) -> None:
    desk.tell(question)
    desk.talk.numbered([code for _, code in found[:PAGE]])
    if len(found) > PAGE:
        desk.tell(desk.say(MORE_WORDS, n=len(found) - PAGE))
