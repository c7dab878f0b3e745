"""Bringing a form on screen: its draft or its first answers, what it depends on, and where its draft goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.language import Language
from psw_tui.records.answers import Raw
from psw_tui.records.client import Client
from psw_tui.services import drafts, words
from psw_tui.services.drafts import DraftPlace
from psw_tui.sheets.sheet import Line, Sheet
from psw_tui.ui.asking_one import Surroundings
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.form import FormPlan, FormScreen
from psw_tui.ui.frames.wording import WordSource
from psw_tui.ui.show import joined, show


class Forming:
    """Puts sheets on screen for the house."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._open: list[DraftPlace] = []

    async def fill(
        self, sheet: Sheet, kind: Callable[[FormPlan], FormScreen] = FormScreen, theirs: Language | None = None
    ) -> Any:
        """Show the form and wait: what saving it returned, or None when it was left.

        With `theirs` a client fills it in, in that language; nobody has ideas about their words.
        """
        language = theirs or self._desk.language
        around = Surroundings(language, self._desk.today, sheet.lists, sheet.context, all_private=sheet.all_private)

        async def keep(answers: Raw) -> drafts.Room:
            return await self._desk.ask(sheet.keep, answers)

        plan = FormPlan(
            title=sheet.title,
            form=sheet.form,
            around=around,
            save=self._desk.saver(sheet.save),
            keep=keep,
            raw=sheet.raw,
            fresh=sheet.fresh,
            head=[_shown(line) for line in sheet.head],
            help_name=sheet.help_name,
            client=sheet.place.client,
            words=None if theirs else self._words(sheet.place.client),
        )
        self._open.append(sheet.place)
        try:
            return await self._app.push_screen_wait(kind(plan))
        finally:
            self._open.remove(sheet.place)

    def is_open(self, form: str) -> bool:
        """Whether this form is on screen or below what is: a second one would write over the same draft."""
        return any(place.form == form for place in self._open)

    def _words(self, client: str) -> WordSource:
        """The word check for notes about this client; their own words are kept as soon as they are named."""

        async def fetch() -> words.Words:
            language = self._desk.language.code
            if not self._desk.is_open:  # the quiet count comes by a timer, perhaps while the vault is being locked
                return words.Words(language, ())
            return await self._desk.ask(words.words_for, client, language)

        async def add_own(word: str) -> Client:
            return await self._desk.ask(words.add_own_word, client, word)

        return WordSource(fetch, add_own if client else None)


def _shown(line: Line) -> Content:
    return joined(show(line.strong, "bold"), "  " if line.strong and line.text else "", line.text)
