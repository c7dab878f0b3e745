"""A text of several lines: taken down line by line, each kept at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.plain.talk import Back, Leave, Talk

END, ADD = ".", "+"

GOES_ON = N_("Go on. An empty line, or a dot alone, ends it.")
LONG_LINE = 4095
"""Bytes: a terminal hands over no more of one line, and drops the rest without a word."""
MAYBE_CUT = N_("This line is as long as a terminal allows. Look at its end: what came after may be missing.")


class Text:
    """The lines of one answer."""

    def __init__(self, talk: Talk, now: Any, keep: Callable[[str], None]) -> None:
        self._talk = talk
        self._now = str(now or "")
        self._keep = keep

    def after(self, first: str, again: Callable[[], None], explain: Callable[[], None]) -> str:
        """The whole text whose first line was heard already. `+` first goes on after the text that stands there."""
        lines = self._now.split("\n") if first == ADD and self._now else []
        if first == END:
            return self._now
        if first != ADD:
            lines.append(self._line(first))
        self._put_down(lines)
        while True:
            heard = self._heard(lines, again, explain)
            if not heard.strip() or heard == END:
                return "\n".join(lines).strip()
            lines.append(self._line(heard))
            self._put_down(lines)

    def _heard(self, lines: list[str], again: Callable[[], None], explain: Callable[[], None]) -> str:
        """The next line. Of one in whose middle the end comes, that half is kept."""
        try:
            return self._next(again, explain)
        except BaseException:
            if self._talk.unfinished.strip():
                self._put_down([*lines, self._talk.unfinished])
            raise

    def _next(self, again: Callable[[], None], explain: Callable[[], None]) -> str:
        """Within a text only the crisis card, help and the way out are signs: the rest may well be meant."""
        while True:
            heard = self._talk.line()
            match heard:
                case "!":
                    self._talk.crisis()
                case "?":
                    explain()
                case "=":
                    again()
                case "<":
                    raise Back
                case "q":
                    raise Leave
                case _:
                    return heard
            self._talk.tell(self._talk.say(GOES_ON))

    def _line(self, heard: str) -> str:
        if len(heard.encode()) >= LONG_LINE and self._talk.on_terminal:
            self._talk.wrong(self._talk.say(MAYBE_CUT))
        return heard.rstrip()

    def _put_down(self, lines: list[str]) -> None:
        self._keep("\n".join(lines).strip())
