"""Bringing a form on screen: its draft or its first answers, what it depends on, and where its draft goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.records.answers import Raw, raw_of, says_more
from psw_tui.records.client import Client
from psw_tui.records.form import Form
from psw_tui.services import drafts, goals, support, words
from psw_tui.services.drafts import DraftPlace
from psw_tui.ui.desk import Desk
from psw_tui.ui.fields import Surroundings
from psw_tui.ui.frames.form import FormPlan, FormScreen
from psw_tui.ui.frames.wording import WordSource
from psw_tui.ui.show import joined, show
from psw_tui.ui.widgets.choosing import Option

Save = Callable[[Any], Awaitable[Any]]


@dataclass(frozen=True)
class Sheet:
    """A form about to be filled: its heading, where its draft lies, and the answers it starts with."""

    title: str
    form: type[Form]
    place: DraftPlace
    start: Raw = field(default_factory=dict)
    head: Sequence[Content] = ()
    lists: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    carried: Raw = field(default_factory=dict)
    """What a draft must remember besides the answers, such as the code made for a new client."""
    help_name: str = "forms"
    all_private: bool = False


class Forming:
    """Puts sheets on screen for the house."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._open: list[DraftPlace] = []

    async def fill(
        self, sheet: Sheet, save: Save, kind: Callable[[FormPlan], FormScreen] = FormScreen, *, draft: Raw | None = None
    ) -> Any:
        """Show the form and wait: what `save` returned, or None when it was left. A draft comes before a fresh start."""
        kept = await self.draft(sheet.place) if draft is None else draft
        fresh = blank(sheet.form) | sheet.start
        raw = fresh | kept
        around = Surroundings(
            self._desk.language, self._desk.today, sheet.lists, sheet.context, all_private=sheet.all_private
        )

        async def keep(answers: Raw) -> drafts.Room:
            typed = answers | sheet.carried if says_more(sheet.form, answers, fresh) else {}
            return await self._desk.ask(drafts.keep_draft, sheet.place, typed)

        plan = FormPlan(
            title=sheet.title,
            form=sheet.form,
            around=around,
            save=save,
            keep=keep,
            raw=raw,
            fresh=fresh,
            head=sheet.head,
            help_name=sheet.help_name,
            client=sheet.place.client,
            words=self._words(sheet.place.client),
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

    async def draft(self, place: DraftPlace) -> Raw:
        """What was typed here before and not saved."""
        return await self._desk.ask(drafts.draft_at, place)

    async def lists_of(self, client: str) -> dict[str, list[Option]]:
        """What a client's questions pick from."""
        say = self._desk.language.say
        active = await self._desk.ask(goals.active_goals, client)
        contacts = await self._desk.ask(support.contacts_of, client)
        permissions = await self._desk.ask(support.permissions_of, client)
        labels = {contact.id: contact.label for contact in contacts}
        return {
            "goals": [Option(goal.id, goal.words) for goal in active],
            "contacts": [Option(contact.id, contact.label) for contact in contacts],
            "permissions": [
                Option(
                    permission.id,
                    say(
                        "{whom}, until {day}",
                        whom=labels.get(permission.with_contact, "?"),
                        day=self._desk.language.day(permission.until_on, self._desk.today)
                        if permission.until_on
                        else "-",
                    ),
                )
                for permission in permissions
            ],
        }

    def notice(self, client: Client) -> tuple[Content, ...]:
        """What the client asked not to be written, in view above every note."""
        if not client.do_not_write:
            return ()
        asked = self._desk.language.say("Please do not write about: {things}", things="; ".join(client.do_not_write))
        return (show(asked, "bold"),)


def blank(form: type[Form]) -> Raw:
    """The answers a form starts with."""
    return raw_of(form())


def bold_line(label: str, text: str) -> Content:
    """A label and what it labels, as one line above a form."""
    return joined(show(f"{label}  ", "bold"), text)
