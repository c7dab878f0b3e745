"""Filling in a form: its questions one after the other, a review, and saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.paper import Maker, Paper
from psw_tui.plain.talk import Back, Leave, Onward
from psw_tui.plain.walking import Walking
from psw_tui.records.answers import read_form, typed_and_hidden
from psw_tui.records.form import Refused
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.sheets.sheet import Sheet
from psw_tui.storage.errors import VaultError

SAVE, CHANGE, LEAVE = N_("save"), N_("change an answer"), N_("leave it as a draft")
KEPT = N_("Not saved. What you answered is kept as a draft.")
SAVED = N_("Saved.")
BEGUN = N_("You began this before. What you answered is kept; < goes back to it.")
WOULD_GO = N_("Something you typed is not asked any more, and would not be saved: {questions}.")
KEYS = N_(
    "Where a sentence names a key of the screens: {key:step.first} is + at the question, {key:form.save} is save,"
    " {key:form.leave} is q."
)


class NotSaved(Exception):
    """Something stands in the way, and it was said."""


class Filling:
    """One form with one person in front of it."""

    def __init__(self, desk: Desk, paper: Paper) -> None:
        self._desk = desk
        self._talk = desk.talk
        self._say = desk.say
        self._paper = paper
        self._walking = Walking(desk, paper)

    def run(self, *, straight: bool = False) -> Any:
        """Ask everything. What saving returned, or None when it was left; with `straight` it is saved without a review."""
        self._desk.open.append(self._paper.sheet.place)
        try:
            self._begin()
            self._walking.walk(self._paper.first_open())
            return self._end(straight=straight)
        except Leave:
            if self._paper.says_something:
                self._talk.tell(self._say(KEPT))
            return None
        except BaseException:
            self._desk.cut_short = True
            raise
        finally:
            self._desk.open.pop()

    def _begin(self) -> None:
        sheet = self._paper.sheet
        self._talk.tell()
        self._talk.tell(sheet.title)
        for line in sheet.head:
            self._talk.tell("  ".join(filter(None, (line.strong, line.text))))
        if sheet.kept:
            self._talk.tell(self._say(BEGUN))

    def _end(self, *, straight: bool) -> Any:
        """Save, change an answer, or leave a draft, until one of it is done. Raises Leave."""
        whole = True
        while True:
            try:
                choice = 0 if straight else self._review(whole=whole)
            except Back:
                self._walking.walk(max(0, len(self._paper.stops()) - 1))
                continue
            straight = whole = False
            if choice == 0:
                try:
                    return self._save()
                except NotSaved:
                    continue
            if choice == 1:
                self._change()
            else:
                raise Leave

    def _review(self, *, whole: bool) -> int:
        """Say everything that was answered, and ask what is to become of it."""
        if whole:
            self._tell_all()
        self._talk.tell()
        return self._talk.pick("", [self._say(SAVE), self._say(CHANGE), self._say(LEAVE)], before=self._tell_all)

    def _tell_all(self) -> None:
        self._talk.tell()
        self._talk.tell(self._say(N_("What you answered:")))
        for stop in self._paper.answered():
            self._talk.tell(self._paper.line(stop), indent="  ", hanging="    ")

    def _change(self) -> None:
        """Ask which answer, then that question, then those that only apply now."""
        every = [stop for stop in self._paper.stops() if not (stop.asks_for_more and stop.ask.source)]
        lines = [self._walking.one_more(stop) if stop.asks_for_more else self._paper.line(stop) for stop in every]
        try:
            self._walking.again(every[self._talk.pick(self._say(N_("Which answer?")), lines)])
        except (Back, Onward):
            return

    def _save(self) -> Any:
        """What came of saving. Raises NotSaved once what stands in the way was said, and asked again."""
        paper = self._paper
        self._refuse_to_lose_words()
        try:
            form = read_form(paper.sheet.form, paper.answers, paper.context)
            result = paper.sheet.save(self._desk.vault, form)
        except Refused as refused:
            self._mend(refused)
            raise NotSaved from None
        except (NotPossible, VaultError) as error:
            self._talk.wrong(sentence(error, self._desk.language))
            raise NotSaved from None
        self._talk.tell(self._say(SAVED))
        return result

    def _refuse_to_lose_words(self) -> None:
        """Say what was typed and is not asked any more, such as their words after "met" became "tried"."""
        paper = self._paper
        going = typed_and_hidden(paper.sheet.form, paper.answers, paper.sheet.fresh, paper.context)
        words = ", ".join(self._say(paper.asks[name].words) for name in going)
        question = self._say(WOULD_GO, questions=words)
        if going and not self._talk.confirm(question, self._say(N_("save without it")), self._say(N_("not yet"))):
            raise NotSaved

    def _mend(self, refused: Refused) -> None:
        """Say what is wrong, then ask the first of those questions again."""
        asks = self._paper.asks
        for name, problem in refused.problems.items():
            about = self._talk.language.before(self._say(asks[name].words)) if name in asks else ""
            self._talk.wrong(" ".join(filter(None, (about, self._say(problem.words, **problem.values)))))
        if self._paper.makers:
            self._talk.tell(self._say(KEYS))
        wrong = (stop for stop in self._paper.stops() if stop.key[0] in refused.problems and not stop.asks_for_more)
        if (first := next(wrong, None)) is not None:
            try:
                self._walking.again(first)
            except (Back, Onward):
                return


def fill(
    desk: Desk, build: Callable[[], Sheet], makers: Mapping[str, Maker] | None = None, *, straight: bool = False
) -> Any:
    """Fill in a form: what saving it returned, or None when it was left.

    `build` makes the sheet, again whenever what it picks from has changed; `makers` are by name of such a list. With
    `straight` it is saved without a review. Raises what `build` raises.
    """
    return Filling(desk, Paper(desk, build, makers or {})).run(straight=straight)
